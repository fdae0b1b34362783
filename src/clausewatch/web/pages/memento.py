"""Memento (RFC 7089): each document's versions in time. A memento here is the page of the text as it was read, not the
captured page itself."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clausewatch.errors import BadInputError
from clausewatch.nouns.catalog import Document
from clausewatch.nouns.document import Version, in_force
from clausewatch.storage import catalog, versions
from clausewatch.web.addresses import document_path, originals, timegate_path, timemap_path
from clausewatch.web.desk import Desk, route
from clausewatch.web.lookup import place_named
from clausewatch.web.missing import MissingPageError, Suggestion

_LINKS = "application/link-format"


def routes(desk: Desk) -> list[Route]:
    return [
        route(desk, "/timemap/link/{target:path}", timemap),
        route(desk, "/timegate/{target:path}", timegate),
    ]


def timemap(desk: Desk, request: Request) -> Response:
    """GET /timemap/link/<platform>/<doc> or /timemap/link/<a document's own address>"""
    document, known = _asked(desk, request)
    base = _base(desk)
    span = f'from="{_date(known[-1].observed_at)}"; until="{_date(known[0].observed_at)}"'
    own = f'<{base}{timemap_path(document.id)}>; rel="self"; type="{_LINKS}"; {span}'
    lines = [*_relations(desk, document, timemap=False), own]
    for number, each in enumerate(reversed(known)):
        rel = " ".join(["first"] * (number == 0) + ["last"] * (number == len(known) - 1) + ["memento"])
        lines.append(
            f'<{base}{document_path(document.id, each.id)}>; rel="{rel}"; datetime="{_date(each.observed_at)}"'
        )
    return Response(",\n".join(lines) + "\n", media_type=_LINKS)


def timegate(desk: Desk, request: Request) -> Response:
    """GET /timegate/..., Accept-Datetime: leads to the version that stood then (RFC 7089, 4.1, pattern 2.1)."""
    document, known = _asked(desk, request)
    wanted = _wanted(request.headers.get("accept-datetime"))
    then = known[0]
    if wanted is not None:
        # Before the first the first is nearest.
        then = next((each for each in known if each.observed_at <= wanted), known[-1])
    headers = {"vary": "accept-datetime", "link": ", ".join(_relations(desk, document))}
    return RedirectResponse(document_path(document.id, then.id), status_code=302, headers=headers)


def memento_headers(desk: Desk, document: Document, version: Version | None) -> dict[str, str]:
    """What a document's page says of itself: with a version, that it shows that one for good (RFC 7089, 2.1 and 2.2)."""
    headers = {"link": ", ".join(_relations(desk, document))}
    if version is not None:
        headers["memento-datetime"] = _date(version.observed_at)
    return headers


def _relations(desk: Desk, document: Document, *, timemap: bool = True) -> list[str]:
    base = _base(desk)
    found = [f'<{_uri(url)}>; rel="original"' for url, _ in originals(document.sources)[:1]]
    found.append(f'<{base}{timegate_path(document.id)}>; rel="timegate"')
    if timemap:
        found.append(f'<{base}{timemap_path(document.id)}>; rel="timemap"; type="{_LINKS}"')
    return found


def _asked(desk: Desk, request: Request) -> tuple[Document, tuple[Version, ...]]:
    """The document, by its name here or by one of its addresses, and its versions, newest first."""
    target = str(request.path_params["target"])
    if target.startswith(("http://", "https://")):
        url = f"{target}?{request.url.query}" if request.url.query else target
        document = _at(desk, url)
    else:
        platform, _, name = target.strip("/").partition("/")
        document = place_named(desk.site.database, platform, name).document
    with desk.site.database.read() as connection:
        known = in_force(versions.versions(connection, document.id))
    if not known:
        raise MissingPageError(
            document.name,
            "it has not been captured yet",
            "Come back after its first capture.",
            (Suggestion(document.name, document_path(document.id)),),
        )
    return document, known


def _at(desk: Desk, url: str) -> Document:
    with desk.site.database.read() as connection:
        owners = catalog.platforms(connection)
    for owner in owners:
        for document in owner.documents:
            if any(source.url == url for source in document.sources):
                return document
    raise MissingPageError(
        f"address “{url}”", "no document here is captured from it", "Give an address as it is declared."
    )


def _wanted(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        found = parsedate_to_datetime(given)
    except (ValueError, OverflowError, TypeError) as error:
        raise BadInputError(
            f"Accept-Datetime {given[:80]!r}",
            "it is no date of HTTP (RFC 9110, 5.6.7)",
            "Write it like Thu, 05 Mar 2026 12:00:00 GMT",
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


def _uri(url: str) -> str:
    """The address without what would end a link's target or leave ASCII."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def _base(desk: Desk) -> str:
    return desk.site.base_url.rstrip("/")
