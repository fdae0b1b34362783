"""Redlined passages as paragraphs with tracked changes (ISO/IEC 29500-1, 17.13.5)."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

from clausewatch.nouns.change import Op, Piece
from clausewatch.nouns.document import BlockKind
from clausewatch.nouns.report import Redlined, Side
from clausewatch.publish.words import sendable

_STYLES = {
    BlockKind.HEADING: "PassageHeading",
    BlockKind.PARAGRAPH: "Passage",
    BlockKind.ITEM: "PassageItem",
    BlockKind.ROW: "Passage",
    BlockKind.CODE: "PassageCode",
}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_BREAKS = re.compile(r"(\t|\n)")
_INDENT, _DEEPEST = 340, 6
_MARKER = '<w:rStyle w:val="Marker"/>'


def run(text: str, looks: str = "", element: str = "w:t") -> str:
    """The text as a run, tabs and line breaks as Word's own; nothing for no text."""
    inside = []
    for part in _BREAKS.split(sendable(text)):
        if part == "\t":
            inside.append("<w:tab/>")
        elif part == "\n":
            inside.append("<w:br/>")
        elif part:
            inside.append(f'<{element} xml:space="preserve">{escape(part)}</{element}>')
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f"<w:r>{properties}{''.join(inside)}</w:r>" if inside else ""


def lang(tag: str) -> str:
    """The run property that tells the language; nothing where the tag is none."""
    if not _TAG.fullmatch(tag):
        return ""
    return f'<w:lang w:val="{tag}" w:bidi="{tag}"/>' if _turned(tag) else f'<w:lang w:val="{tag}"/>'


def _turned(tag: str) -> bool:
    return tag.partition("-")[0].lower() in _RIGHT_TO_LEFT


class Tracker:
    """Numbers the tracked changes of one file. Every change bears our name and the report's date."""

    def __init__(self, at: datetime) -> None:
        self._by = f'w:author="Clausewatch" w:date="{at:%Y-%m-%dT%H:%M:%SZ}"'
        self._last = 0

    def paragraph(self, block: Redlined) -> str:
        """The passage: its paragraph mark is tracked too where all of it came, went or moved."""
        whole = _whole(block)
        looks = lang(block.language)
        marker = (
            run(f"{block.marker}\t", _MARKER, "w:delText" if whole == "w:del" else "w:t")
            if block.marker
            else ""
        )
        runs = self._wrapped(whole, marker) + "".join(
            self._piece(each, whole, looks) for each in block.pieces
        )
        if block.move:
            runs = self._ranged(whole, block.move, runs)
        mark = f"<w:rPr><{whole} {self._stamp()}/></w:rPr>" if whole else ""
        return f"<w:p><w:pPr>{_properties(block)}{mark}</w:pPr>{runs}</w:p>"

    def _piece(self, piece: Piece, whole: str, looks: str) -> str:
        """What moved stands in one piece where it stood; where it stands now it bears what was edited on the way."""
        if whole == "w:moveTo" and piece.op is Op.DELETED:
            return ""
        if whole == "w:moveFrom" or piece.op is Op.SAME:
            return self._wrapped(whole, run(piece.text, looks))
        if piece.op is Op.DELETED:
            return self._wrapped("w:del", run(piece.text, looks, "w:delText"))
        return self._wrapped("w:ins", run(piece.text, looks))

    def _wrapped(self, element: str, runs: str) -> str:
        if not element or not runs:
            return runs
        return f"<{element} {self._stamp()}>{runs}</{element}>"

    def _ranged(self, element: str, move: int, runs: str) -> str:
        number = self._next()
        start = f'<{element}RangeStart w:id="{number}" w:name="move{move}" {self._by}/>'
        return f'{start}{runs}<{element}RangeEnd w:id="{number}"/>'

    def _stamp(self) -> str:
        return f'w:id="{self._next()}" {self._by}'

    def _next(self) -> int:
        self._last += 1
        return self._last


def _whole(block: Redlined) -> str:
    """The element of the change that took or brought all of the passage; empty where part of it stood."""
    if block.move:
        return "w:moveFrom" if block.side is Side.OLD else "w:moveTo"
    ops = {piece.op for piece in block.pieces if piece.text}
    if ops == {Op.INSERTED}:
        return "w:ins"
    return "w:del" if ops == {Op.DELETED} else ""


def _properties(block: Redlined) -> str:
    style = "Excerpt" if block.quoted else _STYLES[block.kind]
    turned = "<w:bidi/>" if _turned(block.language) else ""
    indent = ""
    if block.kind is BlockKind.ITEM and not block.quoted:
        left = _INDENT * min(max(block.level, 1), _DEEPEST)
        indent = f'<w:ind w:left="{left}" w:hanging="{_INDENT}"/>'
    return f'<w:pStyle w:val="{style}"/>{turned}{indent}'
