"""A report as a job for typst: a program that is always ours, and the report as JSON beside it.

Nothing of the report ever stands in the program, so no quoted word can be taken for markup or code.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from clausewatch.nouns.change import Op
from clausewatch.nouns.report import (
    Bars,
    Block,
    Fact,
    Facts,
    Grid,
    Heading,
    Paper,
    Picture,
    Points,
    Quote,
    Redlined,
    Report,
    Side,
    Typst,
    Words,
)
from clausewatch.publish.report.bound import bounded
from clausewatch.publish.words import day, one_line, sendable

_PAPERS = {Paper.A4: "a4", Paper.LETTER: "us-letter"}
_GIVEN = "#let report = json(bytes(sys.inputs.report))\n"
# Explicit formatting of UAX 9: one of them left open would turn round what stands after it.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A line of A4 holds about 90 characters; scripts without spaces break by themselves.
_HUGE = re.compile(r"[^\s\u2e80-\uffdc\U00020000-\U0003ffff]{48,}")
_STRETCH = 24
# A row of a table is one passage with tabs between its cells, and typst shows no tabs.
_BETWEEN_CELLS = "\u2003"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=-|$)")
_DEEPEST = 6


def typst_job(report: Report, paper: Paper = Paper.A4) -> Typst:
    """What a typesetter is given. Long reports are bounded, and say so where they stop."""
    return Typst(_GIVEN + _look(), _data(report, paper), report.at)


def typst_source(report: Report, paper: Paper = Paper.A4) -> str:
    """The same as one file that typst sets by itself; the report stands in it as one string of ASCII."""
    data = _data(report, paper).replace("\\", "\\\\").replace('"', '\\"')
    return f'#let report = json(bytes("{data}"))\n{_look()}'


@cache
def _look() -> str:
    return (files("clausewatch.publish") / "templates" / "report.typ").read_text(encoding="utf-8")


def _data(report: Report, paper: Paper) -> str:
    said = {
        "kind": report.kind,
        "title": _line(report.title),
        "running": one_line(report.title, 72),
        "about": [_line(each) for each in report.about],
        "at": day(report.at),
        "paper": _PAPERS[paper],
        "contents": report.contents,
        "blocks": [_block(each) for each in bounded(report.blocks, report.link)],
    }
    return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading(text, level):
            return {"is": "heading", "text": _line(text), "level": level}
        case Words(text, tone, link):
            return {"is": "words", "text": _shown(text), "tone": tone.value, "link": link}
        case Facts(rows):
            return {"is": "facts", "rows": [_fact(each) for each in rows]}
        case Points(items):
            return {"is": "points", "items": [_shown(each) for each in items]}
        case Quote(text, side, language):
            return {
                "is": "quote",
                "text": _shown(text),
                "side": side.value,
                "language": _language(language),
            }
        case Redlined():
            return _redlined(block)
        case Grid(head, rows, widths):
            cells = [[_shown(cell) for cell in row] for row in rows]
            return {"is": "grid", "head": [_shown(each) for each in head], "rows": cells, "widths": widths}
        case Bars(title, bars):
            shown = [{"label": label, "count": count} for label, count in bars]
            return {"is": "bars", "title": title, "bars": shown}
        case Picture(svg, told):
            return {"is": "picture", "svg": svg, "told": _shown(told)}


def _fact(fact: Fact) -> dict[str, object]:
    value = _shown(fact.value)
    return {"label": fact.label, "value": value, "link": fact.link, "code": fact.code}


def _redlined(block: Redlined) -> dict[str, object]:
    ops = {piece.op for piece in block.pieces}
    sign = ""
    if block.move:
        sign = "»"
    elif ops == {Op.INSERTED}:
        sign = "+"
    elif ops == {Op.DELETED}:
        sign = "−"
    elif ops - {Op.SAME}:
        sign = "±"
    moved = (
        f"Moved from here (move {block.move})"
        if block.side is Side.OLD
        else f"Moved here (move {block.move})"
    )
    return {
        "is": "redlined",
        "pieces": [{"o": piece.op.value, "t": _shown(piece.text)} for piece in block.pieces],
        "kind": block.kind.value,
        "indent": min(max(block.level - 1, 0), _DEEPEST) if block.kind.value == "item" else 0,
        "marker": _line(block.marker),
        "side": block.side.value,
        "sign": sign,
        "move": moved if block.move else "",
        "language": _language(block.language),
        "quoted": block.quoted,
    }


def _language(tag: str) -> str:
    """The language alone, as typst takes it; what is none is left out."""
    found = _LANGUAGE.match(tag)
    return found[0].lower() if found else ""


def _line(text: str) -> str:
    return _broken(one_line(text, 2_000))


def _shown(text: str) -> str:
    """Verbatim, but for what cannot be shown: controls go, turns of direction are written out, huge words may break."""
    told = _TURNING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", sendable(text))
    return _broken(told.replace("\t", _BETWEEN_CELLS))


def _broken(text: str) -> str:
    return _HUGE.sub(
        lambda found: "\u200b".join(found[0][at : at + _STRETCH] for at in range(0, len(found[0]), _STRETCH)),
        text,
    )
