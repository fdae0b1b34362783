"""A change record as HTML for mail readers and feed readers: one file, no script, nothing fetched."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from clausewatch.publish.sheet import Sheet
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE

if TYPE_CHECKING:
    from jinja2 import Environment

    from clausewatch.publish.digest import Digest
    from clausewatch.publish.foot import Foot
    from clausewatch.publish.letter import Letter
    from clausewatch.publish.note import Note


def html_mail(sheet: Sheet, foot: Foot) -> str:
    """The whole message. Every text that came from outside is escaped; policy text never becomes markup."""
    return _footed("mail.html", foot, sheet=sheet)


def html_note(note: Note) -> str:
    """A message that tells of no change."""
    return _footed("note.html", note.foot, note=note)


def html_note_part(note: Note) -> str:
    """What the message tells, as a fragment."""
    return _templates().get_template("note_part.html").render(note=note)


def html_letter(letter: Letter) -> str:
    """A letter about an account."""
    return _templates().get_template("letter.html").render(letter=letter)


def html_digest(digest: Digest) -> str:
    """The changes of a day or week as one message: what there is first, then each."""
    return _footed("digest.html", digest.foot, digest=digest)


def html_change(sheet: Sheet) -> str:
    """The change alone, as a fragment."""
    return _templates().get_template("change.html").render(sheet=sheet)


def _footed(template: str, foot: Foot, **told: Sheet | Note | Digest) -> str:
    found = _templates().get_template(template)
    return found.render(foot=foot, disclaimer=DISCLAIMER, independence=INDEPENDENCE, **told)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("clausewatch.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
