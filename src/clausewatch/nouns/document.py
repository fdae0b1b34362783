"""What was read: text with its structure, and versions.

All spans are half-open intervals of Unicode code points over `Text.content`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import (
    CaptureId,
    Digest,
    DocumentId,
    LineageId,
    ProvisionId,
    SourceId,
    VersionId,
)


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in the content."""

    start: int
    end: int

    def of(self, content: str) -> str:
        return content[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table row or preformatted block.

    `level` is the heading's level (1-6), an item's nesting depth (1 outermost), else 0. `marker` is an item's list mark
    as shown ("•" for bullets, "3." or "(b)" for ordered lists), not part of the content. `cells` are a row's cells;
    `header` marks a row of column titles. `table` numbers the tables of the text from 1.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    marker: str = ""
    cells: tuple[Span, ...] = ()
    header: bool = False
    table: int = 0

    def of(self, content: str) -> str:
        return content[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of the content that links somewhere."""

    start: int
    end: int
    href: str


class MarkKind(StrEnum):
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the content shown with emphasis."""

    start: int
    end: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Part:
    """The stretch of a document's content that came from one of its sources; `url` is the source's declared address."""

    source: SourceId
    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page: content, blocks in order, links and emphasis kept apart from it.

    Content is NFC, with LF between blocks (one "\\n" between list items and rows of the same run, "\\n\\n" else), single
    spaces inside a block, "\\t" between cells of a row. The blocks cover all of it but those separators. `parts` say which
    source each stretch of a watched document came from, in the order of the text; empty where nobody told.
    """

    content: str
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()
    title: str = ""
    language: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one page as given to the reader. `select` and `remove` are CSS selectors of the declaration.

    `title` is the declared name or type of the document, which picks one where a page holds several.
    """

    body: bytes
    media_type: str = "text/html"
    charset: str | None = None
    url: str = ""
    status: int | None = None
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part of the page that the reading left out: why, how many words stand in it, and the first of them.

    Where a selector of the declaration did nothing, that is the reason, without words.
    """

    reason: str
    words: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the whole page shows, for the verdict: not only what was kept as text.

    `visible` is the page's visible text outside scripts (at most the first 20,000 characters), `visible_chars` its whole
    length. `recovered` says that the text came from a script payload, `chosen` which part of the page was taken for the
    document and why, `dropped` what was left out. `obstacle` is what kept the reader from the text, when the bytes alone
    settle that (a locked or broken file, pictures without text, more than the reader's bounds): the verdict and its reason.
    `choices` counts the buttons and links of dialogs that ask for consent; `choices_kept` the different choices among them
    that stand with the text itself.
    """

    visible: str
    visible_chars: int
    page_title: str
    declared_language: str = ""
    password_field: bool = False
    closed: bool = True
    recovered: bool = False
    chosen: str = ""
    dropped: tuple[Dropped, ...] = ()
    obstacle: tuple[Verdict, str] | None = None
    choices: int = 0
    choices_kept: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of a page, before any verdict."""

    text: Text
    signals: Signals


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a reading with its reasons, in words for people."""

    verdict: Verdict
    reasons: tuple[str, ...]


class DateKind(StrEnum):
    UPDATED = "updated"
    EFFECTIVE = "effective"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date that the document prints about itself, with its span.

    `exact` is false where only month and year are printed; the value is then the month's first day.
    """

    kind: DateKind
    value: date
    start: int
    end: int
    exact: bool = True


class StatementKind(StrEnum):
    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, list item or table row of a provision. `depth` is an item's nesting; 0 for prose."""

    kind: StatementKind
    start: int
    end: int
    depth: int = 0

    def of(self, content: str) -> str:
        return content[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Provision:
    """One clause: heading path from outermost to its own, lead-in of its list, and statements in order.

    `id` is its address within the document. `title` is its heading, run-in or opening words; `number` its printed number
    ("3.1", "(b)"), not part of the title. `start:end` covers heading, lead-in and statements.
    """

    id: ProvisionId
    path: tuple[str, ...]
    title: str
    number: str
    start: int
    end: int
    lead_in: Span | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The provisions of a text, in order. Every word of the text outside furniture belongs to exactly one."""

    provisions: tuple[Provision, ...]


class Cause(StrEnum):
    PUBLISHED = "published"
    REREAD = "reread"


@dataclass(frozen=True, slots=True)
class Version:
    """A document's text as it stood from `observed_at`, read from ok captures (the one that brought it first).

    `text` is the hash of the UTF-8 content in the archive. `fingerprint` is the digest of its words alone, for
    recognising a text seen before. `recipe` names the reading that made it, or the latest that made the same of its
    bytes. `replaces` is the version whose bytes this one reads better (cause `reread`); the replaced one stays on record
    and is no longer shown as the text. `learned` is the hash of the archived list of menu entries that were learned as
    furniture of the page and are left out of the text; None where nothing was learned.
    """

    id: VersionId
    document: DocumentId
    observed_at: datetime
    captures: tuple[CaptureId, ...]
    cause: Cause
    text: Digest
    fingerprint: Digest
    title: str
    language: str
    words: int
    dates: tuple[PrintedDate, ...]
    recipe: str
    replaces: VersionId | None = None
    learned: Digest | None = None

    @property
    def trigger(self) -> CaptureId:
        """The capture that brought the version."""
        return self.captures[0]


def in_force(versions: Iterable[Version]) -> tuple[Version, ...]:
    """The versions that no other of them replaces, in the order given: the document's history as read best."""
    known = tuple(versions)
    replaced = {each.replaces for each in known}
    return tuple(each for each in known if each.id not in replaced)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version with its text and outline loaded. `lineage` runs parallel to the provisions; empty until compared."""

    version: Version
    text: Text
    outline: Outline
    lineage: tuple[LineageId, ...] = ()
