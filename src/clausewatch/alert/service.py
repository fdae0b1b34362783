"""How soon alerts reached whom they were for: from observed to decided to delivered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from clausewatch.nouns.subscription import AlertState, Way

DAY = timedelta(hours=24)
SHARES = (50, 90, 99)


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of a time by the nearest-rank method, and the worst; over `count` alerts, of which 0 have none."""

    count: int
    p50: timedelta | None
    p90: timedelta | None
    p99: timedelta | None
    worst: timedelta | None


@dataclass(frozen=True, slots=True)
class Level:
    """The service that alerts had. `whole` is from observed to delivered, the sum of the two before it.

    `within_day` of `judged` reached their receiver within 24 hours; judged are those that were delivered or given up, or have
    waited longer than that. `waiting` and `dead` are counted now.
    """

    deciding: Spread
    delivering: Spread
    whole: Spread
    judged: int
    within_day: int
    waiting: int
    dead: int

    @property
    def share(self) -> float | None:
        """Of those judged, from 0 to 1; None where none is."""
        return self.within_day / self.judged if self.judged else None


def service_level(told: Iterable[Way], now: datetime) -> Level:
    """The service of these alerts, as of now."""
    alerts = tuple(told)
    arrived = [(each, at) for each in alerts if (at := each.delivered_at) is not None]
    late = sum(each.delivered_at is None and _over(each, now) for each in alerts)
    return Level(
        deciding=_spread([each.decided_at - each.observed_at for each in alerts]),
        delivering=_spread([at - each.decided_at for each, at in arrived]),
        whole=_spread([at - each.observed_at for each, at in arrived]),
        judged=len(arrived) + late,
        within_day=sum(at - each.observed_at <= DAY for each, at in arrived),
        waiting=sum(each.state is AlertState.PENDING for each in alerts),
        dead=sum(each.state is AlertState.GIVEN_UP for each in alerts),
    )


def _over(each: Way, now: datetime) -> bool:
    """Whether it is settled that an undelivered alert did not come within a day."""
    return each.state is AlertState.GIVEN_UP or now - each.observed_at > DAY


def _spread(times: Sequence[timedelta]) -> Spread:
    if not times:
        return Spread(0, None, None, None, None)
    ordered = sorted(times)
    p50, p90, p99 = (ordered[ceil(share / 100 * len(ordered)) - 1] for share in SHARES)
    return Spread(len(ordered), p50, p90, p99, ordered[-1])
