"""A report before it is set: blocks in order, in words, with no page, font or file in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.change import Piece
from clausewatch.nouns.document import BlockKind


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class ReportForm(StrEnum):
    """How a report leaves: `typ` is its typst source, for whoever sets it with a style of their own."""

    PDF = "pdf"
    DOCX = "docx"
    TYP = "typ"


class Tone(StrEnum):
    """How a paragraph is meant: said plainly, as an aside, or as something not to be missed."""

    PLAIN = "plain"
    QUIET = "quiet"
    NOTICE = "notice"


class Side(StrEnum):
    """Which text a quotation is from, where that is to be shown."""

    NONE = "none"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` counts from 1; none is skipped."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of our own words; `link` is where it leads, if anywhere."""

    text: str
    tone: Tone = Tone.PLAIN
    link: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; `code` for what is to be copied letter by letter, such as a hash."""

    label: str
    value: str
    link: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list of our own sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, verbatim. `language` is a BCP 47 tag, empty where it is not known."""

    text: str
    side: Side = Side.NONE
    language: str = ""


@dataclass(frozen=True, slots=True)
class Redlined:
    """One block of a text with what went and what came.

    `kind`, `level` and `marker` are those of the document's block. `move` pairs the two ends of a passage that moved:
    both carry its number, and `side` says which end this is; 0 where nothing moved. `quoted` sets it as an excerpt.
    """

    pieces: tuple[Piece, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    marker: str = ""
    side: Side = Side.NONE
    move: int = 0
    language: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: column titles, and rows whose first cell names the row. `widths` are shares; none are equal ones."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts side by side, oldest first; `title` says in words what is counted."""

    title: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of our own as SVG, and in words what it shows: they stand beneath it, and in its place where none can be."""

    svg: str
    told: str


Block = Heading | Words | Facts | Points | Quote | Redlined | Grid | Bars | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says. `kind` is what it is ("Change record"); `about` the lines beneath its title.

    `at` is the instant it speaks of, taken from the records and never from a clock: equal records, equal reports.
    `link` is the page that shows the same. `contents` is how many levels of headings a table of contents lists; 0 for none.
    """

    kind: str
    title: str
    about: tuple[str, ...]
    at: datetime
    link: str
    blocks: tuple[Block, ...]
    contents: int = 0


@dataclass(frozen=True, slots=True)
class Typst:
    """What is given to a typesetter: a program of ours, and beside it the data, which is never read as program."""

    program: str
    data: str
    at: datetime


class Unset(StrEnum):
    """Why a report could not be set."""

    TOO_LONG = "it took longer than it may"
    REFUSED = "the typesetter refused it"
    BUSY = "other reports are being set"


@dataclass(frozen=True, slots=True)
class NotSet:
    """That there is no report, and why in words."""

    reason: Unset
    detail: str = ""
