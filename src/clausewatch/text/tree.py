"""A page's markup as a light tree, built without recursion so that no nesting can exhaust the stack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING, cast

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from clausewatch.text.counting import LONG, at_least, folded, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

OPAQUE = frozenset(
    {
        "script", "style", "svg", "template", "iframe", "object", "embed", "canvas", "audio", "video", "img",
         "select", "datalist", "textarea", "input", "meta", "link", "map", "noembed", "noframes", "progress",
        "meter",
    }
)  # fmt: skip
"""Elements whose inside is never text of a document."""


_BARE = frozenset({"script", "style", "link", "meta", "svg"})
"""Opaque elements that stand for nothing, control nothing and part nothing: only a selector may ask for them."""
_KEPT = frozenset({"script", "textarea", "select"})
_TITLE_CHARS = 1_000
_SCROLLED_WORDS = 8
_FIXED = frozenset({"readonly", "disabled"})
_UNWEIGHED = OPAQUE | {"head", "noscript"}
_NO_ATTRS: dict[str, str] = {}
HELD = {"h1": 1, "input": 2, "button": 4, "a": 8}
_INDEXED = frozenset({"a", "article", "body", "button", "h1", "input", "main", "title"})
_PRE = 32
AROUND = {"main": 1, "article": 2, "a": 4, "button": 8, "nav": 16, "pre": _PRE, "section": 64}
"""Elements, or roles, that are asked for often: a bit for each."""


class Node:
    """An element: its children are elements and strings, white space in these folded outside `pre`. `drop` is why it is no part of the document, if so.

    `order` is the place among all elements, `end` the order after its last descendant, `place` that among its parent's
    children. `words` and `linked` count the words inside, in all and within links, `links` the links; `own` counts the
    words and `chars` the characters of its own strings that are not blank, `shown` those with white space folded and one
    more for each string. `anchors` counts the links within the page, `holds` and `within` have a bit for each kind of
    element of `HELD` inside and of `AROUND` outside. `unseen` keeps what `hidden_reason` found.
    """

    __slots__ = (
        "anchors", "attrs", "chars", "drop", "end", "holds", "kids", "linked", "links", "order", "own", "parent", "place",
        "shown", "tag", "unseen", "within", "words",
    )  # fmt: skip

    def __init__(
        self, tag: str, attrs: dict[str, str], parent: Node | None, order: int, place: int, within: int = 0
    ) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.order = order
        self.place = place
        self.within = within
        self.kids: list[Node | str] = []
        self.end = self.words = self.linked = self.links = self.anchors = 0
        self.own = self.chars = self.shown = self.holds = 0
        self.drop = ""
        self.unseen: str | None = None

    def tokens(self) -> str:
        """Class names, id and test id in lower case, apart by spaces."""
        get = self.attrs.get
        return f"{get('class', '')} {get('id', '')}".lower()

    @property
    def in_pre(self) -> bool:
        """Whether the white space of its strings stands as in the source."""
        return self.tag == "pre" or self.within & _PRE != 0

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
    """All elements in document order; `nodes[0]` is the root."""

    nodes: tuple[Node, ...]
    body: Node
    title: str
    script_nodes: tuple[LexborNode, ...]
    selected: tuple[Node, ...]
    bad_selectors: tuple[str, ...]
    fields: tuple[tuple[Node, LexborNode], ...] = ()
    """Opaque elements whose inside is shown all the same, as entries: text areas and lists to choose from."""
    index: dict[str, list[Node]] = field(default_factory=dict)
    """The elements of the few tags that are looked for in the whole page, and those of each role as "role=" and its name."""

    def tagged(self, tag: str) -> list[Node]:
        """The elements with a tag of the index, in document order."""
        return self.index.get(tag, [])

    def serving_as(self, *names: str) -> list[Node]:
        """The elements with one of the tags or roles, in document order."""
        found = {
            node.order: node
            for name in names
            for key in (name, f"role={name}")
            for node in self.index.get(key, ())
        }
        return [found[order] for order in sorted(found)]

    @property
    def scripts(self) -> Iterator[tuple[str, str]]:
        """Type and source of each inline script; few readings ask, so they are copied one by one when asked for."""
        return (
            ((script.attributes.get("type") or "").lower(), script.text(deep=True))
            for script in self.script_nodes
        )

    def release(self) -> None:
        """Takes the tree apart when it is no longer needed.

        Elements and their parents hold each other: left whole, a big page's tree stays until the collector comes by.
        """
        for node in self.nodes:
            node.parent = None


def parse(html: str | bytes, select: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Tree:
    """The page's tree, with what `remove` matches marked as dropped; any string at all is accepted, and bytes that are UTF-8.

    `selected` holds what `select` matches, in document order, without what stands inside another match.
    """
    parser = LexborHTMLParser(html)
    kept: list[tuple[int, LexborNode]] = []
    by_id: dict[int, Node] = {}
    nodes = _copy(parser, kept, by_id if select or remove else None)
    scripts = [at for _, at in kept if at.tag == "script"]
    fields = [(nodes[order], at) for order, at in kept if at.tag != "script" and nodes[order].tag != "pre"]
    _weigh(nodes)
    bad: list[str] = []
    for node in _matches(parser, remove, by_id, bad):
        node.drop = "removed"
    chosen = sorted(_matches(parser, select, by_id, bad), key=lambda node: node.order)
    outer: list[Node] = []
    for node in chosen:
        if not outer or node.order >= outer[-1].end:
            outer.append(node)
    index = _indexed(nodes)
    body = next(iter(index["body"]), nodes[0])
    title = next(iter(index["title"]), None)
    shown = folded(" ".join(words_of(title))[:_TITLE_CHARS]) if title else ""
    return Tree(tuple(nodes), body, shown, tuple(scripts), tuple(outer), tuple(bad), tuple(fields), index)


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


def _copy(
    parser: LexborHTMLParser,
    kept: list[tuple[int, LexborNode]],
    by_id: dict[int, Node] | None,
) -> list[Node]:
    """Our copy of lexbor's tree: a stack holds each next sibling still to visit, so depth costs no recursion."""
    here = Node("html", _NO_ATTRS, None, 0, 0)
    nodes = [here]
    todo: list[tuple[LexborNode | None, Node, int]] = [(parser.root, here, 0)]
    while todo:
        at, here, within = todo.pop()
        kids = here.kids
        while at is not None:
            after = at.next
            # What is no element has a name that begins with a hyphen, or none.
            tag = at.tag or "-"
            if tag == "-text":
                kids.append(_text(at.text_content or "", here, within))
            elif tag[0] != "-":
                # Tags are few: one string for each makes comparing them cheap.
                tag = intern(tag)
                said = ""
                if tag in OPAQUE:
                    if tag in _KEPT:
                        kept.append((len(nodes), at))
                    tag, said = _read_as(tag, at, bare=by_id is None)
                    if not tag:
                        at = after
                        continue
                attrs = {"alt": said} if said else _attributes(at)
                node = Node(tag, attrs, here, len(nodes), len(kids), within)
                nodes.append(node)
                kids.append(node)
                if by_id is not None:
                    by_id[at.mem_id] = node
                if tag not in OPAQUE and (child := at.child) is not None:
                    todo.append((after, here, within))
                    here, kids, after = node, node.kids, child
                    within |= AROUND.get(tag, 0) | (
                        AROUND.get(attrs["role"], 0) & ~_PRE if "role" in attrs else 0
                    )
            at = after
    return nodes


