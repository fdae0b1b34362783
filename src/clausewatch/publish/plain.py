"""A change record as plain text, for mail readers, terminals and feeds."""

from __future__ import annotations

from textwrap import TextWrapper, wrap
from typing import TYPE_CHECKING

from clausewatch.nouns.change import Op, Piece
from clausewatch.publish.sheet import Sheet, Shown
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE

if TYPE_CHECKING:
    from clausewatch.publish.digest import Digest
    from clausewatch.publish.foot import Foot
    from clausewatch.publish.letter import Letter
    from clausewatch.publish.note import Note

WIDTH = 76
_MARKS = {Op.SAME: ("", ""), Op.DELETED: ("[-", "-]"), Op.INSERTED: ("{+", "+}")}


def plain_mail(sheet: Sheet, foot: Foot) -> str:
    """The whole message: the change, then what it is not, who sends it and how to stop it."""
    return "\n".join([plain_change(sheet), "", "-- ", *_foot(foot)]).rstrip() + "\n"


def plain_note(note: Note) -> str:
    """A message that tells of no change."""
    return "\n".join([plain_note_part(note), "", "-- ", *_foot(note.foot)]).rstrip() + "\n"


def plain_note_part(note: Note) -> str:
    """What the message tells, alone."""
    lines = [line for part in (note.title, *note.paragraphs) for line in [*_prose(part), ""]]
    return "\n".join([*lines, note.link])


def plain_letter(letter: Letter) -> str:
    """A letter about an account. Its address stands on a line of its own."""
    sent = f"Sent by the Clausewatch at {letter.base_url}, which keeps platforms' terms and policies and tells what changes in them."
    before = [line for part in letter.before for line in [*_prose(part), ""]]
    after = [line for part in letter.after for line in ["", *_prose(part)]]
    return "\n".join([*before, letter.address, *after, "", "-- ", *_prose(sent)]) + "\n"


def plain_digest(digest: Digest) -> str:
    """Several changes as one message: what there is first, each with its address, then the changes shown."""
    written = [*_prose(digest.title), ""]
    for number, (line, link) in enumerate(digest.lines, start=1):
        label = f"{number}. "
        written += [*_hanging(label, line), " " * len(label) + link]
    for each in digest.sheets:
        written += ["", "", "=" * WIDTH, "", plain_change(each)]
    return "\n".join([*written, "", "-- ", *_foot(digest.foot)]).rstrip() + "\n"


def plain_change(sheet: Sheet) -> str:
    """The change alone. Quotations stand on lines of their own behind `> `, unwrapped, so they can be copied."""
    lines = [*_prose(sheet.headline), "", f"{sheet.platform}: {sheet.document}", sheet.link, ""]
    label_width = max(len(label) for label, _ in sheet.facts) + 2
    for label, value in sheet.facts:
        lines += _hanging(label.ljust(label_width), value)
    for number, reason in enumerate(sheet.reasons):
        lines += _hanging(("" if number else "Why").ljust(label_width), reason)
    if sheet.original:
        lines += ["Original".ljust(label_width) + sheet.original]
    if sheet.history:
        lines += ["", *_prose(f"This document so far: {sheet.history.told}")]
    for change in sheet.changes:
        lines += ["", "", *_change(change, sheet.link)]
    if sheet.more:
        lines += ["", "", f"... and {sheet.more} more change{'s' if sheet.more > 1 else ''}:", sheet.link]
    return "\n".join(lines)


def marked(pieces: tuple[Piece, ...]) -> str:
    """The redline in one text: [-gone-] and {+new+}."""
    return "".join(f"{_MARKS[piece.op][0]}{piece.text}{_MARKS[piece.op][1]}" for piece in pieces)


def _foot(foot: Foot) -> list[str]:
    named = f"the watch “{foot.watch}”" if foot.watch else "a watch"
    why = f"You get this because {named} at {foot.base_url} names your address."
    how = "To stop it:" if foot.leave else "To stop it, ask whoever runs that instance to remove the watch."
    parts = [line for part in (DISCLAIMER, INDEPENDENCE, f"{why} {how}") for line in [*_prose(part), ""]]
    return [*parts[:-1], foot.leave, ""] if foot.leave else parts


def _change(change: Shown, link: str) -> list[str]:
    title = f"{change.kind}: {change.section}" if change.section else change.kind
    lines = [*_hanging(f"{change.number}. ", title), *_prose(change.facts, "   ")]
    lines += _prose(change.summary, "   ")
    if change.same and change.new is not None:
        lines += ["", "   The document states, as before:", *_quoted(change.new)]
    else:
        if change.old is not None:
            lines += ["", "   The document stated:", *_quoted(change.old)]
        if change.new is not None:
            lines += ["", "   The document now states:", *_quoted(change.new)]
    if change.pieces:
        lines += ["", "   Marked, [-gone-] and {+new+}:", *_quoted(marked(change.pieces))]
    if change.places > 1:
        lines += ["", *_prose(f"The same edit in {change.places} places, also in:", "   ")]
        for section, where in change.again:
            lines += [*_hanging("   - ", section), f"     {where}"]
        if change.unnamed:
            lines += [f"   ... and {change.unnamed} more: {link}"]
    if change.shortened:
        lines += ["", "   Shortened here; in full:", f"   {link}"]
    return lines


def _quoted(text: str) -> list[str]:
    return [f"> {line}" for line in text.split("\n")]


def _prose(text: str, indent: str = "") -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _hanging(label: str, text: str) -> list[str]:
    wrapper = TextWrapper(
        WIDTH,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(text) or [label.rstrip()]
