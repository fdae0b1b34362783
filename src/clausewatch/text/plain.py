"""Plain text to blocks: blank lines part paragraphs, marked lines are items, underlined or short numbered lines stay as they are."""

from __future__ import annotations

import re

from clausewatch.nouns.document import BlockKind, Page, Reading, Signals, Text
from clausewatch.text.builder import Builder
from clausewatch.text.decode import decode
from clausewatch.text.language import language_of

_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[•·▪●◦‣*+–-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[ \t]+(?=\S)"
)
_BULLETS = frozenset("•·▪●◦‣*+–-")
_UNDERLINE = re.compile(r"[ \t]*(?:={3,}|-{3,}|~{3,}|_{3,}|\*{3,})[ \t]*")


def read_plain(page: Page) -> Reading:
    """The reading of a plain text. Rules of signs under or between lines are no words and are left out."""
    source = decode(page.body, page.charset)
    text = plain_text(source)
    visible = " ".join(source.split())
    return Reading(text, Signals(visible[:20_000], len(visible), text.title))


def plain_text(source: str) -> Text:
    """The blocks of a plain text; its first line is its title."""
    out = Builder()
    for paragraph in re.split(r"\n[ \t\r\f]*\n", source.replace("\r\n", "\n").replace("\r", "\n")):
        _paragraph(out, paragraph)
    text = out.text()
    title = text.blocks[0].of(text.content)[:200] if text.blocks else ""
    return Text(text.content, text.blocks, title=title, language=language_of(text.content))


def _paragraph(out: Builder, paragraph: str) -> None:
    lines: list[str] = []
    level, marker = 0, ""

    def end() -> None:
        kind = BlockKind.ITEM if marker else BlockKind.PARAGRAPH
        out.block(kind, " ".join(" ".join(lines).split()), [], level, marker)
        lines.clear()

    for line in paragraph.split("\n"):
        if _UNDERLINE.fullmatch(line):
            end()
            level, marker = 0, ""
            continue
        found = _ITEM.match(line)
        if found and found["mark"] in _BULLETS:
            end()
            level, marker = 1 + min(5, len(found["indent"].expandtabs(4)) // 4), "•"
            lines.append(line[found.end() :])
        else:
            lines.append(line)
    end()
