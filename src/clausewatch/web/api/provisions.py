"""Provisions of a document, with what is said of them, and how other platforms handle the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from clausewatch.errors import UnknownNameError
from clausewatch.meaning.compose import first_told
from clausewatch.nouns.document import Edition
from clausewatch.pipeline.analyse import subject_of
from clausewatch.publish import analysed_line, cell_line
from clausewatch.storage import versions
from clausewatch.web.api import shapes
from clausewatch.web.api.answers import answer, failure
from clausewatch.web.api.paging import Asked, Paging, cut, listed
from clausewatch.web.api.routing import GATHERING, PlaceAsked, router
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import Place, missing_provision, then_asked, version_asked
from clausewatch.web.others import asked_about, chosen_statement

At = Annotated[
    str,
    Query(
        max_length=80,
        examples=["2026-03-05"],
        description="As it stood then: a day (2026-03-05, which means its end, UTC), an instant, or the beginning of a version's identifier.",
    ),
]
_AGAIN_SECONDS = "5"


def routes(desk: Desk) -> APIRouter:
    """GET /documents/<platform>/<document>/provisions and what hangs on one."""
    found = router("provisions")
    _provisions(found, desk)
    _comparison(found, desk)
    return found


def _provisions(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/documents/{platform}/{document}/provisions",
        response_model=shapes.Listing[shapes.Provision],
        summary="The provisions of a document, in order, with findings and sentences",
        description="Pages of one list stay with one version. A sentence of context stands only with the first provision.",
    )
    def provisions(
        place: PlaceAsked,
        paging: Asked,
        at: At = "",
    ) -> Response:
        key = paging.key(str, int)
        edition = edition_asked(desk, place, str(key[0]) if key else at)
        begin = int(key[1]) + 1 if key else 0
        said = desk.analyst.all_ruled(edition, subject_of(place.document, place.platform))
        texts = tuple(first_told(each.said.sentences for each in said))
        numbers, further = _from(paging, begin, len(said), edition)
        lines = [analysed_line(edition, number, said[number], texts[number]) for number in numbers]
        return listed(paging, lines, further)

    @routes.get(
        "/documents/{platform}/{document}/provisions/{provision}",
        response_model=shapes.Provision,
        summary="One provision with statements, findings and all its sentences",
    )
    def provision(
        place: PlaceAsked,
        provision: str,
        at: At = "",
    ) -> Response:
        edition = edition_asked(desk, place, at)
        number = number_of(place, edition, provision)
        ruled = desk.analyst.ruled(edition, number, subject_of(place.document, place.platform))
        return answer(analysed_line(edition, number, ruled, ruled.said.sentences))


def _comparison(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/documents/{platform}/{document}/provisions/{provision}/comparison",
        response_model=shapes.Comparison,
        responses=GATHERING,
        summary="How every other platform handles the matter of one statement",
        description="With a day or an instant in `at` all platforms are shown as they stood then, and `at` in the answer says when; such texts are gathered when they are asked for, one instant at a time. The beginning of a version's identifier chooses the provision's wording alone: the others are shown as they stand today, and `at` is null.",
    )
    def comparison(
        place: PlaceAsked,
        provision: str,
        at: At = "",
        statement: Annotated[
            int | None, Query(ge=1, le=10_000, description="Which, from 1; else the most telling one.")
        ] = None,
    ) -> Response:
        edition = edition_asked(desk, place, at)
        found = edition.outline.provisions[number_of(place, edition, provision)]
        then = then_asked(at, edition.version, desk.site.clock.now())
        return _compared(desk, place, edition, (found.id, statement), then)


def _compared(
    desk: Desk, place: Place, edition: Edition, asked: tuple[str, int | None], then: datetime | None
) -> Response:
    identifier, wanted = asked
    number = number_of(place, edition, identifier)
    found = edition.outline.provisions[number]
    if wanted is not None and wanted > len(found.statements):
        raise UnknownNameError(
            f"statement {wanted}", f"the provision has {len(found.statements)}", "Ask for one of them"
        )
    ruled = desk.analyst.ruled(edition, number, subject_of(place.document, place.platform))
    chosen = chosen_statement(found, ruled.said.findings, wanted)
    if chosen is None:
        raise UnknownNameError(f"provision {identifier}", "it has no statement", "Ask for another one")
    statement = found.statements[chosen]
    asking = asked_about(place, edition, found, chosen)
    comparer = desk.comparer if then is None else desk.earlier.comparer(then)
    cells = comparer.cells(place.platform.id, asking, place.document.readers) if comparer else None
    if cells is None:
        return failure(
            503,
            "the comparison",
            "the provisions of all platforms are being gathered",
            f"Ask again in {_AGAIN_SECONDS} seconds",
            {"retry-after": _AGAIN_SECONDS},
        )
    line = {
        "at": then.isoformat() if then else None,
        "statement": {
            "kind": statement.kind.value,
            "text": asking.text,
            "span": [statement.start, statement.end],
        },
        "number": chosen + 1,
        "platforms": {other: cell_line(cell) for other, cell in cells.items()},
    }
    return answer(line)


def edition_asked(desk: Desk, place: Place, at: str) -> Edition:
    """The edition in force then, or now; by a version's identifier, also one that was read better since."""
    with desk.site.database.read() as connection:
        if at:
            everything = versions.versions(connection, place.document.id)
            version = version_asked(everything, place.document, at)
        else:
            latest = versions.version_at(connection, place.document.id, None)
            if latest is None:
                raise UnknownNameError(
                    place.document.id, "it has not been captured yet", "Come back after its first capture"
                )
            version = latest
        lineage = versions.lineage_of(connection, version.id)
    return replace(desk.edition(version.id), version=version, lineage=lineage)


def number_of(place: Place, edition: Edition, asked: str) -> int:
    """The provision's place in that edition's outline; 404 where it has none of that name."""
    for number, each in enumerate(edition.outline.provisions):
        if each.id == asked:
            return number
    raise missing_provision(place.document, edition.outline, asked)


def _from(
    paging: Paging, begin: int, end: int, edition: Edition
) -> tuple[list[int], tuple[str | int, ...] | None]:
    return cut(paging, range(max(begin, 0), end), lambda number: (edition.version.id, number))
