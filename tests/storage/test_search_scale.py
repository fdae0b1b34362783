"""Both databases find the same, and what they find is what a plain reading of every row finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.databases import fresh_database

from clausewatch.meaning.query import read_query
from clausewatch.nouns.search import Facet, Found
from clausewatch.nouns.stated import Said
from clausewatch.storage import Connection, Database, codec, indexing
from clausewatch.storage import newest as newest_rows
from clausewatch.storage import search as searches
from clausewatch.storage.facets import facets
from clausewatch.storage.matching import Vocabulary, matching
from clausewatch.storage.newest import by_index, newest
from clausewatch.storage.search_counts import counted
from clausewatch.storage.tables import document, platform, provision, provision_topic, search, version

WORDS = ("alpha", "alpine", "alp", "beta", "betas", "gamma", "delta", "привет", "приветы", "私", "x1")
BEGINNINGS = ("alp", "alph", "bet", "beta", "при", "приве", "zzz")
FIRST = date(2019, 11, 20)
PLATFORMS = ("acme", "birch")
NAMES = {Facet.PLATFORM: {each: each for each in PLATFORMS}}


@dataclass(frozen=True)
class Row:
    """A provision, on days counted from FIRST. It went at noon of the last."""

    owner: str
    title: tuple[str, ...]
    text: tuple[str, ...]
    severity: str
    came: int
    stood: int | None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day at whose end it stood."""
        came = FIRST + timedelta(self.came)
        return came, date.max if self.stood is None else came + timedelta(self.stood - 1)


@dataclass(frozen=True)
class Term:
    """A phrase, a beginning or a platform, as it is written and as it is read in a row."""

    words: tuple[str, ...] = ()
    begun: str = ""
    owner: str = ""

    def __str__(self) -> str:
        if self.owner:
            return f"platform:{self.owner}"
        return f"{self.begun}*" if self.begun else '"' + " ".join(self.words) + '"'

    def holds(self, row: Row) -> bool:
        if self.owner:
            return row.owner == self.owner
        if self.begun:
            return any(word.startswith(self.begun) for word in (*row.title, *row.text))
        size = len(self.words)
        return any(
            part[at : at + size] == self.words for part in (row.title, row.text) for at in range(len(part))
        )


