"""Whole answers as they were given last, for as long as they would be given so again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from clausewatch.ports import Clock
from clausewatch.storage import Database
from clausewatch.web.guard import tag_of
from clausewatch.web.head import Head

_BYTES = 32_000_000
"""Some 600 pages of 50 kB."""

_LONGEST = 2_000
"""Characters of what is asked, beyond which an answer is not kept."""

_SECONDS = 600
"""What ages by itself, as whether a document was seen too long ago, is told anew after as long. A day has a whole number of
these, so that none spans two days."""


class PageResponse(HTMLResponse):
    """A page as an answer, which still knows its head. What is `passing` says what holds for this moment only."""

    def __init__(self, body: str | bytes, head: Head, status: int = 200, *, passing: bool = False) -> None:
        super().__init__(body, status_code=status)
        self.head = head
        self.passing = passing


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer of status 200. `head` is a page's own; what else answers, as a feed, has none."""

    body: bytes
    headers: Mapping[str, str]
    head: Head | None

    def answer(self) -> Response:
        """A new answer each time: headers are set on it for its visitor."""
        made = Response(self.body) if self.head is None else PageResponse(self.body, self.head)
        made.headers.update(self.headers)
        return made


class Answers:
    """Answers kept under what was asked, the state of the database and the ten minutes in which they were made; as many as have
    room in so many bytes, those asked for last. Thread-safe; two who ask at once may both work it out.

    What makes an answer is given what was asked and nothing of who asks: their cookies, their address and what they are signed in
    as cannot come into it.
    """

    def __init__(self, database: Database, clock: Clock, room: int = _BYTES) -> None:
        self._database = database
        self._clock = clock
        self._room = room
        self._taken = 0
        self._kept: OrderedDict[tuple[Hashable, Hashable], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def mark(self) -> Hashable:
        """What differs as soon as a page may have to say something else."""
        return self._database.state(), int(self._clock.now().timestamp()) // _SECONDS

    def get(self, asked: Hashable, make: Callable[[], Response]) -> Response:
        """The answer, from memory or made now. What `make` raises goes on to who asked, and nothing is kept; nor is what is no
        plain 200, or passing."""
        # Before what is read, never after: what is committed in between is then kept under a name that nobody asks for again.
        key = self.mark(), asked
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is None:
            made = make()
            if made.status_code != 200 or (isinstance(made, PageResponse) and made.passing):
                return made
            found = self._keep(key, made)
        return found.answer()

    def _keep(self, key: tuple[Hashable, Hashable], made: Response) -> _Kept:
        body = bytes(made.body)
        headers = {**made.headers, "etag": tag_of(body)}
        head = made.head if isinstance(made, PageResponse) else None
        found = _Kept(body, headers, head)
        with self._lock:
            before = self._kept.pop(key, None)
            self._taken += len(body) - (len(before.body) if before else 0)
            self._kept[key] = found
            while self._taken > self._room:
                _, oldest = self._kept.popitem(last=False)
                self._taken -= len(oldest.body)
        return found


def impersonal(request: Request) -> Request:
    """The same question, asked by nobody: its address is left, and no header, cookie, session or client."""
    scope = request.scope
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": scope["path"],
            "path_params": dict(scope["path_params"]),
            "query_string": scope["query_string"],
            "headers": [],
        }
    )


def question(request: Request, name: str, takes: tuple[str, ...]) -> Hashable | None:
    """What an answer to it is kept under: the page and its address. None where the address says more than the page takes, or is
    of a length that no link has: anybody can make as many of those as they like."""
    # Of the scope, not of the address that is put together from it: that holds what a visitor says is the host.
    path, query = request.scope["path"], request.scope["query_string"]
    if len(query) + len(path) > _LONGEST or any(each not in takes for each in request.query_params):
        return None
    return name, path, query
