"""What pictures say where they stand in place of words: a heading drawn as an image, the tick in a table's cell.

Most alternatives describe what decorates a page. Read is only what a reader without pictures would miss of the document:
all that a cell or heading holds, and whole sentences of figures and of pictures that are a block by themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clausewatch.text.counting import folded, word_count
from clausewatch.text.hidden import hidden_reason

if TYPE_CHECKING:
    from clausewatch.text.tree import Node

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_APART = frozenset({"a", "button", "table"})
_CELLS = frozenset({"td", "th"})
_MOST_INSIDE = 40
"""Elements that are looked through, so that nested empty boxes cost no more than their number."""
_MOST_CHARS = 1_000
_MOST_PICTURES = 8
_FEWEST_WORDS = 4
_ENDED = re.compile(r"[.;。；।۔][\"'”’»)\]]*$")
_BRAND = re.compile(r"\b(?:logo|logotype|icon|avatar)\b", re.IGNORECASE)


def stands_for(node: Node) -> str:
    """The words that the block's pictures stand for; empty where they decorate.

    Linked pictures are none: the alternative of a link's picture names where it leads.
    """
    if not 1 < node.end - node.order <= _MOST_INSIDE:
        return ""
    if node.words and node.tag != "figure":
        return ""
    found = list(dict.fromkeys(_alternatives(node)))
    if not found or len(found) > _MOST_PICTURES:
        return ""
    if node.tag in _CELLS:
        return " ".join(found)
    if node.tag in HEADINGS:
        return " ".join(each for each in found if not _BRAND.search(each))
    said = " ".join(_words(node)) if node.words else ""
    return " ".join(each for each in found if _is_sentence(each) and each not in said)


def _is_sentence(said: str) -> bool:
    return word_count(said) >= _FEWEST_WORDS and _ENDED.search(said) is not None


def _alternatives(node: Node) -> list[str]:
    """The alternatives of the pictures inside, in order."""
    found: list[str] = []
    stack = [node]
    while stack:
        at = stack.pop()
        if at.tag == "img" or at.attrs.get("role") == "img":
            given = at.attrs.get("alt") or at.attrs.get("aria-label") or ""
            if given and len(given) <= _MOST_CHARS and not hidden_reason(at):
                found.append(folded(given))
        elif not at.drop and at.tag not in _APART:
            stack.extend(reversed(list(at.elements())))
    return [each for each in found if each]


def _words(node: Node) -> list[str]:
    found: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            found.append(item.strip())
        else:
            stack.extend(reversed(item.kids))
    return [each for each in found if each]
