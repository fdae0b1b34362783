"""One address of every page there is, found by following links as a reader would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape
from urllib.parse import urldefrag, urlsplit

from starlette.routing import BaseRoute, Match, Route

_HREF = re.compile(r'<a\b[^>]*?\bhref="(/[^"]*)"')

Fetch = Callable[[str], str | None]
"""The HTML at that path; None where there is another kind of answer."""


def tour(
    routes: Iterable[BaseRoute], fetch: Fetch, begin: Iterable[str] = ("/",), most: int = 400
) -> dict[str, str]:
    """For each route with an HTML page, by its path template, the first address found that it answers.

    Links are followed breadth first from `begin`. Of each route the first `3` pages are read for further links, so that
    a large instance is no burden; a route that nothing links to is not in the answer.
    """
    known = [route for route in routes if isinstance(route, Route) and "GET" in (route.methods or ())]
    found: dict[str, str] = {}
    read: dict[str, int] = {}
    waiting = list(dict.fromkeys(begin))
    seen = set(waiting)
    fetched = 0
    while waiting and fetched < most:
        address = waiting.pop(0)
        route = _route_of(known, address)
        if route is None or read.get(route, 0) >= 3:
            continue
        html = fetch(address)
        fetched += 1
        read[route] = read.get(route, 0) + 1
        if html is None:
            continue
        found.setdefault(route, address)
        for link in _HREF.findall(html):
            target = urldefrag(unescape(link)).url
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return found


def _route_of(routes: Iterable[Route], address: str) -> str | None:
    """The path template of the first route that answers there, as the application would choose it."""
    scope = {"type": "http", "method": "GET", "path": urlsplit(address).path, "root_path": ""}
    for route in routes:
        if route.matches(scope)[0] is Match.FULL:
            return route.path
    return None
