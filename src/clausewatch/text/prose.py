"""Telling a sentence from the labels of a site: what says something stays, whatever stands around it."""

from __future__ import annotations

import re

from clausewatch.text.flow import BLOCKS
from clausewatch.text.tree import AROUND, HELD, Node

_SCAN = 400
"""How many parts a look inside may visit, so that no page makes reading quadratic."""
_FEWEST = 4
_FEWEST_LETTERS = 8
"""Scripts without spaces: so many letters are a sentence's worth."""
_ENDED = re.compile(r"[.;。；।۔][\"'”’»)\]]*\s*$")
_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SAID = re.compile(
    r"^(?:we|you|they|it)\s+[a-z]{3,}|\b(?:may|must|shall|cannot|prevails?|applies|apply|governs?|waives?|prohibited|forbidden)\b",
    re.IGNORECASE,
)
"""A statement without its full stop: whom it is about at its beginning, or the verb of a rule."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LABELS = frozenset({"a", "button"})


def has_sentence(node: Node) -> bool:
    """True when a block inside says something: four words outside links, ended by a full stop or with a rule's verb.

    Questions, calls ("Was this helpful?", "Sign up!") and headings say nothing. Looks no further than 400 parts.
    """
    run: list[str] = []
    plain = 0
    stack: list[Node | str | None] = [node]
    for _ in range(_SCAN):
        if not stack:
            return _says(run, plain)
        item = stack.pop()
        if isinstance(item, str):
            run.append(item)
            plain += _weight(item)
        elif item is None or item.tag in BLOCKS or item.tag == "br":
            if _says(run, plain):
                return True
            run, plain = [], 0
            if item is not None and not item.drop and item.tag not in _HEADINGS:
                stack.append(None)
                stack.extend(reversed(item.kids))
        elif item.drop:
            continue
        elif item.tag in _LABELS:
            # What follows a full stop takes nothing from the sentence before it.
            if _says(run, plain):
                return True
            run.extend(kid for kid in item.kids if isinstance(kid, str))
        else:
            stack.extend(reversed(item.kids))
    return _says(run, plain)


def has_heading(node: Node) -> bool:
    """True when a heading with words outside links stands inside, or the element is one."""
    stack = [node]
    for _ in range(_SCAN):
        if not stack:
            return False
        at = stack.pop()
        if at.tag in _HEADINGS and at.words > at.linked and not at.drop and not at.within & AROUND["a"]:
            return True
        stack.extend(reversed(list(at.elements())))
    return False


def plain_entries(node: Node) -> tuple[int, int]:
    """How many cells of tables and how many entries of lists have words outside links and buttons, in 400 parts."""
    cells = entries = 0
    stack = [node]
    for _ in range(_SCAN):
        if not stack:
            break
        at = stack.pop()
        if at.drop or at.tag in _LABELS or not at.words:
            continue
        if at.words > at.linked and not at.holds & HELD["button"]:
            cells += at.tag == "td"
            entries += at.tag in {"li", "dd"} and not at.holds & HELD["input"]
        stack.extend(at.elements())
    return cells, entries


def says(text: str) -> bool:
    """True when the words say something by themselves, as `has_sentence` asks of a block."""
    return _says([text], _weight(text))


def _weight(text: str) -> int:
    """Its words; in scripts without spaces, one for three letters."""
    return max(len(text.split()), len(_WITHOUT_SPACES.findall(text)) * _FEWEST // _FEWEST_LETTERS)


def _says(run: list[str], plain: int) -> bool:
    if plain < _FEWEST:
        return False
    said = "".join(run).strip()
    return bool(_ENDED.search(said) or _SAID.search(said))
