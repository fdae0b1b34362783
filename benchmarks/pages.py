"""Every kind of page on a real archive: how long an answer takes, how large it is, and how much it asks of the database.

usage: python -m benchmarks.pages [--home HOME] [--addresses 60] [--rounds 3] [--only KIND ...] [--unread] [--json | --table]

HOME is an imported, analysed home; it is copied, not touched. Without one a bundle is imported into a new home, and the
newest version of each document is analysed. The application runs in this process, with no network between. CPU is that of
the process, and with PostgreSQL of its backends, which have no parallel workers here: what such a worker took can be read no
more when it is over. Wall time also counts what others do to the machine. `first` is each address's first answer, in a process that
answered other addresses of every kind and has read ahead what a server reads ahead (nothing of it with `--unread`); `again`
are the rounds after that; `written` is an answer right after something was written to the database. A fixed piece of work
is timed beside each kind: where it takes longer than at its quickest, the machine was busy, and so were the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Engine, event, text

from benchmarks.measure import backend_time
from benchmarks.page_addresses import Addresses, addresses
from clausewatch.storage import Database
from clausewatch.storage.tables import platform
from clausewatch.web import Site, create_app
from clausewatch.web.litter import sparing
from clausewatch.wiring import open_instance

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("CLAUSEWATCH_SHARED", HERE.parents[1] / "shared"))
BUDGET_MS, BUDGET_KB = 50, 100
_SERVING = text(
    "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND (backend_type = 'io worker' "
    "OR (datname = current_database() AND backend_type = 'client backend'))"
)
_IDLE, _QUIET = 0.02, 12
"""CPU seconds in half a second under which a process does nothing, and how many such in a row say that it has nothing to do: what
is read ahead rests in between."""


@dataclass(frozen=True)
class PageFigure:
    """What one kind of page costs: milliseconds, kilobytes of HTML (of 1,000 bytes), SQL statements."""

    kind: str
    when: str
    answers: int
    p50: float
    p99: float
    cpu_p50: float
    cpu_p99: float
    cpu_most: float
    kb_p50: float
    kb_most: float
    statements_most: int
    beside: float


@dataclass
class _Asked:
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


class Visitor:
    """Asks an application for pages as its server does, and counts what it asks of the database."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._app = create_app(site)
        self._life = self._app.router.lifespan_context(self._app)
        self._statements = 0
        # Another connection tells what the backends of the pages' connections took: its own backend is not among them.
        self._aside = None if site.database.dialect == "sqlite" else Database(site.database.address)
        event.listen(Engine, "before_cursor_execute", self._count)
        if self._aside is not None:
            event.listen(Engine, "connect", _without_workers)
            # What is open already is opened anew.
            site.database.close()

    def begin(self) -> None:
        """Has the application begin what it does beside its pages, as its server does."""
        asyncio.run(self._life.__aenter__())

    def end(self) -> None:
        asyncio.run(self._life.__aexit__(None, None, None))

    def close(self) -> None:
        if self._aside is not None:
            self._aside.close()
            event.remove(Engine, "connect", _without_workers)
        event.remove(Engine, "before_cursor_execute", self._count)

    def settle(self) -> None:
        """Waits until what the first answers began behind them is done, here and in the backends: it would count as theirs."""
        quiet = 0
        while quiet < _QUIET:
            before = time.process_time() + self._backends()
            time.sleep(0.5)
            quiet = quiet + 1 if time.process_time() + self._backends() - before < _IDLE else 0
        # As the server does when all is loaded (web/desk.py); with --unread nobody started it.
        gc.collect()
        gc.freeze()

    def write(self) -> None:
        """Something is written, so that nothing kept for the database's state may be shown."""
        # What leaves every row as it was is no write: SQLite then writes nothing. So a row comes, and goes again.
        row = dict.fromkeys(("id", "name", "company", "group_name"), "benchmark-of-pages")
        with self._site.database.write() as connection:
            connection.execute(platform.insert().values(row))
        with self._site.database.write() as connection:
            connection.execute(platform.delete().where(platform.c.id == row["id"]))

    def ask(self, path: str, into: _Asked) -> None:
        """One answer, measured. Any but 200 is an error of the benchmark."""
        backends = self._backends()
        self._statements = 0
        began, cpu = time.perf_counter(), time.process_time()
        status, size = asyncio.run(self._answer(path))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - began
        statements = self._statements
        into.cpu.append((cpu + self._backends() - backends) * 1000)
        into.wall.append(wall * 1000)
        into.size.append(size)
        into.statements.append(statements)
        if status != 200:
            raise SystemExit(f"{path}: answered {status}")

    def _backends(self) -> float:
        """Seconds that the backends which answer this process, and what reads for them, were on a processor."""
        if self._aside is None:
            return 0.0
        with self._aside.read() as connection:
            return sum(map(backend_time, connection.execute(_SERVING).scalars()))

    async def _answer(self, path: str) -> tuple[int, int]:
        place, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote(place),
            "raw_path": place.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        told = {"status": 0, "size": 0}

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                told["status"] = int(str(message["status"]))
            else:
                body = message.get("body", b"")
                told["size"] += len(body) if isinstance(body, bytes) else 0

        await self._app(scope, receive, send)  # type: ignore[arg-type]
        return told["status"], told["size"]

    def _count(self, *given: object) -> None:
        # The opening of a transaction asks nothing.
        self._statements += not str(given[2]).startswith("BEGIN")


