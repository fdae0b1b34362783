"""Headers on every answer, and conditional answers for pages."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clausewatch.nouns.identity import digest

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_FIXED = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)


def tag_of(body: bytes) -> str:
    """The weak ETag of a page: the same for the same words, however they are packed on the way (RFC 9110, 8.8.3)."""
    return f'W/"{digest(body)[:32]}"'


def secure(headers: MutableHeaders) -> None:
    """Sets the headers that every answer carries (W3C Content Security Policy 3; Fetch, nosniff)."""
    for name, value in _FIXED:
        headers[name] = value


class GuardedAnswers:
    """ASGI middleware: sets the fixed headers, and an ETag that answers 304 where it still holds (RFC 9110, 13.1.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        await self._app(scope, receive, answer.send)


class _Answer:
    """Holds back a page's head until its body is there, so that its ETag can be made."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._wanted = Headers(scope=scope).get("if-none-match", "")
        self._send = send
        self._start: Message = {}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            secure(MutableHeaders(scope=message))
            self._start = message
            return
        if self._start and not message.get("more_body", False) and self._start["status"] == 200:
            message = self._tagged(message)
        if self._start:
            await self._send(self._start)
            self._start = {}
        await self._send(message)

    def _tagged(self, message: Message) -> Message:
        headers = MutableHeaders(scope=self._start)
        if headers.get("cache-control") == "no-store":
            return message
        # What answers with bytes alone names them itself, by a strong tag; a page that is kept has its tag with it.
        tag = headers.get("etag") or tag_of(message.get("body", b""))
        headers["etag"] = tag
        headers.setdefault("cache-control", "no-cache")
        asked = {each.strip().removeprefix("W/") for each in self._wanted.split(",")}
        if tag.removeprefix("W/") not in asked and "*" not in asked:
            return message
        self._start["status"] = 304
        for name in ("content-length", "content-type"):
            del headers[name]
        return {"type": "http.response.body", "body": b""}
