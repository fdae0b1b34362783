"""What the fictional servers answer: a pure function of the request, the story and the simulated time."""

from __future__ import annotations

import gzip
import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus

import brotli  # type: ignore[import-untyped]  # ships no types

from clausewatch.demo.story import Serving, Story, StoryDocument, StoryPlatform, StoryState
from clausewatch.nouns.identity import digest

Headers = tuple[tuple[str, str], ...]

_HTML: Headers = (("Content-Type", "text/html; charset=utf-8"),)
_PLAIN: Headers = (("Content-Type", "text/plain; charset=utf-8"),)

_ROBOTS = b"User-agent: *\nDisallow: /login\nDisallow: /search\nDisallow: /console\n"


@dataclass(frozen=True, slots=True)
class Ask:
    """What of a request decides the answer. `host` has neither port nor capitals; `path` no query."""

    host: str
    path: str
    accept_encoding: str = ""
    if_none_match: str | None = None
    if_modified_since: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in order (without Date, Server and Content-Length) and body."""

    status: int
    headers: Headers
    body: bytes
    server: str = ""


def answer(story: Story, ask: Ask, now: datetime) -> Answer:
    """The answer of the host that is asked, the same bytes for the same request and instant.

    An unknown host is answered 421 (RFC 9110, 15.5.20).
    """
    platform = next((each for each in story.platforms if each.host == ask.host), None)
    if platform is None:
        hosts = ", ".join(each.host for each in story.platforms)
        text = f"No site of that name is served here. The Host header may name one of: {hosts}\n"
        return Answer(HTTPStatus.MISDIRECTED_REQUEST, _PLAIN, text.encode())
    status, headers, body = _resource(story, platform, ask, now)
    return _represent(platform.serving, ask, Answer(status, headers, body, platform.serving.server))


def _resource(story: Story, platform: StoryPlatform, ask: Ask, now: datetime) -> tuple[int, Headers, bytes]:
    if ask.path == "/robots.txt":
        return HTTPStatus.OK, _PLAIN, _ROBOTS
    if ask.path == "/":
        return HTTPStatus.OK, _HTML, _home(platform)
    for document in platform.documents:
        if ask.path == document.former_path:
            headers = (("Location", document.path), *_HTML)
            return HTTPStatus.MOVED_PERMANENTLY, headers, _shell(platform, "Moved", [document])
        state = document.state_at(now) if ask.path == document.path else None
        if state is not None:
            body = story.page(state)
            return state.http_status, (*_HTML, *_validators(platform.serving, state, body)), body
    return HTTPStatus.NOT_FOUND, _HTML, _shell(platform, "Page not found", [])


def _validators(serving: Serving, state: StoryState, body: bytes) -> Iterator[tuple[str, str]]:
    if state.http_status != HTTPStatus.OK:
        yield "Cache-Control", "no-store"
        return
    if serving.etag:
        yield "ETag", f'"{digest(body)[:16]}"'
    if serving.last_modified:
        yield "Last-Modified", format_datetime(state.at, usegmt=True)


def _represent(serving: Serving, ask: Ask, whole: Answer) -> Answer:
    """The answer as the client wants it: not modified, or in a content coding it accepts."""
    headers = whole.headers
    if serving.encodings:
        headers = (*headers, ("Vary", "Accept-Encoding"))
    if whole.status == HTTPStatus.OK and _unchanged(ask, dict(headers)):
        kept = tuple(each for each in headers if each[0] != "Content-Type")
        return Answer(HTTPStatus.NOT_MODIFIED, kept, b"", whole.server)
    accepted = _accepted(ask.accept_encoding)
    coding = next((each for each in serving.encodings if each in accepted), None)
    if coding is None:
        return Answer(whole.status, headers, whole.body, whole.server)
    # The coded bytes are another representation, which a strong tag must tell apart (RFC 9110, 8.8.1): weaken it.
    coded = tuple((name, f"W/{value}" if name == "ETag" else value) for name, value in headers)
    return Answer(
        whole.status, (*coded, ("Content-Encoding", coding)), _coded(coding, whole.body), whole.server
    )


def _unchanged(ask: Ask, headers: dict[str, str]) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides where it is given, by weak comparison; else If-Modified-Since."""
    if ask.if_none_match is not None:
        tags = [tag.strip().removeprefix("W/") for tag in ask.if_none_match.split(",")]
        return headers.get("ETag") in tags or ("*" in tags and "ETag" in headers)
    modified = headers.get("Last-Modified")
    if ask.if_modified_since is None or modified is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(ask.if_modified_since)
    except (ValueError, TypeError):
        return False  # a date that cannot be read is ignored (RFC 9110, 13.1.3)


def _accepted(header: str) -> frozenset[str]:
    """The content codings that an Accept-Encoding header names without refusing them."""
    offers = (offer.partition(";") for offer in header.lower().split(","))
    return frozenset(name.strip() for name, _, weight in offers if not _refused(weight))


def _refused(weight: str) -> bool:
    return weight.replace(" ", "").rstrip("0").rstrip(".") in ("q=", "q=0")


@lru_cache(maxsize=64)
def _coded(coding: str, body: bytes) -> bytes:
    if coding == "br":
        return bytes(brotli.compress(body, quality=5))
    return gzip.compress(body, 6, mtime=0)


def _home(platform: StoryPlatform) -> bytes:
    return _shell(platform, f"{platform.name}: legal", platform.documents)


def _shell(
    platform: StoryPlatform, heading: str, documents: tuple[StoryDocument, ...] | list[StoryDocument]
) -> bytes:
    items = "".join(
        f'<li><a href="{html.escape(each.path)}">{html.escape(each.title)}</a></li>\n' for each in documents
    )
    listing = f"<ul>\n{items}</ul>\n" if items else '<p><a href="/">Start page</a></p>\n'
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(heading)}</title></head>\n'
        f"<body><h1>{html.escape(heading)}</h1>\n{listing}<p>{html.escape(platform.company)}</p></body></html>\n"
    ).encode()
