"""A chart in words: what it finds in one sentence, and the same rows as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from clausewatch.nouns.change import Direction, Severity
from clausewatch.publish.charts.frame import DIRECTIONS, SEVERITIES, bounded
from clausewatch.publish.charts.grid import month_totals
from clausewatch.publish.charts.shapes import Grid, Mark, Stretch, StretchKind, Timeline

_QUIET = timedelta(days=60)
"""From here on a time without a change is named as quiet: most tracked documents change within two months or not at all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table's cell, and where it leads."""

    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """The rows of a chart as a table."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def timeline_finding(noun: Timeline) -> str:
    """What a timeline shows, in a few short sentences."""
    marks = _in_focus(noun)
    around = len(noun.marks) - len(marks)
    if not marks:
        return " ".join(("No change of a rule is on record here.", *_outage_words(noun)))
    what = "change" if noun.focus else "substantive change"
    said = [f"{_count(len(marks), what)} since {marks[0].at:%B %Y}{_most(noun, marks)}."]
    said += _place(noun, marks)
    severities = Counter(each.severity for each in marks)
    told = [
        f"{severities[each]} of {each.value} severity" for each in reversed(SEVERITIES) if severities[each]
    ]
    directions = Counter(each.direction for each in marks)
    told += [
        f"{directions[each]} {DIRECTIONS[each]}"
        for each in (Direction.STRICTER, Direction.LOOSER)
        if directions[each]
    ]
    if told:
        said.append(f"{', '.join(told)}.")
    ahead = sorted(each.effective for each in marks if each.effective and each.effective > noun.now.date())
    if ahead:
        said.append(f"{_count(len(ahead), 'change')} still to take effect, the next on {day(ahead[0])}.")
    quiet = longest_quiet(noun)
    if quiet is not None:
        said.append(
            f"Longest without a change: {_days(quiet[1] - quiet[0])}, from {day(quiet[0])} to {day(quiet[1])}."
        )
    said += _outage_words(noun)
    if around:
        said.append(f"The whole document had {_count(around, 'substantive change')}.")
    if noun.left_out:
        said.append(f"{_count(noun.left_out, 'older change')} not drawn.")
    return " ".join(said)


def longest_quiet(noun: Timeline) -> tuple[datetime, datetime] | None:
    """The longest time in which the chart's lanes, or the one in focus, saw no change; None below two months."""
    points = [each.at for each in _in_focus(noun)]
    if noun.stretches:
        points += [min(each.begins for each in noun.stretches), max(each.ends for each in noun.stretches)]
    points.sort()
    gaps = [(later - earlier, earlier, later) for earlier, later in pairwise(points)]
    longest = max(gaps, default=None, key=lambda gap: gap[0])
    return longest[1:] if longest and longest[0] >= _QUIET else None


def timeline_key(noun: Timeline) -> str:
    """How to read the picture: only what it holds."""
    kinds = {each.kind for each in noun.stretches}
    said = ["Each mark is a change of a rule, larger where more severe."]
    if any(each.ahead for each in noun.marks):
        said.append("A line from a mark leads to the day on which it takes effect.")
    if StretchKind.GOOD in kinds:
        said.append("The band is the time captured well: bare, it is a quiet time.")
    if StretchKind.OUTAGE in kinds:
        said.append("A hatched stretch is an outage of capture.")
    if StretchKind.BLANK in kinds:
        said.append("A dotted line is a time without any capture on record.")
    if noun.strokes:
        said.append("Fine strokes are records that alerted nobody.")
    if noun.ringed:
        said.append("The ring is around this change.")
    said.append("The upright dashed line is today.")
    return " ".join(said)


def timeline_twin(noun: Timeline) -> Twin:
    """Every change, newest first."""
    head = ("Observed", noun.lane_kind, "What changed", "Severity", "Direction", "Takes effect")
    rows = tuple(
        (
            Cell(day(each.at)),
            Cell(each.lane),
            Cell(bounded(each.words), each.href),
            Cell(each.severity.value),
            Cell(DIRECTIONS[each.direction]),
            Cell(day(each.effective) if each.effective else "not dated"),
        )
        for each in reversed(noun.marks)
    )
    return Twin("Changes", head, rows)


