"""Copies of files with a manifest of their digests: in a folder, where only what is new is copied, or in one tar file.

What never changes lies under its own name; what does lies in a folder of its run. The manifest is replaced last, in one
step, so that a run which was cut off leaves the backup before it whole. It reads as `sha256sum -c` reads it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from clausewatch.archive.aside import sync_folder
from clausewatch.errors import BadInputError, ClausewatchError, DamagedObjectError

MANIFEST = "MANIFEST.sha256"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\\]{1,1000})")
_CHUNK = 1 << 20
_RUN = re.compile(r"run-[0-9]{8}T[0-9]{12}")
_MOST_MANIFEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Part:
    """A file to be copied: its name in the backup, where it is, and whether files of that name never change."""

    name: str
    path: Path
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Copied:
    """How many files a backup has, how many of them this run copied, and the bytes of these."""

    files: int
    copied: int
    copied_bytes: int


def back_up(parts: Iterable[Part], target: Path, run: str) -> Copied:
    """Brings the backup in the folder `target` to these parts. ClausewatchError where it cannot be written, which leaves
    the backup that was there as it was."""
    assert _RUN.fullmatch(run)
    known = read_manifest(target) if (target / MANIFEST).exists() else {}
    lines: dict[str, str] = {}
    copied = size = 0
    with _telling(target):
        target.mkdir(parents=True, exist_ok=True)
        for part in parts:
            name = part.name if part.fixed else f"{run}/{part.name}"
            place = target / name
            if part.fixed and name in known and _same_size(place, part.path):
                lines[name] = known[name]
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            lines[name], length = _copy(part.path, place)
            copied, size = copied + 1, size + length
        _sync_tree(target, lines)
        _replace(target / MANIFEST, _manifest(lines))
        for gone in known.keys() - lines.keys():
            # What was withheld since must not stay in what can be restored.
            (target / gone).unlink(missing_ok=True)
        for old in target.iterdir():
            if _RUN.fullmatch(old.name) and old.name != run:
                shutil.rmtree(old)
    return Copied(len(lines), copied, size)


def pack(parts: Iterable[Part], target: Path, run: str) -> Copied:
    """The whole backup as one tar file, which appears when it is whole. ClausewatchError where it cannot be written."""
    lines: dict[str, str] = {}
    size = 0
    aside = target.with_name(f"{target.name}.part")
    with _telling(target):
        try:
            with aside.open("wb") as stream:
                with tarfile.open(fileobj=stream, mode="w") as tar:
                    for part in parts:
                        name = part.name if part.fixed else f"{run}/{part.name}"
                        lines[name], length = _add(tar, name, part.path)
                        size += length
                    _add_bytes(tar, MANIFEST, _manifest(lines))
                stream.flush()
                os.fsync(stream.fileno())
            aside.replace(target)
            sync_folder(target.absolute().parent)
        finally:
            aside.unlink(missing_ok=True)
    return Copied(len(lines), len(lines), size)


def read_manifest(source: Path) -> dict[str, str]:
    """By name the SHA-256 of every file of a backup. BadInputError where it is none."""
    with _opened(source) as files:
        return files.manifest()


def unpack(source: Path, target: Path) -> int:
    """Copies every file of the backup into the new folder `target`, without the runs' own folders; gives their number.

    DamagedObjectError names a file that is missing or not what the manifest says.
    """
    with _opened(source) as files, _telling(target):
        manifest = files.manifest()
        for name, expected in manifest.items():
            first, _, rest = name.partition("/")
            place = target / (rest if _RUN.fullmatch(first) else name)
            place.parent.mkdir(parents=True, exist_ok=True)
            with files.open(name) as stream:
                public = first in ("archive", "log")
                found, _ = _write(stream, place, 0o644 if public else 0o600)
            if found != expected:
                raise _damaged(source, name, "its bytes are not those that were backed up")
        _sync_tree(target, (str(each.relative_to(target)) for each in target.rglob("*") if each.is_file()))
    return len(manifest)


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def manifest(self) -> dict[str, str]:
        try:
            return _parsed(self._root, (self._root / MANIFEST).read_bytes())
        except OSError as error:
            raise _none(self._root, f"{MANIFEST} cannot be read ({error.strerror})") from error

    def open(self, name: str) -> IO[bytes]:
        try:
            return (self._root / name).open("rb")
        except OSError as error:
            raise _damaged(self._root, name, f"it cannot be read ({error.strerror})") from error


class _Tar:
    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self._path, self._tar = path, tar

    def manifest(self) -> dict[str, str]:
        with self.open(MANIFEST) as stream:
            return _parsed(self._path, stream.read(_MOST_MANIFEST))

    def open(self, name: str) -> IO[bytes]:
        try:
            found = self._tar.extractfile(name)
        except (KeyError, tarfile.TarError, OSError) as error:
            raise _damaged(self._path, name, f"it is not in the file ({error})") from error
        if found is None:
            raise _damaged(self._path, name, "it is no file")
        return found


@contextmanager
def _opened(source: Path) -> Iterator[_Folder | _Tar]:
    if source.is_dir():
        yield _Folder(source)
        return
    try:
        tar = tarfile.open(source, "r:")  # noqa: SIM115 (closed below)
    except (OSError, tarfile.TarError) as error:
        raise _none(source, f"it is neither a folder nor a tar file ({error})") from error
    with tar:
        yield _Tar(source, tar)


def _parsed(source: Path, content: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in content.decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2].startswith("/") or ".." in match[2].split("/"):
            raise _none(source, f"{MANIFEST} has the line {line[:80]!r}")
        found[match[2]] = match[1]
    if not found:
        raise _none(source, f"{MANIFEST} is empty")
    return found


def _manifest(lines: dict[str, str]) -> bytes:
    return "".join(f"{lines[name]}  {name}\n" for name in sorted(lines)).encode()


def _same_size(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size
    except FileNotFoundError:
        return False


def _copy(source: Path, place: Path) -> tuple[str, int]:
    aside = place.with_name(f"{place.name}.part")
    with source.open("rb") as stream:
        found = _write(stream, aside, source.stat().st_mode & 0o777 | 0o600)
    aside.replace(place)
    return found


def _write(stream: IO[bytes], place: Path, mode: int) -> tuple[str, int]:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as out:
        seen, size = hashlib.sha256(), 0
        while chunk := stream.read(_CHUNK):
            seen.update(chunk)
            out.write(chunk)
            size += len(chunk)
        out.flush()
        os.fsync(descriptor)
    return seen.hexdigest(), size


def _add(tar: tarfile.TarFile, name: str, path: Path) -> tuple[str, int]:
    with path.open("rb") as stream:
        seen = hashlib.file_digest(stream, "sha256").hexdigest()
        size = stream.tell()
        stream.seek(0)
        head = tarfile.TarInfo(name)
        head.size = size
        tar.addfile(head, stream)
    return seen, size


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    from io import BytesIO

    head = tarfile.TarInfo(name)
    head.size = len(content)
    tar.addfile(head, BytesIO(content))


def _replace(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{path.name}.part")
    with aside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def _sync_tree(root: Path, names: Iterable[str]) -> None:
    folders = {
        parent for name in names for parent in (root / name).parents if root in (parent, *parent.parents)
    }
    for each in folders:
        with contextlib.suppress(FileNotFoundError):
            sync_folder(each)


@contextmanager
def _telling(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ClausewatchError(
            str(error.filename or target),
            f"it cannot be written or read ({error.strerror})",
            "Make room or give leave, and run it again; what was whole before is as it was",
        ) from error


def _damaged(source: Path, name: str, reason: str) -> DamagedObjectError:
    return DamagedObjectError(f"{source}, {name}", reason, "Take an earlier backup; nothing was restored")


def _none(source: Path, reason: str) -> BadInputError:
    return BadInputError(str(source), reason, "Give what `clausewatch backup --to` wrote")
