"""How soon alerts arrived, over the last weeks: what the page and the API say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from clausewatch.alert import Level, service_level
from clausewatch.nouns.subscription import Way
from clausewatch.storage import Connection, deliveries

DAYS = (30, 90)
NEWEST = 100


@dataclass(frozen=True, slots=True)
class Period:
    """The service over the last days: of alerts that go at once, of those that wait for a digest, and of notices that a
    document cannot be captured or can again."""

    days: int
    at_once: Level
    gathered: Level
    notices: Level


@dataclass(frozen=True, slots=True)
class Served:
    """The service of each period as of `at`, and the newest alerts of the longest, which has `total`."""

    at: datetime
    periods: tuple[Period, ...]
    newest: tuple[Way, ...]
    total: int


def served(connection: Connection, now: datetime) -> Served:
    """How soon alerts arrived, as of now."""
    begin = now - timedelta(days=max(DAYS))
    ways, notices = deliveries.ways(connection, begin), deliveries.noticed(connection, begin)
    periods = tuple(_period(days, ways, notices, now) for days in DAYS)
    return Served(now, periods, ways[:NEWEST], len(ways))


def _period(days: int, ways: Iterable[Way], notices: Iterable[Way], now: datetime) -> Period:
    begin = now - timedelta(days=days)
    recent = [each for each in ways if each.decided_at >= begin]
    return Period(
        days,
        at_once=service_level((each for each in recent if not each.gathered), now),
        gathered=service_level((each for each in recent if each.gathered), now),
        notices=service_level((each for each in notices if each.decided_at >= begin), now),
    )
