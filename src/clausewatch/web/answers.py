"""Whole pages as they were answered last, for as long as they would be answered so again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from starlette.responses import HTMLResponse

from clausewatch.ports import Clock
from clausewatch.storage import Database
from clausewatch.web.guard import tag_of
from clausewatch.web.head import Head
from clausewatch.web.recall import Recall

_PAGES = 256
"""Some 60 kB each: 15 MB."""

_SECONDS = 600
"""What ages by itself, as whether a document was seen too long ago, is told anew after as long."""


class PageResponse(HTMLResponse):
    """A page as an answer, which still knows its head."""

    def __init__(self, body: str | bytes, head: Head, status: int = 200, tag: str = "") -> None:
        super().__init__(body, status_code=status, headers={"etag": tag} if tag else None)
        self.head = head


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    head: Head
    tag: str


class Answers:
    """Pages kept under what was asked, the state of the database and the ten minutes in which they were made. Thread-safe.

    What makes a page is given what was asked and no request: who asks, and what their cookies say, cannot come into it.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._kept: Recall[tuple[Hashable, Hashable], _Kept] = Recall(_PAGES)

    def mark(self) -> Hashable:
        """What differs as soon as a page may have to say something else."""
        return self._database.state(), int(self._clock.now().timestamp()) // _SECONDS

    def get(self, asked: Hashable, make: Callable[[], PageResponse]) -> PageResponse:
        """The page, from memory or made now. What `make` raises goes on to who asked, and nothing is kept.

        The answer is a new one each time: headers are set on it for its visitor.
        """

        def work() -> _Kept:
            page = make()
            body = bytes(page.body)
            return _Kept(body, page.head, tag_of(body))

        found = self._kept.get((self.mark(), asked), work)
        return PageResponse(found.body, found.head, tag=found.tag)
