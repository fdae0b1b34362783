"""A long list in parts, cut by weight, so that no page grows with what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape
from starlette.requests import Request

from clausewatch.web.addresses import part_path

_WHOLE = 72_000
"""Bytes of HTML, about, up to which a list stands on one page: with the frame around it that is under 100 kB."""

LONGEST_PART = 60_000
"""And those of one part of a longer one."""

_SCRAP = 0.05
"""The share of a part below which it is none: a heading alone goes with the long passage after it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a list as half-open ranges of its places, and the one that is shown: None for the whole list."""

    ranges: tuple[tuple[int, int], ...]
    shown: int | None

    @property
    def many(self) -> bool:
        """Whether the list is too long for one page."""
        return len(self.ranges) > 1

    @property
    def range(self) -> tuple[int, int]:
        """The places on this page."""
        if self.shown is None:
            return self.ranges[0][0], self.ranges[-1][1]
        return self.ranges[self.shown]

    def holds(self, place: int) -> bool:
        """Whether this page shows what is at that place."""
        first, end = self.range
        return first <= place < end


def parts(weights: Sequence[int], place: int, *, whole: bool = False, share: float = 1.0) -> Parts:
    """The list whose entries weigh so many bytes, shown where `place` is, else from the start; each entry is in one part.

    An entry that alone is heavier than a part has one for itself, but for a scrap before it. `share` is how much of a page the list may fill.
    """
    ranges = _ranges(weights, share)
    if whole and len(ranges) > 1:
        return Parts(ranges, None)
    shown = next((number for number, (first, end) in enumerate(ranges) if first <= place < end), 0)
    return Parts(ranges, shown)


def share_beside(weight: int) -> float:
    """How much of a page is left for a list beside what weighs so many bytes."""
    return max(0.25, 1.0 - weight / _WHOLE)


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part of a list that has several: where it is, and whether this page shows it."""

    href: str
    here: bool


def part_links(found: Parts, path: str, name: str, numbers: Sequence[int]) -> tuple[PartLink, ...]:
    """Where the parts are, each named by the number of its first entry; none where the list stands on one page."""
    if not found.many:
        return ()
    return tuple(
        PartLink(part_path(path, name, numbers[first]) if place else path, place == found.shown)
        for place, (first, _) in enumerate(found.ranges)
    )


def number_asked(request: Request, name: str) -> int:
    """The entry asked for; 0 where that is no number."""
    number = request.query_params.get(name, "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0


def whole_asked(request: Request) -> bool:
    """Whether the list is asked for undivided."""
    return request.query_params.get("whole", "") == "1"


def escaped_bytes(text: str) -> int:
    """How many bytes the text takes in a page."""
    return len(escape(text).encode())


def _ranges(weights: Sequence[int], share: float) -> tuple[tuple[int, int], ...]:
    if sum(weights) <= _WHOLE * share:
        return ((0, len(weights)),)
    found: list[tuple[int, int]] = []
    first, load = 0, 0
    for place, weight in enumerate(weights):
        if load > _SCRAP * LONGEST_PART * share and load + weight > LONGEST_PART * share:
            found.append((first, place))
            first, load = place, 0
        load += weight
    return (*found, (first, len(weights)))
