"""Atom and JSON feeds, and calendars: every change that is told, and what one watch was told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.pipeline.failing import named
from clausewatch.pipeline.said import as_ruled
from clausewatch.publish import FeedEntry, atom_feed, calendar, failing_entry, feed_entry, newest_first
from clausewatch.publish import json_feed as write_json_feed
from clausewatch.storage import catalog, failing, records, subscriptions
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import watch_feed_path, watch_json_feed_path
from clausewatch.web.desk import Desk, kept_route, route
from clausewatch.web.lookup import days_named
from clausewatch.web.missing import MissingPageError, Suggestion

_ENTRIES = 30
_DATED = 1_000
"""A calendar looks at so many of the newest records; notice of more than a year is rare."""


def routes(desk: Desk) -> list[Route]:
    desk.ahead.add(partial(_every, desk))
    return [
        kept_route(desk, "/feed.atom", feed),
        kept_route(desk, "/feed.json", json_feed),
        route(desk, "/calendar.ics", every_day),
        route(desk, "/watch/{watch}/feed.atom", watch_feed),
        route(desk, "/watch/{watch}/feed.json", watch_json_feed),
        route(desk, "/watch/{watch}/calendar.ics", watch_days),
    ]


def _every(desk: Desk) -> Iterator[object]:
    """Makes the entries of every change's feed."""
    for record in _newest_told(desk):
        yield _entries(desk, (record,))


def feed(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /feed.atom"""
    return _atom(desk, "Clausewatch: changes", "/feed.atom", _newest(desk))


def json_feed(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /feed.json"""
    return _json(desk, "Clausewatch: changes", "/feed.json", _newest(desk))


def every_day(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /calendar.ics"""
    with desk.site.database.read() as connection:
        found = as_ruled(connection, records.briefly(connection, RecordFilter(alerting=True, limit=_DATED)))
    return _calendar(desk, "Clausewatch: policy dates", found)


def watch_feed(desk: Desk, request: Request) -> Response:
    """GET /watch/<id>/feed.atom; only watches whose channel is a feed have one."""
    watch, entries = _of_watch(desk, request)
    return _atom(desk, f"Clausewatch: {watch.name}", watch_feed_path(watch.id), entries)


def watch_json_feed(desk: Desk, request: Request) -> Response:
    """GET /watch/<id>/feed.json; only watches whose channel is a feed have one."""
    watch, entries = _of_watch(desk, request)
    return _json(desk, f"Clausewatch: {watch.name}", watch_json_feed_path(watch.id), entries)


def watch_days(desk: Desk, request: Request) -> Response:
    """GET /watch/<id>/calendar.ics; only watches whose channel is a feed have one."""
    watch, found = _told(desk, request, _DATED)
    return _calendar(desk, f"Clausewatch: {watch.name}", found)


def _newest(desk: Desk) -> tuple[FeedEntry, ...]:
    return _entries(desk, _newest_told(desk))


def _newest_told(desk: Desk) -> tuple[ChangeRecord, ...]:
    with desk.site.database.read() as connection:
        told = RecordFilter(alerting=True, limit=_ENTRIES)
        return as_ruled(connection, records.records(connection, told, newest_first=True))


def _of_watch(desk: Desk, request: Request) -> tuple[Watch, tuple[FeedEntry, ...]]:
    """The watch and what its feed shows: changes, and that something could not be captured or can again."""
    watch, found = _told(desk, request, _ENTRIES)
    with desk.site.database.read() as connection:
        notices = failing.in_feed(connection, watch.id, _ENTRIES)
    base = desk.site.base_url.rstrip("/")
    spells = (failing_entry(each, named(desk.site.database, each.spells), base) for each in notices)
    return watch, newest_first((*_entries(desk, found), *spells))[:_ENTRIES]


def _told(desk: Desk, request: Request, limit: int) -> tuple[Watch, tuple[ChangeRecord, ...]]:
    asked = str(request.path_params["watch"])
    with desk.site.database.read() as connection:
        watch = subscriptions.watch(connection, asked)
        if watch is not None and not watch.active:
            # Its readers go on reading what it became when it was changed.
            watch = subscriptions.heir(connection, watch) or watch
        # What an organisation ended, or left behind, is nobody's to read any more.
        over = watch is not None and bool(watch.organisation) and not watch.active
        if watch is None or over or watch.channel is not Channel.FEED:
            raise MissingPageError(
                f"feed of watch “{asked}”",
                "no watch of that identifier has a feed",
                "Take the feed of every change, or make a watch with the channel feed.",
                (Suggestion("The feed of every change", "/feed.atom"),),
            )
        return watch, as_ruled(connection, records.told_to(connection, watch.id, limit))


def _calendar(desk: Desk, name: str, found: tuple[ChangeRecord, ...]) -> Response:
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
    days = days_named(platforms, found, desk.site.base_url.rstrip("/"))
    return Response(calendar(name, days), media_type="text/calendar")


def _entries(desk: Desk, found: tuple[ChangeRecord, ...]) -> tuple[FeedEntry, ...]:
    base = desk.site.base_url.rstrip("/")
    entries = []
    with desk.site.database.read() as connection:
        platforms = {each.id: each for each in catalog.platforms(connection)}
    for record in found:
        platform = platforms.get(record.document.partition("/")[0])
        documents = platform.documents if platform else ()
        document = next((each for each in documents if each.id == record.document), None)
        if platform is not None and document is not None:
            made = partial(feed_entry, record, document, platform, base)
            # By all that the entry is made of: it is another one once an editor ruled on it or its words were withheld.
            entries.append(desk.entries.get((record, document, platform), made))
    return tuple(entries)


def _atom(desk: Desk, title: str, path: str, entries: tuple[FeedEntry, ...]) -> Response:
    base = desk.site.base_url.rstrip("/")
    # An empty feed has been so since it was asked for; any other is as old as its newest entry.
    updated = max((each.updated for each in entries), default=desk.site.clock.now())
    body = atom_feed(title, f"{base}{path}", f"{base}/", entries, updated)
    return Response(body, media_type="application/atom+xml")


def _json(desk: Desk, title: str, path: str, entries: tuple[FeedEntry, ...]) -> Response:
    base = desk.site.base_url.rstrip("/")
    body = write_json_feed(title, f"{base}{path}", f"{base}/", entries)
    return Response(body, media_type="application/feed+json")
