"""Platforms side by side on one matter: what each says first about it, and who was not found to speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from clausewatch.meaning.compare import stance_by, state_of
from clausewatch.meaning.quote import shortened
from clausewatch.meaning.stances import perhaps, telling
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import CellState, Holding, Matrix, MatrixCell, Stance, Standing
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Finding, TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.stated import Stated
from clausewatch.pipeline.holdings import Held, holdings
from clausewatch.storage import Connection, catalog, spoken
from clausewatch.storage.spoken import Spoken
from clausewatch.web.addresses import provision_path

_FEW = 6
"""Words under which a statement is mostly a heading ("Mandatory arbitration") or an item that needs its list."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause in a list of clauses: its words, whether they go on, where it stands and what it does."""

    document: Document
    title: str
    href: str
    quotation: str
    clipped: bool
    stance: str
    severity: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A provision with the finding for which it is shown."""

    document: Document
    row: Stated
    finding: Finding


@dataclass(frozen=True, slots=True)
class Speaking:
    """A platform with its clauses on the matter, the most telling of each document first; `more` are not shown.

    Of a platform that perhaps speaks of it there is one, the likeliest.
    """

    platform: Platform
    clauses: tuple[Shown, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All platforms of the catalogue in one matter; each stands in one of these, by its state (see `state_of`)."""

    speaking: tuple[Speaking, ...]
    perhaps: tuple[Speaking, ...]
    silent: tuple[Platform, ...]
    stale: tuple[Platform, ...]
    foreign: tuple[Platform, ...]
    waiting: tuple[Platform, ...]
    uncaptured: tuple[Platform, ...]

    @property
    def captured(self) -> int:
        """Platforms whose documents were captured and analysed: of these `speaking` are counted, and no other."""
        return len(self.speaking) + len(self.perhaps) + len(self.silent)


@dataclass(frozen=True, slots=True)
class Voices:
    """What was found in some matters: provisions that speak of one of them, and others that perhaps do."""

    speaking: tuple[Spoken, ...]
    perhaps: tuple[Spoken, ...]


def voices(
    connection: Connection,
    topics: Collection[TopicId],
    platforms: Collection[PlatformId] | None = None,
    at: datetime | None = None,
) -> Voices:
    """What stands on these topics now, or stood at that instant, of all platforms or of these."""
    speaking = spoken.speaking_of(connection, topics, platforms, at)
    known = {(each.platform, told.topic) for each in speaking for told in each.told}
    return Voices(speaking, spoken.perhaps_speaking_of(connection, topics, platforms, at, known))


def side_by_side(
    owners: Collection[Platform], held: Held, found: Voices, topics: Collection[TopicId], most: int
) -> SideBySide:
    """The platforms by name, at most `most` clauses of each."""
    clauses, unsure = _by_platform(found.speaking), _by_platform(found.perhaps)
    shown: dict[CellState, list[Speaking]] = {CellState.COMPARABLE: [], CellState.PERHAPS: []}
    rest: dict[CellState, list[Platform]] = {}
    for owner in sorted(owners, key=lambda each: each.name.casefold()):
        speaking = _speaking(owner, _told(owner, clauses.get(owner.id, ()), topics), most)
        maybe = _speaking(owner, _perhaps(owner, unsure.get(owner.id, ()), topics), 1)
        state = state_of(
            topics, held.get(owner.id, ()), speaks=bool(speaking.clauses), perhaps=bool(maybe.clauses)
        )
        if state in shown:
            shown[state].append(speaking if state is CellState.COMPARABLE else maybe)
        else:
            rest.setdefault(state, []).append(owner)
    return SideBySide(
        speaking=tuple(shown[CellState.COMPARABLE]),
        perhaps=tuple(shown[CellState.PERHAPS]),
        silent=tuple(rest.get(CellState.SILENT, ())),
        stale=tuple(rest.get(CellState.STALE, ())),
        foreign=tuple(rest.get(CellState.NOT_ANALYSED, ())),
        waiting=tuple(rest.get(CellState.WAITING, ())),
        uncaptured=tuple(rest.get(CellState.NOT_CAPTURED, ())),
    )


def matrix_of(
    asked: tuple[tuple[tuple[TopicId, str], ...], tuple[Platform, ...]],
    held: Held,
    found: Voices,
    at: datetime,
) -> Matrix:
    """Topics (identity and name) by platforms; each cell shows the clause that says most, and counts the others."""
    topics, owners = asked
    clauses, unsure = _by_platform(found.speaking), _by_platform(found.perhaps)
    cells = tuple(
        tuple(
            _cell(
                topic,
                held.get(owner.id, ()),
                _told(owner, clauses.get(owner.id, ()), (topic,)),
                _perhaps(owner, unsure.get(owner.id, ()), (topic,)),
            )
            for owner in owners
        )
        for topic, _ in topics
    )
    return Matrix(topics, tuple((owner.id, owner.name) for owner in owners), cells, at)


