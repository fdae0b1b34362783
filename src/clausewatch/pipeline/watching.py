"""Watches against what is here: names checked, provisions found, and what a watch would have sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from clausewatch import alert
from clausewatch.errors import UnknownNameError
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.identity import DocumentId, LineageId
from clausewatch.nouns.subscription import Watch
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.notify import matter_of
from clausewatch.storage import Connection, catalog, records, subscriptions, versions
from clausewatch.storage.records import RecordFilter

PREVIEWED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a watch would have told over the time before now: the records, newest first, in how many messages."""

    records: tuple[ChangeRecord, ...]
    messages: int
    days: int


def settled(instance: Instance, watches: Iterable[Watch]) -> tuple[Watch, ...]:
    """The watches with the lineages of the provisions they name. Raises UnknownNameError for a name that is not here."""
    found = tuple(watches)
    with instance.database.read() as connection:
        platforms = catalog.platforms(connection)
    documents = {each.id for owner in platforms for each in owner.documents}
    alert.check_names(found, {each.id for each in platforms}, documents, available_timezones())
    return tuple(_settled(instance, each, documents) for each in found)


def preview(instance: Instance, watch: Watch, past: timedelta = PREVIEWED) -> Preview:
    """What the watch would have told over that time, had it been there. Nothing is kept of it."""
    now = instance.clock.now()
    then = replace(watch, active=True, created_at=now - past, snoozed_until=None)
    wanted = RecordFilter(since=then.created_at, alerting=not watch.scope.classes)
    with instance.database.read() as connection:
        found = records.records(connection, wanted, newest_first=True)
    heard = []
    messages = set()
    for record in found:
        matter = matter_of(instance, record, (then,))
        if matter is None:
            continue
        for made in alert.match(matter, (then,), record.observed_at, ZoneInfo):
            heard.append(record)
            messages.add(made.digest or made.id)
    return Preview(tuple(heard), len(messages), past.days)


def snooze(connection: Connection, watch: Watch, until: datetime | None, now: datetime) -> bool:
    """Lets the watch wait until then, or wakes it, and moves what waits already; False where it is not stored."""
    due = alert.due_at(now, watch.timing, ZoneInfo(watch.timing.zone), until)
    return subscriptions.snooze(connection, watch.id, until, due)


def _settled(instance: Instance, watch: Watch, documents: set[DocumentId]) -> Watch:
    if not watch.scope.provisions:
        return watch
    lineages = (_lineage(instance, watch, each, documents) for each in watch.scope.provisions)
    made = replace(watch, scope=replace(watch.scope, provisions=tuple(dict.fromkeys(lineages))))
    return replace(made, id=alert.watch_id(made))


def _lineage(instance: Instance, watch: Watch, named: str, documents: set[DocumentId]) -> LineageId:
    """The lineage of a provision that is named by its address, `platform/document/provision`, as of its current version."""
    document, _, provision = named.rpartition("/")
    subject = f"watch {watch.name!r}, provision {named!r}"
    if document not in documents:
        mend = "Write platform/document/provision, as in the address of its page."
        raise UnknownNameError(subject, "is of no document that is here", mend)
    with instance.database.read() as connection:
        current = versions.version_at(connection, document, None)
        lineage = () if current is None else versions.lineage_of(connection, current.id)
    edition = None if current is None else instance.editions.get(current.id)
    known = {} if edition is None else {each.id: at for at, each in enumerate(edition.outline.provisions)}
    if provision not in known or known[provision] >= len(lineage):
        mend = f"`clausewatch provisions` of {document} lists the addresses of its provisions."
        raise UnknownNameError(subject, "does not stand in the current version", mend)
    return lineage[known[provision]]
