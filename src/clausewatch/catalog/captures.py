"""Reads dated raw pages with their manifest: a directory, or a tar of one, plain, gzip or zstd.

`manifest.jsonl` has a line for each page: file, platform, document_type, url, observed_at (UTC), sha256.
"""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import zstandard
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clausewatch.errors import BadInputError
from clausewatch.nouns.identity import digest
from clausewatch.ports import Imported

_MANIFEST = "manifest.jsonl"
_MEND = "Give a folder, .tar, .tar.gz or .tar.zst that holds manifest.jsonl and the pages it names"
_MOST_BYTES = 64 * 1024 * 1024
_MOST_TOTAL = 20 * 1024 * 1024 * 1024
_WINDOW = 1 << 31


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
    """The pages of a folder in the order they were observed. Hashes are checked as each page is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unpacked: Path | None = None
        try:
            self._folder = path if path.is_dir() else self._unpack()
            self._lines = tuple(
                sorted(self._read_manifest(), key=lambda line: (line.observed_at, line.platform, line.file))
            )
        except BadInputError:
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
                observed_at=line.observed_at.astimezone(UTC),
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
        try:
            with self._path.open("rb") as stream:
                if self._path.suffix == ".zst":
                    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(stream)
                    with tarfile.open(fileobj=reader, mode="r|") as archive:
                        self._take_all(archive)
                else:
                    with tarfile.open(fileobj=stream, mode="r|*") as archive:
                        self._take_all(archive)
        except (OSError, EOFError, tarfile.TarError, zstandard.ZstdError) as error:
            raise BadInputError(str(self._path), f"cannot be unpacked ({error})", _MEND) from error
        return self._unpacked

    def _take_all(self, archive: tarfile.TarFile) -> None:
        total = 0
        for member in archive:
            if not member.isreg():
                continue
            total += member.size
            if member.size > _MOST_BYTES or total > _MOST_TOTAL:
                raise BadInputError(
                    f"{self._path}, {member.name}", "it is too large", "Leave it out of the archive"
                )
            source = archive.extractfile(member)
            assert source is not None
            target = self._inside(member.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                shutil.copyfileobj(source, out)

    def _inside(self, name: str) -> Path:
        """The place of a named file under the folder; a name that leads out of it is refused."""
        folder = self._unpacked or self._folder
        parts = PurePosixPath(name).parts
        place = folder.joinpath(*parts)
        if (
            PurePosixPath(name).is_absolute()
            or ".." in parts
            or not place.resolve().is_relative_to(folder.resolve())
        ):
            raise BadInputError(
                f"{self._path}, {name!r}", "the name leads out of the archive", "Remove that entry"
            )
        return place

    def _read_manifest(self) -> Iterator[_Line]:
        place = self._folder / _MANIFEST
        try:
            content = place.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInputError(
                str(self._path), f"its {_MANIFEST} cannot be read ({error})", _MEND
            ) from error
        for number, line in enumerate(content.splitlines(), 1):
            if line.strip():
                yield self._line(number, line)

    def _line(self, number: int, line: str) -> _Line:
        subject = f"{self._path}, {_MANIFEST} line {number}"
        try:
            found = _Line.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadInputError(subject, f"it is no JSON ({error})", "Correct or remove the line") from error
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise BadInputError(subject, f"{key}: {first['msg']}", "Correct or remove the line") from error
        if found.observed_at.tzinfo is None:
            raise BadInputError(
                subject, "observed_at has no time zone", "Write it in UTC: 2026-03-10T09:00:00Z"
            )
        return found

    def _body(self, line: _Line) -> bytes:
        subject = f"{self._path}, {line.file}"
        try:
            body = self._inside(line.file).read_bytes()
        except OSError as error:
            raise BadInputError(subject, f"cannot be read ({error.strerror})", _MEND) from error
        if digest(body) != line.sha256:
            raise BadInputError(subject, "its bytes are not those of the manifest", "Fetch the archive anew")
        return body


def open_captures(path: Path) -> DatedPages:
    """The dated pages at `path`. Raises BadInputError, having changed nothing, for what cannot be used."""
    return DatedPages(path)
