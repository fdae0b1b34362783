"""The picture of a document's history: where each version and record stands on a line of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from clausewatch.nouns.change import ChangeClass, ChangeRecord, Severity
from clausewatch.nouns.document import Version

WIDTH = 860
_LEFT, _RIGHT = 16.0, 16.0
_AXIS = 96.0
_RADIUS = {Severity.NONE: 4.0, Severity.LOW: 5.0, Severity.MEDIUM: 6.5, Severity.HIGH: 8.0}
_QUIET_RADIUS = 3.5
_GAP = 2.0
_ROWS = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """A record: `shape` is told (filled), quiet (hollow) or failed (a cross)."""

    x: float
    y: float
    radius: float
    shape: str
    severity: Severity
    record: ChangeRecord


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the line of time: a year, a month or a version."""

    x: float
    label: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that the picture's template draws, in its own units."""

    width: int
    axis: float
    versions: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    begins: datetime
    ends: datetime


def timeline(versions: Iterable[Version], records: Iterable[ChangeRecord], now: datetime) -> Timeline | None:
    """The picture from the first version to now; None without any version."""
    known = sorted(version.observed_at for version in versions)
    told = sorted(records, key=lambda record: record.observed_at)
    if not known:
        return None
    begins, ends = known[0], max(now, known[-1], *(record.observed_at for record in told), known[-1])
    scale = _Scale(begins, ends)
    return Timeline(
        width=WIDTH,
        axis=_AXIS,
        versions=tuple(Tick(scale.x(at)) for at in known),
        ticks=_ticks(scale),
        dots=_dots(told, scale),
        begins=begins,
        ends=ends,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    begins: datetime
    ends: datetime

    def x(self, at: datetime) -> float:
        whole = max((self.ends - self.begins).total_seconds(), 1.0)
        share = (at - self.begins).total_seconds() / whole
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    """Years, or months when the history is shorter than two years; at most a dozen labels."""
    months = (scale.ends.year - scale.begins.year) * 12 + scale.ends.month - scale.begins.month
    step = next(size for size in (1, 2, 3, 6, 12, 24, 60, 120, 600) if months / size <= 10)
    found = []
    for number in range(1, months + 1):
        index = scale.begins.year * 12 + scale.begins.month - 1 + number
        if index % step == 0:
            at = datetime(index // 12, index % 12 + 1, 1, tzinfo=UTC)
            label = f"{at:%Y}" if step >= 12 or at.month == 1 else f"{at:%b}"
            x = scale.x(at)
            found.append(Tick(x, label, "end" if x > WIDTH - 40 else "middle"))
    return tuple(found)


def _dots(records: Iterable[ChangeRecord], scale: _Scale) -> tuple[Dot, ...]:
    """Each record above its day; one that would cover another stands higher."""
    placed: list[Dot] = []
    for record in records:
        shape = _shape(record)
        radius = _RADIUS[record.severity] if shape == "told" else _QUIET_RADIUS
        x = scale.x(record.observed_at)
        y = _AXIS - 22.0
        for _ in range(_ROWS):
            if not any(_touch(x, y, radius, other) for other in placed[-24:]):
                break
            y -= 15.0
        placed.append(Dot(x, y, radius, shape, record.severity, record))
    return tuple(placed)


def _touch(x: float, y: float, radius: float, other: Dot) -> bool:
    return abs(x - other.x) < radius + other.radius + _GAP and abs(y - other.y) < radius + other.radius


def _shape(record: ChangeRecord) -> str:
    if record.change_class is ChangeClass.CAPTURE:
        return "failed"
    return "told" if record.change_class is ChangeClass.SUBSTANTIVE else "quiet"
