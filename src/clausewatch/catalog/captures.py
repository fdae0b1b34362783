"""Reads dated raw pages with their manifest: a directory, or a tar of one, plain or packed.

`manifest.jsonl` has a line for each page: file, platform, document_type, url, observed_at (UTC), sha256.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clausewatch.catalog.unpack import MOST_BYTES, inside, unpack
from clausewatch.errors import BadInputError
from clausewatch.nouns.identity import digest
from clausewatch.ports import Imported

_MANIFEST = "manifest.jsonl"
_MEND = "Give a folder, .tar, .tar.gz or .tar.zst that holds manifest.jsonl and the pages it names"


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    file: str = Field(min_length=1)
    platform: str = Field(min_length=1)
    document_type: str = Field(min_length=1)
    document: str = ""
    url: str = ""
    observed_at: datetime
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    media_type: str = "text/html"


class DatedPages:
    """The pages of a folder in the order they were observed. Each is hashed at opening, and again as it is given."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unpacked: Path | None = None
        try:
            self._folder = self._with_manifest(path if path.is_dir() else self._unpack())
            self._lines = tuple(
                sorted(self._read_manifest(), key=lambda line: (line.observed_at, line.platform, line.file))
            )
            # Read once before the first is given out: what is damaged is refused whole, not after half of it.
            for line in self._lines:
                self._body(line)
        except BaseException:
            self.close()
            raise

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Imported]:
        for line in self._lines:
            yield Imported(
                platform=line.platform,
                document=line.document or line.document_type,
                document_type=line.document_type,
                url=line.url,
                observed_at=line.observed_at,
                media_type=line.media_type,
                reference=f"{line.sha256}:{line.observed_at.isoformat()}:{line.file}",
                body=self._body(line),
            )

    def close(self) -> None:
        """Removes what was unpacked."""
        if self._unpacked is not None:
            shutil.rmtree(self._unpacked, ignore_errors=True)

    def _unpack(self) -> Path:
        self._unpacked = Path(tempfile.mkdtemp(prefix="clausewatch-captures-"))
        unpack(self._path, self._unpacked)
        return self._unpacked

    @staticmethod
    def _with_manifest(folder: Path) -> Path:
        """The folder itself, or the only one in it when that holds the manifest, as a tar of a folder does."""
        entries = tuple(folder.iterdir())
        if len(entries) == 1 and (entries[0] / _MANIFEST).is_file():
            return entries[0]
        return folder

    def _read_manifest(self) -> Iterator[_Line]:
        try:
            content = self._read(_MANIFEST).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            at = error.object.count(b"\n", 0, error.start) + 1
            subject = f"{self._path}, {_MANIFEST} line {at}"
            raise BadInputError(subject, "it is not in UTF-8", "Correct or remove the line") from error
        # Not splitlines: JSON may hold U+2028 and its like inside a text.
        numbered = [(number, line) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
        if not numbered:
            raise BadInputError(str(self._path), f"its {_MANIFEST} names no page", _MEND)
        for number, line in numbered:
            yield self._line(number, line)

    def _line(self, number: int, line: str) -> _Line:
        subject = f"{self._path}, {_MANIFEST} line {number}"
        mend = "Correct or remove the line"
        try:
            found = _Line.model_validate(json.loads(line))
            if found.observed_at.tzinfo is None:
                raise BadInputError(
                    subject, "observed_at has no time zone", "Write it in UTC: 2026-03-10T09:00:00Z"
                )
            found = found.model_copy(update={"observed_at": found.observed_at.astimezone(UTC)})
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise BadInputError(subject, f"{key}: {first['msg']}", mend) from error
        except (ValueError, OverflowError, RecursionError) as error:
            raise BadInputError(subject, f"it is no JSON of a usable kind ({error})", mend) from error
        if inside(self._folder, found.file) is None:
            raise BadInputError(subject, f"{found.file!r} leads out of the archive", mend)
        return found

    def _body(self, line: _Line) -> bytes:
        body = self._read(line.file)
        if digest(body) != line.sha256:
            raise BadInputError(
                f"{self._path}, {line.file}",
                "its bytes are not those of the manifest",
                "Fetch the archive anew",
            )
        return body

    def _read(self, name: str) -> bytes:
        subject = f"{self._path}, {name}"
        place = inside(self._folder, name)
        try:
            # Only a regular file: a pipe would keep the reader waiting for ever.
            if place is None or not place.is_file():
                raise BadInputError(subject, "it is not there", _MEND)
            if place.stat().st_size > MOST_BYTES:
                raise BadInputError(subject, f"it is over {MOST_BYTES} bytes", "Leave it out of the archive")
            return place.read_bytes()
        except OSError as error:
            raise BadInputError(subject, f"cannot be read ({error.strerror})", _MEND) from error
