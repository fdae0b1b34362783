"""Topics: what each platform says in one matter, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.errors import UnknownNameError
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.taxonomy import Family, Topic, taxonomy
from clausewatch.nouns.finding import Modality, RegulationEntry, TopicId
from clausewatch.nouns.knowledge import TopicKnowledge
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import catalog
from clausewatch.web.addresses import topic_path
from clausewatch.web.answers import PageResponse
from clausewatch.web.asking import Unused, one_of, page_asked, unused
from clausewatch.web.charted import MOST_MARKS, adoption_curve, topic_timeline
from clausewatch.web.desk import Desk, route
from clausewatch.web.drawn import Figure
from clausewatch.web.head import Crumb, Head
from clausewatch.web.missing import MissingPageError, Suggestion, near
from clausewatch.web.over_time import OverTime, ShownEvent, modality_asked
from clausewatch.web.stances import SideBySide, matter_of_topic, side_by_side
from clausewatch.web.standings import prevalence

_MOST = 3
"""Clauses shown of one platform: enough to see documents differ, few enough to read platforms side by side."""

_STEPS = 12
"""Dated steps shown unless all are asked for. Eighty make 45 kB."""


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """All topics with how many platforms speak of each, out of those with an analysed document that would say it."""

    families: tuple[Family, ...]
    counts: dict[TopicId, tuple[int, int]]
    captured: int
    version: str


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One topic: what it is, every platform's stance, and how it spread; `modality` narrows only that.

    `steps` are the newest of its dated steps, or all of them where those were asked for.
    """

    topic: Topic
    family: Family
    known: TopicKnowledge
    sides: SideBySide
    timeline: Figure | None
    regulations: tuple[RegulationEntry, ...]
    over_time: OverTime
    curve: Figure | None
    modality: Modality | None
    steps: tuple[ShownEvent, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a topic's page is asked for: it depends on nothing else, least of all on who asks."""

    topic: Topic
    modality: Modality | None
    part: int
    every_step: bool


def routes(desk: Desk) -> list[Route]:
    desk.ahead.add(partial(_every, desk))
    return [route(desk, "/topic/", topics), route(desk, "/topic/{topic}/", topic)]


def _every(desk: Desk) -> Iterator[object]:
    """Counts how each topic spread: that looks at all that was ever said of it."""
    with desk.site.database.read() as connection:
        owners = catalog.platforms(connection)
    for each in taxonomy().topics:
        yield desk.over_time(owners, each.id, None)


def topics(desk: Desk, _request: Request) -> Response:
    """GET /topic/"""
    return desk.answers.get("topics", partial(_topics, desk))


def _topics(desk: Desk) -> PageResponse:
    everybody = desk.everyone()
    _, held = everybody
    with desk.site.database.read() as connection:
        counts = prevalence(connection, everybody)
    known = taxonomy()
    analysed = sum(any(each.analysed for each in some) for some in held.values())
    page = TopicsPage(known.families, counts, analysed, known.version)
    head = Head(
        title="Topics",
        path="/topic/",
        section="topics",
        description="What platform policies speak of, topic by topic, and how many platforms do.",
        analysis=True,
    )
    return desk.page("topics.html", head, page)


def topic(desk: Desk, request: Request) -> Response:
    """GET /topic/<leaf>/?modality=&page=&steps=all"""
    asked = _Asked(
        topic_named(str(request.path_params["topic"])),
        modality_asked(request.query_params.get("modality", "")),
        page_asked(request),
        one_of("steps", request.query_params.get("steps", ""), ("all",)) == "all",
    )
    over = unused(request, "modality", "page", "steps")
    if over is not None:
        return _topic(desk, asked, over)
    return desk.answers.get(asked, partial(_topic, desk, asked))


def _topic(desk: Desk, asked: _Asked, over_asked: Unused | None = None) -> PageResponse:
    found, modality = asked.topic, asked.modality
    now = desk.site.clock.now()
    touching = desk.rewriting(found.id, MOST_MARKS)
    everybody = desk.everyone()
    owners, _ = everybody
    with desk.site.database.read() as connection:
        sides = side_by_side(connection, everybody, matter_of_topic(found.id), _MOST, asked.part)
        rewriting = as_ruled(connection, touching)
    chart = topic_timeline(rewriting, owners, (found.id, found.name), now)
    family = next(each for each in taxonomy().families if found in each.topics)
    over = desk.over_time(owners, found.id, modality)
    curve = adoption_curve(over.adoption, found.name, owners, desk.seen())
    page = TopicPage(
        topic=found,
        family=family,
        known=next(each for each in knowledge().topics if each.id == found.id),
        sides=sides,
        timeline=desk.figure(chart) if chart.noun.marks else None,
        regulations=tuple(each for each in regulations().entries if found.id in each.topics),
        over_time=over,
        curve=desk.figure(curve) if over.events else None,
        modality=modality,
        steps=over.events if asked.every_step else over.events[-_STEPS:],
    )
    head = Head(
        title=f"{found.name} — topic",
        unused=over_asked,
        path=topic_path(found.id, sides.part),
        section="topics",
        description=f"What each platform says about: {found.name}.",
        crumbs=(Crumb("Topics", "/topic/"), Crumb(family.name, f"/topic/#{family.id}")),
        analysis=True,
    )
    return desk.page("topic.html", head, page)


def topic_named(asked: str) -> Topic:
    """The topic of that identity, or the failure that names the nearest ones."""
    known = taxonomy()
    try:
        return known.topic(asked)
    except UnknownNameError as error:
        candidates = [
            (key, Suggestion(each.name, topic_path(each.id)))
            for each in known.topics
            for key in (each.id, each.name)
        ]
        raise MissingPageError(
            f"topic “{asked}”",
            "no topic of that name is in the taxonomy",
            "Look at the list of topics.",
            (*near(asked, candidates), Suggestion("All topics", "/topic/")),
        ) from error
