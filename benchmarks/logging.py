"""What the log costs at scale: appending, proving, checking, checkpoints with a local authority, disk and memory.

usage: python -m benchmarks.logging [--leaves 1000000] [--json]

Leaves of the size that captures have go into a log on this disk in rounds of 500, as rounds do; then proofs at places drawn
with a fixed seed. `captures` go through the whole step (record, leaf, log, rows). `checkpoint` is one stamp by `openssl ts`
on this machine, asked over HTTP; `authority` is that program's own share. Milliseconds on the clock, unless it says otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from tests.evidence.tsa_kit import authority, serving
from tests.pipeline.live_kit import BEGIN, DOCUMENT, live

from clausewatch.config import Settings
from clausewatch.evidence import FolderLog
from clausewatch.evidence.authorities import Authority
from clausewatch.evidence.stamps import FolderStamps
from clausewatch.nouns.evidence import Capture, Exchange, Origin
from clausewatch.nouns.identity import digest
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.proof.checkpoint import TlogProof, check_proof
from clausewatch.proof.statement import Leaf, LeafKind, statement
from clausewatch.proof.tree import consistency_proof, inclusion_proof, proves_consistency
from clausewatch.storage import captures
from clausewatch.wiring import network

T = TypeVar("T")

_BATCH = 500
_PROOFS = 300
_STAMPS = 30
_MEGA = 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as folder:
        found = dict(_measured(Path(folder), asked.leaves))
    for name, value in found.items():
        if not asked.json:
            print(f"{name}: {value}")
    if asked.json:
        print(json.dumps(found))


def _measured(folder: Path, leaves: int) -> Iterator[tuple[str, object]]:
    yield from _appending(folder, leaves)
    log = FolderLog(folder / "log", folder / "log.key")
    yield from _proving(log, leaves)
    yield from _checking(folder, log)
    yield from _captures(folder / "instance")
    yield from _checkpoints(folder, log)


def _appending(folder: Path, leaves: int) -> Iterator[tuple[str, object]]:
    log = FolderLog(folder / "log", folder / "log.key")
    began, cpu, rounds = time.perf_counter(), time.process_time(), []
    for first in range(0, leaves, _BATCH):
        entries = [_entry(number) for number in range(first, min(leaves, first + _BATCH))]
        at = time.perf_counter()
        with log.writing() as writer:
            writer.append(entries)
        rounds.append(time.perf_counter() - at)
    wall, used = time.perf_counter() - began, time.process_time() - cpu
    files = [each.stat() for each in (folder / "log").rglob("*") if each.is_file()]
    partial = [each.stat() for each in (folder / "log").rglob("*.p/*")]
    yield "leaves", leaves
    yield "bytes of a leaf", len(_entry(leaves - 1))
    yield "leaves appended a second", round(leaves / sum(rounds))
    yield (
        "ms of one round of 500: middle, 99th percentile, last",
        [round(1000 * each, 1) for each in (statistics.median(rounds), _percentile(rounds), rounds[-1])],
    )
    yield "seconds on the clock, of a processor", [round(wall, 1), round(used, 1)]
    yield (
        "MB on disk (blocks), in files, of them partial tiles and bundles",
        [
            round(sum(each.st_blocks for each in files) * 512 / _MEGA),
            round(sum(each.st_size for each in files) / _MEGA),
            round(sum(each.st_size for each in partial) / _MEGA),
        ],
    )
    yield (
        "files, of them partial, heads",
        [
            len(files),
            len(partial),
            sum(1 for _ in (folder / "log/heads").rglob("*")),
        ],
    )
    yield "MB at most in memory while appending", _peak()


def _proving(log: FolderLog, leaves: int) -> Iterator[tuple[str, object]]:
    chance, head = random.Random(7), log.head()
    assert head is not None
    included, consistent, checked = [], [], []
    for _ in range(_PROOFS):
        index, old = chance.randrange(leaves), chance.randrange(1, leaves)
        (entry,) = log.entries(index, index + 1, leaves)
        took, path = _timed(lambda at=index: inclusion_proof(at, leaves, log.nodes(leaves)))
        included.append(took)
        proof = TlogProof(index, path, head.note)
        checked.append(_timed(lambda known=proof, leaf=entry: check_proof(known, leaf, head.key))[0])
        took, link = _timed(lambda at=old: consistency_proof(at, leaves, log.nodes(leaves)))
        consistent.append(took)
        assert link
    sizes = log.heads()
    for size in chance.sample(sizes[:-1], min(20, len(sizes) - 1)):
        known = log.head(size)
        assert known is not None
        link = consistency_proof(size, leaves, log.nodes(leaves))
        roots = known.checkpoint.root, head.checkpoint.root
        assert proves_consistency((size, leaves), roots, link)
    for name, times in (
        ("inclusion proof", included),
        ("consistency proof", consistent),
        ("check of an inclusion proof with its signature", checked),
    ):
        yield (
            f"ms of one {name}: middle, 99th percentile",
            [round(1000 * each, 2) for each in (statistics.median(times), _percentile(times))],
        )


def _checking(folder: Path, log: FolderLog) -> Iterator[tuple[str, object]]:
    """What the first round of a process looks at, and what `verify` does to the log's files."""
    first = FolderLog(folder / "log", folder / "log.key")

    def append() -> None:
        with first.writing() as writer:
            writer.append([_entry(-1)])

    yield "seconds of the first round of a process, every tile of hashes checked", round(_timed(append)[0], 2)
    took, problems = _timed(lambda: list(log.problems()))
    assert problems == []
    yield "seconds of checking every tile, bundle and head", round(took, 2)
    yield "MB at most in memory, all of this included", _peak()


