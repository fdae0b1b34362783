"""The notice that documents cannot be captured, or can again: no change is told by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.failing import Event, Notice, Spell
from clausewatch.nouns.subscription import Message
from clausewatch.publish.feed import FeedEntry
from clausewatch.publish.foot import Foot
from clausewatch.publish.html import html_note_part
from clausewatch.publish.note import Note, note_message
from clausewatch.publish.plain import plain_note_part
from clausewatch.publish.record_line import instant
from clausewatch.publish.words import moment, one_line

MOST_NAMED = 30
"""Documents that a message names; the payload has all."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A spell with whose document it is of."""

    spell: Spell
    document: Document
    platform: Platform


def failing_message(notice: Notice, failing: Sequence[Failing], base_url: str, leave: str = "") -> Message:
    """The message of that notice: the same bytes whenever it is made again."""
    payload = {
        "type": notice.event.value,
        **({"watch": notice.watch} if notice.watch else {}),
        "timestamp": instant(notice.created_at),
        "data": [_line(notice, each) for each in failing],
    }
    return note_message(notice.id, _note(notice, failing, base_url, leave), payload)


def failing_entry(notice: Notice, failing: Sequence[Failing], base_url: str) -> FeedEntry:
    """The notice as an entry of a feed."""
    note = _note(notice, failing, base_url, "")
    return FeedEntry(
        id=notice.id,
        title=note.title,
        url=note.link,
        updated=notice.created_at,
        text=plain_note_part(note),
        html=html_note_part(note),
    )


def _note(notice: Notice, failing: Sequence[Failing], base_url: str, leave: str) -> Note:
    base = base_url.rstrip("/")
    count = len(failing)
    what = _named(failing[0]) if count == 1 else f"{count} documents"
    bad = notice.event is Event.FAILING
    lines = [_words(notice, each) for each in failing[:MOST_NAMED]]
    more = (f"... and {count - MOST_NAMED} more.",) if count > MOST_NAMED else ()
    meaning = (
        "As long as this lasts, changes of what is named here are not seen. You are told once, and once more when it is over."
        if bad
        else "What changed in the meantime is told like every change, observed when it was seen."
    )
    link = f"{base}/platform/{failing[0].document.id}/history/" if count == 1 else f"{base}/health/"
    title = f"{'Cannot be captured' if bad else 'Captured again'}: {what}"
    return Note(one_line(title, 170), (*lines, *more, meaning), link, Foot(f"{base}/", leave))


def _named(each: Failing) -> str:
    return f"{one_line(each.platform.name, 80)}: {one_line(each.document.name, 120)}"


def _words(notice: Notice, each: Failing) -> str:
    since = f"since {moment(each.spell.began_at)}"
    if notice.event is Event.FAILING:
        return one_line(f"{_named(each)}, not captured well {since}: {each.spell.reason}", 600)
    return one_line(f"{_named(each)}, captured well again; it was not {since}", 600)


def _line(notice: Notice, each: Failing) -> dict[str, object]:
    return {
        "spell": each.spell.id,
        "document": each.document.id,
        "platform": each.platform.name,
        "name": each.document.name,
        "since": instant(each.spell.began_at),
        **({"reason": each.spell.reason} if notice.event is Event.FAILING else {}),
    }
