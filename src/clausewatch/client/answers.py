"""What the API answers, as types. Generated from its OpenAPI document by `make docs`; do not edit."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Acceptance(TypedDict):
    """That somebody accepted a version of a document; without a version the baseline was dropped."""

    id: str
    number: int
    platform: str
    document: str
    version: str | None
    accepted_at: str
    by: str
    note: str


class Accepted(TypedDict):
    version: str
    read_as: str
    observed_at: str
    at: str
    by: str
    note: str


class Adoption(TypedDict):
    """One topic over time, events and points oldest first."""

    topic: str
    modality: str | None
    editions: Editions
    outdated: bool
    first: list[str]
    points: list[AdoptionPoint]
    events: list[AdoptionEvent]


class AdoptionEvent(TypedDict):
    """A step of one platform, with the words seen, or the last ones before it dropped them."""

    at: str
    platform: str
    step: Step
    doubt: Doubt | None
    document: str
    version: str
    provision: str
    quotation: str
    clipped: bool
    stance: str | None
    address: str
    record: str | None


class AdoptionPoint(TypedDict):
    """The counts from `at` on."""

    at: str
    speaking: int
    captured: int
    unknown: int


AlertState = Literal["pending", "delivered", "given-up", "in-feed", "withdrawn"]
"""Where an alert stands. One that is read in a feed is sent nowhere; one whose record a later reading replaced before
it went is withdrawn, because the record in its place is told."""


class AlertTold(TypedDict):
    """One alert on its way; of its target only so much is shown that its owner knows it."""

    id: str
    change: str
    document: str
    channel: Channel
    target: str
    digest: bool
    state: AlertState
    observed_at: str
    decided_at: str
    delivered_at: str | None


BlockKind = Literal["heading", "paragraph", "item", "row", "code"]


class Capture(TypedDict):
    """Where bytes came from."""

    id: str
    source: str
    url: str
    observed_at: str
    origin: str
    origin_ref: str
    status: int | None
    media_type: str
    body_sha256: str | None
    body_bytes: int


class Cell(TypedDict):
    """One platform's answer."""

    state: str
    stance: str | None
    quotes: list[Quoted]
    elsewhere: list[Quoted]


CellState = Literal[
    "comparable", "perhaps", "silent", "stale", "not analysed (language)", "not analysed yet", "not captured"
]
"""What can be said of one platform in one matter, in the words that pages and files use.

Which of them holds is decided in one place, `meaning.compare.state_of`. `perhaps` is a clause that may speak of the
matter and is never counted; `silent` means that none was recognised in what was captured."""


class Change(TypedDict):
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
    source: NotRequired[str | None]
    away_since: NotRequired[str | None]


ChangeClass = Literal["substantive", "metadata", "editorial", "noise", "variant", "capture"]


ChangeKind = Literal["added", "removed", "modified", "moved", "split", "merged", "renamed-heading"]


ChangeRecord = TypedDict(
    "ChangeRecord",
    {
        "id": str,
        "platform": str,
        "document": str,
        "document_type": str,
        "observed_at": str,
        "cause": str,
        "verdict": str,
        "class": str,
        "alert": bool,
        "severity": str,
        "direction": str,
        "summary": str,
        "reasons": list[str],
        "affected": list[str],
        "dates": "RecordDates",
        "source": "RecordSource",
        "changes": "list[Change]",
        "evidence": "dict[str, Any]",
    },
)
"""What changed between two versions; the same line as `clausewatch changes --json`."""


Channel = Literal["email", "webhook", "chat", "feed"]


class Clause(TypedDict):
    """A clause word for word."""

    document: str
    audience: str
    provision: str
    quotation: str
    clipped: bool
    stance: str
    severity: str
    address: str


class Comparison(TypedDict):
    """How every other platform handles the matter of one statement."""

    at: str | None
    statement: Statement
    number: int
    platforms: dict[str, Cell]


class Count(TypedDict):
    value: str
    provisions: int


class Coverage(TypedDict):
    """Of which matters of each regulation a platform's captured documents speak; never a judgement of compliance."""

    platform: str
    documents: int
    states: dict[str, CellState]
    instruments: list[InstrumentCover]


class Deliveries(TypedDict):
    """A page of deliveries, newest first."""

    items: list[Delivery]
    next: str | None
    counts: dict[str, int]


class Delivery(TypedDict):
    """One notice to one watch about one change record; `digest` names the message that it went in with others."""

    id: str
    watch: str
    record: str
    digest: str | None
    created_at: str
    state: AlertState
    attempts: int
    next_attempt_at: str | None
    tries: list[Try]


