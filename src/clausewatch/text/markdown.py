"""Markdown to Text: CommonMark with tables and words struck out (which are none of the text), read for its words and never rendered.

Two rules differ from CommonMark 0.31 because policies are prose that converters wrote: indented code is read as ordinary
text (converters indent list content too far), and emphasis marks that the flanking rules leave over (`**Note:**then`)
still mark emphasis instead of standing in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from clausewatch.nouns.document import Block, BlockKind, Link, Mark, Span, Text
from clausewatch.text.characters import composed
from clausewatch.text.inline import CONTROL, INVISIBLE, Inline, read_inline, read_plain, set_up

# Block rules recurse twice per level: 60 stays far from Python's limit, and policies nest less than ten deep.
_MAX_NESTING = 60
_LINE_END = re.compile("\r\n?|[\x0c\x0b\x85\u2028\u2029]")
_HIDDEN_HTML = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_INLINE_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time u var",
    )
)
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?:[A-Za-z_][\w-]*:.*\n|[ \t]+\S.*\n|- .*\n|#.*\n|[ \t]*\n){1,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
"""Settings of a site generator before the text: between two rules, nothing but keys and values."""
_CACHED = 20_000
# The inline parse is quadratic in open brackets on hostile input: beyond these a block is read without markup. Over the
# last state of 63 real policies the longest block has 54,915 characters, and no block more than 16 brackets.
_MAX_INLINE = 200_000
_MAX_BRACKETS = 2_000


def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
        .enable(["table", "strikethrough"])
        .disable("code")
    )
    set_up(parser)
    return parser


_PARSER = _parser()


@lru_cache(maxsize=_CACHED)
def _cached_inline(source: str) -> Inline:
    return read_inline(_PARSER, source, {})


@dataclass(slots=True)
class _Builder:
    """Collects blocks and the content they stand in."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    last_run: int = 0

    def open(self, run: int) -> int:
        """Writes the separator before a block of that run (0: no run) and returns where the block begins."""
        if self.parts:
            separator = "\n" if run and run == self.last_run else "\n\n"
            self.parts.append(separator)
            self.size += len(separator)
        self.last_run = run
        return self.size

    def write(self, inline: Inline) -> Span:
        start = self.size
        self.parts.append(inline.text)
        self.size += len(inline.text)
        for begin, end, href in inline.links:
            self.links.append(Link(start + begin, start + end, href))
        for begin, end, kind in inline.marks:
            self.marks.append(Mark(start + begin, start + end, kind))
        return Span(start, self.size)

    def block(
        self, kind: BlockKind, inline: Inline, *, level: int = 0, marker: str = "", run: int = 0
    ) -> None:
        if inline.text:
            start = self.open(run)
            end = self.write(inline).end
            self.blocks.append(Block(kind, start, end, level, marker))

    def row(self, cells: list[Inline], *, header: bool, table: int) -> None:
        """One row; `run` of a table is negative so that it never equals a list's."""
        start = self.open(-table)
        spans = []
        for number, cell in enumerate(cells):
            if number:
                self.parts.append("\t")
                self.size += 1
            spans.append(self.write(cell))
        self.blocks.append(
            Block(BlockKind.ROW, start, self.size, cells=tuple(spans), header=header, table=table)
        )

    def text(self) -> Text:
        title = next((b for b in self.blocks if b.kind is BlockKind.HEADING and b.level == 1), None)
        content = "".join(self.parts)
        return Text(
            content=content,
            blocks=tuple(self.blocks),
            links=tuple(self.links),
            marks=tuple(self.marks),
            title=title.of(content) if title else "",
        )


class _Walker:
    """Turns the flat list of block tokens into blocks; one method per kind of token that matters."""

    __slots__ = (
        "build",
        "cells",
        "env",
        "header",
        "lists",
        "marker",
        "previous",
        "run",
        "table",
        "table_begun",
    )

    def __init__(self, env: dict[str, object]) -> None:
        self.build = _Builder()
        self.env = env
        self.lists = 0
        self.run = 0
        self.marker = ""
        self.previous: Token | None = None
        self.cells: list[Inline] = []
        self.header = False
        self.table = 0
        self.table_begun = False

    def take(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._inline(token)
            case "bullet_list_open" | "ordered_list_open":
                self.run += not self.lists
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close":
                self.lists -= 1
                self.marker = ""
            case "list_item_open":
                self.marker = token.info + token.markup if token.info else "•"
            case "fence" | "html_block":
                self._verbatim(token)
            case _:
                self._table(token)
        self.previous = token

    def _table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.table_begun = False
            case "thead_open" | "tbody_open":
                self.header = token.type == "thead_open"
            case "tr_open":
                self.cells = []
            case "tr_close" if any(cell.text for cell in self.cells):
                self.table += not self.table_begun
                self.table_begun = True
                self.build.row(self.cells, header=self.header, table=self.table)

    def _inline(self, token: Token) -> None:
        assert self.previous is not None
        inline = self._read(token.content)
        opened = self.previous.type
        if opened in ("th_open", "td_open"):
            self.cells.append(inline)
        elif opened == "heading_open":
            marker, self.marker = self.marker, ""
            self.build.block(BlockKind.HEADING, inline, level=int(self.previous.tag[1]), marker=marker)
        elif self.lists:
            marker, self.marker = (self.marker, "") if inline.text else ("", self.marker)
            self.build.block(BlockKind.ITEM, inline, level=self.lists, marker=marker, run=self.run)
        else:
            self.build.block(BlockKind.PARAGRAPH, inline)

    def _read(self, source: str) -> Inline:
        plain = read_plain(source)
        if plain is not None:
            return plain
        if len(source) > _MAX_INLINE or source.count("[") > _MAX_BRACKETS:
            return Inline(" ".join(source.split()))
        return (
            read_inline(_PARSER, source, self.env) if self.env.get("references") else _cached_inline(source)
        )

    def _verbatim(self, token: Token) -> None:
        if token.type == "fence":
            kind, source = BlockKind.CODE, token.content
        else:
            kind, source = BlockKind.PARAGRAPH, unescape(_without_tags(token.content))
        for part in re.split(r"\n\s*\n", source):
            self.build.block(kind, Inline(" ".join(INVISIBLE.sub("", part).split())))


def _without_tags(source: str) -> str:
    """What a browser would show of an HTML block: block tags become paragraph breaks, inline tags nothing."""
    shown = _HIDDEN_HTML.sub("", source)
    return _TAG.sub(lambda tag: "" if tag[1].lower() in _INLINE_TAGS else "\n\n", shown)


def _clean(source: str) -> str:
    source = _LINE_END.sub("\n", source)
    if not source.isascii():
        source = INVISIBLE.sub("", source)
    return composed(CONTROL.sub(" ", source))


def _lines(source: str) -> Iterator[str]:
    return (stripped for line in source.split("\n") if (stripped := " ".join(line.split())))


def read_markdown(source: str) -> Text:
    """The Text of a Markdown document, to the promises of `Text`; any string gives one, none raises.

    A further paragraph of a list item is an ITEM block without marker. Pictures and reference definitions show no words
    and leave none. A source nested deeper than any document (more than 60 levels) is read as plain lines.
    """
    source = _FRONT_MATTER.sub("", _clean(source))
    env: dict[str, object] = {}
    tokens: list[Token] = []
    _PARSER.block.parse(source, _PARSER, env, tokens)
    walker = _Walker(env)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        for line in _lines(source):
            walker.build.block(BlockKind.PARAGRAPH, Inline(line))
    else:
        for token in tokens:
            walker.take(token)
    return walker.build.text()
