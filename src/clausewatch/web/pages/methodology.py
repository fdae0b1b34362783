"""How Clausewatch reads, compares and classifies, and where that ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.meaning.accuracy import TopicAccuracy, topic_accuracy
from clausewatch.meaning.taxonomy import Family, taxonomy
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.finding import TopicId
from clausewatch.storage import records
from clausewatch.storage.records import RecordFilter
from clausewatch.web.desk import Desk, route
from clausewatch.web.head import Head
from clausewatch.web.measured import Measured, load_measured


@dataclass(frozen=True, slots=True)
class MethodologyPage:
    """What the methodology's page shows: the classes with how many records this instance has of each, and how well each
    stage was measured to do."""

    classes: tuple[tuple[ChangeClass, int], ...]
    verdicts: tuple[Verdict, ...]
    measured: tuple[Measured, ...]
    families: tuple[Family, ...]
    accuracy: Mapping[TopicId, TopicAccuracy]


def routes(desk: Desk) -> list[Route]:
    return [route(desk, "/methodology/", methodology)]


def methodology(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /methodology/"""
    with desk.site.database.read() as connection:
        counts = records.count_by_class(connection, RecordFilter())
    page = MethodologyPage(
        classes=tuple((each, counts.get(each, 0)) for each in ChangeClass),
        verdicts=tuple(each for each in Verdict if not each.good),
        measured=load_measured(),
        families=taxonomy().families,
        accuracy=topic_accuracy(),
    )
    head = Head(
        title="Methodology",
        path="/methodology/",
        section="methodology",
        description="How Clausewatch captures, reads, compares and classifies, and where that ends.",
    )
    return desk.page("methodology.html", head, page)
