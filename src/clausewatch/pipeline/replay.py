"""Reading the whole archive again by the present recipes, and proving that nothing was said anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clausewatch import change
from clausewatch.nouns.change import Change, ChangeClass, ChangeRecord
from clausewatch.nouns.identity import Digest, DocumentId, PlatformId, RecordId
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import Progress, over_documents, quiet
from clausewatch.pipeline.reread import Rereading, reread_document
from clausewatch.storage import captures, catalog, records, versions, withheld
from clausewatch.storage.records import RecordFilter


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A record that the present recipes would give another class or other changes; `would_alert` where it did not."""

    record: RecordId
    was: ChangeClass
    would_be: ChangeClass
    would_alert: bool


@dataclass(frozen=True, slots=True)
class ReplayedDocument:
    """What reading one document's history again brought. `records` are those compared again."""

    read: Rereading
    records: int
    otherwise: tuple[Otherwise, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What reading the archive again brought, with the digest of the change log before and after it.

    `alerts` counts what came to be told: it must be 0. `faults` name documents that could not be read again.
    """

    documents: tuple[ReplayedDocument, ...]
    before: Digest
    after: Digest
    alerts: int
    faults: tuple[str, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether the log says byte for byte what it said, nobody is told anything, and no document failed."""
        return self.before == self.after and self.alerts == 0 and not self.faults


def replay(
    instance: Instance, platform: PlatformId | None = None, *, again: bool = False, progress: Progress = quiet
) -> Replay:
    """Reads every version in force again, documents side by side; what a run left over the next one finds.

    Versions that the present recipe has read are passed over, unless `again`. Records are compared again under the
    present recipes and told apart into those that come out the same and those that would not; none is altered.
    """
    with instance.database.read() as connection:
        owners = catalog.platforms(connection)
        before, alerts = records.log_digest(connection), records.count_alerts(connection)
    documents = [each.id for owner in owners if platform in (None, owner.id) for each in owner.documents]
    work = replay_again if again else replay_document
    done, faults = over_documents(instance, documents, work, progress)
    with instance.database.read() as connection:
        after, told = records.log_digest(connection), records.count_alerts(connection)
    return Replay(tuple(done), before, after, told - alerts, faults)


def replay_document(instance: Instance, document: DocumentId) -> ReplayedDocument:
    """Reads the document's versions that another recipe read, then compares its records again."""
    return _replay(instance, document, again=False)


def replay_again(instance: Instance, document: DocumentId) -> ReplayedDocument:
    """Reads all of the document's versions, also those that the present recipe has read."""
    return _replay(instance, document, again=True)


def _replay(instance: Instance, document: DocumentId, *, again: bool) -> ReplayedDocument:
    read = reread_document(instance, document, again=again)
    compared = _compare_again(instance, document)
    return ReplayedDocument(read, len(compared), tuple(each for each in compared if each is not None))


def _compare_again(instance: Instance, document: DocumentId) -> list[Otherwise | None]:
    """For each record between two versions what would be otherwise now, in order; None where it comes out the same. Those that
    quoted what is withheld are not compared."""
    with instance.database.read() as connection:
        told = records.records(connection, RecordFilter(document=document))
        gone = withheld.emptied_of(connection, document)
    return [
        _compare(instance, each)
        for each in told
        if each.to_version is not None and gone.isdisjoint((each.from_version, each.to_version))
    ]


def _compare(instance: Instance, record: ChangeRecord) -> Otherwise | None:
    assert record.to_version is not None
    with instance.database.read() as connection:
        sides = [
            versions.reading_in_force(connection, each) for each in (record.from_version, record.to_version)
        ]
    old, new = (instance.editions.get(each) for each in sides)
    if old is None or new is None:
        raise LookupError(f"record {record.id} names a version that is not there")
    with instance.database.read() as connection:
        past = versions.past_states(connection, record.document, new.version.observed_at)
        trigger = new.version.trigger
        collected = captures.collected(connection, record.document, old.version.observed_at, trigger)
        begun, ended = old.version.observed_at, new.version.observed_at
        seen = captures.last_seen(connection, record.document, begun, ended)
    # As it was published: that a side was read better since is no part of the question.
    as_published = replace(new, version=replace(new.version, cause=record.cause))
    now = change.compare(old, as_published, past, collected, seen).record
    if now.change_class is record.change_class and _said(now.changes) == _said(record.changes):
        return None
    return Otherwise(record.id, record.change_class, now.change_class, now.alert and not record.alert)


def _said(changes: tuple[Change, ...]) -> list[tuple[object, ...]]:
    """What changes say, wherever in the text it stands."""
    return [
        (one.kind, one.section, one.old, one.new, one.shift, one.severity, one.summary) for one in changes
    ]
