"""Comparing provisions across platforms: loads the passages in force of every platform, finds what is asked, compares.

This is the one place that knows where passages come from; today from the editions themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.errors import UnknownNameError
from clausewatch.meaning.analyse import Subject, names_of
from clausewatch.meaning.classify import ANALYSED_LANGUAGES
from clausewatch.meaning.compare import (
    Corpus,
    Ranker,
    Tools,
    compare,
    corpus_of,
    is_passage,
    said_nowhere,
    shipped_ranker,
)
from clausewatch.meaning.topics import shipped_model
from clausewatch.meaning.vectors import word_vectors
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import Cell, CellState, Passage
from clausewatch.nouns.document import Edition, Statement, StatementKind
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.pipeline.coverage import coverage
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.storage import Database, catalog, health, versions
from clausewatch.storage.health import SourceHealth

_WORD = re.compile(r"\w+")
# The share of the quotation's words that a statement must hold to be the one quoted.
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The passages of all platforms at one moment.

    `foreign` lists platforms whose documents are in other languages only, `stale` those with a watched document whose
    last good capture is too old for silence to be claimed, `types` the analysed document types of each.
    """

    platforms: tuple[Platform, ...]
    passages: tuple[Passage, ...]
    corpus: Corpus
    foreign: frozenset[PlatformId]
    stale: frozenset[PlatformId]
    types: Mapping[PlatformId, frozenset[str]]


def collected(database: Database, editions: EditionShelf, now: datetime) -> Collection:
    """Every platform's passages in force, with all that is computed of each once."""
    with database.read() as connection:
        platforms = catalog.platforms(connection)
        sources = health.source_health(connection)
    passages: list[Passage] = []
    foreign: set[PlatformId] = set()
    types: dict[PlatformId, frozenset[str]] = {}
    for platform in platforms:
        for document in platform.documents:
            edition = _current(database, editions, document)
            if edition is None:
                continue
            if edition.version.language.partition("-")[0] in ANALYSED_LANGUAGES:
                passages.extend(passages_of(edition, document, platform))
                types[platform.id] = types.get(platform.id, frozenset()) | {document.type}
            else:
                foreign.add(platform.id)
    kept = tuple(each for each in passages if is_passage(each.asked))
    corpus = corpus_of(kept, Tools(shipped_model(), word_vectors()))
    stale = _stale(sources, now)
    return Collection(
        platforms, tuple(passages), corpus, frozenset(foreign - set(corpus.names)), stale, types
    )


def passages_of(edition: Edition, document: Document, platform: Platform) -> Iterator[Passage]:
    """Every statement of the edition, and every lead-in once: a list's opening says the matter as often as its items do."""
    names = names_of(edition, Subject(document.name, document.type, platform.name, platform.company))
    content, version = edition.text.content, edition.version
    seen: set[int] = set()
    for provision in edition.outline.provisions:
        lead_in = provision.lead_in
        opening = lead_in.of(content) if lead_in else ""
        base = Asked("", provision.path, opening, document.type, platform.name, platform.company, names)
        if lead_in is not None and lead_in.start not in seen:
            seen.add(lead_in.start)
            place = Statement(StatementKind.SENTENCE, lead_in.start, lead_in.end)
            yield Passage(
                replace(base, text=opening, lead_in=""),
                *(platform.id, document.id, document.name, version.id, version.observed_at, place),
            )
        for statement in provision.statements:
            yield Passage(
                replace(base, text=statement.of(content)),
                *(platform.id, document.id, document.name, version.id, version.observed_at, statement),
            )


def found(collection: Collection, document: DocumentId, quote: str) -> Asked:
    """The quotation with the surroundings of the statement that holds it; UnknownNameError where none does."""
    wanted = set(_WORD.findall(quote.casefold()))
    best: tuple[float, int] = (0.0, 0)
    chosen: Passage | None = None
    for passage in collection.passages:
        if passage.document == document and wanted:
            held = set(_WORD.findall(passage.asked.text.casefold()))
            rank = (round(len(wanted & held) / len(wanted), 1), -len(held))
            if rank > best:
                best, chosen = rank, passage
    if chosen is None or best[0] < _ENOUGH:
        raise UnknownNameError(
            f"quotation {quote[:80]!r}",
            f"it does not stand in the current version of {document}",
            "Copy the words from the document: `clausewatch provisions` prints them",
        )
    return replace(chosen.asked, text=quote)


def cells(
    collection: Collection, platform: PlatformId, asked: Asked, ranker: Ranker | None = None
) -> dict[PlatformId, Cell]:
    """One cell for every other platform: comparable or silent, or why nothing can be said."""
    answered = compare(asked, platform, collection.corpus, ranker or shipped_ranker())
    answered = said_nowhere(asked, answered, collection.corpus, collection.types)
    given = {}
    for other in collection.platforms:
        if other.id == platform:
            continue
        missing = CellState.NOT_ANALYSED if other.id in collection.foreign else CellState.NOT_CAPTURED
        cell = answered.get(other.id, Cell(missing))
        silent = cell.state is CellState.SILENT
        given[other.id] = Cell(CellState.STALE) if silent and other.id in collection.stale else cell
    return given


def _stale(sources: tuple[SourceHealth, ...], now: datetime) -> frozenset[PlatformId]:
    documents: dict[DocumentId, list[SourceHealth]] = {}
    for each in sources:
        documents.setdefault(each.document, []).append(each)
    return frozenset(
        document.partition("/")[0]
        for document, known in documents.items()
        if any(each.last_good is not None for each in known) and coverage(tuple(known), now).troubled
    )


def _current(database: Database, editions: EditionShelf, document: Document) -> Edition | None:
    with database.read() as connection:
        version = versions.version_at(connection, document.id, None)
    return editions.get(version.id) if version else None
