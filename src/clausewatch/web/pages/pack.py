"""Evidence packs beside the pages of documents, provisions, changes and comparisons."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.errors import UnavailableError
from clausewatch.evidence.standalone import verifier
from clausewatch.nouns.identity import slug
from clausewatch.pipeline.packing import Compared, Stock, Wanted, make_pack, stamped_by
from clausewatch.storage import catalog, records, versions
from clausewatch.web.desk import Desk, route
from clausewatch.web.lookup import place_of, version_asked
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.pages.compare import compared_asked

_MOST_BYTES = 16 * 1024 * 1024
"""Of captured bytes: made in about a second, and held in memory three times over. The command packs larger ones."""

_AT_ONCE = threading.BoundedSemaphore(2)


def routes(desk: Desk) -> list[Route]:
    return [
        route(desk, "/platform/{platform}/{document}/evidence.wacz", document_pack),
        route(desk, "/change/{record}/evidence.wacz", change_pack),
        route(desk, "/compare/evidence.wacz", comparison_pack),
    ]


def document_pack(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/<doc>/evidence.wacz?at=&provision="""
    place = place_of(desk.site.database, request)
    at, provision = (request.query_params.get(each, "") for each in ("at", "provision"))
    wanted = Wanted(place.platform, place.document, provision=provision or None)
    if at:
        with desk.site.database.read() as connection:
            known = versions.versions(connection, place.document.id)
        wanted = replace(wanted, version=version_asked(known, place.document, at).id)
    return _answer(desk, wanted, f"{place.document.id}-{provision}" if provision else place.document.id)


def change_pack(desk: Desk, request: Request) -> Response:
    """GET /change/<id>/evidence.wacz"""
    asked = str(request.path_params["record"])
    with desk.site.database.read() as connection:
        found = records.record(connection, asked)
        document = None if found is None else catalog.document(connection, found.document)
        platform = None if document is None else catalog.platform(connection, document.platform)
    if found is None or document is None or platform is None:
        raise MissingPageError(
            f"change “{asked}”",
            "no change record has this identifier",
            "It may stand on another instance.",
            (Suggestion("Latest changes", "/changes/"),),
        )
    return _answer(desk, Wanted(platform, document, record=found), f"change-{found.id}")


def comparison_pack(desk: Desk, request: Request) -> Response:
    """GET /compare/evidence.wacz?p=&topic=&at="""
    wanted = compared_asked(desk, request.query_params)
    return _answer(desk, wanted, f"comparison-{wanted.matrix.at.date().isoformat()}")


def _answer(desk: Desk, wanted: Wanted | Compared, name: str) -> Response:
    site = desk.site
    if site.log is None:
        raise UnavailableError(
            "this evidence pack", "these pages are served without a log", "Ask the operator.", 501
        )
    stock = Stock(
        site.database, site.bodies, site.log, verifier(), _MOST_BYTES, stamped=stamped_by(site.stamps)
    )
    with _a_place():
        content = make_pack(stock, wanted)
    told = {"content-disposition": f'attachment; filename="{slug(name)}.wacz"'}
    return Response(content, media_type="application/wacz+zip", headers=told)


@contextmanager
def _a_place() -> Iterator[None]:
    """One of the few places at which packs are made."""
    if not _AT_ONCE.acquire(blocking=False):
        raise UnavailableError("this evidence pack", "others are being made", "Try again in a minute.", 503)
    try:
        yield
    finally:
        _AT_ONCE.release()
