"""What the other side said, fit to be kept and shown: it is hostile, and it may be long."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 300
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def shown(said: str | bytes | object) -> str:
    """One line of at most 300 characters without control characters."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    flat = " ".join(_HIDDEN.sub(" ", text[: 10 * LONGEST]).split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def asked_wait(header: str | None, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for (RFC 9110, 10.2.3), as delay or date; None when it says nothing."""
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,12}", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    seconds = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return max(0.0, math.ceil(seconds.total_seconds()))
