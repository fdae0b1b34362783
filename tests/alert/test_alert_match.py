"""Who hears of a record, and when delivery is tried again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.alert import DELAYS, after_attempt, hears, match, retry_after, watch_id
from clausewatch.nouns.catalog import Document
from clausewatch.nouns.change import ChangeClass, ChangeRecord, Direction, RecordDates, Severity
from clausewatch.nouns.document import Cause
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.subscription import Alert, AlertState, Attempt, Channel, Matter, Scope, Timing, Watch

START = datetime(2026, 3, 1, tzinfo=UTC)
SEEN = START + timedelta(days=3)
NOW = SEEN + timedelta(minutes=2)
DOCUMENT = Document("lumen/usage-policy", "lumen", "Usage Policy", "Acceptable Use Policy", ())
RECORD = ChangeRecord(
    id="r1",
    document=DOCUMENT.id,
    from_version="v1",
    to_version="v2",
    capture=None,
    observed_at=SEEN,
    cause=Cause.PUBLISHED,
    verdict=Verdict.OK,
    change_class=ChangeClass.SUBSTANTIVE,
    alert=True,
    severity=Severity.MEDIUM,
    direction=Direction.STRICTER,
    headline="A headline",
    reasons=(),
    dates=RecordDates(),
    changes=(),
    recipe="test",
)
WATCH = Watch("w1", "Legal", Channel.EMAIL, "legal@example.org", (), (), Severity.LOW, START)


@pytest.mark.parametrize(
    ("watch", "record", "heard"),
    [
        (WATCH, RECORD, True),
        (replace(WATCH, platforms=("lumen",)), RECORD, True),
        (replace(WATCH, platforms=("corvid", "lumen")), RECORD, True),
        (replace(WATCH, platforms=("corvid",)), RECORD, False),
        (replace(WATCH, documents=("lumen/usage-policy",)), RECORD, True),
        (replace(WATCH, documents=("lumen/privacy-policy",)), RECORD, False),
        (replace(WATCH, platforms=("corvid",), documents=("lumen/usage-policy",)), RECORD, False),
        (replace(WATCH, minimum=Severity.MEDIUM), RECORD, True),
        (replace(WATCH, minimum=Severity.HIGH), RECORD, False),
        (replace(WATCH, active=False), RECORD, False),
        (replace(WATCH, created_at=SEEN), RECORD, True),
        (replace(WATCH, created_at=SEEN + timedelta(microseconds=1)), RECORD, False),
        (WATCH, replace(RECORD, alert=False), False),
        (WATCH, replace(RECORD, cause=Cause.REREAD), False),
    ],
)
def test_a_watch_hears_only_of_what_it_asks_for(watch: Watch, record: ChangeRecord, heard: bool) -> None:
    matter = Matter(record, DOCUMENT)
    assert hears(watch, matter) is heard
    assert len(match(matter, (watch,), NOW, ZoneInfo)) == int(heard)


def test_one_alert_per_watch_and_record_with_an_id_that_stays() -> None:
    other = replace(WATCH, id="w2")
    matter = Matter(RECORD, DOCUMENT)
    first = match(matter, (WATCH, other, WATCH), NOW, ZoneInfo)
    later = match(matter, (other, WATCH), NOW + timedelta(hours=1), ZoneInfo)
    assert [alert.watch for alert in first] == ["w1", "w2"]
    assert {alert.id for alert in first} == {alert.id for alert in later}
    assert len({alert.id for alert in first}) == 2
    assert all(
        alert.state is AlertState.PENDING and alert.attempts == 0 and alert.next_attempt_at == NOW
        for alert in first
    )
    another = Matter(replace(RECORD, id="r2"), DOCUMENT)
    assert match(another, (WATCH,), NOW, ZoneInfo)[0].id != first[0].id


def test_a_feed_keeps_what_it_hears_and_is_sent_nothing() -> None:
    feed = replace(WATCH, channel=Channel.FEED, target="")
    (kept,) = match(Matter(RECORD, DOCUMENT), (feed,), NOW, ZoneInfo)
    assert kept.state is AlertState.IN_FEED
    assert kept.next_attempt_at is None


def test_a_watch_id_depends_on_what_is_asked_for_alone() -> None:
    base = Watch("", "n", Channel.WEBHOOK, "https://example.org/h", ("a", "b"), (), Severity.LOW, START)
    same = (
        replace(base, platforms=("b", "a", "b")),
        replace(base, name="another name", secret="another", id="any"),
        replace(base, timing=Timing(zone="Europe/Berlin"), muted=("c",), snoozed_until=NOW),
        replace(base, scope=Scope()),
    )
    assert {watch_id(each) for each in same} == {watch_id(base)}
    different = (
        replace(base, target="https://example.org/i"),
        replace(base, platforms=("a",)),
        replace(base, platforms=(), documents=("a", "b")),
        replace(base, minimum=Severity.HIGH),
        replace(base, channel=Channel.EMAIL),
        replace(base, scope=Scope(topics=("a",))),
        replace(base, scope=Scope(provisions=("a",))),
        replace(base, scope=Scope(search="a")),
    )
    assert len({watch_id(each) for each in (base, *different)}) == len(different) + 1
    feed = replace(base, channel=Channel.FEED, target="")
    assert watch_id(replace(feed, name="x")) != watch_id(replace(feed, name="y"))


def test_the_waits_grow_and_end() -> None:
    waits = [retry_after(number, None) for number in range(1, 8)]
    assert waits == [*DELAYS, None]
    assert list(DELAYS) == sorted(DELAYS)
    assert retry_after(0, None) is None


@pytest.mark.parametrize(
    ("number", "asked", "wait"),
    [
        (1, 30.0, timedelta(minutes=1)),
        (1, 90.0, timedelta(seconds=90)),
        (1, 1e12, timedelta(hours=24)),
        (1, float("inf"), timedelta(hours=24)),
        (1, float("nan"), timedelta(minutes=1)),
        (1, -5.0, timedelta(minutes=1)),
        (6, 1.0, timedelta(hours=24)),
        (7, 1.0, None),
    ],
)
def test_a_wish_lengthens_the_wait_within_bounds(number: int, asked: float, wait: timedelta | None) -> None:
    assert retry_after(number, asked) == wait


@given(st.integers(1, 6), st.one_of(st.none(), st.floats()))
def test_a_wait_is_always_between_the_schedule_and_a_day(number: int, asked: float | None) -> None:
    wait = retry_after(number, asked)
    assert wait is not None
    assert DELAYS[number - 1] <= wait <= timedelta(hours=24)


def test_an_alert_after_its_attempt() -> None:
    alert = Alert("a", "w", "r", START)

    def tried(number: int, *, delivered: bool = False, permanent: bool = False) -> Alert:
        return after_attempt(alert, Attempt("a", number, NOW, delivered, permanent, ""), None)

    done = tried(1, delivered=True)
    assert (done.state, done.attempts, done.next_attempt_at) == (AlertState.DELIVERED, 1, None)
    again = tried(2)
    assert (again.state, again.next_attempt_at) == (AlertState.PENDING, NOW + timedelta(minutes=5))
    assert tried(1, permanent=True).state is AlertState.GIVEN_UP
    assert tried(7).state is AlertState.GIVEN_UP
    assert tried(7, delivered=True).state is AlertState.DELIVERED
