"""Unpacks a tar that nobody vouches for: regular files only, inside the folder, within bounds."""

from __future__ import annotations

import lzma
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath

import zstandard

from clausewatch.errors import BadInputError

MOST_BYTES = 64 * 1024 * 1024
"""No single file larger than this is taken."""

_MOST_TOTAL = 20 * 1024 * 1024 * 1024
_MOST_FILES = 1_000_000
_WINDOW = 1 << 27
"""What `zstd --long=27` writes; a larger window would let a small file ask for gigabytes of memory."""

_ZSTD = b"\x28\xb5\x2f\xfd"
_DAMAGE = (OSError, EOFError, ValueError, tarfile.TarError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


def unpack(path: Path, folder: Path) -> None:
    """Fills `folder` with the files of the tar at `path`, plain or packed by gzip, xz, bzip2 or zstd.

    Links and devices are left out. Raises BadInputError, with `folder` half filled, for what cannot be used.
    """
    try:
        with path.open("rb") as stream:
            packed_by_zstd = stream.read(4) == _ZSTD
            stream.seek(0)
            if packed_by_zstd:
                reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(stream)
                with tarfile.open(fileobj=reader, mode="r|") as archive:
                    _take_all(archive, path, folder)
            else:
                with tarfile.open(fileobj=stream, mode="r|*") as archive:
                    _take_all(archive, path, folder)
    except _DAMAGE as error:
        reason = f"cannot be unpacked ({getattr(error, 'strerror', None) or error})"
        raise BadInputError(
            str(path), reason, "Give a whole .tar, .tar.gz or .tar.zst, or the folder itself"
        ) from error


def _take_all(archive: tarfile.TarFile, path: Path, folder: Path) -> None:
    total = 0
    for number, member in enumerate(archive):
        subject = f"{path}, {member.name!r}"
        total += member.size
        if number >= _MOST_FILES or member.size > MOST_BYTES or total > _MOST_TOTAL:
            raise BadInputError(
                subject, "the archive or this file of it is too large", "Leave it out of the archive"
            )
        source = archive.extractfile(member) if member.isreg() else None
        if source is None:
            continue
        target = inside(folder, member.name)
        if target is None:
            raise BadInputError(subject, "the name leads out of the archive", "Remove that entry")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            shutil.copyfileobj(source, out)


def inside(folder: Path, name: str) -> Path | None:
    """Where the named file is under the folder, or None for a name or a link that leads out of it."""
    given = PurePosixPath(name)
    if given.is_absolute() or ".." in given.parts or "\0" in name:
        return None
    place = folder.joinpath(*given.parts)
    return place if place.resolve().is_relative_to(folder.resolve()) else None
