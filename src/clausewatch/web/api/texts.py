"""Texts over time: the redline of a change record, two versions side by side, a provision's past."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from clausewatch.change import numbers, redline, side_by_side
from clausewatch.errors import UnknownNameError
from clausewatch.nouns.change import ChangeClass, DiffRow, RowKind
from clausewatch.nouns.document import in_force
from clausewatch.nouns.identity import VersionId
from clausewatch.pipeline.blame import blame
from clausewatch.pipeline.said import as_ruled
from clausewatch.publish import change_line, diff_row_line, instant, redline_line, spell_line
from clausewatch.storage import records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.web.api import shapes, shapes_of_texts
from clausewatch.web.api.answers import answer
from clausewatch.web.api.paging import Asked, cut, listed
from clausewatch.web.api.provisions import At, edition_asked, number_of
from clausewatch.web.api.routing import PlaceAsked, router
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import version_asked
from clausewatch.web.recall import Recall

# A comparison of two texts of 15,000 words takes a second and never changes; one entry is about 4 MB.
_KEPT = 8
# Variants and noise repeat whole texts and would drown what happened to the words.
_TELLING = (ChangeClass.SUBSTANTIVE, ChangeClass.EDITORIAL, ChangeClass.METADATA)

_Side = Query(
    min_length=1,
    max_length=80,
    examples=["2026-01-06"],
    description="A version by its identifier's beginning, or a day.",
)


def routes(desk: Desk) -> APIRouter:
    """GET what changed, word by word."""
    found = router("texts")
    _redline(found, desk)
    _diff(found, desk)
    _past(found, desk)
    return found


def _redline(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/changes/{change}/redline",
        response_model=shapes.Listing[shapes_of_texts.RedlinedChange],
        summary="The full redline of a change record, change by change, in the document's order",
    )
    def redlined(change: str, paging: Asked) -> Response:
        key = paging.key(int)
        with desk.site.database.read() as connection:
            found = records.record(connection, change)
            if found is None:
                raise UnknownNameError(
                    f"change {change}", "no record has this id", "Take one from /api/v1/changes"
                )
            (ruled,) = as_ruled(connection, (found,))
        ordered = sorted(zip(numbers(ruled.changes), ruled.changes, strict=True), key=lambda each: each[0])
        after = int(key[0]) if key else -1
        shown, further = cut(paging, [each for each in ordered if each[0] > after], lambda each: (each[0],))
        lines = [
            redline_line(number, each, redline(each.old or "", each.new or "")) for number, each in shown
        ]
        return listed(paging, lines, further)


def _diff(routes: APIRouter, desk: Desk) -> None:
    shelf: Recall[tuple[VersionId, VersionId], tuple[DiffRow, ...]] = Recall(_KEPT)

    @routes.get(
        "/documents/{platform}/{document}/diff",
        response_model=shapes_of_texts.Diff,
        summary="Two versions of a document side by side, block by block, with redlines",
        description="Any two versions, in either order. Pages of one list stay with the versions that the first one named.",
    )
    def diff(
        place: PlaceAsked,
        paging: Asked,
        old: Annotated[str, _Side],
        new: Annotated[str, _Side],
        changed: Annotated[bool, Query(description="Only rows that differ.")] = False,
    ) -> Response:
        key = paging.key(str, str, int)
        wanted = (str(key[0]), str(key[1])) if key else (old, new)
        with desk.site.database.read() as connection:
            known = versions.versions(connection, place.document.id)
        first, second = (version_asked(known, place.document, each).id for each in wanted)
        before, after = desk.edition(first), desk.edition(second)
        rows = shelf.get((first, second), lambda: side_by_side(before, after))
        begin = int(key[2]) + 1 if key else 0
        kept = [
            (number, row)
            for number, row in enumerate(rows)
            if number >= begin and not (changed and row.kind is RowKind.SAME)
        ]
        shown, further = cut(paging, kept, lambda each: (first, second, each[0]))
        lines = [diff_row_line(number, row, before, after) for number, row in shown]
        counts = Counter(row.kind.value for row in rows)
        return listed(paging, lines, further, old=first, new=second, rows=len(rows), counts=dict(counts))


def _past(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/documents/{platform}/{document}/provisions/{provision}/history",
        response_model=shapes_of_texts.ProvisionPast,
        summary="A provision through its lineage: since when it says so, and all that happened to it",
    )
    def past(place: PlaceAsked, provision: str, at: At = "") -> Response:
        edition = edition_asked(desk, place, at)
        number = number_of(place, edition, provision)
        found = edition.outline.provisions[number]
        lineage = edition.lineage[number] if number < len(edition.lineage) else ""
        wanted = RecordFilter(document=place.document.id, classes=_TELLING)
        with desk.site.database.read() as connection:
            known = versions.versions(connection, place.document.id)
            history = as_ruled(connection, records.of_lineage(connection, wanted, lineage))
        texts = tuple(each.of(edition.text.content) for each in found.statements)
        standing = in_force(known)
        marks = tuple(each.id for each in standing), texts
        spells = desk.spells.get(marks, lambda: blame(desk.site.bodies, standing, texts))
        line = {
            "provision": found.id,
            "version": edition.version.id,
            "lineage": lineage,
            "statements": [
                {"text": text, "span": [each.start, each.end], "spells": [spell_line(one) for one in past]}
                for each, text, past in zip(found.statements, texts, spells, strict=True)
            ],
            "events": [
                {
                    "record": each.id,
                    "observed_at": instant(each.observed_at),
                    "class": each.change_class.value,
                    "severity": each.severity.value,
                    "summary": each.headline,
                    "changes": [change_line(one) for one in each.changes],
                }
                for each in history
                if each.changes
            ],
        }
        return answer(line)
