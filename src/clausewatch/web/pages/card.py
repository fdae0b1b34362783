"""Cards: for each page the picture that is shown where its address is shared, under `/card` and the page's address."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route

from clausewatch.web.answers import PageResponse
from clausewatch.web.cards import Card, drawn
from clausewatch.web.head import Head
from clausewatch.web.labels import INDEPENDENCE
from clausewatch.web.recall import Recall

_KEPT = 64
_SECONDS = 3600
_BETWEEN = " — "
GENERAL = Card("What platforms changed in their rules", "", INDEPENDENCE)


def routes(pages: list[Route]) -> list[Route]:
    """The route of every card. `pages` are the routes that cards are drawn for."""
    shelf: Recall[Card, bytes] = Recall(_KEPT)

    def card(request: Request) -> Response:
        """GET /card/<the page's address>; the general card where no page of ours stands."""
        answer = _answer(pages, request, "/" + str(request.path_params["page"]))
        if answer is not None and not isinstance(answer, PageResponse):
            return RedirectResponse("/card/", status_code=302)
        head = None if answer is None else answer.head
        found = GENERAL if head is None else card_of(head)
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


def _answer(pages: list[Route], request: Request, path: str) -> Response | None:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    for route in pages:
        match, found = route.matches(scope)
        if match is Match.FULL:
            handler: Callable[[Request], Response] = route.endpoint
            return handler(Request({**request.scope, "path": path, **found}))
    return None
