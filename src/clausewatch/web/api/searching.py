"""Search: provisions by their words, of now, of a day, or of all time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from clausewatch.meaning.query import MOST_CHARACTERS, day_of
from clausewatch.nouns.search import Facet
from clausewatch.nouns.stated import Stated
from clausewatch.pipeline import searching
from clausewatch.publish import found_line, hit_line
from clausewatch.web.addresses import provision_path
from clausewatch.web.api import shapes_of_search
from clausewatch.web.api.paging import Asked, Paging, listed
from clausewatch.web.api.routing import router
from clausewatch.web.desk import Desk

_MOST_LISTED = 1_000

_LISTED = "Only with one of these, with commas between them."
_Listed = Query(max_length=_MOST_LISTED, description=_LISTED)
_Day = Query(max_length=40, description="A day, as 2026-03-05.", examples=["2026-03-05"])


Filters = dict[Facet, tuple[str, ...]]


def _where(
    platform: Annotated[str, _Listed] = "",
    kind: Annotated[str, Query(alias="type", max_length=_MOST_LISTED, description=_LISTED)] = "",
    language: Annotated[str, _Listed] = "",
) -> Filters:
    return _given({Facet.PLATFORM: platform, Facet.TYPE: kind, Facet.LANGUAGE: language})


def _what(
    topic: Annotated[str, _Listed] = "",
    modality: Annotated[str, _Listed] = "",
    party: Annotated[str, _Listed] = "",
    severity: Annotated[str, _Listed] = "",
) -> Filters:
    found = {Facet.TOPIC: topic, Facet.MODALITY: modality, Facet.PARTY: party, Facet.SEVERITY: severity}
    return _given(found)


def _given(written: dict[Facet, str]) -> Filters:
    parts = {
        facet: tuple(dict.fromkeys(part.strip() for part in each.split(",") if part.strip()))
        for facet, each in written.items()
    }
    return {facet: values for facet, values in parts.items() if values}


@dataclass(frozen=True, slots=True)
class When:
    """The days as they were given, and whether every wording of all time is meant."""

    at: str
    since: str
    until: str
    everything: bool


def _when(
    at: Annotated[str, _Day] = "",
    since: Annotated[
        str, Query(alias="from", max_length=40, description="First so worded from then on.")
    ] = "",
    until: Annotated[str, Query(alias="to", max_length=40, description="First so worded until then.")] = "",
    everything: Annotated[bool, Query(alias="all", description="Every wording that ever stood.")] = False,
) -> When:
    return When(at, since, until, everything)


def routes(desk: Desk) -> APIRouter:
    """GET /search."""
    found = router("search")

    @found.get(
        "/search",
        response_model=shapes_of_search.Results,
        summary="Provisions by their words, narrowed by facets, best first",
        description=(
            'The query language of the registry: words, "some words" side by side, begin*, either OR other, -without, '
            "and platform: type: topic: modality: party: severity: language: at: from: to:. A query that cannot be read "
            "is told why, with 400. Only what was analysed is found; `waiting` counts documents that are not."
        ),
    )
    def search(
        paging: Asked,
        where: Annotated[Filters, Depends(_where)],
        what: Annotated[Filters, Depends(_what)],
        when: Annotated[When, Depends(_when)],
        q: Annotated[
            str,
            Query(max_length=MOST_CHARACTERS, description="What is looked for.", examples=["arbitration"]),
        ] = "",
    ) -> Response:
        key = paging.key(str)
        today = desk.site.clock.now().date()
        asked = searching.Asked(
            text=q,
            filters=where | what,
            at=_day("at", when.at, today),
            everything=when.everything,
            since=_day("from", when.since),
            until=_day("to", when.until),
            limit=paging.limit,
            after=str(key[0]) if key else "",
        )
        return _answered(desk, paging, searching.answer(desk.site.database, asked, today))

    return found


def _day(name: str, value: str, today: date | None = None) -> date | None:
    return day_of(name, value, today) if value else None


def _answered(desk: Desk, paging: Paging, given: searching.Answer) -> Response:
    found, searched = given.found, given.searched
    line = found_line(found, given.query)
    base = desk.site.base_url.rstrip("/")
    items = [{**hit_line(each, given.query), "address": f"{base}{_path(each.stated)}"} for each in found.hits]
    beside = {name: line[name] for name in ("total", "exact", "facets")}
    waiting = {"searched": searched.documents, "waiting": searched.waiting}
    helps = {"meant": given.meant, "elsewhen": given.elsewhen}
    return listed(paging, items, (found.after,) if found.after else None, **beside, **waiting, **helps)


def _path(stated: Stated) -> str:
    version = None if stated.observed_to is None else stated.first_version
    return provision_path(stated.document, stated.address, version)
