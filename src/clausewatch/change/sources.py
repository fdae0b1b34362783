"""A document put together from several sources: which page of one side is which of the other, compared page by page."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausewatch.change.differences import Difference
from clausewatch.change.nature import Nature
from clausewatch.change.pairing import ALIKE_ELSEWHERE, MOVED_WORDS, Pair, Pairing, Tie, pair
from clausewatch.change.units import Unit
from clausewatch.nouns.change import ChangeKind
from clausewatch.nouns.document import Part, Text
from clausewatch.nouns.observed import Collected, PageObserved, Turn

# A page declared under another address is the same page where so large a share of the shorter one's units stands in the
# other. Pages of one publisher share menus and closing lines, far less than this.
SAME_PAGE = 0.5


@dataclass(frozen=True, slots=True)
class Sources:
    """The pages of both sides in the order of their texts; `partner` gives for a new page's place the old one's.

    Without parts on both sides nothing is known, and the texts are compared whole.
    """

    old: tuple[Part, ...]
    new: tuple[Part, ...]
    partner: dict[int, int]

    @property
    def known(self) -> bool:
        return bool(self.old and self.new)

    @property
    def several(self) -> bool:
        """Whether the document was or is put together from more than one page, and both sides say from which."""
        return self.known and max(len(self.old), len(self.new)) > 1

    @property
    def reordered(self) -> bool:
        """Whether pages that stand on both sides stand in another order."""
        places = [self.partner[place] for place in sorted(self.partner)]
        return places != sorted(places)

    def pages(self, found: Sequence[Difference], collected: Collected) -> tuple[PageObserved, ...]:
        """Every page of either side, the new ones first, with what became of it; none where there is but one."""
        if not self.several:
            return ()
        moved: dict[str, int] = defaultdict(int)
        for one in found:
            if one.nature is Nature.WORDING:
                moved[self.page_of(one)] += 1
        told = [self._kept(place, one) for place, one in enumerate(self.new)]
        gone = [one for place, one in enumerate(self.old) if place not in self.partner.values()]
        told += [(one, Turn.WITHDRAWN) for one in gone]
        return tuple(
            PageObserved(
                one.url,
                turn,
                moved[one.url],
                tuple(each.verdict for each in collected.failed if each.source == one.source),
            )
            for one, turn in told
        )

    def _kept(self, place: int, one: Part) -> tuple[Part, Turn]:
        if place not in self.partner:
            return one, Turn.DECLARED
        same = self.old[self.partner[place]].source == one.source
        return one, Turn.KEPT if same else Turn.READDRESSED

    def page_of(self, one: Difference) -> str:
        """The address of the page on which the difference stands: of the new side, or the old where it is gone."""
        if not self.several:
            return ""
        if one.new is not None:
            return self.new[place_of(self.new, one.new.start)].url
        assert one.old is not None
        place = place_of(self.old, one.old.start)
        kept = [new for new, old in self.partner.items() if old == place]
        return self.new[kept[0]].url if kept else self.old[place].url


def sources_of(old: Text, new: Text, units: tuple[Sequence[Unit], Sequence[Unit]]) -> Sources:
    """The pages of both texts: the same source is the same page, and so is one of the same text under another address."""
    places = {part.source: place for place, part in enumerate(old.parts)}
    partner = {place: places[part.source] for place, part in enumerate(new.parts) if part.source in places}
    if len(old.parts) == len(new.parts) == 1:
        return Sources(old.parts, new.parts, {0: 0})
    came = [place for place in range(len(new.parts)) if place not in partner]
    gone = [place for place in range(len(old.parts)) if place not in partner.values()]
    if came and gone:
        before, after = _said(old.parts, units[0]), _said(new.parts, units[1])
        ranked = sorted(((_shared(before[a], after[b]), -b, -a) for a in gone for b in came), reverse=True)
        for share, b, a in ranked:
            if share >= SAME_PAGE and -b not in partner and -a not in partner.values():
                partner[-b] = -a
    return Sources(old.parts, new.parts, partner)


def _said(parts: Sequence[Part], units: Sequence[Unit]) -> list[frozenset[tuple[str, ...]]]:
    return [frozenset(units[index].keys for index in each) for each in _by_page(parts, units)]


def _shared(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def place_of(parts: Sequence[Part], start: int) -> int:
    """Which of the parts holds that place of the text."""
    return max(0, bisect_right(parts, start, key=lambda part: part.start) - 1)


def _by_page(parts: Sequence[Part], units: Sequence[Unit]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in parts]
    for index, unit in enumerate(units):
        found[place_of(parts, unit.start)].append(index)
    return found


def paired(sources: Sources, units: tuple[Sequence[Unit], Sequence[Unit]]) -> Pairing:
    """The pairing of both sides' units: within each page first, then what moved from page to page."""
    old, new = units
    if not sources.several:
        return pair(old, new)
    before, after = _by_page(sources.old, old), _by_page(sources.new, new)
    pairs: list[Pair] = []
    recut: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    lone_old = {index for each in before for index in each}
    lone_new = {index for each in after for index in each}
    # (1) Every page by itself: a clause is sought where it stood, whatever order the pages are joined in.
    for place, was in sources.partner.items():
        here, there = before[was], after[place]
        found = pair([old[index] for index in here], [new[index] for index in there])
        pairs += [replace(one, old=here[one.old], new=there[one.new]) for one in found.pairs]
        recut += [(tuple(here[at] for at in a), tuple(there[at] for at in b)) for a, b in found.recut]
    for one in pairs:
        lone_old.discard(one.old)
        lone_new.discard(one.new)
    for stretch in recut:
        lone_old.difference_update(stretch[0])
        lone_new.difference_update(stretch[1])
    # (2) What is left may have gone to another page.
    pairs += _across(units, sorted(lone_old), sorted(lone_new))
    return Pairing(
        tuple(sorted(pairs, key=lambda one: one.new)),
        tuple(sorted(lone_old - {one.old for one in pairs})),
        tuple(sorted(lone_new - {one.new for one in pairs})),
        tuple(sorted(recut, key=lambda one: one[1])),
    )


