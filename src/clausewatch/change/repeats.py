"""The same edit made in many places: which changes of a record say nothing that another one does not say already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from clausewatch.change.redline import redline
from clausewatch.nouns.change import Change, Op

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
    rough = [_rough(each) for each in changes]
    times = Counter(rough)
    return [
        None if key is None or times[key] < 2 else (key, _exact(each))
        for key, each in zip(rough, changes, strict=True)
    ]


def _rough(change: Change) -> Hashable | None:
    rating = change.kind, change.severity, change.direction, change.shift
    if change.old is None or change.new is None:
        return (*rating, change.old, change.new)
    # What both begin and end with is in neither difference, and mostly all but a few words.
    old, new = (Counter(_WORD.findall(text)) for text in _apart(change.old, change.new))
    gone, come = frozenset(old - new), frozenset(new - old)
    return (*rating, gone, come) if gone or come else None


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


def _exact(change: Change) -> Hashable:
    """The replacements, each once: a word may be replaced twice in one place and once in the other."""
    if change.old is None or change.new is None:
        return ()
    found: list[tuple[str, str]] = []
    gone = ""
    for piece in redline(change.old, change.new):
        if piece.op is Op.DELETED:
            gone = piece.text.strip()
            continue
        come = piece.text.strip() if piece.op is Op.INSERTED else ""
        if gone or come:
            found.append((gone, come))
        gone = ""
    return frozenset([*found, (gone, "")] if gone else found)
