"""Files of the log: whole or not there, and on the disk when a call returns."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from clausewatch.errors import ClausewatchError, DamagedObjectError

_MEND = "Restore the folder `log` from a backup; nothing is appended until then"


def damaged(subject: str, reason: str) -> DamagedObjectError:
    """The log is not as it was written."""
    return DamagedObjectError(subject, reason, _MEND)


class LogFolder:
    """A folder with one writer at a time (see `locked`). Files are written in `aside`, on the same file system, first."""

    def __init__(self, root: Path, aside: Path | None = None) -> None:
        self.root = root
        self._aside = aside or root / "aside"

    def read(self, path: str) -> bytes | None:
        """What lies at `path`; None where nothing does."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise damaged(str(self.root / path), f"it cannot be read ({error.strerror})") from error

    def put_once(self, path: str, content: bytes) -> None:
        """Puts `content` at `path`, where the same may lie already. DamagedObjectError where other bytes do."""
        known = self.read(path)
        if known is None:
            self._write(path, content)
        elif known != content:
            raise damaged(str(self.root / path), "other bytes lie there than those that belong there")
        else:
            # A kill may have come between its name and the folder's sync.
            with _telling(self.root / path):
                _sync((self.root / path).parent)

    def replace(self, path: str, content: bytes, mode: int = 0o644) -> None:
        """Puts `content` at `path` in one step, in place of what lay there."""
        self._write(path, content, mode)

    def remove(self, path: str) -> None:
        """Takes away what lies at `path`."""
        target = self.root / path
        with _telling(target):
            target.unlink(missing_ok=True)
            _sync(target.parent)

    def tiles(self) -> Iterator[str]:
        """The path of every file under `tile/`."""
        with _telling(self.root / "tile", "looked through"):
            for each in (self.root / "tile").rglob("*"):
                if each.is_file():
                    yield each.relative_to(self.root).as_posix()

    def names(self, path: str) -> list[str]:
        """The names of the files right under `path`, in order; none where there is no such folder."""
        folder = self.root / path
        return sorted(each.name for each in folder.iterdir() if each.is_file()) if folder.is_dir() else []

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the lock of the one writer, whichever thread or process that is; what a killed one left aside goes."""
        with _telling(self.root):
            self._aside.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            with _telling(self.root / "lock", "locked"):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            with _telling(self._aside):
                for left in self._aside.iterdir():
                    left.unlink()
            yield
        finally:
            with _telling(self.root / "lock"):
                os.close(descriptor)

    def _write(self, path: str, content: bytes, mode: int = 0o644) -> None:
        target, aside = self.root / path, self._aside / "next"
        with _telling(target):
            _make(target.parent)
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            aside.replace(target)
            _sync(target.parent)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _telling(path: Path, done: str = "written") -> Iterator[None]:
    """Tells what the system refuses in words for the operator."""
    try:
        yield
    except OSError as error:
        raise ClausewatchError(
            str(path),
            f"it cannot be {done} ({error.strerror})",
            "Make room or give leave to write there; what waits is logged then",
        ) from error