def stretches_twin(noun: Timeline) -> Twin:
    """Every time in which a lane was not captured, or not well, newest first."""
    odd = [each for each in noun.stretches if each.kind is not StretchKind.GOOD]
    rows = tuple(
        (Cell(day(each.begins)), Cell(day(each.ends)), Cell(each.lane), Cell(each.kind.value))
        for each in sorted(odd, key=lambda each: each.begins, reverse=True)
    )
    return Twin("Outages and times without captures", ("From", "To", noun.lane_kind, "State"), rows)


def grid_finding(noun: Grid) -> str:
    """What a heat map or a profile shows."""
    total = sum(each.count for each in noun.tallies)
    if not total:
        return f"No change of a rule is on record in these months.{_captured(noun)}"
    rows: Counter[str] = Counter()
    months: Counter[date] = Counter()
    high = 0
    for each in noun.tallies:
        rows[each.row] += each.count
        months[each.month] += each.count
        high += each.count if each.severity is Severity.HIGH else 0
    span = f"from {noun.months[0]:%B %Y} to {noun.months[-1]:%B %Y}"
    said = f"{_count(total, 'substantive change')} {span}"
    if len(rows) > 1:
        (name, most), *_ = rows.most_common(1)
        said += f" in {_count(len(rows), noun.row_kind.lower())}, most in {name} ({most})"
    (month, most), *_ = months.most_common(1)
    said += f". The busiest month was {month:%B %Y} with {most}"
    said += f"; {high} were of high severity." if high else "."
    return said + _captured(noun)


def heat_twin(noun: Grid) -> Twin:
    """One row for each row and month that has changes, newest month first."""
    hrefs = {(each.row, each.month): each.href for each in noun.tallies}
    cells = sorted(month_totals(noun).items(), key=lambda item: item[0][1], reverse=True)
    rows = tuple(
        (Cell(f"{month:%B %Y}"), Cell(row, hrefs[row, month]), Cell(str(count)))
        for (row, month), count in cells
    )
    return Twin("Changes by month", ("Month", noun.row_kind, "Changes"), rows)


def profile_twin(noun: Grid) -> Twin:
    """One row for each month, newest first, with a column for each severity."""
    counts: Counter[tuple[date, Severity]] = Counter()
    for each in noun.tallies:
        counts[each.month, each.severity] += each.count
    rows = tuple(
        (Cell(f"{month:%B %Y}"), *(Cell(str(counts[month, each])) for each in SEVERITIES))
        for month in reversed(noun.months)
        if any(counts[month, each] for each in SEVERITIES)
    )
    return Twin("Changes by severity", ("Month", *(each.value.capitalize() for each in SEVERITIES)), rows)


def _captured(noun: Grid) -> str:
    return f" Captured until {day(noun.captured)}." if noun.captured else ""


def _place(noun: Timeline, marks: tuple[Mark, ...]) -> list[str]:
    """Where the ringed change stands among the others."""
    at = [each.at for each in marks]
    if noun.ringed not in at or noun.left_out:
        return []
    return [f"This is number {at.index(noun.ringed) + 1} of {len(at)}."] if len(at) > 1 else []


def _in_focus(noun: Timeline) -> tuple[Mark, ...]:
    return tuple(each for each in noun.marks if each.lane == noun.focus) if noun.focus else noun.marks


def _most(noun: Timeline, marks: tuple[Mark, ...]) -> str:
    counts = Counter(each.lane for each in marks).most_common(2)
    if len(noun.lanes) < 2 or len(counts) < 2 or counts[0][1] == counts[1][1]:
        return ""
    return f", most in {counts[0][0]} ({counts[0][1]})"


def _outage_words(noun: Timeline) -> list[str]:
    spells: list[Stretch] = [each for each in noun.stretches if each.kind is StretchKind.OUTAGE]
    if not spells:
        return []
    whole = sum((each.ends - each.begins for each in spells), timedelta())
    return [f"{_count(len(spells), 'outage')} of capture, {_days(whole)} in all."]


def _count(number: int, word: str) -> str:
    return f"{number:,} {word if number == 1 else word + 's'}"


def _days(span: timedelta) -> str:
    return _count(span.days, "day") if span.days else "less than a day"


def day(value: date) -> str:
    """The day as tables and sentences write it."""
    return f"{value:%-d %B %Y}"
