"""Assembling a Text: words come in, one block at a time goes out, spans counted over the NFC content."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clausewatch.nouns.document import Block, BlockKind, Link, Mark, MarkKind, Span, Text
from clausewatch.text.characters import composed_at, is_composed
from clausewatch.text.counting import folded

_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
"""Zero-width space, word joiner, byte order mark, soft hyphen: shown as nothing."""
_SPACES = re.compile("  +")
_JOINERS = "\u200c\u200d\u200e\u200f"
"""They shape the letters beside them, or say which way those run, and show nothing by themselves."""
_TIGHT = frozenset({BlockKind.ITEM, BlockKind.ROW})


@dataclass(slots=True)
class Run:
    """The words of a block in the making: white space folded, with where emphasis, links and line breaks stand."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    pending: bool = False
    breaks: list[int] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        """Whether there is anything that the end of a block changes."""
        return bool(self.length or self.pending or self.breaks)

    def add(self, raw: str) -> None:
        """Adds characters as they stand in the source."""
        words = folded(raw)
        if not words:
            self.pending = self.pending or bool(raw)
            return
        self.add_folded(f"{' ' if raw[0].isspace() else ''}{words}{' ' if raw[-1].isspace() else ''}")

    def add_folded(self, text: str) -> None:
        """Adds words that stand one space apart, with a space before or after them where they do not touch what is there."""
        words = text.strip()
        if not words:
            self.pending = self.pending or bool(text)
            return
        if self.length and (self.pending or text[0] == " "):
            self.parts.append(" ")
            self.length += 1
        self.parts.append(words)
        self.length += len(words)
        self.pending = text[-1] == " "

    def space(self) -> None:
        self.pending = True

    def line_break(self) -> None:
        self.pending = True
        self.breaks.append(self.length)

    def open(self, what: str) -> None:
        """Begins a mark ("strong", "emphasis", "code") or a link ("link:" and its address)."""
        self.opened.append((what, self.length))

    def close(self) -> None:
        what, start = self.opened.pop()
        if self.length > start:
            self.spans.append((start, self.length, what))

    def restart(self) -> Run:
        """An empty run in which the marks still open here are open again."""
        return Run(opened=[(what, 0) for what, _ in self.opened]) if self.opened else Run()

    def finished(self) -> tuple[str, list[tuple[int, int, str]]]:
        """The text and all marks, those still open closed at its end."""
        spans = self.spans
        if self.opened:
            spans = spans + [(start, self.length, what) for what, start in self.opened if self.length > start]
        return "".join(self.parts), spans


@dataclass(slots=True)
class Builder:
    """Collects blocks in order. Separators: one newline within a run of items or of rows of a table, two else."""

    chunks: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def block(
        self, kind: BlockKind, text: str, spans: list[tuple[int, int, str]], level: int = 0, marker: str = ""
    ) -> None:
        """Adds one block unless it holds no word."""
        text, spans = normal(text, spans)
        if text and (text[0] not in _JOINERS or text.strip(_JOINERS)):
            start = self._begin(kind, 0)
            if spans:
                self._marks(start, text, spans)
            self.chunks.append(text)
            self.length = end = start + len(text)
            self.blocks.append(Block(kind, start, end, level, marker))

    def row(self, cells: list[tuple[str, list[tuple[int, int, str]]]], table: int, *, header: bool) -> None:
        """Adds a table row; cells are joined by tabs. A row without any word is left out."""
        clean = [normal(text, spans) for text, spans in cells]
        if not any(text for text, _ in clean):
            return
        start = at = self._begin(BlockKind.ROW, table)
        places: list[Span] = []
        for text, spans in clean:
            if spans:
                self._marks(at, text, spans)
            places.append(Span(at, at + len(text)))
            at += len(text) + 1
        joined = "\t".join(text for text, _ in clean)
        self.chunks.append(joined)
        self.length = end = start + len(joined)
        self.blocks.append(Block(BlockKind.ROW, start, end, cells=tuple(places), header=header, table=table))

    def text(self, title: str = "", language: str = "") -> Text:
        return Text(
            "".join(self.chunks), tuple(self.blocks), tuple(self.links), tuple(self.marks), title, language
        )

    def _begin(self, kind: BlockKind, table: int) -> int:
        if self.blocks:
            last = self.blocks[-1]
            tight = kind in _TIGHT and last.kind is kind and last.table == table
            self.chunks.append("\n" if tight else "\n\n")
            self.length += 1 if tight else 2
        return self.length

    def _marks(self, base: int, text: str, spans: list[tuple[int, int, str]]) -> None:
        if len(spans) > 1:
            spans = sorted(spans, key=lambda span: (span[0], -span[1]))
        for start, end, what in spans:
            while start < end and text[start] == " ":
                start += 1  # noqa: PLW2901
            if start >= end:
                continue
            if what.startswith("link:"):
                self.links.append(Link(base + start, base + end, what[5:]))
            else:
                self.marks.append(Mark(base + start, base + end, MarkKind(what)))


def normal(text: str, spans: list[tuple[int, int, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """`text` in NFC without invisible characters and outer or double spaces, and the spans moved along."""
    if text.isascii() or (not _UNSEEN.search(text) and is_composed(text)):
        return text, spans
    places = sorted({place for start, end, _ in spans for place in (start, end)})
    clean, kept = _tidied(text, places)
    clean, kept = composed_at(clean, kept)
    at = dict(zip(places, kept, strict=True))
    return clean, [(at[start], at[end], what) for start, end, what in spans]


def _tidied(text: str, places: list[int]) -> tuple[str, list[int]]:
    """Without invisible characters and superfluous spaces, and where the places are then."""
    out: list[str] = []
    moved: list[int] = []
    length = begin = 0
    spaced = True
    for place in [*places, len(text)]:
        piece = _SPACES.sub(" ", _UNSEEN.sub("", text[begin:place]))
        if spaced:
            piece = piece.removeprefix(" ")
        if piece:
            out.append(piece)
            length += len(piece)
            spaced = piece[-1] == " "
        moved.append(length)
        begin = place
    whole = "".join(out).removesuffix(" ")
    return whole, [min(place, len(whole)) for place in moved[:-1]]
