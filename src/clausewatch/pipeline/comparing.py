"""Comparing provisions across platforms: gathers the passages in force of every platform, finds what is asked, compares.

What is computed of a version's passages is computed once and kept beside the archive; a new version adds its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial

from clausewatch.errors import ClausewatchError, UnknownNameError
from clausewatch.meaning.compare import (
    Corpus,
    Ranker,
    Table,
    answers,
    matter_of,
    question_of,
    shipped_ranker,
    state_of,
)
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import Cell, CellState, Passage
from clausewatch.nouns.finding import Asked, TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.holdings import Held, holdings
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import over_documents
from clausewatch.pipeline.passages import InForce, Making, corpus_in, in_force, passages_in, table_in
from clausewatch.ports import ColumnStore
from clausewatch.storage import Database, catalog

_WORD = re.compile(r"\w+")
# The share of the quotation's words that a statement must hold to be the one quoted.
_ENOUGH = 0.6
_DOCUMENTS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The passages of all platforms at one moment.

    `held` is what is on record of each; texts are compared as they were read, so none waits for its analysis. `stated`
    gives all passages of a document's version in force, also those that say too little to be compared.
    """

    platforms: tuple[Platform, ...]
    corpus: Corpus
    held: Held
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
        held = holdings(connection, platforms, now)
    places = in_force(database)
    spoken = [each for each in places.values() if each.analysed]
    corpus = corpus_in(spoken, make or partial(_one_by_one, editions), kept)
    read = {owner: tuple(replace(each, analysed=True) for each in some) for owner, some in held.items()}

    @lru_cache(_DOCUMENTS)
    def stated(document: DocumentId) -> tuple[Passage, ...]:
        return passages_in(places[document], editions) if document in places else ()

    return Collection(platforms, corpus, read, stated)


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
    corpus = collection.corpus
    answered: dict[PlatformId, Cell] = {}
    matter: tuple[TopicId, ...] = ()
    if len(corpus):
        question = question_of(asked, corpus)
        answered = answers(question, platform, corpus, ranker or shipped_ranker())
        matter = (matter_of(question, corpus),) if answered else ()
    given = {}
    for other in collection.platforms:
        if other.id != platform:
            cell = answered.get(other.id)
            speaks = cell is not None and cell.state is CellState.COMPARABLE
            state = state_of(matter, collection.held.get(other.id, ()), speaks=speaks)
            given[other.id] = cell if cell is not None and speaks else Cell(state)
    return given


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
