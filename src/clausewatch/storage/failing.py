"""Spells in which documents are not captured well, and the notices of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, or_, select, update

from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.failing import Event, Notice, Spell
from clausewatch.nouns.identity import AlertId, SourceId, WatchId
from clausewatch.nouns.subscription import AlertState, Attempt
from clausewatch.storage import turns
from clausewatch.storage.tables import reading as readings_table
from clausewatch.storage.upsert import insert_all_once, insert_once
from clausewatch.storage.watch_tables import notice as notices_table
from clausewatch.storage.watch_tables import notice_attempt as attempts_table
from clausewatch.storage.watch_tables import notice_spell as told_table
from clausewatch.storage.watch_tables import spell as spells_table

_GOOD = [each.value for each in Verdict if each.good]


def not_good_in_a_row(connection: Connection, source: SourceId) -> tuple[int, datetime | None]:
    """How many captures of the source were not good since it last was, and when the first of them was taken."""
    table = readings_table.c
    good = select(func.max(table.observed_at)).where(table.source == source, table.verdict.in_(_GOOD))
    query = select(func.count(), func.min(table.observed_at)).where(
        table.source == source, table.observed_at > func.coalesce(good.scalar_subquery(), 0)
    )
    count, first = connection.execute(query).one()
    return count, first


def open_spells(connection: Connection) -> tuple[Spell, ...]:
    """The spells that have not ended, oldest first."""
    query = select(spells_table).where(spells_table.c.ended_at.is_(None)).order_by(spells_table.c.began_at)
    return tuple(_spell(row) for row in connection.execute(query).mappings())


def begin_spell(connection: Connection, spell: Spell) -> bool:
    """Keeps the spell; says whether it was new."""
    row = {
        "id": spell.id,
        "document": spell.document,
        "began_at": spell.began_at,
        "reason": spell.reason,
        "told_at": spell.told_at,
        "ended_at": spell.ended_at,
    }
    return insert_once(connection, spells_table, row)


def end_spell(connection: Connection, spell: Spell, at: datetime) -> bool:
    """Notes that it is over; says whether it was not yet."""
    table = spells_table.c
    ended = connection.execute(
        update(spells_table).where(table.id == spell.id, table.ended_at.is_(None)).values(ended_at=at)
    )
    return ended.rowcount == 1


def told_of(connection: Connection, spells: Collection[str]) -> dict[WatchId, set[str]]:
    """Who was told of these spells that they began, each with the ids of those it was told of."""
    query = (
        select(notices_table.c.watch, told_table.c.spell)
        .join(told_table, told_table.c.notice == notices_table.c.id)
        .where(told_table.c.spell.in_(spells), notices_table.c.event == Event.FAILING.value)
    )
    found: dict[WatchId, set[str]] = defaultdict(set)
    for watch, spell in connection.execute(query):
        found[watch].add(spell)
    return found


def save_notices(connection: Connection, made: Sequence[Notice]) -> int:
    """Keeps the notices that are not known; gives how many these were."""
    rows = [
        {
            "id": each.id,
            "watch": each.watch,
            "event": each.event.value,
            "created_at": each.created_at,
            "state": each.state.value,
            "attempts": each.attempts,
            "next_attempt_at": each.next_attempt_at,
        }
        for each in made
    ]
    new = insert_all_once(connection, notices_table, rows)
    told = [{"notice": each.id, "spell": spell.id} for each in made for spell in each.spells]
    insert_all_once(connection, told_table, told)
    return new


def undelivered(
    connection: Connection, now: datetime, limit: int, after: Notice | None = None
) -> tuple[Notice, ...]:
    """Pending notices whose next attempt is due, those that wait longest first; with `after` those that come after that one."""
    query = turns.waiting(notices_table, now, limit, after)
    return notices_of(connection, query)


def claim(connection: Connection, notice: AlertId, now: datetime, until: datetime) -> bool:
    """Whether the notice is the caller's alone until then: the first who asks gets it, if its turn has come."""
    table = notices_table.c
    query = (
        update(notices_table)
        .where(table.id == notice, table.state == AlertState.PENDING.value)
        .where(or_(table.next_attempt_at.is_(None), table.next_attempt_at <= now))
        .values(next_attempt_at=until)
    )
    return connection.execute(query).rowcount == 1


def put_off(connection: Connection, notice: AlertId, until: datetime) -> None:
    """Lets the notice, if it is pending, wait until then; no try is counted."""
    which = notices_table.c.id == notice
    pending = notices_table.c.state == AlertState.PENDING.value
    connection.execute(update(notices_table).where(which, pending).values(next_attempt_at=until))


def in_feed(connection: Connection, watch: WatchId, limit: int) -> tuple[Notice, ...]:
    """What the feed of that watch shows, newest first."""
    table = notices_table.c
    query = (
        select(notices_table)
        .where(table.watch == watch, table.state == AlertState.IN_FEED.value)
        .order_by(table.created_at.desc(), table.id)
        .limit(limit)
    )
    return notices_of(connection, query)


def notices_of(connection: Connection, query: Select[Any]) -> tuple[Notice, ...]:
    """The notices that a query of their table finds, in its order, with their spells."""
    rows = list(connection.execute(query).mappings())
    spells = (
        select(told_table.c.notice, spells_table)
        .join(spells_table, spells_table.c.id == told_table.c.spell)
        .where(told_table.c.notice.in_([row["id"] for row in rows]))
        .order_by(spells_table.c.began_at, spells_table.c.id)
    )
    by_notice: dict[AlertId, list[Spell]] = defaultdict(list)
    for row in connection.execute(spells).mappings():
        by_notice[row["notice"]].append(_spell(row))
    return tuple(
        Notice(
            watch=row["watch"],
            event=Event(row["event"]),
            spells=tuple(by_notice[row["id"]]),
            created_at=row["created_at"],
            state=AlertState(row["state"]),
            attempts=row["attempts"],
            next_attempt_at=row["next_attempt_at"],
        )
        for row in rows
    )


def next_try(connection: Connection, notice: AlertId) -> int:
    """Counts one more try of the notice and gives its number (`turns.next_try`)."""
    return turns.next_try(connection, notices_table, (notice,))


def save_attempt(connection: Connection, attempt: Attempt, state: AlertState, again: datetime | None) -> None:
    """Keeps one try at delivering the notice, numbered by `next_try`, and where the notice stands after it. What was
    delivered stays so."""
    row = {
        "notice": attempt.alert,
        "number": attempt.number,
        "at": attempt.at,
        "delivered": attempt.delivered,
        "permanent": attempt.permanent,
        "detail": attempt.detail,
    }
    insert_once(connection, attempts_table, row)
    connection.execute(
        update(notices_table)
        .where(notices_table.c.id == attempt.alert, notices_table.c.state != AlertState.DELIVERED.value)
        .values(state=state.value, next_attempt_at=again)
    )


def _spell(row: RowMapping) -> Spell:
    return Spell(row["document"], row["began_at"], row["reason"], row["told_at"], row["ended_at"])
