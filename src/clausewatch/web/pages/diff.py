"""Two versions of a document, side by side or inline."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clausewatch.change import side_by_side
from clausewatch.nouns.change import DiffRow, RowKind
from clausewatch.nouns.document import Block, BlockKind, Edition, Version
from clausewatch.nouns.identity import VersionId
from clausewatch.storage import versions
from clausewatch.web.addresses import diff_path, document_path, history_path, platform_path
from clausewatch.web.desk import Crumb, Desk, Head, route
from clausewatch.web.lookup import Place, place_of, version_asked
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.recall import Recall

_MARKS = {
    RowKind.SAME: ("", ""),
    RowKind.CHANGED: ("±", "changed"),
    RowKind.REMOVED: ("−", "removed"),
    RowKind.ADDED: ("+", "added"),
    RowKind.MOVED_FROM: ("↷", "moved away"),
    RowKind.MOVED_TO: ("↷", "moved here"),
}
# A comparison of two texts of 15,000 words takes a second and never changes; one entry is about 4 MB.
_KEPT = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """What a block is, for setting it: its kind, depth and list mark."""

    kind: BlockKind
    depth: int
    marker: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row to be shown, or a stretch of `skipped` unchanged blocks in its place."""

    number: int
    row: DiffRow | None
    mark: str
    meaning: str
    old: Cell | None
    new: Cell | None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class DiffPage:
    """What a comparison's page shows."""

    place: Place
    old: Version
    new: Version
    rows: tuple[ShownRow, ...]
    inline: bool
    changed: bool
    counts: tuple[tuple[str, int], ...]


def routes(desk: Desk) -> list[Route]:
    shelf: Recall[tuple[VersionId, VersionId], tuple[DiffRow, ...]] = Recall(_KEPT)

    def diff(desk: Desk, request: Request) -> Response:
        """GET /platform/<p>/<doc>/diff/<a>..<b>?view=&changed="""
        return _diff(desk, request, shelf)

    return [
        route(desk, "/platform/{platform}/{document}/diff/", choose),
        route(desk, "/platform/{platform}/{document}/diff/{pair}", diff),
    ]


def choose(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/<doc>/diff/?a=&b= goes on to the comparison; without both, to the history's form."""
    place = place_of(desk.site.database, request)
    old, new = request.query_params.get("a", ""), request.query_params.get("b", "")
    if not old or not new:
        return RedirectResponse(f"{history_path(place.document.id)}#compare", status_code=302)
    inline, changed = _options(request)
    where = diff_path(place.document.id, old, new, inline=inline, changed=changed)
    return RedirectResponse(where, status_code=302)


def _diff(
    desk: Desk, request: Request, shelf: Recall[tuple[VersionId, VersionId], tuple[DiffRow, ...]]
) -> Response:
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
    rows = shelf.get((old.id, new.id), lambda: side_by_side(before, after))
    inline, changed = _options(request)
    page = DiffPage(
        place=place,
        old=old,
        new=new,
        rows=_shown(rows, before, after, changed=changed),
        inline=inline,
        changed=changed,
        counts=_counts(rows),
    )
    return desk.page("diff.html", _head(page), page)


def _head(page: DiffPage) -> Head:
    place = page.place
    return Head(
        title=f"Two versions of {place.document.name} — {place.platform.name}",
        path=diff_path(place.document.id, page.old.id, page.new.id, inline=page.inline, changed=page.changed),
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


def _counts(rows: tuple[DiffRow, ...]) -> tuple[tuple[str, int], ...]:
    wanted = (RowKind.CHANGED, RowKind.ADDED, RowKind.REMOVED, RowKind.MOVED_TO)
    counted = ((_MARKS[kind][1], sum(row.kind is kind for row in rows)) for kind in wanted)
    return tuple((label, count) for label, count in counted if count)


def _shown(rows: tuple[DiffRow, ...], old: Edition, new: Edition, *, changed: bool) -> tuple[ShownRow, ...]:
    out: list[ShownRow] = []
    skipped = 0
    for number, row in enumerate(rows):
        if changed and row.kind is RowKind.SAME:
            skipped += 1
            continue
        if skipped:
            out.append(ShownRow(number, None, "", "", None, None, skipped))
            skipped = 0
        mark, meaning = _MARKS[row.kind]
        before, after = _cell(old, row.old_block), _cell(new, row.new_block)
        out.append(ShownRow(number, row, mark, meaning, before, after))
    if skipped:
        out.append(ShownRow(len(rows), None, "", "", None, None, skipped))
    return tuple(out)


def _cell(edition: Edition, index: int | None) -> Cell | None:
    if index is None:
        return None
    block: Block = edition.text.blocks[index]
    return Cell(block.kind, min(block.level, 6), block.marker)