class Diff(TypedDict):
    """A page of the rows of two versions."""

    items: list[DiffRow]
    next: str | None
    old: str
    new: str
    rows: int
    counts: dict[str, int]


class DiffRow(TypedDict):
    """A row of two versions side by side, numbered from 0. `partner` is the row of the other end of a move."""

    number: int
    kind: RowKind
    partner: int | None
    old: DiffSide | None
    new: DiffSide | None
    pieces: list[Piece]


class DiffSide(TypedDict):
    """A block of one version; `provision` is the last that begins at or before it."""

    kind: BlockKind
    level: int
    marker: str
    provision: str | None
    span: list[int]


Direction = Literal["stricter-for-user", "looser-for-user", "neutral", "unclear"]


class Document(TypedDict):
    """A document as it is declared, with the addresses it is read from."""

    id: str
    platform: str
    name: str
    type: str
    audience: str
    jurisdiction: str
    language: str
    sources: list[SourceNamed]


class DocumentDetail(TypedDict):
    """A document with its state and current version."""

    id: str
    platform: str
    name: str
    type: str
    audience: str
    jurisdiction: str
    language: str
    sources: list[SourceNamed]
    state: str
    last_good: str | None
    imported_until: str | None
    versions: int
    current: Version | None


class DocumentHealth(TypedDict):
    """How one document fares: the worst of its sources."""

    document: str
    platform: str
    name: str
    state: State
    troubled: bool
    last_good: str | None
    imported_until: str | None
    sources: list[SourceHealth]


class DocumentNamed(TypedDict):
    id: str
    name: str
    type: str


Doubt = Literal[
    "editions before it are not analysed",
    "no change of these words as a rule is on record",
    "nearly the same words stood before and after",
]
"""Why a step is no claim about the platform.

`UNREAD`: it may have been earlier, in editions that are not analysed. `UNCHANGED`: no change of a rule is on record for
the edition, or it did not touch these words, as where more or less of the pages was captured. `REWORDED`: nearly the same words
stood on both sides of the change, lettered otherwise or elsewhere, so they were only recognised otherwise."""


Drift = TypedDict(
    "Drift",
    {
        "platform": str,
        "document": str,
        "accepted": "Accepted",
        "current": "VersionNamed",
        "languages": list[str] | None,
        "withheld": bool,
        "counts": dict[str, int],
        "silent_edits": int,
        "records": "list[DriftRecord]",
        "class": "ChangeClass | None",
        "changes": "list[DriftChange]",
    },
)
"""What changed in a document since the accepted version, gravest first, and the records between."""


class DriftChange(TypedDict):
    kind: ChangeKind
    section: str
    old: str | None
    new: str | None
    old_span: list[int] | None
    new_span: list[int] | None
    shift: list[Shift]
    direction: Direction
    severity: Severity
    summary: str


DriftRecord = TypedDict(
    "DriftRecord",
    {
        "id": str,
        "observed_at": str,
        "class": "ChangeClass",
        "severity": "Severity",
        "silent_edit": bool | None,
        "summary": str,
    },
)


class Editions(TypedDict):
    total: int
    analysed: int


class Elsewhere(TypedDict):
    """A clause for readers whom the one shown first does not address."""

    audience: str
    stance: str
    quotation: str
    clipped: bool
    document: str
    provision: str
    since: str
    address: str


class EntryCover(TypedDict):
    regulation: str
    found: list[str]
    not_found: list[str]


class Facets(TypedDict):
    """Provisions in force by each value; one counts for every topic it speaks of."""

    provisions: int
    topics: list[Count]
    modalities: list[Count]
    parties: list[Count]
    severities: list[Count]


class Fact(TypedDict):
    kind: str
    value: str
    role: str
    span: list[int]


class Figure(TypedDict):
    meaning: str
    shown: str


class Finding(TypedDict):
    """What is said about one statement, after editors' rulings."""

    span: list[int]
    topics: list[TopicScore]
    modality: str
    bound_party: str
    beneficiary: str
    basis: str
    severity: str
    severity_reasons: list[str]
    facts: list[Fact]
    abstain: bool
    language: str
    recipe: Recipe


class Health(TypedDict):
    """A page of the health board."""

    items: list[DocumentHealth]
    next: str | None
    states: dict[str, int]