def _read_as(tag: str, at: LexborNode, *, bare: bool) -> tuple[str, str]:
    """An opaque element's tag, or nothing where it gets no node, and what it says in place of words.

    `pre` for a text area that shows a text of some length, as old pages show terms, and takes none; `img` for a drawing
    that says what it shows.
    """
    if tag in _BARE:
        said = _drawn(at) if tag == "svg" else ""
        return ("img", said) if said else ("" if bare else tag, "")
    if tag != "textarea" or at.attributes.keys().isdisjoint(_FIXED):
        return tag, ""
    long = word_count((at.text(deep=True) or "")[:_TITLE_CHARS]) >= _SCROLLED_WORDS
    return "pre" if long else tag, ""


def _drawn(at: LexborNode) -> str:
    """What a drawing says it shows, by its label or, where it is a picture, by its title."""
    attrs = _attributes(at)
    if attrs.get("aria-hidden") == "true" or not ("aria-label" in attrs or attrs.get("role") == "img"):
        return ""
    first = at.child
    while first is not None and first.is_text_node:
        first = first.next
    title = first.text(deep=True)[:_TITLE_CHARS] if first is not None and first.tag == "title" else ""
    return attrs.get("aria-label") or title


def _attributes(at: LexborNode) -> dict[str, str]:
    attrs = at.attributes
    if not attrs:
        return _NO_ATTRS
    if None not in attrs.values():
        return cast("dict[str, str]", attrs)
    return {name: value or "" for name, value in attrs.items()}


def _indexed(nodes: list[Node]) -> dict[str, list[Node]]:
    """The elements of the tags that are looked for in the whole page, and those with a role, by name."""
    index: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.tag in _INDEXED:
            index[node.tag].append(node)
        if "role" in node.attrs:
            index[f"role={node.attrs['role']}"].append(node)
    return index


def _text(text: str, here: Node, within: int) -> str:
    """The string as it is kept: as it stands inside `pre`, else folded, with a space at each end where white space is."""
    ascii_only = text.isascii()
    if ascii_only and "  " not in text and text.isprintable():
        # White space is single spaces already: nothing to fold.
        kept, shown = text, text.strip(" ")
    else:
        shown = " ".join(text.split()) if len(text) <= LONG else folded(text)
        kept = text if within & _PRE else _spaced(text, shown)
    if shown:
        words = shown.count(" ") + 1
        here.own += words if ascii_only else at_least(words, text)
        here.chars += len(text)
        here.shown += len(shown) + 1
    return kept


def _spaced(text: str, shown: str) -> str:
    if len(shown) == len(text):
        return shown
    if not shown:
        return " "
    return f"{' ' if text[0].isspace() else ''}{shown}{' ' if text[-1].isspace() else ''}"


def _weigh(nodes: list[Node]) -> None:
    """Sums up each element's end, words and links, innermost first."""
    for node in reversed(nodes):
        # An element's last descendant comes first, so the first end that reaches a parent is its own.
        end = node.end = node.end or node.order + 1
        if node.tag in _UNWEIGHED:
            words = node.words = node.linked = node.links = 0
        else:
            words = node.words = node.words + node.own
            if node.tag == "a":
                node.linked, node.links = words, 1
                node.anchors = node.attrs.get("href", "").startswith("#")
        parent = node.parent
        if parent is None:
            continue
        if not parent.end:
            parent.end = end
        if words:
            parent.words += words
        if node.links:
            parent.linked += node.linked
            parent.links += node.links
            parent.anchors += node.anchors
        held = node.holds | HELD.get(node.tag, 0)
        if held:
            parent.holds |= held
