"""Platforms side by side on one matter: what each says first about it, and who was not found to speak of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from clausewatch.meaning.compare import stance_by, would_say
from clausewatch.meaning.quote import shortened
from clausewatch.meaning.stances import telling
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import CellState, Matrix, MatrixCell, Stance, Standing
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Finding, TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.stated import Stated
from clausewatch.storage import Connection, catalog, spoken
from clausewatch.storage.spoken import Spoken
from clausewatch.web.addresses import provision_path

Analysed = Mapping[PlatformId, frozenset[str]]
"""The types of the documents that were analysed of each platform."""

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
    owners: Collection[Platform],
    analysed: Analysed,
    found: Iterable[Spoken],
    topics: Collection[TopicId],
    most: int,
) -> SideBySide:
    """The platforms by name, at most `most` clauses of each."""
    clauses: dict[PlatformId, list[Spoken]] = {}
    for each in found:
        clauses.setdefault(each.platform, []).append(each)
    speaking: list[Speaking] = []
    silent: list[Platform] = []
    uncaptured: list[Platform] = []
    for owner in sorted(owners, key=lambda each: each.name.casefold()):
        if owner.id in clauses:
            speaking.append(_speaking(owner, clauses[owner.id], topics, most))
        else:
            (silent if _would_say(owner.id, topics, analysed) else uncaptured).append(owner)
    return SideBySide(tuple(speaking), tuple(silent), tuple(uncaptured))


def matrix_of(
    asked: tuple[tuple[tuple[TopicId, str], ...], tuple[Platform, ...]],
    analysed: Analysed,
    found: Iterable[Spoken],
    at: datetime,
) -> Matrix:
    """Topics (identity and name) by platforms; each cell shows the clause that says most, and counts the others."""
    topics, owners = asked
    spoken_of: dict[PlatformId, list[Spoken]] = {}
    for each in found:
        spoken_of.setdefault(each.platform, []).append(each)
    cells = tuple(
        tuple(_cell(owner, spoken_of.get(owner.id, []), topic, analysed) for owner in owners)
        for topic, _ in topics
    )
    return Matrix(topics, tuple((owner.id, owner.name) for owner in owners), cells, at)


def _cell(owner: Platform, found: list[Spoken], topic: TopicId, analysed: Analysed) -> MatrixCell:
    told = _told(owner, found, (topic,))
    if not told:
        silent = _would_say(owner.id, (topic,), analysed)
        return MatrixCell(CellState.SILENT if silent else CellState.NOT_CAPTURED)
    each, finding = told[0]
    document = next(one for one in owner.documents if one.id == each.document)
    shown = _shown(document, each, finding)
    standing = Standing(
        Stance(shown.stance),
        shown.quotation,
        shown.clipped,
        document.name,
        shown.title,
        shown.href,
        each.stated.observed_from,
    )
    return MatrixCell(CellState.COMPARABLE, standing, len(told) - 1)


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


def _speaking(owner: Platform, found: list[Spoken], topics: Collection[TopicId], most: int) -> Speaking:
    documents = {each.id: each for each in owner.documents}
    told = _told(owner, found, topics)
    chosen = _spread(told, most)
    shown = tuple(_shown(documents[each.document], each, finding) for each, finding in chosen)
    return Speaking(owner, shown, len(told) - len(shown))


def _told(
    owner: Platform, found: Iterable[Spoken], topics: Collection[TopicId]
) -> list[tuple[Spoken, Finding]]:
    """Those that some sure finding has among its topics, with that finding, the most telling first."""
    documents = {each.id for each in owner.documents}
    told = [
        (each, finding)
        for each in found
        if each.document in documents and (finding := telling(each.stated.said.findings, topics)) is not None
    ]
    return sorted(told, key=lambda item: _order(item[0].stated, item[1], topics))


def _order(row: Stated, finding: Finding, topics: Collection[TopicId]) -> tuple[bool, bool, int, float]:
    """Sentences before headings and stubs: what names a matter only says nothing about it."""
    first = finding.topics[0]
    said = row.text[finding.statement.start - row.place.start : finding.statement.end - row.place.start]
    few = len(said.split()) < _FEW
    return first.topic not in topics, few, -finding.severity.rank, -first.score


def _spread(told: list[tuple[Spoken, Finding]], most: int) -> list[tuple[Spoken, Finding]]:
    """The first of each document, then the others: one long document must not hide what the next one says."""
    seen: set[DocumentId] = set()
    firsts: list[tuple[Spoken, Finding]] = []
    others: list[tuple[Spoken, Finding]] = []
    for each in told:
        (others if each[0].document in seen else firsts).append(each)
        seen.add(each[0].document)
    return (firsts + others)[:most]


def _shown(document: Document, each: Spoken, finding: Finding) -> Shown:
    row = each.stated
    inside = Span(finding.statement.start - row.place.start, finding.statement.end - row.place.start)
    words, clipped = shortened(row.text, inside)
    # What stands no more is found only in a version in which it stood.
    version = None if row.observed_to is None else row.first_version
    return Shown(
        document=document,
        title=row.title,
        href=provision_path(document.id, row.address, version),
        quotation=words.of(row.text),
        clipped=clipped,
        stance=stance_by(finding.modality, words.of(row.text), row.lead_in).value,
        severity=finding.severity.value,
    )
