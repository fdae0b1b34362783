"""The newest rows that match, at most so many, found without looking at all the others that match.

SQLite's index gives rows in their order, newest first, and stops. PostgreSQL's gives all of them in none: it is asked for
the newest runs of rows first (`ǂg` in migration 0010), and for longer ones until enough are found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    TextClause,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from clausewatch.nouns.instants import end_of_day
from clausewatch.nouns.search import Query
from clausewatch.storage.matching import Matching, Sought
from clausewatch.storage.tables import search as searched

_FTS5 = table("search_index")
_INDEXED = "search_vector(search.number, search.words, search.facets || ' ' || search.times)"
_SIZES = {3: 1 << 19, 2: 1 << 16, 1: 1 << 13}
"""Rows of a run of each level, as migration 0010 has them."""

FIRST = 2 * _SIZES[1]
"""Rows that are looked at first."""

_UNSET = {"enable_seqscan": "off", "jit": "off", "max_parallel_workers_per_gather": "0"}
_BOUNDS = select(
    select(func.max(searched.c.number)).scalar_subquery(),
    select(func.min(searched.c.observed_from)).scalar_subquery(),
)
_SET = _BOUNDS.add_columns(
    *(func.current_setting(name) for name in _UNSET),
    *(func.set_config(name, value, literal(True)) for name, value in _UNSET.items()),
)
_SET_BACK = select(*(func.set_config(name, bindparam(name, type_=Text), literal(True)) for name in _UNSET))

_GROWTH = 8
"""A stretch is at most so many times as long as the one before: what was found there says little about much older rows."""

_SPARE = 1.25
"""So much longer than seems needed is a stretch, so that it seldom takes another for the last few."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Numbers of rows, newest first, and the facet words of all of them."""

    numbers: list[int]
    facets: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """A connection that reads by the index. `last` is the number of the newest row, about as many as there are, 0 for none;
    `earliest` the day before which no row came."""

    connection: Connection
    last: int
    earliest: date


