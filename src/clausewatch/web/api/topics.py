"""Topics, regulations, facets, and platforms side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.datastructures import QueryParams
from starlette.responses import Response

from clausewatch.errors import BadInputError
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.regulate import covered, says
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.comparison import CellState
from clausewatch.nouns.finding import RegulationEntry
from clausewatch.nouns.identity import PlatformId
from clausewatch.nouns.knowledge import InstrumentCover
from clausewatch.publish import matrix_line
from clausewatch.storage import catalog, facets, spoken
from clausewatch.web.api import shapes, shapes_of_topics
from clausewatch.web.api.answers import answer
from clausewatch.web.api.paging import Asked, Paging, cut, listed
from clausewatch.web.api.routing import Narrowed, PlatformAsked, router
from clausewatch.web.desk import Desk
from clausewatch.web.grouping import by_company
from clausewatch.web.pages.compare import comparison_asked, matrix_asked
from clausewatch.web.pages.regulation import entry_named, matter_of
from clausewatch.web.pages.topic import topic_named
from clausewatch.web.stances import (
    Shown,
    SideBySide,
    Speaking,
    matter_of_topic,
    side_by_side,
)
from clausewatch.web.standings import prevalence, states_of

_MOST = 3


def routes(desk: Desk) -> APIRouter:
    """GET /topics, /regulations, /facets and /compare."""
    found = router("topics")
    _topics(found, desk)
    _regulations(found, desk)
    _platform_coverage(found, desk)
    _facets(found, desk)
    _matrix(found, desk)
    return found


def _topics(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/topics",
        response_model=shapes.Listing[shapes_of_topics.TopicLine],
        summary="All topics, and how many platforms speak of each",
    )
    def topics(paging: Asked) -> Response:
        everybody = desk.everyone()
        with desk.site.database.read() as connection:
            counts = prevalence(connection, everybody)
        lines = [
            {
                "id": each.id,
                "name": each.name,
                "family": each.family,
                "definition": each.definition,
                "platforms": counts[each.id][0],
                "captured": counts[each.id][1],
            }
            for each in taxonomy().topics
        ]
        return _placed(paging, lines)

    @routes.get(
        "/topics/{topic}",
        response_model=shapes_of_topics.TopicDetail,
        summary="One topic, and what each platform says about it",
    )
    def topic(topic: str) -> Response:
        found = topic_named(topic)
        everybody = desk.everyone()
        with desk.site.database.read() as connection:
            sides = side_by_side(connection, everybody, matter_of_topic(found.id), _MOST)
        known = next(each for each in knowledge().topics if each.id == found.id)
        line = {
            "id": found.id,
            "name": found.name,
            "family": found.family,
            "definition": found.definition,
            "what": known.what,
            "why": known.why,
            "regulations": [each.id for each in regulations().entries if found.id in each.topics],
            "sides": _sides(desk, sides),
        }
        return answer(line)


def _regulations(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/regulations",
        response_model=shapes.Listing[shapes_of_topics.RegulationLine],
        summary="Laws and standards that bear on terms, article by article",
    )
    def all_regulations(paging: Asked) -> Response:
        return _placed(paging, [_entry(each) for each in regulations().entries])

    @routes.get(
        "/regulations/{regulation}",
        response_model=shapes_of_topics.RegulationDetail,
        summary="One article or section, and which provisions it bears on",
    )
    def regulation(regulation: str) -> Response:
        known = regulations()
        entry = entry_named(regulation, known)
        everybody = desk.everyone()
        with desk.site.database.read() as connection:
            sides = side_by_side(connection, everybody, matter_of(entry), _MOST)
        told = list(says(entry, entry.bearings))
        return answer({**_entry(entry), "says": told, "sides": _sides(desk, sides)})


def _platform_coverage(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/platforms/{platform}/regulations",
        response_model=shapes_of_topics.Coverage,
        summary="Of which matters of each regulation a platform's documents speak",
    )
    def coverage(owner: PlatformAsked) -> Response:
        with desk.site.database.read() as connection:
            documents = len(spoken.documents_analysed(connection).get(owner.id, ()))
            matters = (topic for entry in regulations().entries for topic in entry.topics)
            states = states_of(connection, owner, matters, desk.site.clock.now())
        spoken_of = frozenset(topic for topic, state in states.items() if state is CellState.COMPARABLE)
        instruments = [_covered(each) for each in covered(spoken_of, regulations())]
        line: dict[str, object] = {"platform": owner.id, "documents": documents}
        line["states"] = {topic: state.value for topic, state in sorted(states.items())}
        return answer({**line, "instruments": instruments})


def _facets(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/facets",
        response_model=shapes_of_topics.Facets,
        summary="How many provisions in force speak of each topic, and how",
    )
    def facet_counts(narrow: Narrowed) -> Response:
        with desk.site.database.read() as connection:
            found = facets.facets(connection, narrow.platform, narrow.document)
        line: dict[str, object] = {"provisions": found.provisions}
        for name in ("topics", "modalities", "parties", "severities"):
            line[name] = [{"value": value, "provisions": count} for value, count in getattr(found, name)]
        return answer(line)


def _matrix(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/compare",
        response_model=shapes_of_topics.Matrix,
        summary="Up to six platforms by chosen topics, with quotations",
        description="Give `at` for an answer that says the same tomorrow.",
    )
    def compare(
        p: Annotated[
            str,
            Query(description="Platforms by id, with commas between them.", examples=["birchwood,nettle"]),
        ],
        topic: Annotated[
            str,
            Query(description="Topics by id, with commas between them.", examples=["DISPUTE.arbitration"]),
        ],
        at: Annotated[
            str,
            Query(max_length=80, description="As it stood at that instant, or when that day ended (UTC)."),
        ] = "",
    ) -> Response:
        asked = comparison_asked(QueryParams({"p": p, "topic": topic, "at": at}))
        if not asked.platforms or not asked.topics:
            raise BadInputError("the comparison", "names no platform or no topic", "Give p and topic")
        with desk.site.database.read() as connection:
            known = catalog.platforms(connection)
        return answer(matrix_line(matrix_asked(desk, known, asked), desk.site.base_url.rstrip("/")))


def _placed(paging: Paging, lines: list[dict[str, object]]) -> Response:
    """A page of a list whose order is fixed by a file that we ship."""
    key = paging.key(int)
    begin = max(int(key[0]), 0) if key else 0
    numbered = list(enumerate(lines, 1))[begin:]
    shown, further = cut(paging, numbered, lambda each: (each[0],))
    return listed(paging, [line for _, line in shown], further)


def _entry(entry: RegulationEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "instrument": entry.instrument,
        "citation": entry.citation,
        "provision": entry.provision,
        "jurisdiction": entry.jurisdiction,
        "gist": entry.gist,
        "applies_from": entry.applies_from.isoformat() if entry.applies_from else None,
        "source": entry.source,
        "topics": list(entry.topics),
        "bearings": [each.value for each in entry.bearings],
        "verify": entry.verify,
    }


def _covered(each: InstrumentCover) -> dict[str, object]:
    return {
        "instrument": each.instrument,
        "jurisdiction": each.jurisdiction,
        "found": list(each.found),
        "not_found": list(each.not_found),
        "entries": [
            {"regulation": one.entry.id, "found": list(one.found), "not_found": list(one.not_found)}
            for one in each.entries
        ],
    }


def _sides(desk: Desk, sides: SideBySide) -> dict[str, object]:
    base = desk.site.base_url.rstrip("/")
    groups = by_company(sides.speaking)
    repeats = {each.platform.id: group.first.platform.id for group in groups for each in group.copies}
    return {
        "speaking": [_speaking(each, base, repeats.get(each.platform.id)) for each in sides.speaking],
        "perhaps": [_speaking(each, base, None) for each in sides.perhaps],
        "silent": [each.id for each in sides.silent],
        "stale": [each.id for each in sides.stale],
        "not_analysed_language": [each.id for each in sides.foreign],
        "not_analysed_yet": [each.id for each in sides.waiting],
        "not_captured": [each.id for each in sides.uncaptured],
    }


def _speaking(each: Speaking, base: str, near: PlatformId | None) -> dict[str, object]:
    return {
        "platform": each.platform.id,
        "name": each.platform.name,
        "clauses": [_clause(one, base) for one in each.clauses],
        "more": each.more,
        "near_copy_of": near,
        "differs_by_document": each.differs,
        "elsewhere": [_clause(one, base) for one in each.elsewhere],
    }


def _clause(one: Shown, base: str) -> dict[str, object]:
    return {
        "document": one.document.id,
        "audience": one.document.readers_named,
        "provision": one.title,
        "quotation": one.quotation,
        "clipped": one.clipped,
        "stance": one.stance,
        "severity": one.severity,
        "address": f"{base}{one.href}",
    }
