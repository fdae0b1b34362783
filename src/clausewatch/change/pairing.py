"""Which unit of the old text is which unit of the new one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Indel

from clausewatch.change.lexicon import FUNCTION_WORDS
from clausewatch.change.redline import Run, runs
from clausewatch.change.units import Role, Unit
from clausewatch.change.wording import keys
from clausewatch.nouns.document import StatementKind

# Similarity is 2 x (longest common subsequence of words) / (sum of lengths). Tuned on the 24 hand-listed transitions of
# data/provision-changes: between 0.45 and 0.6 hardly anything moves, below 0.4 unrelated clauses pair.
ALIKE_IN_PLACE = 0.5
ALIKE_ELSEWHERE = 0.72
ALIKE_ALONE = 0.2
ALIKE_AMONG_FEW = 0.3
FEW = 8
# A clause put in other words keeps few words in order but its matter: twice the shared content words' stems over the
# sum of both. Left alone in a gap two clauses need this much, among a few others more.
KIN_ALONE = 0.2
KIN_AMONG_FEW = 0.3
# A short unit almost wholly held by a long one (a list item that grew) counts as this alike.
HELD_SHARE = 0.8
HELD_WORDS = 5
# Stems are words cut to this many letters: "retained" and "retention", "sexualising" and "sexualisation" are one.
STEM = 5
# Shorter texts recur by chance ("Read more"); they are moved only within their own gap.
MOVED_WORDS = 4
# Bounds that keep two wholly different long texts from costing every pair.
COMMON_TOKEN = 40
CANDIDATES = 6
SMALL_GAP = 400


class Tie(StrEnum):
    SAME = "same"
    MOVED = "moved"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Pair:
    """Unit `old` is unit `new`; `in_place` when no common unit stands between their places."""

    old: int
    new: int
    tie: Tie
    in_place: bool
    score: float


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs in new order, what is left on either side, and runs that differ only in where units are cut."""

    pairs: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    recut: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


class _Rest:
    """The units not yet paired, with the gap between common units in which each stands."""

    def __init__(self, found: Iterable[Run]) -> None:
        self.old: dict[int, int] = {}
        self.new: dict[int, int] = {}
        for gap, run in enumerate(found):
            if not run.same:
                self.old.update((index, gap) for index in range(run.a, run.b))
                self.new.update((index, gap) for index in range(run.c, run.d))

    def take(self, old: int, new: int) -> bool:
        """Removes both; whether they stood in the same gap."""
        return self.old.pop(old) == self.new.pop(new)

    def drop(self, old: Iterable[int], new: Iterable[int]) -> None:
        for index in old:
            del self.old[index]
        for index in new:
            del self.new[index]

    def gaps(self) -> list[tuple[list[int], list[int]]]:
        """The remaining units of every gap that has any on both sides."""
        sides: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for index, gap in self.old.items():
            sides[gap][0].append(index)
        for index, gap in self.new.items():
            sides[gap][1].append(index)
        return [both for both in sides.values() if both[0] and both[1]]


def pair(old: Sequence[Unit], new: Sequence[Unit], *, cuts: bool = True) -> Pairing:
    """Pairs units by equal words in order, then equal words elsewhere, then likeness in place and elsewhere.

    `cuts` says whether stretches of several units that spell the same words are set apart as unchanged.
    """
    # (1) The longest common subsequence of units with equal words anchors everything else.
    found = runs(_names(old), _names(new))
    pairs = [
        Pair(run.a + step, run.c + step, Tie.SAME, in_place=True, score=1.0)
        for run in found
        if run.same
        for step in range(run.b - run.a)
    ]
    rest = _Rest(found)
    # (2) Text that is only cut differently (a paragraph broken in two, list items joined) has not changed.
    recut = _recut(old, new, rest) if cuts else ()
    # (3) Equal words out of order have moved.
    pairs.extend(_moved(old, new, rest))
    # (4) Likeness, best first.
    pairs.extend(_alike(old, new, rest, _roads(pairs, found)))
    # (5) Few units left on either side of a gap were most likely rewritten in place.
    pairs.extend(_alone(old, new, rest))
    return Pairing(
        pairs=tuple(sorted(pairs, key=lambda one: one.new)),
        removed=tuple(sorted(rest.old)),
        added=tuple(sorted(rest.new)),
        recut=recut,
    )


