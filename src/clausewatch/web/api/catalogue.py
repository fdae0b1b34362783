"""Platforms, documents and versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from clausewatch.nouns.document import Version, in_force
from clausewatch.pipeline.coverage import coverage
from clausewatch.publish import capture_lines, document_line, fact_line, instant, platform_line, version_line
from clausewatch.storage import captures, catalog, health, versions
from clausewatch.web.api import shapes
from clausewatch.web.api.answers import answer
from clausewatch.web.api.paging import Asked, listed, page_of
from clausewatch.web.api.routing import PlaceAsked, PlatformAsked, router
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import version_asked
from clausewatch.web.pages.facts import shown_facts


def routes(desk: Desk) -> APIRouter:
    """GET /platforms and /documents."""
    found = router("catalogue")
    _platforms(found, desk)
    _documents(found, desk)
    _versions(found, desk)
    return found


def _platforms(routes: APIRouter, desk: Desk) -> None:

    @routes.get("/platforms", response_model=shapes.Listing[shapes.Platform], summary="All platforms")
    def platforms(paging: Asked) -> Response:
        with desk.site.database.read() as connection:
            known = catalog.platforms(connection)
        shown, further = page_of(paging, known, lambda each: each.id)
        return listed(paging, [platform_line(each) for each in shown], further)

    @routes.get("/platforms/{platform}", response_model=shapes.Platform, summary="One platform")
    def platform(owner: PlatformAsked) -> Response:
        return answer(platform_line(owner))

    @routes.get("/platforms/{platform}/facts", response_model=shapes.QuickFacts, summary="Quick facts")
    def facts(owner: PlatformAsked) -> Response:
        told, documents = shown_facts(desk, owner)
        lines = [fact_line(each.fact) for each in told]
        return answer({"platform": owner.id, "documents": documents, "facts": lines})


def _documents(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/documents", response_model=shapes.Listing[shapes.Document], summary="All documents")
    def documents(
        paging: Asked,
        platform: Annotated[str, Query(description="Only those of this platform, by its id.")] = "",
        kind: Annotated[str, Query(alias="type", description="Only those of this type.")] = "",
    ) -> Response:
        with desk.site.database.read() as connection:
            known = catalog.platforms(connection)
        wanted = [
            each
            for owner in known
            for each in owner.documents
            if platform in ("", owner.id) and kind in ("", each.type)
        ]
        shown, further = page_of(paging, wanted, lambda each: each.id)
        return listed(paging, [document_line(each) for each in shown], further)

    @routes.get(
        "/documents/{platform}/{document}",
        response_model=shapes.DocumentDetail,
        summary="One document, with its state and current version",
    )
    def document(place: PlaceAsked) -> Response:
        with desk.site.database.read() as connection:
            known = in_force(versions.versions(connection, place.document.id))
            sources = health.source_health(connection, place.document.id)
        state = coverage(sources, desk.site.clock.now())
        line = {
            **document_line(place.document),
            "state": state.state.value,
            "last_good": instant(state.last_good) if state.last_good else None,
            "imported_until": instant(state.imported_until) if state.imported_until else None,
            "versions": len(known),
            "current": version_line(known[0]) if known else None,
        }
        return answer(line)


def _versions(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/documents/{platform}/{document}/versions",
        response_model=shapes.Listing[shapes.Version],
        summary="Every version of a document, newest first",
    )
    def versions_of(place: PlaceAsked, paging: Asked) -> Response:
        with desk.site.database.read() as connection:
            known = in_force(versions.versions(connection, place.document.id))
        shown, further = page_of(paging, known, _moment, descending=True)
        return listed(paging, [version_line(each) for each in shown], further)

    @routes.get(
        "/documents/{platform}/{document}/versions/{version}",
        response_model=shapes.VersionDetail,
        summary="One version with its text; by its identifier's beginning or by a day",
    )
    def version(place: PlaceAsked, version: str) -> Response:
        with desk.site.database.read() as connection:
            everything = versions.versions(connection, place.document.id)
            found = version_asked(everything, place.document, version)
            taken = [captures.capture(connection, each) for each in found.captures]
        # The shelf may hold the facts of before a recipe confirmed them; the text is the same for ever.
        edition = replace(desk.edition(found.id), version=found)
        line = {
            **version_line(found),
            "text": edition.text.content,
            "sources": capture_lines(each for each in taken if each is not None),
        }
        return answer(line)


def _moment(version: Version) -> str:
    return f"{version.observed_at:%Y-%m-%dT%H:%M:%S.%f} {version.id}"
