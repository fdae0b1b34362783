"""A provision: its words, where they stand, what happened to them through their lineage, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.errors import WithheldObjectError
from clausewatch.meaning.review import ruled_advice, stretches_of
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.advice import Advice
from clausewatch.nouns.change import ChangeClass, ChangeKind, ChangeRecord, Spell
from clausewatch.nouns.document import Edition, Provision, Span, Statement, Version, in_force
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import DocumentId, LineageId, ProvisionId, VersionId
from clausewatch.pipeline.advise import about_provision, advised
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.blame import blame
from clausewatch.pipeline.review import owned
from clausewatch.pipeline.said import analysed, as_ruled
from clausewatch.storage import captures, catalog, logged, records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import document_path, part_path, platform_path, provision_path, safe_href
from clausewatch.web.analysis import Meaning, beside_its_words, meaning_of
from clausewatch.web.changed import ShownChange, shown_change, weight_of
from clausewatch.web.charted import provision_timeline
from clausewatch.web.citing import Citation, Cited, citations
from clausewatch.web.desk import Desk, kept_route
from clausewatch.web.drawn import Figure
from clausewatch.web.head import Crumb, Head
from clausewatch.web.lookup import Place, missing_provision, place_of, version_asked
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.others import Others, names_in, others
from clausewatch.web.parts import (
    PartLink,
    Parts,
    number_asked,
    part_links,
    parts,
    share_beside,
    whole_asked,
)
from clausewatch.web.prose import Excerpt, excerpt, said_at

_BESIDE = 36_000
"""Bytes of HTML, about, of a long page without its events and its comparison: the frame, the words, the chart's table."""

# What happens to words. Variants and noise repeat whole texts and would drown it.
_TELLING = (ChangeClass.SUBSTANTIVE, ChangeClass.EDITORIAL, ChangeClass.METADATA)


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement with its words, and the spell it has stood in the text since; None before it was compared."""

    statement: Statement
    text: str
    spell: Spell | None


@dataclass(frozen=True, slots=True)
class Event:
    """What one change record did to this provision."""

    record: ChangeRecord
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    """What a provision's page shows. `now_at` is where its lineage stands in the current text, when elsewhere.

    Of its changes that are many only a part is shown, `lifeline`: a record may have rewritten a list in it, each item being
    one. `path` is the page's address without that part.
    """

    place: Place
    provision: Provision
    version: Version
    current: bool
    gone: ChangeRecord | None
    now_at: Provision | None
    excerpt: Excerpt
    lead_in: str
    statements: tuple[ShownStatement, ...]
    meaning: Meaning
    advice: Advice | None
    advised_topics: tuple[tuple[TopicId, str], ...]
    others: Others | None
    events: tuple[ChangeRecord, ...]
    lifeline: tuple[Event, ...]
    path: str
    parts: Parts
    links: tuple[PartLink, ...]
    timeline: Figure | None
    versions: int
    document_changes: int
    first: Version
    lineage: LineageId
    captures: tuple[Capture, ...]
    logged: Mapping[str, int]
    citations: tuple[Citation, ...]
    earlier: Provision | None
    later: Provision | None

    def event_href(self, number: int) -> str:
        """Where what that record did is told, from this page."""
        before = sum(len(each.changes) for each in self.events[:number])
        part = "" if self.parts.holds(before) else part_path(self.path, "event", before)
        return f"{part}#event-{self.events[number].id}"

    def place_of(self, span: Span) -> str:
        """The fragment of the excerpt's statement that holds these words; empty where they stand outside it."""
        return next(
            (
                f"#{said_at(each.statement.start)}"
                for each in self.statements
                if each.statement.start <= span.start < each.statement.end
            ),
            "",
        )


def routes(desk: Desk) -> list[Route]:
    desk.ahead.add(partial(_every, desk))
    return [
        kept_route(
            desk,
            f"/platform/{{platform}}/{{document}}/{named}/",
            provision,
            "at",
            "statement",
            "event",
            "whole",
        )
        for named in ("provision/{provision}", "{provision}")
    ]


