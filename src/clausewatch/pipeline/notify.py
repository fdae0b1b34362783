"""Step: ask the watches about each new record of a change worth telling."""

from __future__ import annotations

from clausewatch import alert
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
            waiting = records.untold(connection, _BATCH)
            watches = subscriptions.watches(connection)
        for record in waiting:
            now = instance.clock.now()
            with instance.database.write() as connection:
                document = catalog.document(connection, record.document)
                if document is not None:
                    for each in alert.match(record, document, watches, now):
                        made += subscriptions.save_alert(connection, each)
                records.mark_told(connection, record.id, now)
        if len(waiting) < _BATCH:
            return made
