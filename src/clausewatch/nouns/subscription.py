"""Who is told about what, and how it went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.catalog import Document
from clausewatch.nouns.change import ChangeClass, ChangeKind, ChangeRecord, Direction, Severity
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import AlertId, DocumentId, LineageId, PlatformId, RecordId, WatchId

DAY_MINUTES = 24 * 60


class Channel(StrEnum):
    EMAIL = "email"
    WEBHOOK = "webhook"
    CHAT = "chat"
    FEED = "feed"


class Pace(StrEnum):
    """How often a watch is told: of each change at once, or of all of a day or week together."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a watch is about, beside platforms and documents; an empty tuple or text asks for nothing in particular.

    All but `classes` speak of single changes: one and the same change of a record must meet all of them, and have the
    watch's severity. `provisions` are lineages, `regulations` ids of entries; `search` is a search as a person writes it.
    `classes` narrow what is told, and may ask for what is told to nobody else: metadata, editorial, capture.
    """

    topics: tuple[TopicId, ...] = ()
    provisions: tuple[LineageId, ...] = ()
    regulations: tuple[str, ...] = ()
    search: str = ""
    kinds: tuple[ChangeKind, ...] = ()
    directions: tuple[Direction, ...] = ()
    classes: tuple[ChangeClass, ...] = ()

    @property
    def speaks_of_changes(self) -> bool:
        """Whether a record is looked at change by change."""
        return bool(
            self.topics or self.provisions or self.regulations or self.search or self.kinds or self.directions
        )


@dataclass(frozen=True, slots=True)
class Timing:
    """When a watch is told. Times of day are minutes since midnight on the clock of `zone` (IANA time zone database).

    A digest goes at `minute`, a weekly one on `weekday` (0 is Monday). From `quiet_from` until before `quiet_until`,
    which may lie on the next day, nothing goes at once; equal values mean no quiet hours.
    """

    pace: Pace = Pace.IMMEDIATE
    zone: str = "UTC"
    minute: int = 8 * 60
    weekday: int = 0
    quiet_from: int = 0
    quiet_until: int = 0


@dataclass(frozen=True, slots=True)
class Watch:
    """Whom to tell about what: empty tuples mean every platform or document.

    `target` is an e-mail address, or the address of a webhook or a chat service's incoming webhook; a feed has none. `secret` signs webhooks
    (Standard Webhooks: `whsec_` and base64). Only changes observed from `created_at` on are told. Of `muted` platforms and
    documents nothing is told; until `snoozed_until` everything waits. After a rotation, webhooks are signed with
    `previous_secret` as well until `previous_until`. `organisation` owns it; empty for the operator's own.
    """

    id: WatchId
    name: str
    channel: Channel
    target: str
    platforms: tuple[PlatformId, ...]
    documents: tuple[DocumentId, ...]
    minimum: Severity
    created_at: datetime
    secret: str = field(default="", repr=False)
    active: bool = True
    scope: Scope = Scope()
    timing: Timing = Timing()
    muted: tuple[str, ...] = ()
    snoozed_until: datetime | None = None
    previous_secret: str = field(default="", repr=False)
    previous_until: datetime | None = None
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """What one change concerns: the topics its provision speaks of, and the regulations that bear on it."""

    topics: frozenset[TopicId] = frozenset()
    regulations: frozenset[str] = frozenset()


NO_CONCERN = Concern()


@dataclass(frozen=True, slots=True)
class Matter:
    """A record as watches look at it. `concerns` go with its changes, in order; without them no topic is known."""

    record: ChangeRecord
    document: Document
    concerns: tuple[Concern, ...] = ()

    def concern(self, place: int) -> Concern:
        """Of the change at that place."""
        return self.concerns[place] if place < len(self.concerns) else NO_CONCERN


class AlertState(StrEnum):
    """Where an alert stands. One that is read in a feed is sent nowhere; one whose record a later reading replaced before
    it went is withdrawn, because the record in its place is told."""

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"
    IN_FEED = "in-feed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Alert:
    """One notice to one watch about one change record; its id is a digest of both, so it exists once.

    Alerts of one `digest` go together in one message of that id; empty for those that go alone.
    """

    id: AlertId
    watch: WatchId
    record: RecordId
    created_at: datetime
    state: AlertState = AlertState.PENDING
    attempts: int = 0
    next_attempt_at: datetime | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at delivering an alert: when, whether it was taken, what the other side said."""

    alert: AlertId
    number: int
    at: datetime
    delivered: bool
    permanent: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Inline:
    """A PNG picture that the HTML of a message shows, by `name` (RFC 2392: `cid:` and it)."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert with whom it is for and every try at delivering it, in order.

    `event` is `change.recorded`, or what a notice tells that is about no record, of these `documents`; `watch` is None for
    the operator's.
    """

    alert: Alert
    watch: Watch | None
    attempts: tuple[Attempt, ...]
    event: str = "change.recorded"
    documents: tuple[DocumentId, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """An alert's way: when its change was observed, when it was decided to tell it, and when it was taken, if it was.

    `gathered` says that it waited for a digest, as its watch asks.
    """

    alert: AlertId
    record: RecordId
    document: DocumentId
    channel: Channel
    target: str
    observed_at: datetime
    decided_at: datetime
    delivered_at: datetime | None
    state: AlertState
    gathered: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """A notice in a few lines of plain text for chat rooms: its title, then lines, each with the address it speaks of."""

    title: str = ""
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A notice in every form a channel may want. `id`, of an alert or a digest, is stable over retries.

    `leave` is the address at which its receiver can end the watch, empty where there is none.
    """

    id: str
    subject: str
    text: str
    html: str
    payload: str
    picture: Inline | None = None
    leave: str = ""
    brief: Brief = Brief()
