"""When a delivery that failed is tried again, and when it is given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from clausewatch.nouns.subscription import Alert, AlertState, Attempt

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""The wait after the first, second ... failed attempt: a server may be down for a day and still be told."""


def retry_after(attempt_number: int, asked: float | None) -> timedelta | None:
    """How long to wait after failed attempt `attempt_number` (from 1); None when that was the last.

    `asked` is what the other side wishes, in seconds (Retry-After; RFC 9110, 10.2.3): it can lengthen the wait up to
    the longest delay, never shorten it, and never adds an attempt.
    """
    if not 1 <= attempt_number <= len(DELAYS):
        return None
    wait = DELAYS[attempt_number - 1]
    if asked is None or not asked > 0:  # a NaN is not greater than 0 either
        return wait
    return max(wait, timedelta(seconds=min(asked, DELAYS[-1].total_seconds())))


def after_attempt(alert: Alert, attempt: Attempt, asked: float | None) -> Alert:
    """The alert as it stands after that attempt: delivered, given up, or due again."""
    tried = replace(alert, attempts=attempt.number, next_attempt_at=None)
    if attempt.delivered:
        return replace(tried, state=AlertState.DELIVERED)
    wait = None if attempt.permanent else retry_after(attempt.number, asked)
    if wait is None:
        return replace(tried, state=AlertState.GIVEN_UP)
    return replace(tried, state=AlertState.PENDING, next_attempt_at=attempt.at + wait)
