"""Change records and corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.meaning.queue import weight
from clausewatch.nouns.change import ChangeClass, ChangeRecord, Severity
from clausewatch.pipeline.said import as_ruled
from clausewatch.pipeline.sources import source_of
from clausewatch.publish import instant, item_line, record_line, review_line
from clausewatch.storage import Connection, catalog, records, review
from clausewatch.storage.records import RecordFilter
from clausewatch.web.api import shapes, shapes_of_review
from clausewatch.web.api.answers import answer
from clausewatch.web.api.paging import Asked, Paging, cut, listed
from clausewatch.web.api.routing import Narrowed, router
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import instant_asked, platform_named
from clausewatch.web.queued import SHOWN


def _about(
    narrow: Narrowed,
    since: Annotated[
        str, Query(max_length=80, examples=["2026-03-01"], description="Observed then or later.")
    ] = "",
) -> RecordFilter:
    return RecordFilter(narrow.platform, narrow.document, instant_asked("since", since))


def _wanted(
    about: Annotated[RecordFilter, Depends(_about)],
    change_class: Annotated[ChangeClass | None, Query(alias="class", description="Of this class.")] = None,
    severity: Annotated[Severity | None, Query(description="Of this severity, or graver.")] = None,
    silent: Annotated[bool, Query(description="Only under an unchanged printed date.")] = False,
    every: Annotated[
        bool, Query(alias="all", description="Also those that do not alert, and our better readings.")
    ] = False,
) -> RecordFilter:
    return replace(
        about,
        alerting=not every and change_class is None,
        silent=silent,
        classes=(change_class,) if change_class else (),
        severities=tuple(each for each in Severity if each.rank >= severity.rank) if severity else (),
        rereads=every,
    )


Wanted = Annotated[RecordFilter, Depends(_wanted)]


def routes(desk: Desk) -> APIRouter:
    """GET /changes, /corrections and /review."""
    found = router("changes")
    _changes(found, desk)
    _corrections(found, desk)
    _queue(found, desk)
    return found


def _changes(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/changes",
        response_model=shapes.Listing[shapes.ChangeRecord],
        summary="Change records, newest first; the lines of `clausewatch changes --json`",
    )
    def changes(paging: Asked, asked: Wanted) -> Response:
        wanted = replace(asked, limit=paging.limit + 1, below=_below(paging))
        with desk.site.database.read() as connection:
            found = records.records(connection, wanted, newest_first=True)
            shown, further = cut(paging, found, lambda each: (instant(each.observed_at), each.id))
            lines = _lines(connection, as_ruled(connection, shown))
        return listed(paging, lines, further)

    @routes.get("/changes/{change}", response_model=shapes.ChangeRecord, summary="One change record")
    def change(change: str) -> Response:
        with desk.site.database.read() as connection:
            found = records.record(connection, change)
            lines = _lines(connection, as_ruled(connection, (found,))) if found else []
        if not lines:
            raise UnknownNameError(
                f"change {change}", "no record has this id", "Take one from /api/v1/changes"
            )
        return answer(lines[0])


def _corrections(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/corrections",
        response_model=shapes.Listing[shapes.Ruling],
        summary="What editors corrected of what was published, newest first",
    )
    def corrections(paging: Asked) -> Response:
        key = paging.key(int)
        below = int(key[0]) if key else None
        with desk.site.database.read() as connection:
            found = review.corrections(connection, paging.limit + 1, below=below)
        shown, further = cut(paging, found, lambda each: (each.number,))
        return listed(paging, [review_line(each) for each in shown], further)


def _queue(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/review",
        response_model=shapes_of_review.Queue,
        summary="What no editor has reviewed yet, the gravest and most doubtful first",
        description=f"The first {SHOWN} of it; `clausewatch review list` lists all. Rulings are made on the command line.",
    )
    def queue(
        paging: Asked,
        platform: Annotated[str, Query(max_length=200, description="Only of this platform.")] = "",
    ) -> Response:
        last = _weight_of(paging)
        owner = platform_named(desk.site.database, platform).id if platform else None
        found = desk.queues.queued(owner)
        following = [each for each in found.items if last is None or weight(each) > last]
        shown, further = cut(paging, following, lambda each: tuple(map(str, weight(each))))
        beside = {"total": found.total, "documents": found.documents, "unread": found.unread}
        return listed(paging, [item_line(each) for each in shown], further, **beside, stale=found.stale)


def _weight_of(paging: Paging) -> tuple[int, float, float, str] | None:
    """What the item shown last weighed; another may have been ruled on meanwhile, or that one."""
    key = paging.key(str, str, str, str)
    if key is None:
        return None
    try:
        return int(key[0]), float(key[1]), float(key[2]), str(key[3])
    except ValueError as error:
        raise BadInputError("after", "is no cursor of this list", "Take the address from `next`") from error


def _below(paging: Paging) -> tuple[datetime, str] | None:
    key = paging.key(str, str)
    if key is None:
        return None
    at = instant_asked("after", str(key[0])) or datetime.min.replace(tzinfo=UTC)
    return at, str(key[1])


def _lines(connection: Connection, found: tuple[ChangeRecord, ...]) -> list[dict[str, object]]:
    """The records' lines; those of documents that are no longer in the catalogue are left out, as on the pages."""
    owners = {
        document.id: (document, owner)
        for owner in catalog.platforms(connection)
        for document in owner.documents
    }
    return [
        record_line(each, *owners[each.document], source_of(connection, each))
        for each in found
        if each.document in owners
    ]
