"""A short message that tells of no change: its words, where to look, and how to stop it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clausewatch.nouns.identity import short_id
from clausewatch.nouns.subscription import Brief, Message, Watch
from clausewatch.publish.foot import Foot
from clausewatch.publish.html import html_note
from clausewatch.publish.plain import plain_note
from clausewatch.publish.record_line import canonical_json, instant
from clausewatch.publish.words import one_line


@dataclass(frozen=True, slots=True)
class Note:
    """What is told: a title, paragraphs, the address that says more, and what stands below."""

    title: str
    paragraphs: tuple[str, ...]
    link: str
    foot: Foot


def note_message(identifier: str, note: Note, payload: Mapping[str, object]) -> Message:
    """The note in every form. The payload is given its `id`; the same note is the same bytes whenever it is made."""
    return Message(
        id=identifier,
        subject=one_line(f"[Clausewatch] {note.title}", 180),
        text=plain_note(note),
        html=html_note(note),
        payload=canonical_json({**payload, "id": identifier}),
        leave=note.foot.leave,
        brief=Brief(note.title, ((" ".join(note.paragraphs), note.link),)),
    )


def trial_message(watch: Watch, about: str, at: datetime, base_url: str, leave: str = "") -> Message:
    """A message that says it is a test. Each has an id of its own, for it is asked for each time."""
    base = f"{base_url.rstrip('/')}/"
    name = one_line(watch.name, 120)
    note = Note(
        title=one_line(f"Test message of the watch “{name}”", 170),
        paragraphs=(
            f"This is a test, sent because somebody asked for it: no document changed. The watch “{name}” reaches you here.",
            one_line(f"It tells: {about}.", 600),
        ),
        link=base,
        foot=Foot(base, leave, name),
    )
    payload = {
        "type": "watch.test",
        "watch": watch.id,
        "timestamp": instant(at),
        "data": {"name": watch.name},
    }
    return note_message(short_id("test", watch.id, at.isoformat()), note, payload)
