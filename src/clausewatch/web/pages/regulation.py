"""Regulations: what an article is about, the provisions it bears on, and platforms without such a term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clausewatch.meaning.clauses import matter_of_regulation
from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.regulate import covered, says
from clausewatch.meaning.taxonomy import Topic, taxonomy
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import CellState
from clausewatch.nouns.finding import RegulationEntry, TopicId
from clausewatch.nouns.knowledge import InstrumentCover, Regulations
from clausewatch.storage import spoken
from clausewatch.web.addresses import platform_path, platform_regulations_path, regulation_path
from clausewatch.web.desk import Desk, kept_route, route
from clausewatch.web.head import Crumb, Head
from clausewatch.web.lookup import platform_of
from clausewatch.web.missing import MissingPageError, Suggestion, near
from clausewatch.web.stances import Matter, SideBySide, side_by_side
from clausewatch.web.standings import states_of

_MOST = 3


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law or standard with the entries that are kept of it."""

    name: str
    jurisdiction: str
    citation: str
    entries: tuple[RegulationEntry, ...]


@dataclass(frozen=True, slots=True)
class RegulationsPage:
    instruments: tuple[Instrument, ...]
    version: str
    as_of: str


@dataclass(frozen=True, slots=True)
class RegulationPage:
    """One entry: what it says in our words, how it bears on terms, and who has such terms."""

    entry: RegulationEntry
    bearings: tuple[str, ...]
    topics: tuple[Topic, ...]
    sides: SideBySide
    as_of: str


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Each instrument held against one platform's captured documents."""

    platform: Platform
    documents: int
    instruments: tuple[InstrumentCover, ...]
    names: dict[str, str]
    states: dict[TopicId, CellState]
    leading: frozenset[tuple[str, TopicId]]


def routes(desk: Desk) -> list[Route]:
    return [
        route(desk, "/regulation/", all_regulations),
        kept_route(desk, "/regulation/{entry}/", regulation),
        kept_route(desk, "/platform/{platform}/regulations/", platform_coverage),
    ]


def all_regulations(desk: Desk, _request: Request) -> Response:
    """GET /regulation/"""
    known = regulations()
    groups: dict[tuple[str, str], list[RegulationEntry]] = {}
    for each in known.entries:
        groups.setdefault((each.instrument, each.jurisdiction), []).append(each)
    instruments = tuple(
        Instrument(name, jurisdiction, entries[0].citation, tuple(entries))
        for (name, jurisdiction), entries in groups.items()
    )
    head = Head(
        title="Regulations",
        path="/regulation/",
        section="regulations",
        description="Laws and standards that bear on platform policies, article by article.",
        analysis=True,
    )
    return desk.page("regulations.html", head, RegulationsPage(instruments, known.version, known.as_of))


def regulation(desk: Desk, request: Request) -> Response:
    """GET /regulation/<id>/"""
    known = regulations()
    entry = entry_named(str(request.path_params["entry"]), known)
    everybody = desk.everyone()
    with desk.site.database.read() as connection:
        sides = side_by_side(connection, everybody, matter_of(entry), _MOST)
    page = RegulationPage(
        entry=entry,
        bearings=says(entry, entry.bearings),
        topics=tuple(taxonomy().topic(each) for each in entry.topics),
        sides=sides,
        as_of=known.as_of,
    )
    head = Head(
        title=f"{entry.instrument}, {entry.provision} — regulation",
        path=regulation_path(entry.id),
        section="regulations",
        description=f"{entry.instrument}, {entry.provision}: which provisions of platforms it bears on.",
        crumbs=(Crumb("Regulations", "/regulation/"),),
        analysis=True,
    )
    return desk.page("regulation.html", head, page)


def platform_coverage(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/regulations/"""
    owner = platform_of(desk.site.database, request)
    if request.path_params["platform"] != owner.id:
        return RedirectResponse(platform_regulations_path(owner.id), status_code=301)
    with desk.site.database.read() as connection:
        documents = len(spoken.documents_analysed(connection).get(owner.id, ()))
        matters = (topic for entry in regulations().entries for topic in entry.topics)
        states = states_of(connection, owner, matters, desk.site.clock.now())
    spoken_of = frozenset(topic for topic, state in states.items() if state is CellState.COMPARABLE)
    instruments = covered(spoken_of, regulations())
    page = CoveragePage(
        platform=owner,
        documents=documents,
        instruments=instruments,
        names={each.id: each.name for each in taxonomy().topics},
        states=states,
        leading=frozenset(pair for each in instruments for pair in _first_named(each)),
    )
    head = Head(
        title=f"Regulations — {owner.name}",
        path=platform_regulations_path(owner.id),
        section="platforms",
        description=f"Which matters of each regulation the captured documents of {owner.name} speak of.",
        crumbs=(Crumb("Platforms", "/#platforms"), Crumb(owner.name, platform_path(owner.id))),
        analysis=True,
    )
    return desk.page("platform_regulations.html", head, page)


def _first_named(cover: InstrumentCover) -> Iterator[tuple[str, TopicId]]:
    """The entries of the instrument that are the first to name a topic which is spoken of."""
    named: set[TopicId] = set()
    for each in cover.entries:
        yield from ((each.entry.id, topic) for topic in each.found if topic not in named)
        named.update(each.found)


def matter_of(entry: RegulationEntry) -> Matter:
    """The entry as a matter of which platforms speak."""
    return Matter(matter_of_regulation(entry.id), entry.topics)


def entry_named(asked: str, known: Regulations) -> RegulationEntry:
    """The entry of that identity, or the failure that names the nearest ones."""
    for each in known.entries:
        if each.id == asked:
            return each
    candidates = [
        (key, Suggestion(f"{each.instrument}, {each.provision}", regulation_path(each.id)))
        for each in known.entries
        for key in (each.id, f"{each.instrument} {each.provision}")
    ]
    raise MissingPageError(
        f"regulation “{asked}”",
        "no entry of that name is kept",
        "Look at the list of regulations.",
        (*near(asked, candidates), Suggestion("All regulations", "/regulation/")),
    )
