"""Choosing the part of a page that is the document, without selectors."""

from __future__ import annotations

from itertools import accumulate

from clausewatch.text.tree import Node, Tree

_PROSE_WORDS = 12
_MENU_SHARE = 0.7


def choose(tree: Tree) -> list[Node]:
    """The elements whose kept inside is the document, in order. Expects `mark_chrome` to have run.

    The largest main landmark (else article) that holds most of the page's prose, and the page's title with its date
    where those stand before it; the whole body when no landmark does. Menus at either edge are dropped on the way.
    """
    prose = _prose_before(tree)
    root = _landmark(tree, prose) or tree.body
    _trim(tree, root, prose)
    title = _title_outside(tree, root)
    return [title, root] if title is not None else [root]


def _prose_before(tree: Tree) -> list[int]:
    """Words outside links in kept elements, summed up to each element's order."""
    own = [0] * (len(tree.nodes) + 1)
    linked = [False] * len(tree.nodes)
    for node in tree.nodes:
        parent = node.parent
        linked[node.order] = node.tag == "a" or (parent is not None and linked[parent.order])
        if not node.drop and not linked[node.order]:
            own[node.order + 1] = sum(
                len(kid) for kid in node.kids if isinstance(kid, str) and not kid.isspace()
            )
    return list(accumulate(own))


def _landmark(tree: Tree, prose: list[int]) -> Node | None:
    def weight(node: Node) -> int:
        return prose[node.end] - prose[node.order]

    body = weight(tree.body)
    for share, found in ((0.5, _all(tree, "main")), (0.6, _all(tree, "article"))):
        best = max(found, key=weight, default=None)
        if best is not None and weight(best) > share * body:
            return best
    return None


def _all(tree: Tree, name: str) -> list[Node]:
    return [
        node for node in tree.nodes if not node.drop and (node.tag == name or node.attrs.get("role") == name)
    ]


def _title_outside(tree: Tree, root: Node) -> Node | None:
    """The block around the page's first-level heading when it stands before the chosen part and holds little else."""
    if any(node.tag == "h1" and not node.drop for node in tree.nodes[root.order : root.end]):
        return None
    heads = [node for node in tree.nodes[: root.order] if node.tag == "h1" and not node.drop and node.words]
    if len(heads) != 1:
        return None
    around = heads[0]
    for above in heads[0].ancestors():
        if above.end > root.order or above.words > 60 or above.linked > 0.3 * above.words:
            break
        around = above
    return around


def _trim(tree: Tree, root: Node, prose: list[int]) -> None:
    """Drops menus (mostly links, each short) that stand wholly before the first or after the last prose."""
    first, last = _prose_edges(tree, root)
    for node in tree.nodes[root.order + 1 : root.end]:
        if node.parent is not None and node.parent.drop and not node.drop:
            node.drop = node.parent.drop
        if not node.drop and (node.end <= first or node.order > last) and _is_menu(node):
            node.drop = "menu"
    del prose


def _prose_edges(tree: Tree, root: Node) -> tuple[int, int]:
    """The orders of the first and the last kept element that itself holds a sentence's worth of words."""
    long = [
        node.order
        for node in tree.nodes[root.order : root.end]
        if not node.drop and node.tag not in {"a", "button", "label"} and _own_words(node) >= _PROSE_WORDS
    ]
    return (long[0], long[-1]) if long else (root.order, root.end)


def _own_words(node: Node) -> int:
    return sum(len(kid) for kid in node.kids if isinstance(kid, str) and not kid.isspace()) // 5


def _is_menu(node: Node) -> bool:
    if node.links < 3 or node.linked < _MENU_SHARE * node.words or node.linked > 8 * node.links:
        return False
    stack, inner = [node], 0
    for _ in range(400):
        if not stack:
            break
        at = stack.pop()
        if at.tag == "a":
            inner += at.attrs.get("href", "").startswith("#")
        stack.extend(at.elements())
    return inner < 0.5 * node.links
