"""Watches, alerts and the attempts at delivering them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, case, false, func, or_, select, update

from clausewatch.nouns.change import Severity
from clausewatch.nouns.identity import AlertId, WatchId, short_id
from clausewatch.nouns.subscription import Alert, AlertState, Attempt, Channel, Scope, Timing, Watch
from clausewatch.storage import codec, turns
from clausewatch.storage.upsert import insert_all_once, insert_once
from clausewatch.storage.watch_tables import alert as alerts_table
from clausewatch.storage.watch_tables import attempt as attempts_table
from clausewatch.storage.watch_tables import notice as notices_table
from clausewatch.storage.watch_tables import watch as watches_table

_UNOWNED = select(watches_table.c.id).where(watches_table.c.organisation.is_(None))
"""The operator's own watches."""


def save_watch(connection: Connection, watch: Watch) -> bool:
    """Keeps the watch; says whether it was new. One that is known keeps its beginning, its snooze, and what it mutes where
    the watch mutes nothing; being left is forgotten. One that had ended and is made again is nobody's heir."""
    new = insert_once(connection, watches_table, _row(watch))
    if not new:
        table = watches_table.c
        ended = select(table.id).where(table.id == watch.id, table.active.is_(False)).scalar_subquery()
        if watch.active:
            connection.execute(update(watches_table).where(table.became == ended).values(became=None))
        kept = {"id", "created_at", "snoozed_until", *(() if watch.muted else ("muted",))}
        changed = {key: value for key, value in _row(watch).items() if key not in kept}
        if watch.active:
            changed |= {"left_at": None, "became": None}
        connection.execute(update(watches_table).where(table.id == watch.id).values(changed))
    return new


def watches(connection: Connection, *, active_only: bool = True) -> tuple[Watch, ...]:
    """The watches in the order they were made."""
    query = select(watches_table).order_by(watches_table.c.created_at, watches_table.c.id)
    if active_only:
        query = query.where(watches_table.c.active)
    return tuple(_watch(row) for row in connection.execute(query).mappings())


def watch(connection: Connection, identifier: WatchId) -> Watch | None:
    """The watch of that identifier."""
    query = select(watches_table).where(watches_table.c.id == identifier)
    row = connection.execute(query).mappings().first()
    return None if row is None else _watch(row)


def watches_of(connection: Connection, organisation: str, *, active_only: bool = True) -> tuple[Watch, ...]:
    """The organisation's watches, or those that have not ended, in the order they were made."""
    table = watches_table.c
    query = (
        select(watches_table).where(table.organisation == organisation).order_by(table.created_at, table.id)
    )
    if active_only:
        query = query.where(table.active)
    return tuple(_watch(row) for row in connection.execute(query).mappings())


def go_on(connection: Connection, watch: Watch, before: Watch) -> None:
    """Lets the stored watch go on where the one before it was: from its beginning, in its snooze, and with the secret that
    was being replaced if its own is the one that replaces it. What it mutes is what it says."""
    values: dict[str, Any] = {
        "created_at": before.created_at,
        "snoozed_until": before.snoozed_until,
        "muted": codec.dumps(watch.muted),
    }
    if watch.secret == before.secret:
        values |= {"previous_secret": before.previous_secret, "previous_until": before.previous_until}
    connection.execute(update(watches_table).where(watches_table.c.id == watch.id).values(values))


def hand_over(connection: Connection, ended: WatchId, heir: WatchId) -> None:
    """Ends the watch because it was changed: it became that one, which goes on for it."""
    query = update(watches_table).where(watches_table.c.id == ended)
    connection.execute(query.values(active=False, became=heir))


def become(connection: Connection, before: Watch, wanted: Watch) -> bool:
    """Keeps the wanted watch, which goes on for the one before it, and ends that unless it is the same one; says whether the
    wanted one is new."""
    new = save_watch(connection, wanted)
    go_on(connection, wanted, before)
    if before.id != wanted.id:
        hand_over(connection, before.id, wanted.id)
    return new


