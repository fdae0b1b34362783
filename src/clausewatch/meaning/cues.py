"""The taxonomy's cues in a statement: words that betray a topic which the model did not see, or not surely enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from clausewatch.meaning.stems import LITTLE, stem, tokens_of, words_at
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import TopicId

_WORDY = frozenset(
    [
        "you", "your", "yours", "we", "our", "us", "they", "their", "them", "not", "no", "do", "does", "don't",
        "under", "if", "when",
    ]
)  # fmt: skip
"""Words of cues that betray nothing without two others: "not submit" is no cue, "not used for training" is one."""

_LEAST_WORDS = 2
_BETWEEN = 8
"""Other words that may stand among those of a cue. On the 512 labelled statements (shared topics/) those whose cue stands as
close were about its topic in 163 of 294, and in 12 of 54 where it is spread wider. No cue was fitted to them."""

_REMEMBERED = 4096
"""Statements whose cues are at hand: they are asked for when a version is analysed and again when its clauses are chosen."""

_Cue = tuple[frozenset[str], TopicId]
_NONE: Mapping[TopicId, Span] = MappingProxyType({})


@lru_cache(maxsize=_REMEMBERED)
def cued(text: str) -> Mapping[TopicId, Span]:
    """The topics of which all words of some cue stand close together, whatever their order and endings; and where in `text`."""
    known = _cues()
    stems = set(map(stem, tokens_of(text)))
    wanted = [each for longest in stems & known.keys() for each in known[longest] if each[0] <= stems]
    if not wanted:
        return _NONE
    words = [(stem(word), start, end) for word, start, end in words_at(text)]
    close = sorted((*place, topic) for cue, topic in wanted for place in _places(cue, words))
    found: dict[TopicId, Span] = {}
    for _, start, end, topic in close:
        found.setdefault(topic, Span(start, end))
    return found


def _places(cue: frozenset[str], words: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int, int]]:
    """How many other words are among the cue's, and start and end, wherever these stand close enough."""
    last: dict[str, int] = {}
    for at, (word, _, end) in enumerate(words):
        if word in cue:
            last[word] = at
            first = min(last.values())
            between = at - first + 1 - len(cue)
            if len(last) == len(cue) and between <= _BETWEEN:
                yield between, words[first][1], end


@cache
def _cues() -> Mapping[str, tuple[_Cue, ...]]:
    """All cues of enough words, each under its longest stem: few statements have that."""
    found: dict[str, list[_Cue]] = {}
    for topic in taxonomy().topics:
        for text in topic.cues:
            words = [each for each in tokens_of(text) if each not in LITTLE]
            if len({stem(each) for each in words if each not in _WORDY}) >= _LEAST_WORDS:
                cue = frozenset(map(stem, words))
                found.setdefault(max(sorted(cue), key=len), []).append((cue, topic.id))
    return {longest: tuple(some) for longest, some in found.items()}
