"""When the demonstration looks at the platforms."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from clausewatch.demo.story import Story

HOUR = time(9, 0, tzinfo=UTC)
"""When of a day a round runs: after the day's new pages came up."""

QUIET = timedelta(days=7)
"""The longest time without a round."""


def rounds(story: Story) -> tuple[datetime, ...]:
    """Every simulated instant at which a round of checks runs, in order: each day on which a page comes up, so that even
    a page that stays one day is seen, and every seventh day of a quiet stretch."""
    days = sorted({state.at.date() for document in story.documents for state in document.states})
    quiet = (
        first + QUIET * week
        for first, last in pairwise(days)
        for week in range(1, _weeks_between(first, last))
    )
    return tuple(datetime.combine(day, HOUR) for day in sorted({*days, *quiet}))


def _weeks_between(first: date, last: date) -> int:
    """How many stretches of at most seven days lead from the one day to the other."""
    return -((first - last) // QUIET)
