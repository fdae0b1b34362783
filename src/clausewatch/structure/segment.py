"""Text -> Outline: provisions with heading path, lead-in and statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from clausewatch.nouns.document import (
    Block,
    BlockKind,
    Outline,
    Provision,
    Span,
    Statement,
    StatementKind,
    Text,
)
from clausewatch.structure.address import unique_ids
from clausewatch.structure.headings import Heading, headings, run_in_of, strong_of
from clausewatch.structure.sentences import sentences

_WHOLE_SECTION_WORDS = 160
"""A section of at most so many words without clauses of its own is one provision. Chosen on the development archive,
where it keeps a heading with its lead-in and list together and still cuts long prose into rules."""
_LONG_ITEM_WORDS = 80
_CLAUSE_ITEM_WORDS = 40
_OPENING_WORDS = 9
_LEAD = re.compile(r"[:：][\"'”’)\]*]*\s*$")
_PROSE_END = re.compile(r"[.!?。！？][\"'”’)\]]*\s*$")


@dataclass(slots=True)
class _Draft:
    """A provision being gathered: the blocks of its headings and of its body."""

    path: tuple[str, ...]
    title: str
    number: str
    heads: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)


def outline(text: Text) -> Outline:
    """The provisions of a text in order; every character that is no white space lies in exactly one of them.

    (1) Find headings and cut the text into sections. (2) Cut each section into clauses: numbered or titled
    paragraphs, long list items, paragraphs with their lists; a short section stays whole. (3) Give each clause its
    lead-in and statements. A lead-in is not repeated among the statements, and headings are no statements.
    """
    # (1):
    drafts = [draft for section in _sections(text) for draft in _clauses(text, section)]
    # (2):
    drafts = _with_orphans(drafts)
    # (3):
    ids = unique_ids(tuple(draft.title for draft in drafts))
    return Outline(tuple(_provision(text, draft, name) for draft, name in zip(drafts, ids, strict=True)))


def _sections(text: Text) -> Iterator[_Draft]:
    marked = headings(text)
    open_: list[tuple[int, Heading]] = []
    section = _Draft((), "", "")
    for index in range(len(text.blocks)):
        heading = marked.get(index)
        if heading is None:
            section.body.append(index)
            continue
        if section.heads or section.body:
            yield section
        while open_ and open_[-1][1].level >= heading.level:
            open_.pop()
        open_.append((index, heading))
        path = tuple(each.title for _, each in open_)
        section = _Draft(path, heading.title, heading.number, [index])
    if section.heads or section.body:
        yield section


def _clauses(text: Text, section: _Draft) -> Iterator[_Draft]:
    """The section whole, or cut where its own clauses begin."""
    starts = _clause_starts(text, section)
    words = sum(len(text.blocks[index].of(text.content).split()) for index in section.body)
    if not starts and words <= _WHOLE_SECTION_WORDS:
        yield section
        return
    if len(starts) < 2:
        starts = {**_paragraph_starts(text, section), **starts}
    current = _Draft(section.path, section.title, section.number, section.heads)
    for index in section.body:
        if index in starts and (current.body or (current.heads and starts[index].title)):
            if current.body or current.heads:
                yield current
            begun = starts[index]
            path = (*section.path, begun.title) if begun.title else section.path
            title = begun.title or _opening(text, index)
            current = _Draft(path, title, begun.number)
        elif index in starts and starts[index].title:
            begun = starts[index]
            current = _Draft((*section.path, begun.title), begun.title, begun.number, current.heads)
        current.body.append(index)
    yield current


@dataclass(frozen=True, slots=True)
class _Start:
    number: str
    title: str


def _clause_starts(text: Text, section: _Draft) -> dict[int, _Start]:
    """Blocks that open a clause by number, bold title, or as a long item of a list that is itself the text."""
    strong = strong_of(text)
    found: dict[int, _Start] = {}
    for index in section.body:
        block = text.blocks[index]
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        number, run_in = run_in_of(strong, text, block)
        if number is not None or run_in is not None:
            title = run_in.of(text.content).strip(" .:–—-") if run_in else ""
            found[index] = _Start(number.shown if number else "", title)
    for index in _long_items(text, section):
        marker = text.blocks[index].marker
        found.setdefault(index, _Start(marker if any(map(str.isalnum, marker)) else "", ""))
    return found


def _long_items(text: Text, section: _Draft) -> list[int]:
    """Outermost items of lists whose items are clauses: long on average, nested matter counted in."""
    runs: list[list[list[int]]] = []
    for index in section.body:
        block = text.blocks[index]
        if block.kind is not BlockKind.ITEM:
            runs.append([])
        elif block.level <= 1 or not runs or not runs[-1]:
            if not runs:
                runs.append([])
            runs[-1].append([index])
        else:
            runs[-1][-1].append(index)
    found = []
    for run in runs:
        words = sum(len(text.blocks[index].of(text.content).split()) for item in run for index in item)
        if len(run) > 1 and words / len(run) >= _CLAUSE_ITEM_WORDS:
            found += [item[0] for item in run]
    return found


def _paragraph_starts(text: Text, section: _Draft) -> dict[int, _Start]:
    """Every paragraph, unless it only follows a lead-in; lists and tables stay with the paragraph before them."""
    found: dict[int, _Start] = {}
    for index in section.body:
        if text.blocks[index].kind is BlockKind.PARAGRAPH:
            found[index] = _Start("", "")
    return found


def _opening(text: Text, index: int) -> str:
    words = text.blocks[index].of(text.content).split()
    shown = " ".join(words[:_OPENING_WORDS])
    if len(words) == 1 or len(shown) > 90:
        shown = shown[:90]
    return shown + "…" if len(shown) < len(" ".join(words)) else shown


def _with_orphans(drafts: list[_Draft]) -> list[_Draft]:
    """Headings with nothing beneath go to the provision that follows, which they open; the last ones stay alone."""
    kept: list[_Draft] = []
    waiting: list[int] = []
    for place, draft in enumerate(drafts):
        if draft.body or place == len(drafts) - 1:
            draft.heads = [*waiting, *draft.heads]
            waiting = []
            kept.append(draft)
        else:
            waiting += draft.heads
    return kept


def _provision(text: Text, draft: _Draft, name: str) -> Provision:
    indexes = [*draft.heads, *draft.body]
    lead_in = _lead_in(text, draft.body)
    title = draft.title or (_opening(text, draft.body[0]) if draft.body else "")
    return Provision(
        id=name,
        path=draft.path,
        title=title,
        number=draft.number,
        start=text.blocks[indexes[0]].start,
        end=text.blocks[indexes[-1]].end,
        lead_in=lead_in,
        statements=tuple(_statements(text, draft.body, lead_in)),
    )


def _lead_in(text: Text, body: list[int]) -> Span | None:
    """The sentence that governs the provision's first list or table: the last one of the paragraph before it."""
    for index, following in pairwise(body):
        block = text.blocks[index]
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        if text.blocks[following].kind not in (BlockKind.ITEM, BlockKind.ROW):
            continue
        line = block.of(text.content)
        if _LEAD.search(line) or not _PROSE_END.search(line):
            return sentences(text.content, block.start, block.end)[-1]
    return None


def _statements(text: Text, body: list[int], lead_in: Span | None) -> Iterator[Statement]:
    for index in body:
        block = text.blocks[index]
        for span, kind in _units(text, block):
            if span != lead_in:
                yield Statement(kind, span.start, span.end, block.level if kind is StatementKind.ITEM else 0)


def _units(text: Text, block: Block) -> Iterator[tuple[Span, StatementKind]]:
    if block.kind is BlockKind.ROW:
        yield Span(block.start, block.end), StatementKind.ROW
    elif block.kind is BlockKind.CODE:
        yield Span(block.start, block.end), StatementKind.SENTENCE
    elif block.kind is BlockKind.ITEM:
        if len(block.of(text.content).split()) <= _LONG_ITEM_WORDS:
            yield Span(block.start, block.end), StatementKind.ITEM
        else:
            for span in sentences(text.content, block.start, block.end):
                yield span, StatementKind.ITEM
    else:
        for span in sentences(text.content, block.start, block.end):
            yield span, StatementKind.SENTENCE
