"""Writing a file whole or not at all: aside, synced, then linked into place."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from pathlib import Path
from uuid import uuid4

from clausewatch.errors import BadInputError, ClausewatchError

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV)
_TRIES = 3


class Aside:
    """A folder for files that are being written. A writer holds a lock on its file for as long as it lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, content: bytes, path: Path, *, over: bool = False) -> None:
        """Puts `content` at `path` durably, whole from the first moment that it can be seen there.

        A file already there stays as it is, or is replaced in one step when `over`.
        """
        try:
            self._make_folder(path.parent)
            for left in reversed(range(_TRIES)):
                try:
                    self._write_and_move(content, path, over=over)
                    break
                except FileNotFoundError:
                    # A sweep may take a file in the instant between its making and its lock.
                    if not left:
                        raise
            sync_folder(path.parent)
        except OSError as error:
            raise _refusal(path, error) from error

    def sweep(self) -> None:
        """Removes what dead writers left; the files of living ones are locked and stay."""
        for path in tuple(self._folder.iterdir()):
            with contextlib.suppress(OSError):
                descriptor = os.open(path, os.O_RDONLY)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()
                finally:
                    os.close(descriptor)

    def _write_and_move(self, content: bytes, path: Path, *, over: bool) -> None:
        aside = self._folder / uuid4().hex
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            with open(descriptor, "wb", closefd=False) as stream:
                stream.write(content)
            os.fsync(descriptor)
            if over:
                aside.replace(path)
            else:
                # Unlike a rename, a link never replaces: an object that others may build on stays what it is.
                with contextlib.suppress(FileExistsError):
                    os.link(aside, path)
        finally:
            os.close(descriptor)
            aside.unlink(missing_ok=True)

    @staticmethod
    def _make_folder(folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Makes new names in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(path: Path, error: OSError) -> ClausewatchError:
    if error.errno in _NO_LINKS:
        return BadInputError(
            str(path),
            f"the file system makes no hard links ({error.strerror})",
            "Put the archive on one that does",
        )
    return ClausewatchError(
        str(path),
        f"cannot be written ({error.strerror})",
        "Make room or give leave to write there, then try again",
    )
