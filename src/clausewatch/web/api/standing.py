"""How the instance stands: what it holds, how every document fares, days ahead, how well it was measured to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from clausewatch import __version__
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeClass
from clausewatch.pipeline.coverage import Coverage, State, coverages, source_state
from clausewatch.pipeline.said import as_ruled
from clausewatch.publish import Day, instant
from clausewatch.storage import catalog, health, records
from clausewatch.storage.health import SourceHealth
from clausewatch.storage.records import RecordFilter
from clausewatch.web.api import shapes, shapes_of_watching
from clausewatch.web.api.answers import answer
from clausewatch.web.api.paging import Asked, listed, page_of
from clausewatch.web.api.routing import Narrowed, router
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import days_named
from clausewatch.web.measured import load_measured

_RECENT = 1_000
"""So many of the newest records are asked for the days that they name."""


def routes(desk: Desk) -> APIRouter:
    """GET /instance, /health, /dates and /measures."""
    found = router("instance")
    _instance(found, desk)
    _health(found, desk)
    _dates(found, desk)
    _measures(found)
    return found


def _instance(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/instance",
        response_model=shapes_of_watching.Instance,
        summary="What this instance holds, in numbers",
    )
    def instance() -> Response:
        with desk.site.database.read() as connection:
            platforms = catalog.platforms(connection)
            facts = health.document_facts(connection)
            covered = coverages(platforms, health.source_health(connection), desk.site.clock.now())
            classes = records.count_by_class(connection, RecordFilter())
        good = [each.last_good for each in facts.values() if each.last_good is not None]
        kept = [each.latest_version for each in facts.values() if each.latest_version is not None]
        head = desk.site.log.head() if desk.site.log else None
        states = Counter(each.state for each in covered.values())
        line = {
            "software": f"clausewatch {__version__}",
            "platforms": len(platforms),
            "documents": len(covered),
            "versions": sum(each.versions for each in facts.values()),
            "provisions": sum(each.provisions for each in facts.values()),
            "changes": {each.value: classes.get(each, 0) for each in ChangeClass},
            "states": {each.value: states[each] for each in State},
            "last_good": instant(max(good)) if good else None,
            "last_observed": instant(max(good + kept)) if good or kept else None,
            "leaves": head.checkpoint.size if head else 0,
        }
        return answer(line)


def _health(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/health",
        response_model=shapes_of_watching.Health,
        summary="How every document fares: when it was last captured well, and what came instead",
    )
    def board(
        paging: Asked,
        state: Annotated[State | None, Query(description="Only documents in this state.")] = None,
    ) -> Response:
        now = desk.site.clock.now()
        with desk.site.database.read() as connection:
            platforms = catalog.platforms(connection)
            covered = coverages(platforms, health.source_health(connection), now)
        known = [
            (owner, document, covered[document.id])
            for owner in platforms
            for document in owner.documents
            if state in (None, covered[document.id].state)
        ]
        shown, further = page_of(paging, known, lambda each: each[1].id)
        states = Counter(each.state for each in covered.values())
        lines = [
            {**_document(*each), "sources": [_source(one, source_state(one, now)) for one in each[2].sources]}
            for each in shown
        ]
        return listed(paging, lines, further, states={each.value: states[each] for each in State})


def _dates(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/dates",
        response_model=shapes.Listing[shapes_of_watching.NamedDay],
        summary="Days that change records name: when they take effect, until when one may object",
        description=f"From the {_RECENT:,} newest records that alert, the earliest day first.",
    )
    def dates(
        paging: Asked,
        narrow: Narrowed,
        ahead: Annotated[bool, Query(description="Only today and later (UTC).")] = False,
    ) -> Response:
        wanted = RecordFilter(narrow.platform, narrow.document, alerting=True, limit=_RECENT)
        with desk.site.database.read() as connection:
            platforms = catalog.platforms(connection)
            found = as_ruled(connection, records.briefly(connection, wanted))
        today = desk.site.clock.now().date()
        days = days_named(platforms, found, desk.site.base_url.rstrip("/"))
        named = [each for each in days if not ahead or each.on >= today]
        shown, further = page_of(
            paging, named, lambda each: f"{each.on.isoformat()} {each.record} {each.kind}"
        )
        return listed(paging, [_day(each) for each in shown], further)


def _measures(routes: APIRouter) -> None:
    @routes.get(
        "/measures",
        response_model=shapes.Listing[shapes_of_watching.Measure],
        summary="How well each stage was measured to do, on which data and when",
    )
    def measures(paging: Asked) -> Response:
        known = list(enumerate(load_measured()))
        shown, further = page_of(paging, known, lambda each: f"{each[0]:03}")
        lines = [{**asdict(each), "measured_on": each.measured_on.isoformat()} for _, each in shown]
        return listed(paging, lines, further)


def _document(owner: Platform, document: Document, covered: Coverage) -> dict[str, object]:
    return {
        "document": document.id,
        "platform": owner.id,
        "name": document.name,
        "state": covered.state.value,
        "troubled": covered.troubled,
        "last_good": instant(covered.last_good) if covered.last_good else None,
        "imported_until": instant(covered.imported_until) if covered.imported_until else None,
    }


def _source(source: SourceHealth, state: State) -> dict[str, object]:
    return {
        "source": source.source,
        "url": source.url,
        "watched": source.watched,
        "cadence_hours": source.cadence_hours,
        "state": state.value,
        "last_good": instant(source.last_good) if source.last_good else None,
        "last_seen": instant(source.last_seen) if source.last_seen else None,
        "verdict": source.verdict.value if source.verdict else None,
        "reasons": list(source.reasons),
        "due_at": instant(source.due_at) if source.due_at else None,
        "failures": source.failures,
    }


def _day(each: Day) -> dict[str, object]:
    return {
        "record": each.record,
        "kind": each.kind,
        "on": each.on.isoformat(),
        "told_at": instant(each.told_at),
        "title": each.title,
        "address": each.url,
    }
