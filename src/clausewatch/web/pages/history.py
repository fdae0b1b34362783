"""A document's history: the timeline, every version and change record, and the form that compares two versions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.change import variants
from clausewatch.nouns.change import ChangeClass, ChangeRecord
from clausewatch.nouns.document import Version, in_force
from clausewatch.nouns.observed import Variant
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import document_path, history_path, platform_path
from clausewatch.web.charted import document_timeline
from clausewatch.web.desk import Desk, kept_route
from clausewatch.web.drawn import Figure
from clausewatch.web.head import Crumb, Head
from clausewatch.web.lookup import Place, place_of
from clausewatch.web.parts import (
    PartLink,
    Parts,
    escaped_bytes,
    number_asked,
    part_links,
    parts,
    whole_asked,
)

_RECORDS, _VERSIONS = 0.6, 0.3
"""How much of a page what happened and the versions may fill; the form and the picture take the rest."""

_RECORD, _QUIET, _VERSION = 750, 450, 480
"""Markup of a record, what a quiet one has more, and a version, in bytes; measured on the archive."""

_CHOICES = 40
"""Up to so many versions the form lists each twice; beyond, an instant is typed or taken from one list."""


@dataclass(frozen=True, slots=True)
class Run:
    """Records next to each other that are all told, or all quiet and folded together. Newest first."""

    quiet: bool
    records: tuple[ChangeRecord, ...]
    classes: tuple[tuple[ChangeClass, int], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One of the page's lists, which may stand in parts."""

    path: str
    parts: Parts
    links: tuple[PartLink, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What a history page shows. Versions are newest first; `variants` are texts between which the page alternates.

    `runs` are those of the part of `happened` that is shown.
    """

    place: Place
    versions: tuple[Version, ...]
    written: Listed
    choices: bool
    picture: Figure
    happened: Listed
    runs: tuple[Run, ...]
    told: int
    quiet: int
    variants: tuple[Variant, ...]


def routes(desk: Desk) -> list[Route]:
    return [
        kept_route(desk, "/platform/{platform}/{document}/history/", history, "record", "version", "whole")
    ]


def history(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/<doc>/history/?record=&version=&whole="""
    place = place_of(desk.site.database, request)
    with desk.site.database.read() as connection:
        known = in_force(versions.versions(connection, place.document.id))
        found = as_ruled(connection, records.briefly(connection, RecordFilter(document=place.document.id)))
        states = versions.past_states(connection, place.document.id)
        chart = document_timeline(connection, place.document, found, desk.site.clock.now())
    told = sum(is_told(each) for each in found)
    path = history_path(place.document.id)
    happened = _listed(request, path, "record", [_weight(each) for each in found], _RECORDS)
    written = _listed(request, path, "version", [_VERSION] * len(known), _VERSIONS)
    page = HistoryPage(
        place=place,
        versions=known,
        written=written,
        choices=len(known) <= _CHOICES,
        picture=desk.figure(chart),
        happened=happened,
        runs=runs(found[slice(*happened.parts.range)]),
        told=told,
        quiet=len(found) - told,
        variants=variants(states),
    )
    head = Head(
        title=f"History of {place.document.name} — {place.platform.name}",
        path=_address(path, happened, written),
        section="platforms",
        description=f"Every version of {place.document.name} of {place.platform.name} on record, and what changed between them.",
        crumbs=(
            Crumb("Platforms", "/#platforms"),
            Crumb(place.platform.name, platform_path(place.platform.id)),
            Crumb(place.document.name, document_path(place.document.id)),
        ),
        analysis=True,
    )
    return desk.page("history.html", head, page)


def _listed(request: Request, path: str, name: str, weights: list[int], share: float) -> Listed:
    shown = parts(weights, number_asked(request, name), whole=whole_asked(request), share=share)
    return Listed(path, shown, part_links(shown, path, name, range(len(weights))))


def _address(path: str, *lists: Listed) -> str:
    """The address of the page; that of the part, where one list shows another than its first."""
    turned = (each.links[each.parts.shown].href for each in lists if each.links and each.parts.shown)
    return next(turned, path)


def _weight(record: ChangeRecord) -> int:
    """About how many bytes the record takes; a quiet one gives its reasons."""
    said = _RECORD + escaped_bytes(record.headline)
    return said if record.alert else said + _QUIET + sum(escaped_bytes(each) for each in record.reasons)


def is_told(record: ChangeRecord) -> bool:
    """Whether the record stands in the open; the others are folded with their reasons."""
    return record.alert or record.change_class is ChangeClass.SUBSTANTIVE


def runs(found: tuple[ChangeRecord, ...]) -> tuple[Run, ...]:
    """Neighbouring records of the same loudness together."""
    out = []
    for told, group in groupby(found, key=is_told):
        together = tuple(group)
        counts = tuple(
            (each, sum(record.change_class is each for record in together)) for each in ChangeClass
        )
        out.append(Run(not told, together, tuple((each, count) for each, count in counts if count)))
    return tuple(out)
