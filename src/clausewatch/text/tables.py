"""Telling tables of data from tables used for layout, and their rows."""

from __future__ import annotations

from collections.abc import Iterator

from clausewatch.text.tree import Node

_SCAN = 3000
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


def _in_head(node: Node) -> bool:
    return node.parent is not None and node.parent.tag == "th"
