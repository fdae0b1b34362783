"""What stands around a document inside the same frame: menus, opinion polls, further reading, advertising of the site.

The constants were set by reading the errors on the 81 whole pages of the extraction corpus's development half.
"""

from __future__ import annotations

import re

from clausewatch.text.tree import Node, Tree, words_of

_PROSE_WORDS = 12
_MENU_SHARE = 0.7
_DOMINANT = 0.85
_AFTERWORD = 150
_SCAN = 400
_POLL = re.compile(
    r"(?:was|is|did|were)\s+(?:you\s+find\s+)?(?:this|these)(?:\s+\w+){0,3}\s+(?:helpful|useful)|found\s+(?:this|it)(?:\s+\w+){0,2}\s+helpful|"
    r"war\s+(?:dies\w*|der|die|das)(?:\s+\w+){0,3}\s+hilfreich|cet(?:te)?\s+(?:article|page)\s+vous\s+a-t-\w+\s+(?:été\s+)?(?:utile|aid)|"
    r"(?:le|te)\s+(?:ha\s+)?(?:resultó|sido|fue)\s+útil|这篇文章(?:是否)?有(?:帮助|用)|是否有帮助"
)
_FURTHER = re.compile(
    r"(?:related|more|recommended|similar|popular)\s+(?:articles?|posts?|topics?|reading|resources|pages|stories|content)|read\s+(?:next|more)|"
    r"(?:verwandte|ähnliche|weitere)\s+(?:artikel|beiträge|themen)|articles?\s+(?:associés|connexes|similaires)|artículos\s+relacionados|相关文章|相关推荐"
)


def trim(tree: Tree, root: Node, prose: list[int]) -> None:
    """Drops, inside the chosen part, what is certainly not the document.

    Menus (mostly links, each short) wholly before the first or after the last prose; opinion polls; lists of further
    reading; and small parts with links or buttons after the part that holds nearly all prose.
    """
    inside = tree.nodes[root.order + 1 : root.end]
    first, last = _prose_edges(tree, root)
    for node in inside:
        if node.drop:
            continue
        if node.parent is not None and node.parent.drop:
            node.drop = node.parent.drop
        elif (node.end <= first or node.order > last) and _is_menu(node):
            node.drop = "menu"
        elif node.chars and node.words <= 40:
            _drop_furniture(node, root)
    _drop_afterword(root, prose)


def _prose_edges(tree: Tree, root: Node) -> tuple[int, int]:
    """The orders of the first and the last kept element that itself holds a sentence's worth of words."""
    long = [
        node.order
        for node in tree.nodes[root.order : root.end]
        if not node.drop and node.tag not in {"a", "button", "label"} and node.chars // 5 >= _PROSE_WORDS
    ]
    return (long[0], long[-1]) if long else (root.order, root.end)


def _is_menu(node: Node) -> bool:
    if node.links < 3 or node.linked < _MENU_SHARE * node.words or node.linked > 8 * node.links:
        return False
    return node.anchors < 0.5 * node.links


def _drop_furniture(node: Node, root: Node) -> None:
    """Drops a poll, or a heading of further reading with its links, with the small container around it."""
    if node.shown > 121:
        return
    own = " ".join(kid for kid in node.kids if isinstance(kid, str)).strip().lower()
    if not own or len(own) > 120:
        return
    if _POLL.search(own):
        _outermost(node, root, 40).drop = "poll"
    elif _FURTHER.fullmatch(own.rstrip(": ")):
        around = _outermost(node, root, 200)
        if around is not node and around.linked >= 0.7 * (around.words - node.words):
            around.drop = "further reading"


def _outermost(node: Node, root: Node, most_words: int) -> Node:
    around = node
    for _ in range(6):
        above = around.parent
        if (
            above is None
            or above is root
            or above.words > most_words
            or above.tag in {"main", "article", "body"}
        ):
            break
        around = above
    return around


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
    return acts and "@" not in " ".join(words_of(node))