def figures(site: Site, asked: Addresses, rounds: int, *, unread: bool = False) -> Iterator[PageFigure]:
    """What each kind costs: asked for the first time, again, and after a write; with `unread` nothing is read ahead."""
    visitor = Visitor(site)
    with closing(visitor), sparing() if unread else _begun(visitor):
        # Templates, knowledge files and the models are read once by each process.
        for paths in asked.values():
            visitor.ask(paths[-1], _Asked())
        visitor.settle()
        for kind, every in asked.items():
            first, again, written = _Asked(), _Asked(), _Asked()
            beside = _beside()
            # The last was asked for above. Where a kind has one address, that is its first answer no more.
            paths = every[:-1] or every
            for path in paths:
                visitor.ask(path, first)
            for path in [*paths] * max(rounds, 20 * rounds // len(paths)):
                visitor.ask(path, again)
            for path in [*paths] * max(1, 20 // len(paths)):
                visitor.write()
                visitor.ask(path, written)
            for when, taken in (("first", first), ("again", again), ("written", written)):
                yield _figure(kind, when, taken, (beside + _beside()) / 2)


@contextmanager
def _begun(visitor: Visitor) -> Iterator[None]:
    visitor.begin()
    try:
        yield
    finally:
        visitor.end()


def _beside() -> float:
    """CPU milliseconds of a fixed piece of work, the median of five."""
    taken = []
    for _ in range(5):
        began, found = time.process_time(), 0
        for number in range(60_000):
            found += len(str(number))
        taken.append((time.process_time() - began) * 1000)
    return sorted(taken)[2]


def _without_workers(connection: Any, _record: object) -> None:  # noqa: ANN401
    """Has a connection of PostgreSQL do all by its own backend, whose time can be read."""
    connection.cursor().execute("SET max_parallel_workers_per_gather = 0")
    connection.commit()


def line(figure: PageFigure) -> str:
    over = (figure.cpu_p99 > BUDGET_MS) * "  over 50 ms" + (figure.kb_most > BUDGET_KB) * "  over 100 kB"
    return (
        f"{figure.kind:<24}{figure.when:<9}{figure.answers:>5} answers  wall {figure.p50:>7} {figure.p99:>7}"
        f"  cpu {figure.cpu_p50:>7} {figure.cpu_p99:>7} {figure.cpu_most:>7} ms  {figure.kb_p50:>6} {figure.kb_most:>6} kB"
        f"  {figure.statements_most:>4} SQL  beside {figure.beside} ms{over}"
    )


def table(found: Iterable[PageFigure]) -> Iterator[str]:
    """The figures as docs/reference/scale-pages.md shows them: two lines for the head, then one for each kind."""
    yield "| Page | Addresses | First, 50th / 99th / most | Again, 50th / 99th / most | SQL, most | HTML, 50th / most |"
    yield "|---|---|---|---|---|---|"
    first: PageFigure | None = None
    for each in found:
        if each.when == "first":
            first = each
        elif each.when == "again" and first is not None:
            cpu = (f"{one.cpu_p50:.0f} / {one.cpu_p99:.0f} / {one.cpu_most:.0f}" for one in (first, each))
            yield (
                f"| {first.kind} | {first.answers} | {' | '.join(cpu)} | {first.statements_most} |"
                f" {first.kb_p50:.0f} / {first.kb_most:.0f} kB |"
            )


def _figure(kind: str, when: str, taken: _Asked, beside: float) -> PageFigure:
    kilobytes = [each / 1000 for each in taken.size]
    return PageFigure(
        kind=kind,
        when=when,
        answers=len(taken.wall),
        p50=_part(taken.wall, 0.5),
        p99=_part(taken.wall, 0.99),
        cpu_p50=_part(taken.cpu, 0.5),
        cpu_p99=_part(taken.cpu, 0.99),
        cpu_most=_part(taken.cpu, 1.0),
        kb_p50=_part(kilobytes, 0.5),
        kb_most=_part(kilobytes, 1.0),
        statements_most=max(taken.statements),
        beside=round(beside, 1),
    )


def _part(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, round(len(ordered) * share))], 1)


def bundle() -> Path:
    """Where the archive is that is imported when no home is given."""
    return SHARED / "data" / "ota" / "genai-eu-versions.bundle"


@contextmanager
def _home(given: Path | None) -> Iterator[Path]:
    """A home to look at: a copy of the one given, or the bundle imported anew."""
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as folder:
        home = Path(folder) / "home"
        if given is not None:
            shutil.copytree(given, home)
        else:
            for command in (["import", "ota", str(bundle())], ["analyse"]):
                subprocess.run(
                    [sys.executable, "-m", "clausewatch", *command, "--home", str(home)], check=True
                )
        yield home


def measured(
    home: Path | None, most: int, rounds: int, only: Collection[str] = (), *, unread: bool = False
) -> Iterator[PageFigure]:
    """The figures of every kind of page, or of those named, on a copy of the home or on a new one."""
    with _home(home) as copied:
        instance = open_instance(copied, {})
        site = Site(instance.database, instance.bodies, instance.clock, instance.base_url)
        asked = addresses(instance.database, most)
        wanted = {kind: asked[kind] for kind in asked if not only or kind in only}
        yield from figures(site, wanted, rounds, unread=unread)
        instance.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path)
    parser.add_argument("--addresses", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", metavar="KIND")
    parser.add_argument("--unread", action="store_true", help="read nothing ahead")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true")
    shown.add_argument("--table", action="store_true", help="as docs/reference/scale-pages.md shows it")
    options = parser.parse_args()
    found = measured(
        options.home, options.addresses, options.rounds, options.only or (), unread=options.unread
    )
    if options.table:
        for row in table(found):
            print(row, flush=True)
        return
    for figure in found:
        print(json.dumps(asdict(figure)) if options.json else line(figure), flush=True)


if __name__ == "__main__":
    main()
