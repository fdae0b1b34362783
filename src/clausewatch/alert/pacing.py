"""When a source is asked again: by its cadence, and oftener around a day on which its document says it takes effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

CLOSER = timedelta(hours=1)
"""How often around such a day; a shorter cadence stays. Chosen, not tuned: a page an hour is what one reader may ask for."""

BEFORE, AFTER = timedelta(hours=14), timedelta(hours=36)
"""A day begins 14 hours before UTC's at the earliest and ends 12 hours after it at the latest (IANA time zone database); a
further day, because texts also come late."""


def next_turn(now: datetime, cadence: timedelta, effective: Iterable[date]) -> datetime:
    """When the source is to be captured after `now`, if the document's text names these days of taking effect.

    Never later than by the cadence, and no sooner than `CLOSER` from now where the cadence is longer than that.
    """
    closer = min(cadence, CLOSER)
    turn = now + cadence
    for day in effective:
        midnight = datetime.combine(day, time(), UTC)
        begin, end = midnight - BEFORE, midnight + timedelta(days=1) + AFTER
        if now < end:
            turn = min(turn, max(now + closer, begin))
    return turn
