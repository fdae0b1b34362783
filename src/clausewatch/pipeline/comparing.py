"""Comparing provisions across platforms: gathers the passages in force of every platform, finds what is asked, compares.

What is computed of a version's passages is computed once and kept beside the archive; a new version adds its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial

from clausewatch.errors import ClausewatchError, UnknownNameError
from clausewatch.meaning.compare import Corpus, Ranker, Table, compare, said_nowhere, shipped_ranker
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import Cell, CellState, Passage
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.pipeline.coverage import coverage
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import over_documents
from clausewatch.pipeline.passages import InForce, Making, corpus_in, in_force, passages_in, table_in
from clausewatch.ports import ColumnStore
from clausewatch.storage import Database, catalog, health
from clausewatch.storage.health import SourceHealth

_WORD = re.compile(r"\w+")
# The share of the quotation's words that a statement must hold to be the one quoted.
_ENOUGH = 0.6
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


def gathered(instance: Instance) -> Collection:
    """What `collected` gives; versions of which nothing is kept are read side by side."""
    return collected(
        instance.database,
        instance.editions,
        instance.clock.now(),
        instance.columns,
        partial(_side_by_side, instance),
    )


def collected(
    database: Database,
    editions: EditionShelf,
    now: datetime,
    kept: ColumnStore | None = None,
    make: Making | None = None,
) -> Collection:
    """Every platform's passages in force, with all that is computed of each once: what is `kept` is not computed again."""
    with database.read() as connection:
        platforms = catalog.platforms(connection)
        sources = health.source_health(connection)
    places = in_force(database)
    spoken = [each for each in places.values() if each.analysed]
    types: dict[PlatformId, frozenset[str]] = {}
    for each in spoken:
        types[each.owner.id] = types.get(each.owner.id, frozenset()) | {each.document.type}
    corpus = corpus_in(spoken, make or partial(_one_by_one, editions), kept)
    foreign = {each.owner.id for each in places.values() if not each.analysed}

    @lru_cache(_DOCUMENTS)
    def stated(document: DocumentId) -> tuple[Passage, ...]:
        return passages_in(places[document], editions) if document in places else ()

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


def _one_by_one(editions: EditionShelf, places: Sequence[InForce]) -> dict[DocumentId, Table]:
    return {each.document.id: table_in(each, editions) for each in places}


def _side_by_side(instance: Instance, places: Sequence[InForce]) -> dict[DocumentId, Table]:
    made, faults = over_documents(instance, [each.document.id for each in places], _table)
    if faults:
        raise ClausewatchError(
            "comparison", f"a document could not be read: {faults[0]}", "Run clausewatch verify"
        )
    return dict(made)


def _table(instance: Instance, document: DocumentId) -> tuple[DocumentId, Table]:
    return document, table_in(in_force(instance.database)[document], instance.editions)
