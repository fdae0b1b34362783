"""Whose turn it is to be delivered, and which try that is, alike for alerts and notices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, Text, func, literal, or_, select, tuple_, update

from clausewatch.nouns.failing import Notice
from clausewatch.nouns.identity import AlertId
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


def next_try(connection: Connection, table: Table, together: Collection[AlertId]) -> int:
    """Counts one more try of each of the rows and gives its number, from 1: one more than any of them had.

    It is counted on the rows as they are now, held until the transaction ends: who was so slow that another tried
    meanwhile gets a number of their own, and neither try is lost.
    """
    which = table.c.id.in_(list(together))
    # In one order, so that two that hold some of the same rows do not wait for each other.
    held = select(table.c.attempts).where(which).order_by(table.c.id).with_for_update()
    number: int = max(connection.execute(held).scalars(), default=0) + 1
    connection.execute(update(table).where(which).values(attempts=number))
    return number