class Hit(TypedDict):
    """A provision that was found, in the wording that answers the search."""

    platform: str
    document: str
    provision: str
    lineage: str
    title: str
    path: list[str]
    version: str
    span: list[int]
    observed_from: str
    observed_to: str | None
    text: str
    excerpt: Marked
    type: list[str]
    topic: list[str]
    modality: list[str]
    party: list[str]
    severity: list[str]
    language: list[str]
    score: float
    address: str


class Instance(TypedDict):
    """What this instance holds."""

    software: str
    platforms: int
    documents: int
    versions: int
    provisions: int
    changes: dict[str, int]
    states: dict[str, int]
    last_good: str | None
    last_observed: str | None
    leaves: int


class InstrumentCover(TypedDict):
    instrument: str
    jurisdiction: str
    found: list[str]
    not_found: list[str]
    entries: list[EntryCover]


class Item(TypedDict):
    """Something that waits for an editor, and why."""

    item: str
    kind: ItemKind
    document: str
    subject: str
    title: str
    lineage: str
    severity: Severity
    doubt: float
    why: list[str]
    about: str
    values: list[ItemValue]
    statements: list[ItemStatement]
    reviewed: list[Ruling]


ItemKind = Literal[
    "finding",
    "sentence",
    "refused sentence",
    "model-written sentence",
    "model-written title",
    "model-proposed topics",
    "summary of a change",
    "headline of a change",
]


class ItemStatement(TypedDict):
    span: list[int]
    text: str
    rests: bool


class ItemValue(TypedDict):
    """A field that can be ruled on: what the program says, and what is shown."""

    field: str
    machine: str
    shown: str


class Leaf(TypedDict):
    """A leaf by its place in the log."""

    index: int
    kind: LeafKind
    subject: str
    hash: str
    logged: str


LeafKind = Literal["key", "roster", "capture", "version", "analysis", "tombstone"]
"""What a leaf is about."""


class Level(TypedDict):
    """The service that alerts had."""

    observed_to_decided: Spread
    decided_to_delivered: Spread
    observed_to_delivered: Spread
    judged: int
    within_24_hours: int
    share_within_24_hours: float | None
    waiting: int
    given_up: int


class LogHead(TypedDict):
    """The head of the log as it was signed (C2SP tlog-checkpoint), and the key that checks it."""

    origin: str | None
    size: int
    root: str | None
    key: str | None
    checkpoint: str | None


class LogKey(TypedDict):
    """A key of the log, and the sizes of the heads that it signed."""

    key: str
    first: int
    last: int | None
    named_by: int
    handed_over: bool | None


class Marked(TypedDict):
    """Verbatim words around what was found; marks lie in `text`."""

    text: str
    marks: list[list[int]]


class Matrix(TypedDict):
    """Topics by platforms; the cells of a row stand in the order of `platforms`."""

    at: str
    platforms: list[Named]
    topics: list[MatrixRow]
    not_analysed: list[Unread]


class MatrixCell(TypedDict):
    """`comparable` and `perhaps` come with a clause; only the first counts as having one."""

    state: CellState
    stance: str | None
    quotation: str | None
    clipped: bool
    document: str | None
    audience: str | None
    provision: str | None
    since: str | None
    address: str | None
    more: int
    near_copy_of: str | None
    differs_by_document: bool
    elsewhere: list[Elsewhere]


class MatrixRow(TypedDict):
    id: str
    name: str
    cells: list[MatrixCell]


class Measure(TypedDict):
    """How well one stage was measured to do."""

    title: str
    question: str
    size: str
    corpus: str
    measured_on: str
    figures: list[Figure]


class Named(TypedDict):
    id: str
    name: str


class NamedDay(TypedDict):
    """A day that a change record names: when it takes effect, or until when one may object."""

    record: str
    kind: str
    on: str
    told_at: str
    title: str
    address: str


Op = Literal["same", "deleted", "inserted"]


Pace = Literal["immediate", "daily", "weekly"]
"""How often a watch is told: of each change at once, or of all of a day or week together."""


class Period(TypedDict):
    """The last so many days."""

    days: int
    at_once: Level
    digests: Level
    notices: Level


class Piece(TypedDict):
    """A stretch of a redline. Joining `same` and `deleted` gives the old text, `same` and `inserted` the new."""

    op: Op
    text: str


class Platform(TypedDict):
    """A platform and its documents."""

    id: str
    name: str
    company: str
    group: str
    documents: list[DocumentNamed]


class PrintedDate(TypedDict):
    kind: str
    value: str
    exact: bool
    span: list[int]


