"""A witness of somebody else's log: it remembers the last head it saw and cosigns only what extends that.

What it remembers is on the disk before its cosignature leaves: after a crash it may have seen more than it said, never less.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from clausewatch.errors import BadInputError
from clausewatch.evidence.files import LogFolder
from clausewatch.proof.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from clausewatch.proof.cosignature import Asked, WitnessKey, cosignature_line, cosigned_bytes
from clausewatch.proof.note import NoteError, NoteKey, parse_note
from clausewatch.proof.periods import signed_by
from clausewatch.proof.tree import EMPTY_ROOT, proves_consistency

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MEND = "Give a file that this witness wrote, or none to begin anew"


class Refusal(StrEnum):
    """Why a head is not cosigned."""

    UNKNOWN_LOG = "it is the head of a log that is not witnessed here"
    SIGNATURE = "the log's key did not sign it"
    RETIRED = (
        "a key signed it that had been handed on in a head that was seen before: somebody has a copy of it"
    )
    BEHIND = "the proof begins at another size than was seen last"
    ROLLBACK = "it has fewer leaves than a head that was seen before"
    SPLIT = "a head of the same size and another root was seen before: the log showed two histories"
    INCONSISTENT = "no proof shows that it extends the head that was seen last"


@dataclass(frozen=True, slots=True)
class Seen:
    """The last head: what it says, and the note with the log's signature."""

    checkpoint: Checkpoint
    note: str


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A line of cosignature, or why there is none. Of a log that showed two histories `pair` proves that by itself: two
    notes that its key signed."""

    line: str = ""
    refusal: Refusal | None = None
    size: int = 0
    pair: tuple[str, str] | None = None


class Witness:
    """Witnesses one log, whose keys are known beforehand, in the order in which it was handed over from one to the next."""

    def __init__(
        self, keys: Sequence[NoteKey], key: WitnessKey, secret: Ed25519PrivateKey, state: Path
    ) -> None:
        self.log, self.key = keys[-1], key
        self._keys = tuple(keys)
        self._secret = secret
        self._state = state
        self._folder = LogFolder(state.parent, state.parent / f".{state.name}")

    def seen(self) -> Seen | None:
        """The last head seen; None before the first. BadInputError where the state is not what a witness wrote."""
        content = self._folder.read(self._state.name)
        if content is None:
            return None
        try:
            note = str(json.loads(content)["note"])
            return Seen(open_checkpoint(note, self._keys[max(0, self._signer(note))]), note)
        except (ValueError, KeyError, TypeError) as error:
            raise BadInputError(str(self._state), f"it is no state of this log ({error})", _MEND) from error

    def consider(self, asked: Asked, now: datetime) -> Witnessed:
        """Cosigns a head that the log's key signed and that extends the last one seen by the proof; else says why not."""
        with self._locked():
            last = self.seen()
            size, root = (last.checkpoint.size, last.checkpoint.root) if last else (0, EMPTY_ROOT)
            try:
                if parse_checkpoint(parse_note(asked.note)[0]).origin != self.log.name:
                    return Witnessed(refusal=Refusal.UNKNOWN_LOG, size=size)
                signer = self._signer(asked.note)
                head = open_checkpoint(asked.note, self._keys[max(0, signer)])
            except NoteError:
                return Witnessed(refusal=Refusal.SIGNATURE, size=size)
            pair = (last.note, asked.note) if last else None
            if last is not None and signer < self._signer(last.note):
                return Witnessed(refusal=Refusal.RETIRED, size=size, pair=pair)
            if head.size == size and head.root != root:
                return Witnessed(refusal=Refusal.SPLIT, size=size, pair=pair)
            if head.size < size:
                return Witnessed(refusal=Refusal.ROLLBACK, size=size, pair=pair)
            if asked.old != size:
                return Witnessed(refusal=Refusal.BEHIND, size=size)
            if not proves_consistency((size, head.size), (root, head.root), asked.proof):
                return Witnessed(refusal=Refusal.INCONSISTENT, size=size, pair=pair)
            self._folder.replace(self._state.name, json.dumps({"note": asked.note}).encode(), 0o600)
        at = int(now.timestamp())
        signature = self._secret.sign(cosigned_bytes(head.text, at))
        return Witnessed(cosignature_line(self.key, at, signature), size=head.size)

    def _signer(self, note: str) -> int:
        """The place of the latest key that signed the note; below 0 where none did."""
        return max((at for at, each in enumerate(self._keys) if signed_by(note, each)), default=-1)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        aside = self._state.parent / f".{self._state.name}"
        aside.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(aside / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def open_witness(log: NoteKey, name: str, key: Path, state: Path, before: Sequence[NoteKey] = ()) -> Witness:
    """The witness of the log with that key, whose private key lies in the file `key`, which is made (mode 0600) where it is not
    there. `before` are the keys that the log was handed over from, oldest first. BadInputError where they are another log's."""
    from clausewatch.evidence.keys import private_key

    keys = (*before, log)
    if len({each.name for each in keys}) > 1:
        raise BadInputError(
            "--log-key", "the keys are of several logs", "Give those of one log, the newest one last"
        )
    secret = private_key(key)
    return Witness(keys, WitnessKey(name, secret.public_key().public_bytes_raw()), secret, state)
