"""Comparing provisions across platforms: gathers the passages in force of every platform, finds what is asked, compares.

What is computed of a version's passages is computed once and kept beside the archive; a new version adds its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from clausewatch.errors import UnknownNameError
from clausewatch.meaning.compare import (
    FORM,
    Corpus,
    Index,
    Origin,
    Ranker,
    Table,
    Tools,
    columns_of,
    compare,
    corpus_over,
    index_from,
    index_of_tables,
    is_passage,
    said_nowhere,
    shipped_ranker,
    table_of,
)
from clausewatch.meaning.recipe import circumstances
from clausewatch.meaning.topics import shipped_model
from clausewatch.meaning.vectors import word_vectors
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import Cell, CellState, Passage
from clausewatch.nouns.document import Version
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import Digest, DocumentId, PlatformId, digest_of
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.coverage import coverage
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.passages import passages_of
from clausewatch.ports import Columns, ColumnStore
from clausewatch.storage import Database, catalog, health, versions
from clausewatch.storage.health import SourceHealth

_ANALYSED = ("", "en")
_WORD = re.compile(r"\w+")
# The share of the quotation's words that a statement must hold to be the one quoted.
_ENOUGH = 0.6
_KEPT = "comparison"
_DOCUMENTS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The passages of all platforms at one moment.

    `foreign` lists platforms whose documents are in other languages only, `stale` those with a watched document whose
    last good capture is too old for silence to be claimed, `types` the analysed document types of each. `stated` gives
    all passages of a document's version in force, also those that say too little to be compared.
    """

    platforms: tuple[Platform, ...]
    corpus: Corpus
    foreign: frozenset[PlatformId]
    stale: frozenset[PlatformId]
    types: Mapping[PlatformId, frozenset[str]]
    stated: Callable[[DocumentId], tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class _Place:
    """A version in force and whose it is."""

    document: Document
    owner: Platform
    version: Version

    def origin(self) -> Origin:
        subject = subject_of(self.document, self.owner)
        return Origin(
            digest_of(FORM, circumstances(self.document.id, subject), self.version.id),
            *(self.owner.id, self.document.id, self.document.name, self.version.id, self.version.observed_at),
            *(self.document.type, self.owner.name, self.owner.company),
        )


def collected(
    database: Database, editions: EditionShelf, now: datetime, kept: ColumnStore | None = None
) -> Collection:
    """Every platform's passages in force, with all that is computed of each once: what is `kept` is not computed again."""
    with database.read() as connection:
        platforms = catalog.platforms(connection)
        sources = health.source_health(connection)
        current = versions.versions_in_force(connection)
    places = {
        document.id: _Place(document, owner, current[document.id])
        for owner in platforms
        for document in owner.documents
        if document.id in current
    }
    spoken = [each for each in places.values() if _analysed(each.version)]
    types: dict[PlatformId, frozenset[str]] = {}
    for each in spoken:
        types[each.owner.id] = types.get(each.owner.id, frozenset()) | {each.document.type}
    corpus = _corpus(spoken, editions, kept)
    foreign = {each.owner.id for each in places.values() if not _analysed(each.version)}

    @lru_cache(_DOCUMENTS)
    def stated(document: DocumentId) -> tuple[Passage, ...]:
        return tuple(_passages(places[document], editions)) if document in places else ()

    return Collection(
        platforms, corpus, frozenset(foreign - set(corpus.names)), _stale(sources, now), types, stated
    )


def found(collection: Collection, document: DocumentId, quote: str) -> Asked:
    """The quotation with the surroundings of the statement that holds it; UnknownNameError where none does."""
    wanted = set(_WORD.findall(quote.casefold()))
    best: tuple[float, int] = (0.0, 0)
    chosen: Passage | None = None
    for passage in collection.stated(document):
        if wanted:
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


def _analysed(version: Version) -> bool:
    return version.language.partition("-")[0] in _ANALYSED


def _passages(place: _Place, editions: EditionShelf) -> Iterator[Passage]:
    edition = editions.get(place.version.id)
    return iter(()) if edition is None else passages_of(edition, place.document, place.owner)


def _corpus(places: Sequence[_Place], editions: EditionShelf, kept: ColumnStore | None) -> Corpus:
    """The corpus of these versions: tables of what is kept are used again, the others are made."""
    tools = Tools(shipped_model(), word_vectors())
    origins = [each.origin() for each in places]
    before = _Kept.of(kept.read(_KEPT) if kept else None)
    keys = [each.key for each in origins]
    if before is not None and keys == list(before.rows):
        return corpus_over(origins, [len(each) for each in before.rows.values()], before.index, tools)
    tables = [
        (before and before.table(origin.key))
        or table_of([each for each in _passages(place, editions) if is_passage(each.asked)], tools)
        for origin, place in zip(origins, places, strict=True)
    ]
    index = index_of_tables(tables, tools)
    sizes = [len(each) for each in tables]
    if kept is not None:
        about = json.dumps(list(zip(keys, sizes, strict=True)))
        index = index_from(kept.write(_KEPT, Columns(about, columns_of(index))).arrays) or index
    return corpus_over(origins, sizes, index, tools)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """An index as it was kept, with the rows of each version by its key."""

    index: Index
    rows: Mapping[Digest, range]

    @staticmethod
    def of(columns: Columns | None) -> _Kept | None:
        index = index_from(columns.arrays) if columns else None
        if columns is None or index is None:
            return None
        rows, first = {}, 0
        for key, size in json.loads(columns.about):
            rows[key] = range(first, first + size)
            first += size
        return _Kept(index, rows) if first == len(index.table) else None

    def table(self, key: Digest) -> Table | None:
        rows = self.rows.get(key)
        return None if rows is None else self.index.table.part(rows.start, rows.stop)
