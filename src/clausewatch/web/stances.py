"""Platforms side by side on one matter: what each says first about it, and who was not found to speak of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clausewatch.meaning.clauses import is_slight, matter_of_perhaps
from clausewatch.meaning.compare import state_of
from clausewatch.meaning.quote import shortened
from clausewatch.nouns.audience import Audience
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import CellState, Matrix, MatrixCell, Stance, Standing
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.stated import StatedId
from clausewatch.pipeline.holdings import Held
from clausewatch.storage import Connection, clauses, spoken
from clausewatch.storage.clauses import Kept, Wording
from clausewatch.web.addresses import provision_path
from clausewatch.web.standings import Everyone, said_or_perhaps

_MOST_SHOWN = 120
"""Clauses in one list: about 70 kB of HTML."""

PART = 30
"""Platforms with their clauses on one page."""


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
    readers that none of the shown ones addresses. `stance` is what the first clause does, and `differs` whether that depends
    on whom a document addresses; both are told of platforms on other parts of the page too, whose clauses are not here.
    """

    platform: Platform
    clauses: tuple[Shown, ...]
    more: int
    stance: str
    differs: bool = False
    elsewhere: tuple[Shown, ...] = ()
    part: int = 1


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All platforms of the catalogue in one matter; each stands in one of these, by its state (see `state_of`).

    `part` is the one of `parts` whose speakers have their clauses with them.
    """

    speaking: tuple[Speaking, ...]
    perhaps: tuple[Speaking, ...]
    silent: tuple[Platform, ...]
    stale: tuple[Platform, ...]
    foreign: tuple[Platform, ...]
    waiting: tuple[Platform, ...]
    uncaptured: tuple[Platform, ...]
    part: int = 1
    parts: int = 1

    @property
    def shown(self) -> tuple[Speaking, ...]:
        """Those who speak and whose clauses are here."""
        return tuple(each for each in self.speaking if each.part == self.part)

    @property
    def captured(self) -> int:
        """Platforms whose documents were captured and analysed: of these `speaking` are counted, and no other."""
        return len(self.speaking) + len(self.perhaps) + len(self.silent)


def matter_of_topic(topic: TopicId) -> Matter:
    """The topic as a matter of which platforms speak."""
    return Matter(topic, (topic,))


def side_by_side(
    connection: Connection, everyone: Everyone, matter: Matter, most: int, part: int | None = None
) -> SideBySide:
    """The platforms by name, at most `most` clauses of each, and fewer where so many speak that the page would be long.

    With `part` only that part of those who speak have their clauses with them, or the last where there are not so many.
    """
    owners, held = everyone
    known = _declared(owners)
    told, unsure, most = _voices(connection, known, matter, most)
    ordered = sorted(owners, key=lambda each: each.name.casefold())
    speakers = [each.id for each in ordered if each.id in told]
    parts = 1 if part is None else max(1, -(-len(speakers) // PART))
    here = min(part or 1, parts)
    standing = {owner: place // PART + 1 if part else 1 for place, owner in enumerate(speakers)}
    picked = {owner: _Picked(found[:1], (), 0) for owner, found in unsure.items()}
    picked |= {
        owner: _picked(found, known, most if standing[owner] == here else 1) for owner, found in told.items()
    }
    needed = (
        each.provision
        for owner, some in picked.items()
        for each in (*some.clauses, *some.elsewhere)
        if standing.get(owner, here) == here or each.stance is None
    )
    wordings = clauses.wordings(connection, needed)
    shown: dict[CellState, list[Speaking]] = {CellState.COMPARABLE: [], CellState.PERHAPS: []}
    rest: dict[CellState, list[Platform]] = {}
    for owner in ordered:
        speaks = owner.id in told
        state = state_of(matter.topics, held.get(owner.id, ()), speaks=speaks, perhaps=owner.id in unsure)
        if state in shown:
            at = standing.get(owner.id, here)
            shown[state].append(_speaking(owner, picked[owner.id], (known, wordings), (at, here)))
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
        part=here,
        parts=parts,
    )


@dataclass(frozen=True, slots=True)
class _Declared:
    """A document as the catalogue has it: whose it is, and what lists of clauses are sorted by."""

    owner: PlatformId
    document: Document
    readers: Audience
    place: int


@dataclass(frozen=True, slots=True)
class _Picked:
    """What is shown of a platform: some clauses, the first for other readers, and how many clauses there are in all."""

    clauses: Sequence[Kept]
    elsewhere: Sequence[Kept]
    total: int


_Known = Mapping[DocumentId, _Declared]


def _declared(owners: Iterable[Platform]) -> _Known:
    return {
        each.id: _Declared(owner.id, each, each.readers, place)
        for owner in owners
        for place, each in enumerate(owner.documents)
    }


def _picked(found: list[Kept], known: _Known, most: int) -> _Picked:
    chosen = _spread(found, most, known)
    others = _others(found, {known[each.document].readers for each in chosen}, known)
    return _Picked(chosen, others, _total(found))


def _speaking(
    owner: Platform,
    picked: _Picked,
    given: tuple[_Known, Mapping[StatedId, Wording]],
    parts: tuple[int, int],
) -> Speaking:
    known, wordings = given
    at, here = parts
    first: dict[Audience, Stance] = {}
    for each in (*picked.clauses, *picked.elsewhere):
        readers = known[each.document].readers
        if readers not in first:
            first[readers] = _stance(each, wordings)
    stance = next(iter(first.values())).value
    differs = len(set(first.values())) > 1
    if at != here:
        return Speaking(owner, (), 0, stance, differs, (), at)
    some, others = (
        tuple(_shown(known[each.document].document, each, wordings) for each in found)
        for found in (picked.clauses, picked.elsewhere)
    )
    return Speaking(owner, some, max(0, picked.total - len(some)), stance, differs, others, at)


def _voices(
    connection: Connection, known: _Known, matter: Matter, most: int
) -> tuple[_ByPlatform, _ByPlatform, int]:
    """The clauses that speak of the matter, and those that perhaps do: of topics that their platform nowhere speaks of; and how
    many of each platform are to be shown."""
    unsure = {matter_of_perhaps(topic): topic for topic in matter.topics}
    found = clauses.told(connection, (matter.name, *unsure), places=(0,))
    speaking = _by_platform(known, (each for each in found if each.clause.matter == matter.name))
    most = min(most, max(1, _MOST_SHOWN // max(1, len(speaking))))
    if most > 1 and speaking:
        # Of a document the first clause is also its most telling one: the others come after it in any case.
        others = clauses.told(connection, (matter.name,), places=range(1, clauses.KEPT))
        speaking = _by_platform(known, (*(one for some in speaking.values() for one in some), *others))
    maybe = _by_platform(known, (each for each in found if each.clause.matter in unsure))
    if not maybe:
        return speaking, {}, most
    spoken_of: Mapping[PlatformId, Collection[str]] = (
        dict.fromkeys(speaking, matter.topics)
        if matter.topics == (matter.name,)
        else clauses.matters_of(connection, matter.topics)
    )
    left = {
        owner: [each for each in some if unsure[each.clause.matter] not in spoken_of.get(owner, ())]
        for owner, some in maybe.items()
    }
    return speaking, {owner: some for owner, some in left.items() if some}, most


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
        # A cell shows the first clause, and first ones for other readers: each is the first of its document.
        told = clauses.told(connection, said_or_perhaps(names), of, places=(0,))
    else:
        told = spoken.told_at(connection, names, of, at)
    found: dict[str, list[Kept]] = {}
    for each in told:
        found.setdefault(each.clause.matter, []).append(each)
    known = _declared(owners)
    picked = {
        matter: {owner: _picked(some, known, 1) for owner, some in _by_platform(known, of_one).items()}
        for matter, of_one in found.items()
    }
    firsts = (
        each.provision
        for by_owner in picked.values()
        for one in by_owner.values()
        for each in (*one.clauses, *one.elsewhere)
    )
    wordings = clauses.wordings(connection, firsts)

    def standing(kept: Kept) -> Standing:
        return _standing(known[kept.document].document, kept, wordings)

    def cell(owner: Platform, topic: TopicId) -> MatrixCell:
        told, unsure = (picked.get(matter, {}).get(owner.id) for matter in (topic, matter_of_perhaps(topic)))
        documents = held.get(owner.id, ())
        state = state_of((topic,), documents, speaks=told is not None, perhaps=unsure is not None)
        if told is not None:
            others = tuple(map(standing, told.elsewhere))
            return MatrixCell(state, standing(told.clauses[0]), told.total - 1, elsewhere=others)
        return MatrixCell(state, None if unsure is None else standing(unsure.clauses[0]))

    cells = tuple(tuple(cell(owner, topic) for owner in owners) for topic in names)
    return Matrix(topics, tuple((owner.id, owner.name) for owner in owners), cells, at or now)


def _standing(document: Document, kept: Kept, wordings: Mapping[StatedId, Wording]) -> Standing:
    shown, wording = _shown(document, kept, wordings), wordings[kept.provision]
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


def _by_platform(known: _Known, found: Iterable[Kept]) -> dict[PlatformId, list[Kept]]:
    """The clauses of each platform: full sentences on the matter before what only names it; of these the general user's
    documents before those for some; then the most telling first, of like ones that of the document declared first."""
    told: dict[PlatformId, list[Kept]] = {}
    for each in found:
        # A document that is no more declared has no page to lead to.
        if each.document in known:
            told.setdefault(known[each.document].owner, []).append(each)

    def order(each: Kept) -> tuple[bool, bool, float, int]:
        of = known[each.document]
        return is_slight(each.clause), of.readers is not Audience.EVERYONE, each.clause.weight, of.place

    for of_one in told.values():
        of_one.sort(key=order)
    return told


def _total(told: Iterable[Kept]) -> int:
    """How many clauses there are in all of these documents."""
    return sum({each.document: each.total for each in told}.values())


def _others(told: Iterable[Kept], addressed: Collection[Audience], known: _Known) -> list[Kept]:
    """The first clause for each kind of readers that are not addressed yet."""
    found: dict[Audience, Kept] = {}
    for each in told:
        whom = known[each.document].readers
        if whom not in addressed:
            found.setdefault(whom, each)
    return list(found.values())


def _spread(told: list[Kept], most: int, known: _Known) -> list[Kept]:
    """The first for each kind of readers, then of each document, then the others: a document must not hide what the next one
    says, nor those for some what is said to everyone."""
    if most == 1:
        return told[:1]
    seen: set[DocumentId | Audience] = set()
    ranked: tuple[list[Kept], list[Kept], list[Kept]] = [], [], []
    for each in told:
        whom = known[each.document].readers
        ranked[0 if whom not in seen else 1 if each.document not in seen else 2].append(each)
        seen |= {whom, each.document}
    return [each for some in ranked for each in some][:most]


def _stance(kept: Kept, wordings: Mapping[StatedId, Wording]) -> Stance:
    if kept.stance is not None:
        return kept.stance
    wording = wordings[kept.provision]
    return clauses.stance_in(kept.clause, wording.text, wording.lead_in)


def _shown(document: Document, kept: Kept, wordings: Mapping[StatedId, Wording]) -> Shown:
    clause, wording = kept.clause, wordings[kept.provision]
    words, clipped = shortened(wording.text, Span(clause.start, clause.stop))
    quotation = words.of(wording.text)
    return Shown(
        document=document,
        title=wording.title,
        # What stands no more is found only in a version in which it stood.
        href=provision_path(document.id, wording.address, wording.gone),
        quotation=quotation,
        clipped=clipped,
        stance=_stance(kept, wordings).value,
        severity=clause.severity.value,
    )
