"""The review queue, to be read: rulings are made on the command line, because these pages change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.meaning.queue import ordered, weight
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.review import Item, ItemKind
from clausewatch.pipeline.review import Editions, Owned, items_in, owned
from clausewatch.storage import catalog, review
from clausewatch.web.addresses import change_path, provision_path, review_path
from clausewatch.web.desk import Desk, Head, route
from clausewatch.web.lookup import page_asked
from clausewatch.web.recall import Recall

_ON_A_PAGE = 25
_SHOWN = 100
"""So many of the queue are shown; the command line lists all."""

_AT_ONCE = 8
"""Documents read for one page that are not in memory: each takes about a tenth of a second. The page says what remains.

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
class ShownItem:
    """An item with the names of its document and platform, the page it is about, and the commands that rule on it."""

    item: Item
    platform: str
    document: str
    href: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What the queue's page shows. `unread` of `documents` are not among it yet: asking again reads some more. Of `stale`
    ones the current text was only analysed by an earlier recipe: nothing of them can be ruled on."""

    platforms: tuple[Platform, ...]
    asked: str
    documents: int
    unread: int
    stale: int
    items: tuple[ShownItem, ...]
    total: int
    first: int
    shown: int
    newer: str
    older: str


_Shelf = Recall[tuple[str, review.State], Waiting]


def routes(desk: Desk) -> list[Route]:
    shelf: _Shelf = Recall(_MOST_DOCUMENTS)

    def queue(desk: Desk, request: Request) -> Response:
        """GET /review/?platform=&page="""
        return _queue(desk, request, shelf)

    def every() -> Iterator[object]:
        """Reads the queues of all documents, as far as they are kept."""
        editions = desk.passing()
        with desk.site.database.read() as connection:
            states = review.states(connection)
        for each in owned(desk.site.database)[:_MOST_DOCUMENTS]:
            if each.document.id in states:
                key = each.document.id, states[each.document.id]
                yield shelf.get(key, _reader(desk, each, editions.get))

    desk.ahead.add(every)
    return [route(desk, "/review/", queue)]


def _queue(desk: Desk, request: Request, shelf: _Shelf) -> Response:
    asked, number = request.query_params.get("platform", ""), page_asked(request)
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        states = review.states(connection)
    documents = [each for each in owned(desk.site.database, asked or None) if each.document.id in states]
    names = {each.document.id: each for each in documents}
    keys = {each.document.id: (each.document.id, states[each.document.id]) for each in documents}
    cold = [each.document.id for each in documents if keys[each.document.id] not in shelf]
    unread = frozenset(cold[_AT_ONCE:])
    waiting = [
        shelf.get(keys[each.document.id], _reader(desk, each, desk.edition))
        for each in documents
        if each.document.id not in unread
    ]
    # Each is in order, so the first of all are among the first of each.
    top = list(merge(*(each.items for each in waiting), key=weight))[:_SHOWN]
    offset = (number - 1) * _ON_A_PAGE
    page = ReviewPage(
        platforms=platforms,
        asked=asked,
        documents=len(documents),
        unread=len(unread),
        stale=sum(each.stale for each in waiting),
        items=tuple(_shown(each, names[each.document]) for each in top[offset : offset + _ON_A_PAGE]),
        total=sum(each.total for each in waiting),
        first=offset + 1,
        shown=len(top),
        newer=review_path(asked, number - 1) if number > 1 else "",
        older=review_path(asked, number + 1) if offset + _ON_A_PAGE < len(top) else "",
    )
    head = Head(
        title="Review queue",
        path=review_path(asked, number),
        section="methodology",
        description="What no editor has reviewed yet, the gravest and most doubtful first.",
        robots="noindex, nofollow",
    )
    return desk.page("review.html", head, page)


def _reader(desk: Desk, of: Owned, editions: Editions) -> Callable[[], Waiting]:
    def work() -> Waiting:
        known = items_in(desk.site.database, editions, of)
        found = ordered(known or ())
        return Waiting(found[:_SHOWN], len(found), stale=known is None)

    return work


def _shown(item: Item, of: Owned) -> ShownItem:
    of_record = item.kind in (ItemKind.SUMMARY, ItemKind.HEADLINE)
    href = change_path(item.subject) if of_record else provision_path(item.document, item.subject)
    return ShownItem(item, of.owner.name, of.document.name, href, _commands(item))


def _commands(item: Item) -> tuple[str, ...]:
    """What to type. Only the item's id goes in, which is made of letters, digits, hyphens, one slash and one colon."""
    value = "--topic ID" if item.kind in (ItemKind.FINDING, ItemKind.ADVICE_TOPICS) else "--text TEXT"
    rulings = [
        ("edit", f" {value} --reason TEXT"),
        ("replace", f" {value} --reason TEXT"),
        ("reject", " --reason TEXT"),
    ]
    if item.kind is not ItemKind.REFUSED:
        rulings.insert(0, ("accept", ""))
    return tuple(f"clausewatch review {name} {item.id} --reviewer NAME{more}" for name, more in rulings)
