"""C2SP tlog-checkpoint and tlog-proof: what a log says of itself, and what shows that an entry is in it."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from clausewatch.proof.note import NoteError, NoteKey, decoded, parse_note, verified
from clausewatch.proof.tree import HASH_BYTES, leaf_hash, proves_inclusion

_NUMBER = re.compile(r"0|[1-9]\d{0,18}")
_HEAD = "c2sp.org/tlog-proof@v1"
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its name, how many leaves it has and their root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class TlogProof:
    """That an entry stands at `index` of a checkpointed tree: audit path, and the checkpoint as it was signed."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        lines = [_HEAD, f"index {self.index}", *(base64.b64encode(each).decode() for each in self.hashes)]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of a note's text; lines of extension are passed over. NoteError where it is none."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise NoteError("it has not the lines of a checkpoint")
    root = decoded(lines[2])
    if not _NUMBER.fullmatch(lines[1]) or len(root) != HASH_BYTES:
        raise NoteError("its size is no number, or its root no hash")
    return Checkpoint(lines[0], int(lines[1]), root)


def open_checkpoint(note: str, key: NoteKey) -> Checkpoint:
    """The checkpoint that this key signed under its own name. NoteError where it did not."""
    found = parse_checkpoint(verified(note, key))
    if found.origin != key.name:
        raise NoteError(f"it is of the log {found.origin}, not of {key.name}")
    return found


def parse_proof(text: str) -> TlogProof:
    """The proof that `str()` wrote. NoteError where it is none; nothing in it is checked yet."""
    head, blank, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != _HEAD:
        raise NoteError("it is no proof of this form")
    at = 2 if len(lines) > 1 and lines[1].startswith("extra ") else 1
    word, _, index = lines[at].partition(" ") if at < len(lines) else ("", "", "")
    hashes = tuple(decoded(each) for each in lines[at + 1 :])
    if word != "index" or not _NUMBER.fullmatch(index):
        raise NoteError("it has no index")
    if len(hashes) > _MOST_HASHES or any(len(each) != HASH_BYTES for each in hashes):
        raise NoteError("its path is no list of hashes")
    parse_note(checkpoint)
    return TlogProof(int(index), hashes, checkpoint)


def check_proof(proof: TlogProof, entry: bytes, key: NoteKey) -> Checkpoint:
    """The checkpoint under which the proof shows that the entry was logged. NoteError where it does not."""
    found = open_checkpoint(proof.checkpoint, key)
    if not proves_inclusion(leaf_hash(entry), proof.index, found.size, proof.hashes, found.root):
        raise NoteError(f"its path does not lead from the entry at {proof.index} to the root")
    return found
