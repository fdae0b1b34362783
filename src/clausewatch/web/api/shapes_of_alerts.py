"""What the answer about alerts looks like."""

from __future__ import annotations

from pydantic import Field

from clausewatch.nouns.subscription import AlertState, Channel
from clausewatch.web.api.shapes import Moment, Shape


class Spread(Shape):
    """Percentiles of a time, in seconds, by the nearest-rank method; null where there is no alert."""

    alerts: int
    p50: float | None
    p90: float | None
    p99: float | None
    worst: float | None


class Level(Shape):
    """The service that alerts had."""

    observed_to_decided: Spread
    decided_to_delivered: Spread
    observed_to_delivered: Spread
    judged: int = Field(description="Delivered, given up, or waiting for more than 24 hours.")
    within_24_hours: int = Field(description="Of those judged, delivered within 24 hours of being observed.")
    share_within_24_hours: float | None
    waiting: int
    given_up: int


class Period(Shape):
    """The last so many days."""

    days: int
    at_once: Level
    digests: Level
    notices: Level = Field(
        description="Notices that a document cannot be captured, or can again: observed is when it was decided to tell."
    )


class AlertTold(Shape):
    """One alert on its way; of its target only so much is shown that its owner knows it."""

    id: str
    change: str
    document: str
    channel: Channel
    target: str
    digest: bool = Field(description="Whether it waits for a daily or weekly digest, as its watch asks.")
    state: AlertState
    observed_at: Moment
    decided_at: Moment
    delivered_at: Moment | None


class Service(Shape):
    """How soon alerts arrived, and the newest of them."""

    at: Moment
    periods: list[Period]
    newest: list[AlertTold] = Field(description="At most 100, newest first.")
