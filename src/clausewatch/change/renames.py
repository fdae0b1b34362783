"""Pure renamings of a product or plan: one name for another, all through the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from clausewatch.change.differences import Difference
from clausewatch.change.lexicon import DUTIES, ROLES
from clausewatch.change.nature import Edit, Nature
from clausewatch.change.units import Unit
from clausewatch.change.wording import words
from clausewatch.nouns.identity import DocumentId

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
        "holdings",
        "holding",
        "group",
        "platforms",
        "international",
        "enterprises",
        "ventures",
        "partners",
    ]
)
# Beside these a name is that of a law, a court, a country or what one pays for, and another is another.
_KINDS = frozenset(
    [
        "act",
        "acts",
        "law",
        "laws",
        "code",
        "regulation",
        "directive",
        "ordinance",
        "tribunal",
        "court",
        "commission",
        "authority",
        "agency",
        "bureau",
        "plan",
        "plans",
        "tier",
        "tiers",
        "subscription",
        "subscriptions",
        "membership",
        "state",
        "states",
        "county",
        "republic",
        "kingdom",
        "province",
        "district",
        "city",
        "region",
        "north",
        "south",
        "east",
        "west",
        "central",
        "university",
    ]
)
# After these stands a place or a recipient as often as a product.
_WHITHER = frozenset(
    [
        "in",
        "to",
        "with",
        "from",
        "into",
        "within",
        "outside",
        "before",
        "against",
        "at",
        "near",
        "via",
        "inside",
    ]
)
# Names that stand for who is bound, who receives, where and how to reach them are never mere names.
_BOUND = re.compile(
    r"\b(?:courts?|county|jurisdiction|governed|arbitrat\w+|sub-?processors?|processors?|controllers?|recipients?|representatives?|"
    r"host(?:ed|ing)?|providers?|address(?:es)?|street|contact|e-?mail|officers?|entit(?:y|ies)|contract(?:ing)? with|agreement between|vendors?)\b",
    re.IGNORECASE,
)
NAME_WORDS = 5
# So often a name has to give way before it is the document's word for a product; a recipient is named once or twice.
NAMED_TIMES = 3

_Names = tuple[tuple[str, ...], tuple[str, ...]]


def with_renames(
    found: Sequence[Difference], new: Sequence[Unit], document: DocumentId = ""
) -> tuple[Difference, ...]:
    """`found` with those differences marked as renames that only put one name for another.

    A rename is a capitalised name that gives way to another in every place where it stood, at least NAMED_TIMES, and
    mostly not where a place or recipient stands; a legal entity, law, venue, plan or contact is none. The product that
    the document is filed under may be named once, and anywhere.
    """
    counts: Counter[_Names] = Counter()
    whither: Counter[_Names] = Counter()
    for one in found:
        if one.nature is Nature.WORDING and one.old and one.new:
            for edit in one.edits:
                if _is_name(one.old, one.new, edit):
                    counts[edit.old, edit.new] += 1
                    whither[edit.old, edit.new] += _before(one.old, edit) in _WHITHER
    own = tuple(document.partition("/")[0].split("-"))
    often = {
        pair
        for pair, times in counts.items()
        if own in pair or (times >= NAMED_TIMES and whither[pair] <= times - whither[pair])
    }
    if not often:
        return tuple(found)
    lengths = {len(old) for old, _ in often}
    standing = {
        unit.keys[at : at + length]
        for unit in new
        for length in lengths
        for at in range(len(unit.keys) - length + 1)
    }
    names = frozenset(pair for pair in often if pair[0] not in standing)
    return tuple(_marked(one, names) for one in found)


def _before(unit: Unit, edit: Edit) -> str:
    """The word that leads to the name, an article aside."""
    said = [key for key in unit.keys[: edit.old_at] if key not in ("the", "a", "an", "our")]
    return said[-1] if said else ""


def _marked(one: Difference, names: frozenset[_Names]) -> Difference:
    if one.nature is not Nature.WORDING or one.old is None or one.new is None or not one.edits:
        return one
    if any((edit.old, edit.new) not in names for edit in one.edits):
        return one
    if _BOUND.search(one.old.text) or _BOUND.search(one.new.text):
        return one
    return replace(one, nature=Nature.RENAME)


def _is_name(old: Unit, new: Unit, edit: Edit) -> bool:
    if not edit.old or not edit.new or max(len(edit.old), len(edit.new)) > NAME_WORDS:
        return False
    beside = {*old.keys[max(0, edit.old_at - 1) : edit.old_at], *old.keys[edit.old_at + len(edit.old) :][:3]}
    if {*edit.old, *edit.new} & (_LEGAL | _KINDS) or beside & _KINDS or {edit.old[-1], edit.new[-1]} & ROLES:
        return False
    if _is_bound(old, edit.old_at + len(edit.old)) or _is_bound(new, edit.new_at + len(edit.new)):
        return False
    return _capital(old, edit.old_at, len(edit.old)) and _capital(new, edit.new_at, len(edit.new))


def _is_bound(unit: Unit, at: int) -> bool:
    """Whether the word at `at` binds whom the words before it name: another name is another party."""
    return unit.keys[at : at + 1] != () and unit.keys[at] in DUTIES


def _capital(unit: Unit, at: int, count: int) -> bool:
    raw = [unit.text[spot.start : spot.end] for spot in words(unit.text)[at : at + count]]
    return all(word[:1].isupper() or word[:1].isdigit() for word in raw) and any(
        word[:1].isupper() for word in raw
    )
