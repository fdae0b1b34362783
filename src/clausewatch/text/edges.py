"""What stands around a document inside the same frame: menus, opinion polls, further reading, advertising of the site.

The constants were set by reading the errors on the 81 whole pages of the extraction corpus's development half.
"""

from __future__ import annotations

import re

from clausewatch.text.furniture import MOST_WORDS, drop_colophon, drop_furniture
from clausewatch.text.prose import has_heading, has_sentence
from clausewatch.text.stamp import is_stamped
from clausewatch.text.tree import HELD, Node, Tree, words_of

_PROSE_WORDS = 12
_MENU_SHARE = 0.7
_DOMINANT = 0.85
_AFTERWORD = 150
_SCAN = 400
_BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?=$|[\s_-])")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_OWN = _LISTS | _HEADINGS | {"p", "blockquote"}


def trim(tree: Tree, root: Node, prose: list[int]) -> None:
    """Drops, inside the chosen part, what is certainly not the document.

    Menus (mostly links, each short) wholly before the first or after the last prose; opinion polls; lists of further
    reading; and small parts with links or buttons after the part that holds nearly all prose.
    """
    inside = tree.nodes[root.order + 1 : root.end]
    first, last = _prose_edges(tree, root)
    titles = [
        node.order
        for node in tree.tagged("h1")
        if root.order < node.order < root.end and not node.drop and not node.links
    ]
    for node in inside:
        if node.drop:
            continue
        if node.parent is not None and node.parent.drop:
            node.drop = node.parent.drop
            continue
        at_edge = node.end <= first or node.order > last
        if at_edge and _is_menu(node, titles) and not _is_told(node, root, prose):
            node.drop = "menu"
        elif node.chars and node.words <= MOST_WORDS:
            drop_furniture(node, root, at_edge=at_edge)
    drop_colophon(tree, root, prose)
    _drop_afterword(root, prose)


def _prose_edges(tree: Tree, root: Node) -> tuple[int, int]:
    """The orders of the first and the last kept element that itself holds a sentence's worth of words."""
    long = [
        node.order
        for node in tree.nodes[root.order : root.end]
        if node.chars >= 5 * _PROSE_WORDS and not node.drop and node.tag not in {"a", "button", "label"}
    ]
    return (long[0], long[-1]) if long else (root.order, root.end)


def _is_menu(node: Node, titles: list[int]) -> bool:
    """True for mostly links, each short. What holds the page's title is no menu: its parts are asked one by one."""
    if node.links < 3 or node.linked < _MENU_SHARE * node.words or node.linked > 8 * node.links:
        return False
    if node.holds & HELD["h1"] and any(node.order <= order < node.end for order in titles):
        return False
    return node.anchors < 0.5 * node.links


def _is_told(node: Node, root: Node, prose: list[int]) -> bool:
    """True when the document's prose leads up to the links: they are its list (of processors, of annexes), no menu.

    Before a list or table stands, in the same parent, what ends in a colon or is a sentence; a heading alone does it only
    where that parent holds most of the prose. An element with sentences of its own is asked part by part.
    """
    if has_sentence(node):
        return True
    if node.tag not in _LISTS or node.parent is None:
        return False
    before = node.neighbour(-1)
    if before is None or before.drop:
        return False
    if before.tag in _HEADINGS:
        around = node.parent
        total = prose[root.end] - prose[root.order]
        return prose[around.end] - prose[around.order] >= _DOMINANT * total
    return before.linked < before.words and (has_sentence(before) or _ends_in_colon(before))


def _ends_in_colon(node: Node) -> bool:
    return node.words <= _AFTERWORD and " ".join(words_of(node)).endswith((":", "："))


def _drop_afterword(root: Node, prose: list[int]) -> None:
    """Walks down through the parts that hold nearly all prose; small parts with links that follow such a part go.

    A part with an address (an at sign), a sentence stays: it may be the document's own ending. So does one
    with a heading, unless what it holds is a button: a call to act under a slogan.
    """
    at, total = root, prose[root.end] - prose[root.order]
    while total > 0:
        kids = [kid for kid in at.elements() if not kid.drop]
        main = next((kid for kid in kids if prose[kid.end] - prose[kid.order] >= _DOMINANT * total), None)
        if main is None:
            return
        for kid in kids:
            if kid.order > main.order and _is_afterword(kid):
                kid.drop = "afterword"
        at = main


def _is_afterword(node: Node) -> bool:
    if node.words > _AFTERWORD or node.tag in _OWN or has_sentence(node):
        return False
    titled = has_heading(node)
    stack: list[Node | str] = [node]
    acts, calls = node.links > 0, False
    for _ in range(_SCAN):
        if not stack:
            break
        item = stack.pop()
        if isinstance(item, str):
            if "@" in item or len(item) > 160:
                return False
        elif item.drop in {"", "named"}:
            calls = calls or _is_button(item)
            stack.extend(item.kids)
    return (calls or (acts and not titled)) and "@" not in " ".join(words_of(node)) and not is_stamped(node)


def _is_button(node: Node) -> bool:
    return node.tag == "button" or (
        node.tag == "a" and _BUTTON.search(node.attrs.get("class", "").lower()) is not None
    )