def heir(connection: Connection, ended: Watch) -> Watch | None:
    """The watch that one of an organisation became when it was changed, over as many changes as there were. None where it
    ended otherwise, and for the operator's, which are not changed but made anew."""
    table, seen = watches_table.c, {ended.id}
    became = select(table.became)
    following = connection.execute(became.where(table.id == ended.id)).scalar()
    while following is not None and following not in seen:
        found = watch(connection, following)
        if found is None or found.active:
            return found
        seen.add(following)
        following = connection.execute(became.where(table.id == following)).scalar()
    return None


def end_watch(connection: Connection, identifier: WatchId) -> bool:
    """Stops the watch; what was delivered stays on record. False when there is none."""
    ended = connection.execute(
        update(watches_table).where(watches_table.c.id == identifier).values(active=False)
    )
    return ended.rowcount == 1


def leave_watch(connection: Connection, identifier: WatchId, at: datetime) -> bool:
    """Stops the watch at its receiver's wish, which loading it again from a file does not undo. False when there is none."""
    table = watches_table.c
    connection.execute(
        update(watches_table).where(table.id == identifier, table.left_at.is_(None)).values(left_at=at)
    )
    return end_watch(connection, identifier)


def left(connection: Connection, identifier: WatchId) -> bool:
    """Whether its receiver ended the watch."""
    query = select(watches_table.c.left_at).where(watches_table.c.id == identifier)
    return connection.execute(query).scalar() is not None


def rotate_secret(connection: Connection, identifier: WatchId, fresh: str, until: datetime) -> bool:
    """Signs with the fresh secret from now on, and until then with the one before as well. False without such a watch."""
    table = watches_table.c
    found = connection.execute(
        update(watches_table)
        .where(table.id == identifier)
        .values(secret=fresh, previous_secret=table.secret, previous_until=until)
    )
    return found.rowcount == 1


def mute(connection: Connection, identifier: WatchId, muted: tuple[str, ...]) -> bool:
    """Sets of which platforms and documents the watch is told nothing. False when there is no such watch."""
    query = update(watches_table).where(watches_table.c.id == identifier)
    return connection.execute(query.values(muted=codec.dumps(muted))).rowcount == 1


def snooze(connection: Connection, identifier: WatchId, until: datetime | None, due: datetime) -> bool:
    """Lets the watch wait until then, or wakes it: what waits already, notices as well as alerts, goes no sooner than `due`,
    and what waited for the end of a longer snooze goes then. False when there is no such watch.

    What waits longer for another reason keeps its time: it failed, or somebody is just delivering it. What goes with a digest goes with that of the new time, unless it was tried already.
    """
    was = select(watches_table.c.snoozed_until).where(watches_table.c.id == identifier)
    before: datetime | None = connection.execute(was).scalar()
    found = connection.execute(
        update(watches_table).where(watches_table.c.id == identifier).values(snoozed_until=until)
    )
    fresh = short_id("digest", identifier, due.isoformat())
    for table in (alerts_table, notices_table):
        next_at = table.c.next_attempt_at
        later = or_(next_at.is_(None), next_at < due) if until is not None else false()
        sooner = next_at >= before if before is not None and before > due else false()
        values: dict[str, Any] = {"next_attempt_at": due}
        if table is alerts_table:
            gathered = (alerts_table.c.digest != "") & (alerts_table.c.attempts == 0)
            values["digest"] = case((gathered, fresh), else_=alerts_table.c.digest)
        connection.execute(
            update(table)
            .where(table.c.watch == identifier, table.c.state == AlertState.PENDING.value)
            .where(or_(later, sooner))
            .values(values)
        )
    return found.rowcount == 1


