"""What stands around a document inside the same frame: menus, opinion polls, further reading, advertising of the site.

The constants were set by reading the errors on the 81 whole pages of the extraction corpus's development half.
"""

from __future__ import annotations

from clausewatch.text.furniture import MOST_WORDS, drop_colophon, drop_furniture
from clausewatch.text.stamp import is_stamped
from clausewatch.text.tree import HELD, Node, Tree, words_of

_PROSE_WORDS = 12
_MENU_SHARE = 0.7
_DOMINANT = 0.85
_AFTERWORD = 150
_SCAN = 400


def trim(tree: Tree, root: Node, prose: list[int]) -> None:
    """Drops, inside the chosen part, what is certainly not the document.

    Menus (mostly links, each short) wholly before the first or after the last prose; opinion polls; lists of further
    reading; and small parts with links or buttons after the part that holds nearly all prose.
    """
    inside = tree.nodes[root.order + 1 : root.end]
    first, last = _prose_edges(tree, root)
    titles = [node.order for node in inside if node.tag == "h1" and not node.drop and not node.links]
    for node in inside:
        if node.drop:
            continue
        if node.parent is not None and node.parent.drop:
            node.drop = node.parent.drop
            continue
        at_edge = node.end <= first or node.order > last
        if at_edge and _is_menu(node, titles):
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
        if not node.drop and node.tag not in {"a", "button", "label"} and node.chars // 5 >= _PROSE_WORDS
    ]
    return (long[0], long[-1]) if long else (root.order, root.end)


def _is_menu(node: Node, titles: list[int]) -> bool:
    """True for mostly links, each short. What holds the page's title is no menu: its parts are asked one by one."""
    if node.links < 3 or node.linked < _MENU_SHARE * node.words or node.linked > 8 * node.links:
        return False
    if node.holds & HELD["h1"] and any(node.order <= order < node.end for order in titles):
        return False
    return node.anchors < 0.5 * node.links


def _drop_afterword(root: Node, prose: list[int]) -> None:
    """Walks down through the parts that hold nearly all prose; small parts with links that follow such a part go.

    A part with an address (an at sign), or with a paragraph of some length, stays: it may be the document's own ending.
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
    if node.words > _AFTERWORD or node.tag in {
        "p",
        "ul",
        "ol",
        "table",
        "dl",
        "blockquote",
        "h1",
        "h2",
        "h3",
    }:
        return False
    stack: list[Node | str] = [node]
    acts = node.links > 0
    for _ in range(_SCAN):
        if not stack:
            break
        item = stack.pop()
        if isinstance(item, str):
            if "@" in item or len(item) > 160:
                return False
        elif not item.drop:
            acts = acts or item.tag == "button"
            stack.extend(item.kids)
    return acts and "@" not in " ".join(words_of(node)) and not is_stamped(node)
