"""The account of a reading: which parts of the page were left out, and why."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.nouns.document import Dropped
from clausewatch.text.parts import ANOTHER
from clausewatch.text.tree import Node, Tree

_OUTSIDE = "outside the chosen part"
_FIRST_WORDS = 14
_FIRST_CHARS = 120


def dropped_parts(tree: Tree, roots: tuple[Node, ...]) -> tuple[Dropped, ...]:
    """Every outermost part of the body with words in it that the reading left out, in document order.

    The parts of another document in a row count as one.
    """
    spans = [(node.order, node.end) for node in roots]
    around = {above.order for node in roots for above in node.ancestors()}
    found: list[Dropped] = []
    at = tree.body.order
    while at < tree.body.end:
        node = tree.nodes[at]
        if not node.words:
            at = node.end
            continue
        reason = node.drop
        if not reason and at not in around and not any(start <= at < end for start, end in spans):
            reason = _OUTSIDE
        if not reason:
            at += 1
            continue
        if reason == ANOTHER and found and found[-1].reason == reason:
            found[-1] = replace(found[-1], words=found[-1].words + node.words)
        elif reason != "opaque":
            found.append(Dropped(reason, node.words, _first_words(node)))
        at = node.end
    return tuple(found)


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