def save_alerts(connection: Connection, made: Sequence[Alert]) -> int:
    """Keeps the alerts that are not known; gives how many these were."""
    rows = [
        {
            "id": alert.id,
            "watch": alert.watch,
            "record": alert.record,
            "created_at": alert.created_at,
            "state": alert.state.value,
            "attempts": alert.attempts,
            "next_attempt_at": alert.next_attempt_at,
            "digest": alert.digest,
        }
        for alert in made
    ]
    return insert_all_once(connection, alerts_table, rows)


def claim(connection: Connection, first: Alert, now: datetime, until: datetime) -> tuple[Alert, ...]:
    """The alert, or all that are due of its digest, for whoever asks first: until then nobody else gets them.

    Empty where somebody else was sooner. Who dies over it loses nothing: they are due again then.
    """
    table = alerts_table.c
    which = table.digest == first.digest if first.digest else table.id == first.id
    query = (
        update(alerts_table)
        .where(which, table.state == AlertState.PENDING.value)
        .where(or_(table.next_attempt_at.is_(None), table.next_attempt_at <= now))
        .values(next_attempt_at=until)
        .returning(*table)
    )
    found = [_alert(row) for row in connection.execute(query).mappings()]
    return tuple(sorted(found, key=lambda each: (each.created_at, each.id)))


def put_off(connection: Connection, alerts: Iterable[AlertId], until: datetime) -> None:
    """Lets those of the alerts that are pending wait until then; no try is counted."""
    which = alerts_table.c.id.in_(list(alerts))
    pending = alerts_table.c.state == AlertState.PENDING.value
    connection.execute(update(alerts_table).where(which, pending).values(next_attempt_at=until))


def revive(connection: Connection, made: Sequence[Alert]) -> None:
    """Keeps the alerts that are not known, and lets those wait again that were withdrawn."""
    save_alerts(connection, made)
    table = alerts_table.c
    for each in made:
        fresh = {"state": each.state.value, "next_attempt_at": each.next_attempt_at, "digest": each.digest}
        gone = table.state == AlertState.WITHDRAWN.value
        connection.execute(update(alerts_table).where(table.id == each.id, gone).values(fresh))


def withdraw(connection: Connection, alerts: Iterable[AlertId]) -> None:
    """Ends the alerts unsent: what they would tell is told by others."""
    values = {"state": AlertState.WITHDRAWN.value, "next_attempt_at": None}
    connection.execute(update(alerts_table).where(alerts_table.c.id.in_(list(alerts))).values(values))


def undelivered(
    connection: Connection, now: datetime, limit: int, after: Alert | None = None
) -> tuple[Alert, ...]:
    """Pending alerts whose next attempt is due, those that wait longest first; with `after` those that come after that one."""
    query = turns.waiting(alerts_table, now, limit, after)
    return tuple(_alert(row) for row in connection.execute(query).mappings())


def next_try(connection: Connection, together: Collection[AlertId]) -> int:
    """Counts one more try of alerts that go together and gives its number (`turns.next_try`)."""
    return turns.next_try(connection, alerts_table, together)


def save_attempt(connection: Connection, attempt: Attempt, state: AlertState, again: datetime | None) -> None:
    """Keeps one try at delivering, numbered by `next_try`, and where the alert stands after it.

    What was delivered stays so: a try that ended late, after another one came through, does not send it again.
    """
    insert_once(
        connection,
        attempts_table,
        {
            "alert": attempt.alert,
            "number": attempt.number,
            "at": attempt.at,
            "delivered": attempt.delivered,
            "permanent": attempt.permanent,
            "detail": attempt.detail,
        },
    )
    connection.execute(
        update(alerts_table)
        .where(alerts_table.c.id == attempt.alert, alerts_table.c.state != AlertState.DELIVERED.value)
        .values(state=state.value, next_attempt_at=again)
    )