def newest(
    index: Indexed,
    query: Query,
    found: Matching,
    most: int,
    *,
    with_facets: bool = True,
    first: int = FIRST,
) -> Rows:
    """The newest `most` rows that match and fit the days of the query; without their facets where these are not needed.

    They are thought to be among the newest `first` rows: where that is wrong, it only takes longer.
    """
    connection, last = index.connection, index.last
    if not found.wanted:
        stands = [] if query.everything else [searched.c.observed_to.is_(None)]
        rows = _rows(with_facets).where(*stands, *_days(query, searched.c))
        return _read(connection, rows.order_by(searched.c.number.desc()), most)
    if connection.dialect.name == "sqlite":
        return _read(connection, _in_order(found, _days(query, searched.c), with_facets), most)
    numbers: list[int] = []
    facets: list[str] = []
    low, stretch = last + 1, max(first, FIRST)
    while low > 0 and len(numbers) < most:
        top = low if low <= last else -(-low // _SIZES[3]) * _SIZES[3]
        low = _begin(low, stretch)
        matched = _rows(with_facets).add_columns(searched.c.observed_from, searched.c.observed_to)
        # Where most rows are looked at, all are: to look up for each that it is among them costs more than the few seen before.
        runs = () if low == 0 and 2 * top > last else _runs(low, top)
        matched = matched.where(_indexed(found, runs), *_checks(found, "postgresql"))
        # By itself: it must not seem cheaper to go through all rows in their order until enough are found, or to put what the
        # index of days finds beside it, after which each row is read word by word to see whether it matches.
        apart = matched.cte().prefix_with("MATERIALIZED", dialect="postgresql")
        kept: Select[Any] = select(apart.c.number, apart.c.facets)
        kept = kept.where(apart.c.number < top, *_days(query, apart.c))
        missing = most - len(numbers)
        some = _read(connection, kept.order_by(apart.c.number.desc()), missing)
        numbers += some.numbers
        facets.append(some.facets)
        seen = last + 1 - low
        needed = (most - len(numbers)) * seen / len(numbers) * _SPARE if numbers else seen * _GROWTH
        # What came in one go stands together: a stretch that brought few of what is missing tells that the next may bring none.
        least = FIRST if 2 * len(some.numbers) >= missing else 2 * stretch
        stretch = round(min(max(needed, least), stretch * _GROWTH))
    return Rows(numbers, " ".join(facets))


@contextmanager
def by_index(connection: Connection) -> Iterator[Indexed]:
    """Lets PostgreSQL use its index: it cannot know how few rows of a stretch match, and to read a table of a million
    costs seconds, as does compiling what then reads few."""
    if connection.dialect.name != "postgresql":
        yield Indexed(connection, *_bounds(*connection.execute(_BOUNDS).one()))
        return
    # All in one question: each costs as much as finding a rare word.
    last, earliest, *told = connection.execute(_SET).one()
    yield Indexed(connection, *_bounds(last, earliest))
    connection.execute(_SET_BACK, dict(zip(_UNSET, told, strict=False)))


def _bounds(last: int | None, earliest: datetime | None) -> tuple[int, date]:
    return last or 0, earliest.date() if earliest else date.min


def _rows(with_facets: bool) -> Select[Any]:
    return select(searched.c.number, searched.c.facets if with_facets else literal("").label("facets"))


def _in_order(found: Matching, days: list[ColumnElement[bool]], with_facets: bool) -> Select[Any]:
    """What SQLite's index finds, newest first. The rows are only looked at where something is asked of them."""
    asked = text("search_index MATCH :expression").bindparams(expression=found.fts5())
    rowid: ColumnElement[int] = literal_column("search_index.rowid", BigInteger)
    held = [*_checks(found, "sqlite"), *days]
    if with_facets or held:
        rows = _rows(with_facets).join_from(_FTS5, searched, searched.c.number == rowid)
    else:
        columns: list[ColumnElement[Any]] = [rowid.label("number"), literal("").label("facets")]
        rows = select(*columns).select_from(_FTS5)
    return rows.where(asked, *held).order_by(rowid.desc())


def _read(connection: Connection, rows: Select[Any], most: int) -> Rows:
    some = rows.limit(most).subquery()
    # Put together by the database: thousands of rows cost more to fetch one by one than to find.
    listed = func.aggregate_strings(cast(some.c.number, Text), " ")
    numbers, facets = connection.execute(select(listed, func.aggregate_strings(some.c.facets, " "))).one()
    return Rows(sorted(map(int, (numbers or "").split()), reverse=True), facets or "")


def _begin(top: int, stretch: int) -> int:
    """Where the next stretch begins: at a run, and not so that a small rest is left."""
    low = max(0, top - stretch) // _SIZES[1] * _SIZES[1]
    return 0 if low < stretch // 2 else low


def _indexed(found: Matching, runs: Iterable[tuple[int, int]]) -> TextClause:
    """Rows that match, in these runs if there are any."""
    within = " | ".join(f"'ǂg{level}_{number}'" for level, number in runs)
    held = (*found.tsqueries(), within) if within else found.tsqueries()
    asked = {f"asked_{place}": each for place, each in enumerate(held)}
    conditions = " AND ".join(f"{_INDEXED} @@ CAST(:{name} AS tsquery)" for name in asked)
    return text(conditions).bindparams(**asked)


def _runs(low: int, top: int) -> Iterator[tuple[int, int]]:
    """The fewest runs from `low` up to `top`, both where a run of the first level begins."""
    while low < top:
        level, size = next(each for each in _SIZES.items() if low % each[1] == 0 and low + each[1] <= top)
        yield level, low // size
        low += size


def holding(
    connection: Connection, after: int, groups: Sequence[tuple[Sought, ...]]
) -> tuple[int, tuple[int, ...]]:
    """How many rows have a higher number than `after`, and how many of them hold one of each group, read row by row."""
    holds = _holds(searched.c.words, connection.dialect.name)
    found = [func.count().filter(or_(*map(holds, group))) for group in groups]
    query = select(func.count(), *found).where(searched.c.number > after)
    looked, *held = connection.execute(query).one()
    return looked, tuple(held)


def _checks(found: Matching, dialect: str) -> list[ColumnElement[bool]]:
    holds = _holds(searched.c.words + searched.c.facets + " ", dialect)
    wanted, unwanted = found.checks(dialect)
    return [*(or_(*map(holds, group)) for group in wanted), *(~holds(each) for each in unwanted)]


def _holds(held: ColumnElement[str], dialect: str) -> Callable[[Sought], ColumnElement[bool]]:
    place = func.strpos if dialect == "postgresql" else func.instr
    return lambda each: place(held, each.needle) > 0


def _days(query: Query, columns: ReadOnlyColumnCollection[str, Any]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    came, went = columns.observed_from, columns.observed_to
    if query.at is not None:
        instant = end_of_day(query.at)
        conditions += [came <= instant, or_(went.is_(None), went > instant)]
    if query.since is not None:
        conditions.append(came >= datetime.combine(query.since, time(), UTC))
    if query.until is not None:
        conditions.append(came <= end_of_day(query.until))
    return conditions