def _cell(topic: TopicId, held: tuple[Holding, ...], told: list[_Found], unsure: list[_Found]) -> MatrixCell:
    state = state_of((topic,), held, speaks=bool(told), perhaps=bool(unsure))
    if state is CellState.COMPARABLE:
        return MatrixCell(state, _standing(told[0]), len(told) - 1)
    return MatrixCell(state, _standing(unsure[0]) if state is CellState.PERHAPS else None)


def _standing(found: _Found) -> Standing:
    shown = _shown(found)
    return Standing(
        Stance(shown.stance),
        shown.quotation,
        shown.clipped,
        shown.document.name,
        shown.title,
        shown.href,
        found.row.observed_from,
    )


def everyone(connection: Connection, now: datetime) -> tuple[tuple[Platform, ...], Held]:
    """All platforms, and what is held of them."""
    owners = catalog.platforms(connection)
    return owners, holdings(connection, owners, now)


def states_of(
    connection: Connection, owner: Platform, topics: Iterable[TopicId], now: datetime
) -> dict[TopicId, CellState]:
    """In which state the platform is in each of these matters now."""
    held = holdings(connection, (owner,), now).get(owner.id, ())
    speaks = spoken.topics_spoken(connection).get(owner.id, frozenset())
    maybe = spoken.topics_perhaps_spoken(connection).get(owner.id, frozenset())
    return {
        each: state_of((each,), held, speaks=each in speaks, perhaps=each in maybe)
        for each in dict.fromkeys(topics)
    }


def prevalence(
    connection: Connection, owners: Collection[Platform], held: Held
) -> dict[TopicId, tuple[int, int]]:
    """For each topic how many platforms speak of it now, out of how many: those that `side_by_side` counts."""
    speaks, maybe = spoken.topics_spoken(connection), spoken.topics_perhaps_spoken(connection)
    return {
        each.id: _counted(
            state_of(
                (each.id,),
                held.get(owner.id, ()),
                speaks=each.id in speaks.get(owner.id, ()),
                perhaps=each.id in maybe.get(owner.id, ()),
            )
            for owner in owners
        )
        for each in taxonomy().topics
    }


def _counted(states: Iterable[CellState]) -> tuple[int, int]:
    times = Counter(states)
    speaking = times[CellState.COMPARABLE]
    return speaking, speaking + times[CellState.PERHAPS] + times[CellState.SILENT]


def _by_platform(found: Iterable[Spoken]) -> dict[PlatformId, list[Spoken]]:
    grouped: dict[PlatformId, list[Spoken]] = {}
    for each in found:
        grouped.setdefault(each.platform, []).append(each)
    return grouped


def _speaking(owner: Platform, told: list[_Found], most: int) -> Speaking:
    shown = tuple(map(_shown, _spread(told, most)))
    return Speaking(owner, shown, len(told) - len(shown))


def _told(owner: Platform, found: Iterable[Spoken], topics: Collection[TopicId]) -> list[_Found]:
    """Those that some sure finding has among its topics, with that finding, the most telling first."""
    told = _with(owner, found, lambda findings: telling(findings, topics))
    return sorted(told, key=lambda each: _order(each.row, each.finding, topics))


def _perhaps(owner: Platform, found: Iterable[Spoken], topics: Collection[TopicId]) -> list[_Found]:
    """Those that a finding which abstains has for its first topic, with that finding, the likeliest first."""
    unsure = _with(owner, found, lambda findings: perhaps(findings, topics))
    return sorted(unsure, key=lambda each: -each.finding.topics[0].score)


def _with(
    owner: Platform, found: Iterable[Spoken], choose: Callable[[Iterable[Finding]], Finding | None]
) -> list[_Found]:
    documents = {each.id: each for each in owner.documents}
    return [
        _Found(documents[each.document], each.stated, finding)
        for each in found
        if each.document in documents and (finding := choose(each.stated.said.findings)) is not None
    ]


def _order(row: Stated, finding: Finding, topics: Collection[TopicId]) -> tuple[bool, bool, int, float]:
    """Sentences before headings and stubs: what names a matter only says nothing about it."""
    first = finding.topics[0]
    said = row.text[finding.statement.start - row.place.start : finding.statement.end - row.place.start]
    few = len(said.split()) < _FEW
    return first.topic not in topics, few, -finding.severity.rank, -first.score


def _spread(told: list[_Found], most: int) -> list[_Found]:
    """The first of each document, then the others: one long document must not hide what the next one says."""
    seen: set[DocumentId] = set()
    firsts: list[_Found] = []
    others: list[_Found] = []
    for each in told:
        (others if each.document.id in seen else firsts).append(each)
        seen.add(each.document.id)
    return (firsts + others)[:most]


def _shown(found: _Found) -> Shown:
    row, finding = found.row, found.finding
    inside = Span(finding.statement.start - row.place.start, finding.statement.end - row.place.start)
    words, clipped = shortened(row.text, inside)
    # What stands no more is found only in a version in which it stood.
    version = None if row.observed_to is None else row.first_version
    return Shown(
        document=found.document,
        title=row.title,
        href=provision_path(found.document.id, row.address, version),
        quotation=words.of(row.text),
        clipped=clipped,
        stance=stance_by(finding.modality, words.of(row.text), row.lead_in).value,
        severity=finding.severity.value,
    )
