"""What charts are drawn from: rows with names and dates, no identifiers of storage, nothing that runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clausewatch.nouns.adoption import AdoptionPoint
from clausewatch.nouns.change import Direction, Severity


class Look(StrEnum):
    """For which page a chart is drawn: light or dark, and wide or for a telephone."""

    LIGHT = "light"
    DARK = "dark"
    NARROW_LIGHT = "narrow-light"
    NARROW_DARK = "narrow-dark"

    @property
    def dark(self) -> bool:
        return self in (Look.DARK, Look.NARROW_DARK)

    @property
    def narrow(self) -> bool:
        return self in (Look.NARROW_LIGHT, Look.NARROW_DARK)


class StretchKind(StrEnum):
    """How a source fared over a time. `quiet` is said of nothing here: it is a good stretch without a change."""

    GOOD = "captured well"
    OUTAGE = "not captured well"
    BLANK = "no capture on record"


@dataclass(frozen=True, slots=True)
class Mark:
    """A change of a rule, when it was observed; `effective` is the day of effect that came with it, past or to come."""

    lane: str
    at: datetime
    words: str
    severity: Severity
    direction: Direction
    href: str
    effective: date | None = None

    @property
    def ahead(self) -> date | None:
        """The day of effect where it was yet to come on the day of observation."""
        return self.effective if self.effective and self.effective > self.at.date() else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time over which captures of a lane's document fared alike."""

    lane: str
    begins: datetime
    ends: datetime
    kind: StretchKind


@dataclass(frozen=True, slots=True)
class Stroke:
    """Something on record that alerted nobody."""

    lane: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Timeline:
    """A governance timeline. `lanes` are the names from top to bottom, each once; `lane_kind` says what they are.

    Marks and strokes are in order of time. `left_out` counts older changes that are not drawn. `focus` is the lane that the
    chart is about, where the others are its surroundings. `ringed` is when that was observed in the first lane which is to
    be found at once.
    """

    title: str
    lane_kind: str
    lanes: tuple[str, ...]
    marks: tuple[Mark, ...]
    stretches: tuple[Stretch, ...]
    strokes: tuple[Stroke, ...]
    now: datetime
    left_out: int = 0
    focus: str = ""
    ringed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many changes of that severity a row has in that month (its first day)."""

    row: str
    month: date
    severity: Severity
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts by row and month, for heat maps and profiles. `months` run without a gap; `rows` from top to bottom.

    `captured` is the day of the newest observation of what is counted, None where nothing was observed: of later days
    nothing is known.
    """

    title: str
    row_kind: str
    rows: tuple[str, ...]
    months: tuple[date, ...]
    tallies: tuple[Tally, ...]
    left_out: int = 0
    captured: date | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How many platforms speak of a matter over time, points in order; the last one holds up to `until`.

    `until` is the newest observation of what is counted: of later days nothing is known.
    """

    title: str
    points: tuple[AdoptionPoint, ...]
    until: datetime


Spec = dict[str, object]
"""A Vega-Lite specification. Names and headlines stand in it as data only, never within an expression."""
