"""A long text in leaves: which blocks and provisions stand on one page, so that no page grows with the document."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.nouns.document import BlockKind, Edition, Provision, Text
from clausewatch.nouns.identity import ProvisionId

_WHOLE = 65_000
"""Characters of HTML, about, up to which a text stands on one page: with outline and frame that is under 100 kB."""

_LEAF = 45_000
"""And those of one leaf of a longer one."""

_FIRST, _LEAST_FIRST = 85_000, 10_000
"""And those of its first leaf together with the outline of all, but so many of text at least."""

_LEAST = 0.5
"""The share of a leaf after which it may end early, where a section of a higher rank begins."""

_BLOCK, _LINK, _PROVISION, _ENTRY = 40, 70, 330, 75
"""Markup around a block, a link, a provision with its marks, and an entry of the outline, in characters."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a text: its blocks and provisions as half-open ranges of their places, and of its characters."""

    blocks: tuple[int, int]
    provisions: tuple[int, int]
    start: int
    end: int

    def holds(self, place: int) -> bool:
        """Whether the provision at that place of the outline begins on this leaf."""
        return self.provisions[0] <= place < self.provisions[1]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a leaf may begin: a block with the first provision that begins in it, and how many headings go on over it."""

    block: int
    provision: int
    depth: int


def leaves(edition: Edition) -> tuple[Leaf, ...]:
    """The text's leaves in order, one where it is not long. Every block stands on exactly one.

    A leaf begins where a provision does, with the headings right above it; it ends with the last section of the highest
    rank that still fits, or with a provision that alone is longer.
    """
    text, known = edition.text, edition.outline.provisions
    weights = _weights(text, known)
    if sum(weights) <= _WHOLE or not known:
        return (_leaf(edition, _Cut(0, 0, 0), _Cut(len(text.blocks), len(known), 0)),)
    cuts = [*_cuts(text, known), _Cut(len(text.blocks), len(known), 0)]
    found, begin = [], _Cut(0, 0, 0)
    outline = sum(len(each.title) + 3 * len(each.id) + _ENTRY for each in known)
    room = min(_LEAF, max(_FIRST - outline, _LEAST_FIRST))
    while begin.block < len(text.blocks):
        end = _end(begin, cuts, weights, room)
        found.append(_leaf(edition, begin, end))
        begin, room = end, _LEAF
    return tuple(found)


def leaf_with(found: tuple[Leaf, ...], edition: Edition, asked: ProvisionId) -> int | None:
    """The place of the leaf on which that provision begins."""
    places = (place for place, each in enumerate(edition.outline.provisions) if each.id == asked)
    provision = next(places, None)
    if provision is None:
        return None
    return next((place for place, leaf in enumerate(found) if leaf.holds(provision)), None)


def _end(begin: _Cut, cuts: list[_Cut], weights: list[int], room: int) -> _Cut:
    """The last of the highest-ranking cuts between half a leaf and a whole one; else the last before, or the first beyond."""
    fitting: list[_Cut] = []
    short: _Cut | None = None
    weight, block = 0, begin.block
    for cut in cuts:
        if cut.block <= begin.block:
            continue
        weight += sum(weights[block : cut.block])
        block = cut.block
        if weight > room:
            fitting = fitting or [short or cut]
            break
        if weight >= _LEAST * room:
            fitting.append(cut)
        else:
            short = cut
    if not fitting:
        return cuts[-1]
    highest = min(each.depth for each in fitting)
    return next(each for each in reversed(fitting) if each.depth == highest)


def _cuts(text: Text, known: tuple[Provision, ...]) -> list[_Cut]:
    found: list[_Cut] = []
    block = 0
    for place, provision in enumerate(known):
        while block < len(text.blocks) and text.blocks[block].end <= provision.start:
            block += 1
        at = block
        over = known[place - 1].end if place else 0
        while at and text.blocks[at - 1].kind is BlockKind.HEADING and text.blocks[at - 1].start >= over:
            at -= 1
        if not found or at > found[-1].block:
            found.append(_Cut(at, place, _shared(provision.path, known[place - 1].path if place else ())))
    return found


def _shared(path: tuple[str, ...], before: tuple[str, ...]) -> int:
    """How many headings the two stand under together."""
    same = (one == other for one, other in zip(path, before, strict=False))
    return next((depth for depth, each in enumerate(same) if not each), min(len(path), len(before)))


def _weights(text: Text, known: tuple[Provision, ...]) -> list[int]:
    """About how many characters of HTML each block takes."""
    weights = [block.end - block.start + _BLOCK for block in text.blocks]
    marked = [(each.start, len(each.href) + _LINK) for each in text.links]
    marked += [(each.start, _PROVISION) for each in known]
    block = 0
    for start, weight in sorted(marked):
        while block + 1 < len(text.blocks) and text.blocks[block].end <= start:
            block += 1
        weights[block] += weight
    return weights


def _leaf(edition: Edition, begin: _Cut, end: _Cut) -> Leaf:
    blocks = edition.text.blocks
    start = blocks[begin.block].start if begin.block else 0
    stop = blocks[end.block].start if end.block < len(blocks) else len(edition.text.content)
    return Leaf((begin.block, end.block), (begin.provision, end.provision), start, stop)
