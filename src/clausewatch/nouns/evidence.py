"""What was fetched: captures and what is known of how they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.identity import CaptureId, Digest, DocumentId, SourceId


class Verdict(StrEnum):
    """What a capture is. Only `ok` can become a version."""

    OK = "ok"
    UNCHANGED = "unchanged"
    CHALLENGE = "challenge"
    LOGIN_WALL = "login-wall"
    CONSENT_WALL = "consent-wall"
    ERROR = "error"
    SOFT_404 = "soft-404"
    MAINTENANCE = "maintenance"
    SHELL = "shell"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    OTHER_DOCUMENT = "other-document"
    WRONG_LANGUAGE = "wrong-language"
    REGION_BLOCK = "region-block"
    TOO_LARGE = "too-large"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"
    """A good text too unlike the last one to be believed before it was seen a second time."""

    @property
    def good(self) -> bool:
        return self in (Verdict.OK, Verdict.UNCHANGED)


class Failure(StrEnum):
    """Why a fetch brought no usable answer."""

    BAD_URL = "bad-url"
    DNS = "dns"
    REFUSED_ADDRESS = "refused-address"
    ROBOTS = "robots"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    TOO_LARGE = "too-large"
    STATUS = "status"
    NEEDS_BROWSER = "needs-browser"


class Origin(StrEnum):
    """How a capture came to us."""

    LIVE = "live"
    OTA = "ota"
    CAPTURES = "captures"


@dataclass(frozen=True, slots=True)
class Hop:
    """One answered request of a redirect chain: where it went and what it said."""

    url: str
    status: int
    address: str


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What the handshake of the last hop said. `peer_certificate` is the SHA-256 of the DER certificate."""

    protocol: str
    cipher: str
    peer_certificate: Digest


@dataclass(frozen=True, slots=True)
class Problem:
    """A failed fetch: the kind for programs, the detail for people, and how long the host asks us to wait."""

    failure: Failure
    detail: str
    retry_after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One fetch as it happened on the network, without the body.

    `status` is None when no answer came. `not_modified` says that a conditional request was answered 304, so the
    previous body still stands. Header names are kept as sent, in order. `wire_encoding` is the Content-Encoding that
    was undone; `wire_bytes` what the body measured before that. `renderer` names the browser whose document the body is;
    empty when the body is what the server sent.
    """

    url: str
    final_url: str
    request_headers: tuple[tuple[str, str], ...]
    status: int | None
    headers: tuple[tuple[str, str], ...]
    hops: tuple[Hop, ...]
    tls: TlsFacts | None
    elapsed_ms: int
    not_modified: bool = False
    wire_encoding: str = ""
    wire_bytes: int = 0
    problem: Problem | None = None
    renderer: str = ""

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Collection:
    """How the pages behind a text were collected: how many pages were joined (None where nobody told) and a name for
    the rules by which they were chosen and cut out.

    Texts of two collections may differ by the collector's hand and not by the publisher's.
    """

    sources: int | None = None
    method: str = ""


UNTOLD = Collection()
"""What is known of a collection nobody told of."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch of a source: what was asked, what came, when, and which bytes (by hash) it brought.

    `body` is None when nothing usable came. A 304 carries the hash of the body that still stands. `origin_ref` names an
    imported capture in its archive (`commit:path`, or a file), `origin_parent` the commit before it; `collection` is
    what that archive tells of its own collecting. `screenshot` is the hash of a PNG of the page, where a browser took the
    capture.
    """

    id: CaptureId
    document: DocumentId
    source: SourceId
    observed_at: datetime
    origin: Origin
    origin_ref: str
    media_type: str
    charset: str | None
    body: Digest | None
    body_bytes: int
    exchange: Exchange
    origin_parent: str = ""
    screenshot: Digest | None = None
    collection: Collection = UNTOLD
