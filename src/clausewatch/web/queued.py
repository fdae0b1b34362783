"""The heads of the documents' review queues, kept in memory for whoever shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge

from clausewatch.meaning.queue import ordered, weight
from clausewatch.nouns.identity import DocumentId
from clausewatch.nouns.review import Item
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.review import Editions, Owned, items_in, owned
from clausewatch.storage import Database, review
from clausewatch.web.recall import Recall

SHOWN = 100
"""So many of the queue are shown; the command line lists all."""

_AT_ONCE = 8
"""Documents read for one answer that are not in memory: each takes about a tenth of a second. The answer says what remains.

The server reads all of them when it starts; this is for who asks before that is done, or after a document came."""

_MOST_DOCUMENTS = 400
"""Documents whose queues are kept in memory, the head of each: about 150 kB."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The head of a document's queue, and how much waits in all. `stale` where the present recipe did not analyse it."""

    items: tuple[Item, ...]
    total: int
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """The head of the queue of all documents, or of one platform's. `unread` of `documents` are not among it yet: asking
    again reads some more. Of `stale` ones the current text was only analysed by an earlier recipe: nothing of them can be
    ruled on."""

    items: tuple[Item, ...]
    names: dict[DocumentId, Owned]
    total: int
    documents: int
    unread: int
    stale: int


class Queues:
    """Reads each document's queue once for each state of its rulings. Thread-safe."""

    def __init__(self, database: Database, editions: Editions, passing: Callable[[], EditionShelf]) -> None:
        self._database = database
        self._editions = editions
        self._passing = passing
        self._shelf: Recall[tuple[DocumentId, review.State], Waiting] = Recall(_MOST_DOCUMENTS)

    def queued(self, platform: str | None) -> Queued:
        """What no editor has reviewed yet, the gravest and most doubtful first."""
        documents, states = self._known(platform)
        keys = {each.document.id: (each.document.id, states[each.document.id]) for each in documents}
        cold = [each.document.id for each in documents if keys[each.document.id] not in self._shelf]
        unread = frozenset(cold[_AT_ONCE:])
        waiting = [
            self._shelf.get(keys[each.document.id], self._reader(each, self._editions))
            for each in documents
            if each.document.id not in unread
        ]
        # Each is in order, so the first of all are among the first of each.
        top = list(merge(*(each.items for each in waiting), key=weight))[:SHOWN]
        return Queued(
            items=tuple(top),
            names={each.document.id: each for each in documents},
            total=sum(each.total for each in waiting),
            documents=len(documents),
            unread=len(unread),
            stale=sum(each.stale for each in waiting),
        )

    def every(self) -> Iterator[object]:
        """Reads the queues of all documents, as far as they are kept."""
        editions = self._passing()
        documents, states = self._known(None)
        for each in documents[:_MOST_DOCUMENTS]:
            key = each.document.id, states[each.document.id]
            yield self._shelf.get(key, self._reader(each, editions.get))

    def _known(self, platform: str | None) -> tuple[list[Owned], dict[DocumentId, review.State]]:
        with self._database.read() as connection:
            states = review.states(connection)
        known = [each for each in owned(self._database, platform) if each.document.id in states]
        return known, states

    def _reader(self, of: Owned, editions: Editions) -> Callable[[], Waiting]:
        def work() -> Waiting:
            known = items_in(self._database, editions, of, waiting=True)
            found = ordered(known or ())
            return Waiting(found[:SHOWN], len(found), stale=known is None)

        return work
