"""Where the words of a query stand in a text, and the stretch of it that shows them best."""

from __future__ import annotations

from bisect import bisect_left

from clausewatch.meaning.folding import Word, inflected, words_in
from clausewatch.nouns.document import Span
from clausewatch.nouns.search import Excerpt, Words

_AROUND = 60
"""Characters shown before the first mark, so that it is read in its sentence."""


def marks(text: str, wanted: tuple[Words, ...]) -> tuple[Span, ...]:
    """The places of the wanted words in the text, in order, none overlapping."""
    if not wanted:
        return ()
    words = list(words_in(text))
    found: list[tuple[int, int]] = []
    for each in wanted:
        found += _places(words, each)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(Span(start, end) for start, end in joined)


def excerpt(text: str, wanted: tuple[Words, ...], most: int) -> Excerpt:
    """At most `most` characters of the text, cut between words, where the most marks stand together; its beginning
    where none do."""
    places = marks(text, wanted)
    if len(text) <= most:
        return Excerpt(text, places, (False, False))
    begin = _best(places, most)
    if begin > 0:
        begin = text.find(" ", begin) + 1 or begin
    end = min(begin + most, len(text))
    if end < len(text):
        space = text.rfind(" ", begin + most // 2, end)
        end = space if space > 0 else end
    inside = (mark for mark in places if mark.start >= begin and mark.end <= end)
    return Excerpt(
        text[begin:end],
        tuple(Span(mark.start - begin, mark.end - begin) for mark in inside),
        (begin > 0, end < len(text)),
    )


def _places(words: list[Word], wanted: Words) -> list[tuple[int, int]]:
    count, last = len(wanted.tokens), wanted.tokens[-1]
    if count == 1:
        forms = frozenset((last,) if wanted.exact else inflected(last))
        return [
            (each.start, each.end)
            for each in words
            if (each.folded.startswith(last) if wanted.prefix else each.folded in forms)
        ]
    found = []
    for at in range(len(words) - count + 1):
        run = [each.folded for each in words[at : at + count]]
        fits = run[-1].startswith(last) if wanted.prefix else run[-1] == last
        if fits and tuple(run[:-1]) == wanted.tokens[:-1]:
            found.append((words[at].start, words[at + count - 1].end))
    return found


def _best(places: tuple[Span, ...], most: int) -> int:
    """Where to begin, so that the most marks are seen; the first such place."""
    starts = [mark.start for mark in places]
    room = most - _AROUND
    begins = [(bisect_left(starts, start + room) - place, -start) for place, start in enumerate(starts)]
    return max(0, -max(begins)[1] - _AROUND) if begins else 0
