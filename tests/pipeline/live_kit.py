"""An instance whose fetcher says what a test wants, with real storage, archive and steps behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from clausewatch.analysts import NoAdviser
from clausewatch.archive import FolderArchive
from clausewatch.delivery import Couriers, WebhookCourier, WebhookSettings
from clausewatch.evidence import FolderLog
from clausewatch.nouns.catalog import Document, Platform, Render, Source
from clausewatch.nouns.document import Version
from clausewatch.nouns.evidence import Exchange, Problem
from clausewatch.nouns.identity import DocumentId, source_id
from clausewatch.pipeline.editions import EditionShelf, Shelf
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import Round, run_round
from clausewatch.ports import Fetched, Validators
from clausewatch.storage import Database, captures, catalog, versions
from clausewatch.storage.captures import CaptureVerdict

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOCUMENT: DocumentId = "birchwood/terms"


def page(*topics: str, title: str = "Terms of Use") -> bytes:
    """A whole policy page of our own words, one section for each topic."""
    sections = "".join(
        f"<h2>{number}. {topic.title()}</h2><p>You agree that the rules on {topic} bind you for as long as you use the "
        f"service. We may review how you follow the rules on {topic}, and you may ask us about {topic} at any time. "
        f"If you break the rules on {topic}, we may limit your account after telling you why.</p>"
        for number, topic in enumerate(topics, 1)
    )
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><main><h1>{title}</h1>"
        f"{sections}</main></body></html>"
    ).encode()


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    time: datetime = BEGIN

    def now(self) -> datetime:
        return self.time

    def advance(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class Answers:
    """A fetcher that gives each address's page of the moment: bytes, or a problem; notes what it was asked for."""

    pages: dict[str, bytes | Problem] = field(default_factory=dict)
    rendered: dict[str, bytes | Problem] = field(default_factory=dict)
    asked: list[tuple[str, Render]] = field(default_factory=list)

    def fetch(self, source: Source, validators: Validators) -> Fetched:
        assert validators is not None
        self.asked.append((source.url, source.render))
        browser = source.render is Render.BROWSER
        said = (self.rendered if browser else self.pages)[source.url]
        problem = said if isinstance(said, Problem) else None
        exchange = Exchange(
            source.url,
            source.url,
            (),
            None if problem else 200,
            (),
            (),
            None,
            5,
            problem=problem,
            renderer="Chromium 1" if browser and not problem else "",
        )
        body = said if isinstance(said, bytes) else None
        picture = b"\x89PNG of " + source.url.encode() if browser and body else None
        return Fetched(exchange, "text/html" if body else "", "utf-8", body, picture)

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Live:
    """A watched document on the test's own clock."""

    instance: Instance
    clock: Clock
    answers: Answers
    document: Document

    def round(self) -> Round:
        return run_round(self.instance)

    def texts(self) -> list[str]:
        """The content of every version, oldest first."""
        return [self.instance.bodies.get(each.text).decode() for each in self.versions()]

    def versions(self) -> list[Version]:
        with self.instance.database.read() as connection:
            return list(reversed(versions.versions(connection, self.document.id)))

    def verdicts(self) -> list[CaptureVerdict]:
        """Every capture's verdict, oldest first."""
        with self.instance.database.read() as connection:
            found = captures.readings(connection, self.document.id, limit=None)
        return [verdict for _, verdict in reversed(found)]

    def next_due(self) -> datetime | None:
        with self.instance.database.read() as connection:
            return catalog.next_due(connection)


@contextmanager
def live(
    folder: Path, *paths: str, render: Render = Render.AUTO, at: Database | None = None
) -> Iterator[Live]:
    """A document of these addresses, captured every 12 hours."""
    database = at or Database(f"sqlite:///{folder}/rows.db")
    database.migrate()
    bodies = FolderArchive(folder / "archive")
    clock, answers = Clock(), Answers()
    urls = [f"https://birchwood.example/{path}" for path in paths]
    sources = tuple(Source(source_id(DOCUMENT, url), url, render=render) for url in urls)
    document = Document(DOCUMENT, "birchwood", "Terms", "Terms of Service", sources, cadence_hours=12.0)
    with database.write() as connection:
        owner = Platform("birchwood", "Birchwood", "Birchwood Ltd", "test", (document,))
        catalog.save_platforms(connection, (owner,), watched=True)
    instance = Instance(
        database=database,
        bodies=bodies,
        log=FolderLog(folder / "log", folder / "log.key"),
        clock=clock,
        fetcher=answers,
        courier=Couriers(None, WebhookCourier(WebhookSettings(), Nowhere(), clock)),
        adviser=NoAdviser(),
        editions=EditionShelf(database, bodies),
        readings=Shelf(6),
        reopen=partial(never),
        base_url="http://127.0.0.1",
        threads=1,
    )
    try:
        yield Live(instance, clock, answers, document)
    finally:
        instance.close()


class Nowhere:
    def open_addresses(self, host: str, port: int) -> tuple[str, ...] | Problem:
        raise AssertionError(f"nothing may be sent to {host}:{port}")


def never() -> Instance:
    raise AssertionError("one process is enough here")
