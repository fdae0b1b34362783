"""An instance every word of which is hostile: captured pages, headings, names, a watch; read by the real steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from tests.pipeline.live_kit import BEGIN, Live, live

from clausewatch.nouns.baseline import Acceptance
from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.change import Severity
from clausewatch.nouns.identity import DocumentId, short_id, source_id
from clausewatch.nouns.subscription import Alert, Channel, Watch
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.local import run_round
from clausewatch.storage import baselines, catalog, records, subscriptions, versions

SCRIPT = "</title></style></textarea><script>alert(1)</script>"
HANDLER = "\"' onmouseover='alert(2)' x=\"><img src=x onerror=alert(3)><svg onload=alert(4)>"
FORMULA = '=HYPERLINK("https://nettle.example/","open")'
BIDI = "\u202eesrever\u202c \u2066isolated\u2069 \u200b\u200d\ufeffzero \u0645\u0631\u062d\u0628\u0627"
CODE = "{{ 7 * 7 }} ${7*7} #eval(1) $x$ `x` ]]> --> <!-- &lt;b&gt; [a](javascript:alert(5)) | ![i](x)"
LINES = "Name\r\nX-Injected: yes\nBEGIN:VEVENT"
HUGE = "W" * 100_000
OWNERS = ("nettle", "hemlock")
TERMS: DocumentId = "nettle/terms"

_PLAIN = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices")
)


def body(days: int, *, huge: bool) -> bytes:
    """A page that says something on known topics, in the company of all that harms."""
    sections = (
        (SCRIPT, "Any dispute must be resolved by binding individual arbitration and never in court. " + HANDLER),
        (FORMULA, f"{FORMULA} We keep your messages for {days} days. After that we delete your personal data."),
        (HANDLER, "You must be at least 16 years old to open an account. " + CODE),
        ("+1+cmd|'/c calc'!A0", f"{BIDI} You must not use the service to break the law. This takes effect on 1 May 2026."),
        ("@SUM(1)", "-2+3 We may use your content to train our models. " + SCRIPT),
        (CODE, "We may change these terms; we will give you 30 days notice. " + (HUGE if huge else BIDI)),
    )  # fmt: skip
    written = "".join(f"<h2>{escape(title)}</h2><p>{escape(words)}</p>" for title, words in sections)
    links = "".join(
        f'<p>Read <a href="{escape(href)}">this {escape(SCRIPT)}</a> before you use the service with others.</p>'
        for href in (
            "javascript:alert(6)",
            "data:text/html,<script>alert(7)</script>",
            " jAvAscript:alert(8)",
        )
    )
    return (
        f"<!doctype html><html lang=en><head><title>{escape(SCRIPT)}</title></head><body><main>"
        f"<h1>{escape(SCRIPT)} Terms</h1>{written}{links}{_PLAIN}</main></body></html>"
    ).encode()


@contextmanager
def hostile(folder: Path) -> Iterator[Live]:
    """Two hostile platforms whose terms changed once, analysed, with a watch that was told."""
    with live(folder, "terms") as made:
        made.answers.pages["https://birchwood.example/terms"] = body(30, huge=False)
        owners = tuple(_owner(name) for name in OWNERS)
        with made.instance.database.write() as connection:
            catalog.save_platforms(connection, owners, watched=True)
        for day, days in enumerate((30, 90)):
            for name in OWNERS:
                made.answers.pages[f"https://{name}.example/terms"] = body(days, huge=day == 1)
            made.clock.advance(hours=24 * day)
            run_round(made.instance)
        for name in OWNERS:
            analyse_current(made.instance, f"{name}/terms")
        _watch(made)
        _accept(made)
        yield made


def _accept(made: Live) -> None:
    with made.instance.database.write() as connection:
        version = versions.version_at(connection, TERMS, BEGIN)
        assert version is not None
        baselines.save(connection, Acceptance(TERMS, version.id, BEGIN, SCRIPT, HANDLER + LINES))


def _owner(name: str) -> Platform:
    url = f"https://{name}.example/terms"
    source = Source(source_id(f"{name}/terms", url), url)
    document = Document(f"{name}/terms", name, f"{HANDLER} {LINES}", "Terms of Service", (source,))
    called = f"{FORMULA} {SCRIPT} {LINES} {name}"
    return Platform(name, called, f"{SCRIPT} Ltd", "", (document,))


def _watch(made: Live) -> None:
    watch = Watch("all", f"{SCRIPT} {LINES}", Channel.FEED, "", (), (), Severity.NONE, BEGIN)
    with made.instance.database.write() as connection:
        subscriptions.save_watch(connection, watch)
        for record in records.records(connection, records.RecordFilter()):
            alert = Alert(short_id("all", record.id), "all", record.id, record.observed_at)
            subscriptions.save_alerts(connection, (alert,))
