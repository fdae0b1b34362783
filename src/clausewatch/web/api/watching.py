"""The operator's watches, what was delivered to them, and baselines with what changed since."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from clausewatch.errors import UnknownNameError
from clausewatch.nouns.baseline import Acceptance
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.identity import AlertId
from clausewatch.nouns.subscription import AlertState, Watch
from clausewatch.pipeline.baselines import drift_of
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.publish import acceptance_line, delivery_line, drift_line, instant, masked_watch_line
from clausewatch.storage import Connection, baselines, catalog, subscriptions
from clausewatch.web.api import shapes, shapes_of_watching
from clausewatch.web.api.answers import answer
from clausewatch.web.api.paging import Asked, Paging, cut, listed, page_of
from clausewatch.web.api.routing import PlaceAsked, router
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import instant_asked


def routes(desk: Desk) -> APIRouter:
    """GET /watches, /deliveries, /baselines and what changed since one.

    In an instance with accounts /watches is an organisation's own (`watches.py`). Of its watches nothing is told here.
    """
    found = router("watches")
    if desk.site.members is None:
        _watches(found, desk)
    _deliveries(found, desk)
    _baselines(found, desk)
    _drift(found, desk)
    return found


def _watches(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/watches",
        response_model=shapes.Listing[shapes_of_watching.Watch],
        summary="Who is told about what, in the order the watches were made; addresses are masked",
    )
    def watches(
        paging: Asked,
        every: Annotated[bool, Query(alias="all", description="Also those that were ended.")] = False,
    ) -> Response:
        with desk.site.database.read() as connection:
            known = [
                each
                for each in subscriptions.watches(connection, active_only=not every)
                if not each.organisation
            ]
        shown, further = page_of(paging, known, lambda each: f"{instant(each.created_at)} {each.id}")
        return listed(paging, [masked_watch_line(each) for each in shown], further)

    @routes.get("/watches/{watch}", response_model=shapes_of_watching.Watch, summary="One watch")
    def watch(watch: str) -> Response:
        with desk.site.database.read() as connection:
            return answer(masked_watch_line(_watch(connection, watch)))


def _deliveries(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/deliveries",
        response_model=shapes_of_watching.Deliveries,
        summary="What was told to watches and where it stands, newest first",
    )
    def deliveries(
        paging: Asked,
        watch: Annotated[str, Query(max_length=200, description="Only those to this watch.")] = "",
    ) -> Response:
        with desk.site.database.read() as connection:
            to = _watch(connection, watch).id if watch else None
            found = subscriptions.alerts(
                connection, paging.limit + 1, to=to, below=_below(paging), unowned=True
            )
            shown, further = cut(paging, found, lambda each: (instant(each.created_at), each.id))
            lines = [delivery_line(each, subscriptions.attempts(connection, each.id)) for each in shown]
            counts = subscriptions.count_alerts(connection, unowned=True)
        return listed(paging, lines, further, counts={each.value: counts.get(each, 0) for each in AlertState})


def _baselines(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/baselines",
        response_model=shapes.Listing[shapes_of_watching.Acceptance],
        summary="Which version of each document was accepted, when and by whom",
    )
    def accepted(paging: Asked) -> Response:
        with desk.site.database.read() as connection:
            known = baselines.baselines(connection)
            owners = catalog.platforms(connection)
        named = [
            (known[document.id], document, owner)
            for owner in owners
            for document in owner.documents
            if document.id in known
        ]
        shown, further = page_of(paging, named, lambda each: each[1].id)
        return listed(paging, [_accepted(*each) for each in shown], further)

    @routes.get(
        "/documents/{platform}/{document}/baselines",
        response_model=shapes.Listing[shapes_of_watching.Acceptance],
        summary="Every acceptance of a document's versions, oldest first",
    )
    def history(place: PlaceAsked, paging: Asked) -> Response:
        with desk.site.database.read() as connection:
            known = baselines.history(connection, place.document.id)
        shown, further = page_of(paging, known, lambda each: f"{each.number:012}")
        lines = [_accepted(each, place.document, place.platform) for each in shown]
        return listed(paging, lines, further)


def _drift(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/documents/{platform}/{document}/drift",
        response_model=shapes_of_watching.Drift,
        summary="What changed in a document since its baseline",
    )
    def drift(place: PlaceAsked) -> Response:
        with desk.site.database.read() as connection:
            accepted = baselines.baselines(connection).get(place.document.id)
        if accepted is None:
            raise UnknownNameError(
                f"baseline of {place.document.id}",
                "no version of it was accepted",
                "/api/v1/baselines lists those that were",
            )
        shelf = EditionShelf(desk.site.database, desk.site.bodies, size=2)
        found = drift_of(desk.site.database, shelf, (place.platform, place.document), accepted)
        return answer(drift_line(found))


def _accepted(acceptance: Acceptance, document: Document, owner: Platform) -> dict[str, object]:
    return {"id": document.id, **acceptance_line(acceptance, document, owner)}


def _watch(connection: Connection, asked: str) -> Watch:
    found = subscriptions.watch(connection, asked)
    if found is None or found.organisation:
        raise UnknownNameError(f"watch {asked}", "there is none of that id", "Take one from /api/v1/watches")
    return found


def _below(paging: Paging) -> tuple[datetime, AlertId] | None:
    key = paging.key(str, str)
    at = instant_asked("after", str(key[0])) if key else None
    return None if key is None or at is None else (at, str(key[1]))
