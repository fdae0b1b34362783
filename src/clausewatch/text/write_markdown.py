"""A text as Markdown: headings, items, tables and paragraphs; links are left out, the words all stay."""

from __future__ import annotations

import re

from clausewatch.nouns.document import Block, BlockKind, Text

_SPECIAL = ("\\", "`", "*", "_", "[", "]", "<", ">")
"""The backslash first: it is what the others are escaped with."""
_LINE_START = re.compile(r"^(#{1,6}\s|[+-]\s|\d{1,9}[.)](?=\s)|={3,}|-{3,}|~{3})")


def to_markdown(text: Text) -> str:
    """CommonMark with pipe tables; every word of the content in order, ending with one newline unless empty."""
    parts: list[str] = []
    last: Block | None = None
    for block in text.blocks:
        if last is not None:
            parts.append("\n" if _tight(last, block) else "\n\n")
        first_row = block.kind is BlockKind.ROW and (last is None or last.table != block.table)
        parts.append(
            _row(text, block, first=first_row) if block.kind is BlockKind.ROW else _block(text, block)
        )
        last = block
    return "".join(parts) + ("\n" if parts else "")


def _tight(last: Block, block: Block) -> bool:
    same = last.kind is block.kind and last.table == block.table
    return same and (block.kind is BlockKind.ROW or (block.kind is BlockKind.ITEM and block.marker != ""))


def _block(text: Text, block: Block) -> str:
    words = block.of(text.content)
    if block.kind is BlockKind.CODE:
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", words)), default=0))
        return f"{fence}\n{words}\n{fence}"
    safe = _safe(words)
    if block.kind is BlockKind.HEADING:
        return _mark_if_any(block.marker) + "#" * max(1, min(6, block.level)) + " " + safe
    if block.kind is BlockKind.ITEM:
        indent = "    " * (max(1, block.level) - 1)
        return f"{indent}{_mark(block.marker)}{safe}" if block.marker else f"{indent}    {safe}"
    return _LINE_START.sub(lambda found: _escaped(found[1]), safe)


def _safe(words: str) -> str:
    for sign in _SPECIAL:
        if sign in words:
            words = words.replace(sign, "\\" + sign)
    return words


def _escaped(start: str) -> str:
    return f"{start[:-1]}\\{start[-1]}" if start[0].isdigit() else "\\" + start


def _mark_if_any(marker: str) -> str:
    """The mark of a heading that is the beginning of a list item."""
    return _mark(marker) if marker else ""


def _mark(marker: str) -> str:
    number = marker.strip("().")
    return (
        f"{number}. "
        if number.isdigit() and len(number) < 10
        else "*   " + (f"{marker} " if number.isalnum() else "")
    )


def _row(text: Text, block: Block, *, first: bool) -> str:
    cells = [_safe(cell.of(text.content)).replace("|", "\\|") for cell in block.cells]
    line = "| " + " | ".join(cells) + " |"
    rule = "| " + " | ".join("---" for _ in cells) + " |"
    if not first:
        return line
    return f"{line}\n{rule}" if block.header else f"| {' | '.join('' for _ in cells)} |\n{rule}\n{line}"