class Proof(TypedDict):
    """That something stands in the log: the leaf byte for byte, and a C2SP tlog-proof of it."""

    index: int
    hash: str
    logged: str
    leaf: str
    proof: str
    key: str


class Provision(TypedDict):
    """One clause: its words, and what is said of them."""

    id: str
    path: list[str]
    title: str
    number: str
    lead_in: str | None
    text: str
    span: list[int]
    statements: list[Statement]
    findings: list[Finding]
    sentences: list[Sentence]
    reviewed: list[Ruling]
    lineage: str
    version: str


ProvisionEvent = TypedDict(
    "ProvisionEvent",
    {
        "record": str,
        "observed_at": str,
        "class": str,
        "severity": str,
        "summary": str,
        "changes": "list[Change]",
    },
)
"""What one change record did to the provision."""


class ProvisionPast(TypedDict):
    """A provision through its lineage: since when each statement stands, and every change, newest first."""

    provision: str
    version: str
    lineage: str
    statements: list[StatementPast]
    events: list[ProvisionEvent]


class Queue(TypedDict):
    """A page of the queue."""

    items: list[Item]
    next: str | None
    total: int
    documents: int
    unread: int
    stale: int


class QuickFact(TypedDict):
    id: str
    question: str
    answer: str
    found: bool
    quotation: str
    document: str
    audience: str | None
    span: list[int] | None


class QuickFacts(TypedDict):
    """The questions asked most of a platform, answered with its own words."""

    platform: str
    documents: int
    facts: list[QuickFact]


class Quoted(TypedDict):
    text: str
    document: str
    document_type: str
    audience: str
    stance: str
    observed_at: str
    version: str
    span: list[int]
    score: float
    reasons: list[str]


class Recipe(TypedDict):
    method: str
    version: str


class RecordDates(TypedDict):
    printed: str | None
    effective: str | None
    notice: str | None
    silent_edit: bool | None
    notice_days: int | None
    objection: str | None
    backdated: bool
    last_seen: str | None


class RecordSource(TypedDict):
    kind: str
    captures: NotRequired[list[str] | None]
    commit: NotRequired[str | None]
    parent: NotRequired[str | None]
    path: NotRequired[str | None]


class RedlinedChange(TypedDict):
    """One change of a record with its words marked, numbered from 0 in the document's order."""

    number: int
    kind: ChangeKind
    provision: str
    section: str
    severity: Severity
    direction: Direction
    summary: str
    old_span: list[int] | None
    new_span: list[int] | None
    pieces: list[Piece]


class RegulationDetail(TypedDict):
    """One article or section, how it bears on terms in words, and who has such terms."""

    id: str
    instrument: str
    citation: str
    provision: str
    jurisdiction: str
    gist: str
    applies_from: str | None
    source: str
    topics: list[str]
    bearings: list[str]
    verify: bool
    says: list[str]
    sides: Sides


class RegulationLine(TypedDict):
    """One article or section."""

    id: str
    instrument: str
    citation: str
    provision: str
    jurisdiction: str
    gist: str
    applies_from: str | None
    source: str
    topics: list[str]
    bearings: list[str]
    verify: bool


class Results(TypedDict):
    """A page of hits, best first, with counts over all of them.

    `total` and `facets` are exact with `exact`; else so many were found at least, and the facets are of these."""

    items: list[Hit]
    next: str | None
    total: int
    exact: bool
    facets: dict[str, dict[str, int]]
    searched: int
    waiting: int
    meant: str
    elsewhen: int


RowKind = Literal["same", "changed", "removed", "added", "moved-from", "moved-to"]


class Ruling(TypedDict):
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
    at: str
    correction: bool
    about: str
    overridden: bool


class Sentence(TypedDict):
    """A sentence about the provision: grounded ones name the spans they rest on, context its source."""

    part: str
    kind: str
    text: str
    spans: list[list[int]]
    source: str


class Service(TypedDict):
    """How soon alerts arrived, and the newest of them."""

    at: str
    periods: list[Period]
    newest: list[AlertTold]


Severity = Literal["none", "low", "medium", "high"]


Shift = Literal[
    "modality",
    "number",
    "deadline",
    "party",
    "scope-widened",
    "scope-narrowed",
    "new-prohibition",
    "new-permission",
    "right-added",
    "right-removed",
    "data-category",
    "purpose",
    "recipient",
    "definition",
    "contact",
    "venue",
    "clarification-only",
]


