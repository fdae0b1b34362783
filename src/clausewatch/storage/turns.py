"""Whose turn it is to be delivered, alike for alerts and notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, Text, func, literal, or_, select, tuple_

from clausewatch.nouns.failing import Notice
from clausewatch.nouns.subscription import Alert, AlertState
from clausewatch.storage.types import Instant


def waiting(table: Table, now: datetime, limit: int, after: Alert | Notice | None) -> Select[Any]:
    """Pending rows whose next attempt is due, those that wait longest first; with `after` those that come after that one.

    Ordered by when they were due, not made: those that fail again and again must not stand before all others for ever.
    """
    due = func.coalesce(table.c.next_attempt_at, table.c.created_at)
    query = (
        select(table)
        .where(table.c.state == AlertState.PENDING.value)
        .where(or_(table.c.next_attempt_at.is_(None), table.c.next_attempt_at <= now))
        .order_by(due, table.c.created_at, table.c.id)
        .limit(limit)
    )
    if after is None:
        return query
    last = (
        literal(after.next_attempt_at or after.created_at, Instant()),
        literal(after.created_at, Instant()),
        literal(after.id, Text()),
    )
    return query.where(tuple_(due, table.c.created_at, table.c.id) > tuple_(*last))
