"""The API as an application: its routes, one shape of failure, its OpenAPI document and a page that lists it."""

from __future__ import annotations

from dataclasses import dataclass
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
    provisions,
    searching,
    topics,
    watches,
)
from clausewatch.web.api.answers import answer, failure, told_failure
from clausewatch.web.api.bounds import Bounded
from clausewatch.web.api.tokens import OWN, Tokens
from clausewatch.web.desk import Desk, Head
from clausewatch.web.members import Members

ROOT = "/api/v1"
_FAMILIES = (catalogue, provisions, changes, topics, adoption, searching, alerts)
_ABOUT = (
    "What the pages of this instance show, for programs. It only reads. Every answer carries a strong ETag; ask again "
    "with If-None-Match. Lists come in pages: follow `next`. Quotations belong to the platforms."
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
        exception_handlers={
            ClausewatchError: _told,
            RequestValidationError: _unusable,
            HTTPException: _plain,
            Exception: _broken,
        },
    )
    for family in _FAMILIES:
        api.include_router(family.routes(desk))
    if members is not None:
        api.include_router(watches.routes(desk, members))
    described = _described(api, members)
    page = ApiPage(_listed(described), members is not None, members is None or members.public)

    @api.get("/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return answer(described)

    @api.get("/", include_in_schema=False)
    def index() -> Response:
        head = Head(title="The API", path=f"{ROOT}/", description=_about(members))
        return desk.page("api.html", head, page)

    api.state.desk = desk
    if members is not None:
        api.add_middleware(Tokens, members=members)
    api.add_middleware(Bounded, writable=OWN if members is not None else "")
    return api


def _about(members: Members | None) -> str:
    if members is None:
        return _ABOUT
    return _ABOUT.replace("It only reads. ", "With a token it makes and ends watches. ")


def _described(api: FastAPI, members: Members | None) -> dict[str, Any]:
    """The OpenAPI document. FastAPI writes a 422 of its own shape into it, which is never answered."""
    api.servers = [{"url": ROOT}]
    found = api.openapi()
    for path in found["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
    for name in ("HTTPValidationError", "ValidationError"):
        found["components"]["schemas"].pop(name, None)
    if members is not None:
        found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for path, operations in found["paths"].items():
            if path.startswith(OWN) or not members.public:
                for operation in operations.values():
                    operation["security"] = [{"token": []}]
    return found


def _listed(described: dict[str, Any]) -> tuple[tuple[str, tuple[Endpoint, ...]], ...]:
    families: dict[str, list[Endpoint]] = {}
    for path, operations in described["paths"].items():
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
    name = str(first["loc"][-1])
    return failure(400, name, f"cannot be used: {first['msg']}", f"{ROOT}/openapi.json says what it may be")


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return failure(404, request.url.path, "there is nothing of that name", f"{ROOT}/ lists what there is")
    return failure(error.status_code, request.url.path, str(error.detail), f"{ROOT}/ says what can be asked")


async def _broken(request: Request, _error: Exception) -> Response:
    return failure(
        500, request.url.path, "the answer could not be made", "The operator's log says why; try again"
    )
