"""What is logged of captures, versions, analyses and the roster, and the records that leaves name by their hash.

Leaves are public and stay. Of headers, sent and received, those in `_UNTOLD` (cookies, credentials, and what is known to
tell the client's address) are named without their value, and the contact in our User-Agent is blanked wherever headers
hold it. Everything else stands as it came: a server that tells the client's address in a header of its own making, in an
address it redirects to or in a body has it in the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from clausewatch.nouns.catalog import Document
from clausewatch.nouns.document import Version
from clausewatch.nouns.evidence import Capture, Origin
from clausewatch.nouns.identity import Digest, digest
from clausewatch.nouns.stated import Analysis
from clausewatch.proof.statement import Leaf, LeafKind, canonical

_LONGEST_URL = 4_000
_UNTOLD = frozenset(
    {
        "cookie",
        "set-cookie",
        "set-cookie2",
        "authorization",
        "proxy-authorization",
        "via",
        "forwarded",
        "x-forwarded",
        "x-forwarded-for",
        "x-original-forwarded-for",
        "forwarded-for",
        "x-proxyuser-ip",
        "client-ip",
        "x-client-ip",
        "x-clientip",
        "x-cluster-client-ip",
        "true-client-ip",
        "fastly-client-ip",
        "cf-connecting-ip",
        "cf-connecting-ipv6",
        "cf-pseudo-ipv4",
        "fly-client-ip",
        "do-connecting-ip",
        "x-nf-client-connection-ip",
        "x-appengine-user-ip",
        "x-azure-clientip",
        "x-azure-socketip",
        "x-envoy-external-address",
        "cloudfront-viewer-address",
        "x-real-ip",
        "x-remote-ip",
        "x-remote-addr",
        "remote-addr",
        "x-ip",
        "x-ip-address",
        "x-your-ip",
        "x-user-ip",
        "x-visitor-ip",
    }
)
"""Headers whose value is not told: credentials, and names in use for the client's address (RFC 7239; RFC 9110, 7.6.3; proxies)."""

_CONTACT = re.compile(r"\(\+(.+)\)")
"""The operator's contact, as capture's settings put it into the User-Agent."""


@dataclass(frozen=True, slots=True)
class Head:
    """A state of the log: how many leaves, and their root in hexadecimal."""

    size: int
    root: Digest


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf stands in its track, when it was made, and after which state of the log."""

    track: str
    seq: int
    prev: Digest | None
    logged: datetime
    after: Head

    def as_json(self) -> dict[str, object]:
        return {
            "track": self.track,
            "seq": self.seq,
            "prev": self.prev,
            "logged": instant(self.logged),
            "after": {"size": self.after.size, "root": self.after.root},
        }


def instant(at: datetime) -> str:
    """RFC 3339, UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def capture_record(capture: Capture) -> bytes:
    """All that is known of how a capture came, as canonical JSON, without what is not told (see the module)."""
    exchange = capture.exchange
    contact = _contact(exchange.request_headers)
    tls, problem = exchange.tls, exchange.problem
    return canonical(
        {
            "form": "clausewatch capture record 1",
            "capture": capture.id,
            "document": capture.document,
            "source": capture.source,
            "observed_at": instant(capture.observed_at),
            "origin": capture.origin.value,
            "origin_ref": capture.origin_ref,
            "origin_parent": capture.origin_parent,
            "collection": {"sources": capture.collection.sources, "method": capture.collection.method},
            "media_type": capture.media_type,
            "charset": capture.charset,
            "body": capture.body,
            "body_bytes": capture.body_bytes,
            "screenshot": capture.screenshot,
            "url": exchange.url,
            "final_url": exchange.final_url,
            "request_headers": _told(exchange.request_headers, contact),
            "status": exchange.status,
            "headers": _told(exchange.headers, contact),
            "hops": [asdict(each) for each in exchange.hops],
            "tls": None if tls is None else asdict(tls),
            "elapsed_ms": exchange.elapsed_ms,
            "not_modified": exchange.not_modified,
            "wire_encoding": exchange.wire_encoding,
            "wire_bytes": exchange.wire_bytes,
            "renderer": exchange.renderer,
            "problem": None
            if problem is None
            else {"failure": problem.failure.value, "detail": problem.detail},
        }
    )


