"""The log in a folder: appended to by one writer at a time, read by anybody.

Order of writing: the pending batch; tiles and the head under its size; the same as checkpoint; then the batch is taken away.
Whatever a kill leaves, the next writer ends the same batch; nothing but `checkpoint` and `pending` is ever written over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from clausewatch.errors import ClausewatchError, DamagedObjectError
from clausewatch.evidence.files import LogFolder, damaged
from clausewatch.evidence.keys import Signer, next_key, open_next, open_signer
from clausewatch.evidence.pending import pack_pending, unpack_pending
from clausewatch.evidence.whole import astray, bundles_wrong, hashes_wrong
from clausewatch.ports import LogWriter, SignedHead
from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.note import NoteError, NoteKey
from clausewatch.proof.periods import Period, key_at, opened, parse_periods
from clausewatch.proof.tiles import (
    WIDTH,
    Edge,
    entries_path,
    grown,
    pack_entries,
    place_of,
    tile_path,
    unpack_entries,
)
from clausewatch.proof.tree import EMPTY_ROOT, HASH_BYTES, Nodes, leaf_hash, perfect_root, root

_CHECKPOINT, _KEY, _PENDING, _HEADS = "checkpoint", "key", "pending", "heads"
_KEYS = "keys"
_UNFINISHED = "the log is being handed over to a new key; `clausewatch log rotate-key` ends that"


class FolderLog:
    """Implements `ports.Log` in `folder`; the private key lies in `secret`. Both are made when first appended to."""

    def __init__(self, folder: Path, secret: Path) -> None:
        self._folder = LogFolder(folder)
        self._secret = secret
        self._checked = False

    def head(self, size: int | None = None) -> SignedHead | None:
        """The signed head, or the earlier one of that size; None where there is none. DamagedObjectError where it is not what
        the key of its time signed."""
        path = _CHECKPOINT if size is None else f"{_HEADS}/{size}"
        note = self._folder.read(path)
        if note is None:
            return None
        periods = self.periods()
        try:
            told = note.decode()
            said, doubt = opened(told, periods)
        except (NoteError, UnicodeDecodeError) as error:
            raise damaged(str(self._folder.root / path), str(error)) from error
        if doubt is not None:
            raise damaged(str(self._folder.root / path), doubt.value)
        return SignedHead(told, said, key_at(periods, said.size))

    def periods(self) -> tuple[Period, ...]:
        """Which key signs heads from which size on; none before the log is begun. DamagedObjectError where that cannot be read."""
        path, content = _KEYS, self._folder.read(_KEYS)
        if content is None:
            # A log that was never handed over has its key alone.
            path, content = _KEY, self._folder.read(_KEY)
            content = None if content is None else b"0 " + content
        try:
            return parse_periods(content.decode()) if content is not None else ()
        except (NoteError, UnicodeDecodeError) as error:
            raise damaged(str(self._folder.root / path), str(error)) from error

    def heads(self) -> tuple[int, ...]:
        """The sizes of which signed heads are kept, smallest first. None of before heads were kept."""
        names = self._folder.names(_HEADS)
        return tuple(sorted(int(each) for each in names if re.fullmatch(r"[1-9]\d{0,18}", each)))

    def entries(self, start: int, stop: int, size: int) -> Iterator[bytes]:
        """The entries [start, stop) of the log of that size. DamagedObjectError where one is missing."""
        for bundle in range(start // WIDTH, -(-stop // WIDTH)):
            first = bundle * WIDTH
            found = self._bundle(bundle, min(WIDTH, size - first))
            yield from found[max(0, start - first) : stop - first]

    def nodes(self, size: int) -> Nodes:
        """The nodes of the log of that size, read from its tiles. DamagedObjectError where one is missing."""

        def node(level: int, index: int) -> bytes:
            height, tile, width, first = place_of(level, index, size)
            return perfect_root(self._hashes(height, tile, width)[first : first + (1 << level % 8)])

        return node

    def file(self, path: str) -> bytes | None:
        """What lies at a public path of the log (`checkpoint`, `key`, `tile/...`), which the caller has checked to be one."""
        return self._folder.read(path)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Everything in the folder that is not as it was written: what, and how. Every tile and every entry is hashed again."""
        head = self.head()
        size, root = (head.checkpoint.size, head.checkpoint.root) if head else (0, EMPTY_ROOT)
        if head is not None:
            yield from self._key_wrong(head)
        yield from hashes_wrong(self._folder, size, root)
        yield from bundles_wrong(self._folder, size)
        yield from self._heads_wrong(size)
        if not self._folder.root.is_dir():
            return
        with self._folder.locked():
            now = self.head()
            if now == head:
                pending = self._folder.read(_PENDING)
                yield from astray(self._folder, size, pending is not None)
                if pending is not None:
                    yield from self._pending_wrong(size, pending)

    def unfinished(self) -> bool:
        """Whether leaves that say when they were made wait for a head that has them: a batch is being appended, or was cut off."""
        return self._folder.read(_PENDING) is not None

    @contextmanager
    def writing(self) -> Iterator[LogWriter]:
        """The one writer, once what another left unfinished is finished. DamagedObjectError where the log is not whole."""
        with self._folder.locked():
            periods = self.periods()
            if not periods and self._folder.read(_CHECKPOINT) is not None:
                raise damaged(str(self._folder.root / _KEY), "it is missing")
            if periods:
                self._hand_over_ended(periods[-1].key)
            name = periods[-1].key.name if periods else ""
            signer = open_signer(self._secret, self._folder.root / "aside", name)
            self._folder.put_once(_KEY, f"{signer.key}\n".encode())
            writer = _Writer(self, self._folder, signer)
            writer.told += self._finish(writer)
            if signer.beside is not None:
                writer.told.append(_UNFINISHED)
            yield writer

    def next_signer(self, key: NoteKey) -> Signer:
        """The signer of the key to which the log with that key is to be handed over; made on first use, the same until then."""
        return open_next(self._secret, self._folder.root / "aside", key.name)

    def hand_over(self, period: Period) -> None:
        """Has heads from that size on signed by the next key alone. A crash before the periods are written leaves all as it was;
        one after that is made up for by the next writer."""
        before = self.periods()
        if before[-1] != period:
            told = "".join(map(str, (*before, period)))
            parse_periods(told)
            self._folder.replace(_KEYS, told.encode())
        self._hand_over_ended(period.key)

    def _hand_over_ended(self, key: NoteKey) -> None:
        following = next_key(self._secret)
        if (
            not following.exists()
            or open_next(self._secret, self._folder.root / "aside", key.name).key != key
        ):
            return
        self._folder.replace(_KEY, f"{key}\n".encode())
        following.replace(self._secret)

    def _key_wrong(self, head: SignedHead) -> Iterator[tuple[str, str]]:
        """Whether `key` is that of the head, and the private one, where that lies here: `key` could be anybody's."""
        try:
            key = self.periods()[-1].key
            following = next_key(self._secret)
            if (
                following.exists()
                and open_next(self._secret, self._folder.root / "aside", key.name).key == key
            ):
                # Handed over in all but names: the next writer ends that.
                return
            if self._folder.read(_KEY) != f"{key}\n".encode():
                yield str(self._folder.root / _KEY), "it is not the key that signs the log"
            if self._secret.exists():
                signer = open_signer(self._secret, self._folder.root / "aside", head.key.name)
                if signer.key != head.key and (signer.beside is None or signer.beside.key != head.key):
                    yield (
                        str(self._folder.root / _CHECKPOINT),
                        f"it is signed by another key than {self._secret}",
                    )
        except ClausewatchError as error:
            yield error.subject, error.reason
        except OSError as error:
            yield str(self._secret), f"it cannot be read ({error.strerror})"

    def _finish(self, writer: _Writer) -> list[str]:
        """Ends a batch that was cut off; on the first call every tile of hashes is checked as well."""
        size, pending = writer.size, self._folder.read(_PENDING)
        problems = [] if self._checked else list(hashes_wrong(self._folder, size, writer.head.root))
        if not self._checked:
            problems += astray(self._folder, size, pending is not None)
        if pending is not None:
            problems += self._pending_wrong(size, pending)
        if problems:
            raise damaged(*problems[0])
        self._checked = True
        if pending is None:
            return []
        batch = unpack_pending(pending)
        if batch is None:
            self._folder.remove(_PENDING)
            return ["a batch that was never written whole was put aside; its leaves are made anew"]
        if batch.start == size:
            writer.finish(batch.entries)
            return [f"a batch of {len(batch.entries)} leaves that was cut off is in the log now"]
        self._folder.remove(_PENDING)
        return []

    def _heads_wrong(self, size: int) -> Iterator[tuple[str, str]]:
        """Kept heads that are not of this log as it was. One beyond its size belongs to a batch that is being built."""
        for name in self._folder.names(_HEADS):
            subject = str(self._folder.root / _HEADS / name)
            try:
                found = self.head(int(name)) if name.isdigit() else None
                if found is None or found.checkpoint.size != int(name):
                    yield subject, "it is no head of that size"
                elif found.checkpoint.size <= size and not self._had(found.checkpoint, size):
                    yield subject, "it is a head that this log never had"
            except DamagedObjectError as error:
                yield error.subject, error.reason

    def _had(self, head: Checkpoint, size: int) -> bool:
        return head.root == root(head.size, self.nodes(size))

    def _pending_wrong(self, size: int, pending: bytes) -> Iterator[tuple[str, str]]:
        subject, batch = str(self._folder.root / _PENDING), unpack_pending(pending)
        if batch is None:
            # Nothing was built on it if nothing lies beyond the checkpoint; then it is simply not there.
            yield from astray(self._folder, size, building=False)
        elif batch.start != size:
            stop = batch.start + len(batch.entries)
            if stop != size or tuple(self.entries(batch.start, stop, size)) != batch.entries:
                yield subject, f"it is no batch that leads to or from {size} leaves"

    def _bundle(self, index: int, width: int) -> tuple[bytes, ...]:
        path = entries_path(index, width)
        try:
            found = unpack_entries(self._whole(path))
        except ValueError as error:
            raise damaged(str(self._folder.root / path), str(error)) from error
        if len(found) != width:
            raise damaged(str(self._folder.root / path), f"it has {len(found)} entries and not {width}")
        return found

    def _hashes(self, level: int, index: int, width: int) -> tuple[bytes, ...]:
        path = tile_path(level, index, width)
        content = self._whole(path)
        if len(content) != width * HASH_BYTES:
            raise damaged(str(self._folder.root / path), f"it has not {width} hashes")
        return tuple(content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES))

    def _whole(self, path: str) -> bytes:
        content = self._folder.read(path)
        if content is None:
            raise damaged(str(self._folder.root / path), "it is missing")
        return content

    def edge(self, size: int) -> Edge:
        """The right edge of the tree of that size."""
        levels, level = [], 0
        while count := size >> (8 * level):
            width = count % WIDTH
            levels.append(self._hashes(level, count // WIDTH, width) if width else ())
            level += 1
        return Edge(size, tuple(levels))


class _Writer:
    """Implements `ports.LogWriter`."""

    def __init__(self, log: FolderLog, folder: LogFolder, signer: Signer) -> None:
        self._log, self._folder, self._signer = log, folder, signer
        found = log.head()
        if found is not None and signer.key != found.key:
            raise damaged(str(folder.root / _CHECKPOINT), "it is signed by another key than the log's")
        self.head = found.checkpoint if found else Checkpoint(signer.key.name, 0, EMPTY_ROOT)
        self.key = signer.key
        self.told: list[str] = []
        self._edge: Edge | None = None

    @property
    def size(self) -> int:
        return self.head.size

    def next_key(self) -> NoteKey:
        """The key to which the log is to be handed over. From here on heads are signed by both."""
        self._signer.beside = self._log.next_signer(self.key)
        return self._signer.beside.key

    def hand_over(self, start: int) -> None:
        """Leaves signing to the next key, which the last leaf of the head of `start` leaves names."""
        assert self._signer.beside is not None
        self._log.hand_over(Period(start, self._signer.beside.key))
        self._signer = self._signer.beside
        self.key = self._signer.key

    def append(self, entries: Sequence[bytes]) -> int:
        """Appends the entries and signs the head that has them; gives the index of the first."""
        first = self.size
        if entries:
            self._folder.replace(_PENDING, pack_pending(first, entries))
            self.finish(entries)
        return first

    def finish(self, entries: Sequence[bytes]) -> None:
        """From the pending batch on: tiles, the checkpoint, and the batch is taken away."""
        edge = self._edge or self._log.edge(self.size)
        if edge.root != self.head.root:
            raise damaged(str(self._folder.root), "its tiles do not lead to the root of its checkpoint")
        grown_edge, tiles = grown(edge, [leaf_hash(each) for each in entries])
        head = Checkpoint(self.head.origin, grown_edge.size, grown_edge.root)
        note = self._signer.sign(head.text).encode()
        files = {**self._bundles(entries), **{tile.path: tile.content for tile in tiles}}
        self._folder.put_all({**files, f"{_HEADS}/{head.size}": note})
        self._folder.replace(_CHECKPOINT, note)
        self.head, self._edge = head, grown_edge
        self._folder.remove(_PENDING)

    def _bundles(self, entries: Sequence[bytes]) -> dict[str, bytes]:
        start, stop = self.size, self.size + len(entries)
        begun = start - start % WIDTH
        all_of = [*self._log.entries(begun, start, start), *entries]
        found = {}
        for first in range(begun, stop, WIDTH):
            bundle = all_of[first - begun : first - begun + WIDTH]
            found[entries_path(first // WIDTH, len(bundle))] = pack_entries(bundle)
        return found