class Sides(TypedDict):
    """Every platform in one matter: each stands in one of the lists. Only `speaking` counts as having such a clause."""

    speaking: list[Speaking]
    perhaps: list[Speaking]
    silent: list[str]
    stale: list[str]
    not_analysed_language: list[str]
    not_analysed_yet: list[str]
    not_captured: list[str]


class SourceHealth(TypedDict):
    """One address that a document is read from."""

    source: str
    url: str
    watched: bool
    cadence_hours: float
    state: State
    last_good: str | None
    last_seen: str | None
    verdict: Verdict | None
    reasons: list[str]
    due_at: str | None
    failures: int


class SourceNamed(TypedDict):
    id: str
    url: str


class Speaking(TypedDict):
    platform: str
    name: str
    clauses: list[Clause]
    more: int
    differs_by_document: bool
    elsewhere: list[Clause]
    near_copy_of: str | None


class Spell(TypedDict):
    """A time over which words stood in a document; `until` is null while they still do."""

    since: str
    since_version: str
    until: str | None
    until_version: str | None


class Spread(TypedDict):
    """Percentiles of a time, in seconds, by the nearest-rank method; null where there is no alert."""

    alerts: int
    p50: float | None
    p90: float | None
    p99: float | None
    worst: float | None


State = Literal[
    "up to date",
    "stale",
    "failing",
    "never captured",
    "imported, not watched",
    "imported, not yet captured here",
]
"""How a document stands."""


class Statement(TypedDict):
    kind: str
    text: str
    span: list[int]


class StatementPast(TypedDict):
    text: str
    span: list[int]
    spells: list[Spell]


Step = Literal[
    "already there", "first seen", "taken up", "taken up again", "seen again", "dropped", "no longer seen"
]
"""What was seen of a platform. `TAKEN_UP`, `TAKEN_UP_AGAIN` and `DROPPED` alone say that it changed its mind then.

`ALREADY_THERE`: it spoke of it when tracking of the document began. The others carry a `Doubt`."""


class TopicDetail(TypedDict):
    """One topic: what it is, why it matters in general, and every platform's stance."""

    id: str
    name: str
    family: str
    definition: str
    what: str
    why: str
    regulations: list[str]
    sides: Sides


class TopicLine(TypedDict):
    """A topic, and how many platforms speak of it, of those `captured` with a document of a kind that would.

    `/topics/{topic}` lists them."""

    id: str
    name: str
    family: str
    definition: str
    platforms: int
    captured: int


class TopicScore(TypedDict):
    id: str
    score: float


class Try(TypedDict):
    number: int
    at: str
    delivered: bool


class Unread(TypedDict):
    document: str
    version: str
    observed_at: str


Verdict = Literal[
    "ok",
    "unchanged",
    "challenge",
    "login-wall",
    "consent-wall",
    "error",
    "soft-404",
    "maintenance",
    "shell",
    "empty",
    "truncated",
    "other-document",
    "wrong-language",
    "region-block",
    "too-large",
    "refused",
    "unconfirmed",
]
"""What a capture is. Only `ok` can become a version."""


class Version(TypedDict):
    """A document's text as it stood from `observed_at`."""

    id: str
    document: str
    observed_at: str
    cause: str
    title: str
    language: str
    words: int
    text_sha256: str
    words_sha256: str
    dates: list[PrintedDate]
    captures: list[str]
    recipe: str
    replaces: str | None


class VersionDetail(TypedDict):
    """A version with its whole text and the captures it was read from."""

    id: str
    document: str
    observed_at: str
    cause: str
    title: str
    language: str
    words: int
    text_sha256: str
    words_sha256: str
    dates: list[PrintedDate]
    captures: list[str]
    recipe: str
    replaces: str | None
    text: str
    sources: list[Capture]


class VersionNamed(TypedDict):
    version: str
    observed_at: str


class Watch(TypedDict):
    """Who is told about what. Addresses are masked, in the name too; secrets are never told."""

    id: str
    name: str
    channel: Channel
    target: str
    active: bool
    platforms: list[str]
    documents: list[str]
    minimum: Severity
    muted: list[str]
    scope: WatchScope
    timing: WatchTiming
    snoozed_until: str | None
    created_at: str


class WatchScope(TypedDict):
    topics: list[str]
    provisions: list[str]
    regulations: list[str]
    search: str
    kinds: list[ChangeKind]
    directions: list[Direction]
    classes: list[ChangeClass]


class WatchTiming(TypedDict):
    pace: Pace
    zone: str
    minute: int
    weekday: int
    quiet_from: int
    quiet_until: int
