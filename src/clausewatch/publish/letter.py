"""A letter about an account: a few paragraphs and one address, as text and HTML alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clausewatch.nouns.subscription import Message
from clausewatch.publish.html import html_letter
from clausewatch.publish.plain import plain_letter
from clausewatch.publish.words import one_line

_LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written: a subject, paragraphs, the address of a page, and paragraphs below it. `base_url` is whose mail it is."""

    subject: str
    before: tuple[str, ...]
    address: str
    after: tuple[str, ...]
    base_url: str


def letter_message(identifier: str, letter: Letter) -> Message:
    """The letter in both forms. Names in it may be hostile: each paragraph is one line, and the HTML is escaped."""
    before, after = (
        tuple(one_line(each, _LONGEST) for each in part) for part in (letter.before, letter.after)
    )
    letter = replace(letter, before=before, after=after)
    return Message(
        identifier,
        one_line(f"Clausewatch: {letter.subject}", 180),
        plain_letter(letter),
        html_letter(letter),
        "",
    )
