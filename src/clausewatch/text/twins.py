"""The same words twice in a page: once for wide and once for narrow screens, or once for eyes and once for readers.

Patterns are those of the common style sheets: Tailwind, Bootstrap 3 to 5, Foundation, and names that say it in words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from clausewatch.text.tree import Node, Tree, words_of

_SIZED = re.compile(
    r"(?:^|\s)(?:(?:max-|min-)?(?:xs|sm|md|lg|xl|2xl|xxl|tablet|mobile|desktop|phone|laptop):(?:hidden|block|flex|grid|inline\S*|contents)|"
    r"d-(?:xs|sm|md|lg|xl|xxl)-(?:none|block|flex|grid|inline\S*)|(?:hidden|visible)-(?:xs|sm|md|lg|xl)\S*|(?:hide|show)-for-(?:small|medium|large)\S*|"
    r"\S*(?:(?:only|hide|hidden|show|visible|view|is|on|for)[-_]+(?:mobile|desktop|tablet|phone)|(?:mobile|desktop|tablet|phone)[-_]+"
    r"(?:only|hide|hidden|show|visible|view|version))\S*)(?=$|\s)"
)
_FEW = 8
_FEWEST = 3
_MOST_SAID = 50
"""How often all words of a page may be compared: parts for one screen inside others may hold most of them at each depth."""


def settle_twins(tree: Tree) -> None:
    """Keeps one of each pair: of two parts for different screens the first, of a spoken and a shown copy the shown."""
    spoken: dict[int, list[Node]] = defaultdict(list)
    shown: list[Node] = []
    sized: dict[int, list[Node]] = defaultdict(list)
    for node in tree.nodes:
        attrs = node.attrs
        if not attrs:
            continue
        if not node.drop:
            if node.words >= _FEW and (names := attrs.get("class")) and _is_sized(names):
                sized[node.words].append(node)
        elif node.drop in {"screen-reader", "aria-hidden"}:
            if node.parent is None or node.parent.drop or node.words < _FEWEST:
                continue
            if node.drop == "aria-hidden":
                shown.append(node)
            else:
                spoken[node.words].append(node)
    for node in _repeated(shown, spoken):
        _restore(tree, node)
    _settle_sized(tree, sized)


def _settle_sized(tree: Tree, sized: dict[int, list[Node]]) -> None:
    # The largest first: what is part of a copy need not be looked at again.
    budget = _MOST_SAID * tree.nodes[0].words
    for words in sorted((words for words, group in sized.items() if len(group) > 1), reverse=True):
        group = [node for node in _outermost(sized[words]) if not node.drop]
        budget -= words * len(group)
        if budget < 0:
            return
        _drop_copies(tree, group)


def _is_sized(names: str) -> bool:
    return _sized(names) if len(names) > _KEPT_NAMES else _sized_kept(names)


def _sized(names: str) -> bool:
    return _SIZED.search(names.lower()) is not None


_KEPT_NAMES = 200
_sized_kept = lru_cache(maxsize=4096)(_sized)
"""A site repeats its classes: what short ones mean is kept."""


def _repeated(shown: list[Node], spoken: dict[int, list[Node]]) -> list[Node]:
    """Those of `shown` that say what one of `spoken`, held by their numbers of words, says too."""
    counts = {node.words for node in shown}
    said = {_said(other) for count in counts for other in spoken.get(count, ())}
    return [node for node in shown if _said(node) in said] if said else []


def _said(node: Node) -> str:
    return " ".join(words_of(node))


def _restore(tree: Tree, node: Node) -> None:
    for inner in tree.nodes[node.order : node.end]:
        if inner.drop == "aria-hidden":
            inner.drop = ""


def _drop_copies(tree: Tree, group: list[Node]) -> None:
    """Among parts beside one another of equally many words, drops those that say the same as an earlier one."""
    first: dict[str, Node] = {}
    for node in group:
        if first.setdefault(_said(node), node) is node:
            continue
        for inner in tree.nodes[node.order : node.end]:
            inner.drop = inner.drop or "copy"


def _outermost(group: list[Node]) -> list[Node]:
    """Those that stand in no other of the group: with as many words as the one around it, an inner one is the same."""
    found: list[Node] = []
    for node in group:
        if not found or node.order >= found[-1].end:
            found.append(node)
    return found
