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
from clausewatch.nouns.audience import Audience
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import Cell, CellState, Passage
from clausewatch.nouns.finding import Asked, TopicId
from clausewatch.nouns.identity import Digest, DocumentId, PlatformId
from clausewatch.pipeline.analyse import Analysed, analyse_all, analyse_current
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.holdings import Held, holdings
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import Progress, over_analysis, over_documents, quiet
from clausewatch.pipeline.passages import InForce, Making, corpus_in, in_force, passages_in, table_in
from clausewatch.ports import ColumnStore
from clausewatch.storage import Database, catalog

_WORD = re.compile(r"\w+")
# The share of the quotation's words that a statement must hold to be the one quoted.
_ENOUGH = 0.6
_DOCUMENTS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The passages of all platforms at one moment: now, or at the instant `at`.

    `held` is what is on record of each; texts are compared as they were read, so none waits for its analysis. `stated`
    gives all passages of a document's version in force, also those that say too little to be compared.
    """

    platforms: tuple[Platform, ...]
    corpus: Corpus
    held: Held
    stated: Callable[[DocumentId], tuple[Passage, ...]]
    at: datetime | None = None


def gathered(
    instance: Instance, at: datetime | None = None, made: Mapping[Digest, Table] | None = None
) -> Collection:
    """What `collected` gives; versions of which nothing is kept are read side by side. Tables that are `made` already, by the
    key of their version, are not made again."""
    return collected(
        instance.database,
        instance.editions,
        instance.clock.now(),
        instance.columns,
        partial(_side_by_side, instance, at, made or {}),
        at,
    )


def analysed_and_gathered(
    instance: Instance,
    platform: PlatformId | None = None,
    *,
    everything: bool = False,
    progress: Progress = quiet,
) -> Analysed:
    """What `analyse_waiting` does, and what `gathered` keeps: both see the same statements, so they are looked at once.

    Nothing is gathered where a fault of ours kept a document from its analysis.
    """
    found, faults = over_analysis(
        instance,
        partial(_analysed, everything=everything),
        platform,
        everything=everything,
        progress=progress,
    )
    if not faults:
        gathered(instance, made=dict(each.table for each in found if each.table is not None))
    return sum((each.done for each in found), Analysed(faults=faults))


def collected(
    database: Database,
    editions: EditionShelf,
    now: datetime,
    kept: ColumnStore | None = None,
    make: Making | None = None,
    at: datetime | None = None,
) -> Collection:
    """Every platform's passages in force, with all that is computed of each once: what is `kept` is not computed again.

    With `at` those that were in force at that instant, as they are read today.
    """
    with database.read() as connection:
        platforms = catalog.platforms(connection)
        held = holdings(connection, platforms, now, at)
    places = in_force(database, at)
    spoken = [each for each in places.values() if each.analysed]
    corpus = corpus_in(spoken, make or partial(_one_by_one, editions), kept, renew=at is None)
    read = {owner: tuple(replace(each, analysed=True) for each in some) for owner, some in held.items()}

    @lru_cache(_DOCUMENTS)
    def stated(document: DocumentId) -> tuple[Passage, ...]:
        return passages_in(places[document], editions) if document in places else ()

    return Collection(platforms, corpus, read, stated, at)


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
            f"it does not stand in the current version of {document}"
            if collection.at is None
            else f"it did not stand in {document} at {collection.at.isoformat()}",
            "Copy the words from the document: `clausewatch provisions` prints them",
        )
    return replace(chosen.asked, text=quote)


def cells(
    collection: Collection,
    platform: PlatformId,
    asked: Asked,
    ranker: Ranker | None = None,
    readers: Audience | None = None,
) -> dict[PlatformId, Cell]:
    """One cell for every other platform: comparable or silent, or why nothing can be said.

    `readers` are whom the provision's document addresses, where its kind alone does not tell.
    """
    corpus = collection.corpus
    answered: dict[PlatformId, Cell] = {}
    matter: tuple[TopicId, ...] = ()
    if len(corpus):
        question = question_of(asked, corpus, readers)
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


@dataclass(frozen=True, slots=True, eq=False)
class _Analysed:
    """What was done for a document, and the table of its version in force by its key if that was analysed now."""

    done: Analysed
    table: tuple[Digest, Table] | None


def _analysed(instance: Instance, document: DocumentId, *, everything: bool) -> _Analysed:
    """The table follows the current version at once, while what was found of its statements is at hand."""
    done = analyse_current(instance, document)
    table = None
    if done.versions:
        place = in_force(instance.database)[document]
        table = (place.origin.key, table_in(place, instance.editions)) if place.analysed else None
    if everything:
        done += analyse_all(instance, document)
    return _Analysed(done, table)


def _side_by_side(
    instance: Instance, at: datetime | None, known: Mapping[Digest, Table], places: Sequence[InForce]
) -> dict[DocumentId, Table]:
    at_hand = {each.document.id: known[each.origin.key] for each in places if each.origin.key in known}
    left = [each.document.id for each in places if each.document.id not in at_hand]
    made, faults = over_documents(instance, left, partial(_table, at=at))
    if faults:
        raise ClausewatchError(
            "comparison", f"a document could not be read: {faults[0]}", "Run clausewatch verify"
        )
    return at_hand | dict(made)


def _table(instance: Instance, document: DocumentId, *, at: datetime | None) -> tuple[DocumentId, Table]:
    return document, table_in(in_force(instance.database, at)[document], instance.editions)
