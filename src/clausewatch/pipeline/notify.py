"""Step: ask the watches about each new record of a change worth telling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from clausewatch import alert
from clausewatch.errors import BadInputError
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.identity import RecordId
from clausewatch.nouns.subscription import Matter, Watch
from clausewatch.pipeline.concerns import asked_by, concerns
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.paused import told_watches
from clausewatch.storage import catalog, records, subscriptions

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Notified:
    """How many alerts were made; the watches that cannot be asked any more, and the records that a fault of ours kept from
    some of them."""

    alerts: int = 0
    faults: tuple[str, ...] = ()


def notify(instance: Instance) -> Notified:
    """Writes an alert for every watch that wants to hear of an untold record.

    Alerts and the mark that the record was told are one transaction, so a record is told once and not forgotten. What goes
    wrong over one watch or record keeps no other from being told; that record stays untold for the next round.
    """
    with instance.database.read() as connection:
        watches, faults = _askable(told_watches(instance, connection))
    classes = frozenset(each for watch in watches for each in watch.scope.classes) & alert.ON_REQUEST
    plain = [each for each in watches if not asked_by((each,))]
    made = 0
    failed: set[RecordId] = set()
    while True:
        with instance.database.read() as connection:
            waiting = records.untold(connection, _BATCH + len(failed), classes)
        fresh = [each for each in waiting if each.id not in failed]
        if not fresh:
            return Notified(made, tuple(faults))
        for record in fresh:
            try:
                # Those that look at the record alone come first: what the others look at may be damaged.
                made += _save(instance, record, plain) if len(plain) < len(watches) else 0
                made += _save(instance, record, watches, told=True)
            except Exception as error:  # noqa: BLE001 (the worker loop: one record's fault is reported, not spread)
                failed.add(record.id)
                faults.append(f"record {record.id} of {record.document}: {type(error).__name__}: {error}")


def matter_of(instance: Instance, record: ChangeRecord, watches: Sequence[Watch]) -> Matter | None:
    """The record as these watches look at it; None for one of a document that is not stored."""
    with instance.database.read() as connection:
        document = catalog.document(connection, record.document)
        owner = catalog.platform(connection, record.document.partition("/")[0])
    if document is None or owner is None:
        return None
    if not asked_by(watches):
        return Matter(record, document)
    known = concerns(instance.database, instance.editions.get, record, document, owner)
    return Matter(record, document, known)


def _askable(watches: Iterable[Watch]) -> tuple[tuple[Watch, ...], list[str]]:
    """The watches with today's topics, without those whose search says nothing any more, which are told as faults."""
    askable, faults = [], []
    for each in watches:
        scope = each.scope
        try:
            if scope.search:
                alert.query_of(scope.search)
        except BadInputError as error:
            faults.append(f"watch {each.id} hears nothing: {error}")
            continue
        topics = tuple(dict.fromkeys(new for old in scope.topics for new in taxonomy().today(old)))
        askable.append(replace(each, scope=replace(scope, topics=topics)) if topics != scope.topics else each)
    return tuple(askable), faults


def _save(instance: Instance, record: ChangeRecord, watches: Sequence[Watch], *, told: bool = False) -> int:
    now = instance.clock.now()
    matter = matter_of(instance, record, watches)
    alerts = () if matter is None else alert.match(matter, watches, now, ZoneInfo)
    with instance.database.write() as connection:
        made = subscriptions.save_alerts(connection, alerts)
        if told:
            records.mark_told(connection, record.id, now)
    return made
