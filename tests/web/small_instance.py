"""A small instance, made of our own words through the real rooms: two platforms, one of them hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.pipeline.live_kit import Answers, Clock, Nowhere, never

from clausewatch import change, structure
from clausewatch.analysts import NoAdviser
from clausewatch.archive import FolderArchive
from clausewatch.delivery import Couriers, WebhookCourier, WebhookSettings
from clausewatch.evidence import FolderLog
from clausewatch.nouns.baseline import Acceptance
from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.change import PastState
from clausewatch.nouns.document import (
    Block,
    BlockKind,
    Cause,
    DateKind,
    Edition,
    Judgement,
    Link,
    Outline,
    PrintedDate,
    Provision,
    Statement,
    StatementKind,
    Text,
    Version,
)
from clausewatch.nouns.evidence import Capture, Exchange, Failure, Origin, Problem, Verdict
from clausewatch.nouns.identity import DocumentId, digest_of, short_id, source_id
from clausewatch.nouns.subscription import Alert, Channel, Watch
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.editions import EditionShelf, Shelf
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import Database, baselines, captures, catalog, records, subscriptions, versions
from clausewatch.storage.captures import CaptureVerdict
from clausewatch.text.markdown import read_markdown

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
TERMS, HOSTILE, EMPTY = "birchwood/terms-of-use", "nettle/terms", "birchwood/no-captures-yet"

FIRST = """\
# Terms of Use

Last updated: 5 January 2026

## Using the service

