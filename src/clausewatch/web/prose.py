"""A document's text as HTML, from its blocks: everything escaped, provisions anchored, nothing of the page's markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from clausewatch.nouns.document import Block, BlockKind, PrintedDate, Provision, Span, Statement, Text
from clausewatch.nouns.identity import ProvisionId
from clausewatch.web.inline import Inline, said_at
from clausewatch.web.leaves import Leaf

__all__ = ["Excerpt", "Frame", "excerpt", "prose", "said_at"]

_FOLDED_AFTER = 6_000
"""Characters of a provision that stand open on its page; what follows them is folded, block by block."""

_DEEPEST_HEADING = 6
_DEEPEST_LIST = 8

_SECTION = Markup('<section class="provision" id="{}">\n')
_ANCHOR = Markup('<span class="anchor" id="{}"></span>')
_PIN = Markup(
    ' <a class="pin" href="{}"><span aria-hidden="true">§</span>'
    '<span class="unseen">Page of the provision “{}”</span></a>'
)
_MARKER = Markup('<span class="marker">{} </span>')


@dataclass(frozen=True, slots=True)
class Frame:
    """How a text is set: what is anchored, marked and linked, and at which level its outermost heading stands.

    `provisions` are those of the text. With `leaf` only its blocks are set and its provisions anchored.
    """

    provisions: tuple[Provision, ...] = ()
    pin: Callable[[ProvisionId], str] | None = None
    dates: tuple[PrintedDate, ...] = ()
    outermost: int = 2
    marks: Mapping[ProvisionId, Markup] = field(default_factory=dict)
    leaf: Leaf | None = None


def prose(text: Text, frame: Frame) -> Markup:
    """The whole text as HTML. Each provision is a <section> with its id, or an anchor when it begins inside a block."""
    first, last = frame.leaf.blocks if frame.leaf else (0, len(text.blocks))
    blocks = text.blocks[first:last]
    writer = _Writer(text, frame, _reach(blocks))
    for block in blocks:
        writer.block(block)
    return writer.done()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A provision's words: those that are seen at once, and of a long one the rest with how many characters it has."""

    opening: Markup
    rest: Markup
    rest_characters: int


def excerpt(text: Text, provision: Provision) -> Excerpt:
    """The blocks of one provision, its headings left out: the page around it has them. Each statement has an id
    (`said_at`), so that a sentence about it can lead to its words. No block and no table is cut in two."""
    said = {each.start for each in provision.statements}
    blocks = [
        block
        for block in text.blocks
        if provision.start < block.end
        and block.start < provision.end
        and (block.start in said or not _is_title(text, block, provision))
    ]
    cut = _fold(blocks)
    rest = sum(each.end - each.start for each in blocks[cut:])
    return Excerpt(_written(text, provision, blocks[:cut]), _written(text, provision, blocks[cut:]), rest)


def _is_title(text: Text, block: Block, provision: Provision) -> bool:
    return block.kind is BlockKind.HEADING or block.of(text.content) in provision.path


def _fold(blocks: list[Block]) -> int:
    """How many blocks stand open."""
    shown = 0
    for place, block in enumerate(blocks):
        within = place > 0 and block.kind is BlockKind.ROW and block.table == blocks[place - 1].table
        if place and not within and shown + block.end - block.start > _FOLDED_AFTER:
            return place
        shown += block.end - block.start
    return len(blocks)


def _written(text: Text, provision: Provision, blocks: list[Block]) -> Markup:
    writer = _Writer(text, Frame(), _reach(blocks))
    writer.name(provision.statements)
    for block in blocks:
        writer.block(block)
    return writer.done()


def _reach(blocks: Sequence[Block]) -> Span:
    return Span(
        min((each.start for each in blocks), default=0), max((each.end for each in blocks), default=0)
    )


