"""Every failure in one shape: a page that says what was asked, why it cannot be shown, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match

from clausewatch.errors import (
    BadInputError,
    ClausewatchError,
    UnavailableError,
    UnknownNameError,
    WithheldObjectError,
)
from clausewatch.storage import catalog
from clausewatch.web.addresses import platform_path
from clausewatch.web.asking import BadFilterError
from clausewatch.web.desk import Desk
from clausewatch.web.guard import secure
from clausewatch.web.head import Head
from clausewatch.web.missing import MissingPageError, Suggestion, near

Answerer = Callable[[Request, Exception], Response]

SIGNED_IN = "signed in"
"""The key in a request's state that says so, where nothing is public."""

_AGAIN_SECONDS = 30
_HOME = (Suggestion("The front page", "/"), Suggestion("Latest changes", "/changes/"))
_PAGES = (
    Suggestion("Latest changes", "/changes/"),
    Suggestion("All provisions", "/registry/"),
    Suggestion("Topics", "/topic/"),
    Suggestion("Compare platforms", "/compare/"),
    Suggestion("Laws and standards", "/regulation/"),
    Suggestion("Health of every document", "/health/"),
    Suggestion("How soon alerts arrive", "/alerts/"),
    Suggestion("Methodology", "/methodology/"),
    Suggestion("Corrections", "/corrections/"),
    Suggestion("The log", "/log/"),
)
_MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class FailurePage:
    """What a failure's page shows."""

    status: int
    title: str
    subject: str
    reason: str
    mend: str
    suggestions: tuple[Suggestion, ...]

    @property
    def ours(self) -> bool:
        """Whether nothing that was asked is to blame."""
        return self.status >= 500


def failure_handlers(desk: Desk, routes: list[BaseRoute]) -> dict[Any, Answerer]:
    """Who answers which exception."""

    def told(request: Request, error: Exception) -> Response:
        assert isinstance(error, ClausewatchError)
        page = failure_of(error)
        if page.status == HTTPStatus.BAD_REQUEST and request.url.query:
            page = replace(page, suggestions=(*_named(error), _without_asking(request), *_HOME))
        answer = failure_answer(desk, page)
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            answer.headers["retry-after"] = str(_AGAIN_SECONDS)
        return answer

    def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == HTTPStatus.NOT_FOUND and _exists_with_slash(request, routes):
            return _with_slash(request)
        page = _from_status(error.status_code, request.url.path)
        if error.status_code == HTTPStatus.NOT_FOUND:
            named = _near(desk, request.url.path) if _may_read(desk, request) else ()
            page = replace(page, suggestions=(*named, *_HOME))
        answer = failure_answer(desk, page)
        answer.headers.update(error.headers or {})
        return answer

    def broken(request: Request, error: Exception) -> Response:  # noqa: ARG001
        answer = failure_answer(desk, _from_status(500, request.url.path))
        # This handler runs outside all middleware, which sets these elsewhere.
        secure(answer.headers)
        return answer

    return {ClausewatchError: told, HTTPException: plain, Exception: broken}


def failure_of(error: ClausewatchError) -> FailurePage:
    """What the page about the error shows."""
    status = 500
    if isinstance(error, UnknownNameError):
        status = 404
    elif isinstance(error, BadInputError):
        status = 400
    elif isinstance(error, WithheldObjectError):
        status = 451
    elif isinstance(error, UnavailableError):
        status = error.status
    titles = {
        **dict.fromkeys((413, 501, 503), "This cannot be made"),
        404: "Not here",
        400: "This cannot be used",
        451: "This was withheld",
        500: "Something here is damaged",
    }
    return FailurePage(
        status, titles[status], error.subject, error.reason, error.mend, _named(error) or _HOME
    )


def _named(error: ClausewatchError) -> tuple[Suggestion, ...]:
    """What the failure itself takes to be meant."""
    return error.suggestions if isinstance(error, (MissingPageError, BadFilterError)) else ()


def _without_asking(request: Request) -> Suggestion:
    return Suggestion("This page without any filter", _path_of(request))


def _may_read(desk: Desk, request: Request) -> bool:
    """Whether what is here may be named: not to strangers who found an address that is open where nothing is public."""
    members = desk.site.members
    return members is None or members.public or bool(request.scope.get("state", {}).get(SIGNED_IN))


def _near(desk: Desk, path: str) -> tuple[Suggestion, ...]:
    """Pages whose names resemble a part of the address, the last part first."""
    with desk.site.database.read() as connection:
        owners = catalog.platforms(connection)
    named = [(each.href.strip("/"), each) for each in _PAGES]
    named += [
        (key, Suggestion(each.name, platform_path(each.id)))
        for each in owners
        for key in (each.id, each.name)
    ]
    parts = [part for part in path.split("/") if part][-_MOST_PARTS:]
    found = (each for part in reversed(parts) for each in near(part, named))
    return tuple({each.href: each for each in found}.values())[:3]


def _from_status(status: int, path: str) -> FailurePage:
    if status == HTTPStatus.NOT_FOUND:
        return FailurePage(
            404, "Not here", path, "there is no such page", "Start from a page that is.", _HOME
        )
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return FailurePage(
            405, "Only for reading", path, "pages are only read here", "Use GET or HEAD.", _HOME
        )
    if status >= 500:
        return FailurePage(
            status,
            "A fault of ours",
            path,
            "the page could not be made",
            "Nothing is lost, and nothing you did caused it. Try again in a minute; the operator's log says why.",
            _HOME,
        )
    return FailurePage(
        status, "This cannot be answered", path, HTTPStatus(status).phrase, "Try again.", _HOME
    )


def failure_answer(desk: Desk, page: FailurePage) -> Response:
    """The failure as a page."""
    head = Head(title=page.title, path="", robots="noindex")
    return desk.page("failure.html", head, page, page.status)


def _exists_with_slash(request: Request, routes: list[BaseRoute]) -> bool:
    if request.url.path.endswith("/"):
        return False
    scope = dict(request.scope, path=request.scope["path"] + "/")
    return any(route.matches(scope)[0] is not Match.NONE for route in routes)


def _with_slash(request: Request) -> Response:
    # Only a path, so that neither a proxy's scheme nor a forged Host header gets into it.
    target = f"{_path_of(request)}/"
    query = request.url.query
    return RedirectResponse(f"{target}?{query}" if query else target, status_code=301)


def _path_of(request: Request) -> str:
    return quote(request.scope["path"], safe="/.~-_")
