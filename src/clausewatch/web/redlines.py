"""Redlines as HTML: what went and what came, told by line, by mark and to screen readers, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from clausewatch.nouns.change import Op, Piece

_DELETED = Markup('<del><span class="unseen">[removed: </span>{}<span class="unseen">]</span></del>')
_INSERTED = Markup('<ins><span class="unseen">[added: </span>{}<span class="unseen">]</span></ins>')


def redline_html(pieces: Iterable[Piece], side: str = "") -> Markup:
    """The pieces escaped, with <del> and <ins>. `side` "old" or "new" leaves out what the other side holds."""
    out = []
    for piece in pieces:
        if piece.op is Op.SAME:
            out.append(Markup.escape(piece.text))
        elif piece.op is Op.DELETED and side != "new":
            out.append(_DELETED.format(piece.text))
        elif piece.op is Op.INSERTED and side != "old":
            out.append(_INSERTED.format(piece.text))
    return Markup("").join(out)
