"""Two versions of a document, side by side or inline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clausewatch.change import Placed, side_by_side, without_words
from clausewatch.errors import DamagedObjectError
from clausewatch.nouns.document import Edition, Version, in_force
from clausewatch.nouns.identity import VersionId
from clausewatch.storage import catalog, versions
from clausewatch.web.addresses import at_path, diff_path, document_path, history_path, platform_path
from clausewatch.web.desk import Desk, kept_route, route
from clausewatch.web.head import Crumb, Head
from clausewatch.web.lookup import Place, place_of, version_asked
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.parts import PartLink, Parts, number_asked, part_links, parts, whole_asked
from clausewatch.web.recall import Recall
from clausewatch.web.rows import Rows, ShownRow

# A comparison of two texts never changes. To find it takes up to a tenth of a second and more, to put its words back a few
# milliseconds; without them one is 30 kB at the median, 600 kB at most.
_KEPT = 256

_Pair = tuple[VersionId, VersionId]


class _Shelf:
    """Comparisons, and about how many bytes each of their entries takes, by which they are cut into parts: to weigh them takes
    the words of all."""

    def __init__(self) -> None:
        self._placed: Recall[_Pair, tuple[Placed, ...]] = Recall(_KEPT)
        self._weights: Recall[tuple[_Pair, bool, bool], tuple[int, ...]] = Recall(_KEPT)

    def rows(self, before: Edition, after: Edition, *, changed: bool = False) -> Rows:
        placed = self._placed.get(_pair(before, after), lambda: without_words(side_by_side(before, after)))
        return Rows(placed, before, after, changed=changed)

    def weights(
        self, before: Edition, after: Edition, *, inline: bool = False, changed: bool = False
    ) -> tuple[int, ...]:
        def weighed() -> tuple[int, ...]:
            rows = self.rows(before, after, changed=changed)
            return tuple(rows.weight(*entry, inline=inline) for entry in rows.listed())

        return self._weights.get((_pair(before, after), inline, changed), weighed)


def _pair(before: Edition, after: Edition) -> _Pair:
    return before.version.id, after.version.id


@dataclass(frozen=True, slots=True)
class DiffPage:
    """What a comparison's page shows. `path` is the comparison's address without the part that is shown."""

    place: Place
    old: Version
    new: Version
    path: str
    rows: tuple[ShownRow, ...]
    parts: Parts
    links: tuple[PartLink, ...]
    inline: bool
    changed: bool
    cut: bool
    counts: tuple[tuple[str, int], ...]

    def row_href(self, number: int) -> str:
        """Where that row is, from this page."""
        return at_path(self.path, "row", number) if self.parts.many else f"#row-{number}"


def routes(desk: Desk) -> list[Route]:
    shelf = _Shelf()
    desk.ahead.add(partial(_newest, desk, shelf))

    def diff(desk: Desk, request: Request) -> Response:
        """GET /platform/<p>/<doc>/diff/<a>..<b>?view=&changed=&row=&whole="""
        return _diff(desk, request, shelf)

    return [
        route(desk, "/platform/{platform}/{document}/diff/", choose),
        kept_route(
            desk, "/platform/{platform}/{document}/diff/{pair}", diff, "view", "changed", "row", "whole"
        ),
    ]


def _newest(desk: Desk, shelf: _Shelf) -> Iterator[object]:
    """Compares the newest version of each document with the one before it: who hears of a change looks there."""
    with desk.site.database.read() as connection:
        named = [each.id for owner in catalog.platforms(connection) for each in owner.documents]
    for document in named[:_KEPT]:
        with desk.site.database.read() as connection:
            known = in_force(versions.versions(connection, document))
        if len(known) > 1:
            yield _compared_ahead(desk, shelf, known[1].id, known[0].id)


def _compared_ahead(desk: Desk, shelf: _Shelf, old: VersionId, new: VersionId) -> object:
    editions = desk.passing()
    # A text that is damaged is told to who asks for it, and holds up no other.
    with suppress(DamagedObjectError):
        before, after = editions.left(old), editions.left(new)
        if before and after:
            return shelf.weights(before, after)
    return None


def choose(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/<doc>/diff/?a=&b= goes on to the comparison; without both, to the history's form."""
    place = place_of(desk.site.database, request)
    old, new = request.query_params.get("a", ""), request.query_params.get("b", "")
    if not old or not new:
        return RedirectResponse(f"{history_path(place.document.id)}#compare", status_code=302)
    with desk.site.database.read() as connection:
        known = versions.versions(connection, place.document.id)
    # The versions meant now, by their names: an address with days in it would show others once more are on record.
    first, second = (version_asked(known, place.document, each).id for each in (old, new))
    inline, changed = _options(request)
    where = diff_path(place.document.id, first, second, inline=inline, changed=changed)
    return RedirectResponse(where, status_code=302)


def _diff(desk: Desk, request: Request, shelf: _Shelf) -> Response:
    place = place_of(desk.site.database, request)
    first, dots, second = str(request.path_params["pair"]).partition("..")
    if not dots:
        raise MissingPageError(
            f"comparison “{first}”",
            "two versions are needed",
            "Give them as a..b.",
            (Suggestion("Choose two versions", f"{history_path(place.document.id)}#compare"),),
        )
    with desk.site.database.read() as connection:
        known = versions.versions(connection, place.document.id)
    old, new = version_asked(known, place.document, first), version_asked(known, place.document, second)
    before, after = desk.edition(old.id), desk.edition(new.id)
    inline, changed = _options(request)
    rows = shelf.rows(before, after, changed=changed)
    listed = rows.listed()
    asked = number_asked(request, "row")
    weights = shelf.weights(before, after, inline=inline, changed=changed)
    shown = parts(weights, _place(listed, asked), whole=whole_asked(request))
    path = diff_path(place.document.id, old.id, new.id, inline=inline, changed=changed)
    page = DiffPage(
        place=place,
        old=old,
        new=new,
        path=path,
        rows=tuple(rows.shown(*entry) for entry in listed[slice(*shown.range)]),
        parts=shown,
        links=part_links(shown, path, "row", [number for number, _ in listed]),
        inline=inline,
        changed=changed,
        cut=rows.cut,
        counts=rows.counts(),
    )
    return desk.page("diff.html", _head(page), page)


def _head(page: DiffPage) -> Head:
    place = page.place
    return Head(
        title=f"Two versions of {place.document.name} — {place.platform.name}",
        path=page.links[page.parts.shown].href if page.links and page.parts.shown else page.path,
        section="platforms",
        crumbs=(
            Crumb(place.platform.name, platform_path(place.platform.id)),
            Crumb(place.document.name, document_path(place.document.id)),
            Crumb("History", history_path(place.document.id)),
        ),
    )


def _options(request: Request) -> tuple[bool, bool]:
    given = request.query_params
    return given.get("view", "") == "inline", given.get("changed", "") == "1"


def _place(listed: tuple[tuple[int, int], ...], row: int) -> int:
    """Where the row, or the gap it is left out in, is listed."""
    return max(bisect_right(listed, row, key=itemgetter(0)) - 1, 0)
