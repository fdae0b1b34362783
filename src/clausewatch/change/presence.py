"""Since when a document says something: the spells over which given words stood in its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from clausewatch.nouns.change import Spell
from clausewatch.nouns.identity import VersionId


def spells(
    quotes: Sequence[str], history: Iterable[tuple[VersionId, datetime, str]]
) -> tuple[tuple[Spell, ...], ...]:
    """For each quote the spells, oldest first, in which it stood in the text; none when it never did.

    `history` gives each version's identifier, when it was first observed and its content, oldest first. A spell ends
    with the first version without the words; words put back later begin another one. White space does not count.
    """
    wanted = [" ".join(quote.split()) for quote in quotes]
    found: list[list[Spell]] = [[] for _ in wanted]
    since: list[tuple[VersionId, datetime] | None] = [None] * len(wanted)
    for version, at, content in history:
        flat = ""
        for number, words in enumerate(wanted):
            begun = since[number]
            # Most words stand there as they are: only for others is the whole text made one line.
            stands = bool(words) and words in content
            if words and not stands:
                flat = flat or _flat(content)
                stands = words in flat
            if stands and begun is None:
                since[number] = (version, at)
            elif not stands and begun is not None:
                found[number].append(Spell(*begun, version, at))
                since[number] = None
    for number, begun in enumerate(since):
        if begun is not None:
            found[number].append(Spell(*begun))
    return tuple(tuple(each) for each in found)


def _flat(content: str) -> str:
    """A text's content as one line. Its only white space is single spaces, one or two line feeds, and tabs."""
    return content.replace("\n\n", " ").replace("\n", " ").replace("\t", " ")
