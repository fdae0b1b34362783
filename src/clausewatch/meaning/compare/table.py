"""What is computed of each passage once and for all, in columns: it depends on no other passage."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning import rules
from clausewatch.meaning.compare.ragged import Ids, Ragged, letters
from clausewatch.meaning.compare.terms import Array, words_of
from clausewatch.meaning.stems import LONGEST_WORD
from clausewatch.meaning.topics import TopicModel
from clausewatch.meaning.vectors import WordVectors
from clausewatch.nouns.comparison import Passage
from clausewatch.nouns.document import Statement, StatementKind
from clausewatch.nouns.finding import Asked, Modality, Party

_FEWEST_WORDS = 3
_AT_ONCE = 250
LIKENESS = 0.5
"""Weight of word vectors in the topic scores: they are a feature of their own here. Of 0, 0.5 and 1 by leave-one-theme-out
on the dev gold: recall .81, .84, .80 at precision .92, .91, .89."""

MODALITIES, PARTIES, KINDS = tuple(Modality), tuple(Party), tuple(StatementKind)
"""What the numbers of a table's columns stand for."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The telling words of a passage and of its surroundings (lead-in and own heading)."""

    own: tuple[str, ...]
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tools:
    """The models that passages are seen with."""

    topics: TopicModel
    vectors: WordVectors


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Passages in rows. `words` is in order and has each word once; `own` and `around` are places in it.

    `scores` are raw, one a topic and NO_PROVISION; `sides` are places in MODALITIES and PARTIES; `spans` has start, end and a
    place in KINDS; `told` is JSON of text, path and lead-in.
    """

    words: NDArray[np.bytes_]
    own: Ragged
    around: Ragged
    scores: Array
    sides: NDArray[np.uint8]
    lengths: Array
    spans: Ids
    told: Ragged

    def __len__(self) -> int:
        return len(self.lengths)

    def part(self, first: int, last: int) -> Table:
        """The rows from `first` up to `last`, which is left out. They share the words of all."""
        return Table(
            self.words,
            self.own.part(first, last),
            self.around.part(first, last),
            self.scores[first:last],
            self.sides[first:last],
            self.lengths[first:last],
            self.spans[first:last],
            self.told.part(first, last),
        )

    def statement(self, row: int) -> Statement:
        """Where the passage stands in its document's content."""
        start, end, kind = map(int, self.spans[row])
        return Statement(KINDS[kind], start, end)

    def asked(self, row: int) -> tuple[str, tuple[str, ...], str]:
        """The passage's text, path and lead-in."""
        text, path, lead_in = json.loads(self.told.row(row).tobytes())
        return text, tuple(path), lead_in


def is_passage(asked: Asked) -> bool:
    """Whether the text says enough to be compared: some words of its own, or an item under a lead-in."""
    own = words_of(asked.text)
    return len(own) >= _FEWEST_WORDS or bool(asked.lead_in and any(len(word) > 3 for word in own))


def wording_of(asked: Asked) -> Wording:
    """The passage's telling words."""
    return Wording(
        tuple(words_of(asked.text)), tuple(words_of(f"{asked.lead_in} {' '.join(asked.path[-1:])}"))
    )


def table_of(passages: Sequence[Passage], tools: Tools) -> Table:
    """The passages in columns."""
    wordings = [wording_of(each.asked) for each in passages]
    words = sorted({word for each in wordings for word in (*each.own, *each.around)})
    places = {word: place for place, word in enumerate(words)}
    scores = np.array(_scores([each.asked for each in passages], tools.topics), np.float32)
    sides = [
        (MODALITIES.index(rules.modality_of(each)), PARTIES.index(rules.party_of(each)))
        for each in (passage.acting for passage in passages)
    ]
    spans = [(each.place.start, each.place.end, KINDS.index(each.place.kind)) for each in passages]
    return Table(
        words=as_words(words),
        own=Ragged.of([[places[word] for word in each.own] for each in wordings]),
        around=Ragged.of([[places[word] for word in each.around] for each in wordings]),
        scores=scores.reshape(-1, len(tools.topics.labels)),
        sides=np.array(sides, np.uint8).reshape(-1, 2),
        lengths=np.array([np.log1p(len(each.asked.text.split())) for each in passages], np.float32),
        spans=np.array(spans, np.int32).reshape(-1, 3),
        told=letters(_told(each.asked) for each in passages),
    )


def _scores(many: Sequence[Asked], topics: TopicModel) -> list[Array]:
    found: list[Array] = []
    for start in range(0, len(many), _AT_ONCE):
        some = many[start : start + _AT_ONCE]
        topics.look_at(some)
        found += (topics.compared(each, LIKENESS) for each in some)
    return found


def joined(parts: Sequence[Table], labels: int) -> Table:
    """The rows of all parts over the words that they use, whatever else the parts' words hold; `labels` as in `scores`."""
    spoken = {id(part.words): part.words for part in parts}
    words = np.unique(np.concatenate([as_words(()), *spoken.values()]))
    moved = {name: np.searchsorted(words, some).astype(np.int32) for name, some in spoken.items()}

    def renamed(part: Table, column: Ragged) -> Ragged:
        return Ragged(column.starts, moved[id(part.words)][column.values])

    own = Ragged.joined([renamed(part, part.own) for part in parts])
    around = Ragged.joined([renamed(part, part.around) for part in parts])
    used = np.zeros(len(words), bool)
    used[own.values] = True
    used[around.values] = True
    place = (np.cumsum(used) - 1).astype(np.int32)
    return Table(
        words=words[used],
        own=Ragged(own.starts, place[own.values]),
        around=Ragged(around.starts, place[around.values]),
        scores=np.concatenate([np.empty((0, labels), np.float32), *(part.scores for part in parts)]),
        sides=np.concatenate([np.empty((0, 2), np.uint8), *(part.sides for part in parts)]),
        lengths=np.concatenate([np.empty(0, np.float32), *(part.lengths for part in parts)]),
        spans=np.concatenate([np.empty((0, 3), np.int32), *(part.spans for part in parts)]),
        told=Ragged.joined([part.told for part in parts]),
    )


def as_words(words: Sequence[str]) -> NDArray[np.bytes_]:
    """Words as an array that can be searched."""
    return np.array([word.encode("ascii") for word in words], f"S{LONGEST_WORD}")


def _told(asked: Asked) -> bytes:
    return json.dumps((asked.text, asked.path, asked.lead_in), ensure_ascii=True).encode("ascii")
