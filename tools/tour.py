"""One address of every page there is, found by following links as a reader would."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urlsplit

import urllib3
from starlette.routing import BaseRoute, Match, Route

_LINK = re.compile(r'\b(?:href|src|srcset)="(/[^"]*)"')
_OF_EACH = 3
"""So many pages of each route are read for further links, so that a large instance is no burden."""


@dataclass(frozen=True, slots=True)
class Tour:
    """By the path template of a route the first address found that it answers: with a page, or with another file.

    A route that nothing links to is in neither.
    """

    pages: dict[str, str]
    files: dict[str, str]


def tour(routes: Iterable[BaseRoute], url: str, begin: Iterable[str] = ("/",), most: int = 600) -> Tour:
    """What is found at the running application by following links breadth first from `begin`."""
    known = [route for route in routes if isinstance(route, Route) and "GET" in (route.methods or ())]
    found = Tour({}, {})
    read: dict[str, int] = {}
    waiting = list(dict.fromkeys(begin))
    seen = set(waiting)
    for address in waiting:
        route = _route_of(known, address)
        if route is None or read.get(route, 0) >= _OF_EACH or sum(read.values()) >= most:
            continue
        read[route] = read.get(route, 0) + 1
        answer = urllib3.request("GET", url + address, redirect=False, timeout=60.0, retries=False)
        if answer.status != 200:
            continue
        if not answer.headers.get("content-type", "").startswith("text/html"):
            found.files.setdefault(route, address)
            continue
        found.pages.setdefault(route, address)
        for link in _LINK.findall(answer.data.decode()):
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
