"""List items of several sentences told sentence by sentence: which of them came, which went, which was edited."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.change.differences import Difference, differences
from clausewatch.change.nature import Nature
from clausewatch.change.pairing import ALIKE_IN_PLACE, KIN_AMONG_FEW, Pairing, Tie, kinship, pair
from clausewatch.change.units import Unit
from clausewatch.change.wording import keys
from clausewatch.nouns.change import ChangeKind
from clausewatch.nouns.document import StatementKind
from clausewatch.structure import sentences

# Shorter sentences are labels and exclamations ("User input.") and no rules by themselves.
RULE_WORDS = 5


def parted(found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """`found` with edited list items of several sentences told by sentence, where whole sentences came or went."""
    told: list[Difference] = []
    for one in found:
        told.extend(_by_sentence(one) or (one,))
    return tuple(told)


def _by_sentence(one: Difference) -> tuple[Difference, ...]:
    if one.kind is not ChangeKind.MODIFIED or one.nature is not Nature.WORDING:
        return ()
    if one.old is None or one.new is None or one.new.kind is not StatementKind.ITEM:
        return ()
    before, after = _sentences(one.old), _sentences(one.new)
    if len(before) + len(after) < 3:
        return ()
    pairing = pair(before, after, cuts=False)
    if not _clear(before, after, pairing):
        return ()
    return tuple(each for each in differences(before, after, pairing) if each.nature is not Nature.NOTHING)


def _clear(before: tuple[Unit, ...], after: tuple[Unit, ...], pairing: Pairing) -> bool:
    """Whether the sentences fall apart cleanly: one side has partners for all, and no lone rule is kin to the other side."""
    if bool(pairing.removed) == bool(pairing.added) or any(
        one.score < ALIKE_IN_PLACE for one in pairing.pairs
    ):
        return False
    lone = [before[at] for at in pairing.removed] or [after[at] for at in pairing.added]
    same = {(one.new if pairing.removed else one.old) for one in pairing.pairs if one.tie is Tie.SAME}
    others = [one for at, one in enumerate(after if pairing.removed else before) if at not in same]
    return all(
        len(one.keys) >= RULE_WORDS and all(kinship(one, other) < KIN_AMONG_FEW for other in others)
        for one in lone
    )


def _sentences(unit: Unit) -> tuple[Unit, ...]:
    found: list[Unit] = []
    for span in sentences(unit.text, 0, len(unit.text)):
        text = span.of(unit.text)
        said = keys(text)
        if said:
            start = unit.start + span.start
            found.append(replace(unit, start=start, end=start + len(text), text=text, keys=said))
    return tuple(found)
