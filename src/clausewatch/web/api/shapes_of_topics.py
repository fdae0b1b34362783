"""What answers about topics, regulations and platforms side by side look like."""

from __future__ import annotations

from pydantic import Field

from clausewatch.nouns.adoption import Doubt, Step
from clausewatch.nouns.comparison import CellState
from clausewatch.web.api.shapes import Day, Moment, Shape


class Named(Shape):
    id: str
    name: str


class TopicLine(Shape):
    """A topic, and how many platforms speak of it, of those `captured` with a document of a kind that would.

    `/topics/{topic}` lists them.
    """

    id: str
    name: str
    family: str
    definition: str
    platforms: int
    captured: int


class Clause(Shape):
    """A clause word for word."""

    document: str
    audience: str = Field(
        description="Whom the document addresses, by its declaration, its name and its kind."
    )
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
    differs_by_document: bool = Field(description="The stance depends on whom a document addresses.")
    elsewhere: list[Clause] = Field(
        description="The first clause for each kind of readers that none of `clauses` addresses."
    )
    near_copy_of: str | None = Field(
        description="The platform of the same company whose clauses these repeat nearly word for word."
    )


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


class AdoptionEvent(Shape):
    """A step of one platform, with the words seen, or the last ones before it dropped them."""

    at: Moment
    platform: str
    step: Step
    doubt: Doubt | None = Field(description="Why the step is no claim about the platform.")
    document: str
    version: str
    provision: str
    quotation: str
    clipped: bool
    stance: str | None
    address: str
    record: str | None = Field(description="The change record, as /changes/{record} has it.")


class AdoptionPoint(Shape):
    """The counts from `at` on."""

    at: Moment
    speaking: int
    captured: int = Field(description="Platforms with an analysed edition of a kind that would say it.")
    unknown: int = Field(description="Other platforms, of which that edition is not analysed.")


class Editions(Shape):
    total: int
    analysed: int


class Adoption(Shape):
    """One topic over time, events and points oldest first."""

    topic: str
    modality: str | None
    editions: Editions
    outdated: bool = Field(
        description="Whether an earlier version of the analysis read all of it, and the present one nothing yet."
    )
    first: list[str] = Field(
        description="Who was first seen to take it up; others may have had it when their tracking began."
    )
    points: list[AdoptionPoint]
    events: list[AdoptionEvent]


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


class Elsewhere(Shape):
    """A clause for readers whom the one shown first does not address."""

    audience: str
    stance: str
    quotation: str
    clipped: bool
    document: str
    provision: str
    since: Moment
    address: str


class MatrixCell(Shape):
    """`comparable` and `perhaps` come with a clause; only the first counts as having one."""

    state: CellState
    stance: str | None
    quotation: str | None
    clipped: bool
    document: str | None
    audience: str | None
    provision: str | None
    since: Moment | None
    address: str | None
    more: int
    near_copy_of: str | None
    differs_by_document: bool = Field(description="The stance depends on whom a document addresses.")
    elsewhere: list[Elsewhere] = Field(
        description="The first clause for each kind of readers that the one shown does not address."
    )


class MatrixRow(Shape):
    id: str
    name: str
    cells: list[MatrixCell]


class Unread(Shape):
    document: str
    version: str
    observed_at: Moment


class Matrix(Shape):
    """Topics by platforms; the cells of a row stand in the order of `platforms`."""

    at: Moment
    platforms: list[Named]
    topics: list[MatrixRow]
    not_analysed: list[Unread] = Field(
        description="Editions in force at that instant of which it is not known what they say."
    )


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