def _every(desk: Desk) -> Iterator[object]:
    """Reads what the current texts call the parties, where they are analysed: that asks for the whole of a long text."""
    editions = desk.passing()
    for each in owned(desk.site.database):
        owner, found = each.owner, each.document
        with desk.site.database.read() as connection:
            version = versions.version_at(connection, found.id, None)
        try:
            edition = editions.get(version.id) if version else None
        except WithheldObjectError:
            continue
        if edition and analysed(desk.site.database, edition, subject_of(found, owner)):
            yield names_in(Place(owner, found), edition)


def provision(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/<doc>/<provision>/?at=&statement=&event=&whole="""
    place = place_of(desk.site.database, request)
    asked = str(request.path_params["provision"])
    at = request.query_params.get("at", "")
    with desk.site.database.read() as connection:
        everything = versions.versions(connection, place.document.id)
    known = in_force(everything)
    if not known:
        raise MissingPageError(
            f"provision “{asked}”",
            f"{place.document.name} has not been captured yet",
            "Come back after its first capture.",
            (Suggestion(place.document.name, document_path(place.document.id)),),
        )
    latest = desk.edition(known[0].id)
    edition = desk.edition(version_asked(everything, place.document, at).id) if at else latest
    number = _number(edition, asked)
    if number is None and not at:
        edition = _last_with(desk, place.document.id, asked) or latest
        number = _number(edition, asked)
    if number is None:
        raise missing_provision(place.document, edition.outline, asked)
    statement = request.query_params.get("statement", "")
    chosen = int(statement) if statement.isascii() and statement.isdigit() and len(statement) < 5 else None
    turned = number_asked(request, "event"), whole_asked(request)
    page = _page(desk, place, known, (latest, edition), (number, chosen, turned))
    passing = page.others is not None and page.others.passing
    return desk.page("provision.html", _head(page), page, passing=passing)


def _page(
    desk: Desk,
    place: Place,
    known: tuple[Version, ...],
    editions: tuple[Edition, Edition],
    asked: tuple[int, int | None, tuple[int, bool]],
) -> ProvisionPage:
    number, statement, (event, whole) = asked
    latest, edition = editions
    found = edition.outline.provisions[number]
    with desk.site.database.read() as connection:
        taken = tuple(captures.capture(connection, each) for each in edition.version.captures)
        leaves = logged.leaves_about(connection, (edition.version.id, *edition.version.captures))
        identities = versions.lineage_of(connection, edition.version.id)
        latest_identities = versions.lineage_of(connection, latest.version.id)
        advice = advised(connection, about_provision(place.platform, place.document, edition, found))
        owners = catalog.platforms(connection)
        lineage = _identity(identities, number)
        wanted = RecordFilter(document=place.document.id, classes=_TELLING)
        history = as_ruled(connection, records.of_lineage(connection, wanted, lineage))
        chart = provision_timeline(connection, place.document, lineage, history, desk.site.clock.now())
    ruled = desk.analyst.ruled(edition, number, subject_of(place.document, place.platform))
    if advice is not None:
        advice = ruled_advice(advice, stretches_of(edition.text.content, found), ruled.applied)
    events = tuple(record for record in history if record.changes)
    current = edition.version.id == latest.version.id
    now_at = found if current else _of_lineage(latest, latest_identities, lineage)
    content = edition.text.content
    compared = others(desk.comparer, owners, place, edition, (found, ruled.said.findings, statement))
    turned = parts(
        [weight_of(change) for record in events for change in record.changes],
        event,
        whole=whole,
        share=share_beside(_BESIDE + (compared.weight if compared else 0)),
    )
    path = provision_path(place.document.id, found.id, None if current else edition.version.id)
    around = edition.outline.provisions
    return ProvisionPage(
        place=place,
        provision=found,
        version=edition.version,
        current=current,
        gone=_removal(events) if now_at is None else None,
        now_at=now_at,
        excerpt=excerpt(edition.text, found),
        lead_in=found.lead_in.of(content) if found.lead_in else "",
        statements=_statements(desk, known, edition, found),
        meaning=beside_its_words(meaning_of(ruled), found),
        advice=None if advice is None or advice.empty else advice,
        advised_topics=tuple((each, taxonomy().topic(each).name) for each in advice.topics) if advice else (),
        others=compared,
        events=events,
        lifeline=_lifeline(events, turned.range),
        path=path,
        parts=turned,
        links=part_links(turned, path, "event", range(sum(len(each.changes) for each in events))),
        timeline=desk.figure(chart) if events else None,
        versions=len(known),
        document_changes=sum(each.change_class is ChangeClass.SUBSTANTIVE for each in history),
        first=known[-1],
        lineage=lineage,
        captures=tuple(each for each in taken if each is not None),
        logged=leaves,
        citations=_citations(desk, place, edition.version, found),
        earlier=around[number - 1] if number else None,
        later=around[number + 1] if number + 1 < len(around) else None,
    )


def _statements(
    desk: Desk, known: tuple[Version, ...], edition: Edition, found: Provision
) -> tuple[ShownStatement, ...]:
    """The statements, each with the spell that holds this edition: since when it has been said so."""
    texts = tuple(each.of(edition.text.content) for each in found.statements)
    at = edition.version.observed_at
    shown = []
    key = tuple(each.id for each in known), texts
    spells = desk.spells.get(key, lambda: blame(desk.site.bodies, known, texts))
    for each, text, past in zip(found.statements, texts, spells, strict=True):
        mine = (one for one in past if one.since_at <= at and (one.until_at is None or at < one.until_at))
        shown.append(ShownStatement(each, text, next(mine, None)))
    return tuple(shown)


def _citations(desk: Desk, place: Place, version: Version, found: Provision) -> tuple[Citation, ...]:
    original = next((each.url for each in place.document.sources if safe_href(each.url)), "")
    permalink = provision_path(place.document.id, found.id, version.id)
    return citations(
        Cited(
            author=place.platform.company or place.platform.name,
            document=place.document.name,
            part=found.title,
            observed_at=version.observed_at,
            original=original,
            permalink=desk.site.base_url.rstrip("/") + permalink,
            text=version.text,
        )
    )


def _head(page: ProvisionPage) -> Head:
    place, shown = page.place, page.version.id if not page.current else None
    turned = page.parts.shown
    title = page.provision.title
    return Head(
        title=f"{title} — {place.document.name}, {place.platform.name}",
        path=page.links[turned].href if turned and page.links else page.path,
        section="platforms",
        description=f"{place.platform.name}, {place.document.name}: {title}.",
        crumbs=(
            Crumb("Platforms", "/#platforms"),
            Crumb(place.platform.name, platform_path(place.platform.id)),
            Crumb(place.document.name, document_path(place.document.id, shown)),
        ),
        analysis=True,
    )


def _identity(identities: tuple[LineageId, ...], number: int) -> LineageId:
    return identities[number] if number < len(identities) else ""


def _number(edition: Edition, asked: ProvisionId) -> int | None:
    return next((n for n, each in enumerate(edition.outline.provisions) if each.id == asked), None)


def _last_with(desk: Desk, document: DocumentId, asked: ProvisionId) -> Edition | None:
    """The last edition on record that a change names this provision in."""
    with desk.site.database.read() as connection:
        wanted = RecordFilter(document=document, classes=_TELLING)
        history = records.records(connection, wanted, newest_first=True)
    for record in history:
        for change in record.changes:
            if change.provision != asked:
                continue
            gone = change.new is None or record.to_version is None
            version: VersionId = record.from_version if gone else record.to_version or record.from_version
            edition = desk.edition(version)
            if _number(edition, asked) is not None:
                return edition
    return None


def _of_lineage(edition: Edition, identities: tuple[LineageId, ...], lineage: LineageId) -> Provision | None:
    if not lineage:
        return None
    pairs = zip(identities, edition.outline.provisions, strict=False)
    return next((provision for identity, provision in pairs if identity == lineage), None)


def _lifeline(events: tuple[ChangeRecord, ...], shown: tuple[int, int]) -> tuple[Event, ...]:
    """The changes from the one place to the other, those of one record together."""
    entries = [(record, change) for record in events for change in record.changes][slice(*shown)]
    return tuple(
        Event(record, tuple(shown_change(record, change) for _, change in found))
        for record, found in groupby(entries, key=itemgetter(0))
    )


def _removal(events: tuple[ChangeRecord, ...]) -> ChangeRecord | None:
    """The latest record that took words of the provision away."""
    removed = (each for each in events if any(one.kind is ChangeKind.REMOVED for one in each.changes))
    return next(removed, None)
