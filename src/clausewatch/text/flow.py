"""Walking the kept part of a tree and giving its words to the builder block by block, in document order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from clausewatch.nouns.document import BlockKind
from clausewatch.text.builder import Builder, Run
from clausewatch.text.lines import Piece, Spans, pieces
from clausewatch.text.lists import ListState, open_list
from clausewatch.text.tables import cells_of, is_data_table, is_header, rows_of
from clausewatch.text.tree import Node

BLOCKS = frozenset(
    {
        "html", "body", "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
        "table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th", "ul",
    }
)  # fmt: skip
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_MARKS = {"b": "strong", "strong": "strong", "em": "emphasis", "i": "emphasis", "code": "code", "kbd": "code",
          "samp": "code", "tt": "code", "dt": "strong"}  # fmt: skip
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HEADING_CLASS = re.compile(r"(?:^|\s)h([1-6])(?=$|\s)")
_TITLE_WORDS = 20
_NO_LINK = ("javascript:", "data:", "vbscript:")


@dataclass(slots=True)
class Flow:
    """The state of a walk: the block in the making, open lists, headings and folded parts.

    `items` holds for each open list item the mark its next block gets: its own, "" for a further paragraph, None once
    a heading in it has made it a section.
    """

    url: str
    out: Builder = field(default_factory=Builder)
    run: Run = field(default_factory=Run)
    lists: list[ListState] = field(default_factory=list)
    heading: int = 0
    last_level: int = 1
    folds: list[int] = field(default_factory=list)
    items: list[str | None] = field(default_factory=list)
    pre: int = 0
    cell: bool = False
    tables: int = 0


@dataclass(frozen=True, slots=True)
class _Leave:
    """What must be undone when an element's inside is done."""

    node: Node
    marks: int
    level: int


def emit(roots: Sequence[Node], url: str) -> Builder:
    """The blocks of `roots`, in order; elements with a `drop` reason are left out whole."""
    flow = Flow(url)
    for root in roots:
        _walk(flow, [root])
        _flush(flow)
    return flow.out


def _walk(flow: Flow, start: list[Node]) -> None:
    stack: list[Node | str | _Leave] = list(reversed(start))
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            _text(flow, item)
        elif isinstance(item, _Leave):
            _leave(flow, item)
        elif item.drop:
            flow.run.pending = flow.run.pending or item.tag in BLOCKS
        else:
            _enter(flow, item, stack)


def _text(flow: Flow, text: str) -> None:
    if not flow.pre:
        flow.run.add(text)
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            flow.run.line_break()
        flow.run.add(line)


def _enter(flow: Flow, node: Node, stack: list[Node | str | _Leave]) -> None:
    tag = node.tag
    if tag == "br":
        flow.run.line_break()
    elif tag == "button" and not flow.heading and not _is_trigger(node):
        flow.run.space()
    elif tag == "table" and not flow.cell and is_data_table(node):
        _table(flow, node)
    else:
        level = _open_block(flow, node) if tag in BLOCKS else _open_inline(flow, node)
        marks = _open_marks(flow, node)
        stack.append(_Leave(node, marks, level))
        stack.extend(reversed(node.kids))


def _open_marks(flow: Flow, node: Node) -> int:
    before = len(flow.run.opened)
    mark = _MARKS.get(node.tag)
    if mark is None and "style" in node.attrs and _BOLD.search(node.attrs["style"]):
        mark = "strong"
    if mark is not None and all(what != mark for what, _ in flow.run.opened):
        flow.run.open(mark)
    if node.tag == "a":
        href = _absolute(flow.url, node.attrs.get("href", "").strip())
        if href:
            flow.run.open("link:" + href)
    return len(flow.run.opened) - before


def _absolute(url: str, href: str) -> str:
    if not href or href.lower().startswith(_NO_LINK):
        return ""
    if not url:
        return href
    try:
        return urljoin(url, href)
    except ValueError:
        return href


def _open_inline(flow: Flow, node: Node) -> int:
    """Elements that stand apart on screen without being blocks: a link right after another, custom elements."""
    if node.tag == "button" and not flow.heading:
        _flush(flow)
        return _begin_heading(flow, _fold_level(flow))
    if "-" in node.tag or (
        node.tag == "a"
        and flow.run.spans
        and flow.run.spans[-1][1] == flow.run.length
        and (flow.run.spans[-1][2].startswith("link:"))
    ):
        flow.run.space()
    level = _heading_level(flow, node) if node.attrs else 0
    if level:
        _flush(flow)
        return _begin_heading(flow, level)
    return 0


def _open_block(flow: Flow, node: Node) -> int:
    """Ends the block before, and notes what the words to come are. Returns the heading level begun, or 0."""
    _flush(flow)
    tag = node.tag
    if tag in _LISTS:
        flow.lists.append(open_list(node))
    elif tag == "li":
        flow.items.append(flow.lists[-1].next_marker(node) if flow.lists else "•")
    elif tag == "pre":
        flow.pre += 1
    elif tag == "details":
        flow.folds.append(flow.last_level)
    return _begin_heading(flow, _heading_level(flow, node))


