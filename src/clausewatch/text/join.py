"""Several sources' texts as one document's text."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.nouns.catalog import Source
from clausewatch.nouns.document import Block, Link, Mark, Part, Span, Text

_SEPARATOR = "\n\n"


def join(texts: tuple[Text, ...], sources: tuple[Source, ...] = ()) -> Text:
    """The texts one after the other, spans moved along; title and language are the first's that has one.

    Where `sources` names the source of each text, the parts of the whole are told.
    """
    filled = [text for text in texts if text.content]
    named = [source for text, source in zip(texts, sources, strict=False) if text.content]
    parts: list[Part] = []
    content: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    marks: list[Mark] = []
    at = tables = 0
    for place, text in enumerate(filled):
        if named:
            parts.append(Part(named[place].id, named[place].url, at, at + len(text.content)))
        blocks += [_moved(block, at, tables) for block in text.blocks]
        links += [Link(link.start + at, link.end + at, link.href) for link in text.links]
        marks += [Mark(mark.start + at, mark.end + at, mark.kind) for mark in text.marks]
        tables += max((block.table for block in text.blocks), default=0)
        content.append(text.content)
        at += len(text.content) + len(_SEPARATOR)
    return Text(
        _SEPARATOR.join(content),
        tuple(blocks),
        tuple(links),
        tuple(marks),
        next((text.title for text in filled if text.title), ""),
        next((text.language for text in filled if text.language), ""),
        tuple(parts),
    )


def _moved(block: Block, by: int, tables: int) -> Block:
    return replace(
        block,
        start=block.start + by,
        end=block.end + by,
        cells=tuple(Span(cell.start + by, cell.end + by) for cell in block.cells),
        table=block.table + tables if block.table else 0,
    )