You may use the service for lawful purposes only. See the [help pages](https://birchwood.example/help).

### Do not build snares

You must not use the service to:

- plan a snare for songbirds
- sell **live** songbirds
  - or their eggs

## History

We keep your messages for 30 days. After that we delete them.

## Fees

| Plan | Price |
| --- | --- |
| Small | 5 coins |
| Large | 9 coins |

## Disputes

You may bring a claim before the court at your home. We answer within 14 days.
"""
SECOND = FIRST.replace("for 30 days", "for 90 days").replace("  - or their eggs\n", "")
THIRD = SECOND.replace("https://birchwood.example/help", "https://birchwood.example/help?ref=footer")
FOURTH = THIRD.replace(
    "## Disputes\n\nYou may bring a claim before the court at your home. We answer within 14 days.\n",
    "## Cookies\n\nWe set one cookie to keep you signed in. This takes effect on 1 May 2026.\n",
)

_DATES = (
    (DateKind.UPDATED, date(2026, 1, 5), "5 January 2026"),
    (DateKind.EFFECTIVE, date(2026, 5, 1), "1 May 2026"),
)
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
EVIL_LINKS = (
    "javascript:alert(3)",
    " javascript:alert(4)",
    "JaVaScRiPt:alert(5)",
    "data:text/html,<script>alert(6)</script>",
    "vbscript:x",
    "java\tscript:alert(7)",
    "//nettle.example/relative",
    "https://nettle.example/\u202emoc.live",
)


class Builder:
    """Puts captures, versions and records into an instance as the pipeline would."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder}/rows.db")
        self.database.migrate()
        self.bodies = FolderArchive(folder / "bodies")
        self.log = FolderLog(folder / "log", folder / "log.key")
        self._last: dict[DocumentId, Edition] = {}
        self._past: dict[DocumentId, list[PastState]] = {}

    def declare(self, platform: Platform) -> None:
        with self.database.write() as connection:
            catalog.save_platforms(connection, (platform,), watched=True)

    def publish(
        self, document: DocumentId, text: Text, at: datetime, outline: Outline | None = None
    ) -> Edition:
        """A capture that brought this text, its version, and the record of what changed."""
        text = replace(text, language=text.language or "en")
        capture = self._capture(document, text.content.encode(), at)
        dates = tuple(
            PrintedDate(kind, value, found, found + len(words))
            for kind, value, words in _DATES
            if (found := text.content.find(words)) >= 0
        )
        state = versions.state_digest(text)
        version = Version(
            id=short_id("version", document, capture.id, state),
            document=document,
            observed_at=at,
            captures=(capture.id,),
            cause=Cause.PUBLISHED,
            text=self.bodies.put(text.content.encode()),
            fingerprint=digest_of(text.content.lower()),
            title=text.title,
            language=text.language,
            words=len(text.content.split()),
            dates=dates,
            recipe="test/1",
        )
        edition = Edition(version, text, outline or structure.outline(text))
        with self.database.write() as connection:
            versions.save_version(connection, version, text, edition.outline, state)
            captures.save_reading(connection, self._judged(capture, Verdict.OK, (), version.id))
            edition = replace(edition, lineage=self._compare(connection, edition))
            versions.save_lineage(connection, version.id, edition.lineage)
        self._past.setdefault(document, []).append(PastState(version.id, at, version.fingerprint))
        self._last[document] = edition
        return edition

    def fail(self, document: DocumentId, at: datetime) -> None:
        """A capture that brought an error page."""
        capture = self._capture(
            document, b"", at, Problem(Failure.STATUS, "the server answered 503 <b>Oops</b>")
        )
        last = self._last[document].version
        judgement = Judgement(Verdict.ERROR, ("the server answered 503 <b>Oops</b>",))
        with self.database.write() as connection:
            reading = self._judged(capture, judgement.verdict, judgement.reasons, last.id)
            captures.save_reading(connection, reading)
            records.save_record(connection, change.capture_record(document, last, capture.id, at, judgement))

    def tell(self, watch: Watch) -> None:
        """The watch, alerted about every record that alerts."""
        with self.database.write() as connection:
            subscriptions.save_watch(connection, watch)
            for record in records.records(connection, records.RecordFilter(alerting=True)):
                identifier = short_id(watch.id, record.id)
                alert = Alert(identifier, watch.id, record.id, record.observed_at)
                subscriptions.save_alerts(connection, (alert,))

    def accept(self, document: DocumentId, at: datetime) -> None:
        """The version that stood then, accepted by somebody of an evil name."""
        with self.database.write() as connection:
            version = versions.version_at(connection, document, at)
            assert version is not None
            baselines.save(connection, Acceptance(document, version.id, at, f"Ada {EVIL}", EVIL))

    def _compare(self, connection: object, edition: Edition) -> tuple[str, ...]:
        document = edition.version.document
        if document not in self._last:
            return change.first_lineage(edition)
        compared = change.compare(self._last[document], edition, tuple(self._past[document]))
        records.save_record(connection, compared.record)  # type: ignore[arg-type]
        return compared.lineage

    def log_all(self) -> None:
        """Gives everything a leaf of the log."""
        clock = Clock(NOW)
        done = log_waiting(
            Instance(
                database=self.database,
                bodies=self.bodies,
                log=self.log,
                clock=clock,
                fetcher=Answers(),
                courier=Couriers(None, WebhookCourier(WebhookSettings(), Nowhere(), clock)),
                adviser=NoAdviser(),
                editions=EditionShelf(self.database, self.bodies),
                readings=Shelf(1),
                reopen=never,
                base_url="http://127.0.0.1",
            )
        )
        assert not done.faults

    def _capture(
        self, document: DocumentId, body: bytes, at: datetime, problem: Problem | None = None
    ) -> Capture:
        with self.database.read() as connection:
            declared = catalog.document(connection, document)
        assert declared is not None
        url = declared.sources[0].url
        capture = Capture(
            id=short_id("capture", document, at.isoformat()),
            document=document,
            source=declared.sources[0].id,
            observed_at=at,
            origin=Origin.LIVE,
            origin_ref="",
            media_type="text/html",
            charset="utf-8",
            body=self.bodies.put(body) if body else None,
            body_bytes=len(body),
            exchange=Exchange(url, url, (), 503 if problem else 200, (), (), None, 12, problem=problem),
        )
        with self.database.write() as connection:
            captures.save_capture(connection, capture)
        return capture

    def _judged(
        self, capture: Capture, verdict: Verdict, reasons: tuple[str, ...], version: str
    ) -> CaptureVerdict:
        return CaptureVerdict(
            capture.id, capture.document, capture.source, capture.observed_at, verdict, reasons, version,
            capture.body, "test/1",
        )  # fmt: skip


