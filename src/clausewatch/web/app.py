"""The application: every page's routes, one guard around them, one shape of failure."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from clausewatch.web import accounts
from clausewatch.web.accounts import hooks
from clausewatch.web.api import create_api
from clausewatch.web.assets import Asset
from clausewatch.web.desk import Desk
from clausewatch.web.failures import failure_handlers
from clausewatch.web.guard import GuardedAnswers
from clausewatch.web.litter import sparing
from clausewatch.web.pages import (
    alerts,
    baselines,
    card,
    changes,
    chart,
    compare,
    corrections,
    crawlers,
    design,
    diff,
    document,
    facts,
    feeds,
    health,
    history,
    home,
    log,
    memento,
    methodology,
    pack,
    platform,
    provision,
    record,
    registry,
    regulation,
    report,
    review,
    topic,
    unsubscribe,
)
from clausewatch.web.private import PrivatePages
from clausewatch.web.site import Site

# What stands first wins: names under a document that are pages of their own come before its provisions.
_FAMILIES = (
    report,
    pack,
    home,
    crawlers,
    design,
    changes,
    chart,
    record,
    health,
    alerts,
    methodology,
    log,
    memento,
    review,
    corrections,
    baselines,
    feeds,
    unsubscribe,
    registry,
    topic,
    regulation,
    compare,
    facts,
    platform,
    history,
    diff,
    document,
    provision,
)


def create_app(site: Site) -> Starlette:
    """The pages of an instance as an ASGI application. It only reads, but for the links with which a watch is left."""
    desk = Desk(site)
    pages = [page for family in _FAMILIES for page in family.routes(desk)]
    routes: list[BaseRoute] = [*pages, *card.routes(pages)]
    routes.extend(_static(asset) for asset in desk.assets)
    if site.members is not None:
        routes.extend(accounts.routes(desk, site.members, accounts.DOORS))
        routes.extend(hooks.routes(site.members))
    routes.append(_mounted("/api/v1", create_api(desk)))
    routes.append(Route("/favicon.ico", _favicon(desk), methods=["GET"]))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        desk.comparer.begin()
        desk.ahead.begin()
        with sparing():
            yield
        desk.ahead.end()
        if site.artist is not None:
            site.artist.close()

    app = Starlette(
        lifespan=lifespan,
        routes=routes,
        middleware=_middleware(site),
        exception_handlers=failure_handlers(desk, routes),
    )
    app.router.redirect_slashes = False
    return app


def _middleware(site: Site) -> list[Middleware]:
    members = site.members
    if members is None or members.public:
        return [Middleware(GuardedAnswers)]
    return [Middleware(GuardedAnswers), Middleware(PrivatePages, members, site.base_url)]


def _mounted(path: str, app: ASGIApp) -> Mount:
    """The application at that path, with every address below it. Starlette's own pattern ends at a line feed (%0A)."""
    found = Mount(path, app)
    found.path_regex = re.compile(found.path_regex.pattern, re.DOTALL)
    return found


def _static(asset: Asset) -> Route:
    def answer(request: Request) -> Response:  # noqa: ARG001
        kept = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(asset.body, media_type=asset.media_type, headers=kept)

    return Route(asset.path, answer, methods=["GET"])


def _favicon(desk: Desk) -> Callable[[Request], Response]:
    icon = next(asset.path for asset in desk.assets if asset.name == "icon.png")

    def answer(request: Request) -> Response:  # noqa: ARG001
        return RedirectResponse(icon, status_code=302)

    return answer
