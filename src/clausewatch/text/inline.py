"""The inside of a Markdown block: its words, with links and emphasis as offsets."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from markdown_it.token import Token

from clausewatch.nouns.document import MarkKind
from clausewatch.text.characters import composed_at, is_composed

_SPECIAL = re.compile(r"[`*_\[<&]|~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s+")
# Soft hyphen, zero width space, direction marks, word joiner, invisible operators, byte order mark. The two joiners
# U+200C and U+200D stay: they change how Persian, Indic scripts and emoji read.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[\s/>]")
_COMMENT = re.compile(r"<[!?]")
_HIDDEN_TAGS = frozenset(("script", "style", "template", "noscript"))
# Elements of HTML (WHATWG, index of elements) and the old ones still met: any other <word> is text of the author.
_TAGS = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr acronym address article aside audio b bdi bdo big blockquote br button canvas caption
        center cite code col colgroup data dd del details dfn dialog div dl dt em embed fieldset
        figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img input ins
        kbd label legend li link main map mark menu meta meter nav nobr noscript object ol optgroup
        option output p picture pre progress q rp rt ruby s samp script search section select slot
        small source span strike strong style sub summary sup svg table tbody td template textarea
        tfoot th thead time tr track tt u ul var video wbr
        """,
    )
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_LINKED = frozenset(("http", "https", "mailto", "tel"))
_OPENS = {"strong_open": MarkKind.STRONG, "em_open": MarkKind.EMPHASIS}
_STRUCK = {"s_open": 1, "s_close": -1}
_LEFT_OVER = {"**": MarkKind.STRONG, "__": MarkKind.STRONG}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Inline:
    """The words of one block. Links and marks are (start, end, what) offsets into `text`, never empty."""

    text: str
    links: tuple[tuple[int, int, str], ...] = ()
    marks: tuple[tuple[int, int, MarkKind], ...] = ()


def set_up(parser: MarkdownIt) -> None:
    """Prepares the parser: link targets are kept as written and judged here, delimiter tokens stay apart."""
    parser.validateLink = _any_target  # type: ignore[method-assign,assignment]
    parser.normalizeLink = _as_written  # type: ignore[method-assign]
    parser.inline.ruler2.disable("fragments_join")


def _any_target(_url: str) -> bool:
    return True


def _as_written(url: str) -> str:
    return url


def read_plain(source: str) -> Inline | None:
    """The words of a block without markup, at a tenth of the price; None when it needs the parser."""
    if _SPECIAL.search(source):
        return None
    if "\\" in source:
        source = _ESCAPE.sub(r"\1", source.replace("\\\n", "\n"))
    return Inline(" ".join(source.split()))


def read_inline(parser: MarkdownIt, source: str, env: MutableMapping[str, Any]) -> Inline:
    """The words of a block with its links and emphasis; `env` holds the document's reference definitions."""
    tokens: list[Token] = []
    parser.inline.parse(source, parser, env, tokens)
    writer = _Writer()
    _write(writer, tokens)
    return writer.done()


class _Writer:
    """Joins pieces with single spaces and remembers where links and marks begin and end."""

    __slots__ = ("links", "marks", "open_links", "open_marks", "pieces", "size", "spaced")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.spaced = True
        self.links: list[tuple[int, int, str]] = []
        self.marks: list[tuple[int, int, MarkKind]] = []
        self.open_links: list[tuple[int, str]] = []
        self.open_marks: list[tuple[int, MarkKind]] = []

    def write(self, piece: str) -> None:
        if not piece.isascii():
            piece = INVISIBLE.sub("", piece)
        piece = _SPACE.sub(" ", CONTROL.sub(" ", piece))
        if self.spaced:
            piece = piece.removeprefix(" ")
        if piece:
            self.pieces.append(piece)
            self.size += len(piece)
            self.spaced = piece[-1] == " "

    def toggle(self, kind: MarkKind) -> None:
        """A leftover delimiter closes the innermost mark of its kind, else opens one."""
        for index in range(len(self.open_marks) - 1, -1, -1):
            if self.open_marks[index][1] is kind:
                start = self.open_marks.pop(index)[0]
                self.marks.append((start, self.size, kind))
                return
        self.open_marks.append((self.size, kind))

    def done(self) -> Inline:
        raw = "".join(self.pieces).rstrip(" ")
        links = _trimmed(raw, self.links)
        marks = _trimmed(raw, self.marks)
        if is_composed(raw):
            return Inline(raw, links, marks)
        ends = sorted({place for start, end, _ in (*links, *marks) for place in (start, end)})
        made, moved = composed_at(raw, ends)
        places = dict(zip(ends, moved, strict=True))
        return Inline(made, _renormalised(places, links), _renormalised(places, marks))