def _captures(folder: Path) -> Iterator[tuple[str, object]]:
    folder.mkdir()
    with live(folder, "terms") as on:
        log_waiting(on.instance)
        for count in (1, 100, 500):
            (source,) = on.document.sources
            with on.instance.database.write() as connection:
                for number in range(count):
                    captures.save_capture(connection, _capture(source.id, source.url, count * 1000 + number))
            took, done = _timed(lambda: log_waiting(on.instance))
            assert (done.leaves, done.faults) == (count, ())
            yield f"ms added for each of {count} captures of a round", round(1000 * took / count, 2)


def _checkpoints(folder: Path, log: FolderLog) -> Iterator[tuple[str, object]]:
    tsa = authority(folder / "tsa")
    own: list[float] = []
    answer = tsa.reply

    def timed(query: bytes) -> bytes:
        took, response = _timed(lambda: answer(query))
        own.append(took)
        return response

    tsa.reply = timed  # type: ignore[method-assign]
    signing, stamping, used = [], [], []
    with serving(tsa) as url:
        given = [Authority("local", url, tsa.root.pem)]
        stamps = FolderStamps(folder / "stamps", given, network.caller(Settings()))
        for number in range(_STAMPS):
            with log.writing() as writer:
                signing.append(
                    _timed(lambda writer=writer, number=number: writer.append([_entry(number)]))[0]
                )
            head = log.head()
            assert head is not None
            cpu = time.process_time()
            took, done = _timed(lambda head=head: stamps.stamp(head, datetime.now(UTC)))
            used.append(time.process_time() - cpu)
            stamping.append(took)
            assert (done.made, done.faults) == (1, ())
    for name, times in (
        ("one leaf and its signed head", signing),
        ("one stamp, the authority's share included", stamping),
        ("the authority's share", own),
        ("one stamp on a processor, this process and the authority's wait", used),
    ):
        yield (
            f"ms of {name}: least, middle, most",
            [round(1000 * each, 1) for each in (min(times), statistics.median(times), max(times))],
        )


def _entry(number: int) -> bytes:
    """A leaf of a capture's size and form."""
    return _LEAF.replace(b"%", digest(str(number).encode()).encode())


def _capture(source: str, url: str, number: int) -> Capture:
    headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{number}"'), ("Server", "example"))
    exchange = Exchange(url, url, (("User-Agent", "clausewatch"),), 200, headers, (), None, 120)
    at = BEGIN + timedelta(seconds=number)
    body = digest(str(number).encode())
    name = digest(f"capture {number}".encode())[:32]
    return Capture(name, DOCUMENT, source, at, Origin.LIVE, "", "text/html", "utf-8", body, 40_000, exchange)


def _timed(do: Callable[[], T]) -> tuple[float, T]:
    at = time.perf_counter()
    found = do()
    return time.perf_counter() - at, found


def _percentile(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(0.99 * len(times)))]


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


_LEAF = statement(
    Leaf(
        LeafKind.CAPTURE,
        {"body": "0" * 64, "record": "1" * 64},
        {
            "track": "capture:birchwood/terms/1",
            "seq": 0,
            "prev": "2" * 64,
            "logged": "2026-03-02T09:00:00.000000Z",
            "after": {"size": 1, "root": "3" * 64},
            "capture": "%",
            "document": DOCUMENT,
            "url": "https://birchwood.example/terms",
            "final_url": "https://birchwood.example/terms",
            "hops": 0,
            "t0": "2026-03-02T09:00:00.000000Z",
            "status": 200,
            "failure": None,
            "not_modified": False,
            "kind": "live",
            "origin": "live",
            "fidelity": "wire",
            "records": "4" * 64,
            "collector": {"name": "clausewatch", "version": "0.1.0"},
        },
    )
)


if __name__ == "__main__":
    main()
