"""Answers as bytes: canonical JSON with a strong tag, and every failure as problem details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from clausewatch.errors import (
    BadInputError,
    ClausewatchError,
    UnavailableError,
    UnknownNameError,
    WithheldObjectError,
)
from clausewatch.nouns.identity import digest
from clausewatch.pipeline.owned import PlanRefusedError
from clausewatch.publish import canonical_json

PROBLEM = "application/problem+json"
_ECHOED = 160
_FOR_NOW = "no-cache"


def answer(value: object, headers: dict[str, str] | None = None) -> Response:
    """200 with the value as canonical JSON: equal values are equal bytes, whose digest is the strong ETag (RFC 9110, 8.8.3)."""
    body = canonical_json(value).encode()
    named = {"etag": f'"{digest(body)[:32]}"', "cache-control": _FOR_NOW, **(headers or {})}
    return Response(body, media_type="application/json", headers=named)


def failure(
    status: int, subject: str, reason: str, mend: str, headers: dict[str, str] | None = None
) -> Response:
    """The failure: what was asked (made printable, and cut), why it cannot be answered, what to do.

    Its type is `about:blank`, so its title is the status's own phrase (RFC 9457, 4.2.1); `detail` is the three in one.
    """
    said = {"subject": printable(subject), "reason": printable(reason), "mend": printable(mend)}
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": f"{said['subject']}: {said['reason']}. {said['mend'].removesuffix('.')}.",
        **said,
    }
    named = {"cache-control": "no-store", **(headers or {})}
    return Response(canonical_json(told).encode(), status_code=status, media_type=PROBLEM, headers=named)


def told_failure(error: ClausewatchError) -> Response:
    """An error of ours: 404 for an unknown name, 403 for what a plan does not hold, 400 for other bad input, 500 for what is damaged here, 451 for what was withheld.

    What cannot be had now brings its own status.
    """
    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, PlanRefusedError):
        status = HTTPStatus.FORBIDDEN
    elif isinstance(error, UnknownNameError):
        status = HTTPStatus.NOT_FOUND
    elif isinstance(error, BadInputError):
        status = HTTPStatus.BAD_REQUEST
    elif isinstance(error, WithheldObjectError):
        status = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
    elif isinstance(error, UnavailableError):
        status = error.status
    return failure(status, error.subject, error.reason, error.mend)


def printable(text: str) -> str:
    """The text without anything that does not show, and not longer than one can read at a glance."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in text[: _ECHOED + 1])
    return shown if len(shown) <= _ECHOED else shown[:_ECHOED] + "…"
