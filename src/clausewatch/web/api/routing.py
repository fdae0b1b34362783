"""How a route of the API is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request

from clausewatch.errors import BadInputError
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.identity import DocumentId
from clausewatch.web.api.shapes import Problem
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import Place, place_named, platform_named

FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "Something given cannot be used."},
    404: {"model": Problem, "description": "There is nothing of that name."},
    405: {"model": Problem, "description": "The API only reads."},
    406: {"model": Problem, "description": "Answers are JSON only."},
    413: {"model": Problem, "description": "A body was sent that is longer than any is read."},
    429: {"model": Problem, "description": "Too many requests; ask again after `Retry-After` seconds."},
    500: {"model": Problem, "description": "A fault of ours; the operator's log says which."},
}
GATHERING: dict[int | str, dict[str, Any]] = {
    503: {
        "model": Problem,
        "description": "Provisions are being gathered; ask again after `Retry-After` seconds.",
    }
}


def _no_strangers(request: Request) -> None:
    known = {each.alias for each in _parameters(request.scope["route"].dependant)}
    strange = next((name for name in request.query_params if name not in known), None)
    if strange is not None:
        known_here = ", ".join(sorted(known)) or "none"
        raise BadInputError(f"parameter {strange!r}", "is not known here", f"Known here: {known_here}")


def _parameters(dependant: Any) -> list[Any]:  # noqa: ANN401 - FastAPI's own type
    return [*dependant.query_params, *(one for each in dependant.dependencies for one in _parameters(each))]


def router(tag: str) -> APIRouter:
    """A family of routes: failures are documented, and a parameter that a route does not know is refused.

    Every family is made here: what is to be asked before any route answers is one more of these dependencies, which may
    look at `tag`.
    """
    return APIRouter(tags=[tag], dependencies=[Depends(_no_strangers)], responses=FAILURES)


PlatformId = Annotated[str, Path(description="A platform by its id, or by its name.", examples=["birchwood"])]
DocumentName = Annotated[
    str, Path(description="A document by the second part of its id.", examples=["terms-of-use"])
]


def _platform(request: Request, platform: PlatformId) -> Platform:
    desk: Desk = request.app.state.desk
    return platform_named(desk.site.database, platform)


def _place(request: Request, platform: PlatformId, document: DocumentName) -> Place:
    desk: Desk = request.app.state.desk
    return place_named(desk.site.database, platform, document)


PlatformAsked = Annotated[Platform, Depends(_platform)]
"""The platform that the path names; 404 where there is none."""
PlaceAsked = Annotated[Place, Depends(_place)]
"""The document that the path names, with its platform; 404 where there is none."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """To what a list is narrowed: one platform, one document, or neither."""

    platform: str | None
    document: DocumentId | None


def _narrow(
    request: Request,
    platform: Annotated[str, Query(max_length=200, description="Only of this platform.")] = "",
    document: Annotated[
        str, Query(max_length=300, description="Only of this document: platform/document.")
    ] = "",
) -> Narrow:
    desk: Desk = request.app.state.desk
    owner = platform_named(desk.site.database, platform).id if platform else None
    if not document:
        return Narrow(owner, None)
    named, _, rest = document.partition("/")
    return Narrow(owner, place_named(desk.site.database, named, rest).document.id)


Narrowed = Annotated[Narrow, Depends(_narrow)]
"""What `platform` and `document` in the query name; 404 where there is no such thing."""
