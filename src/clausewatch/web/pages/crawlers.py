"""What machines that index the web ask for: `/robots.txt` and the sitemaps (sitemaps.org protocol 0.9; RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.storage import addresses, catalog, health, records
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import (
    change_path,
    document_path,
    facts_path,
    history_path,
    platform_path,
    provision_path,
    regulation_path,
    topic_path,
)
from clausewatch.web.desk import Desk, route
from clausewatch.web.labels import iso
from clausewatch.web.missing import MissingPageError, Suggestion

MOST_A_FILE = 5_000
"""Addresses: a tenth of what the protocol allows, so that a file is made in well under a second."""

_MOST_FILES = 10_000

_FIXED = (
    "/",
    "/changes/",
    "/topic/",
    "/regulation/",
    "/compare/",
    "/registry/",
    "/health/",
    "/alerts/",
    "/methodology/",
    "/corrections/",
    "/log/",
)
_NOT_FOR_CRAWLERS = (
    "/api/",
    "/card/",
    "/review/",
    "/design/",
    "/registry/?",
    "/compare/?",
    "/compare/export",
    "/*/diff/",
    "/log/leaf/",
    "/log/tile/",
    "/timemap/",
    "/timegate/",
    "/*/evidence.wacz",
)

Entry = tuple[str, datetime | None]


def routes(desk: Desk) -> list[Route]:
    return [
        route(desk, "/robots.txt", robots),
        route(desk, "/sitemap.xml", index),
        route(desk, "/sitemap/pages.xml", pages),
        route(desk, "/sitemap/changes-{number:int}.xml", changes),
        route(desk, "/sitemap/provisions-{number:int}.xml", provisions),
    ]


def robots(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /robots.txt"""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _NOT_FOR_CRAWLERS),
        "",
        f"Sitemap: {_base(desk)}/sitemap.xml",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")


def index(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /sitemap.xml"""
    with desk.site.database.read() as connection:
        told = sum(records.count_alerting(connection).values())
        standing = addresses.count_standing(connection)
    names = ["pages.xml"]
    for kind, count in (("changes", told), ("provisions", standing)):
        names += [f"{kind}-{number}.xml" for number in range(1, -(-count // MOST_A_FILE) + 1)]
    body = "".join(f"<sitemap><loc>{_base(desk)}/sitemap/{name}</loc></sitemap>\n" for name in names)
    return _xml(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</sitemapindex>\n'
    )


def pages(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /sitemap/pages.xml"""
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        facts = health.document_facts(connection)
    entries: list[Entry] = [(path, None) for path in _FIXED]
    for owner in platforms:
        entries += [(platform_path(owner.id), None), (facts_path(owner.id), None)]
        for each in owner.documents:
            if each.id in facts:
                entries += [
                    (document_path(each.id), facts[each.id].latest_version),
                    (history_path(each.id), None),
                ]
    entries += [(topic_path(each.id), None) for each in taxonomy().topics]
    entries += [(regulation_path(each.id), None) for each in regulations().entries]
    return _sitemap(desk, entries)


def changes(desk: Desk, request: Request) -> Response:
    """GET /sitemap/changes-<n>.xml"""
    offset = _offset(request, "changes")
    with desk.site.database.read() as connection:
        found = records.briefly(connection, RecordFilter(alerting=True, limit=MOST_A_FILE, offset=offset))
    if not found:
        raise _missing(request, "changes")
    return _sitemap(desk, ((change_path(each.id), each.observed_at) for each in found))


def provisions(desk: Desk, request: Request) -> Response:
    """GET /sitemap/provisions-<n>.xml: those of current texts."""
    offset = _offset(request, "provisions")
    with desk.site.database.read() as connection:
        found = addresses.standing_provisions(connection, MOST_A_FILE, offset)
    if not found:
        raise _missing(request, "provisions")
    return _sitemap(desk, ((provision_path(each.document, each.address), each.since) for each in found))


def _offset(request: Request, kind: str) -> int:
    """How many entries come before those of the file asked for."""
    number = int(request.path_params["number"])
    if not 1 <= number <= _MOST_FILES:
        raise _missing(request, kind)
    return (number - 1) * MOST_A_FILE


def _missing(request: Request, kind: str) -> MissingPageError:
    return MissingPageError(
        f"sitemap {request.path_params['number']}",
        f"there are not so many {kind}",
        "The index names every file.",
        (Suggestion("Sitemap", "/sitemap.xml"),),
    )


def _sitemap(desk: Desk, entries: Iterable[Entry]) -> Response:
    body = "".join(
        f"<url><loc>{escape(_base(desk) + path)}</loc>{f'<lastmod>{iso(at)}</lastmod>' if at else ''}</url>\n"
        for path, at in entries
    )
    return _xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</urlset>\n')


def _xml(body: str) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', media_type="application/xml")


def _base(desk: Desk) -> str:
    return desk.site.base_url.rstrip("/")
