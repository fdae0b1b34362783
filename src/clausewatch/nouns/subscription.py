"""Who is told about what, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.change import Severity
from clausewatch.nouns.identity import AlertId, DocumentId, PlatformId, RecordId, WatchId


class Channel(StrEnum):
    EMAIL = "email"
    WEBHOOK = "webhook"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Watch:
    """Whom to tell about what: empty tuples mean every platform or document.

    `target` is an e-mail address or a webhook address; a feed has none. `secret` signs webhooks
    (Standard Webhooks: `whsec_` and base64). Only changes observed from `created_at` on are told.
    """

    id: WatchId
    name: str
    channel: Channel
    target: str
    platforms: tuple[PlatformId, ...]
    documents: tuple[DocumentId, ...]
    minimum: Severity
    created_at: datetime
    secret: str = ""
    active: bool = True


class AlertState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Alert:
    """One notice to one watch about one change record; its id is a digest of both, so it exists once."""

    id: AlertId
    watch: WatchId
    record: RecordId
    created_at: datetime
    state: AlertState = AlertState.PENDING
    attempts: int = 0
    next_attempt_at: datetime | None = None


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
class Message:
    """A notice in every form a channel may want. `id` is stable over retries."""

    id: AlertId
    subject: str
    text: str
    html: str
    payload: str
    picture: Inline | None = None
