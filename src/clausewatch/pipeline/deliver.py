"""Step: deliver pending alerts, at least once, under an identifier that never changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from clausewatch import alert, publish
from clausewatch.errors import ClausewatchError
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.identity import short_id
from clausewatch.nouns.subscription import Alert, Attempt, Channel, Message, Pace, Watch
from clausewatch.pipeline.inherit import inherit
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.lanes import FAULT_WAIT, LEASE, Lanes, Sent, lane_of
from clausewatch.pipeline.paused import unreachable
from clausewatch.pipeline.said import as_ruled
from clausewatch.pipeline.sources import source_of
from clausewatch.ports import Delivered
from clausewatch.storage import catalog, records, subscriptions
from clausewatch.storage.records import RecordFilter

_BATCH = 200


def deliver(instance: Instance) -> Sent:
    """Tries every alert whose turn has come and keeps each try.

    Alerts of one digest go in one message, whose tries are kept with each of them. Of two processes that deliver, one gets
    an alert. A fault of ours over one keeps no other from going; that one is tried again a while later. Nor does a server
    that does not answer keep others from their messages (`Lanes`).
    """
    done = Sent()
    lanes = Lanes(instance.clock, instance.threads)
    start = instance.clock.now()
    last: Alert | None = None
    while True:
        with instance.database.read() as connection:
            waiting = subscriptions.undelivered(connection, start, _BATCH, last)
            watches = {each: subscriptions.watch(connection, each) for each in {one.watch for one in waiting}}
        if not waiting:
            return done
        last = waiting[-1]
        done += lanes.run((lane_of(watches[each.watch]), partial(_take, instance, each)) for each in waiting)


def send_trial(instance: Instance, watch: Watch) -> Delivered:
    """Sends a message that says it is a test, through the watch's own channel, to whom alerts may be handed over as well.
    Nothing is kept of it."""
    with instance.database.read() as connection:
        refused = unreachable(connection, instance.plans, watch)
    if refused is not None:
        return Delivered(ok=False, detail=refused.reason, permanent=True)
    about = alert.watch_words(watch)
    leave = leave_of(instance, watch)
    told = publish.trial_message(watch, about, instance.clock.now(), instance.base_url, leave)
    return instance.courier.deliver(told, watch)


def _take(instance: Instance, first: Alert) -> Sent:
    """Delivers the alert and its digest unless somebody else does."""
    # Not the round's instant: a lease is counted from when it begins.
    now = instance.clock.now()
    together: tuple[Alert, ...] = ()
    try:
        with instance.database.write() as connection:
            together = subscriptions.claim(connection, first, now, now + LEASE)
        return _deliver(instance, together) if together else Sent()
    except Exception as error:  # noqa: BLE001 (the worker loop: one alert's fault is reported, not spread)
        with instance.database.write() as connection:
            subscriptions.put_off(connection, (each.id for each in together), now + FAULT_WAIT)
        return Sent(faults=(f"alert {first.id}: {type(error).__name__}: {error}",))


def _deliver(instance: Instance, together: Sequence[Alert]) -> Sent:
    together = _standing(instance, together)
    if not together:
        return Sent()
    with instance.database.read() as connection:
        watch = subscriptions.watch(connection, together[0].watch)
        heir = None if watch is None or watch.active else subscriptions.heir(connection, watch)
        refused = unreachable(connection, instance.plans, watch) if watch and heir is None else None
    if watch is None:
        raise LookupError(f"alert {together[0].id} names a watch that is not stored")
    if heir is not None:
        inherit(instance, together, heir)
        return Sent()
    now = instance.clock.now()
    if watch.active and (due := allowed(watch, now)) > now:
        with instance.database.write() as connection:
            subscriptions.put_off(connection, (each.id for each in together), due)
        return Sent()
    if not watch.active:
        answer = Delivered(ok=False, detail="the watch was ended", permanent=True)
    elif refused is not None:
        answer = Delivered(ok=False, detail=refused.reason, permanent=True)
    else:
        answer = instance.courier.deliver(_message(instance, together, watch), watch)
    _keep(instance, together, watch, answer)
    return Sent(len(together) if answer.ok else 0, silent=answer.silent)


def _keep(instance: Instance, together: Sequence[Alert], watch: Watch, answer: Delivered) -> None:
    """Keeps the try with each alert, and when it is tried again."""
    now = instance.clock.now()
    with instance.database.write() as connection:
        number = subscriptions.next_try(connection, [each.id for each in together])
        for each in together:
            attempt = Attempt(each.id, number, now, answer.ok, answer.permanent, answer.detail)
            after = alert.after_attempt(each, attempt, answer.retry_after_seconds)
            again = after.next_attempt_at
            subscriptions.save_attempt(connection, attempt, after.state, again and allowed(watch, again))


def _standing(instance: Instance, together: Sequence[Alert]) -> tuple[Alert, ...]:
    """Those whose record no later reading replaced; the others are withdrawn, because the record in its place is told."""
    with instance.database.read() as connection:
        gone = records.superseded(connection, (each.record for each in together))
    if gone:
        with instance.database.write() as connection:
            subscriptions.withdraw(connection, (each.id for each in together if each.record in gone))
    return tuple(each for each in together if each.record not in gone)


def allowed(watch: Watch, at: datetime) -> datetime:
    """`at`, or when the watch may be told after it: not in quiet hours, not while it is snoozed."""
    timing = watch.timing
    if timing.pace is not Pace.IMMEDIATE and (watch.snoozed_until is None or watch.snoozed_until <= at):
        return at
    return alert.due_at(at, timing, ZoneInfo(timing.zone), watch.snoozed_until)


def _message(instance: Instance, together: Sequence[Alert], watch: Watch) -> Message:
    told = [_told(instance, each) for each in together]
    first = together[0]
    leave = leave_of(instance, watch)
    if first.digest:
        # Its members are part of its name: where one is missing now, or came late, it is another message.
        name = short_id("digest", first.digest, *sorted(each.id for each in together))
        return publish.digest_message(name, told, watch, instance.base_url, leave)
    (one,) = told
    history = None
    if watch.channel is Channel.EMAIL:
        history = _history(instance, publish.RecordTold(one.record, one.document, one.platform))
    return publish.message(first.id, one, instance.base_url, leave, history, watch.name)


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
