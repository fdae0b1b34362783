"""Who said this since when: the spells over which words stood in a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from clausewatch import change
from clausewatch.errors import WithheldObjectError
from clausewatch.nouns.change import Spell
from clausewatch.nouns.document import Version
from clausewatch.nouns.identity import Digest, VersionId
from clausewatch.ports import BodyStore


def blame(
    bodies: BodyStore, history: tuple[Version, ...], quotes: Sequence[str]
) -> tuple[tuple[Spell, ...], ...]:
    """For each quote the spells, oldest first, in which it stood in the document; none when it never did, and none over
    texts that are withheld: nobody can look there.

    `history` holds the document's versions, newest first, as storage gives them. Versions that differ in links alone
    share one content, which is read once.
    """
    return change.spells(quotes, _contents(bodies, history))


def _contents(bodies: BodyStore, history: tuple[Version, ...]) -> Iterator[tuple[VersionId, datetime, str]]:
    last: tuple[Digest, str] = ("", "")
    for version in reversed(history):
        if version.text != last[0]:
            last = (version.text, _content(bodies, version.text))
        yield version.id, version.observed_at, last[1]


def _content(bodies: BodyStore, text: Digest) -> str:
    with suppress(WithheldObjectError):
        return bodies.get(text).decode("utf-8")
    return ""
