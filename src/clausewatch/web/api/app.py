"""The API as an application: its routes, one shape of failure, its OpenAPI document and a page that lists it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from clausewatch import __version__
from clausewatch.errors import ClausewatchError
from clausewatch.web.api import (
    adoption,
    alerts,
    catalogue,
    changes,
    evidence,
    provisions,
    searching,
    standing,
    texts,
    topics,
    watches,
    watching,
)
from clausewatch.web.api.answers import answer, failure, told_failure
from clausewatch.web.api.bounds import Bounded
from clausewatch.web.api.described import described
from clausewatch.web.api.pace import Pace
from clausewatch.web.api.tokens import OWN, Tokens
from clausewatch.web.desk import Desk
from clausewatch.web.head import Head
from clausewatch.web.members import Members

ROOT = "/api/v1"
_FAMILIES = (
    catalogue,
    provisions,
    changes,
    texts,
    topics,
    adoption,
    searching,
    standing,
    alerts,
    watching,
    evidence,
)
_ABOUT = (
    "What the pages of this instance show, for programs. It only reads. Every answer carries a strong ETag; ask again "
    "with If-None-Match. Lists come in pages: follow `next`. Every failure is problem details (RFC 9457). Who asks too "
    "often is told when to ask again. Quotations belong to the platforms."
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API with what it answers."""

    path: str
    summary: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ApiPage:
    """What the page about the API shows."""

    families: tuple[tuple[str, tuple[Endpoint, ...]], ...]
    accounts: bool
    public: bool


def create_api(desk: Desk) -> FastAPI:
    """The API, to be mounted at `/api/v1`. Neither of FastAPI's own pages: they load scripts from elsewhere."""
    members = desk.site.members
    api = FastAPI(
        title="Clausewatch",
        version=__version__,
        description=_about(members),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers=HANDLERS,
    )
    for family in _FAMILIES:
        api.include_router(family.routes(desk))
    if members is not None:
        api.include_router(watches.routes(desk, members))
    written = described(api, ROOT, members)
    page = ApiPage(_listed(written), members is not None, members is None or members.public)

    @api.get("/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return answer(written)

    @api.get("/", include_in_schema=False)
    def index() -> Response:
        head = Head(title="The API", path=f"{ROOT}/", description=_about(members))
        return desk.page("api.html", head, page)

    api.state.desk = desk
    # What is added last is asked first.
    if members is not None:
        api.add_middleware(Tokens, members=members)
    api.add_middleware(Bounded, writable=OWN if members is not None else "")
    api.add_middleware(Pace, per_minute=desk.site.requests_per_minute)
    return api


def _about(members: Members | None) -> str:
    if members is None:
        return _ABOUT
    return _ABOUT.replace("It only reads. ", "With a token it makes and ends watches. ")


def _listed(written: dict[str, Any]) -> tuple[tuple[str, tuple[Endpoint, ...]], ...]:
    families: dict[str, list[Endpoint]] = {}
    for path, operations in written["paths"].items():
        for method, operation in operations.items():
            parameters = tuple(
                (each["name"], each.get("description", ""))
                for each in operation.get("parameters", ())
                if each["in"] == "query"
            )
            asked = "" if method == "get" else f"{method.upper()} "
            families.setdefault(operation["tags"][0], []).append(
                Endpoint(f"{asked}{ROOT}{path}", operation["summary"], parameters)
            )
    return tuple((tag, tuple(endpoints)) for tag, endpoints in families.items())


async def _told(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ClausewatchError)
    return told_failure(error)


async def _unusable(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = ".".join(str(each) for each in first["loc"][1:]) or "the body"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if first["loc"][0] == "body" else HTTPStatus.BAD_REQUEST
    return failure(
        status, name, f"cannot be used: {first['msg']}", f"{ROOT}/openapi.json says what it may be"
    )


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return failure(404, request.url.path, "there is nothing of that name", f"{ROOT}/ lists what there is")
    headers = dict(error.headers) if error.headers else None
    return failure(
        error.status_code, request.url.path, str(error.detail), f"{ROOT}/ says what can be asked", headers
    )


async def _broken(request: Request, _error: Exception) -> Response:
    return failure(
        500, request.url.path, "the answer could not be made", "The operator's log says why; try again"
    )


HANDLERS: dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]] = {
    ClausewatchError: _told,
    RequestValidationError: _unusable,
    HTTPException: _plain,
    Exception: _broken,
}
"""Every failure's way to the one shape, whichever route raised it."""