@dataclass(frozen=True)
class Question:
    """Groups of alternatives, what is left out, and days."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...]
    at: int | None
    between: tuple[int, int] | None
    everything: bool

    def __str__(self) -> str:
        parts = [" OR ".join(map(str, group)) for group in self.wanted]
        parts += (f"-{each}" for each in self.unwanted if self.wanted)
        if self.at is not None:
            parts.append(f"at:{FIRST + timedelta(self.at)}")
        if self.between is not None:
            first, last = sorted(self.between)
            parts.append(f"from:{FIRST + timedelta(first)} to:{FIRST + timedelta(last)}")
        return " ".join(parts)

    @property
    def gathered(self) -> list[tuple[Term, ...]]:
        """As a query is read: platforms asked for apart are alternatives."""
        owners = [group for group in self.wanted if all(term.owner for term in group)]
        others = [group for group in self.wanted if group not in owners]
        return [*others, tuple(term for group in owners for term in group)] if owners else others

    def holds(self, row: Row) -> bool:
        first, last = row.days
        if self.at is not None:
            stands = first <= FIRST + timedelta(self.at) <= last
        else:
            stands = self.everything or row.stood is None
        came = self.between is None or min(self.between) <= row.came <= max(self.between)
        return (
            stands
            and came
            and all(any(term.holds(row) for term in group) for group in self.gathered)
            and not (self.wanted and any(term.holds(row) for term in self.unwanted))
        )


some_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(tuple)
rows = st.builds(
    Row,
    owner=st.sampled_from(PLATFORMS),
    title=some_words,
    text=some_words,
    severity=st.sampled_from(("none", "high")),
    came=st.integers(0, 900),
    stood=st.none() | st.integers(0, 900),
)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda each: Term(words=tuple(each)))
terms = (
    phrases
    | st.sampled_from(BEGINNINGS).map(lambda each: Term(begun=each))
    | st.sampled_from(PLATFORMS).map(lambda each: Term(owner=each))
)
days = st.none() | st.integers(0, 1_900)
questions = st.builds(
    Question,
    wanted=st.lists(st.lists(terms, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
    unwanted=st.lists(terms, max_size=2).map(tuple),
    at=days,
    between=st.none() | st.tuples(st.integers(0, 900), st.integers(0, 900)),
    everything=st.booleans(),
).map(
    lambda each: (
        each
        if each.at is None
        else Question(each.wanted, each.unwanted, each.at, each.between, everything=False)
    )
)


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[Database, Database]]:
    """A database of either kind, with the documents of two platforms."""
    folder: Path = tmp_path_factory.mktemp("scale")
    with fresh_database(request.getfixturevalue("postgres_server")) as address:
        opened = Database(f"sqlite:///{folder}/rows.db"), Database(address)
        for each in opened:
            each.migrate()
            declare(each)
        yield opened
        for each in opened:
            each.close()


def declare(database: Database) -> None:
    told = {
        "details": "{}",
        "position": 0,
        "watched": True,
        "cadence_hours": 1.0,
        "name": "Terms",
        "type": "Terms",
    }
    blank = dict.fromkeys(("text", "state", "fingerprint", "title", "recipe"), "")
    with database.write() as connection:
        for name in PLATFORMS:
            owner = {"id": name, "name": name, "company": "", "group_name": ""}
            connection.execute(sa.insert(platform), [owner])
            connection.execute(sa.insert(document), [{**told, "id": name, "platform": name}])
            stored = {
                "id": name,
                "document": name,
                "captures": "[]",
                "cause": "published",
                "language": "en",
                "words": 0,
                "observed_at": datetime(2019, 1, 1, tzinfo=UTC),
                "dates": "[]",
                "layout": b"",
                "outline": b"",
            }
            connection.execute(sa.insert(version), [{**blank, **stored, "provisions": 0}])


def store(database: Database, corpus: Sequence[Row]) -> None:
    """These rows and no others."""
    noon = datetime(FIRST.year, FIRST.month, FIRST.day, 12, tzinfo=UTC)
    values = [
        {
            **dict.fromkeys(("digest", "number", "lead_in", "recipe"), ""),
            "id": f"r{place}",
            "lineage": f"r{place}",
            "address": f"r{place}",
            "path": codec.dumps(()),
            "document": row.owner,
            "first_version": row.owner,
            "language": "en",
            "severity": row.severity,
            "title": " ".join(row.title),
            "text": " ".join(row.text),
            "start": 0,
            "stop": 1,
            "said": codec.pack(Said()),
            "observed_from": noon + timedelta(row.came),
            "observed_to": None if row.stood is None else noon + timedelta(row.came + row.stood),
        }
        for place, row in enumerate(corpus)
    ]
    with database.write() as connection:
        names = list(connection.execute(sa.select(provision.c.id)).scalars())
        indexing.forget_rows(connection, names)
        connection.execute(sa.delete(provision_topic))
        connection.execute(sa.delete(provision))
        if database.dialect == "postgresql":
            # As SQLite does by itself: how many rows there are, which weighs words, is told by the numbers.
            connection.execute(sa.text("ALTER SEQUENCE search_number_seq RESTART"))
        connection.execute(sa.insert(provision), values)
        indexing.index_rows(connection, [f"r{place}" for place in range(len(corpus))])


def ask(database: Database, question: Question) -> Found:
    query = replace(read_query(str(question), NAMES), everything=question.everything)
    with database.read() as connection:
        return searches.search(connection, query, 200)


@pytest.mark.postgres
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    corpus=st.lists(rows, min_size=1, max_size=12),
    asked=st.lists(questions, min_size=1, max_size=6),
    expanded=st.sampled_from((0, 32)),
)
def test_both_databases_find_what_stands_in_the_rows(
    both: tuple[Database, Database],
    monkeypatch: pytest.MonkeyPatch,
    corpus: list[Row],
    asked: list[Question],
    expanded: int,
) -> None:
    """Words, phrases, beginnings, alternatives, exclusions, platforms and days; with beginnings looked up or not."""
    monkeypatch.setattr(searches, "EXPANDED", expanded)
    for each in both:
        store(each, corpus)
    for question in asked:
        found = [ask(each, question) for each in both]
        expected = {f"r{place}" for place, row in enumerate(corpus) if question.holds(row)}
        for one in found:
            assert {hit.stated.id for hit in one.hits} == expected, str(question)
            assert (one.total, one.exact) == (len(expected), True)
            owners = Counter(corpus[int(name[1:])].owner for name in expected)
            assert dict(one.counts[Facet.PLATFORM]) == owners
        assert [hit.stated.id for hit in found[0].hits] == [hit.stated.id for hit in found[1].hits]
        assert found[0].counts == found[1].counts


@pytest.mark.postgres
def test_far_apart_rows_are_found_stretch_by_stretch(both: tuple[Database, Database]) -> None:
    """Row numbers of a million rows: the newest are found first, and in the end all of them."""
    database = both[1]
    corpus = [
        Row("acme", ("alpha",), ("beta", "gamma") if place % 3 else ("beta",), "none", 1, None)
        for place in range(120)
    ]
    store(database, corpus)
    with database.write() as connection:
        first = connection.execute(sa.select(sa.func.min(search.c.number))).scalar_one()
        far = (search.c.number - first + 1) * 9_000
        connection.execute(sa.update(search).values(number=far + 10_000_000))
        connection.execute(sa.update(search).values(number=search.c.number - 10_000_000))
    query = read_query('"beta gamma"', NAMES)
    with database.read() as connection, by_index(connection) as index:
        found = matching(query, Vocabulary((), {}))
        expected = [(place + 1) * 9_000 for place in reversed(range(120)) if place % 3]
        for most in (1, 7, 40, 500):
            rows_found = newest(index, query, found, most)
            assert rows_found.numbers == expected[:most]
            assert len(rows_found.facets.split()) == 4 * len(rows_found.numbers)


@pytest.mark.postgres
def test_what_came_in_one_go_is_not_looked_for_in_small_steps(
    both: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million rows of which only the newest match, and one more is asked for than there are."""
    database = both[1]
    corpus = [
        Row("acme", ("alpha",), ("beta", "gamma") if place >= 80 else ("beta",), "none", 1, None)
        for place in range(120)
    ]
    store(database, corpus)
    with database.write() as connection:
        first = connection.execute(sa.select(sa.func.min(search.c.number))).scalar_one()
        place = search.c.number - first
        far = sa.case((place < 80, (place + 1) * 12_500), else_=1_000_000 + place)
        connection.execute(sa.update(search).values(number=far + 10_000_000))
        connection.execute(sa.update(search).values(number=search.c.number - 10_000_000))
    asked: list[int] = []
    read = newest_rows._read

    def counted_read(connection: Connection, rows: sa.Select[Any], most: int) -> newest_rows.Rows:
        asked.append(most)
        return read(connection, rows, most)

    monkeypatch.setattr(newest_rows, "_read", counted_read)
    query = read_query('"beta gamma"', NAMES)
    with database.read() as connection, by_index(connection) as index:
        rows_found = newest(index, query, matching(query, Vocabulary((), {})), 41)
    assert rows_found.numbers == [1_000_000 + place for place in reversed(range(80, 120))]
    assert len(asked) <= 7


