"""The health board: how every document fares, what is stale or failing first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.identity import DocumentId
from clausewatch.pipeline.coverage import Coverage, State, coverages
from clausewatch.ports import AuthorityState, CosignerState
from clausewatch.storage import catalog, health
from clausewatch.web.addresses import health_path
from clausewatch.web.asking import page_asked, unused
from clausewatch.web.desk import Desk, route
from clausewatch.web.head import Head

_ON_A_PAGE = 100
KEPT_FIRST = (*(each for each in State if each is not State.NEVER), State.NEVER)
"""What is kept comes before what is only declared."""

_URGENCY = {
    state: place for place, state in enumerate((State.FAILING, State.STALE, State.NEVER, State.TAKEN_OVER))
}


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A document and how it stands."""

    platform: str
    document: Document
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Untried:
    """A platform with how many of its documents no capture was ever made."""

    platform: Platform
    documents: int


@dataclass(frozen=True, slots=True)
class HealthPage:
    """A page of the health board: troubles first, then the rest. `first` counts from 1 over both. Of the `never` nothing
    came yet, so there is nothing to list but their names, on the first page."""

    troubled: tuple[HealthLine, ...]
    sound: tuple[HealthLine, ...]
    never: tuple[Untried, ...]
    states: tuple[tuple[State, int], ...]
    counts: tuple[int, int]
    first: int
    newer: str
    older: str
    now: datetime
    authorities: tuple[AuthorityState, ...]
    witnesses: tuple[CosignerState, ...]


def routes(desk: Desk) -> list[Route]:
    return [route(desk, "/health/", board)]


def board(desk: Desk, request: Request) -> Response:
    """GET /health/?page="""
    now, number = desk.site.clock.now(), page_asked(request)
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        covered = coverages(platforms, health.source_health(connection), now)
    lines = [
        HealthLine(platform.name, document, covered[document.id])
        for platform in platforms
        for document in platform.documents
    ]
    states = Counter(line.coverage.state for line in lines)
    lines = [line for line in lines if not _untried(line.coverage)]
    # The sort is stable: platforms stay by name, and of those in trouble the worst states lead.
    ordered = sorted(lines, key=lambda line: _URGENCY.get(line.coverage.state, len(_URGENCY)))
    offset = (number - 1) * _ON_A_PAGE
    shown = ordered[offset : offset + _ON_A_PAGE]
    troubled = sum(line.coverage.troubled for line in lines)
    page = HealthPage(
        troubled=tuple(line for line in shown if line.coverage.troubled),
        sound=tuple(line for line in shown if not line.coverage.troubled),
        never=tuple(_untried_of(platforms, covered)) if number == 1 else (),
        states=tuple((state, states[state]) for state in KEPT_FIRST if states[state]),
        counts=(troubled, len(lines) - troubled),
        first=offset + 1,
        newer=health_path(number - 1) if number > 1 else "",
        older=health_path(number + 1) if offset + _ON_A_PAGE < len(lines) else "",
        now=now,
        authorities=desk.site.stamps.states() if desk.site.stamps else (),
        witnesses=desk.site.witnesses.states() if desk.site.witnesses else (),
    )
    head = Head(
        title="Health of the watch",
        path=health_path(number),
        unused=unused(request, "page"),
        section="health",
        description="When every document was last captured well, and what came instead where it was not.",
    )
    return desk.page("health.html", head, page)


def _untried(coverage: Coverage) -> bool:
    """Whether nothing came of any source yet, good or bad."""
    return coverage.state is State.NEVER and all(each.verdict is None for each in coverage.sources)


def _untried_of(platforms: Iterable[Platform], covered: Mapping[DocumentId, Coverage]) -> Iterator[Untried]:
    for platform in platforms:
        count = sum(_untried(covered[each.id]) for each in platform.documents)
        if count:
            yield Untried(platform, count)
