"""Superscripts and subscripts as plain text: no figure of a note or an exponent may run into the figure before it."""

from __future__ import annotations

import re

from clausewatch.text.builder import Run
from clausewatch.text.tree import Node, words_of

_MOST_WORDS = 4
_FIGURES = re.compile(r"[-−+]?\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*")
_POWER_OF = re.compile(r"(?:^|[^\d.,])10$")
_UNIT = re.compile(r"(?:^|[\s\d/])(?:[kcdm]?m|ft|in|yd|mi)$")
"""Lengths, of which the square or cube is an area or volume."""
_PRICE = re.compile(r"[$€£¥]\s?\d[\d,.]*$")
_TAIL = 24


def brackets(node: Node, run: Run) -> tuple[str, str]:
    """What to write before and after the inside of a `sup` or `sub`, so that its figures stand apart; mostly nothing.

    The reference to a note becomes `[1]`: a link within the page, or figures after a word, a figure or a full stop. A
    power of ten or of a unit of length becomes `10^6`, cents of a price `$19^99`, an index after a figure `10_2`. What is no
    figure (1st, CO2, TM) stays joined, and so do figures before any word of the block, as in the note itself.
    """
    if not 0 < node.words <= _MOST_WORDS or not run.length:
        return "", ""
    said = " ".join(words_of(node))
    if not _FIGURES.fullmatch(said):
        return "", ""
    tail = _tail(run)
    if node.tag == "sub":
        return ("_", "") if tail[-1:].isdigit() and not run.pending else ("", "")
    if node.anchors or any(what.startswith("link:") and "#" in what for what, _ in run.opened):
        return "[", "]"
    if run.pending:
        return "[", "]"
    if _POWER_OF.search(tail) or _UNIT.search(tail) or said[0] in "-−+" or _is_cents(tail, said):
        return "^", ""
    return "[", "]"


def _is_cents(tail: str, said: str) -> bool:
    return len(said) == 2 and _PRICE.search(tail) is not None


def _tail(run: Run) -> str:
    """The last characters of the block so far."""
    found = ""
    for part in reversed(run.parts):
        found = part + found
        if len(found) >= _TAIL:
            break
    return found[-_TAIL:]
