"""The identity of provisions across versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from clausewatch.change.pairing import Pairing
from clausewatch.change.units import Unit
from clausewatch.nouns.document import Edition
from clausewatch.nouns.identity import LineageId, short_id

# What provisions share beside words: the same heading path, the same title, the same address, in words' worth.
SAME_PATH = 6.0
SAME_TITLE = 4.0
SAME_ADDRESS = 2.0


def first_lineage(edition: Edition) -> tuple[LineageId, ...]:
    """Fresh identities for every provision, in order: digests of document, version and address, so unique and stable."""
    version = edition.version
    times: Counter[str] = Counter()
    fresh: list[LineageId] = []
    for provision in edition.outline.provisions:
        # Should an outline ever hold two provisions of one address, their order tells them apart.
        twin = [str(times[provision.id])] if times[provision.id] else []
        times[provision.id] += 1
        fresh.append(short_id("lineage", version.document, version.id, provision.id, *twin))
    return tuple(fresh)


def known_lineage(edition: Edition) -> tuple[LineageId, ...]:
    """The edition's lineage, or a first one when it has none yet."""
    if len(edition.lineage) == len(edition.outline.provisions):
        return edition.lineage
    return first_lineage(edition)


def aligned(
    old: Edition, new: Edition, units: tuple[Sequence[Unit], Sequence[Unit]], pairing: Pairing
) -> dict[int, int]:
    """New provision to old provision, one to one: those that share most words and their headings."""
    weights: Counter[tuple[int, int]] = Counter()
    for one in pairing.pairs:
        _vote(weights, units[0][one.old], units[1][one.new], one.score)
    for before, after in pairing.recut:
        for index in after:
            _vote(weights, units[0][before[0]], units[1][index], 1.0)
    scores: dict[tuple[int, int], float] = {pair: float(weight) for pair, weight in weights.items()}
    for pair in _same_address(old, new):
        scores.setdefault(pair, 0.0)
    ranked = sorted(
        (
            (value + _likeness(old, new, pair), -abs(pair[0] - pair[1]), pair)
            for pair, value in scores.items()
        ),
        reverse=True,
    )
    taken: set[int] = set()
    found: dict[int, int] = {}
    for _, _, (before_place, after_place) in ranked:
        if before_place not in taken and after_place not in found:
            taken.add(before_place)
            found[after_place] = before_place
    return found


def _vote(weights: Counter[tuple[int, int]], old: Unit, new: Unit, score: float) -> None:
    if old.provision is not None and new.provision is not None:
        weights[old.provision, new.provision] += round(10 * score * min(len(old.keys), len(new.keys))) // 10


def _same_address(old: Edition, new: Edition) -> list[tuple[int, int]]:
    places = {(one.path, one.title): place for place, one in enumerate(old.outline.provisions)}
    return [
        (places[one.path, one.title], place)
        for place, one in enumerate(new.outline.provisions)
        if (one.path, one.title) in places
    ]


def _likeness(old: Edition, new: Edition, pair: tuple[int, int]) -> float:
    before, after = old.outline.provisions[pair[0]], new.outline.provisions[pair[1]]
    return (
        SAME_PATH * (before.path == after.path)
        + SAME_TITLE * (before.title == after.title)
        + SAME_ADDRESS * (before.id == after.id)
    )


def carried(before: Sequence[LineageId], new: Edition, partners: dict[int, int]) -> tuple[LineageId, ...]:
    """The new edition's lineage: what its provisions inherit of `before`, fresh identities for the rest; all unique."""
    return tuple(
        before[partners[place]] if place in partners else fresh
        for place, fresh in enumerate(first_lineage(new))
    )
