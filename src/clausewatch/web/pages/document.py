"""A document: its text as it stands or stood, with provisions anchored, dates, sources and coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.meaning.classify import is_analysed
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.document import Edition, PrintedDate, Version, in_force
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import ProvisionId, VersionId
from clausewatch.nouns.stated import Marks
from clausewatch.pipeline.coverage import Coverage, coverage
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import captures, health, logged, records, stated, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import document_path, leaf_path, platform_path, provision_path
from clausewatch.web.desk import Desk, kept_route
from clausewatch.web.head import Crumb, Head
from clausewatch.web.leaves import Leaf, leaf_with, leaves
from clausewatch.web.lookup import Place, RecordLine, lines, place_of, version_asked
from clausewatch.web.outline import OutlineEntry, mark_lines, outline_entries
from clausewatch.web.pages.memento import memento_headers
from clausewatch.web.prose import Frame, prose

_LATEST = 5


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A date the document prints about itself, with the words it stands in and where they are shown."""

    date: PrintedDate
    quotation: str
    href: str


@dataclass(frozen=True, slots=True)
class LeafLink:
    """A leaf of a long text: where it is, and the title that its first provision stands under."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """The part of an edition that a page shows. `leaf` is the place of the only one, None for the whole."""

    edition: Edition
    at: VersionId | None
    leaves: tuple[Leaf, ...]
    leaf: int | None
    marks: Mapping[ProvisionId, Marks] | None

    @property
    def part(self) -> Leaf:
        first, last = self.leaves[0], self.leaves[-1]
        if self.leaf is not None:
            return self.leaves[self.leaf]
        return Leaf((0, last.blocks[1]), (0, last.provisions[1]), first.start, last.end)


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What a document's page shows. `until` is when an older version was followed by the next; None for the current.

    `marked` says that the version was analysed, so that a provision without marks has none. Of a text in `leaves` only one is
    shown, the one at the place `leaf`, unless the `whole` was asked for.
    """

    place: Place
    version: Version | None
    current: bool
    until: datetime | None
    count: int
    outline: tuple[OutlineEntry, ...]
    text: Markup
    marked: bool
    language: str
    leaves: tuple[LeafLink, ...]
    leaf: int
    whole: bool
    dates: tuple[ShownDate, ...]
    provisions: int
    captures: tuple[Capture, ...]
    logged: Mapping[str, int]
    coverage: Coverage
    changes: int
    latest: tuple[RecordLine, ...]

    @property
    def folded(self) -> bool:
        """Whether provisions of other leaves have no line of their own in the outline."""
        return any(each.also for each in self.outline)


def routes(desk: Desk) -> list[Route]:
    return [kept_route(desk, "/platform/{platform}/{document}/", document, "at", "in", "whole")]


def document(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/<doc>/?at=&in=&whole="""
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
    leaves_of: Mapping[str, int] = {}
    marks = None
    if version is not None:
        with desk.site.database.read() as connection:
            found = (captures.capture(connection, each) for each in version.captures)
            taken = tuple(each for each in found if each is not None)
            marks = stated.marks_in(connection, version.id)
            leaves_of = logged.leaves_about(connection, (version.id, *version.captures))
    current = version is None or version is known[0]
    shown = _shown(edition, marks, request, current=current) if edition else None
    page = DocumentPage(
        place=place,
        version=version,
        current=current,
        until=_until(known, version),
        count=len(known),
        outline=_outline(shown) if shown else (),
        text=_text(shown, place) if shown else Markup(""),
        marked=marks is not None,
        language="" if version is None or is_analysed(version.language) else version.language,
        leaves=_links(shown, place) if shown else (),
        leaf=(shown.leaf or 0) if shown else 0,
        whole=shown is not None and shown.leaf is None,
        dates=_dates(shown, place) if shown else (),
        provisions=len(edition.outline.provisions) if edition else 0,
        captures=taken,
        logged=leaves_of,
        coverage=coverage(sources, desk.site.clock.now()),
        changes=classes.get(ChangeClass.SUBSTANTIVE, 0),
        latest=lines((place.platform,), latest),
    )
    answer = desk.page("document.html", _head(place, page), page)
    fixed = version is not None and version.id.startswith(asked) and bool(asked)
    answer.headers.update(memento_headers(desk, place.document, version if fixed else None))
    return answer


def _head(place: Place, page: DocumentPage) -> Head:
    shown = page.version.id if page.version and not page.current else None
    path = page.leaves[page.leaf].href if page.leaves else document_path(place.document.id, shown)
    part = f", part {page.leaf + 1} of {len(page.leaves)}" if page.leaf else ""
    return Head(
        title=f"{place.document.name}{part} — {place.platform.name}",
        path=path,
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


def _shown(
    edition: Edition, marks: Mapping[ProvisionId, Marks] | None, request: Request, *, current: bool
) -> _Shown:
    """The leaf that holds the provision asked for, else the first; the whole where that is asked for."""
    found = leaves(edition)
    at = None if current else edition.version.id
    if request.query_params.get("whole") == "1" and len(found) > 1:
        return _Shown(edition, at, found, None, marks)
    leaf = leaf_with(found, edition, request.query_params.get("in", ""))
    return _Shown(edition, at, found, leaf or 0, marks)


def _text(shown: _Shown, place: Place) -> Markup:
    def pin(provision: ProvisionId) -> str:
        return provision_path(place.document.id, provision, shown.at)

    edition = shown.edition
    provisions = edition.outline.provisions
    marks = mark_lines(shown.marks or {}, pin)
    return prose(edition.text, Frame(provisions, pin, edition.version.dates, marks=marks, leaf=shown.part))


def _outline(shown: _Shown) -> tuple[OutlineEntry, ...]:
    return outline_entries(shown.edition, shown.marks or {}, shown.part, everything=not shown.leaf)


def _links(shown: _Shown, place: Place) -> tuple[LeafLink, ...]:
    """None where the text stands on one page."""
    if len(shown.leaves) == 1:
        return ()
    provisions = shown.edition.outline.provisions
    return tuple(
        LeafLink(
            provisions[leaf.provisions[0]].title,
            leaf_path(place.document.id, provisions[leaf.provisions[0]].id, shown.at)
            if number
            else document_path(place.document.id, shown.at),
        )
        for number, leaf in enumerate(shown.leaves)
    )


def _dates(shown: _Shown, place: Place) -> tuple[ShownDate, ...]:
    """The printed dates with the words at their spans, and where these stand."""
    content = shown.edition.text.content
    links = _links(shown, place)

    def href(date: PrintedDate) -> str:
        anchor = f"#date-{date.start}"
        if shown.part.start <= date.start < shown.part.end:
            return anchor
        numbers = (number for number, leaf in enumerate(shown.leaves) if leaf.start <= date.start < leaf.end)
        number = next(numbers, None)
        return anchor if number is None else links[number].href + anchor

    return tuple(
        ShownDate(each, content[each.start : each.end], href(each)) for each in shown.edition.version.dates
    )