def _across(
    units: tuple[Sequence[Unit], Sequence[Unit]], left: Sequence[int], come: Sequence[int]
) -> list[Pair]:
    """Units that went from page to page: of the same words, or so alike that they would be found anywhere."""
    old, new = [units[0][index] for index in left], [units[1][index] for index in come]
    found: list[Pair] = []
    for one in pair(old, new, cuts=False).pairs:
        short = min(len(old[one.old].keys), len(new[one.new].keys)) <= MOVED_WORDS
        if one.score < ALIKE_ELSEWHERE or short:
            continue
        tie = Tie.ALIKE if one.tie is Tie.ALIKE else Tie.MOVED
        found.append(Pair(left[one.old], come[one.new], tie, in_place=False, score=one.score))
    return found


def with_declared(found: Sequence[Difference], sources: Sources) -> tuple[Difference, ...]:
    """`found` with what came or went marked whose page was only declared or withdrawn: that is the collector's doing."""
    if not sources.several:
        return tuple(found)
    kept = set(sources.partner.values())
    return tuple(_marked(one, sources, kept) for one in found)


def _marked(one: Difference, sources: Sources, kept: set[int]) -> Difference:
    added = one.kind is ChangeKind.ADDED and one.new is not None
    removed = one.kind is ChangeKind.REMOVED and one.old is not None
    if added and one.new and place_of(sources.new, one.new.start) not in sources.partner:
        return replace(one, nature=Nature.COLLECTED)
    if removed and one.old and place_of(sources.old, one.old.start) not in kept:
        return replace(one, nature=Nature.COLLECTED)
    return one
