"""Comparison over many provisions: how fast one is compared with those of all other platforms, and in how much memory.

usage: python -m benchmarks.comparison [--provisions 1000000] [--postgres ADDRESS] [--queries 200] [--json]

Provisions are put together from halves of a few thousand that the shipped models have read: words of both, topics between
both. 84 platforms have twelve documents each. Platforms, documents and versions are rows; passages are kept as an instance
keeps them. ADDRESS is as in benchmarks.search. Building and asking are processes of their own, so that the memory told is
that of asking; `resident` is what of it is held, `mapped` what of it are pages of the file that the system may take back.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from benchmarks.rows import bare_version
from clausewatch.archive import ColumnFolder, FolderArchive
from clausewatch.meaning.compare import Table, is_passage, table_of
from clausewatch.meaning.compare.ragged import Ragged, letters
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import Passage
from clausewatch.nouns.document import Statement, StatementKind
from clausewatch.nouns.finding import Asked
from clausewatch.pipeline import comparing
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.passages import in_force, keep, tools
from clausewatch.storage import Database, catalog
from clausewatch.storage.tables import version

PROVISIONS = 1_000_000
BUDGET_MS = 300
_PLATFORMS, _DOCUMENTS = 84, 12
_TYPES = ("Terms of Service", "Privacy Policy", "Acceptable Use Policy", "Developer Terms")
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_READ, _WORDS, _VOCABULARY = 3_000, (6, 34), 20_000
_LED = ("You may not", "You must", "We may", "We will", "You agree to", "Users can", "We do not", "")


def build(address: str, folder: Path, provisions: int) -> dict[str, object]:
    """Declares the platforms and keeps their passages; gives what that took."""
    database = Database(address)
    database.migrate()
    _declare(database)
    places = list(in_force(database).values())
    read = table_of(_read(), tools())
    draw = np.random.default_rng(7)
    counts = np.full(len(places), provisions // len(places))
    counts[: provisions % len(places)] += 1
    tables = [_mixed(read, int(count), draw) for count in counts]
    began, used = time.perf_counter(), time.process_time()
    keep([each.origin for each in places], tables, ColumnFolder(folder / "derived"))
    found = {
        "database": database.dialect,
        "provisions": provisions,
        "index_s": round(time.perf_counter() - began, 1),
        "index_cpu_s": round(time.process_time() - used, 1),
        "file_mb": round((folder / "derived" / "comparison").stat().st_size / 1e6),
        "build_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    database.close()
    return found


def ask(address: str, folder: Path, queries: int) -> dict[str, object]:
    """Opens what was kept and compares; gives what that took, in milliseconds."""
    database = Database(address)
    tools()
    began = time.perf_counter()
    editions = EditionShelf(database, FolderArchive(folder / "archive"))
    collection = comparing.collected(database, editions, _BEGIN, ColumnFolder(folder / "derived"))
    opened = time.perf_counter() - began
    chance = random.Random(11)
    wall, cpu = [], []
    for row in chance.sample(range(len(collection.corpus)), queries):
        passage = collection.corpus.passage(row)
        asked = Asked(
            f"{passage.asked.text} {chance.choice(_LED)}", passage.asked.path, "", passage.asked.document_type
        )
        began, used = time.perf_counter(), time.process_time()
        comparing.cells(collection, passage.platform, asked)
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - used))
    database.close()
    return {
        "queries": queries,
        "opened_ms": round(1000 * opened),
        "first_ms": round(wall[0]),
        **{f"p{part}_ms": round(float(np.percentile(wall, part))) for part in (50, 99)},
        **{f"p{part}_cpu_ms": round(float(np.percentile(cpu, part))) for part in (50, 99)},
        **_memory(),
    }


def line(found: dict[str, object]) -> str:
    return (
        "comparison, {database}, {provisions:,} provisions: 50th {p50_ms} ms, 99th {p99_ms} ms (budget "
        f"{BUDGET_MS}"
        "), CPU 50th {p50_cpu_ms} ms, 99th {p99_cpu_ms} ms, first {first_ms} ms, opened in {opened_ms} ms, "
        "{resident_mb:,} MB resident of which {mapped_mb:,} MB mapped; file {file_mb:,} MB; "
        "index made in {index_s} s ({index_cpu_s} s CPU), {build_peak_mb:,} MB peak"
    ).format(**found)


def _memory() -> dict[str, int]:
    """Megabytes now held by this process, and those of them that are pages of files (Linux; elsewhere the peak)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return {"resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2, "mapped_mb": 0}
    told = dict(each.split(":", 1) for each in status.read_text(encoding="ascii").splitlines())
    return {
        "resident_mb": int(told["VmRSS"].split()[0]) // 1024,
        "mapped_mb": int(told["RssFile"].split()[0]) // 1024,
    }


def _read() -> list[Passage]:
    """Made-up statements whose words are as common and rare as in English."""
    chance = random.Random(7)
    words = [word for word in list(tools().vectors.places)[:_VOCABULARY] if word.isalpha()]
    ranks = np.minimum(np.random.default_rng(7).zipf(1.25, (_READ, _WORDS[1])), len(words)) - 1
    made = []
    for own in ranks:
        text = " ".join([chance.choice(_LED), *(words[rank] for rank in own[: chance.randint(*_WORDS)])])
        asked = Asked(text, (words[own[0]],), "", _TYPES[0])
        made.append(Passage(asked, "", "", "", "", _BEGIN, Statement(StatementKind.SENTENCE, 0, len(text))))
    return [each for each in made if is_passage(each.asked)]


def _mixed(read: Table, count: int, draw: np.random.Generator) -> Table:
    """So many passages, each of two that were read."""
    one, other = draw.integers(len(read), size=(2, count))
    own = _beside(read.own.take(one), read.own.take(other))
    share = draw.uniform(0.2, 0.8, (count, 1)).astype(np.float32)
    words = read.words.astype(str)
    texts = [" ".join(words[own.row(row)]) for row in range(count)]
    return Table(
        words=read.words,
        own=own,
        around=read.around.take(one),
        scores=share * read.scores[one] + (1 - share) * read.scores[other],
        sides=read.sides[one],
        lengths=np.log1p(np.diff(own.starts)).astype(np.float32),
        spans=np.tile(np.array([[0, 1, 0]], np.int32), (count, 1)),
        told=letters(json.dumps((text, (), "")).encode("ascii") for text in texts),
    )


def _beside(one: Ragged, other: Ragged) -> Ragged:
    """Each row half of one and half of the other."""
    owners = np.concatenate([one.owners(), other.owners()])
    values = np.concatenate([one.values, other.values])
    kept = np.random.default_rng(len(values)).random(len(values)) < 0.5
    # The first word of each always stays, so that no passage is empty.
    kept[one.starts[:-1]] = kept[len(one.values) + other.starts[:-1]] = True
    owners, values = owners[kept], values[kept]
    order = np.argsort(owners, kind="stable")
    starts = np.zeros(len(one) + 1, np.int64)
    np.cumsum(np.bincount(owners, minlength=len(one)), out=starts[1:])
    return Ragged(starts, values[order])


def _declare(database: Database) -> None:
    owners = tuple(
        Platform(
            f"p{owner}",
            f"P{owner}",
            "",
            "",
            tuple(
                Document(f"p{owner}/d{place}", f"p{owner}", f"D{place}", _TYPES[place % len(_TYPES)], ())
                for place in range(_DOCUMENTS)
            ),
        )
        for owner in range(_PLATFORMS)
    )
    versions = [bare_version(each.id, _BEGIN) for owner in owners for each in owner.documents]
    with database.write() as connection:
        catalog.save_platforms(connection, owners, watched=False)
        connection.execute(insert(version), versions)


@contextmanager
def _address(postgres: str | None, folder: Path) -> Iterator[str]:
    if postgres is None:
        yield f"sqlite:///{folder}/rows.db"
        return
    from tests.databases import fresh_database, server_address

    server = server_address(folder / "server") if postgres == "wheel" else postgres
    with fresh_database(server) as address:
        yield address


def _apart(part: str, address: str, folder: Path, count: int) -> dict[str, object]:
    """The part in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.comparison",
        "--part",
        part,
        address,
        str(folder),
        str(count),
    ]
    found: dict[str, object] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--provisions", type=int, default=PROVISIONS)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--postgres", metavar="ADDRESS")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        part, address, folder, count = options.part
        run = build if part == "build" else ask
        print(json.dumps(run(address, Path(folder), int(count))))
        return
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as name:
        folder = Path(name)
        with _address(options.postgres, folder) as address:
            found = _apart("build", address, folder, options.provisions)
            found |= _apart("ask", address, folder, options.queries)
        print(json.dumps(found) if options.json else line(found), flush=True)


if __name__ == "__main__":
    main()