def _names(units: Sequence[Unit]) -> list[str]:
    return [("# " if unit.role is Role.HEADING else "") + " ".join(unit.keys) for unit in units]


_Stretch = tuple[tuple[int, ...], tuple[int, ...]]


def _recut(old: Sequence[Unit], new: Sequence[Unit], rest: _Rest) -> tuple[_Stretch, ...]:
    found: list[_Stretch] = []
    for before, after in rest.gaps():
        starts: dict[str, list[int]] = defaultdict(list)
        for place, index in enumerate(after):
            starts[new[index].keys[0]].append(place)
        at = 0
        while at < len(before):
            stretch: _Stretch | None = None
            for place in starts.get(old[before[at]].keys[0], ())[:COMMON_TOKEN]:
                stretch = _same_stretch((old, before, at), (new, after, place))
                if stretch is not None and all(index in rest.new for index in stretch[1]):
                    break
                stretch = None
            if stretch is None:
                at += 1
                continue
            found.append(stretch)
            at += len(stretch[0])
            rest.drop(*stretch)
    return tuple(found)


def _same_stretch(
    left: tuple[Sequence[Unit], list[int], int], right: tuple[Sequence[Unit], list[int], int]
) -> _Stretch | None:
    """The shortest stretches from both starts that spell the same words and end together; None if there are none.

    A side is its units, the indexes of those in the gap, and the place among these at which the stretch begins.
    """
    (old, before, from_a), (new, after, from_b) = left, right
    a, b = old[before[from_a]].keys, new[after[from_b]].keys
    to_a, to_b = from_a + 1, from_b + 1
    while True:
        shared = min(len(a), len(b))
        if a[:shared] != b[:shared]:
            return None
        if len(a) == len(b):
            return tuple(before[from_a:to_a]), tuple(after[from_b:to_b])
        a, b = a[shared:], b[shared:]
        if not a:
            if to_a == len(before):
                return None
            a = old[before[to_a]].keys
            to_a += 1
        else:
            if to_b == len(after):
                return None
            b = new[after[to_b]].keys
            to_b += 1


def _moved(old: Sequence[Unit], new: Sequence[Unit], rest: _Rest) -> list[Pair]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in sorted(rest.new):
        places[new[index].keys].append(index)
    found: list[Pair] = []
    for index in sorted(rest.old):
        choices = places.get(old[index].keys)
        if not choices:
            continue
        gap = rest.old[index]
        here = next((choice for choice in choices if rest.new[choice] == gap), None)
        if here is None and len(old[index].keys) < MOVED_WORDS and len(choices) > 1:
            continue
        target = choices[0] if here is None else here
        choices.remove(target)
        in_place = rest.take(index, target)
        # A heading that became a paragraph, or the reverse, stands where it stood.
        tie = Tie.SAME if in_place and old[index].role is not new[target].role else Tie.MOVED
        found.append(Pair(index, target, tie, in_place, 1.0))
    return found


def _roads(pairs: list[Pair], found: tuple[Run, ...]) -> frozenset[tuple[int, int]]:
    """The pairs of gaps between which text has moved: an edited neighbour of moved text probably moved along."""
    rest = _Rest(found)
    return frozenset((rest.old[one.old], rest.new[one.new]) for one in pairs if one.tie is Tie.MOVED)


def _same_entry(old: Unit, new: Unit) -> bool:
    """Whether two table rows are about the same thing: the first cell names it."""
    before, after = (set(keys(unit.text.split("\t", 1)[0])) for unit in (old, new))
    return not before or not after or bool(before & after)


def _opening(unit: Unit) -> str:
    """The line with which an entry of several lines begins and by which it is known ("For inquiries from Malta:")."""
    first, sign, rest = unit.text.partition(":")
    return first.strip().casefold() if sign and rest.startswith("\n") else ""


@lru_cache(maxsize=1024)
def _matter(said: tuple[str, ...]) -> frozenset[str]:
    """The stems of a unit's content words. In a gap every unit is held against several, hence the memory."""
    return frozenset(key[:STEM] for key in said if len(key) > 2 and key not in FUNCTION_WORDS)


def kinship(old: Unit, new: Unit) -> float:
    """How much two units speak of the same things, in whatever order and form of words, from 0 to 1."""
    before, after = _matter(old.keys), _matter(new.keys)
    shared = len(before & after)
    # One shared word is chance.
    return 2 * shared / (len(before) + len(after)) if shared > 1 else 0.0


