"""A search as it is asked on the command line or a page -> what was found, and what may help where nothing was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz import fuzz, process

from clausewatch.meaning.query import BadQueryError, Names, narrowed, read_query
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.search import Facet, Found, Query, Searched
from clausewatch.storage import Database, catalog, indexing
from clausewatch.storage import search as searches

MOST_HITS = 200
_AT_ONCE = 1_000
_ALIKE = 75
"""Likeness (of 100) from which a word may be what was meant: `arbitraton` is 95 like `arbitration`, `fees` 86 like `fee`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The text of a search and what was set beside it. Dates given in both must agree."""

    text: str
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    at: date | None = None
    everything: bool = False
    since: date | None = None
    until: date | None = None
    limit: int = 20
    after: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood and found. Where nothing was: `meant` is the text with its unknown words mended, empty where
    that finds nothing either, and `elsewhen` how many wordings of other times answer it."""

    query: Query
    found: Found
    searched: Searched
    platforms: tuple[Platform, ...]
    meant: str = ""
    elsewhen: int = 0


def answer(database: Database, asked: Asked, today: date) -> Answer:
    """What answers the search. A search that says nothing usable, or asks what will stand after today, is a BadQueryError."""
    with database.read() as connection:
        platforms = catalog.platforms(connection)
        languages = searches.languages(connection)
    names = _names(platforms, languages)
    query = _query(asked, names, today)
    if query.at is not None and query.at > today:
        raise BadQueryError(
            f"at:{query.at}",
            "lies ahead: what will stand then is not known",
            f"Ask for {today} or earlier, or leave `at` out",
        )
    limit = min(max(asked.limit, 1), MOST_HITS)
    with database.read() as connection:
        found = searches.search(connection, query, limit, asked.after)
        searched = searches.searchable(connection, query.at, everything=query.everything)
    meant, elsewhen = "", 0
    if not found.total:
        meant = _meant(database, asked, query, (names, today))
        if not query.everything:
            elsewhen = _count(database, replace(query, at=None, everything=True))
    return Answer(query, found, searched, platforms, meant, elsewhen)


def index_waiting(database: Database) -> int:
    """Makes provisions found that were stored before there was this way of searching; gives how many."""
    count = 0
    while True:
        with database.read() as connection:
            waiting = indexing.unindexed(connection, _AT_ONCE)
        if not waiting:
            return count
        with database.write() as connection:
            count += indexing.index_rows(connection, waiting)


def _names(platforms: tuple[Platform, ...], languages: tuple[str, ...]) -> Names:
    types = {document.type for each in platforms for document in each.documents}
    return {
        Facet.PLATFORM: {name: each.id for each in platforms for name in (each.id, each.name)},
        Facet.TYPE: {each: each for each in sorted(types)},
        Facet.LANGUAGE: {each: each for each in languages},
    }


def _query(asked: Asked, names: Names, today: date) -> Query:
    query = narrowed(read_query(asked.text, names, today), asked.filters, names)
    query = replace(
        query,
        at=_agreed("at", query.at, asked.at),
        since=_agreed("from", query.since, asked.since),
        until=_agreed("to", query.until, asked.until),
    )
    if query.at is not None and asked.everything:
        raise BadQueryError(
            f"at:{query.at}", "every wording of all time is asked for as well", "Keep one of the two"
        )
    return replace(query, everything=asked.everything)


def _agreed(label: str, given: date | None, beside: date | None) -> date | None:
    if given is not None and beside is not None and given != beside:
        raise BadQueryError(f"{label}:{given}", f"{beside} is asked for as well", "Keep one of the two dates")
    return given or beside


def _meant(database: Database, asked: Asked, query: Query, by: tuple[Names, date]) -> str:
    """The search with words that stand nowhere replaced by the likest that do; empty where that does not help."""
    alone = {each.tokens[0] for each in query.words if not each.exact}
    with database.read() as connection:
        known = searches.known_words(connection, alone)
    text = asked.text
    for word in sorted(alone - known):
        better = _likest(database, word)
        if better:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better, text, flags=re.IGNORECASE)
    if text == asked.text:
        return ""
    return text if _count(database, _query(replace(asked, text=text), *by)) else ""


def _count(database: Database, query: Query) -> int:
    with database.read() as connection:
        return searches.search(connection, query, 1).total


def _likest(database: Database, word: str) -> str:
    """The known word that begins with one of its first two letters and is most like it."""
    lengths = range(max(1, len(word) - 2), len(word) + 3)
    with database.read() as connection:
        known = [
            each
            for letter in sorted(set(word[:2]))
            for each in searches.words_beginning(connection, letter, lengths)
        ]
    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return best[0] if best else ""
