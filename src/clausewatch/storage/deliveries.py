"""The log of deliveries: what was tried for whom, and dead letters that go again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select, update

from clausewatch.nouns.identity import AlertId, WatchId
from clausewatch.nouns.subscription import AlertState, Attempt, Delivery
from clausewatch.storage import subscriptions
from clausewatch.storage.tables import alert as alerts_table
from clausewatch.storage.tables import attempt as attempts_table
from clausewatch.storage.tables import watch as watches_table


def deliveries(
    connection: Connection, watch: WatchId | None, limit: int, *, failed_only: bool = False
) -> tuple[Delivery, ...]:
    """What was sent or is to be sent, newest first, of one watch or of all; with `failed_only` what was given up, and what
    waits after a try that failed."""
    table = alerts_table.c
    query = (
        select(alerts_table)
        .where(table.state != AlertState.IN_FEED.value)
        .order_by(table.created_at.desc(), table.id)
        .limit(limit)
    )
    if watch is not None:
        query = query.where(table.watch == watch)
    if failed_only:
        waiting = and_(table.state == AlertState.PENDING.value, table.attempts > 0)
        query = query.where(or_(table.state == AlertState.GIVEN_UP.value, waiting))
    found = subscriptions.alerts_of(connection, query)
    whose = {each.id: each for each in subscriptions.watches(connection, active_only=False)}
    tried = _attempts(connection, [each.id for each in found])
    return tuple(Delivery(each, whose[each.watch], tuple(tried[each.id])) for each in found)


def retry(connection: Connection, now: datetime, alert: AlertId | None = None) -> int:
    """Lets what was given up be tried once more from now on, one alert (and its digest) or all; gives how many.

    What a watch that ended was to be told stays given up.
    """
    table = alerts_table.c
    live = select(watches_table.c.id).where(watches_table.c.active)
    query = update(alerts_table).where(table.state == AlertState.GIVEN_UP.value, table.watch.in_(live))
    if alert is not None:
        digest = select(table.digest).where(table.id == alert, table.digest != "")
        query = query.where(or_(table.id == alert, table.digest.in_(digest)))
    again = connection.execute(query.values(state=AlertState.PENDING.value, next_attempt_at=now))
    return again.rowcount


def _attempts(connection: Connection, alerts: Sequence[AlertId]) -> dict[AlertId, list[Attempt]]:
    query = select(attempts_table).where(attempts_table.c.alert.in_(alerts)).order_by(attempts_table.c.number)
    found: dict[AlertId, list[Attempt]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["alert"]].append(Attempt(**row))
    return found
