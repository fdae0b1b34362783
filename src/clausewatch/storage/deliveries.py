"""The log of deliveries: what was tried for whom, and dead letters that go again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ScalarSelect,
    Table,
    and_,
    case,
    func,
    or_,
    select,
    update,
)

from clausewatch.nouns.account import OrganisationId
from clausewatch.nouns.failing import OPERATOR
from clausewatch.nouns.identity import AlertId, WatchId
from clausewatch.nouns.subscription import Alert, AlertState, Attempt, Channel, Delivery, Way
from clausewatch.storage import failing, subscriptions
from clausewatch.storage.tables import record as records_table
from clausewatch.storage.watch_tables import alert as alerts_table
from clausewatch.storage.watch_tables import attempt as attempts_table
from clausewatch.storage.watch_tables import notice as notices_table
from clausewatch.storage.watch_tables import notice_attempt as notice_attempts_table
from clausewatch.storage.watch_tables import watch as watches_table

_UNSENT = (AlertState.IN_FEED.value, AlertState.WITHDRAWN.value)


def deliveries(
    connection: Connection,
    watch: WatchId | None,
    limit: int,
    *,
    of: OrganisationId = "",
    failed_only: bool = False,
) -> tuple[Delivery, ...]:
    """What was sent or is to be sent, newest first, of one watch or of all, or of all of that organisation; with `failed_only`
    what was given up, and what waits after a try that failed."""
    whose = {each.id: each for each in subscriptions.watches(connection, active_only=False)}
    alerts = subscriptions.alerts_of(
        connection,
        select(alerts_table)
        .where(_wanted(alerts_table, failed_only=failed_only), *_whose(alerts_table, watch, of))
        .order_by(alerts_table.c.created_at.desc(), alerts_table.c.id)
        .limit(limit),
    )
    notices = failing.notices_of(
        connection,
        select(notices_table)
        .where(_wanted(notices_table, failed_only=failed_only), *_whose(notices_table, watch, of))
        .order_by(notices_table.c.created_at.desc(), notices_table.c.id)
        .limit(limit),
    )
    tried = _attempts(connection, attempts_table, attempts_table.c.alert, [each.id for each in alerts])
    tried |= _attempts(
        connection, notice_attempts_table, notice_attempts_table.c.notice, [each.id for each in notices]
    )
    found = [Delivery(each, whose[each.watch], tuple(tried.get(each.id, ()))) for each in alerts]
    for each in notices:
        told = Alert(
            each.id, each.watch, "", each.created_at, each.state, each.attempts, each.next_attempt_at
        )
        tries, about = tuple(tried.get(each.id, ())), tuple(spell.document for spell in each.spells)
        found.append(Delivery(told, whose.get(each.watch), tries, each.event.value, about))
    found.sort(key=lambda each: each.alert.created_at, reverse=True)
    return tuple(found[:limit])


def ways(connection: Connection, since: datetime) -> tuple[Way, ...]:
    """The alerts that were decided since then and are sent somewhere, newest first.

    Without those that a watch which ended was not told: nobody waits for them.
    """
    alerts, made, watch = alerts_table.c, records_table.c, watches_table.c
    taken = _first_taken(attempts_table, attempts_table.c.alert == alerts.id)
    query = (
        select(
            alerts.id,
            alerts.record,
            made.document,
            watch.channel,
            # Of members' watches nothing is shown to others.
            case((watch.organisation.is_(None), watch.target), else_=""),
            made.observed_at,
            alerts.created_at,
            taken,
            alerts.state,
            alerts.digest,
        )
        .join(records_table, made.id == alerts.record)
        .join(watches_table, watch.id == alerts.watch)
        .where(alerts.state.not_in(_UNSENT), alerts.created_at >= since)
        .where(or_(watch.active, taken.is_not(None)))
        .order_by(alerts.created_at.desc(), alerts.id)
    )
    return tuple(
        Way(
            alert=row[0],
            record=row[1],
            document=row[2],
            channel=Channel(row[3]),
            target=row[4],
            observed_at=row[5],
            decided_at=row[6],
            delivered_at=row[7],
            state=AlertState(row[8]),
            gathered=bool(row[9]),
        )
        for row in connection.execute(query)
    )


def noticed(connection: Connection, since: datetime) -> tuple[Way, ...]:
    """The notices that were decided since then and are sent somewhere, newest first: they tell of no record, and were
    observed when they were decided. Without those that a watch which ended was not told."""
    notices, watch = notices_table.c, watches_table.c
    taken = _first_taken(notice_attempts_table, notice_attempts_table.c.notice == notices.id)
    query = (
        select(notices.id, watch.channel, notices.created_at, taken, notices.state)
        .outerjoin(watches_table, watch.id == notices.watch)
        .where(notices.state.not_in(_UNSENT), notices.created_at >= since)
        .where(or_(notices.watch == OPERATOR, watch.active, taken.is_not(None)))
        .order_by(notices.created_at.desc(), notices.id)
    )
    return tuple(
        Way(
            alert=row[0],
            record="",
            document="",
            channel=Channel(row[1] or Channel.EMAIL),
            target="",
            observed_at=row[2],
            decided_at=row[2],
            delivered_at=row[3],
            state=AlertState(row[4]),
            gathered=False,
        )
        for row in connection.execute(query)
    )


def retry(connection: Connection, now: datetime, alert: AlertId | None = None) -> int:
    """Lets what was given up be tried once more from now on, one alert (and its digest) or all; gives how many.

    What a watch that ended was to be told stays given up.
    """
    table, notices = alerts_table.c, notices_table.c
    live = select(watches_table.c.id).where(watches_table.c.active)
    again = update(alerts_table).where(table.state == AlertState.GIVEN_UP.value, table.watch.in_(live))
    noticed = update(notices_table).where(
        notices.state == AlertState.GIVEN_UP.value, or_(notices.watch == OPERATOR, notices.watch.in_(live))
    )
    if alert is not None:
        digest = select(table.digest).where(table.id == alert, table.digest != "")
        again = again.where(or_(table.id == alert, table.digest.in_(digest)))
        noticed = noticed.where(notices.id == alert)
    fresh = {"state": AlertState.PENDING.value, "next_attempt_at": now}
    return sum(connection.execute(each.values(fresh)).rowcount for each in (again, noticed))


def _first_taken(tries: Table, of: ColumnElement[bool]) -> ScalarSelect[datetime]:
    """When the other side first took it: twice, where a slow try came through after another one had."""
    return select(func.min(tries.c.at)).where(of, tries.c.delivered).scalar_subquery()


def told_watch(connection: Connection, alert: AlertId) -> WatchId | None:
    """The watch that the alert or notice of that id is for; None where there is no such."""
    for table in (alerts_table, notices_table):
        found: WatchId | None = connection.execute(select(table.c.watch).where(table.c.id == alert)).scalar()
        if found is not None:
            return found
    return None


def _whose(table: Table, watch: WatchId | None, of: OrganisationId) -> list[ColumnElement[bool]]:
    owned = select(watches_table.c.id).where(watches_table.c.organisation == of)
    return [
        *([] if watch is None else [table.c.watch == watch]),
        *([table.c.watch.in_(owned)] if of else []),
    ]


def _wanted(table: Table, *, failed_only: bool) -> ColumnElement[bool]:
    state, attempts = table.c.state, table.c.attempts
    if not failed_only:
        return state.not_in(_UNSENT)
    waiting = and_(state == AlertState.PENDING.value, attempts > 0)
    return or_(state == AlertState.GIVEN_UP.value, waiting)


def _attempts(
    connection: Connection, table: Table, key: Column[str], alerts: Sequence[AlertId]
) -> dict[AlertId, list[Attempt]]:
    query = select(table).where(key.in_(alerts)).order_by(table.c.number)
    found: dict[AlertId, list[Attempt]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        rest = {name: row[name] for name in ("number", "at", "delivered", "permanent", "detail")}
        found[row[key.name]].append(Attempt(alert=row[key.name], **rest))
    return found
