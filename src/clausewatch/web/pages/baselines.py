"""Which versions were accepted and what changed since. Baselines are recorded on the command line: these pages change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.baseline import Acceptance, Drift
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.identity import VersionId
from clausewatch.pipeline.baselines import drift_of
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.storage import baselines, catalog, logged, versions
from clausewatch.web.addresses import baselines_path, diff_path
from clausewatch.web.asking import page_asked, unused
from clausewatch.web.desk import Desk, route
from clausewatch.web.head import Head
from clausewatch.web.recall import Recall

_ON_A_PAGE = 25
"""Drifts worked out for one page: each takes about a tenth of a second where it is not at hand."""

_MOST_DRIFTS = 200

_Shelf = Recall[tuple[int, VersionId, int], Drift]


@dataclass(frozen=True, slots=True)
class ShownDrift:
    """A drift with the page that compares both versions; empty where they are the same."""

    drift: Drift
    href: str


@dataclass(frozen=True, slots=True)
class BaselinesPage:
    """What the page of baselines shows."""

    drifts: tuple[ShownDrift, ...]
    total: int
    first: int
    newer: str
    older: str


def routes(desk: Desk) -> list[Route]:
    shelf: _Shelf = Recall(_MOST_DRIFTS)

    def accepted(desk: Desk, request: Request) -> Response:
        """GET /baselines/?page="""
        return _accepted(desk, request, shelf)

    return [route(desk, "/baselines/", accepted)]


def _accepted(desk: Desk, request: Request, shelf: _Shelf) -> Response:
    number = page_asked(request)
    offset = (number - 1) * _ON_A_PAGE
    with desk.site.database.read() as connection:
        known = baselines.baselines(connection)
        owners = catalog.platforms(connection)
        named = [
            (owner, document, known[document.id])
            for owner in owners
            for document in owner.documents
            if document.id in known
        ]
        shown = named[offset : offset + _ON_A_PAGE]
        current = {
            document.id: version.id
            for _, document, _ in shown
            if (version := versions.version_at(connection, document.id, None)) is not None
        }
        gone = len(logged.withheld(connection))
    page = BaselinesPage(
        drifts=tuple(
            _shown(shelf.get((each[2].number, current[each[1].id], gone), partial(_drift, desk, *each)))
            for each in shown
        ),
        total=len(named),
        first=offset + 1,
        newer=baselines_path(number - 1) if number > 1 else "",
        older=baselines_path(number + 1) if offset + _ON_A_PAGE < len(named) else "",
    )
    head = Head(
        title="Baselines",
        path=baselines_path(number),
        unused=unused(request, "page"),
        section="changes",
        description="Which version of each document was accepted, when and by whom, and what changed since.",
        robots="noindex, nofollow",
    )
    return desk.page("baselines.html", head, page)


def _drift(desk: Desk, owner: Platform, document: Document, acceptance: Acceptance) -> Drift:
    shelf = EditionShelf(desk.site.database, desk.site.bodies, size=2)
    return drift_of(desk.site.database, shelf, (owner, document), acceptance)


def _shown(drift: Drift) -> ShownDrift:
    same = drift.accepted.id == drift.current.id
    return ShownDrift(
        drift, "" if same else diff_path(drift.document.id, drift.accepted.id, drift.current.id, changed=True)
    )
