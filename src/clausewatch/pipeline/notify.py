"""Step: ask the watches about each new record of a change worth telling."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from clausewatch import alert
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.subscription import Matter, Watch
from clausewatch.pipeline.concerns import asked_by, concerns
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import catalog, records, subscriptions

_BATCH = 100


def notify(instance: Instance) -> int:
    """Writes an alert for every watch that wants to hear of an untold record; gives how many alerts.

    Alerts and the mark that the record was told are one transaction, so a record is told once and not forgotten.
    """
    made = 0
    while True:
        with instance.database.read() as connection:
            watches = subscriptions.watches(connection)
            classes = frozenset(each for watch in watches for each in watch.scope.classes)
            waiting = records.untold(connection, _BATCH, classes & alert.ON_REQUEST)
        for record in waiting:
            made += _notify(instance, record, watches)
        if len(waiting) < _BATCH:
            return made


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


def _notify(instance: Instance, record: ChangeRecord, watches: Sequence[Watch]) -> int:
    now = instance.clock.now()
    matter = matter_of(instance, record, watches)
    alerts = () if matter is None else alert.match(matter, watches, now, ZoneInfo)
    with instance.database.write() as connection:
        made = subscriptions.save_alerts(connection, alerts)
        records.mark_told(connection, record.id, now)
    return made
