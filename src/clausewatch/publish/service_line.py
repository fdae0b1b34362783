"""How soon alerts arrived, as JSON; targets are masked."""

from __future__ import annotations

from datetime import timedelta

from clausewatch.alert import Level, Spread, masked_target
from clausewatch.nouns.subscription import Way
from clausewatch.publish.record_line import instant


def level_line(level: Level) -> dict[str, object]:
    """The service of some alerts; times in seconds."""
    return {
        "observed_to_decided": _spread(level.deciding),
        "decided_to_delivered": _spread(level.delivering),
        "observed_to_delivered": _spread(level.whole),
        "judged": level.judged,
        "within_24_hours": level.within_day,
        "share_within_24_hours": level.share,
        "waiting": level.waiting,
        "given_up": level.dead,
    }


def way_line(way: Way) -> dict[str, object]:
    """One alert on its way."""
    return {
        "id": way.alert,
        "change": way.record,
        "document": way.document,
        "channel": way.channel.value,
        "target": masked_target(way.channel, way.target),
        "digest": way.gathered,
        "state": way.state.value,
        "observed_at": instant(way.observed_at),
        "decided_at": instant(way.decided_at),
        "delivered_at": instant(way.delivered_at) if way.delivered_at else None,
    }


def _spread(spread: Spread) -> dict[str, object]:
    return {
        "alerts": spread.count,
        "p50": _seconds(spread.p50),
        "p90": _seconds(spread.p90),
        "p99": _seconds(spread.p99),
        "worst": _seconds(spread.worst),
    }


def _seconds(value: timedelta | None) -> float | None:
    return None if value is None else value.total_seconds()
