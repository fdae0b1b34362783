"""A page that holds several documents: where each begins and ends, and which one is meant.

A heading that names a document is no proof: terms have sections called "Privacy Policy". It takes several signs together,
and in doubt the page is one document. The constants were set on the four pages of the extraction corpus's development half
that hold two documents, and on its 81 that hold one, all of which stay whole under any title.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from clausewatch.text.stamp import is_stamp
from clausewatch.text.titles import MOST_TITLE_WORDS, kinds_of, names_itself, titles_document
from clausewatch.text.tree import Node, Tree, words_of

ANOTHER = "another document"
_SECTION_KINDS = frozenset({"cookies", "copyright", "use", "community"})
"""Kinds of document that are often a section of another and whose names are sharp enough to find it by."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OPENING = 90
_PREAMBLE = 60
_LEAST_WORDS = 100
_LEAST_IN_TAB = 20
_LEAST_SECTION = 50
_LEAST_SECTIONS = 2
_LONG = 600
_SIGNS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One of several documents of a page: its title, and the orders of the elements that hold it."""

    title: str
    start: int
    end: int


def narrow(tree: Tree, root: Node, url: str, title: str) -> bool:
    """Drops what is another document than the one that the fragment of `url`, else `title`, names; true if it did so.

    Nothing is dropped when the page is one document, or when neither names exactly one of its documents; but where the
    page is by its own title of another kind than `title`, the one section of that kind is what was declared.
    """
    fragment = unquote(urlsplit(url).fragment) if "#" in url else ""
    if not fragment and not title:
        return False
    target = _target(tree, fragment)
    parts = parts_of(tree, root, target)
    if len(parts) > 1:
        chosen = _by_fragment(tree, parts, target) or _by_title(parts, title)
    else:
        chosen = _section_of_kind(tree, root, title)
    if chosen is None:
        return False
    for node in tree.nodes[root.order + 1 : root.end]:
        if (node.end <= chosen.start or node.order >= chosen.end) and not node.drop:
            node.drop = ANOTHER
    return True


def parts_of(tree: Tree, root: Node, target: Node | None = None) -> tuple[Part, ...]:
    """The documents that the chosen part of a page holds, in order; one or none when it is a single document.

    `target` is the element that an address points to: where a document's heading stands right there, that is one sign.
    """
    heads = [node for node in tree.nodes[root.order : root.end] if _is_heading(node)]
    said = [_text(node).casefold() for node in heads]
    named = [node for node in heads if titles_document(_text(node))]
    if not named:
        return ()
    all_heads = _Heads(heads, [node.order for node in heads], said, Counter(said))
    sections = [
        _Section(node, after.order if after else root.end)
        for node, after in zip(named, [*named[1:], None], strict=True)
    ]
    before = _words(tree, root.order, named[0].order)
    own = [
        section.head
        for section in sections
        if (section.head is named[0] and before <= _PREAMBLE)
        or _signs(tree, section, all_heads) + _aimed(tree, target, section.head) >= _SIGNS
    ]
    if not own:
        return ()
    starts = [own[0].order if before > _PREAMBLE else root.order, *(head.order for head in own[1:]), root.end]
    found = [Part(_text(head), start, end) for head, (start, end) in zip(own, pairwise(starts), strict=True)]
    if before > _PREAMBLE:
        found.insert(0, Part(_text(heads[0]), root.order, own[0].order))
    found = [part for part in found if _words(tree, part.start, part.end) >= _LEAST_IN_TAB]
    starts = sorted(part.start for part in found)
    return tuple(_contained(tree, part, starts) for part in found)


@dataclass(frozen=True, slots=True)
class _Heads:
    """All headings, their orders and words, and how often each wording stands: looked up by order, never gone through."""

    nodes: list[Node]
    orders: list[int]
    said: list[str]
    wording: Counter[str]

    def between(self, after: int, before: int) -> slice:
        """The headings whose order is greater than `after` and less than `before`."""
        return slice(bisect_right(self.orders, after), bisect_left(self.orders, before))


@dataclass(frozen=True, slots=True)
class _Section:
    head: Node
    end: int


def _is_heading(node: Node) -> bool:
    return (node.tag in _HEADINGS or node.attrs.get("role") == "heading") and not node.drop and node.words > 0


def _text(node: Node) -> str:
    return " ".join(words_of(node))


def _words(tree: Tree, start: int, end: int) -> int:
    return sum(
        len(kid.split())
        for node in tree.nodes[start:end]
        if not node.drop
        for kid in node.kids
        if isinstance(kid, str)
    )


def _is_silent(tree: Tree, start: int, end: int) -> bool:
    """True when no kept word stands between; looks no further than the first."""
    return not any(node.own and not node.drop for node in map(tree.nodes.__getitem__, range(start, end)))


def _signs(tree: Tree, section: _Section, heads: _Heads) -> int:
    """How many signs say that the section is a document of its own: length, container, tab, rank, date, name, endings."""
    head = section.head
    words = _words(tree, head.order, section.end)
    in_tab = any(above.attrs.get("role") == "tabpanel" for above in head.ancestors())
    if words < (_LEAST_IN_TAB if in_tab else _LEAST_WORDS):
        return 0
    inner = heads.said[heads.between(head.order, section.end)]
    opening = _opening(tree, section)
    box = _box(head, heads, section)
    within = Counter(inner)
    return sum(
        (
            len(inner) >= _LEAST_SECTIONS or words >= _LONG,
            box is not None,
            box is not None and _has_peer(box),
            in_tab,
            head.tag == "h1" and heads.nodes[0].tag == "h1",
            is_stamp(opening),
            names_itself(opening, _text(head)),
            any(heads.wording[said] > count for said, count in within.items()),
        )
    )


def _has_peer(box: Node) -> bool:
    """True when an article or tab panel stands among others: clauses in sections of their own are no such sign."""
    if box.tag == "section" and box.attrs.get("role") != "tabpanel":
        return False
    around = box.parent.elements() if box.parent is not None else ()
    return any(
        other is not box and not other.drop and other.tag == box.tag and other.words >= _LEAST_IN_TAB
        for other in around
    )


def _aimed(tree: Tree, target: Node | None, head: Node) -> bool:
    """True when the address points to the heading: to itself, to what begins with it, or to an anchor right before it."""
    if target is None or (target.order > head.order and not head.order <= target.order < head.end):
        return False
    return target.order >= head.order or _is_silent(tree, target.order, head.order)


def _opening(tree: Tree, section: _Section) -> str:
    words: list[str] = []
    for node in tree.nodes[section.head.end : section.end]:
        if not node.drop:
            words.extend(word for kid in node.kids if isinstance(kid, str) for word in kid.split())
        if len(words) >= _OPENING:
            break
    return " ".join(words[:_OPENING])


def _box(head: Node, heads: _Heads, section: _Section) -> Node | None:
    """The article, section or tab panel that holds the heading and its inner headings, and no heading before it."""
    for above in head.ancestors():
        if above.tag in {"body", "main"} or heads.orders[heads.between(above.order, head.order)]:
            return None
        if above.tag in {"article", "section"} or above.attrs.get("role") == "tabpanel":
            return above if above.words >= _LEAST_IN_TAB and above.end <= section.end else None
    return None


def _contained(tree: Tree, part: Part, starts: list[int]) -> Part:
    """The part cut at the end of its own article or panel, where it stands in one that holds no other part."""
    head = tree.nodes[part.start]
    for above in head.ancestors():
        held = bisect_left(starts, above.end) - bisect_left(starts, above.order)
        if held > 1 or above.tag in {"body", "main"}:
            break
        if above.tag == "article" or above.attrs.get("role") == "tabpanel":
            return replace(part, end=min(part.end, above.end))
    return part


def _target(tree: Tree, fragment: str) -> Node | None:
    if not fragment:
        return None
    return next(
        (node for node in tree.nodes if fragment in {node.attrs.get("id"), node.attrs.get("name")}), None
    )


def _section_of_kind(tree: Tree, root: Node, title: str) -> Part | None:
    """The only section of the title's kind in a document that is by its own first heading of another: cookies in privacy."""
    heads = [node for node in tree.nodes[root.order : root.end] if _is_heading(node)]
    wanted = kinds_of(title)
    own = kinds_of(_text(heads[0])) if heads else frozenset()
    if not own or len(wanted) != 1 or wanted & own or not wanted <= _SECTION_KINDS:
        return None
    meant = [node for node in heads if node.words <= MOST_TITLE_WORDS and kinds_of(_text(node)) == wanted]
    if len(meant) != 1:
        return None
    head = meant[0]
    after = (node.order for node in heads if node.order > head.order and node.tag <= head.tag)
    end = next(after, root.end)
    return Part(_text(head), head.order, end) if _words(tree, head.order, end) >= _LEAST_SECTION else None


def _by_fragment(tree: Tree, parts: tuple[Part, ...], target: Node | None) -> Part | None:
    """The part that the address's element begins, or stands in; none when the element is around several."""
    if target is None:
        return None
    inside = [part for part in parts if target.order <= part.start < target.end]
    if len(inside) > 1:
        return None
    if inside:
        return inside[0]
    for before, after in pairwise((*parts, None)):
        assert before is not None
        if after is not None and target.order < after.start and _is_silent(tree, target.order, after.start):
            return after
        if before.start <= target.order < before.end:
            return before
        if before.start > target.order:
            return None
    return None


def _by_title(parts: tuple[Part, ...], title: str) -> Part | None:
    """The one part of the same kind as the title; the one with just its kinds when several share some of them."""
    wanted = kinds_of(title)
    if not wanted:
        return None
    exact = [part for part in parts if kinds_of(part.title) == wanted]
    some = [part for part in parts if kinds_of(part.title) & wanted]
    found = exact if len(exact) == 1 else some
    return found[0] if len(found) == 1 else None