def likeness(old: Unit, new: Unit) -> float:
    """How alike two units' words are, from 0 to 1."""
    score = float(Indel.normalized_similarity(old.keys, new.keys))
    if old.kind is StatementKind.ROW and new.kind is StatementKind.ROW and not _same_entry(old, new):
        return score / 2
    if score < ALIKE_IN_PLACE and _opening(old) and _opening(old) == _opening(new):
        return ALIKE_IN_PLACE
    short, long = sorted((len(old.keys), len(new.keys)))
    if score < ALIKE_IN_PLACE and short >= HELD_WORDS:
        held = score * (short + long) / 2 / short
        if held >= HELD_SHARE:
            return ALIKE_IN_PLACE
    return score


def _alike(
    old: Sequence[Unit], new: Sequence[Unit], rest: _Rest, roads: frozenset[tuple[int, int]]
) -> list[Pair]:
    ranked: list[tuple[float, float, int, int]] = []
    for a, b in _candidates(old, new, rest):
        if (old[a].role is Role.HEADING) != (new[b].role is Role.HEADING):
            continue
        score = likeness(old[a], new[b])
        gap = (rest.old[a], rest.new[b])
        near = gap[0] == gap[1] or gap in roads
        needed = ALIKE_IN_PLACE if near else ALIKE_ELSEWHERE
        if score < needed or (not near and min(len(old[a].keys), len(new[b].keys)) <= MOVED_WORDS):
            continue
        bonus = (0.1 if near else 0.0) + (0.05 if old[a].section == new[b].section else 0.0)
        ranked.append((score + bonus, score, a, b))
    ranked.sort(key=lambda one: (-one[0], one[2], one[3]))
    found: list[Pair] = []
    for _, score, a, b in ranked:
        if a in rest.old and b in rest.new:
            found.append(Pair(a, b, Tie.ALIKE, rest.take(a, b), score))
    return found


def _candidates(old: Sequence[Unit], new: Sequence[Unit], rest: _Rest) -> set[tuple[int, int]]:
    """Pairs worth scoring: everything in a small gap, else the units that share the most rare words."""
    pairs: set[tuple[int, int]] = set()
    for before, after in rest.gaps():
        if len(before) * len(after) <= SMALL_GAP:
            pairs.update((a, b) for a in before for b in after)
    postings: dict[str, list[int]] = defaultdict(list)
    for index in rest.new:
        for key in dict.fromkeys(new[index].keys):
            postings[key].append(index)
    for index in rest.old:
        votes: Counter[int] = Counter()
        for key in dict.fromkeys(old[index].keys):
            having = postings.get(key, ())
            if 0 < len(having) <= COMMON_TOKEN:
                for other in having:
                    votes[other] += 1
        pairs.update((index, other) for other, _ in votes.most_common(CANDIDATES))
    return pairs


def _alone(old: Sequence[Unit], new: Sequence[Unit], rest: _Rest) -> list[Pair]:
    found: list[Pair] = []
    for before, after in rest.gaps():
        if max(len(before), len(after)) > FEW:
            continue
        single = len(before) == len(after) == 1
        ranked = sorted(
            (
                (max(likeness(old[a], new[b]), kinship(old[a], new[b])), a, b)
                for a in before
                for b in after
                if _may_be(old[a], new[b])
            ),
            key=lambda one: (-one[0], one[1], one[2]),
        )
        for score, a, b in ranked:
            if a in rest.old and b in rest.new and _rewritten(old[a], new[b], score, single=single):
                found.append(Pair(a, b, Tie.ALIKE, rest.take(a, b), score))
    return found


def _rewritten(old: Unit, new: Unit, score: float, *, single: bool) -> bool:
    """Whether two units left in one gap are one, written anew."""
    if old.kind is StatementKind.ROW:
        return score >= (ALIKE_ALONE if single else ALIKE_AMONG_FEW)
    short = single and max(len(old.keys), len(new.keys)) <= 2 * MOVED_WORDS
    return (
        short
        or score >= (ALIKE_ALONE if single else ALIKE_AMONG_FEW)
        or kinship(old, new) >= (KIN_ALONE if single else KIN_AMONG_FEW)
    )


def _may_be(old: Unit, new: Unit) -> bool:
    return (old.role is Role.HEADING) == (new.role is Role.HEADING) and old.kind is new.kind
