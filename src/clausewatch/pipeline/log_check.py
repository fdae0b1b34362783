"""Proofs and earlier checkpoints that somebody kept, held against a key and against the log of today."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.errors import BadInputError
from clausewatch.pipeline.instance import Instance
from clausewatch.proof.checkpoint import (
    Checkpoint,
    TlogProof,
    check_proof,
    open_checkpoint,
    parse_checkpoint,
    parse_proof,
)
from clausewatch.proof.note import NoteError, NoteKey, parse_key, parse_note
from clausewatch.proof.tree import consistency_proof, proves_consistency

_KEPT = "Give the file as it was kept, to the last line break"


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A proof, the head that it leads to, and why it does not hold; `problem` is empty where it does."""

    index: int
    head: Checkpoint
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Consistency:
    """An earlier head, today's, the proof (RFC 9162, 2.1.4) that leads from one to the other, and why it does not hold."""

    old: Checkpoint
    new: Checkpoint | None = None
    proof: tuple[bytes, ...] = ()
    problem: str = ""


def read_key(text: str) -> NoteKey:
    """The key that a person gave. BadInputError where it is none."""
    try:
        return parse_key(text.strip())
    except NoteError as error:
        raise BadInputError(
            f"key {text[:200]!r}", str(error), "Give the line that `clausewatch log show` prints, in quotes"
        ) from error


def read_proof(text: str) -> TlogProof:
    """The proof that a person gave, unchecked. BadInputError where it is none."""
    try:
        found = parse_proof(text)
        parse_checkpoint(parse_note(found.checkpoint)[0])
    except NoteError as error:
        raise BadInputError("the proof", str(error), _KEPT) from error
    return found


def check_inclusion(proof: TlogProof, entry: bytes, key: NoteKey) -> Inclusion:
    """Whether the proof shows that the leaf is in the log whose head this key signed."""
    try:
        return Inclusion(proof.index, check_proof(proof, entry, key))
    except NoteError as error:
        head = parse_checkpoint(parse_note(proof.checkpoint)[0])
        return Inclusion(proof.index, head, str(error))


def check_consistency(instance: Instance, note: str, key: NoteKey | None) -> Consistency:
    """Whether the log of today begins with what the earlier checkpoint signed; both must be signed by the key, else by the
    log's own. BadInputError for what is no checkpoint, DamagedObjectError where the log lacks what the proof is made of."""
    try:
        old = parse_checkpoint(parse_note(note)[0])
    except NoteError as error:
        raise BadInputError("the old checkpoint", str(error), _KEPT) from error
    head = instance.log.head()
    if head is None:
        return Consistency(
            old, problem=f"nothing is logged here, and the old checkpoint has {old.size} leaves"
        )
    new = head.checkpoint
    for name, signed in (("the old checkpoint", note), ("the log's checkpoint", head.note)):
        try:
            open_checkpoint(signed, key or head.key)
        except NoteError as error:
            return Consistency(old, new, problem=f"{name}: {error}")
    if old.size > new.size:
        return Consistency(
            old, new, problem=f"the log has {new.size} leaves, and the old checkpoint {old.size}"
        )
    proof = consistency_proof(old.size, new.size, instance.log.nodes(new.size))
    if proves_consistency((old.size, new.size), (old.root, new.root), proof):
        return Consistency(old, new, proof)
    return Consistency(
        old, new, problem=f"its {new.size} leaves do not begin with the {old.size} of the old checkpoint"
    )