def fill(folder: Path) -> Builder:
    """The instance that all tests of the pages look at."""
    builder = Builder(folder)
    builder.declare(_platform("birchwood", "Birchwood", (TERMS, "Terms of Use"), (EMPTY, "No captures yet")))
    builder.declare(_platform("nettle", f"Nettle {EVIL}", (HOSTILE, f"Terms {EVIL}")))
    for day, source in enumerate((FIRST, SECOND, THIRD, FOURTH)):
        builder.publish(TERMS, read_markdown(source), BEGIN + timedelta(days=20 * day))
    builder.publish(HOSTILE, *hostile("We keep it for 30 days.", BEGIN))
    builder.publish(HOSTILE, *hostile("We must never keep it for 90 days.", BEGIN + timedelta(days=9)))
    builder.fail(HOSTILE, BEGIN + timedelta(days=12))
    for identifier, channel in (("songbirds", Channel.FEED), ("by-mail", Channel.EMAIL)):
        builder.tell(_watch(identifier, channel))
    builder.accept(TERMS, BEGIN + timedelta(days=1))
    builder.accept(HOSTILE, BEGIN + timedelta(days=1))
    builder.log_all()
    return builder


def _watch(identifier: str, channel: Channel) -> Watch:
    from clausewatch.nouns.change import Severity

    return Watch(identifier, f"Watch {EVIL}", channel, "x@y.example", (), (), Severity.NONE, BEGIN)


def _platform(platform: str, name: str, *documents: tuple[DocumentId, str]) -> Platform:
    """A platform with these documents, each at an address of its own."""
    return Platform(
        id=platform,
        name=name,
        company=f"{name} Ltd",
        group="",
        documents=tuple(
            Document(
                id=document,
                platform=platform,
                name=title,
                type="Terms of Service",
                sources=(Source(source_id(document, url), url),),
            )
            for document, title in documents
            for url in (f"https://{platform}.example/{document.partition('/')[2]}",)
        ),
    )


def hostile(promise: str, at: datetime) -> tuple[Text, datetime, Outline]:
    """A text in which everything that can be hostile is: words, titles, links, provision ids, list depths."""
    parts = [(BlockKind.HEADING, 1, EVIL), (BlockKind.PARAGRAPH, 0, promise)]
    parts += [(BlockKind.PARAGRAPH, 0, f"Link {number} {EVIL}") for number, _ in enumerate(EVIL_LINKS)]
    parts += [(BlockKind.ITEM, depth, f"\u202eitem {depth} {EVIL}") for depth in (1, 2000, 2, 3)]
    parts += [(BlockKind.HEADING, 6, "History"), (BlockKind.CODE, 0, EVIL), (BlockKind.ROW, 0, "a\tb")]
    blocks: list[Block] = []
    content = ""
    for kind, level, words in parts:
        start = len(content)
        marker = EVIL if kind is BlockKind.ITEM else ""
        blocks.append(Block(kind, start, start + len(words), level, marker))
        content += words + "\n\n"
    content = content[:-2]
    links = tuple(
        Link(block.start, block.end, href) for block, href in zip(blocks[2:], EVIL_LINKS, strict=False)
    )
    middle = blocks[-3].start
    outline = Outline(
        (
            _provision("x-script-y", EVIL, 0, middle - 2, blocks[1]),
            _provision("history", "History", middle, len(content), blocks[-2]),
        )
    )
    return Text(content, tuple(blocks), links, (), EVIL, "en"), at, outline


def _provision(identifier: str, title: str, start: int, end: int, block: Block) -> Provision:
    statement = Statement(StatementKind.SENTENCE, block.start, block.end)
    return Provision(identifier, (title,), title, "", start, end, None, (statement,))
