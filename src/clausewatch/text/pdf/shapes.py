"""What the steps of reading a PDF hand on: faces, pieces of lines, sheets. Measures are points, y grows downward."""

from __future__ import annotations

from dataclasses import dataclass, field

_ASCENT, _DESCENT = 0.75, 0.2
Spans = list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the page as shown: `top` is smaller than `bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


@dataclass(slots=True)
class Piece:
    """Words set side by side on one baseline without a wide gap; `order` is its place in the page's drawing order.

    `spans` are stretches of the text that are strong, emphasis or linked ("link:" and the address). `second` is where its
    second word begins, 0 without one: the hang of a list item.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    order: int
    spans: Spans = field(default_factory=list)
    second: float = 0.0

    @property
    def top(self) -> float:
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + _DESCENT * self.size

    @property
    def width(self) -> float:
        return self.right - self.left

    def share(self, what: str) -> float:
        """How much of the text is marked so."""
        return sum(end - start for start, end, name in self.spans if name == what) / max(1, len(self.text))


@dataclass(slots=True)
class Sheet:
    """A page as shown: its size, the pieces on it, and what its pictures and unreadable letters amount to.

    `pictured` is the share of the page that its largest picture covers. `unreadable` counts shown letters whose
    font does not say what they are.
    """

    number: int
    width: float
    height: float
    pieces: list[Piece]
    pictured: float = 0.0
    unreadable: int = 0


@dataclass(slots=True)
class Column:
    """Lines one below the other, and between which edges they are set."""

    lines: list[Piece]
    left: float
    right: float
    page: int = 0


@dataclass(slots=True)
class Grid:
    """A table: its rows of cells, each of the lines that stand in it."""

    rows: list[list[list[Piece]]]
    page: int = 0


Layout = list[Column | Grid]
