"""The account of a reading: which parts of the page were left out, and why."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from clausewatch.nouns.document import Dropped
from clausewatch.text.parts import ANOTHER
from clausewatch.text.tree import Node, Tree, words_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_OUTSIDE = "outside the chosen part"
_FIRST_WORDS = 14
_FIRST_CHARS = 120


def dropped_parts(tree: Tree, roots: tuple[Node, ...]) -> tuple[Dropped, ...]:
    """Every outermost part of the body with words in it that the reading left out, in document order.

    Words in text areas and lists to choose from, and for pages without scripts, count as such: "opaque" and the tag.

    The parts of another document in a row count as one.
    """
    spans = sorted((node.order, node.end) for node in roots)
    nearest = 0
    around = {above.order for node in roots for above in node.ancestors()}
    found: list[Dropped] = []
    fields = {node.order: field for node, field in tree.fields}
    shut_orders = [
        node.order
        for node in tree.nodes[tree.body.order : tree.body.end]
        if node.order in fields or node.tag == "noscript"
    ]
    at = tree.body.order
    while at < tree.body.end:
        node = tree.nodes[at]
        if not node.words:
            if (shut := _shut(node, fields)) is not None:
                found.append(shut)
            inside = bisect_right(shut_orders, at)
            # Parts for pages without scripts may be nested without end: the outermost tells for all.
            more = node.tag != "noscript" and inside < len(shut_orders) and shut_orders[inside] < node.end
            at = shut_orders[inside] if more else node.end
            continue
        reason = node.drop
        if not reason:
            # The roots stand apart: only the first that does not end before is asked.
            while nearest < len(spans) and spans[nearest][1] <= at:
                nearest += 1
            if (nearest == len(spans) or at < spans[nearest][0]) and at not in around:
                reason = _OUTSIDE
        if not reason:
            at += 1
            continue
        if reason == ANOTHER and found and found[-1].reason == reason:
            found[-1] = replace(found[-1], words=found[-1].words + node.words)
        else:
            found.append(Dropped(reason, node.words, _first_words(node)))
        at = node.end
    return tuple(found)


def _shut(node: Node, fields: dict[int, LexborNode]) -> Dropped | None:
    """What a field or a part for pages without scripts holds, if words."""
    if node.order in fields:
        words = (fields[node.order].text(deep=True, separator=" ") or "").split()
    else:
        words = words_of(node) if node.tag == "noscript" else []
    if not words:
        return None
    return Dropped(f"opaque: {node.tag}", len(words), " ".join(words[:_FIRST_WORDS])[:_FIRST_CHARS])


def _first_words(node: Node) -> str:
    words: list[str] = []
    stack: list[Node | str] = [node]
    while stack and len(words) < _FIRST_WORDS:
        item = stack.pop()
        if isinstance(item, str):
            words.extend(item.split(maxsplit=_FIRST_WORDS)[:_FIRST_WORDS])
        else:
            stack.extend(reversed(item.kids))
    return " ".join(words[:_FIRST_WORDS])[:_FIRST_CHARS]
