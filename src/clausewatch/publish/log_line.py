"""The log's head, and the proof that something stands in it, as JSON-ready values."""

from __future__ import annotations

from clausewatch.proof.checkpoint import Checkpoint, TlogProof
from clausewatch.proof.note import NoteKey


def head_line(checkpoint: Checkpoint | None, key: NoteKey | None, note: str | None) -> dict[str, object]:
    """The head as it was signed, with the key that checks it; size 0 and nothing else where nothing was logged."""
    return {
        "origin": checkpoint.origin if checkpoint else None,
        "size": checkpoint.size if checkpoint else 0,
        "root": checkpoint.root.hex() if checkpoint else None,
        "key": str(key) if key else None,
        "checkpoint": note,
    }


def key_line(
    key: NoteKey, signed: tuple[int, int | None], named_by: int, *, handed_over: bool | None
) -> dict[str, object]:
    """A key of the log and the sizes of the heads that it signed, the last of them None while it signs."""
    return {
        "key": str(key),
        "first": signed[0],
        "last": signed[1],
        "named_by": named_by,
        "handed_over": handed_over,
    }


def proof_line(proof: TlogProof, entry: bytes, key: NoteKey) -> dict[str, object]:
    """The leaf byte for byte and the proof (C2SP tlog-proof) that it is in the log; all that a stranger needs to check it."""
    return {"index": proof.index, "leaf": entry.decode(), "proof": str(proof), "key": str(key)}
