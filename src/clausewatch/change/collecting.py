"""What came or went by the collector's hand: pages joined or left out, banners and menus newly captured, parts that failed.

Only whole passages are ever the collector's: an edit inside a clause that stays is the publisher's, however the pages
were collected. A passage counts as come (or gone) whole when nothing of the other side stood in its place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from clausewatch.change.differences import Difference
from clausewatch.change.furniture import BANNER_WORDS
from clausewatch.change.nature import Nature
from clausewatch.change.pairing import Pairing
from clausewatch.change.units import Role, Unit
from clausewatch.nouns.change import ChangeKind
from clausewatch.nouns.observed import Collected
from clausewatch.text import failure_said

# A joined page is at least so many words; so far apart may stand in it what happens to equal the text before. The
# shortest page that joins another in data/ota (a legal notice) has 98 words.
PAGE_WORDS = 40
PAGE_GAP = 3
# So many times as many units came or went as lasted.
WHOLE_TIMES = 5
# The notice that a page failed: a sentence or two, all that stands there.
NOTICE_UNITS = 4
NOTICE_WORDS = 60
# What it stands for is a page, many times as long; a clause that says "not available" replaces another clause.
NOTICE_PAGE = 200

_WEIGHTY = frozenset({Nature.WORDING, Nature.EDITION, Nature.PRINTED_DATE})


@dataclass(frozen=True, slots=True)
class _Side:
    """One edition's units, those that came or went with their natures, and its lasting units.

    For each lasting unit in order: `here` its place, `highest` the furthest place opposite of those up to it, `lowest`
    the nearest place opposite of those from it on, closed by the end of the other side.
    """

    units: Sequence[Unit]
    lone: dict[int, Nature]
    here: tuple[int, ...]
    highest: tuple[int, ...]
    lowest: tuple[int, ...]

    def opposite(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of the other side, both ends excluded, between the neighbours of `first` to `last`."""
        before, after = bisect_left(self.here, first), bisect_left(self.here, last + 1)
        return (self.highest[before - 1] if before else -1), self.lowest[after]

    def words(self, run: Iterable[int]) -> int:
        return sum(len(self.units[index].keys) for index in run)

    def count(self, run: Iterable[int], *natures: Nature) -> int:
        return sum(self.lone.get(index) in natures for index in run)


def with_collection(
    found: Sequence[Difference],
    sides: tuple[Sequence[Unit], Sequence[Unit]],
    pairing: Pairing,
    collected: Collected,
) -> tuple[Difference, ...]:
    """`found` with those passages marked that came or went with a page, a captured edge, or a part that failed.

    Swapping the sides marks the same passages.
    """
    old, new = _sides(found, sides, pairing)
    gone, notices = _failed(old, new)
    come, others = _failed(new, old)
    gone, come = gone | others, come | notices
    if collected.changed:
        gone |= _collected(old, new, -collected.sources)
        come |= _collected(new, old, collected.sources)
    if not gone and not come:
        return tuple(found)
    starts = {old.units[index].start for index in gone}, {new.units[index].start for index in come}
    return tuple(_marked(one, *starts) for one in found)


def _marked(one: Difference, gone: set[int], come: set[int]) -> Difference:
    removed = one.kind is ChangeKind.REMOVED and one.old is not None and one.old.start in gone
    added = one.kind is ChangeKind.ADDED and one.new is not None and one.new.start in come
    return replace(one, nature=Nature.COLLECTED) if removed or added else one


def _sides(
    found: Sequence[Difference], sides: tuple[Sequence[Unit], Sequence[Unit]], pairing: Pairing
) -> tuple[_Side, _Side]:
    before = {unit.start: index for index, unit in enumerate(sides[0])}
    after = {unit.start: index for index, unit in enumerate(sides[1])}
    gone = {before[o.old.start]: o.nature for o in found if o.kind is ChangeKind.REMOVED and o.old}
    come = {after[o.new.start]: o.nature for o in found if o.kind is ChangeKind.ADDED and o.new}
    lasting = [(pair.old, pair.new) for pair in pairing.pairs if pair.in_place]
    return (
        _side(sides[0], gone, sorted(lasting), len(sides[1])),
        _side(sides[1], come, sorted((there, here) for here, there in lasting), len(sides[0])),
    )


def _side(
    units: Sequence[Unit], lone: dict[int, Nature], lasting: Sequence[tuple[int, int]], end: int
) -> _Side:
    there = [place for _, place in lasting]
    lowest = [*accumulate([end, *reversed(there)], min)]
    return _Side(
        units,
        lone,
        tuple(here for here, _ in lasting),
        tuple(accumulate(there, max)),
        tuple(reversed(lowest)),
    )


def _runs(side: _Side, gap: int) -> list[list[int]]:
    """The passages that came or went, neighbours together; up to `gap` units of other text do not part them."""
    runs: list[list[int]] = []
    for index in sorted(side.lone):
        if runs and index <= runs[-1][-1] + 1 + gap:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _whole(side: _Side, other: _Side, run: Sequence[int]) -> bool:
    """Whether no wording of the other side gave way to this passage."""
    start, end = side.opposite(run[0], run[-1])
    return not any(start < index < end and nature in _WEIGHTY for index, nature in other.lone.items())


def _collected(side: _Side, other: _Side, pages: int) -> set[int]:
    """What the collector took in addition: up to `pages` pages, what stands above the title, blocks of furniture."""
    found: set[int] = set()
    # (1) A page that was joined is a long passage with a heading of its own, or at the edge of the text.
    joined = [run for run in _runs(side, PAGE_GAP) if side.words(run) >= PAGE_WORDS and _is_page(side, run)]
    joined = [run for run in joined if _whole(side, other, run)]
    for run in sorted(joined, key=side.words, reverse=True)[: max(pages, 0)]:
        found.update(run)
    lasting = len(side.here)
    for run in _runs(side, 0):
        # (2) Where the text is many times what it was by one passage, the collector first found (or lost) the document.
        if len(run) >= WHOLE_TIMES * max(lasting, 1) and _whole(side, other, run):
            found.update(run)
        short = side.words(run) <= BANNER_WORDS
        # (3) What is captured above the title is the site's banner or menu.
        above = (
            run[0] == 0
            and run[-1] + 1 < len(side.units)
            and side.units[run[-1] + 1].role is not Role.STATEMENT
        )
        # (4) A passage that is mostly furniture is furniture.
        furniture = side.count(run, Nature.FURNITURE)
        framed = furniture > 0 and furniture >= side.count(run, Nature.WORDING)
        if short and (above or framed) and _whole(side, other, run):
            found.update(run)
    return found


def _is_page(side: _Side, run: Sequence[int]) -> bool:
    edge = run[0] == 0 or run[-1] == len(side.units) - 1
    return edge or any(side.units[index].role is Role.HEADING for index in run)


def _failed(side: _Side, other: _Side) -> tuple[set[int], set[int]]:
    """Notices of `other` that a page failed, and what stands in their place in `side`: (of `side`, of `other`)."""
    found: tuple[set[int], set[int]] = set(), set()
    lone = sorted(side.lone)
    for notice in _runs(other, 0):
        if len(notice) > NOTICE_UNITS or other.words(notice) > NOTICE_WORDS:
            continue
        start, end = other.opposite(notice[0], notice[-1])
        instead = lone[bisect_right(lone, start) : bisect_left(lone, end)]
        page = side.words(index for index in instead if side.lone[index] is Nature.WORDING) >= NOTICE_PAGE
        if page and failure_said(" ".join(other.units[index].text for index in notice)):
            found[0].update(instead)
            found[1].update(notice)
    return found
