"""Walking the kept part of a tree and giving its words to the builder block by block, in document order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from clausewatch.nouns.document import BlockKind
from clausewatch.text.alternatives import stands_for
from clausewatch.text.builder import Builder, Run
from clausewatch.text.lines import Piece, Spans, is_bulleted, pieces
from clausewatch.text.lists import ListState, open_list
from clausewatch.text.raised import brackets
from clausewatch.text.tables import Spanning, cells_of, is_data_table, is_header, rows_of
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
_STATEFUL = _LISTS | {"li", "pre", "details"}
_MARKS = {"b": "strong", "strong": "strong", "em": "emphasis", "i": "emphasis", "code": "code", "kbd": "code",
          "samp": "code", "tt": "code", "dt": "strong"}  # fmt: skip
_MARKED = frozenset({*_MARKS, "a"})
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_CLASS_LEVELS = frozenset({"p", "div", "span"})
_PLAIN_INLINE = frozenset({"span", "strong", "b", "em", "i", "u", "font", "small", "sup", "sub", "label"})
"""Without attributes these say nothing of blocks or headings."""
_RAISED = frozenset({"sup", "sub"})
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HEADING_CLASS = re.compile(r"(?:^|\s)h([1-6])(?=$|\s)")
_TITLE_WORDS = 20
_MOST_OPEN = 8
"""Marks and links around one word; only broken markup nests links, and every block repeats what is open."""
_DEEPEST = 20
"""The deepest level of an item that is told: deeper nesting is no list of a document."""
_NO_LINK = ("javascript:", "data:", "vbscript:")
_WHOLE_LINK = re.compile(r"https?://[a-z0-9.-]+(?:/[\w.%~+-]+)*/?", re.ASCII)
"""Addresses that joining with the page's own leaves as they are."""


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
    caption: bool = False
    tables: int = 0


_Leave = tuple[Node, int, int]
"""What must be undone when an element's inside is done: the element, how many marks and which heading it began."""


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
            if flow.pre:
                _preformatted(flow, item)
            else:
                flow.run.add_folded(item)
        elif isinstance(item, tuple):
            _leave(flow, *item)
        elif item.drop:
            flow.run.pending = flow.run.pending or item.tag in BLOCKS
        else:
            _enter(flow, item, stack)


