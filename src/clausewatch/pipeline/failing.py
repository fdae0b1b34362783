"""Steps: tell when a watched document could not be captured well for some rounds, and when it can be again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from clausewatch import alert, publish
from clausewatch.nouns.change import Severity
from clausewatch.nouns.failing import OPERATOR, Event, Notice, Spell
from clausewatch.nouns.identity import DocumentId
from clausewatch.nouns.subscription import AlertState, Attempt, Channel, Watch
from clausewatch.pipeline.deliver import allowed, leave_of
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.lanes import FAULT_WAIT, LEASE, Lanes, Sent, lane_of
from clausewatch.pipeline.paused import told_watches, unreachable
from clausewatch.ports import Delivered
from clausewatch.storage import Database, catalog, failing, health, subscriptions
from clausewatch.storage.health import SourceHealth

_BATCH = 50
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class _Fares:
    """How the watched documents fare: those that fail long enough, as spells, and those of which every source is good."""

    spells: tuple[Spell, ...]
    good: frozenset[DocumentId]
    watched: frozenset[DocumentId]


def tell_failing(instance: Instance) -> int:
    """Writes a notice for the operator and every watch whose documents began to fail or recovered; gives how many.

    A spell is told once, when one of the sources had its turn `failing_rounds` times and never was good, and its end to those
    that were told. Spells and notices are one transaction, so none is forgotten or told twice.
    """
    now = instance.clock.now()
    fares = _fares(instance, now)
    with instance.database.read() as connection:
        standing = failing.open_spells(connection)
    known = {each.document for each in standing}
    begun = tuple(each for each in fares.spells if each.document not in known)
    over = tuple(each for each in standing if each.document in fares.good)
    gone = tuple(each for each in standing if each.document not in fares.watched)
    if not begun and not over and not gone:
        return 0
    with instance.database.write() as connection:
        watches = told_watches(instance, connection)
        new = tuple(each for each in begun if failing.begin_spell(connection, each))
        for each in gone:
            failing.end_spell(connection, each, now)
        ended = tuple(each for each in over if failing.end_spell(connection, each, now))
        told = failing.told_of(connection, [each.id for each in ended])
        documents = {each.document: catalog.document(connection, each.document) for each in new}
        made = []
        for watch in _receivers(instance, watches):
            heard = tuple(
                each
                for each in new
                if (document := documents[each.document]) is not None
                and (watch.id == OPERATOR or alert.covers(watch, document))
            )
            again = tuple(each for each in ended if each.id in told.get(watch.id, ()))
            made += [
                _notice(watch, event, spells, now)
                for event, spells in ((Event.FAILING, heard), (Event.RECOVERED, again))
                if spells
            ]
        return failing.save_notices(connection, made)


def deliver_notices(instance: Instance) -> Sent:
    """Tries every notice whose turn has come and keeps each try, as alerts are: of two processes that deliver, one gets a
    notice, and neither a fault of ours nor a server that does not answer keeps others from going."""
    done = Sent()
    lanes = Lanes(instance.clock, instance.threads)
    start = instance.clock.now()
    last: Notice | None = None
    while True:
        with instance.database.read() as connection:
            waiting = failing.undelivered(connection, start, _BATCH, last)
        if not waiting:
            return done
        last = waiting[-1]
        done += lanes.run(
            (lane_of(_receiver(instance, each)), partial(_take, instance, each)) for each in waiting
        )


def named(database: Database, spells: Iterable[Spell]) -> tuple[publish.Failing, ...]:
    """The spells with whose documents they are of."""
    with database.read() as connection:
        owners = {each.id: each for each in catalog.platforms(connection)}
    documents = {each.id: each for owner in owners.values() for each in owner.documents}
    return tuple(
        publish.Failing(each, documents[each.document], owners[each.document.partition("/")[0]])
        for each in spells
    )


def _fares(instance: Instance, now: datetime) -> _Fares:
    with instance.database.read() as connection:
        sources = [each for each in health.source_health(connection) if each.watched]
        bad = [each for each in sources if each.verdict is not None and not each.verdict.good]
        since = {each.source: failing.not_good_in_a_row(connection, each.source) for each in bad}
    spells: dict[DocumentId, Spell] = {}
    for each in bad:
        count, first = since[each.source]
        if first is None:
            continue
        # Right after a failure a source is asked again and again; that many tries are not yet so many turns.
        lasted = now - first >= timedelta(hours=each.cadence_hours) * (instance.failing_rounds - 1)
        if count >= instance.failing_rounds and lasted:
            found = Spell(each.document, first, _reason(each), now)
            spells[each.document] = min(spells.get(each.document, found), found, key=lambda one: one.began_at)
    watched = frozenset(each.document for each in sources)
    doubtful = {each.document for each in sources if each.verdict is None or not each.verdict.good}
    return _Fares(tuple(spells.values()), watched - doubtful, watched)


def _reason(source: SourceHealth) -> str:
    words = "; ".join(source.reasons) or (source.verdict.value if source.verdict else "")
    return words[:_LONGEST_REASON]


def _operator(instance: Instance) -> Watch:
    return Watch(
        OPERATOR,
        "operator",
        Channel.EMAIL,
        instance.operator,
        (),
        (),
        Severity.NONE,
        instance.clock.now(),
    )


def _receivers(instance: Instance, watches: Sequence[Watch]) -> tuple[Watch, ...]:
    return (*((_operator(instance),) if instance.operator else ()), *watches)


def _notice(watch: Watch, event: Event, spells: tuple[Spell, ...], now: datetime) -> Notice:
    if watch.channel is Channel.FEED:
        return Notice(watch.id, event, spells, now, AlertState.IN_FEED)
    due = alert.due_at(now, watch.timing, ZoneInfo(watch.timing.zone), watch.snoozed_until)
    return Notice(watch.id, event, spells, now, next_attempt_at=due)


def _take(instance: Instance, notice: Notice) -> Sent:
    """Delivers the notice unless somebody else does."""
    now = instance.clock.now()
    with instance.database.write() as connection:
        mine = failing.claim(connection, notice.id, now, now + LEASE)
    if not mine:
        return Sent()
    try:
        return _deliver(instance, notice)
    except Exception as error:  # noqa: BLE001 (the worker loop: one notice's fault is reported, not spread)
        with instance.database.write() as connection:
            failing.put_off(connection, notice.id, now + FAULT_WAIT)
        return Sent(faults=(f"notice {notice.id}: {type(error).__name__}: {error}",))


def _deliver(instance: Instance, notice: Notice) -> Sent:
    watch = _receiver(instance, notice)
    if watch is not None and (due := allowed(watch, instance.clock.now())) > instance.clock.now():
        with instance.database.write() as connection:
            failing.put_off(connection, notice.id, due)
        return Sent()
    answer = _answer(instance, notice, watch)
    _keep(instance, notice, answer)
    return Sent(1 if answer.ok else 0, silent=answer.silent)


def _keep(instance: Instance, notice: Notice, answer: Delivered) -> None:
    """Keeps the try, and when it is tried again."""
    now = instance.clock.now()
    with instance.database.write() as connection:
        number = failing.next_try(connection, notice.id)
        wait = (
            None if answer.ok or answer.permanent else alert.retry_after(number, answer.retry_after_seconds)
        )
        state = AlertState.DELIVERED if answer.ok else AlertState.PENDING if wait else AlertState.GIVEN_UP
        attempt = Attempt(notice.id, number, now, answer.ok, answer.permanent, answer.detail)
        failing.save_attempt(connection, attempt, state, now + wait if wait else None)


def _receiver(instance: Instance, notice: Notice) -> Watch | None:
    """The watch that is told, or in its place the one it became; None where it ended."""
    if notice.watch == OPERATOR:
        return _operator(instance) if instance.operator else None
    with instance.database.read() as connection:
        watch = subscriptions.watch(connection, notice.watch)
        if watch is None or watch.active:
            return watch
        return subscriptions.heir(connection, watch)


def _answer(instance: Instance, notice: Notice, watch: Watch | None) -> Delivered:
    if watch is None:
        return Delivered(ok=False, detail="the watch was ended", permanent=True)
    if notice.watch != OPERATOR:
        with instance.database.read() as connection:
            refused = unreachable(connection, instance.plans, watch)
        if refused is not None:
            return Delivered(ok=False, detail=refused.reason, permanent=True)
    leave = "" if notice.watch == OPERATOR else leave_of(instance, watch)
    told = publish.failing_message(notice, named(instance.database, notice.spells), instance.base_url, leave)
    return instance.courier.deliver(told, watch)
