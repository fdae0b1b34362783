"""What answers about topics, regulations and platforms side by side look like."""

from __future__ import annotations

from pydantic import Field

from clausewatch.nouns.comparison import CellState
from clausewatch.web.api.shapes import Day, Moment, Shape


class Named(Shape):
    id: str
    name: str


class TopicLine(Shape):
    """A topic, and how many of the captured platforms speak of it."""

    id: str
    name: str
    family: str
    definition: str
    platforms: int
    captured: int


class Clause(Shape):
    """A clause word for word."""

    document: str
    provision: str
    quotation: str
    clipped: bool = Field(description="The provision goes on where the quotation ends.")
    stance: str
    severity: str
    address: str


class Speaking(Shape):
    platform: str
    name: str
    clauses: list[Clause]
    more: int = Field(description="Clauses that are not shown.")


class Sides(Shape):
    """Every platform in one matter: each stands in one of the lists. Only `speaking` counts as having such a clause."""

    speaking: list[Speaking]
    perhaps: list[Speaking] = Field(description="With the one clause that may speak of it; not counted.")
    silent: list[str] = Field(description="No such clause was recognised in what was captured.")
    stale: list[str] = Field(description="None was recognised, and the last good capture is too old.")
    not_analysed_language: list[str]
    not_analysed_yet: list[str]
    not_captured: list[str] = Field(description="No document that would hold such a clause was captured.")


class TopicDetail(Shape):
    """One topic: what it is, why it matters in general, and every platform's stance."""

    id: str
    name: str
    family: str
    definition: str
    what: str
    why: str
    regulations: list[str]
    sides: Sides


class RegulationLine(Shape):
    """One article or section."""

    id: str
    instrument: str
    citation: str
    provision: str
    jurisdiction: str
    gist: str
    applies_from: Day | None
    source: str
    topics: list[str]
    bearings: list[str]
    verify: bool = Field(description="It must be checked before one relies on it.")


class RegulationDetail(RegulationLine):
    """One article or section, how it bears on terms in words, and who has such terms."""

    says: list[str]
    sides: Sides


class EntryCover(Shape):
    regulation: str
    found: list[str]
    not_found: list[str]


class InstrumentCover(Shape):
    instrument: str
    jurisdiction: str
    found: list[str]
    not_found: list[str]
    entries: list[EntryCover]


class Coverage(Shape):
    """Of which matters of each regulation a platform's captured documents speak; never a judgement of compliance."""

    platform: str
    documents: int
    states: dict[str, CellState] = Field(
        description="In which state the platform is in each matter, by topic."
    )
    instruments: list[InstrumentCover]


class MatrixCell(Shape):
    """`comparable` and `perhaps` come with a clause; only the first counts as having one."""

    state: CellState
    stance: str | None
    quotation: str | None
    clipped: bool
    document: str | None
    provision: str | None
    since: Moment | None
    address: str | None
    more: int


class MatrixRow(Shape):
    id: str
    name: str
    cells: list[MatrixCell]


class Matrix(Shape):
    """Topics by platforms; the cells of a row stand in the order of `platforms`."""

    at: Moment
    platforms: list[Named]
    topics: list[MatrixRow]


class Count(Shape):
    value: str
    provisions: int


class Facets(Shape):
    """Provisions in force by each value; one counts for every topic it speaks of."""

    provisions: int
    topics: list[Count]
    modalities: list[Count]
    parties: list[Count]
    severities: list[Count]
