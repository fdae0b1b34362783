"""Platforms side by side on one matter: what each says first about it, and who was not found to speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from clausewatch.meaning.clauses import is_slight, matter_of_perhaps
from clausewatch.meaning.compare import stance_by, state_of
from clausewatch.meaning.quote import shortened
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.audience import Audience
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import CellState, Holding, Matrix, MatrixCell, Stance, Standing
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.stated import StatedId
from clausewatch.pipeline.holdings import Held, holdings
from clausewatch.storage import Connection, catalog, clauses, spoken
from clausewatch.storage.clauses import Kept, Wording
from clausewatch.web.addresses import provision_path

_MOST_SHOWN = 120
"""Clauses in one list: about 70 kB of HTML."""


_ByPlatform = Mapping[PlatformId, list[Kept]]


@dataclass(frozen=True, slots=True)
class Matter:
    """What platforms are asked about, by the name under which clauses are kept, and the topics that it is about."""

    name: str
    topics: tuple[TopicId, ...]


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
class Speaking:
    """A platform with its clauses on the matter, the most telling of each document first; `more` are not shown.

    Of a platform that perhaps speaks of it there is one, the likeliest. `elsewhere` is the first clause for each kind of
    readers that none of the shown ones addresses.
    """

    platform: Platform
    clauses: tuple[Shown, ...]
    more: int
    elsewhere: tuple[Shown, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether what the platform does about the matter depends on whom a document addresses."""
        first: dict[Audience, str] = {}
        for each in (*self.clauses, *self.elsewhere):
            first.setdefault(each.document.readers, each.stance)
        return len(set(first.values())) > 1


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


def matter_of_topic(topic: TopicId) -> Matter:
    """The topic as a matter of which platforms speak."""
    return Matter(topic, (topic,))


