"""Telling tables of data from tables used for layout, and their rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from clausewatch.text.tree import Node

_SCAN = 3000
_MOST_SPAN = 65_534
_MOST_SPANNING = 30
"""Cells reaching down at a time: every row below is written with a place for each."""
_LAYOUT_SIGNS = frozenset({"table", "h1", "h2", "h3", "h4", "form", "main", "article", "section"})


def is_data_table(table: Node) -> bool:
    """True unless the table only arranges the page: one column, or cells that hold sections of their own."""
    if table.attrs.get("role") in {"presentation", "none"}:
        return False
    widest = 0
    for count, row in enumerate(rows_of(table)):
        widest = max(widest, sum(not cell.drop for cell in cells_of(row)))
        if count > 200:
            break
    if widest < 2:
        return False
    stack = list(table.elements())
    for _ in range(_SCAN):
        if not stack:
            return True
        node = stack.pop()
        if node.tag in _LAYOUT_SIGNS and not _in_head(node):
            return False
        if node.tag in {"td", "th"} and node.words > 600:
            return False
        stack.extend(node.elements())
    return True


def rows_of(table: Node) -> Iterator[Node]:
    """The rows of this table, in order, not those of tables inside it."""
    for kid in table.elements():
        if kid.drop:
            continue
        if kid.tag == "tr":
            yield kid
        elif kid.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in kid.elements() if row.tag == "tr" and not row.drop)


def cells_of(row: Node) -> list[Node]:
    return [kid for kid in row.elements() if kid.tag in {"td", "th"}]


def is_header(row: Node) -> bool:
    """True for a row of column titles: in the table's head, or of header cells alone."""
    cells = cells_of(row)
    in_head = row.parent is not None and row.parent.tag == "thead"
    return bool(cells) and (in_head or all(cell.tag == "th" for cell in cells))


@dataclass(slots=True)
class Spanning:
    """The cells that reach down from earlier rows of a table, so that later cells stand under their own columns."""

    down: list[tuple[int, int, int]] = field(default_factory=list)
    """First column, number of columns and rows still covered, of each such cell, in the order of the columns."""

    def placed(self, cells: list[Node]) -> list[Node | None]:
        """The row's cells, with nothing in each place that a cell from above covers. To be asked row by row."""
        if not self.down and not any("rowspan" in cell.attrs for cell in cells):
            return list(cells)
        found: list[Node | None] = []
        still: list[tuple[int, int, int]] = []
        column, waiting, at = 0, deque(self.down), iter(cells)
        while True:
            if waiting and waiting[0][0] <= column:
                first, width, rows = waiting.popleft()
                found.append(None)
                still.append((first, width, rows - 1))
                column = max(column, first + width)
                continue
            cell = next(at, None)
            if cell is None:
                break
            found.append(cell)
            rows, width = _span(cell, "rowspan"), _span(cell, "colspan")
            if rows > 1 and len(still) < _MOST_SPANNING:
                still.append((column, width, rows - 1))
            column += width
        still.extend((first, width, rows - 1) for first, width, rows in waiting)
        self.down = sorted(each for each in still if each[2] > 0)
        return found


def _span(cell: Node, name: str) -> int:
    """How many rows or columns the cell covers; all that follow for rows of 0 (HTML Standard, 4.9.11)."""
    given = cell.attrs.get(name, "1").strip()
    if not (given.isascii() and given.isdigit()) or len(given) > 6:
        return 1
    return min(int(given), _MOST_SPAN) or (_MOST_SPAN if name == "rowspan" else 1)


def _in_head(node: Node) -> bool:
    return node.parent is not None and node.parent.tag == "th"
