"""A change record: what changed, provision by provision, when, of which class and why, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.change import Edit, affected, parted
from clausewatch.errors import WithheldObjectError
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.document import Version
from clausewatch.nouns.evidence import Capture
from clausewatch.pipeline.said import as_ruled
from clausewatch.publish import spoken_headline
from clausewatch.storage import Connection, captures, catalog, logged, records, versions, withheld
from clausewatch.storage.captures import CaptureVerdict
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import (
    at_path,
    change_path,
    document_path,
    history_path,
    platform_path,
    safe_href,
)
from clausewatch.web.changed import (
    ChangedProvision,
    Listed,
    by_provision,
    document_order_path,
    edits_of,
    gravest_first,
    in_document_order,
    place_of,
)
from clausewatch.web.charted import record_timeline
from clausewatch.web.citing import Citation, Cited, citations
from clausewatch.web.desk import MOST_RECORDS, Desk, kept_route
from clausewatch.web.drawn import Figure
from clausewatch.web.head import Crumb, Head
from clausewatch.web.labels import day
from clausewatch.web.lookup import Place
from clausewatch.web.meant import meant_changes
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.parts import (
    PartLink,
    Parts,
    number_asked,
    part_links,
    parts,
    share_beside,
    whole_asked,
)
from clausewatch.web.told_meaning import ToldMeaning, told_meaning

_MANY = 40
"""Changes of a record from which on it takes some milliseconds to find which of them are the same edit."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A version, with the captures it was read from."""

    label: str
    version: Version
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What a change record's page shows. Of changes that are many only a part is shown.

    `other_order` is the page with the other order of what changed, empty where that would show the same.
    `meaning` is None where the text after was not analysed. `reworded` says whether words on the record are an editor's.
    """

    record: ChangeRecord
    place: Place
    path: str
    in_order: bool
    other_order: str
    provisions: tuple[ChangedProvision, ...]
    parts: Parts
    links: tuple[PartLink, ...]
    old: Version
    new: Version | None
    meaning: ToldMeaning | None
    reworded: bool
    evidence: tuple[Proof, ...]
    failed: tuple[Capture, CaptureVerdict | None] | None
    logged: Mapping[str, int]
    affected: tuple[str, ...]
    citations: tuple[Citation, ...]
    earlier: ChangeRecord | None
    later: ChangeRecord | None
    timeline: Figure | None

    def change_href(self, number: int) -> str:
        """Where that change is, from this page."""
        return at_path(self.path, "change", number) if self.parts.many else f"#change-{number}"


def routes(desk: Desk) -> list[Route]:
    desk.ahead.add(partial(_every, desk))
    return [kept_route(desk, "/change/{record}/", record, "order", "change", "whole")]


def _every(desk: Desk) -> Iterator[object]:
    """Finds which changes of the newest told records are the same edit, where they are many: that compares their texts."""
    with desk.site.database.read() as connection:
        told = records.briefly(connection, RecordFilter(alerting=True, limit=MOST_RECORDS))
    for each in told:
        with desk.site.database.read() as connection:
            found = records.record(connection, each.id)
        many = found is not None and len(found.changes) >= _MANY
        yield _edits(desk, found, in_document_order(found)) if found and many else None


def _edits(desk: Desk, found: ChangeRecord, ordered: tuple[Listed, ...]) -> tuple[Edit, ...]:
    return desk.edits.get(found.id, lambda: edits_of(ordered))


def record(desk: Desk, request: Request) -> Response:
    """GET /change/<id>/?order=&change=&whole="""
    asked = str(request.path_params["record"])
    with desk.site.database.read() as connection:
        machine = _named(connection, asked)
        _must_not_be_withheld(connection, machine)
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
        leaves = logged.leaves_about(connection, _told_by(found, evidence))
        timeline = record_timeline(connection, document, around, found, desk.site.clock.now())
        capture = captures.capture(connection, found.capture) if found.capture else None
        reading = captures.reading_of(connection, capture.id) if capture else None
    place = Place(platform, document)
    meant = meant_changes(desk, found, place, new) if new and found.changes else None
    meaning = told_meaning(meant) if meant else None
    in_order = request.query_params.get("order") == "document"
    ordered = in_document_order(found)
    made = _edits(desk, found, ordered)
    gravest = gravest_first(found, ordered, made)
    listed = ordered if in_order else gravest
    shown = parts(
        [each.weight for each in listed],
        _asked_place(request, listed),
        whole=whole_asked(request),
        share=share_beside(meaning.weight) if meaning else 1.0,
    )
    paths = change_path(found.id), document_order_path(found)
    path = paths[in_order]
    page = RecordPage(
        record=found,
        place=place,
        path=path,
        in_order=in_order,
        other_order="" if ordered == gravest else paths[not in_order],
        provisions=by_provision(found, listed[slice(*shown.range)]),
        parts=shown,
        links=part_links(shown, path, "change", [each.number for each in listed]),
        old=old,
        new=new,
        meaning=meaning,
        reworded=found != machine,
        evidence=evidence,
        failed=(capture, reading) if capture else None,
        logged=leaves,
        affected=affected(found.changes),
        citations=_citations(desk, place, found, new or old),
        earlier=earlier,
        later=later,
        timeline=desk.figure(timeline) if timeline.noun.marks else None,
    )
    return desk.page("record.html", _head(page), page)


def _asked_place(request: Request, listed: tuple[Listed, ...]) -> int:
    """Where the change asked for stands; the first place where none is."""
    if "change" not in request.query_params:
        return 0
    return place_of(listed, number_asked(request, "change"))


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


def _must_not_be_withheld(connection: Connection, found: ChangeRecord) -> None:
    sides = [each for each in (found.from_version, found.to_version) if each is not None]
    if found.to_version is not None and withheld.emptied_among(connection, sides):
        raise WithheldObjectError(
            f"change {found.id}",
            "a text that it quotes was withheld",
            "The log has a leaf that says so and why; the document’s history lists what else changed",
        )


def _evidence(connection: Connection, old: Version, new: Version | None) -> tuple[Proof, ...]:
    sides = [("The text before", old)] + ([("The text after", new)] if new else [])
    return tuple(
        Proof(label, each, tuple(c for c in (captures.capture(connection, i) for i in each.captures) if c))
        for label, each in sides
    )


def _told_by(found: ChangeRecord, evidence: tuple[Proof, ...]) -> list[str]:
    """The versions and captures that the record rests on."""
    subjects = [each for proof in evidence for each in (proof.version.id, *proof.version.captures)]
    return [*subjects, found.capture] if found.capture else subjects


def _head(page: RecordPage) -> Head:
    place, shown = page.place, page.parts.shown
    return Head(
        title=parted(page.record.headline).lead,
        path=page.links[shown].href if shown and page.links else page.path,
        section="changes",
        description=f"{place.platform.name}, {place.document.name}: {spoken_headline(page.record.headline)}",
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