def side_by_side(
    connection: Connection, owners: Collection[Platform], held: Held, matter: Matter, most: int
) -> SideBySide:
    """The platforms by name, at most `most` clauses of each, and fewer where so many speak that the page would be long."""
    told, unsure = _voices(connection, owners, matter)
    most = min(most, max(1, _MOST_SHOWN // max(1, len(told))))
    chosen = {owner: found[:1] for owner, found in unsure.items()}
    readers = _readers(owners)
    chosen |= {owner: _spread(found, most, readers) for owner, found in told.items()}
    apart = {
        owner: _others(found, {readers[each.document] for each in chosen[owner]}, readers)
        for owner, found in told.items()
    }
    needed = (each.provision for some in (chosen, apart) for found in some.values() for each in found)
    wordings = clauses.wordings(connection, needed)
    shown: dict[CellState, list[Speaking]] = {CellState.COMPARABLE: [], CellState.PERHAPS: []}
    rest: dict[CellState, list[Platform]] = {}
    for owner in sorted(owners, key=lambda each: each.name.casefold()):
        speaks = owner.id in told
        state = state_of(matter.topics, held.get(owner.id, ()), speaks=speaks, perhaps=owner.id in unsure)
        if state in shown:
            some, others = (
                tuple(_shown(owner, each, wordings[each.provision]) for each in found.get(owner.id, ()))
                for found in (chosen, apart)
            )
            more = _total(told[owner.id]) - len(some) if speaks else 0
            shown[state].append(Speaking(owner, some, more, others if speaks else ()))
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


def _voices(
    connection: Connection, owners: Collection[Platform], matter: Matter
) -> tuple[_ByPlatform, _ByPlatform]:
    """The clauses that speak of the matter, and those that perhaps do: of topics that their platform nowhere speaks of."""
    unsure = {matter_of_perhaps(topic): topic for topic in matter.topics}
    found = clauses.told(connection, (matter.name, *unsure))
    known = clauses.matters_of(connection, matter.topics)
    speaking = _by_platform(owners, (each for each in found if each.clause.matter == matter.name))
    maybe = _by_platform(owners, (each for each in found if each.clause.matter in unsure))
    left = {
        owner: [each for each in some if unsure[each.clause.matter] not in known.get(owner, ())]
        for owner, some in maybe.items()
    }
    return speaking, {owner: some for owner, some in left.items() if some}


def matrix_of(
    connection: Connection,
    asked: tuple[tuple[tuple[TopicId, str], ...], tuple[Platform, ...]],
    held: Held,
    at: datetime | None,
    now: datetime,
) -> Matrix:
    """Topics (identity and name) by platforms; each cell shows the clause that says most, and counts the others."""
    topics, owners = asked
    names, of = tuple(topic for topic, _ in topics), tuple(owner.id for owner in owners)
    if at is None:
        told = clauses.told(connection, _said_or_perhaps(names), of)
    else:
        told = spoken.told_at(connection, names, of, at)
    found: dict[str, list[Kept]] = {}
    for each in told:
        found.setdefault(each.clause.matter, []).append(each)
    voices = {matter: _by_platform(owners, some) for matter, some in found.items()}
    readers = _readers(owners)
    firsts = (
        each.provision
        for by_owner in voices.values()
        for some in by_owner.values()
        for each in (some[0], *_others(some, {readers[some[0].document]}, readers))
    )
    known = voices, clauses.wordings(connection, firsts)
    cells = tuple(
        tuple(_cell(owner, topic, held.get(owner.id, ()), known) for owner in owners) for topic in names
    )
    return Matrix(topics, tuple((owner.id, owner.name) for owner in owners), cells, at or now)


def _cell(
    owner: Platform,
    topic: TopicId,
    held: tuple[Holding, ...],
    known: tuple[Mapping[str, _ByPlatform], Mapping[StatedId, Wording]],
) -> MatrixCell:
    voices, wordings = known
    told = voices.get(topic, {}).get(owner.id)
    unsure = voices.get(matter_of_perhaps(topic), {}).get(owner.id)
    state = state_of((topic,), held, speaks=bool(told), perhaps=bool(unsure))
    some = told or unsure
    if not some:
        return MatrixCell(state)
    standing = _standing(owner, some[0], wordings[some[0].provision])
    if not told:
        return MatrixCell(state, standing)
    readers = _readers((owner,))
    others = _others(told, {readers[told[0].document]}, readers)
    elsewhere = tuple(_standing(owner, each, wordings[each.provision]) for each in others)
    return MatrixCell(state, standing, _total(told) - 1, elsewhere=elsewhere)


def _standing(owner: Platform, kept: Kept, wording: Wording) -> Standing:
    shown = _shown(owner, kept, wording)
    return Standing(
        Stance(shown.stance),
        shown.quotation,
        shown.clipped,
        shown.document.name,
        shown.title,
        shown.href,
        wording.observed_from,
        shown.document.readers_named,
        shown.document.id,
        wording.address,
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
    names = tuple(dict.fromkeys(topics))
    known = clauses.matters_of(connection, _said_or_perhaps(names), (owner.id,)).get(owner.id, frozenset())
    return {each: _state(each, held, known) for each in names}


def prevalence(
    connection: Connection, owners: Collection[Platform], held: Held
) -> dict[TopicId, tuple[int, int]]:
    """For each topic how many platforms speak of it now, out of how many: those that `side_by_side` counts."""
    names = tuple(each.id for each in taxonomy().topics)
    known = clauses.matters_of(connection, _said_or_perhaps(names))
    return {
        topic: _counted(
            _state(topic, held.get(owner.id, ()), known.get(owner.id, frozenset())) for owner in owners
        )
        for topic in names
    }


def _said_or_perhaps(topics: Collection[TopicId]) -> tuple[str, ...]:
    return (*topics, *map(matter_of_perhaps, topics))


def _state(topic: TopicId, held: tuple[Holding, ...], known: Collection[str]) -> CellState:
    return state_of((topic,), held, speaks=topic in known, perhaps=matter_of_perhaps(topic) in known)


def _counted(states: Iterable[CellState]) -> tuple[int, int]:
    times = Counter(states)
    speaking = times[CellState.COMPARABLE]
    return speaking, speaking + times[CellState.PERHAPS] + times[CellState.SILENT]


def _by_platform(owners: Iterable[Platform], found: Iterable[Kept]) -> dict[PlatformId, list[Kept]]:
    """The clauses of each platform: full sentences on the matter before what only names it; of these the general user's
    documents before those for some; then the most telling first, of like ones that of the document declared first."""
    known = {
        each.id: (owner.id, each.readers is not Audience.EVERYONE, place)
        for owner in owners
        for place, each in enumerate(owner.documents)
    }
    told: dict[PlatformId, list[Kept]] = {}
    for each in found:
        # A document that is no more declared has no page to lead to.
        if each.document in known:
            told.setdefault(known[each.document][0], []).append(each)
    for of_one in told.values():
        of_one.sort(
            key=lambda each: (is_slight(each.clause), *_order(known[each.document], each.clause.weight))
        )
    return told


def _total(told: Iterable[Kept]) -> int:
    """How many clauses there are in all of these documents."""
    return sum({each.document: each.total for each in told}.values())


def _order(document: tuple[PlatformId, bool, int], weight: float) -> tuple[bool, float, int]:
    _, for_some, place = document
    return for_some, weight, place


def _readers(owners: Iterable[Platform]) -> dict[DocumentId, Audience]:
    return {each.id: each.readers for owner in owners for each in owner.documents}


def _others(
    told: Iterable[Kept], addressed: Collection[Audience], readers: Mapping[DocumentId, Audience]
) -> list[Kept]:
    """The first clause for each kind of readers that are not addressed yet."""
    found: dict[Audience, Kept] = {}
    for each in told:
        whom = readers[each.document]
        if whom not in addressed:
            found.setdefault(whom, each)
    return list(found.values())


def _spread(told: list[Kept], most: int, readers: Mapping[DocumentId, Audience]) -> list[Kept]:
    """The first for each kind of readers, then of each document, then the others: a document must not hide what the next one
    says, nor those for some what is said to everyone."""
    seen: set[DocumentId | Audience] = set()
    ranked: tuple[list[Kept], list[Kept], list[Kept]] = [], [], []
    for each in told:
        whom = readers[each.document]
        ranked[0 if whom not in seen else 1 if each.document not in seen else 2].append(each)
        seen |= {whom, each.document}
    return [each for some in ranked for each in some][:most]


def _shown(owner: Platform, kept: Kept, wording: Wording) -> Shown:
    document = next(each for each in owner.documents if each.id == kept.document)
    clause = kept.clause
    said = Span(clause.start, clause.stop)
    words, clipped = shortened(wording.text, said)
    quotation = words.of(wording.text)
    return Shown(
        document=document,
        title=wording.title,
        # What stands no more is found only in a version in which it stood.
        href=provision_path(document.id, wording.address, wording.gone),
        quotation=quotation,
        clipped=clipped,
        stance=stance_by(clause.modality, said.of(wording.text), wording.lead_in).value,
        severity=clause.severity.value,
    )
