"""The design system: every token and part of the pages by living examples, set with the macros that the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.change import redline
from clausewatch.nouns.change import Change, ChangeClass, ChangeKind, Direction, Severity, Shift
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Part, Sentence, SentenceKind
from clausewatch.pipeline.coverage import Coverage, State
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import catalog, records
from clausewatch.storage.records import RecordFilter
from clausewatch.web.changed import ShownChange
from clausewatch.web.citing import Citation, Cited, citations
from clausewatch.web.desk import Desk, route
from clausewatch.web.head import Crumb, Head
from clausewatch.web.lookup import RecordLine, lines

SIZES = (
    ("1", "badges and marks"),
    ("2", "notes, dates, captions"),
    ("3", "tools: navigation, forms, tables"),
    ("4", "text"),
    ("5", "what is read at length; headlines"),
    ("6", "sections; the first headline"),
    ("7", "the name of the site"),
    ("title", "a page’s title"),
    ("long-title", "a title of more than 80 characters"),
    ("longest-title", "a title of more than 170 characters"),
)
SPACES = (
    ("1", "within a line"),
    ("2", "between lines"),
    ("3", "between things"),
    ("4", "between groups"),
    ("5", "between parts"),
    ("6", "between sections"),
)
COLOURS = (
    ("paper", "the ground"),
    ("panel", "a ground set apart"),
    ("ink", "what is read"),
    ("soft", "what is said about it"),
    ("rule", "lines"),
    ("field-rule", "edges of fields"),
    ("link", "links"),
    ("focus", "where the keyboard is"),
    ("gone", "words removed"),
    ("come", "words added"),
    ("high", "high severity"),
    ("warn", "medium severity; warnings"),
    ("stricter", "stricter for users"),
    ("looser", "looser for users"),
    ("pointed", "the words a sentence rests on"),
)
STATES = (
    ("states", "a clause of the platform speaks of it"),
    ("limits", "a clause sets limits to it"),
    ("prohibits", "a clause prohibits it"),
    ("perhaps", "a clause may speak of it; not counted"),
    ("silent", "none was recognised in what was captured"),
    ("stale", "the last good capture is too old to tell"),
    ("not analysed", "in a language that is not covered, or not read yet"),
    ("not captured", "no document that would hold it is on record"),
)
_OLD = "We may keep your messages for 30 days."
_NEW = "We keep your messages for 90 days."


@dataclass(frozen=True, slots=True)
class DesignPage:
    """The tokens by name and use, and an example of each part. `line` is this instance's newest change, if it has one."""

    sizes: tuple[tuple[str, str], ...]
    spaces: tuple[tuple[str, str], ...]
    colours: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    severities: tuple[Severity, ...]
    classes: tuple[ChangeClass, ...]
    coverages: tuple[Coverage, ...]
    shown: ShownChange
    rewritten: ShownChange
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    line: RecordLine | None

    def place_of(self, span: Span) -> str:  # noqa: ARG002
        """Where the example's words stand."""
        return "#said-example"


def routes(desk: Desk) -> list[Route]:
    return [route(desk, "/design/", design)]


def design(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /design/"""
    with desk.site.database.read() as connection:
        newest = as_ruled(connection, records.briefly(connection, RecordFilter(alerting=True, limit=1)))
        owners = catalog.platforms(connection)
    now = desk.site.clock.now()
    page = DesignPage(
        sizes=SIZES,
        spaces=SPACES,
        colours=COLOURS,
        states=STATES,
        severities=(Severity.HIGH, Severity.MEDIUM, Severity.LOW),
        classes=tuple(ChangeClass),
        coverages=tuple(Coverage(state, now - timedelta(days=1), ()) for state in State),
        shown=_example(_OLD, _NEW, rewritten=False),
        rewritten=_example(_OLD, "Messages are deleted at once.", rewritten=True),
        sentences=_sentences(),
        citations=_citations(now, desk.site.base_url.rstrip("/")),
        line=next(iter(lines(owners, newest)), None),
    )
    head = Head(
        title="Design",
        path="/design/",
        section="methodology",
        description="The type, spaces, colours and parts of these pages, by living examples.",
        crumbs=(Crumb("Methodology", "/methodology/"),),
        robots="noindex",
    )
    return desk.page("design.html", head, page)


def _example(old: str, new: str, *, rewritten: bool) -> ShownChange:
    change = Change(
        kind=ChangeKind.MODIFIED,
        provision="history",
        lineage="",
        section="History",
        old=old,
        new=new,
        old_span=Span(0, len(old)),
        new_span=Span(0, len(new)),
        shift=(Shift.NUMBER, Shift.MODALITY),
        direction=Direction.STRICTER,
        severity=Severity.MEDIUM,
        summary="30 days become 90 days",
    )
    return ShownChange(change, redline(old, new), rewritten, "", "")


def _sentences() -> tuple[Sentence, ...]:
    span = (Span(0, len(_NEW)),)
    return (
        Sentence(Part.WHAT, SentenceKind.GROUNDED, "The service keeps messages for 90 days.", span),
        Sentence(
            Part.WHY,
            SentenceKind.CONTEXT,
            "How long messages are kept decides how long they can be asked for.",
            source="DATA.retention/why",
        ),
    )


def _citations(now: datetime, base_url: str) -> tuple[Citation, ...]:
    return citations(
        Cited(
            author="An Invented Company Ltd",
            document="Terms of Use",
            part="History",
            observed_at=now,
            original="https://invented.example/terms",
            permalink=f"{base_url}/design/#cite",
            text="0" * 64,
        )
    )