class _Writer:
    """Keeps what is open: a section, a run of lists, a table."""

    def __init__(self, text: Text, frame: Frame, within: Span) -> None:
        self._inline = Inline(text, frame.dates, within)
        self._frame = frame
        self._content = text.content
        # Titles set as plain paragraphs, which many pages use for headings.
        self._titles = {title for each in frame.provisions for title in each.path}
        self._said = {statement.start for each in frame.provisions for statement in each.statements}
        first, last = frame.leaf.provisions if frame.leaf else (0, len(frame.provisions))
        self._coming = sorted(frame.provisions[first:last], key=lambda each: each.start)
        self._next = 0
        self._section_end: int | None = None
        self._lists: list[int] = []
        self._table: int | None = None
        self._headings: list[int] = []
        self._out: list[Markup] = []

    def name(self, statements: tuple[Statement, ...]) -> None:
        """From here on these statements are set apart, each under its id."""
        self._inline.said = tuple((each.start, each.end) for each in statements)

    def done(self) -> Markup:
        self._close_section()
        return Markup("").join(self._out)

    def block(self, block: Block) -> None:
        """Writes one block, after closing what ends before it and opening what begins with it."""
        if self._section_end is not None and block.start >= self._section_end:
            self._close_section()
        anchors = self._begin(block)
        inner = anchors + self._inline.write(block.start, block.end)
        if block.kind is BlockKind.ITEM:
            self._item(block, inner + self._pins)
        elif block.kind is BlockKind.ROW:
            self._row(block)
        else:
            self._close_runs()
            self._plain(block, inner + self._pins)

    def _begin(self, block: Block) -> Markup:
        """Opens the section of the provision that begins with this block; later ones inside it become anchors."""
        starting = []
        while self._next < len(self._coming) and self._coming[self._next].start < block.end:
            starting.append(self._coming[self._next])
            self._next += 1
        self._pins = self._pin(starting)
        if not starting:
            return Markup("")
        self._close_section()
        self._out.append(_SECTION.format(starting[0].id))
        self._out += (self._frame.marks[each.id] for each in starting if each.id in self._frame.marks)
        self._section_end = starting[-1].end
        return Markup("").join(_ANCHOR.format(each.id) for each in starting[1:])

    def _pin(self, starting: Iterable[Provision]) -> Markup:
        if self._frame.pin is None:
            return Markup("")
        return Markup("").join(_PIN.format(self._frame.pin(each.id), each.title) for each in starting)

    def _plain(self, block: Block, inner: Markup) -> None:
        if block.kind is BlockKind.HEADING:
            level = self._heading_level(block.level)
            self._out.append(Markup('<h{0} dir="auto">{1}</h{0}>\n').format(level, inner))
        elif block.kind is BlockKind.CODE:
            self._out.append(Markup('<pre dir="auto"><code>{}</code></pre>\n').format(inner))
        elif block.start not in self._said and block.of(self._content) in self._titles:
            self._out.append(Markup('<p class="titled" dir="auto">{}</p>\n').format(inner))
        else:
            self._out.append(Markup('<p dir="auto">{}</p>\n').format(inner))

    def _heading_level(self, level: int) -> int:
        """The page's level for a heading of the text: in order, no step skipped."""
        while self._headings and self._headings[-1] >= level:
            self._headings.pop()
        self._headings.append(level)
        return min(self._frame.outermost + len(self._headings) - 1, _DEEPEST_HEADING)

    def _item(self, block: Block, inner: Markup) -> None:
        self._close_table()
        level = max(1, block.level)
        while self._lists and self._lists[-1] > level:
            self._lists.pop()
            self._out.append(Markup("</li></ul>\n") if self._lists else Markup("</li></ul>"))
        if self._lists and (self._lists[-1] == level or len(self._lists) >= _DEEPEST_LIST):
            self._out.append(Markup("</li>\n"))
        else:
            depth = min(level, _DEEPEST_LIST) if not self._lists else 1
            self._out.append(Markup('<ul class="items from-{}" role="list">\n').format(depth))
            self._lists.append(level)
        marker = _MARKER.format(block.marker) if block.marker else Markup("")
        self._out.append(Markup('<li dir="auto">{}{}').format(marker, inner))

    def _row(self, block: Block) -> None:
        self._close_lists()
        if self._table != block.table:
            self._close_table()
            self._table = block.table
            self._out.append(
                Markup('<div class="wide" tabindex="0" role="group" aria-label="Table"><table><tbody>\n')
            )
        tag = "th" if block.header else "td"
        opening = Markup('<th scope="col" dir="auto">') if block.header else Markup('<td dir="auto">')
        cells = [self._inline.write(cell.start, cell.end) for cell in block.cells]
        if not cells:
            cells = [self._inline.write(block.start, block.end)]
        cells[-1] += self._pins
        closing = Markup("</{}>").format(tag)
        self._out.append(Markup("<tr>") + Markup("").join(opening + cell + closing for cell in cells))
        self._out.append(Markup("</tr>\n"))

    def _close_lists(self) -> None:
        while self._lists:
            self._lists.pop()
            self._out.append(Markup("</li></ul>\n"))

    def _close_table(self) -> None:
        if self._table is not None:
            self._table = None
            self._out.append(Markup("</tbody></table></div>\n"))

    def _close_runs(self) -> None:
        self._close_lists()
        self._close_table()

    def _close_section(self) -> None:
        self._close_runs()
        if self._section_end is not None:
            self._section_end = None
            self._out.append(Markup("</section>\n"))
