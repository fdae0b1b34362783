"""Which watches hear of a change record, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, tzinfo

from clausewatch.alert.sought import speaks_of
from clausewatch.alert.timing import due_at
from clausewatch.nouns.catalog import Document
from clausewatch.nouns.change import Change, ChangeClass
from clausewatch.nouns.document import Cause
from clausewatch.nouns.identity import WatchId, short_id
from clausewatch.nouns.subscription import (
    Alert,
    AlertState,
    Channel,
    Concern,
    Matter,
    Pace,
    Scope,
    Watch,
)

ON_REQUEST = frozenset({ChangeClass.METADATA, ChangeClass.EDITORIAL, ChangeClass.CAPTURE})
"""Classes that are told to nobody but to who asks for them. Noise and variants are no changes and never told."""

Zones = Callable[[str], tzinfo]
"""The time zone of a name."""


def watch_id(watch: Watch) -> WatchId:
    """The identifier of what a watch asks for, whatever stands in its `id`: the same in whatever order that is named.

    Secret, timing and what is muted have no part in it, so that changing them keeps the watch and its history. The name
    counts only for a feed, which has no target to tell it from another. Two organisations never share a watch.
    """
    who = watch.name if watch.channel is Channel.FEED else watch.target
    where = ("\n".join(sorted(set(each))) for each in (watch.platforms, watch.documents))
    scope = watch.scope
    asked = (
        *(("topics", scope.topics), ("provisions", scope.provisions), ("regulations", scope.regulations)),
        *(("kinds", scope.kinds), ("directions", scope.directions), ("classes", scope.classes)),
        ("search", (scope.search,) if scope.search else ()),
        ("organisation", (watch.organisation,) if watch.organisation else ()),
    )
    named = ("\n".join((name, *sorted(set(values)))) for name, values in asked if values)
    return short_id("watch", watch.channel.value, who, *where, watch.minimum.value, *named)


def covers(watch: Watch, document: Document) -> bool:
    """Whether the document is among those that the watch is about."""
    return (
        (not watch.platforms or document.platform in watch.platforms)
        and (not watch.documents or document.id in watch.documents)
        and document.id not in watch.muted
        and document.platform not in watch.muted
    )


def hears(watch: Watch, matter: Matter) -> bool:
    """Whether the watch is to hear of the record: what a feed shows, and what is sent by the other channels.

    A change caused by our own better reading is never heard, whatever the record's mark says.
    """
    record, document = matter.record, matter.document
    return (
        watch.active
        and record.cause is Cause.PUBLISHED
        and record.observed_at >= watch.created_at
        and _of_class(watch.scope, record.change_class, alerts=record.alert)
        and covers(watch, document)
        and _is_about(watch, matter)
    )


def match(matter: Matter, watches: Iterable[Watch], now: datetime, zone: Zones) -> tuple[Alert, ...]:
    """One alert for each watch that hears of the record, due when the watch is to be told.

    The alert's id depends on watch and record alone, so deciding twice makes no second alert. What a feed shows is kept
    as well, but is never sent: it is pulled, there is nothing to deliver or retry.
    """
    by_id = {watch.id: watch for watch in watches}
    return tuple(_alert(watch, matter, now, zone) for watch in by_id.values() if hears(watch, matter))


def _of_class(scope: Scope, of: ChangeClass, *, alerts: bool) -> bool:
    if not scope.classes:
        return alerts
    return of in scope.classes and (alerts or of in ON_REQUEST)


def _is_about(watch: Watch, matter: Matter) -> bool:
    """What is told on request alone has no severity, so none is asked of it."""
    least = 0 if matter.record.change_class in ON_REQUEST else watch.minimum.rank
    if not watch.scope.speaks_of_changes:
        return matter.record.severity.rank >= least
    return any(
        change.severity.rank >= least and _meets(watch.scope, change, matter.concern(place))
        for place, change in enumerate(matter.record.changes)
    )


def _meets(scope: Scope, change: Change, concern: Concern) -> bool:
    """Cheapest first: a search reads the words."""
    return (
        (not scope.kinds or change.kind in scope.kinds)
        and (not scope.directions or change.direction in scope.directions)
        and (not scope.provisions or change.lineage in scope.provisions)
        and (not scope.topics or not concern.topics.isdisjoint(scope.topics))
        and (not scope.regulations or not concern.regulations.isdisjoint(scope.regulations))
        and (not scope.search or speaks_of(change, concern, scope.search))
    )


def _alert(watch: Watch, matter: Matter, now: datetime, zone: Zones) -> Alert:
    made = Alert(
        id=short_id("alert", watch.id, matter.record.id),
        watch=watch.id,
        record=matter.record.id,
        created_at=now,
    )
    if watch.channel is Channel.FEED:
        return replace(made, state=AlertState.IN_FEED)
    due = due_at(now, watch.timing, zone(watch.timing.zone), watch.snoozed_until)
    digest = "" if watch.timing.pace is Pace.IMMEDIATE else short_id("digest", watch.id, due.isoformat())
    return replace(made, next_attempt_at=due, digest=digest)
