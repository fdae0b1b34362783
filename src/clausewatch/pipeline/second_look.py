"""Second looks: a suspicious capture is taken again soon, and an astonishing text counts when it was seen twice.

Only what can be asked again is looked at twice: live captures, never those of an import.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from clausewatch import text
from clausewatch.nouns.document import Judgement, Text
from clausewatch.nouns.evidence import Capture, Origin, Verdict
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import captures

SOON = timedelta(minutes=20)
"""When a suspicious capture is taken again; each further one waits twice as long, up to the cadence."""

_APART = timedelta(minutes=15)
"""Two sights count as two when they lie so far apart: less is one and the same disturbance."""

_LASTING = frozenset({Verdict.REGION_BLOCK, Verdict.TOO_LARGE, Verdict.REFUSED})
_MOST_DOUBLINGS = 16


def next_look(instance: Instance, capture: Capture, verdict: Verdict) -> datetime | None:
    """When the source should be asked again because of this verdict; None leaves its turn where it is.

    A failed fetch has its own pauses, which respect what the host asked for.
    """
    if capture.origin is not Origin.LIVE or capture.exchange.problem is not None:
        return None
    if verdict.good or verdict in _LASTING:
        return None
    with instance.database.read() as connection:
        before = captures.not_good_since(connection, capture.source, capture.observed_at)
    wait: timedelta = SOON * 2 ** min(before, _MOST_DOUBLINGS)
    return capture.observed_at + wait


def unconfirmed(
    instance: Instance, capture: Capture, new: Text, old: Text | None, read: Callable[[Capture], Text]
) -> Judgement | None:
    """The verdict that this good text must be seen a second time; None when it may stand.

    It may when it is not unlike `old`, the text it would replace, or when a capture taken long enough before, since
    the last good one, told the same.
    """
    if capture.origin is not Origin.LIVE or old is None:
        return None
    reason = text.doubt(new, old)
    if not reason:
        return None
    with instance.database.read() as connection:
        earlier = captures.held(connection, capture.source, capture.observed_at - _APART)
    if any(text.agree(new, read(each)) for each in earlier):
        return None
    waiting = "it is waiting to be seen a second time, and the version before it stands until then"
    return Judgement(Verdict.UNCONFIRMED, (reason, waiting))
