"""The health board: how every document fares, what is stale or failing first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.catalog import Document
from clausewatch.pipeline.coverage import Coverage, State, coverage
from clausewatch.storage import catalog, health
from clausewatch.storage.health import SourceHealth
from clausewatch.web.desk import Desk, Head, route


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A document and how it stands."""

    platform: str
    document: Document
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class HealthPage:
    """What the health board shows: troubles first, then the rest."""

    troubled: tuple[HealthLine, ...]
    sound: tuple[HealthLine, ...]
    states: tuple[tuple[State, int], ...]
    now: datetime


def routes(desk: Desk) -> list[Route]:
    return [route(desk, "/health/", board)]


def board(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /health/"""
    now = desk.site.clock.now()
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        sources: dict[str, list[SourceHealth]] = {}
        for each in health.source_health(connection):
            sources.setdefault(each.document, []).append(each)
    lines = [
        HealthLine(platform.name, document, coverage(tuple(sources.get(document.id, ())), now))
        for platform in platforms
        for document in platform.documents
    ]
    states = Counter(line.coverage.state for line in lines)
    page = HealthPage(
        troubled=tuple(line for line in lines if line.coverage.troubled),
        sound=tuple(line for line in lines if not line.coverage.troubled),
        states=tuple((state, states[state]) for state in State if states[state]),
        now=now,
    )
    head = Head(
        title="Health of the watch",
        path="/health/",
        section="health",
        description="When every document was last captured well, and what came instead where it was not.",
    )
    return desk.page("health.html", head, page)
