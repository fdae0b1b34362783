"""Since when a document says something: the spells over which given words stood in its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from clausewatch.nouns.change import Spell
from clausewatch.nouns.identity import VersionId

_PLACES = 20
"""Places of a word beyond which making the whole text one line is cheaper than looking around each."""


def spells(
    quotes: Sequence[str], history: Iterable[tuple[VersionId, datetime, str]]
) -> tuple[tuple[Spell, ...], ...]:
    """For each quote the spells, oldest first, in which it stood in the text; none when it never did.

    `history` gives each version's identifier, when it was first observed and its content, oldest first. A spell ends
    with the first version without the words; words put back later begin another one. White space does not count.
    """
    wanted = [" ".join(quote.split()) for quote in quotes]
    # The longest word of each: where the words do not stand around it, they stand nowhere.
    longest = [max(words.split(" "), key=len) for words in wanted]
    found: list[list[Spell]] = [[] for _ in wanted]
    since: list[tuple[VersionId, datetime] | None] = [None] * len(wanted)
    for version, at, content in history:
        flat = ""
        for number, words in enumerate(wanted):
            begun = since[number]
            # Most words stand there as they are, or a word of them stands nowhere: only for others, such as rows of a table, is
            # the text made one line, and mostly only around that word.
            stands = bool(words) and words in content
            if words and not stands:
                near = _near(words, longest[number], content)
                if near is None:
                    flat = flat or _flat(content)
                stands = words in flat if near is None else near
            if stands and begun is None:
                since[number] = (version, at)
            elif not stands and begun is not None:
                found[number].append(Spell(*begun, version, at))
                since[number] = None
    for number, begun in enumerate(since):
        if begun is not None:
            found[number].append(Spell(*begun))
    return tuple(tuple(each) for each in found)


def _near(words: str, longest: str, content: str) -> bool | None:
    """Whether the words stand in the text, told by what is around each place of their longest one; None where it has too many."""
    before = words.index(longest)
    # White space is one or two signs, so so many more than the words have.
    slack = words.count(" ")
    if content.count(longest) > _PLACES:
        return None
    place = content.find(longest)
    while place >= 0:
        if words in _flat(content[max(place - before - slack, 0) : place - before + len(words) + slack]):
            return True
        place = content.find(longest, place + 1)
    return False


def _flat(content: str) -> str:
    """A text's content as one line. Its only white space is single spaces, one or two line feeds, and tabs."""
    return content.replace("\n\n", " ").replace("\n", " ").replace("\t", " ")
