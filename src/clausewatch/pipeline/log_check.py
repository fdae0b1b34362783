"""Proofs and earlier checkpoints that somebody kept, held against a key and against the log of today."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from clausewatch.errors import BadInputError
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import Log, SignedHead
from clausewatch.proof.checkpoint import (
    Checkpoint,
    TlogProof,
    check_proof,
    parse_checkpoint,
    parse_proof,
)
from clausewatch.proof.note import NoteError, NoteKey, parse_key, parse_note
from clausewatch.proof.periods import History, judged, signed_by
from clausewatch.proof.statement import LeafKind, parse_statement
from clausewatch.proof.tree import consistency_proof, proves_consistency, root

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


def history(log: Log) -> History | None:
    """The log as it stands, which heads are held against; None where it has no head."""
    head = log.head()
    if head is None:
        return None
    size = head.checkpoint.size
    nodes = log.nodes(size)
    return History(log.periods(), size, lambda then: root(then, nodes), frozenset((*log.heads(), size)))


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
    """Whether the log of today begins with the earlier checkpoint, and its key of that time signed that. Today's must be signed by
    the key that is given, or by one to which that was handed over. BadInputError for what is no checkpoint, DamagedObjectError where the log lacks what the proof is made of."""
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
    broken = _handed_on(instance.log, head, key) if key else ""
    if broken:
        return Consistency(old, new, problem=f"the log's checkpoint: {broken}")
    known = history(instance.log)
    doubt = judged(note, known)[1] if known else None
    if doubt is not None:
        told = f"{doubt.value} (the old checkpoint has {old.size} leaves, the log {new.size})"
        return Consistency(old, new, problem=told)
    proof = consistency_proof(old.size, new.size, instance.log.nodes(new.size))
    assert proves_consistency((old.size, new.size), (old.root, new.root), proof)
    return Consistency(old, new, proof)


def _handed_on(log: Log, head: SignedHead, key: NoteKey) -> str:
    """Why this key's word does not lead to the head; empty where it signed it, or handed over to the key that did."""
    if signed_by(head.note, key):
        return ""
    periods = log.periods()
    since = [at for at, each in enumerate(periods) if each.key == key]
    if not since:
        return f"it has no signature by {key.name}, or not with that key, and that key never handed over"
    for before, following in pairwise(periods[since[0] :]):
        kept = log.head(following.start)
        (entry,) = log.entries(following.start - 1, following.start, head.checkpoint.size)
        leaf = parse_statement(entry)
        if leaf.kind is not LeafKind.KEY or leaf.said.get("key") != str(following.key):
            return f"the last of {following.start} leaves does not name the key that is said to sign since"
        if kept is None or not signed_by(kept.note, before.key):
            return f"the key before did not sign the head of {following.start} leaves, which names the next"
        if kept.checkpoint.root != root(following.start, log.nodes(head.checkpoint.size)):
            return f"the head of {following.start} leaves is none that this log had"
    return ""
