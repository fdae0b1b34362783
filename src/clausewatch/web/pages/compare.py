"""Up to six platforms side by side on chosen topics, with an address that says the same tomorrow, and as a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.errors import BadInputError
from clausewatch.meaning.taxonomy import Family, taxonomy
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import Matrix
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.pipeline.holdings import holdings
from clausewatch.pipeline.pack_about import Compared
from clausewatch.publish import matrix_csv, matrix_markdown, matrix_xlsx
from clausewatch.storage import catalog, spoken, timelines
from clausewatch.web.answers import PageResponse
from clausewatch.web.asking import BadFilterError, Unused, unused
from clausewatch.web.desk import Desk, route
from clausewatch.web.grouping import near_marked
from clausewatch.web.head import Head
from clausewatch.web.lookup import as_of_asked, past
from clausewatch.web.missing import MissingPageError, Suggestion, near
from clausewatch.web.stances import matrix_of
from clausewatch.web.unread import unread

MOST_PLATFORMS = 6
MOST_TOPICS = 30
_MEND = "Choose again with the form."
_EXAMPLE_TOPICS = ("CONTENT.training", "DISPUTE.arbitration", "ACCESS.age")
_EXAMPLE_PLATFORMS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Which platforms and topics, by identity, and the instant asked for; None for now."""

    platforms: tuple[str, ...]
    topics: tuple[str, ...]
    at: datetime | None

    def query(self, at: datetime | None) -> str:
        """The same question as of that instant, as an address carries it."""
        fields = [("p", ",".join(self.platforms)), ("topic", ",".join(self.topics))]
        fields += [("at", at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))] if at else []
        return urlencode(fields, safe=",:")


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The form, and what it was sent for; `matrix` is None while nothing is chosen."""

    platforms: tuple[Platform, ...]
    families: tuple[Family, ...]
    asked: Asked
    matrix: Matrix | None
    pinned: str
    unanalysed: int
    most_topics: int
    example: tuple[str, str] | None
    names: dict[PlatformId, str]


def routes(desk: Desk) -> list[Route]:
    return [
        route(desk, "/compare/", compare),
        route(desk, "/compare/export.{form}", export),
    ]


def compare(desk: Desk, request: Request) -> Response:
    """GET /compare/?p=a,b&topic=X,Y&at="""
    asked = comparison_asked(request.query_params)
    over = unused(request, "p", "topic", "at")
    if over is not None:
        return _compare(desk, asked, over)
    return desk.answers.get(asked, partial(_compare, desk, asked))


def _compare(desk: Desk, asked: Asked, over_asked: Unused | None = None) -> PageResponse:
    with desk.site.database.read() as connection:
        known = catalog.platforms(connection)
        analysed = spoken.documents_analysed(connection)
    _known_names(known, asked)
    matrix = matrix_asked(desk, known, asked) if asked.platforms and asked.topics else None
    page = ComparePage(
        platforms=tuple(
            sorted((each for each in known if each.id in analysed), key=lambda each: each.name.casefold())
        ),
        families=taxonomy().families,
        asked=asked,
        matrix=matrix,
        pinned=asked.query(matrix.at) if matrix else "",
        unanalysed=len(known) - len(analysed),
        most_topics=MOST_TOPICS,
        example=_example(known, analysed) if matrix is None else None,
        names={each.id: each.name for each in known},
    )
    names = ", ".join(name for _, name in matrix.platforms) if matrix else ""
    head = Head(
        title=f"Compare {names}" if names else "Compare platforms",
        path=f"/compare/?{page.pinned}" if matrix else "/compare/",
        section="compare",
        description="What platforms say on the same matters, side by side and word for word.",
        analysis=True,
        unused=over_asked,
    )
    return desk.page("compare.html", head, page)


def export(desk: Desk, request: Request) -> Response:
    """GET /compare/export.csv, .xlsx or .md with the same query"""
    form = str(request.path_params["form"])
    asked = comparison_asked(request.query_params)
    if form not in ("csv", "xlsx", "md"):
        raise MissingPageError(
            f"a comparison as {form}",
            "it is exported as csv, xlsx, md, pdf or docx",
            _MEND,
            (Suggestion("Compare", "/compare/"),),
        )
    if not asked.platforms or not asked.topics:
        raise BadInputError("the comparison", "names no platform or no topic", _MEND)
    with desk.site.database.read() as connection:
        known = catalog.platforms(connection)
    matrix = matrix_asked(desk, known, asked)
    base = desk.site.base_url.rstrip("/")
    named = {
        "content-disposition": f'attachment; filename="comparison-{matrix.at.date().isoformat()}.{form}"'
    }
    if form == "csv":
        return Response(matrix_csv(matrix, base), media_type="text/csv", headers=named)
    if form == "md":
        return Response(matrix_markdown(matrix, base), media_type="text/markdown", headers=named)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(matrix_xlsx(matrix, base), media_type=sheet, headers=named)


def matrix_asked(desk: Desk, known: Iterable[Platform], asked: Asked) -> Matrix:
    """The chosen topics by the chosen platforms; BadInputError where one of them is unknown."""
    by_id = {each.id: each for each in known}
    topics = {each.id: each.name for each in taxonomy().topics}
    _known_names(by_id.values(), asked)
    now = desk.site.clock.now()
    at = past(asked.at, now, _MEND)
    chosen = tuple(by_id[each] for each in asked.platforms)
    with desk.site.database.read() as connection:
        held = holdings(connection, chosen, now, at)
        named = tuple((each, topics[each]) for each in asked.topics)
        matrix = matrix_of(connection, (named, chosen), held, at, now)
        waiting = unread(connection, chosen, at)
        seen = timelines.last_observed(connection, asked.platforms, at)
    captured = tuple(
        max((seen[each.id] for each in owner.documents if each.id in seen), default=None) for owner in chosen
    )
    return near_marked(replace(matrix, unread=waiting, captured=captured), chosen)


def _example(
    known: Iterable[Platform], analysed: Mapping[PlatformId, Collection[DocumentId]]
) -> tuple[str, str] | None:
    """A comparison of those platforms of which most is analysed, in words and as an address; None where there are not two."""
    most = sorted((each for each in known if each.id in analysed), key=lambda each: -len(analysed[each.id]))
    chosen = most[:_EXAMPLE_PLATFORMS]
    if len(chosen) < 2:
        return None
    topics = {each.id: each.name for each in taxonomy().topics}
    matters = "; ".join(topics[each] for each in _EXAMPLE_TOPICS)
    asked = Asked(tuple(each.id for each in chosen), _EXAMPLE_TOPICS, None)
    return f"{', '.join(each.name for each in chosen)} on: {matters}", f"/compare/?{asked.query(None)}"


def _known_names(known: Iterable[Platform], asked: Asked) -> None:
    """BadFilterError for a platform or topic that is not known, with the comparisons that may have been meant."""
    platforms = [(each.id, each.name) for each in known]
    topics = [(each.id, each.name) for each in taxonomy().topics]
    for name, given, names, what in (
        ("p", asked.platforms, platforms, "platform that is tracked here"),
        ("topic", asked.topics, topics, "topic of the taxonomy"),
    ):
        identities = {identity for identity, _ in names}
        for each in given:
            if each not in identities:
                nearest = near(
                    each,
                    (
                        (
                            key,
                            Suggestion(label, f"/compare/?{_instead(asked, each, identity).query(asked.at)}"),
                        )
                        for identity, label in names
                        for key in (identity, label)
                    ),
                )
                raise BadFilterError(name, each, f"is no {what}", _MEND, nearest)


def _instead(asked: Asked, wrong: str, right: str) -> Asked:
    """The same question with another name in the place of that one."""
    platforms, topics = (
        tuple(dict.fromkeys(right if each == wrong else each for each in some))
        for some in (asked.platforms, asked.topics)
    )
    return Asked(platforms, topics, asked.at)


def compared_asked(desk: Desk, given: QueryParams) -> Compared:
    """The comparison that ?p=&topic=&at= ask for, with the address that pins it; BadInputError where they ask for none."""
    asked = comparison_asked(given)
    if not asked.platforms or not asked.topics:
        raise BadInputError("the comparison", "names no platform or no topic", _MEND)
    with desk.site.database.read() as connection:
        known = catalog.platforms(connection)
    matrix = matrix_asked(desk, known, asked)
    return Compared(matrix, f"/compare/?{asked.query(matrix.at)}")


def comparison_asked(given: QueryParams) -> Asked:
    """What ?p=&topic=&at= ask for; BadInputError for too much or no date."""
    platforms, topics = (_listed(given, name) for name in ("p", "topic"))
    for named, most, what in ((platforms, MOST_PLATFORMS, "platforms"), (topics, MOST_TOPICS, "topics")):
        if len(named) > most:
            raise BadInputError(f"{len(named)} {what}", f"at most {most} stand side by side", _MEND)
    return Asked(platforms, topics, as_of_asked("at", given.get("at", "")))


def _listed(asked: QueryParams, name: str) -> tuple[str, ...]:
    given = (part.strip() for value in asked.getlist(name) for part in value.split(","))
    return tuple(dict.fromkeys(part for part in given if part))