@pytest.mark.postgres
def test_a_search_leaves_the_planner_as_it_was(both: tuple[Database, Database]) -> None:
    """Whoever asks something else on the same connection is not answered by what suits a search."""
    told = sa.text(
        "SELECT current_setting('enable_seqscan'), current_setting('jit'), "
        "current_setting('max_parallel_workers_per_gather')"
    )
    with both[1].read() as connection:
        before = tuple(connection.execute(told).one())
        with by_index(connection):
            assert tuple(connection.execute(told).one()) == ("off", "off", "0")
        assert tuple(connection.execute(told).one()) == before


def test_counts_are_kept_with_every_change(database: Database) -> None:
    """What is counted is what a recount finds, after rows came, changed and went."""
    declare(database)
    corpus = [
        Row(PLATFORMS[at % 2], ("alpha",), ("beta",), "high", 1, 5 if at % 4 == 0 else None)
        for at in range(12)
    ]
    store(database, corpus)
    assert_recounted(database)
    with database.write() as connection:
        connection.execute(sa.update(provision).where(provision.c.id == "r1").values(severity="none"))
        connection.execute(
            sa.update(provision)
            .where(provision.c.id == "r2")
            .values(observed_to=datetime(2026, 1, 1, tzinfo=UTC))
        )
        told = {
            "topic": "data.collection",
            "modality": "states",
            "party": "company",
            "score": 1.0,
            "first": True,
        }
        row = sa.select(provision.c.document, provision.c.observed_from, provision.c.observed_to)
        stands = connection.execute(row.where(provision.c.id == "r3")).mappings().one()
        connection.execute(
            sa.insert(provision_topic), [{**told, **stands, "provision": "r3", "severity": "none"}]
        )
        indexing.index_rows(connection, ["r1", "r2", "r3"])
        indexing.index_rows(connection, ["r1", "r2", "r3"])
    assert_recounted(database)
    with database.read() as connection:
        whole = facets(connection)
        assert (whole.provisions, whole.topics) == (8, (("data.collection", 1),))
        assert facets(connection, "birch", "birch") == facets(connection, "birch")
        assert facets(connection, "birch").severities == (("high", 5), ("none", 1))
    with database.write() as connection:
        indexing.forget_rows(connection, ["r1", "r0"])
    assert_recounted(database)
    with database.write() as connection:
        indexing.forget_rows(connection, [f"r{at}" for at in range(12)])
    with database.read() as connection:
        assert counted(connection) == {}


def assert_recounted(database: Database) -> None:
    with database.read() as connection:
        held = connection.execute(sa.select(search.c.facets).where(search.c.observed_to.is_(None))).scalars()
        assert counted(connection) == Counter(word for each in held for word in each.split())
