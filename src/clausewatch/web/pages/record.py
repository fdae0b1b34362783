"""A change record: what changed, provision by provision, when, of which class and why, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.change import affected, redline
from clausewatch.nouns.change import Change, ChangeKind, ChangeRecord, Op, Piece
from clausewatch.nouns.document import Version
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import ProvisionId, VersionId
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import Connection, captures, catalog, records, versions
from clausewatch.storage.captures import CaptureVerdict
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import (
    at_path,
    change_path,
    document_path,
    history_path,
    passage_path,
    platform_path,
    provision_path,
    safe_href,
)
from clausewatch.web.charted import record_timeline
from clausewatch.web.citing import Citation, Cited, citations
from clausewatch.web.desk import Crumb, Desk, Head, route
from clausewatch.web.drawn import Figure
from clausewatch.web.labels import day
from clausewatch.web.lookup import Place
from clausewatch.web.meant import meant_changes
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.parts import (
    PartLink,
    Parts,
    escaped_bytes,
    number_asked,
    part_links,
    parts,
    share_beside,
    whole_asked,
)
from clausewatch.web.told_meaning import ToldMeaning, told_meaning

_FIELDS, _SIDE = 900, 520
"""Markup around a change, and around each of its sides as redlined and quoted, in bytes; measured on the archive."""

# Below this share of common words the marks hide both texts, so old and new are shown one above the other.
_LEAST_COMMON = 0.25


_Group = tuple[str, ProvisionId]
"""The section and the provision of a change."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change with its redline and the addresses of both sides; `rewritten` where a redline would hide the texts.

    `number` is its place on the record's page, from 0.
    """

    change: Change
    pieces: tuple[Piece, ...]
    rewritten: bool
    old_href: str
    new_href: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class ChangedProvision:
    """The changes of one provision, in order."""

    section: tuple[str, ...]
    provision: ProvisionId
    href: str
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A version, with the captures it was read from."""

    label: str
    version: Version
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What a change record's page shows. Of changes that are many only a part is shown.

    `meaning` is None where the text after was not analysed. `reworded` says whether words on the record are an editor's.
    """

    record: ChangeRecord
    place: Place
    path: str
    provisions: tuple[ChangedProvision, ...]
    parts: Parts
    links: tuple[PartLink, ...]
    old: Version
    new: Version | None
    meaning: ToldMeaning | None
    reworded: bool
    evidence: tuple[Proof, ...]
    failed: tuple[Capture, CaptureVerdict | None] | None
    affected: tuple[str, ...]
    citations: tuple[Citation, ...]
    earlier: ChangeRecord | None
    later: ChangeRecord | None
    timeline: Figure | None

    def change_href(self, number: int) -> str:
        """Where that change is, from this page."""
        return at_path(self.path, "change", number) if self.parts.many else f"#change-{number}"


def routes(desk: Desk) -> list[Route]:
    return [route(desk, "/change/{record}/", record)]


def record(desk: Desk, request: Request) -> Response:
    """GET /change/<id>/?change=&whole="""
    asked = str(request.path_params["record"])
    with desk.site.database.read() as connection:
        machine = _named(connection, asked)
        (found,) = as_ruled(connection, (machine,))
        platform = catalog.platform(connection, found.document.partition("/")[0])
        document = catalog.document(connection, found.document)
        old = versions.version(connection, found.from_version)
        new = versions.version(connection, found.to_version) if found.to_version else None
        earlier, later = records.neighbours(connection, found)
        around = as_ruled(connection, records.briefly(connection, RecordFilter(document=found.document)))
        assert platform is not None
        assert document is not None
        assert old is not None
        evidence = _evidence(connection, old, new)
        timeline = record_timeline(connection, document, around, found, desk.site.clock.now())
        capture = captures.capture(connection, found.capture) if found.capture else None
        reading = captures.reading_of(connection, capture.id) if capture else None
    grouped = _grouped(found)
    weights = [_weight(each) for _, each in grouped]
    place = Place(platform, document)
    meant = meant_changes(desk, found, place, new) if new and found.changes else None
    meaning = told_meaning(meant) if meant else None
    share = share_beside(meaning.weight) if meaning else 1.0
    shown = parts(weights, number_asked(request, "change"), whole=whole_asked(request), share=share)
    path = change_path(found.id)
    page = RecordPage(
        record=found,
        place=place,
        path=path,
        provisions=_provisions(found, grouped, shown),
        parts=shown,
        links=part_links(shown, path, "change", range(len(grouped))),
        old=old,
        new=new,
        meaning=meaning,
        reworded=found != machine,
        evidence=evidence,
        failed=(capture, reading) if capture else None,
        affected=affected(found.changes),
        citations=_citations(desk, place, found, new or old),
        earlier=earlier,
        later=later,
        timeline=desk.figure(timeline) if timeline.noun.marks else None,
    )
    return desk.page("record.html", _head(page), page)


def _named(connection: Connection, asked: str) -> ChangeRecord:
    found = records.record(connection, asked)
    if found is None:
        raise MissingPageError(
            f"change “{asked}”",
            "no change record has this identifier",
            "It may stand on another instance.",
            (Suggestion("Latest changes", "/changes/"),),
        )
    return found


def _evidence(connection: Connection, old: Version, new: Version | None) -> tuple[Proof, ...]:
    sides = [("The text before", old)] + ([("The text after", new)] if new else [])
    return tuple(
        Proof(label, each, tuple(c for c in (captures.capture(connection, i) for i in each.captures) if c))
        for label, each in sides
    )


def _head(page: RecordPage) -> Head:
    place, shown = page.place, page.parts.shown
    return Head(
        title=page.record.headline,
        path=page.links[shown].href if shown and page.links else page.path,
        section="changes",
        description=f"{place.platform.name}, {place.document.name}: {page.record.headline}",
        crumbs=(
            Crumb(place.platform.name, platform_path(place.platform.id)),
            Crumb(place.document.name, document_path(place.document.id)),
            Crumb("History", history_path(place.document.id)),
        ),
        analysis=True,
    )


def _citations(desk: Desk, place: Place, record: ChangeRecord, version: Version) -> tuple[Citation, ...]:
    return citations(
        Cited(
            author=place.platform.company or place.platform.name,
            document=place.document.name,
            part=f"change observed {day(record.observed_at)}",
            observed_at=record.observed_at,
            original=next((each.url for each in place.document.sources if safe_href(each.url)), ""),
            permalink=desk.site.base_url.rstrip("/") + change_path(record.id),
            text=version.text,
        )
    )


def _grouped(record: ChangeRecord) -> tuple[tuple[_Group, Change], ...]:
    """The record's changes by section and provision, in the order in which these are first named."""
    grouped: dict[_Group, list[Change]] = {}
    for change in record.changes:
        grouped.setdefault((change.section, change.provision), []).append(change)
    return tuple((group, change) for group, changes in grouped.items() for change in changes)


