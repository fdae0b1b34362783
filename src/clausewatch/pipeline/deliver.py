"""Step: deliver pending alerts, at least once, under an identifier that never changes."""

from __future__ import annotations

from clausewatch import alert, publish
from clausewatch.errors import ClausewatchError
from clausewatch.nouns.change import ChangeClass, ChangeRecord
from clausewatch.nouns.subscription import Alert, AlertState, Attempt, Channel, Message, Watch
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.said import as_ruled
from clausewatch.pipeline.sources import source_of
from clausewatch.ports import Delivered
from clausewatch.storage import catalog, records, subscriptions
from clausewatch.storage.records import RecordFilter

_BATCH = 50


def deliver(instance: Instance) -> int:
    """Tries every alert whose turn has come and keeps each try; gives how many were taken by the other side."""
    taken = 0
    while True:
        with instance.database.read() as connection:
            waiting = subscriptions.undelivered(connection, instance.clock.now(), _BATCH)
        for each in waiting:
            taken += _deliver(instance, each)
        if len(waiting) < _BATCH:
            return taken


def _deliver(instance: Instance, each: Alert) -> bool:
    with instance.database.read() as connection:
        watch = subscriptions.watch(connection, each.watch)
        record = records.record(connection, each.record)
    if watch is None or record is None:
        raise LookupError(f"alert {each.id} names a watch or record that is not stored")
    if watch.active:
        answer = instance.courier.deliver(_message(instance, each, record, watch), watch)
    else:
        answer = Delivered(ok=False, detail="the watch was ended", permanent=True)
    number = each.attempts + 1
    now = instance.clock.now()
    wait = None if answer.ok or answer.permanent else alert.retry_after(number, answer.retry_after_seconds)
    state = AlertState.DELIVERED if answer.ok else AlertState.PENDING if wait else AlertState.GIVEN_UP
    attempt = Attempt(each.id, number, now, answer.ok, answer.permanent, answer.detail)
    with instance.database.write() as connection:
        subscriptions.save_attempt(connection, attempt, state, now + wait if wait else None)
    return answer.ok


def _message(instance: Instance, each: Alert, record: ChangeRecord, watch: Watch) -> Message:
    with instance.database.read() as connection:
        document = catalog.document(connection, record.document)
        platform = catalog.platform(connection, record.document.partition("/")[0])
        source = source_of(connection, record)
        (record,) = as_ruled(connection, (record,))
    if document is None or platform is None:
        raise LookupError(f"record {record.id} of watch {watch.id} names a document that is not stored")
    told = publish.RecordTold(record, document, platform)
    history = _history(instance, told) if watch.channel is Channel.EMAIL else None
    return publish.message(each.id, told, instance.base_url, source, history)


def _history(instance: Instance, told: publish.RecordTold) -> publish.History:
    """The document's changes up to this one. Where nobody draws, or it cannot be drawn, words alone are sent."""
    wanted = RecordFilter(document=told.document.id, classes=(ChangeClass.SUBSTANTIVE,))
    with instance.database.read() as connection:
        known = records.briefly(connection, wanted)
    noun = publish.history_of(told.record, known, told.document)
    if instance.artist is None or not noun.marks:
        return publish.told_history(noun, None)
    try:
        png = instance.artist.png(publish.drawable(noun))
    except ClausewatchError:
        png = None
    return publish.told_history(noun, png)
