"""How long to wait before asking again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from clausewatch.nouns.evidence import Failure

TRANSIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses after which the same request may well succeed later (RFC 9110, 15; 52x are a large CDN's own)."""

_TRANSIENT_FAILURES = frozenset({Failure.CONNECT, Failure.TIMEOUT, Failure.PROTOCOL, Failure.DNS})
_QUICK_STATUSES = frozenset({500, 502, 503, 504})
_QUICK_FAILURES = frozenset({Failure.CONNECT, Failure.PROTOCOL})
_FIRST_BACKOFF = 0.5


def retry_after(value: str | None, now: datetime, most: float) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3), from 0 to `most`; None when it asks nothing."""
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]{1,12}", text):
        return min(float(text), most)
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (aware - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), most)


def quick_wait(
    failure: Failure | None, status: int | None, asked: float | None, attempt: int
) -> float | None:
    """Seconds before the next try of the same request, None when trying again soon is no use.

    What the host asks for goes first. Otherwise 0.5, 1, 2 ... seconds for broken connections and passing server
    errors; "too many requests" without a wait is never answered by another one soon.
    """
    if status is not None and status in TRANSIENT_STATUSES:
        if asked is not None:
            return asked
        return _FIRST_BACKOFF * 2**attempt if status in _QUICK_STATUSES else None
    return _FIRST_BACKOFF * 2**attempt if failure in _QUICK_FAILURES else None


def later(failure: Failure, status: int | None, asked: float | None, usual: float) -> float | None:
    """Seconds that a scheduler should leave a failed source alone: as asked, `usual` for what passes, else None."""
    if asked is not None:
        return asked
    if failure is Failure.STATUS:
        return usual if status in TRANSIENT_STATUSES else None
    return usual if failure in _TRANSIENT_FAILURES else None
