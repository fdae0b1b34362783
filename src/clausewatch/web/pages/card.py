"""Cards: for each page the picture that is shown where its address is shared, under `/card` and the page's address."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from clausewatch.web.cards import Card, drawn
from clausewatch.web.desk import Head, PageResponse
from clausewatch.web.labels import INDEPENDENCE
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.recall import Recall

_KEPT = 64
_SECONDS = 3600
_BETWEEN = " — "


def routes(pages: list[Route]) -> list[Route]:
    """The route of every card. `pages` are the routes that cards are drawn for."""
    shelf: Recall[Card, bytes] = Recall(_KEPT)

    def card(request: Request) -> Response:
        """GET /card/<the page's address>"""
        head = _head_of(pages, request)
        found = card_of(head)
        picture = shelf.get(found, lambda: drawn(found))
        return Response(
            picture, media_type="image/png", headers={"cache-control": f"public, max-age={_SECONDS}"}
        )

    return [Route("/card/{page:path}", card, methods=["GET"])]


def card_of(head: Head) -> Card:
    """The words on the page's card: its title, and before it where the page is in the site."""
    title, _, within = head.title.partition(_BETWEEN)
    places = (crumb.label for crumb in head.crumbs if crumb.href.startswith("/platform/"))
    kicker = within or ", ".join(tuple(places)[:2])
    return Card(title, kicker, INDEPENDENCE)


def _head_of(pages: list[Route], request: Request) -> Head:
    """The head of the page at that address. Raises MissingPageError where there is none."""
    path = "/" + str(request.path_params["page"])
    answer = _endpoint(pages, request, path)
    if not isinstance(answer, PageResponse):
        raise MissingPageError(
            f"card of {path[:200]}", "there is no page at that address", "Look at the page itself.", (Suggestion("The front page", "/"),)
        )
    return answer.head


def _endpoint(pages: list[Route], request: Request, path: str) -> Response | None:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    for route in pages:
        match, found = route.matches(scope)
        if match is Match.FULL:
            handler: Callable[[Request], Response] = route.endpoint
            return handler(Request({**request.scope, "path": path, **found}))
    return None
