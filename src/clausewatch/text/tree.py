"""A page's markup as a light tree, built without recursion so that no nesting can exhaust the stack."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

OPAQUE = frozenset(
    {
        "script", "style", "svg", "template", "iframe", "object", "embed", "canvas", "audio", "video", "picture",
        "img", "select", "datalist", "textarea", "input", "meta", "link", "map", "noembed", "noframes", "progress",
        "meter",
    }
)  # fmt: skip
"""Elements whose inside is never text of a document."""


@dataclass(slots=True, eq=False)
class Node:
    """An element: its children are elements and strings. `drop` is why it is no part of the document, if so.

    `order` is the place among all elements, `end` the order after its last descendant, `place` that among its parent's
    children.
    `words` and `linked` count the words inside, in all and within links, once `weigh` has run; `links` the links.
    """

    tag: str
    attrs: dict[str, str]
    parent: Node | None
    order: int
    place: int = 0
    kids: list[Node | str] = field(default_factory=list)
    end: int = 0
    words: int = 0
    linked: int = 0
    links: int = 0
    drop: str = ""

    def tokens(self) -> str:
        """Class names, id and test id in lower case, apart by spaces."""
        get = self.attrs.get
        return f"{get('class', '')} {get('id', '')}".lower()

    def elements(self) -> Iterator[Node]:
        return (kid for kid in self.kids if isinstance(kid, Node))

    def neighbour(self, step: int) -> Node | None:
        """The element right before (-1) or after (1) this one within its parent."""
        kids = self.parent.kids if self.parent is not None else []
        at = self.place + step
        while 0 <= at < len(kids):
            kid = kids[at]
            if isinstance(kid, Node):
                return kid
            at += step
        return None

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class Tree:
    """All elements in document order; `nodes[0]` is the root. `scripts` holds type and source of each inline script."""

    nodes: tuple[Node, ...]
    body: Node
    title: str
    scripts: tuple[tuple[str, str], ...]
    selected: tuple[Node, ...]
    bad_selectors: tuple[str, ...]


def parse(html: str, select: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Tree:
    """The page's tree, with what `remove` matches marked as dropped; any string at all is accepted.

    `selected` holds what `select` matches, in document order, without what stands inside another match.
    """
    parser = LexborHTMLParser(html)
    scripts: list[tuple[str, str]] = []
    nodes, by_id = _copy(parser, scripts)
    bad: list[str] = []
    for node in _matches(parser, remove, by_id, bad):
        node.drop = "removed"
    chosen = sorted(_matches(parser, select, by_id, bad), key=lambda node: node.order)
    outer: list[Node] = []
    for node in chosen:
        if not outer or node.order >= outer[-1].end:
            outer.append(node)
    body = next((node for node in nodes if node.tag == "body"), nodes[0])
    title = next((node for node in nodes if node.tag == "title"), None)
    shown = " ".join(words_of(title)) if title else ""
    return Tree(tuple(nodes), body, shown, tuple(scripts), tuple(outer), tuple(bad))


def words_of(node: Node) -> list[str]:
    """All words inside, dropped or not."""
    found: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            found.extend(item.split())
        else:
            stack.extend(reversed(item.kids))
    return found


def _matches(
    parser: LexborHTMLParser, selectors: tuple[str, ...], by_id: dict[int, Node], bad: list[str]
) -> list[Node]:
    found: dict[int, Node] = {}
    for selector in selectors:
        try:
            hits = parser.css(selector)
        except (SelectolaxError, ValueError):
            bad.append(selector)
            continue
        found.update({hit.mem_id: by_id[hit.mem_id] for hit in hits if hit.mem_id in by_id})
    return list(found.values())


def _copy(parser: LexborHTMLParser, scripts: list[tuple[str, str]]) -> tuple[list[Node], dict[int, Node]]:
    """Our copy of lexbor's tree: a stack holds each next sibling still to visit, so depth costs no recursion."""
    nodes = [Node("html", {}, None, 0)]
    by_id: dict[int, Node] = {}
    todo: list[tuple[LexborNode, Node]] = [(parser.root, nodes[0])] if parser.root is not None else []
    while todo:
        at, here = todo.pop()
        after = at.next
        if after is not None:
            todo.append((after, here))
        if at.is_text_node:
            here.kids.append(at.text_content or "")
        elif at.is_element_node:
            attrs = {key: value or "" for key, value in at.attributes.items()}
            node = Node(at.tag or "", attrs, here, len(nodes), len(here.kids))
            nodes.append(node)
            by_id[at.mem_id] = node
            here.kids.append(node)
            if node.tag == "script":
                scripts.append((attrs.get("type", "").lower(), at.text(deep=True)))
            child = None if node.tag in OPAQUE else at.child
            if child is not None:
                todo.append((child, node))
    for node in reversed(nodes):
        node.end = max(node.end, node.order + 1)
        if node.parent is not None:
            node.parent.end = max(node.parent.end, node.end)
    return nodes, by_id
