"""A source is asked oftener around a day on which its document says it takes effect."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.alert import next_turn

HOUR = timedelta(hours=1)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "hours", "days", "expected"),
    [
        ("2026-03-02T09:00", 6, [], "2026-03-02T15:00"),
        ("2026-03-02T09:00", 6, ["2026-03-20"], "2026-03-02T15:00"),
        ("2026-03-02T09:00", 6, ["2026-03-03"], "2026-03-02T10:00"),
        ("2026-03-02T09:00", 24, ["2026-03-03"], "2026-03-02T10:00"),
        ("2026-03-02T21:00", 24, ["2026-03-04"], "2026-03-03T10:00"),
        ("2026-03-04T23:00", 24, ["2026-03-03"], "2026-03-05T00:00"),
        ("2026-03-05T11:59", 24, ["2026-03-03"], "2026-03-05T12:59"),
        ("2026-03-05T12:00", 24, ["2026-03-03"], "2026-03-06T12:00"),
        ("2026-03-02T09:00", 6, ["2020-01-01"], "2026-03-02T15:00"),
        ("2026-03-02T09:30", 24, ["2026-03-02", "2026-05-01"], "2026-03-02T10:30"),
        ("2026-03-02T09:00", 0.5, ["2026-03-02"], "2026-03-02T09:30"),
        ("2026-03-02T09:30", 6, ["2026-03-03"], "2026-03-02T10:30"),
    ],
)
def test_turns(now: str, hours: float, days: list[str], expected: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    turn = next_turn(at, timedelta(hours=hours), [date.fromisoformat(each) for each in days])
    assert turn == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(
    st.floats(1 / 12, 1000),
    st.lists(st.dates(date(2026, 1, 1), date(2026, 6, 1)), max_size=5),
)
def test_never_later_than_the_cadence_and_never_in_a_rush(hours: float, days: list[date]) -> None:
    cadence = timedelta(hours=hours)
    turn = next_turn(NOW, cadence, days)
    assert NOW + min(cadence, HOUR) <= turn <= NOW + cadence


@given(st.dates(date(2026, 3, 1), date(2026, 3, 20)))
def test_the_first_hour_of_the_day_anywhere_on_earth_is_not_slept_through(day: date) -> None:
    """However the captures fall, one is taken within an hour of the day's beginning in the easternmost zone."""
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=14)
    at = NOW - timedelta(days=10)
    while at < first:
        at = next_turn(at, timedelta(hours=24), [day])
    assert at - first <= HOUR
