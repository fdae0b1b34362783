"""What a date means where an instant is asked for: one rule for pages, the API and the command line.

A day means its last instant, UTC: "as of 1 August" is what stood when that day ended. An instant means itself, UTC unless
it says otherwise. Only where a range begins (`--since`, `from:`) does a day mean its first instant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def end_of_day(day: date) -> datetime:
    """The last instant of the day, UTC, to the microsecond that storage keeps."""
    return datetime.combine(day, time.max, UTC)


def instant_as_of(given: str) -> datetime:
    """The instant that `as of` such a date means. ValueError or OverflowError where it is no date in ISO 8601."""
    try:
        return end_of_day(date.fromisoformat(given))
    except ValueError:
        return instant_from(given)


def instant_from(given: str) -> datetime:
    """The instant from which on such a date counts: a day's first. Errors as in `instant_as_of`."""
    found = datetime.fromisoformat(given)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