def _heading_level(flow: Flow, node: Node) -> int:
    tag = node.tag
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if tag == "summary":
        return _fold_level(flow) if node.words <= _TITLE_WORDS else 0
    if node.attrs.get("role") == "heading":
        given = node.attrs.get("aria-level", "2")
        return int(given) if given in {"1", "2", "3", "4", "5", "6"} else 2
    found = _HEADING_CLASS.search(node.attrs.get("class", "")) if tag in {"p", "div", "span"} else None
    return int(found[1]) if found and 0 < node.words <= _TITLE_WORDS else 0


def _fold_level(flow: Flow) -> int:
    base = flow.folds[-1] if flow.folds else flow.last_level
    return min(6, base + 1)


def _begin_heading(flow: Flow, level: int) -> int:
    if not level or flow.cell or flow.heading:
        return 0
    flow.heading = level
    return level


def _leave(flow: Flow, item: _Leave) -> None:
    tag = item.node.tag
    if tag in BLOCKS or item.level:
        if item.level:
            _flush(flow)
        for _ in range(item.marks):
            flow.run.close()
        _flush(flow)
        _close_block(flow, item)
    else:
        for _ in range(item.marks):
            flow.run.close()
        if "-" in tag:
            flow.run.space()


def _close_block(flow: Flow, item: _Leave) -> None:
    tag = item.node.tag
    if item.level:
        flow.heading = 0
    if tag in _LISTS:
        flow.lists.pop()
    elif tag == "li":
        flow.items.pop()
    elif tag == "pre":
        flow.pre -= 1
    elif tag == "details":
        flow.last_level = flow.folds.pop()


def _flush(flow: Flow) -> None:
    """Ends the block in the making; inside a table cell a block boundary is only a space."""
    if flow.cell:
        flow.run.space()
        return
    if not flow.run.length:
        flow.run.pending = False
        flow.run.breaks.clear()
        return
    run, flow.run = flow.run, flow.run.restart()
    text, spans = run.finished()
    marker = flow.items[-1] if flow.items else None
    if flow.heading:
        flow.out.block(BlockKind.HEADING, text, spans, flow.heading, marker or "")
        flow.last_level, after = flow.heading, None
    elif marker is not None:
        _item(flow, pieces(text, spans, run.breaks, in_item=True), marker)
        after = ""
    else:
        _paragraphs(flow, text, spans, run.breaks)
        return
    if flow.items:
        flow.items[-1] = after


def _item(flow: Flow, parts: list[Piece], marker: str) -> None:
    """The first part is the item, further ones its paragraphs; bullets written by hand inside it are items below it."""
    depth = max(1, len(flow.lists))
    for number, piece in enumerate(parts):
        if piece.bullet and number:
            flow.out.block(BlockKind.ITEM, piece.text, piece.spans, depth + 1, piece.bullet)
        else:
            flow.out.block(BlockKind.ITEM, piece.text, piece.spans, depth, "" if number else marker)


def _paragraphs(flow: Flow, text: str, spans: Spans, breaks: list[int]) -> None:
    for piece in pieces(text, spans, breaks):
        if piece.bullet:
            flow.out.block(BlockKind.ITEM, piece.text, piece.spans, max(1, len(flow.lists)), piece.bullet)
        else:
            kind = BlockKind.CODE if flow.pre and _is_code(piece) else BlockKind.PARAGRAPH
            flow.out.block(kind, piece.text, piece.spans)


def _is_code(piece: Piece) -> bool:
    return any(what == "code" and start == 0 and end == len(piece.text) for start, end, what in piece.spans)


def _is_trigger(node: Node) -> bool:
    """A button that unfolds the part of the document which follows it."""
    if "aria-expanded" not in node.attrs and "aria-controls" not in node.attrs:
        return False
    if not 0 < node.words <= _TITLE_WORDS:
        return False
    at: Node | None = node
    for _ in range(3):
        after = at.neighbour(1) if at is not None else None
        if after is not None:
            return not after.drop and after.words >= 5
        at = at.parent if at is not None else None
    return False


def _table(flow: Flow, table: Node) -> None:
    """Rows with their cells; what stands in a table outside rows (its caption) comes before them."""
    _flush(flow)
    _walk(flow, [kid for kid in table.elements() if kid.tag == "caption"])
    flow.tables += 1
    outer, flow.cell = flow.run, True
    for row in rows_of(table):
        cells: list[tuple[str, Spans]] = []
        for cell in cells_of(row):
            flow.run = Run()
            if not cell.drop:
                _walk(flow, [cell])
            cells.append(flow.run.finished())
        flow.out.row(cells, flow.tables, header=is_header(row))
    flow.run, flow.cell = outer, False
