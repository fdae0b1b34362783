"""The archive in a folder: one immutable file per object, put if absent."""

from __future__ import annotations

import os
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from clausewatch.archive import frame
from clausewatch.archive.frame import BadFrameError, Frame
from clausewatch.errors import BadInputError, DamagedObjectError
from clausewatch.nouns.identity import Digest, digest

KEY_FRAME_EVERY = 24
"""Longest chain of differences. Tuned on 1,032 real captures; figures in docs/decisions/0002-body-storage.md."""

_WORTH = 0.7
"""A difference is kept only when it is at most this share of the plain form."""

_MEND = "Restore that file from a backup or another mirror; `clausewatch verify` lists all that fail"
_CACHED_BYTES = 64 * 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DamagedObject:
    """An object that cannot be read back as what it was, and why."""

    key: Digest
    path: str
    reason: str


class FolderArchive:
    """Implements `ports.BodyStore` under `root`. Safe under concurrent writers and a kill at any point.

    A file appears under its key only whole: it is written aside, synced, then linked. What a kill leaves aside is
    removed by the next archive opened on the folder that finds it a day old.
    """

    def __init__(self, root: Path) -> None:
        self._objects = root / "objects"
        self._aside = root / "aside"
        self._lock = threading.Lock()
        self._recent: OrderedDict[Digest, bytes] = OrderedDict()
        self._recent_bytes = 0
        try:
            self._objects.mkdir(parents=True, exist_ok=True)
            self._aside.mkdir(exist_ok=True)
        except OSError as error:
            raise BadInputError(
                str(root), f"cannot hold an archive ({error.strerror})", "Choose a folder you may write"
            ) from error
        self._sweep()

    def put(self, body: bytes, like: Digest | None = None) -> Digest:
        """The key of `body`, stored unless it was there. `like` names a stored body that resembles it."""
        if len(body) > frame.MAX_BODY:
            raise BadInputError(
                f"a body of {len(body)} bytes",
                f"is over {frame.MAX_BODY}",
                "Lower max_megabytes in the settings",
            )
        key = digest(body)
        if not self._path(key).exists():
            self._place(key, self._encode(body, key, like))
        self._remember(key, body)
        return key

    def get(self, key: Digest) -> bytes:
        """The body under `key`, its hash checked. Raises DamagedObjectError when it is missing or altered."""
        known = self._known(key)
        if known is not None:
            return known
        # A chain is walked down to its key frame and unpacked on the way back, so depth costs no stack.
        frames: list[tuple[Digest, Frame]] = []
        wanted: Digest = key
        base: bytes | None = None
        while wanted and base is None:
            found = self._frame(wanted)
            frames.append((wanted, found))
            wanted = found.base
            base = self._known(wanted) if wanted else None
            if len(frames) > 256:
                raise self._damaged(key, "its chain of differences does not end")
        bodies: list[tuple[Digest, bytes]] = []
        for name, found in reversed(frames):
            base = self._unpack(key, name, found, base)
            bodies.append((name, base))
        assert base is not None
        # The asked hash vouches for the whole chain; only when it fails is each link asked which one it was.
        if digest(base) != key:
            bad = next(name for name, body in bodies if digest(body) != name)
            raise self._damaged(bad, f"its bytes do not hash to its name{_on_the_way(bad, key)}")
        self._remember(key, base)
        return base

    def has(self, key: Digest) -> bool:
        """Whether an object lies under `key`; its content is not looked at."""
        return self._path(key).exists()

    def keys(self) -> Iterator[Digest]:
        """Every key, in order."""
        for folder in sorted(self._objects.iterdir()):
            for path in sorted(folder.iterdir()):
                if _KEY.fullmatch(folder.name + path.name):
                    yield folder.name + path.name

    def verify(self) -> Iterator[DamagedObject]:
        """Every object that cannot be read back, from disk, nothing remembered."""
        for key in self.keys():
            self._forget()
            try:
                self.get(key)
            except DamagedObjectError as error:
                yield DamagedObject(key, str(self._path(key)), error.reason)

    def stored_bytes(self) -> int:
        """What all objects together measure on disk."""
        return sum(self._path(key).stat().st_size for key in self.keys())

    def _encode(self, body: bytes, key: Digest, like: Digest | None) -> bytes:
        plain = frame.encode(body)
        if like is None or like == key or not body:
            return plain
        try:
            depth = self._frame(like).depth + 1
            if depth >= KEY_FRAME_EVERY:
                return plain
            delta = frame.encode_against(body, self.get(like), like, depth)
        except DamagedObjectError:
            # A damaged relative must not keep a new capture from being stored.
            return plain
        return delta if len(delta) < len(plain) * _WORTH else plain

    def _place(self, key: Digest, stored: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(exist_ok=True)
        aside = self._aside / f"{key[:16]}-{uuid4().hex}"
        with aside.open("wb") as stream:
            stream.write(stored)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
        for folder in (path.parent, self._objects):
            _sync_folder(folder)

    def _frame(self, key: Digest) -> Frame:
        try:
            return frame.parse(self._path(key).read_bytes())
        except FileNotFoundError:
            raise self._damaged(key, "it is missing") from None
        except (OSError, BadFrameError) as error:
            raise self._damaged(key, str(error)) from error

    def _unpack(self, asked: Digest, key: Digest, found: Frame, base: bytes | None) -> bytes:
        try:
            return frame.decode(found, base if found.base else None)
        except BadFrameError as error:
            raise self._damaged(key, f"{error}{_on_the_way(key, asked)}") from error

    def _damaged(self, key: Digest, reason: str) -> DamagedObjectError:
        return DamagedObjectError(f"archived object {key} ({self._path(key)})", reason, _MEND)

    def _path(self, key: Digest) -> Path:
        if not _KEY.fullmatch(key):
            raise BadInputError(f"archive key {key!r}", "it is no SHA-256", "Give 64 hexadecimal digits")
        return self._objects / key[:2] / key[2:]

    def _known(self, key: Digest) -> bytes | None:
        with self._lock:
            body = self._recent.get(key)
            if body is not None:
                self._recent.move_to_end(key)
            return body

    def _remember(self, key: Digest, body: bytes) -> None:
        with self._lock:
            if key in self._recent:
                return
            self._recent[key] = body
            self._recent_bytes += len(body)
            while self._recent_bytes > _CACHED_BYTES and self._recent:
                self._recent_bytes -= len(self._recent.popitem(last=False)[1])

    def _forget(self) -> None:
        with self._lock:
            self._recent.clear()
            self._recent_bytes = 0

    def _sweep(self) -> None:
        """Removes what a kill left aside long enough ago that nobody is still writing it."""
        newest = max((path.stat().st_mtime for path in self._aside.iterdir()), default=0.0)
        for path in self._aside.iterdir():
            if newest - path.stat().st_mtime > 86_400:
                path.unlink(missing_ok=True)


def _on_the_way(key: Digest, asked: Digest) -> str:
    return "" if key == asked else f" (wanted for {asked})"


def _sync_folder(folder: Path) -> None:
    """Makes new names in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