def _weight(change: Change) -> int:
    """About how many bytes the change takes: its sides stand in the redline and in the quotations."""
    sides = [each for each in (change.old, change.new) if each is not None]
    said = escaped_bytes(change.summary) * 2 + escaped_bytes(change.section) + sum(map(len, change.reasons))
    return _FIELDS + said + sum(2 * escaped_bytes(each) + _SIDE for each in sides)


def _provisions(
    record: ChangeRecord, grouped: tuple[tuple[_Group, Change], ...], shown: Parts
) -> tuple[ChangedProvision, ...]:
    """The changes of the part that is shown. Where a provision leads depends on all of its changes."""
    whole: dict[_Group, list[Change]] = {}
    for group, change in grouped:
        whole.setdefault(group, []).append(change)
    first, end = shown.range
    part = enumerate(grouped[first:end], first)
    return tuple(
        ChangedProvision(
            section=tuple(title for title in group[0].split(" > ") if title),
            provision=group[1],
            href=_provision_href(record, group[1], whole[group]),
            changes=tuple(replace(shown_change(record, change), number=place) for place, (_, change) in each),
        )
        for group, each in groupby(part, key=lambda entry: entry[1][0])
    )


def shown_change(record: ChangeRecord, change: Change) -> ShownChange:
    """The change with its redline; both texts whole where nothing much is common to them."""
    pieces = redline(change.old or "", change.new or "")
    common = sum(len(piece.text) for piece in pieces if piece.op is Op.SAME)
    shorter = min(len(change.old or ""), len(change.new or ""))
    return ShownChange(
        change=change,
        pieces=pieces,
        rewritten=shorter > 0 and common < _LEAST_COMMON * shorter,
        old_href=_side_href(record, change, record.from_version) if change.old is not None else "",
        new_href=_side_href(record, change, record.to_version)
        if change.new is not None and record.to_version
        else "",
    )


def _side_href(record: ChangeRecord, change: Change, version: VersionId) -> str:
    """The provision in that version's text. Its name there is only sure on the side that names it."""
    named = record.from_version if change.new is None or record.to_version is None else record.to_version
    if version == named:
        return passage_path(record.document, change.provision, version)
    return document_path(record.document, version)


def _provision_href(record: ChangeRecord, provision: ProvisionId, changes: list[Change]) -> str:
    if not provision:
        return ""
    gone = all(change.kind is ChangeKind.REMOVED for change in changes)
    version = record.from_version if gone or record.to_version is None else record.to_version
    return provision_path(record.document, provision, version)
