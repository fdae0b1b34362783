"""Files of the log: whole or not there, and on the disk when a call returns."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from clausewatch.errors import ClausewatchError, DamagedObjectError

_AT_ONCE = 8
"""How many files are synced side by side: the file system ends them in one go, where one by one each waits for the disk."""

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
        self.put_all({path: content})

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """Puts every content at its path, where the same may lie already, in no order that a crash would keep.

        DamagedObjectError where other bytes lie at one of them; then none of them is put.
        """
        known = {path: self.read(path) for path in files}
        for path, content in files.items():
            if known[path] not in (None, content):
                raise damaged(str(self.root / path), "other bytes lie there than those that belong there")
        fresh = [path for path in files if known[path] is None]
        asides = [self._aside / f"{number}" for number in range(len(fresh))]
        for path, aside in zip(fresh, asides, strict=True):
            with _telling(self.root / path):
                _make((self.root / path).parent)
                _lay(aside, files[path])
        with _telling(self.root), ThreadPoolExecutor(_AT_ONCE) as threads:
            tuple(threads.map(_sync, asides))
            for path, aside in zip(fresh, asides, strict=True):
                self._name(aside, path)
            # Also of those that lie there already: a kill may have come between a name and the folder's sync.
            tuple(threads.map(_sync, {(self.root / path).parent for path in files}))

    def replace(self, path: str, content: bytes, mode: int = 0o644) -> None:
        """Puts `content` at `path` in one step, in place of what lay there."""
        aside = self._aside / "next"
        with _telling(self.root / path):
            _make((self.root / path).parent)
            _lay(aside, content, mode)
            _sync(aside)
            self._name(aside, path)
            _sync((self.root / path).parent)

    def note(self, path: str, content: bytes) -> None:
        """As `replace`, of what may be lost: whole at any moment, and after a power cut perhaps as it was before."""
        aside = self._aside / "next"
        with _telling(self.root / path):
            _make((self.root / path).parent)
            _lay(aside, content)
            self._name(aside, path)

    def remove(self, path: str) -> None:
        """Takes away what lies at `path`; after a power cut it may be there again."""
        target = self.root / path
        with _telling(target):
            target.unlink(missing_ok=True)

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

    def _name(self, aside: Path, path: str) -> None:
        aside.replace(self.root / path)


def _lay(aside: Path, content: bytes, mode: int = 0o644) -> None:
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(path: Path) -> None:
    """Has a file's content, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
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
