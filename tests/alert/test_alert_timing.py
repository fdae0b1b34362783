"""When watches are told, on their own clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.alert import due_at, next_digest
from clausewatch.nouns.subscription import DAY_MINUTES, Pace, Timing

BERLIN = "Europe/Berlin"
ZONES = (BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def daily(hour: int, minute: int = 0, zone: str = BERLIN) -> Timing:
    return Timing(Pace.DAILY, zone, hour * 60 + minute)


@pytest.mark.parametrize(
    ("now", "timing", "due"),
    [
        ("2026-03-02T06:59:00Z", daily(8), "2026-03-02T07:00:00Z"),
        ("2026-03-02T07:00:00Z", daily(8), "2026-03-03T07:00:00Z"),
        # Clocks go forward on 29 March 2026 and back on 25 October 2026 in Berlin: eight stays eight.
        ("2026-03-28T12:00:00Z", daily(8), "2026-03-29T06:00:00Z"),
        ("2026-10-24T12:00:00Z", daily(8), "2026-10-25T07:00:00Z"),
        # 02:30 is left out on the one day and comes twice on the other: told once on each.
        ("2026-03-28T12:00:00Z", daily(2, 30), "2026-03-29T01:30:00Z"),
        ("2026-10-24T12:00:00Z", daily(2, 30), "2026-10-25T00:30:00Z"),
        ("2026-10-25T00:30:00Z", daily(2, 30), "2026-10-26T01:30:00Z"),
        ("2026-03-02T12:00:00Z", Timing(Pace.WEEKLY, "UTC", 540, 0), "2026-03-09T09:00:00Z"),
        ("2026-03-02T08:00:00Z", Timing(Pace.WEEKLY, "UTC", 540, 0), "2026-03-02T09:00:00Z"),
        ("2026-03-02T08:00:00Z", Timing(Pace.WEEKLY, "UTC", 540, 6), "2026-03-08T09:00:00Z"),
        # Midnight in Kathmandu is no full hour elsewhere.
        ("2026-03-02T08:00:00Z", daily(0, 0, "Asia/Kathmandu"), "2026-03-02T18:15:00Z"),
    ],
)
def test_a_digest_goes_at_its_local_time(now: str, timing: Timing, due: str) -> None:
    assert next_digest(at(now), timing, ZoneInfo(timing.zone)) == at(due)


@given(
    st.integers(0, 15 * 365 * DAY_MINUTES).map(
        lambda minutes: at("2020-01-01T00:00:00Z") + timedelta(minutes=minutes)
    ),
    st.sampled_from(ZONES),
    st.integers(0, DAY_MINUTES - 1),
    st.sampled_from((Pace.DAILY, Pace.WEEKLY)),
)
def test_digests_follow_each_other_and_none_is_in_the_past(
    now: datetime, zone: str, minute: int, pace: Pace
) -> None:
    timing = Timing(pace, zone, minute, 3)
    first = next_digest(now, timing, ZoneInfo(zone))
    second = next_digest(first, timing, ZoneInfo(zone))
    assert now < first < second
    usual = timedelta(days=7 if pace is Pace.WEEKLY else 1)
    assert usual - timedelta(hours=1) <= second - first <= usual + timedelta(hours=1)


NIGHT = Timing(zone=BERLIN, quiet_from=22 * 60, quiet_until=7 * 60)
NOON = Timing(zone="UTC", quiet_from=12 * 60, quiet_until=13 * 60)


@pytest.mark.parametrize(
    ("now", "timing", "due"),
    [
        ("2026-03-02T20:59:00Z", NIGHT, "2026-03-02T20:59:00Z"),
        ("2026-03-02T21:00:00Z", NIGHT, "2026-03-03T06:00:00Z"),
        ("2026-03-03T05:59:59Z", NIGHT, "2026-03-03T06:00:00Z"),
        ("2026-03-03T06:00:00Z", NIGHT, "2026-03-03T06:00:00Z"),
        ("2026-03-28T23:00:00Z", NIGHT, "2026-03-29T05:00:00Z"),
        ("2026-03-02T12:30:00Z", NOON, "2026-03-02T13:00:00Z"),
        ("2026-03-02T13:00:00Z", NOON, "2026-03-02T13:00:00Z"),
        ("2026-03-02T12:30:00Z", Timing(), "2026-03-02T12:30:00Z"),
    ],
)
def test_in_quiet_hours_it_waits_for_their_end(now: str, timing: Timing, due: str) -> None:
    assert due_at(at(now), timing, ZoneInfo(timing.zone)) == at(due)


def test_a_snooze_is_waited_for_and_then_the_quiet_hours() -> None:
    now, until = at("2026-03-02T10:00:00Z"), at("2026-03-04T22:30:00Z")
    assert due_at(now, Timing(), UTC, until) == until
    assert due_at(now, NIGHT, ZoneInfo(BERLIN), until) == at("2026-03-05T06:00:00Z")
    assert due_at(now, daily(8), ZoneInfo(BERLIN), until) == at("2026-03-05T07:00:00Z")
    assert due_at(until, Timing(), UTC, now) == until
