"""The archive in a folder: one immutable file per object, put if absent."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clausewatch.archive import frame
from clausewatch.archive.aside import Aside, sync_folder
from clausewatch.archive.frame import BadFrameError, Frame
from clausewatch.archive.recent import RecentBodies
from clausewatch.errors import BadInputError, DamagedObjectError, WithheldObjectError
from clausewatch.nouns.identity import Digest, digest

LONGEST_CHAIN = 64
LONGEST_REACH = 32 * 1024 * 1024
"""A key frame comes after this many differences, or when a cold read would unpack more bytes than this.

Tuned on 1,032 real captures of 18 documents: docs/decisions/0002-body-storage.md has the figures."""

_WORTH = 0.75
_PLAINLY_WORTH = 0.4
"""A difference is kept when it is at most `_WORTH` of the plain form. Against the quick estimate, which is at most twice the
plain form on the same captures, `_PLAINLY_WORTH` settles it without making the plain form."""

_RECENT_BYTES = 64 * 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{64}")
_WITHHELD = ".withheld"
_MEND = "Restore that file from a backup, or store the same body again (import or capture it): that replaces the file"


@dataclass(frozen=True, slots=True)
class DamagedObject:
    """An object that cannot be read back as what it was, its file, why, and what to do."""

    key: Digest
    path: str
    reason: str
    mend: str


@dataclass(frozen=True, slots=True)
class ArchiveStats:
    """What an archive holds: counts, bytes of all files, bytes of the bodies in them, the longest chain."""

    objects: int
    key_frames: int
    stored_bytes: int
    body_bytes: int
    deepest: int
    unreadable: int


class FolderArchive:
    """Implements `ports.BodyStore` under `root`. Safe under concurrent writers and a kill at any point.

    A file appears under its key only whole: it is written aside, synced, then linked. What a kill leaves aside is
    removed by the next archive opened on the folder. `put` returns only when `get` would succeed after a power cut.
    """

    def __init__(self, root: Path) -> None:
        self._objects = root / "objects"
        aside = root / "aside"
        try:
            self._objects.mkdir(parents=True, exist_ok=True)
            aside.mkdir(exist_ok=True)
            sync_folder(root)
            self._aside = Aside(aside)
            self._aside.sweep()
        except OSError as error:
            raise BadInputError(
                str(root), f"cannot hold an archive ({error.strerror})", "Choose a folder you may write"
            ) from error
        self._recent = RecentBodies(_RECENT_BYTES)

    def put(self, body: bytes, like: Digest | None = None) -> Digest:
        """The key of `body`, stored unless it was there whole. `like` names a stored body that resembles it.

        A damaged object under the key is replaced; a damaged or missing `like` only costs room.
        """
        if len(body) > frame.MAX_BODY:
            raise BadInputError(
                f"a body of {len(body)} bytes",
                f"is over {frame.MAX_BODY}",
                "Lower the largest size of a capture",
            )
        key = digest(body)
        path = self._path(key)
        if not path.exists():
            self._aside.place(self._encode(body, key, like), path)
        try:
            self.get(key)
            sync_folder(path.parent)
        except DamagedObjectError:
            # Standing alone it heals also what was built on it, and can close no circle of differences.
            self._aside.place(frame.encode(body), path, over=True)
        self._recent.keep(key, body)
        return key

    def get(self, key: Digest) -> bytes:
        """The body under `key`, read from disk and its hash checked. Raises DamagedObjectError when missing or altered."""
        # 1. Down the chain to a key frame or a base still remembered; depth costs no stack.
        frames = [(key, self._frame(key, key))]
        base: bytes | None = None
        while (wanted := frames[-1][1].base) and base is None:
            base = self._recent.get(wanted)
            if base is None:
                frames.append((wanted, self._next_frame(wanted, key, frames[-1][1])))
        # 2. Back up, unpacking each against the one below.
        bodies: list[tuple[Digest, bytes]] = []
        for name, found in reversed(frames):
            try:
                base = frame.decode(found, base if found.base else None)
            except BadFrameError as error:
                # A base that is soundly sealed but other bytes shows only here; it is the one to restore.
                raise self._impostor(bodies, key) or self._damaged(name, str(error), key) from error
            bodies.append((name, base))
        # 3. The asked hash vouches for the whole chain; only when it fails is each link asked which one it was.
        body = bodies[-1][1]
        if digest(body) != key:
            raise self._impostor(bodies, key) or self._damaged(key, "its bytes do not hash to its name", key)
        self._recent.keep(key, body)
        return body

    def has(self, key: Digest) -> bool:
        """Whether an object lies under `key`; its content is not looked at."""
        return self._path(key).exists()

    def was_withheld(self, key: Digest) -> bool:
        """Whether the body was taken away once; the note of it stays where the same is stored anew."""
        return self._note(key).exists()

    def withhold(self, key: Digest, reason: str) -> None:
        """Takes the body under `key` away for good. What is a difference to it is stored anew first, so that all else is read as before."""
        path = self._path(key)
        if path.exists():
            self._recent.keep(key, self.get(key))
            self._stand_alone(key)
        self._aside.place(reason.encode(), self._note(key), over=True)
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
        # What another process built on it meanwhile; its body is remembered here until this is done.
        self._stand_alone(key)
        self._recent.forget(key)

    def _stand_alone(self, base: Digest) -> None:
        for key in self.keys():
            with contextlib.suppress(DamagedObjectError):
                if self._frame(key, key).base == base:
                    self._aside.place(frame.encode(self.get(key)), self._path(key), over=True)

    def keys(self) -> Iterator[Digest]:
        """Every key, in order."""
        for folder in sorted(self._objects.iterdir()):
            if folder.is_dir():
                for path in sorted(folder.iterdir()):
                    if _KEY.fullmatch(folder.name + path.name):
                        yield folder.name + path.name

    def verify(self) -> Iterator[DamagedObject]:
        """Every object that cannot be read back, from disk. Each body is unpacked once, those of one chain held at a time."""
        below: dict[Digest, list[Digest]] = {}
        bad: dict[Digest, DamagedObject] = {}
        for key in self.keys():
            try:
                below.setdefault(self._frame(key, key).base, []).append(key)
            except DamagedObjectError as error:
                bad[key] = self._told(key, error)
        yield from bad.values()
        reached = set(bad)
        pending: list[tuple[Digest, bytes | None]] = [(key, None) for key in below.get("", ())]
        while pending:
            key, base = pending.pop()
            reached.add(key)
            try:
                body = frame.decode(self._frame(key, key), base)
                if digest(body) != key:
                    raise self._damaged(key, "its bytes do not hash to its name", key)
            except (BadFrameError, DamagedObjectError) as error:
                yield self._told(key, error)
                continue
            pending.extend((child, body) for child in below.get(key, ()))
        # What was not reached hangs on something damaged or missing; `get` finds out on what.
        for key in (key for keys in below.values() for key in keys if key not in reached):
            yield self._astray(key)

    def stats(self) -> ArchiveStats:
        """Counts and sizes, by reading every header."""
        frames: list[Frame] = []
        stored = objects = 0
        for key in self.keys():
            objects += 1
            stored += self._path(key).stat().st_size
            try:
                found = self._frame(key, key)
            except DamagedObjectError:
                continue
            frames.append(Frame(found.depth, found.length, found.reach, found.base, b""))
        return ArchiveStats(
            objects=objects,
            key_frames=sum(not each.base for each in frames),
            stored_bytes=stored,
            body_bytes=sum(each.length for each in frames),
            deepest=max((each.depth for each in frames), default=0),
            unreadable=objects - len(frames),
        )

    def _encode(self, body: bytes, key: Digest, like: Digest | None) -> bytes:
        delta = None if like is None or like == key else self._difference(body, like)
        if delta is not None and len(delta) <= frame.quick_size(body) * _PLAINLY_WORTH:
            return delta
        plain = frame.encode(body)
        return delta if delta is not None and len(delta) <= len(plain) * _WORTH else plain

    def _impostor(self, bodies: list[tuple[Digest, bytes]], asked: Digest) -> DamagedObjectError | None:
        """The lowest body of a chain that is not what its name says, told; None when all are."""
        bad = next((name for name, each in bodies if digest(each) != name), None)
        return None if bad is None else self._damaged(bad, "its bytes do not hash to its name", asked)

    def _difference(self, body: bytes, like: Digest) -> bytes | None:
        try:
            below = self._frame(like, like)
            if below.depth >= LONGEST_CHAIN or below.reach + len(body) > LONGEST_REACH:
                return None
            return frame.encode_against(body, like, self.get(like), below)
        except DamagedObjectError:
            # A damaged relative must not keep a new capture from being stored.
            return None

    def _frame(self, key: Digest, asked: Digest) -> Frame:
        try:
            return frame.parse(self._path(key).read_bytes())
        except FileNotFoundError:
            raise self._missing(key, asked) from None
        except (OSError, BadFrameError) as error:
            raise self._damaged(key, str(error), asked) from error

    def _next_frame(self, key: Digest, asked: Digest, above: Frame) -> Frame:
        found = self._frame(key, asked)
        # Depth falls at every link, so that no forged circle is walked for ever.
        if found.depth >= above.depth:
            raise self._damaged(key, "its place in the chain of differences is impossible", asked)
        return found

    def _damaged(self, key: Digest, reason: str, asked: Digest) -> DamagedObjectError:
        wanted = "" if key == asked else f", on which object {asked} ({self._path(asked)}) is built"
        return DamagedObjectError(f"archived object {key} ({self._path(key)}){wanted}", reason, _MEND)

    def _missing(self, key: Digest, asked: Digest) -> DamagedObjectError:
        try:
            reason = self._note(key).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return self._damaged(key, "it is missing", asked)
        return WithheldObjectError(
            f"archived object {key}", f"it was withheld: {reason}", "The log has a leaf that says so"
        )

    def _told(self, key: Digest, error: Exception) -> DamagedObject:
        reason = error.reason if isinstance(error, DamagedObjectError) else str(error)
        return DamagedObject(key, str(self._path(key)), reason, _MEND)

    def _astray(self, key: Digest) -> DamagedObject:
        try:
            self.get(key)
        except DamagedObjectError as error:
            reason = f"it is built on one that is damaged: {error.subject}: {error.reason}"
            return DamagedObject(key, str(self._path(key)), reason, _MEND)
        reason = "it changed while the archive was verified"
        return DamagedObject(key, str(self._path(key)), reason, "Verify again")

    def _note(self, key: Digest) -> Path:
        path = self._path(key)
        return path.with_name(f"{path.name}{_WITHHELD}")

    def _path(self, key: Digest) -> Path:
        if not _KEY.fullmatch(key):
            raise BadInputError(
                f"archive key {key!r}", "it is no SHA-256", "Give 64 lowercase hexadecimal digits"
            )
        return self._objects / key[:2] / key[2:]
