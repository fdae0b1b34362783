"""The review queue, to be read: rulings are made on the command line, because these pages change nothing."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.review import Item, ItemKind
from clausewatch.pipeline.review import Owned
from clausewatch.storage import catalog
from clausewatch.web.addresses import change_path, provision_path, review_path
from clausewatch.web.asking import page_asked, platform_asked, unused
from clausewatch.web.desk import Desk, route
from clausewatch.web.head import Head

_ON_A_PAGE = 25


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


def routes(desk: Desk) -> list[Route]:
    desk.ahead.add(desk.queues.every)
    return [route(desk, "/review/", queue)]


def queue(desk: Desk, request: Request) -> Response:
    """GET /review/?platform=&page="""
    number = page_asked(request)
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
    asked = platform_asked(request, platforms)
    found = desk.queues.queued(asked or None)
    offset = (number - 1) * _ON_A_PAGE
    page = ReviewPage(
        platforms=platforms,
        asked=asked,
        documents=found.documents,
        unread=found.unread,
        stale=found.stale,
        items=tuple(
            _shown(each, found.names[each.document]) for each in found.items[offset : offset + _ON_A_PAGE]
        ),
        total=found.total,
        first=offset + 1,
        shown=len(found.items),
        newer=review_path(asked, number - 1) if number > 1 else "",
        older=review_path(asked, number + 1) if offset + _ON_A_PAGE < len(found.items) else "",
    )
    head = Head(
        title="Review queue",
        path=review_path(asked, number),
        unused=unused(request, "platform", "page"),
        section="methodology",
        description="What no editor has reviewed yet, the gravest and most doubtful first.",
        robots="noindex, nofollow",
    )
    return desk.page("review.html", head, page)


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
