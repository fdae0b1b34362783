"""What goes wrong when an instance is asked, as exceptions that carry its problem details."""

from __future__ import annotations

import json
from http import HTTPStatus

from clausewatch.errors import ClausewatchError

_SHOWN = 200


class ApiError(ClausewatchError):
    """An answer that is none: `status`, and the problem's `title` and `detail` (RFC 9457)."""

    def __init__(self, status: int, title: str, told: tuple[str, str, str], detail: str = "") -> None:
        super().__init__(*told)
        self.status = status
        self.title = title
        self.detail = detail or str(self)


class NotFoundError(ApiError):
    """There is nothing of that name: status 404."""


class BusyError(ApiError):
    """Too many requests, or something is still being gathered: 429 or 503, also after waiting as long as asked to."""


class UnreachableError(ClausewatchError):
    """No answer came, or none that could be read."""


def told_error(status: int, url: str, body: bytes) -> ApiError:
    """The exception for an answer of that status. Something between may have answered with no problem details."""
    kind = {404: NotFoundError, 429: BusyError, 503: BusyError}.get(status, ApiError)
    try:
        said = json.loads(body)
        told = str(said["subject"]), str(said["reason"]), str(said["mend"])
        return kind(status, str(said["title"]), told, str(said["detail"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        shown = body[:_SHOWN].decode("utf-8", "replace").strip() or "it says nothing more"
        return kind(
            status,
            _phrase(status),
            (url, f"it answered {status} ({shown})", "Check the address of the instance"),
        )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"
