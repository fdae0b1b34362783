"""From a provision to the comparable passages of every other platform, in two stages.

(1) Likenesses of words, vectors and topics are known of every passage at once; the best few of each platform go on.
(2) These are read closely and ranked by a model; a platform whose best passage stays under the threshold is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.compare.corpus import Corpus
from clausewatch.meaning.compare.pairs import closely, everywhere
from clausewatch.meaning.compare.question import Question, question_of
from clausewatch.meaning.compare.ranking import Ranker
from clausewatch.meaning.compare.stances import stance_of
from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.stems import stem
from clausewatch.nouns.comparison import Cell, CellState, Shown
from clausewatch.nouns.finding import Asked, TopicId
from clausewatch.nouns.identity import PlatformId

CLOSELY_READ = 25
"""Passages of each platform that are read closely: on the dev gold 173 of 174 answers are among them."""

MOST_QUOTES = 3

# Weights of the likenesses in the first stage, each by its spread over the corpus: words as much as topics.
_FIRST = np.array([2.0, 1.5, 1.0, 2.0, 1.0], np.float32)
_LIKE_WORDS = 0.9
_MOST_WORDS_TOLD = 5


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Rows of the corpus with their features, the rows of a platform together and best first by the first stage."""

    rows: NDArray[np.int64]
    features: Array


def compare(
    asked: Asked, own: PlatformId, corpus: Corpus, ranker: Ranker, among: Iterable[PlatformId] | None = None
) -> dict[PlatformId, Cell]:
    """A cell for every platform of the corpus but the provision's own (or only `among` those): comparable or silent."""
    wanted = [name for name in (corpus.names if among is None else among) if name != own]
    if not corpus.passages:
        return {}
    question = question_of(asked, corpus)
    found = candidates(question, wanted, corpus)
    chances = ranker.chances(found.features)
    by_platform = {
        name: np.flatnonzero(corpus.platforms[found.rows] == corpus.names.index(name))
        for name in wanted
        if name in corpus.names
    }
    return {
        name: _cell(question, found, chances, places, corpus, ranker.threshold)
        for name, places in by_platform.items()
    }


def candidates(question: Question, platforms: Iterable[PlatformId], corpus: Corpus) -> Candidates:
    """The passages worth reading closely, at most CLOSELY_READ of each platform."""
    likenesses = everywhere(question, corpus)
    spread = likenesses.std(0)
    first = likenesses @ (_FIRST / np.where(spread > 0, spread, 1))
    rows = []
    for name in platforms:
        if name in corpus.names:
            own = np.flatnonzero(corpus.platforms == corpus.names.index(name))
            rows.append(own[np.argsort(-first[own], kind="stable")[:CLOSELY_READ]])
    chosen = np.concatenate(rows) if rows else np.empty(0, np.int64)
    features = np.concatenate(
        [likenesses[chosen], closely(question, [int(row) for row in chosen], corpus)], 1
    )
    return Candidates(chosen, features)


def _cell(
    question: Question,
    found: Candidates,
    chances: Array,
    places: NDArray[np.int64],
    corpus: Corpus,
    threshold: float,
) -> Cell:
    best = places[np.argsort(-chances[places], kind="stable")]
    if not best.size or chances[best[0]] < threshold:
        return Cell(CellState.SILENT)
    quotes: list[Shown] = []
    taken: list[frozenset[str]] = []
    for at in best:
        row = int(found.rows[at])
        words = frozenset(corpus.wordings[row].own)
        if chances[at] < threshold or len(quotes) == MOST_QUOTES:
            break
        if not any(_near_copies(words, other) for other in taken):
            taken.append(words)
            reasons = _reasons(question, row, corpus)
            quotes.append(Shown(corpus.passages[row], round(float(chances[at]), 4), reasons))
    return Cell(CellState.COMPARABLE, stance_of(quotes[0].passage.asked), tuple(quotes))


def matter_of(asked: Asked, corpus: Corpus) -> TopicId:
    """The topic that the statement is most likely about."""
    question = question_of(asked, corpus)
    return corpus.tools.topics.labels[int(question.shares.argmax())]


def _near_copies(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _LIKE_WORDS * max(len(one), len(other), 1)


def _reasons(question: Question, row: int, corpus: Corpus) -> tuple[str, ...]:
    """Why the passage was chosen: the topic, shared telling words, what both do."""
    labels: Mapping[int, str] = dict(enumerate(corpus.tools.topics.labels))
    found = []
    topic = int(question.shares.argmax())
    if topic == int(corpus.shares[row].argmax()):
        found.append(f"same topic: {labels[topic]}")
    asked = {stem(word): word for word in question.wording.own}
    shared = {stem(word) for word in corpus.wordings[row].own} & set(asked)
    if shared:
        told = sorted((asked[each] for each in shared), key=lambda word: (-corpus.rarity(word), word))
        found.append("shared words: " + ", ".join(told[:_MOST_WORDS_TOLD]))
    return tuple(found) or ("its words are near in meaning",)
