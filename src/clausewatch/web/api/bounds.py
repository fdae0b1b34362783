"""What is refused before any route sees it, and HEAD answered as GET without its body."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clausewatch.web.api.answers import failure

_PATH, _QUERY, _FIELDS = 1_000, 4_000, 50
"""Characters of path and query, and parameters: four times the longest address that the API itself writes."""
_BODY = 65_536
"""Bytes of a body that a request may bring."""

_READS = ("GET", "HEAD")
_WRITES = ("POST", "DELETE")


class Bounded:
    """ASGI middleware around the API: strangers' requests within bounds, in one form."""

    def __init__(self, app: ASGIApp, writable: str = "") -> None:
        """Below the path `writable`, where one is given, POST and DELETE are let through as well."""
        self._app = app
        self._writable = writable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = _refused(scope, self._writable)
        bare = _Bare(send) if scope["method"] == "HEAD" else None
        if refused is not None:
            await refused(scope, receive, bare.send if bare else send)
        elif bare is not None:
            await self._app({**scope, "method": "GET"}, receive, bare.send)
        else:
            await self._app(scope, receive, send)


class _Bare:
    """Lets the head through and keeps the body back (RFC 9110, 9.3.2)."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)


def _refused(scope: Scope, writable: str) -> Response | None:
    path, query = scope["path"], scope["query_string"]
    under = path.removeprefix(scope.get("root_path", ""))
    writes = bool(writable) and (under == writable or under.startswith(f"{writable}/"))
    methods = (*_READS, *_WRITES) if writes else _READS
    if scope["method"] not in methods:
        allowed = ", ".join(methods) if writes else "GET or HEAD"
        return failure(
            HTTPStatus.METHOD_NOT_ALLOWED,
            scope["method"],
            "it is not for this address" if writes else "the API only reads",
            f"Use {allowed}",
            {"allow": ", ".join(methods)},
        )
    size = Headers(scope=scope).get("content-length", "0")
    if not size.isdecimal() or int(size[:12]) > _BODY:
        return failure(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "the body",
            f"it has {size} bytes, and at most {_BODY} are read",
            "Send less; reading needs no body",
            {"connection": "close"},
        )
    if len(path) > _PATH or not path.isprintable():
        return failure(
            HTTPStatus.NOT_FOUND,
            path,
            "there is nothing of that name",
            "Begin at /api/v1/, which lists what there is",
        )
    if len(query) > _QUERY:
        return failure(
            HTTPStatus.BAD_REQUEST,
            "the query",
            f"it has {len(query)} bytes, and {_QUERY} are read",
            "Ask for less at once",
        )
    reason = _strange(query.decode("latin-1"))
    if reason:
        return failure(HTTPStatus.BAD_REQUEST, "the query", reason, "Write it as the documentation shows")
    if not _takes_json(Headers(scope=scope).get("accept", "")) and path.rstrip("/") != scope.get(
        "root_path", ""
    ):
        return failure(
            HTTPStatus.NOT_ACCEPTABLE,
            "Accept",
            "answers are application/json only",
            "Send Accept: application/json, or none",
        )
    return None


def _strange(query: str) -> str:
    try:
        fields = parse_qsl(query, keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        return f"it has more than {_FIELDS} parameters"
    if any(not name.isprintable() or not value.isprintable() for name, value in fields):
        return "it holds characters that do not print"
    names = [name for name, _ in fields]
    twice = next((name for name in names if names.count(name) > 1), None)
    return f"it gives {twice[:40]!r} twice" if twice is not None else ""


def _takes_json(accept: str) -> bool:
    """Whether the header lets JSON in (RFC 9110, 12.5.1); an absent one does."""
    if not accept.strip():
        return True
    for part in accept.split(","):
        kind, *parameters = (each.strip().lower() for each in part.split(";"))
        refused = any(each.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for each in parameters)
        if kind in ("*/*", "application/*", "application/json") and not refused:
            return True
    return False