def _trimmed(raw: str, spans: list[tuple[int, int, T]]) -> tuple[tuple[int, int, T], ...]:
    """Spans in order without white space at their ends; empty ones are dropped."""
    kept = []
    for begin, stop, what in spans:
        start, end = begin, min(stop, len(raw))
        while start < end and raw[start] == " ":
            start += 1
        while start < end and raw[end - 1] == " ":
            end -= 1
        if start < end:
            kept.append((start, end, what))
    kept.sort(key=lambda span: (span[0], -span[1]))
    return tuple(kept)


def _renormalised(
    places: dict[int, int], spans: tuple[tuple[int, int, T], ...]
) -> tuple[tuple[int, int, T], ...]:
    """Spans over the NFC form."""
    moved = ((places[start], places[end], what) for start, end, what in spans)
    return tuple(span for span in moved if span[0] < span[1])


def _write(writer: _Writer, tokens: list[Token]) -> None:
    """Writes the tokens' words but those struck out; leftover `**` and `__` between two of them toggle strong."""
    hidden = ""
    struck = index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.type in _STRUCK:
            struck += _STRUCK[token.type]
        elif struck:
            continue
        elif token.type == "html_inline":
            hidden = _tag(writer, token.content, hidden)
        elif hidden:
            continue
        elif token.type == "text":
            pair = token.content + tokens[index].content if _is_text(tokens, index) else ""
            kind = _LEFT_OVER.get(pair)
            if kind is None:
                writer.write(token.content)
            else:
                index += 1
                writer.toggle(kind)
        else:
            _write_other(writer, token)


def _is_text(tokens: list[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].type == "text"


def _write_other(writer: _Writer, token: Token) -> None:
    kind = token.type
    if kind == "text_special":
        writer.write(token.content)
    elif kind in ("softbreak", "hardbreak"):
        writer.write(" ")
    elif kind in _OPENS:
        writer.open_marks.append((writer.size, _OPENS[kind]))
    elif kind in ("strong_close", "em_close"):
        writer.toggle(MarkKind.STRONG if kind == "strong_close" else MarkKind.EMPHASIS)
    elif kind == "code_inline":
        start = writer.size
        writer.write(token.content)
        writer.marks.append((start, writer.size, MarkKind.CODE))
    elif kind == "link_open":
        writer.open_links.append((writer.size, str(token.attrs.get("href", ""))))
    elif kind == "link_close":
        start, href = writer.open_links.pop()
        scheme = _SCHEME.match(href)
        if scheme is None or scheme[1].lower() in _LINKED:
            writer.links.append((start, writer.size, href))


def _tag(writer: _Writer, source: str, hidden: str) -> str:
    """Writes what a tag shows; returns the name of the hidden element we are now in, if any."""
    name = _TAG_NAME.match(source)
    if name is None:
        if not hidden and not _COMMENT.match(source):
            writer.write(source)
        return hidden
    tag = name[1].lower()
    if hidden:
        return "" if tag == hidden and source.startswith("</") else hidden
    if tag in _HIDDEN_TAGS and not source.startswith("</"):
        return tag
    if tag not in _TAGS:
        writer.write(source)
    elif tag in ("br", "td", "th", "tr", "li", "p", "div"):
        writer.write(" ")
    return ""
