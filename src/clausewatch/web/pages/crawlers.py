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
from clausewatch.nouns.change import ChangeRecord
from clausewatch.storage import catalog, health, records
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import (
    change_path,
    document_path,
    facts_path,
    history_path,
    platform_path,
    regulation_path,
    topic_path,
)
from clausewatch.web.desk import Desk, route
from clausewatch.web.labels import iso
from clausewatch.web.missing import MissingPageError, Suggestion

CHANGES_A_FILE = 5_000
"""A tenth of what the protocol allows, so that a file is made in well under a second."""

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
)

Entry = tuple[str, datetime | None]


def routes(desk: Desk) -> list[Route]:
    return [
        route(desk, "/robots.txt", robots),
        route(desk, "/sitemap.xml", index),
        route(desk, "/sitemap/pages.xml", pages),
        route(desk, "/sitemap/changes-{number:int}.xml", changes),
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
    files = -(-told // CHANGES_A_FILE)
    names = ("pages.xml", *(f"changes-{number}.xml" for number in range(1, files + 1)))
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
    number = int(request.path_params["number"])
    wanted = RecordFilter(alerting=True, limit=CHANGES_A_FILE, offset=(number - 1) * CHANGES_A_FILE)
    found: tuple[ChangeRecord, ...] = ()
    if 1 <= number <= 10_000:
        with desk.site.database.read() as connection:
            found = records.briefly(connection, wanted)
    if not found:
        raise MissingPageError(
            f"sitemap {number}",
            "there are not so many changes",
            "The index names every file.",
            (Suggestion("Sitemap", "/sitemap.xml"),),
        )
    return _sitemap(desk, ((change_path(each.id), each.observed_at) for each in found))


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