def _preformatted(flow: Flow, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            flow.run.line_break()
        flow.run.add(line)


def _enter(flow: Flow, node: Node, stack: list[Node | str | _Leave]) -> None:
    tag, attrs, kids = node.tag, node.attrs, node.kids
    if tag == "br":
        flow.run.line_break()
    elif tag == "button" and not flow.heading and not _is_trigger(node):
        flow.run.space()
    elif tag == "table" and not flow.cell and not flow.caption and is_data_table(node):
        _table(flow, node)
    else:
        block = tag in BLOCKS
        if block:
            level = _open_block(flow, node)
            if (not node.words or tag == "figure") and (alternative := stands_for(node)):
                flow.run.add_folded(alternative)
                if tag == "figure":
                    _flush(flow)
        else:
            level = _open_inline(flow, node) if attrs or tag not in _PLAIN_INLINE else 0
        marks = _open_marks(flow, node) if tag in _MARKED or "style" in attrs else 0
        before, after = brackets(node, flow.run) if tag in _RAISED and not flow.pre else ("", "")
        if block or marks or level or "-" in tag:
            stack.append((node, marks, level))
        if after:
            stack.append(after)
        stack.extend(reversed(kids) if len(kids) > 1 else kids)
        if before:
            flow.run.add_folded(before)


def _open_marks(flow: Flow, node: Node) -> int:
    mark = _MARKS.get(node.tag)
    if mark is None:
        if "style" in node.attrs and _BOLD.search(node.attrs["style"]):
            mark = "strong"
        elif node.tag != "a":
            return 0
    before = len(flow.run.opened)
    if mark is not None and all(what != mark for what, _ in flow.run.opened):
        flow.run.open(mark)
    if node.tag == "a":
        href = _absolute(flow.url, node.attrs.get("href", "").strip())
        if href and len(flow.run.opened) < _MOST_OPEN:
            flow.run.open("link:" + href)
    return len(flow.run.opened) - before


def _absolute(url: str, href: str) -> str:
    if not href or href.lower().startswith(_NO_LINK):
        return ""
    if not url or _WHOLE_LINK.fullmatch(href):
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
    if flow.run.begun or flow.cell:
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
    level = _heading_level(flow, node)
    return _begin_heading(flow, level) if level else 0


def _heading_level(flow: Flow, node: Node) -> int:
    tag, attrs = node.tag, node.attrs
    if tag in _LEVELS:
        return _LEVELS[tag]
    if tag == "summary":
        return _fold_level(flow) if node.words <= _TITLE_WORDS else 0
    if not attrs:
        return 0
    if attrs.get("role") == "heading":
        given = attrs.get("aria-level", "2")
        return int(given) if given in {"1", "2", "3", "4", "5", "6"} else 2
    if tag not in _CLASS_LEVELS or not 0 < node.words <= _TITLE_WORDS or "class" not in attrs:
        return 0
    found = _HEADING_CLASS.search(attrs["class"])
    return int(found[1]) if found else 0


def _fold_level(flow: Flow) -> int:
    base = flow.folds[-1] if flow.folds else flow.last_level
    return min(6, base + 1)


def _begin_heading(flow: Flow, level: int) -> int:
    if not level or flow.cell or flow.heading:
        return 0
    flow.heading = level
    return level


def _leave(flow: Flow, node: Node, marks: int, level: int) -> None:
    tag = node.tag
    if tag in BLOCKS or level:
        if level:
            _flush(flow)
        for _ in range(marks):
            flow.run.close()
        if flow.run.begun or flow.cell:
            _flush(flow)
        if level or tag in _STATEFUL:
            _close_block(flow, tag, level)
    else:
        for _ in range(marks):
            flow.run.close()
        if "-" in tag:
            flow.run.space()


def _close_block(flow: Flow, tag: str, level: int) -> None:
    if level:
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
    run = flow.run
    if not run.length:
        run.pending = False
        if run.breaks:
            run.breaks.clear()
        return
    flow.run = run.restart()
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
    depth = _depth(flow)
    for number, piece in enumerate(parts):
        if piece.bullet and number:
            flow.out.block(BlockKind.ITEM, piece.text, piece.spans, depth + 1, piece.bullet)
        else:
            flow.out.block(BlockKind.ITEM, piece.text, piece.spans, depth, "" if number else marker)


def _paragraphs(flow: Flow, text: str, spans: Spans, breaks: list[int]) -> None:
    if not breaks and not flow.pre and not is_bulleted(text):
        flow.out.block(BlockKind.PARAGRAPH, text, spans)
        return
    for piece in pieces(text, spans, breaks):
        if piece.bullet:
            flow.out.block(BlockKind.ITEM, piece.text, piece.spans, _depth(flow), piece.bullet)
        else:
            kind = BlockKind.CODE if flow.pre and _is_code(piece) else BlockKind.PARAGRAPH
            flow.out.block(kind, piece.text, piece.spans)


def _depth(flow: Flow) -> int:
    return max(1, min(_DEEPEST, len(flow.lists)))


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
    # A caption's tables are none of data: were they, walking could go as deep as the page nests them.
    flow.caption = True
    _walk(flow, [kid for kid in table.elements() if kid.tag == "caption"])
    flow.caption = False
    flow.tables += 1
    outer, flow.cell = flow.run, True
    spanning = Spanning()
    for row in rows_of(table):
        cells: list[tuple[str, Spans]] = []
        for cell in spanning.placed(cells_of(row)):
            if cell is None:
                cells.append(("", []))
                continue
            flow.run = Run()
            if not cell.drop:
                _walk(flow, [cell])
            cells.append(flow.run.finished())
        flow.out.row(cells, flow.tables, header=is_header(row))
    flow.run, flow.cell = outer, False
