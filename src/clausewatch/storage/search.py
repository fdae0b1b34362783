"""Provisions found by their words and facets, ranked and counted, on SQLite (FTS5) and PostgreSQL (tsvector) alike.

The index says which rows match; ranking (BM25) and counting are done here on the rows themselves, so both databases give
the same order. All is bounded, so that a word that stands in every second provision costs no more than a rare one:
beyond `COUNTED` matches it is "at least" so many, and beyond `RANKED` those that have the words in their title are
ranked with the newest of the others.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    any_,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
)

from clausewatch.errors import BadInputError
from clausewatch.nouns.instants import end_of_day
from clausewatch.nouns.search import Facet, Filter, Found, Hit, Query, Searched
from clausewatch.storage.indexing import EDGE, facet_of, facet_value, facets_of
from clausewatch.storage.matching import (
    EXPANDED,
    Matching,
    Sought,
    Vocabulary,
    beginnings_asked,
    forms_asked,
    in_title,
    matching,
)
from clausewatch.storage.newest import Indexed, by_index, holding, newest
from clausewatch.storage.search_counts import counted
from clausewatch.storage.stated import worded_by_id
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import search as searched
from clausewatch.storage.tables import search_word as vocabulary
from clausewatch.storage.tables import version as versions_table

COUNTED = 2_000
"""Where they are one in a hundred, each lies on a page of its own: PostgreSQL took 75 ms of a processor for 5,000 of them
among 500,000 rows."""

RANKED = 1_000
_TITLED = 8
"""Titles are looked for among so many times the rows that held the matches. A guess; it costs time only, never a result."""

_SAMPLED, _OFTEN = 1_024, 40
"""Of the newest rows, so many are read to see how many of all hold a word; held by fewer than so many, it is looked for."""

_COMMON = 400
"""Rows that hold such a word, from which it is estimated how many others do."""

# BM25 in its usual form (Robertson, Zaragoza 2009, section 3.2), words of the title counted three times.
_K1, _B, _TITLE = 1.2, 0.75, 2.0
_CURSOR = re.compile(r"(-?[0-9]{1,9}\.[0-9]{6})~(-?[0-9]{1,18})~([0-9]{1,18})")
_ANY = Query(everything=True)


_Counts = Mapping[Facet, tuple[tuple[str, int], ...]]
_Ranked = tuple[float, int, int]
"""A match in its order: surest first (the score is negative), then newest (so are its microseconds), then by number,
which is the order of its document."""


def search(connection: Connection, query: Query, limit: int, after: str = "") -> Found:
    """The provisions that answer the query, best first, `limit` of them behind the cursor `after`.

    (1) The index gives the matches, newest first. (2) They are counted by facet. (3) Those that can be paged through are
    ranked by their words. (4) A page of them is read. A cursor that is none is a BadInputError.
    """
    behind = _read_cursor(after)
    with by_index(connection) as index:
        # (1):
        found = matching(query, _vocabulary(index, query))
        # Where all that is in force is asked for, its counts are kept.
        whole = query == Query()
        matched = newest(index, query, found, RANKED if whole else COUNTED)
        # (2):
        counts = _counts(counted(connection) if whole else Counter(matched.facets.split()))
        # (3):
        words = _word_clauses(query)
        numbers = matched.numbers[:RANKED]
        if len(matched.numbers) > RANKED and words:
            numbers = _best_placed(index, query, in_title(found, words), matched.numbers)
        weights = _weights(index, found, words)
        ranked = _ranked(connection, found, words, weights, numbers)
    # (4):
    start = next((at for at, each in enumerate(ranked) if behind is None or each > behind), len(ranked))
    page = ranked[start : start + limit]
    more = bool(page) and start + limit < len(ranked)
    return Found(
        hits=_hits(connection, page),
        total=sum(number for _, number in counts[Facet.PLATFORM]),
        # So many are taken for more: whether there is another is not asked.
        exact=whole or len(matched.numbers) < COUNTED,
        ranked=len(ranked),
        counts=counts,
        after=_cursor(page[-1]) if more else "",
    )


def searchable(connection: Connection, at: date | None = None, *, everything: bool = False) -> Searched:
    """How many documents can be searched, and of how many the version of today, or of that day, was not analysed yet.

    With `everything` how many versions of all time were not.
    """
    versions, done = versions_table.c, analyses.c
    until = end_of_day(at) if at else datetime.max.replace(tzinfo=UTC)
    unread = (
        select(func.count())
        .select_from(versions_table.outerjoin(analyses, done.version == versions.id))
        .where(versions.replaced.is_(False), versions.observed_at <= until, done.version.is_(None))
    )
    if not everything:
        # Which one that is, is asked once for each document, not for each of its versions.
        unread = unread.where(versions.id.in_(_in_force(until)))
    # What stood by then is known of a document of which some version of then or before was analysed.
    then = select(versions.id).where(versions.observed_at <= until)
    known = select(func.count(done.document.distinct())).where(done.version.in_(then))
    documents = connection.execute(known).scalar_one()
    return Searched(documents, connection.execute(unread).scalar_one())


def _in_force(until: datetime) -> Select[Any]:
    """The version of each document that was in force at that instant."""
    newest = versions_table.alias()
    latest = (
        select(newest.c.id)
        .where(newest.c.document == documents_table.c.id)
        .where(newest.c.replaced.is_(False), newest.c.observed_at <= until)
        .order_by(newest.c.observed_at.desc(), newest.c.id.desc())
        .limit(1)
        .correlate(documents_table)
        .scalar_subquery()
    )
    return select(latest).select_from(documents_table)


def languages(connection: Connection) -> tuple[str, ...]:
    """The languages of what is searched, as facets have them."""
    found = connection.execute(select(versions_table.c.language).distinct()).scalars()
    return tuple(sorted({each.partition("-")[0].lower() or "und" for each in found}))


def words_beginning(connection: Connection, beginning: str, lengths: range) -> tuple[str, ...]:
    """Words that are found somewhere, that begin so and are about so long."""
    length = func.length(vocabulary.c.word)
    query = _beginning_so(connection, beginning).where(length >= lengths.start, length < lengths.stop)
    return tuple(connection.execute(query).scalars())


def known_words(connection: Connection, words: Iterable[str]) -> frozenset[str]:
    """Those of the words that some provision holds or held."""
    asked = sorted(set(words))
    if not asked:
        return frozenset()
    return frozenset(
        connection.execute(select(vocabulary.c.word).where(vocabulary.c.word.in_(asked))).scalars()
    )


def _vocabulary(index: Indexed, query: Query) -> Vocabulary:
    begun = {}
    for beginning in beginnings_asked(query):
        words = _beginning_so(index.connection, beginning).limit(EXPANDED + 1)
        begun[beginning] = tuple(index.connection.execute(words).scalars())
    few = {beginning: words for beginning, words in begun.items() if len(words) <= EXPANDED}
    return Vocabulary(known_words(index.connection, forms_asked(query)), few, index.earliest)


def _beginning_so(connection: Connection, beginning: str) -> Select[Any]:
    word = vocabulary.c.word
    # The C collation of code points is asked for: PostgreSQL's others sort digits and letters their own way.
    ordered: ColumnElement[str] = word.collate("C") if connection.dialect.name == "postgresql" else word
    return select(word).where(ordered >= beginning, ordered < beginning + chr(0x10FFFF))


def _counts(counted: Mapping[str, int]) -> _Counts:
    found: dict[Facet, list[tuple[str, int]]] = {facet: [] for facet in Facet}
    for word, count in counted.items():
        facet = facet_of(word)
        if facet is not None:
            found[facet].append((facet_value(word), count))
    return {
        facet: tuple(sorted(values, key=lambda each: (-each[1], each[0]))) for facet, values in found.items()
    }


def _word_clauses(query: Query) -> list[int]:
    """Which of the groups that are wanted are words of the text: only these are ranked by."""
    wanted = [clause for clause in query.clauses if not clause.excluded]
    return [
        place
        for place, clause in enumerate(wanted)
        if not any(isinstance(term, Filter) for term in clause.alternatives)
    ]


def _best_placed(index: Indexed, query: Query, titled: Matching | None, numbers: list[int]) -> list[int]:
    """Of more matches than are ranked, those with the words in their title, and then the newest."""
    if titled is not None:
        # Few of the matches are: they are looked for among many more rows than held the matches, at once.
        among = _TITLED * (index.last + 1 - numbers[-1])
        matched = newest(index, query, titled, RANKED // 2, with_facets=False, first=among)
        numbers = list(dict.fromkeys([*matched.numbers, *numbers]))
    return numbers[:RANKED]


def _ranked(
    connection: Connection, found: Matching, words: list[int], weights: list[float], numbers: list[int]
) -> list[_Ranked]:
    rows = connection.execute(_of(connection, numbers, with_words=bool(words))).all()
    if not words:
        return sorted((0.0, -came, number) for number, came in rows)
    needles = [tuple(each.needle for each in found.wanted[place]) for place in words]
    scores = _scores([held for _, _, held in rows], needles, weights)
    return sorted((-score, -came, number) for (number, came, _), score in zip(rows, scores, strict=True))


def _scores(rows: list[str], needles: list[tuple[str, ...]], weights: list[float]) -> list[float]:
    """Column by column: a call for each row and group would take twice as long as counting."""
    lengths = [held.count(" ") for held in rows]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    norms = [_K1 * (1 - _B + _B * (length / mean)) for length in lengths]
    titles = [held[: held.find(EDGE)] for held in rows]
    scores = [0.0] * len(rows)
    for group, weight in zip(needles, weights, strict=True):
        times = [0.0] * len(rows)
        for needle in group:
            times = [
                so_far + held.count(needle) + _TITLE * title.count(needle)
                for so_far, held, title in zip(times, rows, titles, strict=True)
            ]
        scores = [
            so_far + weight * often * (_K1 + 1) / (often + norm)
            for so_far, often, norm in zip(scores, times, norms, strict=True)
        ]
    return [round(score, 6) for score in scores]


def _weights(index: Indexed, found: Matching, words: list[int]) -> list[float]:
    """How telling each group of words is: its inverse document frequency."""
    if len(words) < 2:
        return [1.0] * len(words)
    last, rows = index.last, max(index.last, 1)
    groups = [found.wanted[place] for place in words]
    looked, common = holding(index.connection, max(0, last - _SAMPLED), groups)
    weights = []
    for group, many in zip(groups, common, strict=True):
        held = rows * many / looked if many >= _OFTEN else _held(index, group)
        weights.append(math.log(1 + (max(rows, held) - held + 0.5) / (held + 0.5)))
    return weights


def _held(index: Indexed, group: tuple[Sought, ...]) -> float:
    """About how many rows hold one of these: as often among the others as among the newest of which so many do."""
    numbers = newest(index, _ANY, Matching((group,)), _COMMON, with_facets=False).numbers
    return len(numbers) * (1.0 if len(numbers) < _COMMON else index.last / (index.last - numbers[-1] + 1))


def _of(connection: Connection, numbers: list[int], *, with_words: bool) -> Select[Any]:
    # As the integer that it is stored as: to make thousands of dates only to sort by them costs more than the search.
    came = type_coerce(searched.c.observed_from, BigInteger)
    columns: list[ColumnElement[Any]] = [searched.c.number, came, *([searched.c.words] if with_words else [])]
    # In one value: a question with a thousand of them takes longer to write than to answer.
    if connection.dialect.name == "postgresql":
        listed = cast(func.string_to_array(" ".join(map(str, numbers)), " "), ARRAY(BigInteger))
        return select(*columns).where(searched.c.number == any_(listed))
    among = select(literal_column("value", BigInteger)).select_from(func.json_each(json.dumps(numbers)))
    return select(*columns).where(searched.c.number.in_(among))


def _hits(connection: Connection, page: list[_Ranked]) -> tuple[Hit, ...]:
    scores = {number: -score for score, _, number in page}
    query = select(searched.c.number, searched.c.provision, searched.c.facets)
    rows = {row.number: row for row in connection.execute(query.where(searched.c.number.in_(list(scores))))}
    stated = worded_by_id(connection, [row.provision for row in rows.values()])
    hits = []
    for number, score in scores.items():
        row = rows[number]
        facets = facets_of(row.facets)
        hits.append(Hit(facets[Facet.PLATFORM][0], stated[row.provision], facets, score))
    return tuple(hits)


def _read_cursor(cursor: str) -> tuple[float, int, int] | None:
    if not cursor:
        return None
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadInputError(
            f"cursor {cursor[:60]!r}", "it is not one that a search gave", "Start again from the first page"
        )
    return -float(found[1]), -int(found[2]), int(found[3])


def _cursor(last: _Ranked) -> str:
    score, came, number = last
    return f"{-score:.6f}~{-came}~{number}"
