"""A document: its text as it stands or stood, with provisions anchored, dates, sources and coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.document import Edition, PrintedDate, Version, in_force
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import ProvisionId
from clausewatch.pipeline.coverage import Coverage, coverage
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import captures, health, records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import document_path, platform_path, provision_path
from clausewatch.web.desk import Crumb, Desk, Head, route
from clausewatch.web.lookup import Place, RecordLine, lines, place_of, version_asked
from clausewatch.web.prose import Frame, prose

_LATEST = 5


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline: a provision, or a heading above provisions. `depth` counts from 0."""

    title: str
    number: str
    depth: int
    anchor: ProvisionId


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A date the document prints about itself, with the words it stands in."""

    date: PrintedDate
    quotation: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What a document's page shows. `until` is when an older version was followed by the next; None for the current."""

    place: Place
    version: Version | None
    current: bool
    until: datetime | None
    count: int
    outline: tuple[OutlineEntry, ...]
    text: Markup
    dates: tuple[ShownDate, ...]
    provisions: int
    captures: tuple[Capture, ...]
    coverage: Coverage
    changes: int
    latest: tuple[RecordLine, ...]


def routes(desk: Desk) -> list[Route]:
    return [route(desk, "/platform/{platform}/{document}/", document)]


def document(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/<doc>/?at="""
    place = place_of(desk.site.database, request)
    identifier = place.document.id
    with desk.site.database.read() as connection:
        everything = versions.versions(connection, identifier)
        sources = health.source_health(connection, identifier)
        wanted = RecordFilter(document=identifier, classes=(ChangeClass.SUBSTANTIVE,), limit=_LATEST)
        latest = as_ruled(connection, records.briefly(connection, wanted))
        classes = records.count_by_class(connection, RecordFilter(document=identifier))
    known = in_force(everything)
    asked = request.query_params.get("at", "")
    version = version_asked(everything, place.document, asked) if asked else next(iter(known), None)
    edition = desk.edition(version.id) if version else None
    taken: tuple[Capture, ...] = ()
    if version is not None:
        with desk.site.database.read() as connection:
            found = (captures.capture(connection, each) for each in version.captures)
            taken = tuple(each for each in found if each is not None)
    page = DocumentPage(
        place=place,
        version=version,
        current=version is None or version is known[0],
        until=_until(known, version),
        count=len(known),
        outline=outline_entries(edition) if edition else (),
        text=_text(edition, place, current=version is known[0]) if edition else Markup(""),
        dates=shown_dates(edition) if edition else (),
        provisions=len(edition.outline.provisions) if edition else 0,
        captures=taken,
        coverage=coverage(sources, desk.site.clock.now()),
        changes=classes.get(ChangeClass.SUBSTANTIVE, 0),
        latest=lines((place.platform,), latest),
    )
    return desk.page("document.html", _head(place, page), page)


def _head(place: Place, page: DocumentPage) -> Head:
    shown = page.version.id if page.version and not page.current else None
    return Head(
        title=f"{place.document.name} — {place.platform.name}",
        path=document_path(place.document.id, shown),
        section="platforms",
        description=f"{place.document.name} of {place.platform.name}: its text with every provision, its dates and changes.",
        crumbs=(
            Crumb("Platforms", "/#platforms"),
            Crumb(place.platform.name, platform_path(place.platform.id)),
        ),
    )


def _until(known: tuple[Version, ...], shown: Version | None) -> datetime | None:
    after = (each.observed_at for each in known if shown and each.observed_at > shown.observed_at)
    return min(after, default=None)


def _text(edition: Edition, place: Place, *, current: bool) -> Markup:
    at = None if current else edition.version.id

    def pin(provision: ProvisionId) -> str:
        return provision_path(place.document.id, provision, at)

    return prose(edition.text, Frame(edition.outline.provisions, pin, edition.version.dates))


def shown_dates(edition: Edition) -> tuple[ShownDate, ...]:
    """The printed dates with the words at their spans."""
    content = edition.text.content
    return tuple(ShownDate(each, content[each.start : each.end]) for each in edition.version.dates)


def outline_entries(edition: Edition) -> tuple[OutlineEntry, ...]:
    """The provisions with the headings above them, each heading once, in the order of the text."""
    entries: list[OutlineEntry] = []
    above: tuple[str, ...] = ()
    for provision in edition.outline.provisions:
        parents = (
            provision.path[:-1]
            if provision.path and provision.path[-1] == provision.title
            else provision.path
        )
        for depth, heading in enumerate(parents):
            if parents[: depth + 1] != above[: depth + 1]:
                entries.append(OutlineEntry(heading, "", depth, provision.id))
        above = provision.path or parents
        entries.append(OutlineEntry(provision.title, provision.number, len(parents), provision.id))
    return tuple(entries)
