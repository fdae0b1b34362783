"""Step: deliver pending alerts, at least once, under an identifier that never changes."""

from __future__ import annotations

from collections.abc import Sequence

from clausewatch import alert, publish
from clausewatch.errors import ClausewatchError
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.subscription import Alert, AlertState, Attempt, Channel, Message, Watch
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.said import as_ruled
from clausewatch.pipeline.sources import source_of
from clausewatch.ports import Delivered
from clausewatch.storage import catalog, records, subscriptions
from clausewatch.storage.records import RecordFilter

_BATCH = 50


def deliver(instance: Instance) -> int:
    """Tries every alert whose turn has come and keeps each try; gives how many were taken by the other side.

    Alerts of one digest go in one message, whose tries are kept with each of them.
    """
    taken = 0
    while True:
        with instance.database.read() as connection:
            waiting = subscriptions.undelivered(connection, instance.clock.now(), _BATCH)
        gone: set[str] = set()
        for each in waiting:
            if each.digest and each.digest in gone:
                continue
            gone.add(each.digest)
            taken += _deliver(instance, _together(instance, each))
        if len(waiting) < _BATCH:
            return taken


def send_trial(instance: Instance, watch: Watch) -> Delivered:
    """Sends a message that says it is a test, through the watch's own channel. Nothing is kept of it."""
    about = alert.watch_words(watch)
    leave = leave_of(instance, watch)
    told = publish.trial_message(watch, about, instance.clock.now(), instance.base_url, leave)
    return instance.courier.deliver(told, watch)


def _together(instance: Instance, first: Alert) -> tuple[Alert, ...]:
    """The alert, or all those of its digest."""
    if not first.digest:
        return (first,)
    with instance.database.read() as connection:
        return subscriptions.of_digest(connection, first.digest)


def _deliver(instance: Instance, together: Sequence[Alert]) -> int:
    first = together[0]
    with instance.database.read() as connection:
        watch = subscriptions.watch(connection, first.watch)
    if watch is None:
        raise LookupError(f"alert {first.id} names a watch that is not stored")
    if watch.active:
        answer = instance.courier.deliver(_message(instance, together, watch), watch)
    else:
        answer = Delivered(ok=False, detail="the watch was ended", permanent=True)
    number = max(each.attempts for each in together) + 1
    now = instance.clock.now()
    wait = None if answer.ok or answer.permanent else alert.retry_after(number, answer.retry_after_seconds)
    state = AlertState.DELIVERED if answer.ok else AlertState.PENDING if wait else AlertState.GIVEN_UP
    with instance.database.write() as connection:
        for each in together:
            attempt = Attempt(each.id, number, now, answer.ok, answer.permanent, answer.detail)
            subscriptions.save_attempt(connection, attempt, state, now + wait if wait else None)
    return len(together) if answer.ok else 0


def _message(instance: Instance, together: Sequence[Alert], watch: Watch) -> Message:
    told = [_told(instance, each) for each in together]
    first = together[0]
    leave = leave_of(instance, watch)
    if first.digest:
        return publish.digest_message(first.digest, told, watch, instance.base_url, leave)
    (one,) = told
    history = None
    if watch.channel is Channel.EMAIL:
        history = _history(instance, publish.RecordTold(one.record, one.document, one.platform))
    return publish.message(first.id, one, instance.base_url, leave, history)


def leave_of(instance: Instance, watch: Watch) -> str:
    """Where the receiver of an e-mail can end the watch; others have nobody who could follow a link of their own."""
    if instance.key is None or watch.channel is not Channel.EMAIL:
        return ""
    return alert.leave_link(instance.key(), watch.id, instance.base_url)


def _told(instance: Instance, each: Alert) -> publish.Told:
    with instance.database.read() as connection:
        record = records.record(connection, each.record)
        if record is None:
            raise LookupError(f"alert {each.id} names a record that is not stored")
        document = catalog.document(connection, record.document)
        platform = catalog.platform(connection, record.document.partition("/")[0])
        source = source_of(connection, record)
        (record,) = as_ruled(connection, (record,))
    if document is None or platform is None:
        raise LookupError(f"record {record.id} of alert {each.id} names a document that is not stored")
    return publish.Told(record, document, platform, source)


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
