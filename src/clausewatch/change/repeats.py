"""The same edit made in many places: which changes of a record say nothing that another one does not say already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from clausewatch.change.redline import redline
from clausewatch.nouns.change import Change, Op

_Compare = Callable[[str, str], Hashable]
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit and where it was made: the places of its changes among the record's, in the order of the document."""

    places: tuple[int, ...]

    @property
    def first(self) -> int:
        return self.places[0]


def edits(changes: Sequence[Change]) -> tuple[Edit, ...]:
    """The edits that the changes are, the gravest first and those of one severity in the order of the document.

    Promise: every change is in exactly one. Two are the same edit where both take away and bring the same words in the
    same kind of change, and are rated alike in severity, direction and what they concern. Moves without new words are
    each their own.
    """
    found: dict[Hashable, list[int]] = {}
    for place, key in enumerate(_keys(changes)):
        found.setdefault(place if key is None else key, []).append(place)
    ranked = sorted(found.values(), key=lambda places: (-changes[places[0]].severity.rank, places[0]))
    return tuple(Edit(tuple(places)) for places in ranked)


def numbers(changes: Sequence[Change]) -> tuple[int, ...]:
    """By which number each change is known in addresses: from 0, with those of one section and provision together, in the
    order in which these are first named."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, change in enumerate(changes):
        groups.setdefault((change.section, change.provision), []).append(place)
    ordered = (place for places in groups.values() for place in places)
    found = {place: number for number, place in enumerate(ordered)}
    return tuple(found[place] for place in range(len(changes)))


def _keys(changes: Sequence[Change]) -> list[Hashable | None]:
    """What makes each change the same edit as another; None for one that can be no other's.

    A redline takes a thousand times as long as counting words, so it is only asked for where the counts agree.
    """
    # Where much is repeated most pairs are, and a text that was split stands beside each of its parts.
    bag = lru_cache(maxsize=None)(_bag)
    differing: _Compare = lru_cache(maxsize=None)(partial(_differing, bag))
    replacing: _Compare = lru_cache(maxsize=None)(_replacing)
    rough = [_rough(each, differing) for each in changes]
    times = Counter(rough)
    return [
        None if key is None or times[key] < 2 else (key, _exact(each, replacing))
        for key, each in zip(rough, changes, strict=True)
    ]


def _rough(change: Change, differing: _Compare) -> Hashable | None:
    rating = change.kind, change.severity, change.direction, change.shift
    if change.old is None or change.new is None:
        return (*rating, change.old, change.new)
    found = differing(change.old, change.new)
    return (*rating, found) if found else None


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _differing(bag: Callable[[str], Counter[str]], old: str, new: str) -> Hashable:
    """The words that stand more often in the one text than in the other, with whether that is the new one."""
    # What both begin and end with is in neither difference, and mostly all but a few words.
    before, after = map(bag, _apart(old, new))
    gone = [(False, word) for word, times in before.items() if times > after.get(word, 0)]
    come = [(True, word) for word, times in after.items() if times > before.get(word, 0)]
    return frozenset(gone + come)


def _apart(old: str, new: str) -> tuple[str, str]:
    """Both texts without the words that they begin or end with in common, cut where a space stands."""
    begin = _cut(old, new)
    old, new = old[begin:], new[begin:]
    end = _cut(old[::-1], new[::-1])
    return old[: len(old) - end], new[: len(new) - end]


def _cut(one: str, other: str) -> int:
    """How many signs both begin with, the last of them a space."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    while low and not one[low - 1].isspace():
        low -= 1
    return low


def _exact(change: Change, replacing: _Compare) -> Hashable:
    return () if change.old is None or change.new is None else replacing(change.old, change.new)


def _replacing(old: str, new: str) -> Hashable:
    """The replacements, each once: a word may be replaced twice in one place and once in the other."""
    found: list[tuple[str, str]] = []
    gone = ""
    for piece in redline(old, new):
        if piece.op is Op.DELETED:
            gone = piece.text.strip()
            continue
        come = piece.text.strip() if piece.op is Op.INSERTED else ""
        if gone or come:
            found.append((gone, come))
        gone = ""
    return frozenset([*found, (gone, "")] if gone else found)