def capture_leaf(capture: Capture, records: Digest, place: Place, collector: Mapping[str, str]) -> Leaf:
    """The leaf of a capture, whether or not it brought anything. Its record is a line of the archived `records`."""
    exchange = capture.exchange
    brought = {"body": capture.body, "screenshot": capture.screenshot}
    subjects = {name: value for name, value in brought.items() if value is not None}
    subjects["record"] = digest(capture_record(capture))
    problem = exchange.problem
    return Leaf(
        LeafKind.CAPTURE,
        subjects,
        {
            **place.as_json(),
            "capture": capture.id,
            "document": capture.document,
            "url": _short(exchange.url),
            "final_url": _short(exchange.final_url),
            "hops": len(exchange.hops),
            "t0": instant(capture.observed_at),
            "status": exchange.status,
            "failure": None if problem is None else problem.failure.value,
            "not_modified": exchange.not_modified,
            "kind": "live" if capture.origin is Origin.LIVE else "imported",
            "origin": capture.origin.value,
            "fidelity": _fidelity(capture),
            "records": records,
            "collector": dict(collector),
        },
    )


def version_leaf(
    version: Version, bodies: Sequence[Digest], place: Place, extractor: Mapping[str, str]
) -> Leaf:
    """The leaf of a version: the text, and the bodies from which this extractor read it."""
    subjects = {"text": version.text}
    if version.learned is not None:
        subjects["learned"] = version.learned
    return Leaf(
        LeafKind.VERSION,
        subjects,
        {
            **place.as_json(),
            "version": version.id,
            "document": version.document,
            "t0": instant(version.observed_at),
            "captures": list(version.captures),
            "bodies": list(bodies),
            "cause": version.cause.value,
            "replaces": version.replaces,
            "fingerprint": version.fingerprint,
            "extractor": dict(extractor),
        },
    )


def report_digest(version: str, rows: Iterable[tuple[Digest, int]]) -> Digest:
    """The digest of what is said of a version: its provisions' digests, which cover all that is said, and their places."""
    return digest(canonical({"version": version, "provisions": [[each, at] for each, at in rows]}))


def analysis_leaf(analysis: Analysis, report: Digest, place: Place, analyser: Mapping[str, str]) -> Leaf:
    """The leaf of an analysis."""
    return Leaf(
        LeafKind.ANALYSIS,
        {"report": report},
        {
            **place.as_json(),
            "version": analysis.version,
            "document": analysis.document,
            "t0": instant(analysis.at),
            "recipe": analysis.recipe,
            "context": analysis.context,
            "statements": analysis.statements,
            "sentences": analysis.sentences,
            "refused": analysis.refused,
            "analyser": dict(analyser),
        },
    )


def roster_record(watched: Iterable[Document]) -> bytes:
    """Every document that is captured, with its addresses and how often, as canonical JSON."""
    return canonical(
        {
            "form": "clausewatch roster 1",
            "documents": [
                {
                    "document": each.id,
                    "name": each.name,
                    "cadence_hours": each.cadence_hours,
                    "addresses": [
                        {"source": source.id, "url": source.url, "render": source.render.value}
                        for source in each.sources
                    ],
                }
                for each in sorted(watched, key=lambda each: each.id)
            ],
        }
    )


def roster_leaf(roster: Digest, documents: int, place: Place) -> Leaf:
    """The leaf of the roster, so that what is silently dropped from it can be seen."""
    return Leaf(LeafKind.ROSTER, {"roster": roster}, {**place.as_json(), "documents": documents})


def tombstone_leaf(withheld: Digest, named_by: Sequence[str], reason: str, place: Place) -> Leaf:
    """The leaf that says that an archived object, which other leaves name, was withheld, and why."""
    return Leaf(
        LeafKind.TOMBSTONE,
        {"object": withheld},
        {**place.as_json(), "named_by": list(named_by), "reason": reason},
    )


def key_leaf(verifier: str, place: Place) -> Leaf:
    """The leaf that names the key that signs from here on."""
    return Leaf(LeafKind.KEY, {"key": digest(verifier.encode())}, {**place.as_json(), "key": verifier})


def _fidelity(capture: Capture) -> str:
    if capture.origin is not Origin.LIVE:
        return "imported"
    return "rendered" if capture.exchange.renderer else "wire"


def _contact(request_headers: Iterable[tuple[str, str]]) -> str:
    """The contact by which the request named its operator; empty where it named none."""
    agents = (value for name, value in request_headers if name.lower() == "user-agent")
    found = (_CONTACT.search(each) for each in agents)
    return next((each[1] for each in found if each), "")


def _told(headers: Iterable[tuple[str, str]], contact: str) -> list[list[str]]:
    def value_of(name: str, value: str) -> str:
        if name.lower() in _UNTOLD:
            return ""
        return value.replace(contact, "") if contact else value

    return [[name, value_of(name, value)] for name, value in headers]


def _short(url: str) -> str | None:
    """An address of a usual length; a longer one stands in the record alone."""
    return url if len(url) <= _LONGEST_URL else None
