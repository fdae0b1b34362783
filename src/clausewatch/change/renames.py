"""Pure renamings of a product or plan: one name for another, all through the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from clausewatch.change.differences import Difference
from clausewatch.change.nature import Edit, Nature
from clausewatch.change.units import Unit
from clausewatch.change.wording import words
from clausewatch.nouns.document import StatementKind

_LEGAL = frozenset(
    [
        "llc",
        "inc",
        "ltd",
        "limited",
        "gmbh",
        "ag",
        "sa",
        "sas",
        "sarl",
        "bv",
        "plc",
        "corp",
        "corporation",
        "company",
        "co",
        "opco",
        "kk",
        "pte",
        "ab",
        "oy",
    ]
)
# Names that stand for who is bound, who receives, where and how to reach them are never mere names.
_BOUND = re.compile(
    r"\b(?:courts?|county|jurisdiction|governed|arbitrat\w+|sub-?processors?|processors?|controllers?|recipients?|representatives?|"
    r"host(?:ed|ing)?|providers?|address(?:es)?|street|contact|e-?mail|officers?|entit(?:y|ies)|contract(?:ing)? with|agreement between|vendors?)\b",
    re.IGNORECASE,
)
NAME_WORDS = 5

_Names = tuple[tuple[str, ...], tuple[str, ...]]


def with_renames(found: Sequence[Difference], new: Sequence[Unit]) -> tuple[Difference, ...]:
    """`found` with those differences marked as renames that only put one name for another.

    A rename is a capitalised name that gives way to another in every place where it stood, at least twice or inside a
    longer name that stays; a legal entity, venue, recipient or contact is none.
    """
    counts: Counter[_Names] = Counter()
    for one in found:
        if one.nature is Nature.WORDING and one.old and one.new:
            counts.update((edit.old, edit.new) for edit in one.edits if _is_name(one.old, one.new, edit))
    if not counts:
        return tuple(found)
    after = "\n".join(" ".join(unit.keys) for unit in new)
    names = frozenset(
        pair for pair in counts if not re.search(rf"(?<!\w){re.escape(' '.join(pair[0]))}(?!\w)", after)
    )
    widespread = frozenset(pair for pair in names if counts[pair] >= 2)
    return tuple(_marked(one, names, widespread) for one in found)


def _marked(one: Difference, names: frozenset[_Names], widespread: frozenset[_Names]) -> Difference:
    if one.nature is not Nature.WORDING or one.old is None or one.new is None or not one.edits:
        return one
    for edit in one.edits:
        pair = (edit.old, edit.new)
        within = pair in names and one.new.kind is not StatementKind.ROW and _inside_name(one.old, edit)
        if pair not in widespread and not within:
            return one
    if _BOUND.search(one.old.text) or _BOUND.search(one.new.text):
        return one
    return replace(one, nature=Nature.RENAME)


def _is_name(old: Unit, new: Unit, edit: Edit) -> bool:
    if not edit.old or not edit.new or max(len(edit.old), len(edit.new)) > NAME_WORDS:
        return False
    if {*edit.old, *edit.new} & _LEGAL:
        return False
    return _capital(old, edit.old_at, len(edit.old)) and _capital(new, edit.new_at, len(edit.new))


def _capital(unit: Unit, at: int, count: int) -> bool:
    raw = [unit.text[spot.start : spot.end] for spot in words(unit.text)[at : at + count]]
    return all(word[:1].isupper() or word[:1].isdigit() for word in raw) and any(
        word[:1].isupper() for word in raw
    )


def _inside_name(unit: Unit, edit: Edit) -> bool:
    """Whether a neighbouring word that stays is capitalised too, other than by opening the sentence or after a comma."""
    spots = words(unit.text)
    before, after = edit.old_at - 1, edit.old_at + len(edit.old)
    if before > 0 and _capital(unit, before, 1) and spots[before].end + 1 == spots[edit.old_at].start:
        return True
    return after < len(spots) and _capital(unit, after, 1) and spots[after - 1].end + 1 == spots[after].start
