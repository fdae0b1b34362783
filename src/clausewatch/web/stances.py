"""Platforms side by side on one matter: what each says first about it, and who was not found to speak of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from clausewatch.meaning.compare import stance_by, would_say
from clausewatch.meaning.quote import shortened
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import CellState, Matrix, MatrixCell, Stance, Standing
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.stated import StatedId
from clausewatch.storage import Connection, catalog, clauses, spoken
from clausewatch.storage.clauses import Kept, Wording
from clausewatch.web.addresses import provision_path

Analysed = Mapping[PlatformId, frozenset[str]]
"""The types of the documents that were analysed of each platform."""
_MOST_SHOWN = 120
"""Clauses in one list: about 70 kB of HTML."""


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
    """A platform with its clauses on the matter, the most telling of each document first; `more` are not shown."""

    platform: Platform
    clauses: tuple[Shown, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All platforms of the catalogue in one matter; each stands in one of the three.

    In the documents of `silent` no clause on it was recognised; of `uncaptured` no document was analysed that would hold one.
    """

    speaking: tuple[Speaking, ...]
    silent: tuple[Platform, ...]
    uncaptured: tuple[Platform, ...]

    @property
    def captured(self) -> int:
        return len(self.speaking) + len(self.silent)


def side_by_side(
    connection: Connection, owners: Collection[Platform], analysed: Analysed, matter: Matter, most: int
) -> SideBySide:
    """The platforms by name, at most `most` clauses of each, and fewer where so many speak that the page would be long."""
    told = _by_platform(owners, clauses.told(connection, (matter.name,)))
    most = min(most, max(1, _MOST_SHOWN // max(1, len(told))))
    chosen = {owner: _spread(found, most) for owner, found in told.items()}
    wordings = clauses.wordings(connection, (each.provision for found in chosen.values() for each in found))
    speaking: list[Speaking] = []
    silent: list[Platform] = []
    uncaptured: list[Platform] = []
    for owner in sorted(owners, key=lambda each: each.name.casefold()):
        if owner.id in told:
            shown = tuple(_shown(owner, each, wordings[each.provision]) for each in chosen[owner.id])
            speaking.append(Speaking(owner, shown, _total(told[owner.id]) - len(shown)))
        else:
            (silent if _would_say(owner.id, matter.topics, analysed) else uncaptured).append(owner)
    return SideBySide(tuple(speaking), tuple(silent), tuple(uncaptured))


def matrix_of(
    connection: Connection,
    asked: tuple[tuple[tuple[TopicId, str], ...], tuple[Platform, ...]],
    analysed: Analysed,
    at: datetime | None,
    now: datetime,
) -> Matrix:
    """Topics (identity and name) by platforms; each cell shows the clause that says most, and counts the others."""
    topics, owners = asked
    names = tuple(topic for topic, _ in topics)
    told = (clauses.told if at is None else partial(spoken.told_at, at=at))(
        connection, names, tuple(owner.id for owner in owners)
    )
    found = {
        topic: _by_platform(owners, (each for each in told if each.clause.matter == topic)) for topic in names
    }
    firsts = (each[0].provision for by_owner in found.values() for each in by_owner.values())
    wordings = clauses.wordings(connection, firsts)
    cells = tuple(
        tuple(_cell(owner, found[topic].get(owner.id, []), topic, (analysed, wordings)) for owner in owners)
        for topic in names
    )
    return Matrix(topics, tuple((owner.id, owner.name) for owner in owners), cells, at or now)


def _cell(
    owner: Platform,
    told: Sequence[Kept],
    topic: TopicId,
    known: tuple[Analysed, Mapping[StatedId, Wording]],
) -> MatrixCell:
    analysed, wordings = known
    if not told:
        silent = _would_say(owner.id, (topic,), analysed)
        return MatrixCell(CellState.SILENT if silent else CellState.NOT_CAPTURED)
    words = wordings[told[0].provision]
    shown = _shown(owner, told[0], words)
    standing = Standing(
        Stance(shown.stance),
        shown.quotation,
        shown.clipped,
        shown.document.name,
        shown.title,
        shown.href,
        words.observed_from,
    )
    return MatrixCell(CellState.COMPARABLE, standing, _total(told) - 1)


def everyone(connection: Connection) -> tuple[tuple[Platform, ...], Analysed]:
    """All platforms, and what was analysed of them."""
    owners = catalog.platforms(connection)
    return owners, analysed_types(owners, spoken.documents_analysed(connection))


def analysed_types(
    owners: Iterable[Platform], documents: Mapping[PlatformId, Collection[DocumentId]]
) -> Analysed:
    """The types of those documents, by platform; a platform without any is left out."""
    return {
        owner.id: frozenset(each.type for each in owner.documents if each.id in documents[owner.id])
        for owner in owners
        if owner.id in documents
    }


def _would_say(platform: PlatformId, topics: Iterable[TopicId], analysed: Analysed) -> bool:
    """Whether a document was analysed of a kind that would speak of it: else silence says nothing of the platform."""
    types = analysed.get(platform, frozenset())
    return any(would_say(topic, types) for topic in topics)


def _by_platform(owners: Iterable[Platform], found: Iterable[Kept]) -> dict[PlatformId, list[Kept]]:
    """The clauses of each platform, the most telling first, of like ones that of the document declared first."""
    known = {each.id: (owner.id, place) for owner in owners for place, each in enumerate(owner.documents)}
    told: dict[PlatformId, list[Kept]] = {}
    for each in found:
        # A document that is no more declared has no page to lead to.
        if each.document in known:
            told.setdefault(known[each.document][0], []).append(each)
    for of_one in told.values():
        of_one.sort(key=lambda each: (each.clause.weight, known[each.document][1]))
    return told


def _total(told: Iterable[Kept]) -> int:
    """How many clauses there are in all of these documents."""
    return sum({each.document: each.total for each in told}.values())


def _spread(told: list[Kept], most: int) -> list[Kept]:
    """The first of each document, then the others: one long document must not hide what the next one says."""
    seen: set[DocumentId] = set()
    firsts: list[Kept] = []
    others: list[Kept] = []
    for each in told:
        (others if each.document in seen else firsts).append(each)
        seen.add(each.document)
    return (firsts + others)[:most]


def _shown(owner: Platform, kept: Kept, wording: Wording) -> Shown:
    document = next(each for each in owner.documents if each.id == kept.document)
    clause = kept.clause
    words, clipped = shortened(wording.text, Span(clause.start, clause.stop))
    quotation = words.of(wording.text)
    return Shown(
        document=document,
        title=wording.title,
        # What stands no more is found only in a version in which it stood.
        href=provision_path(document.id, wording.address, wording.gone),
        quotation=quotation,
        clipped=clipped,
        stance=stance_by(clause.modality, quotation).value,
        severity=clause.severity.value,
    )
