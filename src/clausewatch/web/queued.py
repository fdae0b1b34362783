"""The heads of the documents' review queues, kept in memory for whoever shows them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from heapq import merge

from clausewatch.errors import WithheldObjectError
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
"""Documents read for one answer that are not in memory, where nobody reads them beside the pages. The answer says what remains."""

_AT_ONCE_BESIDE = 1
"""And where they are read beside the pages: one with a ruling or record that just came. Of several, each of which takes up
to a sixth of a second, the answer says that they are to come.

The server reads all when it starts; this is for who asks before that is done, or after much came."""

_MOST_DOCUMENTS = 400
"""Documents whose queues are kept in memory, the head of each (about 150 kB); more where there are more documents."""

_Key = tuple[DocumentId, review.State]
Later = Callable[[Hashable, Callable[[], object]], bool]
"""Has something done beside the pages, once for each key; False where that cannot be (see `Ahead.soon`)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The head of a document's queue, and how much waits in all: nothing of a text that was withheld. `stale` where the
    present recipe did not analyse it."""

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

    def __init__(
        self, database: Database, editions: Editions, passing: Callable[[], EditionShelf], later: Later
    ) -> None:
        self._database = database
        self._editions = editions
        self._later = later
        self._passing = passing
        self._shelf: Recall[_Key, Waiting] = Recall(_MOST_DOCUMENTS)

    def queued(self, platform: str | None) -> Queued:
        """What no editor has reviewed yet, the gravest and most doubtful first."""
        documents, states = self._known(platform)
        keys = {each.document.id: (each.document.id, states[each.document.id]) for each in documents}
        cold = [each.document.id for each in documents if keys[each.document.id] not in self._shelf]
        unread = self._left(documents, keys, cold)
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
        """Reads the queues of all documents."""
        editions = self._passing()
        documents, states = self._known(None)
        for each in documents:
            key = each.document.id, states[each.document.id]
            yield self._shelf.get(key, self._reader(each, editions.get))

    def _left(
        self, documents: list[Owned], keys: dict[DocumentId, _Key], cold: list[DocumentId]
    ) -> frozenset[DocumentId]:
        """Those that this answer does not read; they are read beside the pages where that is possible."""
        if len(cold) <= _AT_ONCE_BESIDE:
            return frozenset()
        waiting = [each for each in documents if each.document.id in frozenset(cold)]
        beside = [self._later(keys[each.document.id], self._piece(each, keys)) for each in waiting]
        return frozenset(cold if all(beside) else cold[_AT_ONCE:])

    def _piece(self, each: Owned, keys: dict[DocumentId, _Key]) -> Callable[[], object]:
        key = keys[each.document.id]
        return lambda: self._shelf.get(key, self._reader(each, self._passing().get))

    def _known(self, platform: str | None) -> tuple[list[Owned], dict[DocumentId, review.State]]:
        with self._database.read() as connection:
            states = review.states(connection)
        # With fewer places than documents each that is read would drive out another, and the page never be whole.
        self._shelf.hold(len(states))
        known = [each for each in owned(self._database, platform) if each.document.id in states]
        return known, states

    def _reader(self, of: Owned, editions: Editions) -> Callable[[], Waiting]:
        def work() -> Waiting:
            try:
                known = items_in(self._database, editions, of, waiting=True)
            except WithheldObjectError:
                return Waiting((), 0)
            found = ordered(known or ())
            return Waiting(found[:SHOWN], len(found), stale=known is None)

        return work
