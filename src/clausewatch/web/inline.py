"""A stretch of the content as HTML: escaped, with emphasis, harmless links and marked dates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from clausewatch.nouns.document import Link, Mark, MarkKind, PrintedDate, Span, Text
from clausewatch.web.addresses import safe_href

_LINK = Markup('<a href="{}" rel="nofollow noopener noreferrer">{}</a>')
_DATE = Markup('<time class="printed" datetime="{}" id="date-{}">{}</time>')
_SAID = Markup('<span class="words"{}>{}</span>')
_ID = Markup(' id="{}"')
_MARK = {
    MarkKind.STRONG: Markup("<strong>{}</strong>"),
    MarkKind.EMPHASIS: Markup("<em>{}</em>"),
    MarkKind.CODE: Markup("<code>{}</code>"),
}


_Spanned = Link | Mark | PrintedDate


def said_at(start: int) -> str:
    """The id of the statement that begins there."""
    return f"said-{start}"


@dataclass(frozen=True, slots=True)
class _Cut:
    """Something that covers part of the stretch."""

    start: int
    end: int
    what: _Spanned


class Inline:
    """Writes stretches of one text. Statements in `said` are set apart, their first stretch under `said_at` of its start."""

    said: tuple[tuple[int, int], ...] = ()

    def __init__(self, text: Text, dates: tuple[PrintedDate, ...] = (), within: Span | None = None) -> None:
        """With `within` only for stretches inside it: what stands elsewhere is not looked at."""
        self._content = text.content
        reach = within or Span(0, len(text.content))
        found: tuple[_Spanned, ...] = (*text.links, *text.marks, *dates)
        near = (each for each in found if each.start < reach.end and reach.start < each.end)
        self._cuts = _sorted(
            each for each in near if not isinstance(each, Link) or safe_href(each.href) is not None
        )
        self._starts = [cut.start for cut in self._cuts]

    def write(self, start: int, end: int) -> Markup:
        """The content from `start` to `end`."""
        out: list[Markup] = []
        at = start
        for begins, ends in self.said:
            a, b = max(begins, at), min(ends, end)
            if a >= b:
                continue
            name = _ID.format(said_at(begins)) if a == begins else Markup("")
            if self._in_a_link(a) or self._in_a_link(b):
                out.append(_SAID.format(name, ""))
                continue
            out.append(self._linked(at, a))
            out.append(_SAID.format(name, self._linked(a, b)))
            at = b
        out.append(self._linked(at, end))
        return Markup("").join(out)

    def _in_a_link(self, place: int) -> bool:
        """Whether a cut there would break a link in two."""
        before = self._cuts[: bisect_left(self._starts, place)]
        return any(cut.end > place for cut in before if isinstance(cut.what, Link))

    def _linked(self, start: int, end: int) -> Markup:
        if start >= end:
            return Markup("")
        # Emphasis may begin before a statement that is set apart, or go on behind it; links do not.
        first = 0 if self.said else bisect_left(self._starts, start)
        cuts = [
            cut
            for cut in self._cuts[first : bisect_left(self._starts, end)]
            if (cut.end <= end and cut.start >= start)
            or (self.said and cut.end > start and not isinstance(cut.what, Link))
        ]
        if not cuts:
            return Markup.escape(self._content[start:end])
        out: list[Markup] = []
        at = start
        # A link is written whole with the emphasis inside it; links do not nest in HTML, so the first one stands.
        for cut in (each for each in cuts if isinstance(each.what, Link)):
            if cut.start < at:
                continue
            out.append(self._plain(at, cut.start, cuts))
            assert isinstance(cut.what, Link)
            out.append(_LINK.format(cut.what.href, self._plain(cut.start, cut.end, cuts)))
            at = cut.end
        out.append(self._plain(at, end, cuts))
        return Markup("").join(out)

    def _plain(self, start: int, end: int, cuts: list[_Cut]) -> Markup:
        """Without links: cut where any emphasis or date begins or ends."""
        inside = [
            cut for cut in cuts if not isinstance(cut.what, Link) and cut.start < end and cut.end > start
        ]
        if not inside:
            return Markup.escape(self._content[start:end])
        edges = {start, end}
        edges.update(min(max(place, start), end) for cut in inside for place in (cut.start, cut.end))
        ordered = sorted(edges)
        return Markup("").join(self._wrapped(a, b, inside) for a, b in pairwise(ordered))

    def _wrapped(self, start: int, end: int, inside: list[_Cut]) -> Markup:
        written = Markup.escape(self._content[start:end])
        done: set[MarkKind] = set()
        for cut in inside:
            if cut.start > start or cut.end < end:
                continue
            if isinstance(cut.what, PrintedDate):
                whole = cut.start == start
                written = _DATE.format(cut.what.value.isoformat(), cut.start, written) if whole else written
            elif isinstance(cut.what, Mark) and cut.what.kind not in done:
                done.add(cut.what.kind)
                written = _MARK[cut.what.kind].format(written)
        return written


def _sorted(found: Iterable[_Spanned]) -> list[_Cut]:
    cuts = [_Cut(each.start, each.end, each) for each in found if each.end > each.start]
    return sorted(cuts, key=lambda cut: (cut.start, -cut.end))
