"""What answers look like: the models that the OpenAPI document is made from.

Answers are written by `publish`, the same lines that the command line prints; tests hold every answer to these models,
which allow no field that they do not name.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Item = TypeVar("Item")

Moment = Annotated[str, Field(description="An instant, RFC 3339.", json_schema_extra={"format": "date-time"})]
Day = Annotated[str, Field(description="A day, ISO 8601.", json_schema_extra={"format": "date"})]
Places = Annotated[
    list[int],
    Field(
        min_length=2,
        max_length=2,
        description="Start and end in the version's text, in code points, half-open.",
    ),
]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256, hexadecimal.")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [values]})


class Problem(Shape):
    """Every failure has this shape: problem details (RFC 9457), with what was given, the reason and the mend apart."""

    model_config = _example(
        type="about:blank",
        title="Not Found",
        status=404,
        detail="platform “birchwod”: no platform of that name is tracked here. Look at the list of platforms.",
        subject="platform “birchwod”",
        reason="no platform of that name is tracked here",
        mend="Look at the list of platforms.",
    )
    type: str = Field(description="`about:blank`: the status says what kind of problem it is.")
    title: str = Field(description="The status's phrase.")
    status: int
    detail: str = Field(description="Subject, reason and mend in one.")
    subject: str = Field(description="What was given.")
    reason: str = Field(description="Why it cannot be answered.")
    mend: str = Field(description="What to do.")


class Listing(Shape, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next: str | None = Field(description="The address of the page after this one; null on the last.")


class DocumentNamed(Shape):
    id: str = Field(description="`platform/document`", examples=["birchwood/terms-of-use"])
    name: str
    type: str


class Platform(Shape):
    """A platform and its documents."""

    model_config = _example(
        id="birchwood",
        name="Birchwood",
        company="Birchwood Ltd",
        group="",
        documents=[{"id": "birchwood/terms-of-use", "name": "Terms of Use", "type": "Terms of Service"}],
    )
    id: str
    name: str
    company: str
    group: str
    documents: list[DocumentNamed]


class SourceNamed(Shape):
    id: str
    url: str


class Document(Shape):
    """A document as it is declared, with the addresses it is read from."""

    id: str
    platform: str
    name: str
    type: str
    audience: str
    jurisdiction: str
    language: str
    sources: list[SourceNamed]


class PrintedDate(Shape):
    kind: str = Field(description="updated, effective or published")
    value: Day
    exact: bool = Field(description="False where only month and year are printed.")
    span: Places


class Version(Shape):
    """A document's text as it stood from `observed_at`."""

    id: str
    document: str
    observed_at: Moment
    cause: str = Field(description="published, or reread: our better reading of the same bytes.")
    title: str
    language: str
    words: int
    text_sha256: Sha256
    words_sha256: str = Field(description="Digest of the words alone: equal where only form differs.")
    dates: list[PrintedDate]
    captures: list[str]
    recipe: str
    replaces: str | None


class DocumentDetail(Document):
    """A document with its state and current version."""

    state: str = Field(
        description="up to date; stale; failing; never captured; imported, not watched; or imported, not yet captured here."
    )
    last_good: Moment | None = Field(description="When its sources were last captured well.")
    imported_until: Moment | None = Field(
        description="Until when another archive captured it well, where no good capture was made here yet."
    )
    versions: int
    current: Version | None


class Capture(Shape):
    """Where bytes came from."""

    id: str
    source: str
    url: str
    observed_at: Moment
    origin: str
    origin_ref: str
    status: int | None
    media_type: str
    body_sha256: Sha256 | None
    body_bytes: int


class VersionDetail(Version):
    """A version with its whole text and the captures it was read from."""

    text: str
    sources: list[Capture]


class Statement(Shape):
    kind: str
    text: str
    span: Places


class TopicScore(Shape):
    id: str
    score: float


class Fact(Shape):
    kind: str
    value: str
    role: str
    span: Places


class Recipe(Shape):
    method: str
    version: str


class Finding(Shape):
    """What is said about one statement, after editors' rulings."""

    span: Places
    topics: list[TopicScore]
    modality: str
    bound_party: str
    beneficiary: str
    basis: str
    severity: str
    severity_reasons: list[str]
    facts: list[Fact]
    abstain: bool = Field(description="The ranking of topics is too unsure to be shown as a finding.")
    language: str
    recipe: Recipe


class Sentence(Shape):
    """A sentence about the provision: grounded ones name the spans they rest on, context its source."""

    part: str
    kind: str
    text: str
    spans: list[Places]
    source: str


class Ruling(Shape):
    """One ruling of an editor."""

    number: int
    item: str
    document: str
    subject: str
    field: str
    ruling: str
    old: str
    new: str
    reason: str
    reviewer: str
    at: Moment
    correction: bool
    about: str
    overridden: bool


class Provision(Shape):
    """One clause: its words, and what is said of them."""

    id: str
    path: list[str]
    title: str
    number: str
    lead_in: str | None
    text: str
    span: Places
    statements: list[Statement]
    findings: list[Finding]
    sentences: list[Sentence]
    reviewed: list[Ruling]
    lineage: str = Field(description="Its identity across the versions of the document.")
    version: str


class RecordDates(Shape):
    printed: Day | None
    effective: Day | None
    notice: Day | None
    silent_edit: bool | None
    notice_days: int | None
    objection: Day | None
    backdated: bool
    last_seen: Moment | None


class Change(Shape):
    """What happened to one statement."""

    kind: str
    provision: str
    section: str
    old: str | None
    new: str | None
    shift: list[str]
    direction: str
    severity: str
    summary: str
    reasons: list[str]
    source: str | None = Field(None, description="The page it stands on, where the document has several.")
    away_since: Moment | None = Field(None, description="Since when a provision that is put back was missed.")


class RecordSource(Shape):
    kind: str
    captures: list[str] | None = None
    commit: str | None = None
    parent: str | None = None
    path: str | None = None


class ChangeRecord(Shape):
    """What changed between two versions; the same line as `clausewatch changes --json`."""

    id: str
    platform: str
    document: str
    document_type: str
    observed_at: Moment
    cause: str
    verdict: str
    change_class: str = Field(alias="class")
    alert: bool
    severity: str
    direction: str
    summary: str
    reasons: list[str]
    affected: list[str]
    dates: RecordDates
    source: RecordSource
    changes: list[Change]
    evidence: dict[str, Any]


class QuickFact(Shape):
    id: str
    question: str
    answer: str
    found: bool
    quotation: str
    document: str
    audience: str | None = Field(description="Whom that document addresses; null where none answers.")
    span: Places | None


class QuickFacts(Shape):
    """The questions asked most of a platform, answered with its own words."""

    platform: str
    documents: int = Field(description="Of how many documents they were asked.")
    facts: list[QuickFact]


class Quoted(Shape):
    text: str
    document: str
    document_type: str
    audience: str = Field(
        description="Whom the document addresses, by its declaration, its name and its kind."
    )
    stance: str
    observed_at: Moment
    version: str
    span: Places
    score: float
    reasons: list[str]


class Cell(Shape):
    """One platform's answer."""

    state: str = Field(description="comparable, silent, not captured, stale, or not analysed (language).")
    stance: str | None
    quotes: list[Quoted]
    elsewhere: list[Quoted] = Field(
        description="The best clause for each kind of readers that the first one's document does not address."
    )


class Comparison(Shape):
    """How every other platform handles the matter of one statement."""

    at: Moment | None = Field(description="As of when; null for now.")
    statement: Statement
    number: int = Field(description="Its place among the provision's statements, from 1.")
    platforms: dict[str, Cell]
