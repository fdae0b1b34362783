"""The marks that a browser shows before list items (HTML Standard, 4.4.5; CSS Lists 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.text.tree import Node

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN = (("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40),
          ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))  # fmt: skip


@dataclass(slots=True)
class ListState:
    """An open list: the number its next item gets, by which step, in which style ("" for bullets)."""

    style: str
    number: int = 1
    step: int = 1

    def next_marker(self, item: Node) -> str:
        """The mark of the next item; an ordered list counts on."""
        if not self.style:
            return "•"
        self.number = _whole(item.attrs.get("value"), self.number)
        mark = ordinal(self.number, _TYPES.get(item.attrs.get("type", ""), self.style))
        self.number += self.step
        return mark


def open_list(node: Node) -> ListState:
    """The state at the start of a list element."""
    if node.tag != "ol":
        return ListState("")
    found = _STYLE.search(node.attrs.get("style", ""))
    style = found[1] if found else _TYPES.get(node.attrs.get("type", ""), "decimal")
    if style in {"none", "disc", "circle", "square"}:
        return ListState("")
    if "reversed" in node.attrs:
        items = sum(kid.tag == "li" for kid in node.elements())
        return ListState(style, _whole(node.attrs.get("start"), items), -1)
    return ListState(style, _whole(node.attrs.get("start"), 1))


def ordinal(number: int, style: str) -> str:
    """The number as shown, with its full stop: 3 is "3.", "c.", "iii."."""
    if "alpha" in style or "latin" in style:
        text = _letters(number)
    elif "roman" in style:
        text = _roman(number)
    else:
        text = str(number)
    return (text.upper() if style.startswith("upper") else text) + "."


def _letters(number: int) -> str:
    if number < 1:
        return str(number)
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for letters, value in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _whole(value: str | None, other: int) -> int:
    found = re.match(r"\s*(-?\d{1,9})", value or "")
    return int(found[1]) if found else other
