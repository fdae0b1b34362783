"""Which watches hear of a change record."""

from __future__ import annotations

from datetime import datetime

from clausewatch.nouns.catalog import Document
from clausewatch.nouns.change import ChangeRecord, Severity
from clausewatch.nouns.document import Cause
from clausewatch.nouns.identity import DocumentId, PlatformId, WatchId, short_id
from clausewatch.nouns.subscription import Alert, Channel, Watch


def watch_id(
    channel: Channel,
    target: str,
    platforms: tuple[PlatformId, ...],
    documents: tuple[DocumentId, ...],
    minimum: Severity,
    name: str,
) -> WatchId:
    """The identifier of what a watch asks for: the same whatever the order of its platforms and documents.

    The secret has no part in it, so rotating one keeps the watch and its history. The name counts only for a feed,
    which has no target to tell it from another.
    """
    who = name if channel is Channel.FEED else target
    scope = ("\n".join(sorted(set(platforms))), "\n".join(sorted(set(documents))))
    return short_id("watch", channel.value, who, *scope, minimum.value)


def hears(watch: Watch, record: ChangeRecord, document: Document) -> bool:
    """Whether the watch is to hear of the record: what a feed shows, and what is sent by the other channels.

    A change caused by our own better reading is never heard, whatever the record's mark says.
    """
    return (
        watch.active
        and record.alert
        and record.cause is Cause.PUBLISHED
        and record.severity.rank >= watch.minimum.rank
        and record.observed_at >= watch.created_at
        and (not watch.platforms or document.platform in watch.platforms)
        and (not watch.documents or document.id in watch.documents)
    )


def match(
    record: ChangeRecord, document: Document, watches: tuple[Watch, ...], now: datetime
) -> tuple[Alert, ...]:
    """One alert, due at once, for each watch that hears of the record and is sent something.

    The alert's id depends on watch and record alone, so deciding twice makes no second alert. Feeds get none: they are
    pulled, there is nothing to deliver or retry, and a feed is the query of its records through `hears`.
    """
    sent = {watch.id: watch for watch in watches if watch.channel is not Channel.FEED}
    return tuple(
        Alert(
            id=short_id("alert", watch.id, record.id),
            watch=watch.id,
            record=record.id,
            created_at=now,
            next_attempt_at=now,
        )
        for watch in sent.values()
        if hears(watch, record, document)
    )