def alerts(
    connection: Connection,
    limit: int | None = None,
    *,
    to: WatchId | None = None,
    below: tuple[datetime, AlertId] | None = None,
    unowned: bool = False,
    states: Collection[AlertState] = (),
) -> tuple[Alert, ...]:
    """The alerts, or those to one watch, newest first; with `below` those that come after that one in this order.

    With `unowned` without those to an organisation's watches; with `states` only those that stand so.
    """
    table = alerts_table.c
    query = select(alerts_table).order_by(table.created_at.desc(), table.id)
    if unowned:
        query = query.where(table.watch.in_(_UNOWNED))
    if to is not None:
        query = query.where(table.watch == to)
    if states:
        query = query.where(table.state.in_([each.value for each in states]))
    if below is not None:
        at, identifier = below
        query = query.where((table.created_at < at) | ((table.created_at == at) & (table.id > identifier)))
    return tuple(_alert(row) for row in connection.execute(query.limit(limit)).mappings())


def alerts_of(connection: Connection, query: Select[Any]) -> tuple[Alert, ...]:
    """The alerts that a query of their table finds, in its order."""
    return tuple(_alert(row) for row in connection.execute(query).mappings())


def attempts(connection: Connection, alert: AlertId) -> tuple[Attempt, ...]:
    """The tries at delivering that alert, in order."""
    query = select(attempts_table).where(attempts_table.c.alert == alert).order_by(attempts_table.c.number)
    return tuple(
        Attempt(
            alert=row["alert"],
            number=row["number"],
            at=row["at"],
            delivered=row["delivered"],
            permanent=row["permanent"],
            detail=row["detail"],
        )
        for row in connection.execute(query).mappings()
    )


def count_alerts(connection: Connection, *, unowned: bool = False) -> dict[AlertState, int]:
    """How many alerts stand in each state; with `unowned` without those to an organisation's watches."""
    query = select(alerts_table.c.state, func.count()).group_by(alerts_table.c.state)
    if unowned:
        query = query.where(alerts_table.c.watch.in_(_UNOWNED))
    return {AlertState(row[0]): row[1] for row in connection.execute(query)}


def _row(watch: Watch) -> dict[str, object]:
    return {
        "id": watch.id,
        "name": watch.name,
        "channel": watch.channel.value,
        "target": watch.target,
        "platforms": codec.dumps(watch.platforms),
        "documents": codec.dumps(watch.documents),
        "minimum": watch.minimum.value,
        "created_at": watch.created_at,
        "secret": watch.secret,
        "active": watch.active,
        "scope": codec.dumps(watch.scope),
        "timing": codec.dumps(watch.timing),
        "muted": codec.dumps(watch.muted),
        "snoozed_until": watch.snoozed_until,
        "organisation": watch.organisation or None,
    }


def _watch(row: RowMapping) -> Watch:
    return Watch(
        id=row["id"],
        name=row["name"],
        channel=Channel(row["channel"]),
        target=row["target"],
        platforms=codec.loads(tuple[str, ...], row["platforms"]),
        documents=codec.loads(tuple[str, ...], row["documents"]),
        minimum=Severity(row["minimum"]),
        created_at=row["created_at"],
        secret=row["secret"],
        active=row["active"],
        # Empty in watches that were made before there was more to say.
        scope=codec.loads(Scope, row["scope"]) if row["scope"] else Scope(),
        timing=codec.loads(Timing, row["timing"]) if row["timing"] else Timing(),
        muted=codec.loads(tuple[str, ...], row["muted"]) if row["muted"] else (),
        snoozed_until=row["snoozed_until"],
        previous_secret=row["previous_secret"],
        previous_until=row["previous_until"],
        organisation=row["organisation"] or "",
    )


def _alert(row: RowMapping) -> Alert:
    return Alert(
        id=row["id"],
        watch=row["watch"],
        record=row["record"],
        created_at=row["created_at"],
        state=AlertState(row["state"]),
        attempts=row["attempts"],
        next_attempt_at=row["next_attempt_at"],
        digest=row["digest"],
    )
