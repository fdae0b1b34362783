"""Hand the log's signing over to a new key: the old one signs the head whose last leaf names it, and both sign that head."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.errors import BadInputError
from clausewatch.pipeline.checkpoint import adopt, append_leaves
from clausewatch.pipeline.instance import Instance
from clausewatch.proof.leaves import key_leaf
from clausewatch.proof.note import NoteKey
from clausewatch.proof.statement import LeafKind, parse_statement


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The key before and the key from now on, and the head of `size` leaves that both signed. `told` is for the operator."""

    before: NoteKey
    now: NoteKey
    size: int
    told: tuple[str, ...] = ()


def hand_over(instance: Instance) -> HandedOver:
    """Has a new key sign from here on; ends what an earlier call began and did not end.

    (1) The next key lies on the disk before anything names it; (2) a leaf names it, under a head that both sign; (3) from
    there on it signs alone, and the old private key is taken away. A crash at any point leaves a log that goes on, and
    calling again goes on from there. Raises BadInputError where nothing is logged yet, ClausewatchError as `writing` does.
    """
    with instance.log.writing() as writer:
        if not writer.head.size:
            raise BadInputError(
                "the log", "nothing was logged yet, so no key is in use", "`clausewatch check` begins the log"
            )
        told = (*writer.told, *adopt(instance, writer))
        before = writer.key
        # (1):
        following = writer.next_key()
        # (2):
        start = _named_at(instance, writer.head.size, str(following))
        if start is None:
            append_leaves(instance, writer, [("key", lambda place: key_leaf(str(following), place))])
            start = writer.head.size
        # (3):
        writer.hand_over(start)
    return HandedOver(before, following, start, told)


def _named_at(instance: Instance, size: int, key: str) -> int | None:
    """The size of the head whose last leaf names that key; None where no leaf does."""
    for number, entry in enumerate(instance.log.entries(0, size, size)):
        # A leaf of another kind may hold the same words: only then is it looked at as a whole.
        if key.encode() in entry:
            leaf = parse_statement(entry)
            if leaf.kind is LeafKind.KEY and leaf.said.get("key") == key:
                return number + 1
    return None
