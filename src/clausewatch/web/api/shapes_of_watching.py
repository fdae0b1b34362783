"""What answers about the instance at work look like: its state, health, watches, deliveries, baselines, days, the log."""

from __future__ import annotations

from pydantic import Field

from clausewatch.nouns.change import ChangeClass, ChangeKind, Direction, Severity, Shift
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.subscription import AlertState, Channel, Pace
from clausewatch.pipeline.coverage import State
from clausewatch.proof.statement import LeafKind
from clausewatch.web.api.shapes import Day, Listing, Moment, Places, Sha256, Shape


class Instance(Shape):
    """What this instance holds."""

    software: str
    platforms: int
    documents: int
    versions: int
    provisions: int = Field(description="In the current versions.")
    changes: dict[ChangeClass, int] = Field(description="Records of each class.")
    states: dict[State, int] = Field(description="Documents in each state.")
    last_good: Moment | None = Field(description="When anything was last captured well.")
    last_observed: Moment | None = Field(description="The same, or the newest version where that is newer.")
    leaves: int = Field(description="Leaves of the log under its signed head.")


class SourceHealth(Shape):
    """One address that a document is read from."""

    source: str
    url: str
    watched: bool
    cadence_hours: float
    state: State
    last_good: Moment | None
    last_seen: Moment | None
    verdict: Verdict | None = Field(description="What its latest capture was.")
    reasons: list[str]
    due_at: Moment | None
    failures: int = Field(description="Captures in a row that were no good.")


class DocumentHealth(Shape):
    """How one document fares: the worst of its sources."""

    document: str
    platform: str
    name: str
    state: State
    troubled: bool
    last_good: Moment | None
    imported_until: Moment | None
    sources: list[SourceHealth]


class Health(Listing[DocumentHealth]):
    """A page of the health board."""

    states: dict[State, int] = Field(description="How many documents are in each state, of all.")


class WatchScope(Shape):
    topics: list[str]
    provisions: list[str]
    regulations: list[str]
    search: str
    kinds: list[ChangeKind]
    directions: list[Direction]
    classes: list[ChangeClass]


class WatchTiming(Shape):
    pace: Pace
    zone: str
    minute: int
    weekday: int
    quiet_from: int
    quiet_until: int


class Watch(Shape):
    """Who is told about what. Addresses are masked, in the name too; secrets are never told."""

    id: str
    name: str
    channel: Channel
    target: str = Field(description="Masked: `l…@birchwood.example`, `https://hooks.example/…`.")
    active: bool
    platforms: list[str]
    documents: list[str]
    minimum: Severity
    muted: list[str]
    scope: WatchScope
    timing: WatchTiming
    snoozed_until: Moment | None
    created_at: Moment


class Try(Shape):
    number: int
    at: Moment
    delivered: bool


class Delivery(Shape):
    """One notice to one watch about one change record; `digest` names the message that it went in with others."""

    id: str
    watch: str
    record: str
    digest: str | None
    created_at: Moment
    state: AlertState
    attempts: int
    next_attempt_at: Moment | None
    tries: list[Try]


class Deliveries(Listing[Delivery]):
    """A page of deliveries, newest first."""

    counts: dict[AlertState, int] = Field(description="How many stand in each state, of all.")


class Acceptance(Shape):
    """That somebody accepted a version of a document; without a version the baseline was dropped."""

    id: str = Field(description="The document: `platform/document`.")
    number: int
    platform: str
    document: str
    version: str | None
    accepted_at: Moment
    by: str
    note: str


class Accepted(Shape):
    version: str
    read_as: str = Field(description="The same bytes as they are read best now.")
    observed_at: Moment
    at: Moment
    by: str
    note: str


class VersionNamed(Shape):
    version: str
    observed_at: Moment


class DriftRecord(Shape):
    id: str
    observed_at: Moment
    change_class: ChangeClass = Field(alias="class")
    severity: Severity
    silent_edit: bool | None
    summary: str


class DriftChange(Shape):
    kind: ChangeKind
    section: str
    old: str | None
    new: str | None
    old_span: Places | None
    new_span: Places | None
    shift: list[Shift]
    direction: Direction
    severity: Severity
    summary: str


class Drift(Shape):
    """What changed in a document since the accepted version, gravest first, and the records between."""

    platform: str
    document: str
    accepted: Accepted
    current: VersionNamed
    languages: list[str] | None = Field(description="Both, where they differ: then nothing is compared.")
    withheld: bool = Field(description="Whether the text of one is withheld: then nothing is compared.")
    counts: dict[Severity, int]
    silent_edits: int
    records: list[DriftRecord]
    change_class: ChangeClass | None = Field(alias="class")
    changes: list[DriftChange]


class NamedDay(Shape):
    """A day that a change record names: when it takes effect, or until when one may object."""

    record: str
    kind: str
    on: Day
    told_at: Moment
    title: str
    address: str


class Figure(Shape):
    meaning: str
    shown: str


class Measure(Shape):
    """How well one stage was measured to do."""

    title: str
    question: str
    size: str
    corpus: str = Field(description="A digest of the data.")
    measured_on: Day
    figures: list[Figure]


class LogHead(Shape):
    """The head of the log as it was signed (C2SP tlog-checkpoint), and the key that checks it."""

    origin: str | None
    size: int
    root: Sha256 | None
    key: str | None
    checkpoint: str | None


class LogKey(Shape):
    """A key of the log, and the sizes of the heads that it signed."""

    key: str
    first: int
    last: int | None = Field(description="Empty while the key signs.")
    named_by: int = Field(description="The leaf that names the key.")
    handed_over: bool | None = Field(
        description="Whether the key before signed the head of `first` leaves as well; empty for the first key, and where that head is not kept."
    )


class Leaf(Shape):
    """A leaf by its place in the log."""

    index: int
    kind: LeafKind
    subject: str
    hash: Sha256
    logged: Moment


class Proof(Shape):
    """That something stands in the log: the leaf byte for byte, and a C2SP tlog-proof of it."""

    index: int
    hash: Sha256
    logged: Moment
    leaf: str
    proof: str
    key: str
