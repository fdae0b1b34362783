"""From a provision to the comparable passages of every other platform, in three stages.

(1) Likenesses of words and topics are looked up in inverted indexes, those of vectors estimated from a sketch, and the
best of each platform go on; (2) of these all likenesses are computed, and the best few of each platform go on; (3) these
are read closely and ranked by a model; a platform whose best passage stays under the threshold is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from clausewatch.meaning.compare.corpus import Corpus
from clausewatch.meaning.compare.kinds import may_rule
from clausewatch.meaning.compare.pairs import closely, dense, worded
from clausewatch.meaning.compare.question import Question, question_of
from clausewatch.meaning.compare.ragged import Rows
from clausewatch.meaning.compare.ranking import Ranker
from clausewatch.meaning.compare.stances import stance_by
from clausewatch.meaning.compare.table import MODALITIES
from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.compare.yardstick import DENSE_WEIGHTS, LEAST_SHARE
from clausewatch.nouns.audience import Audience
from clausewatch.nouns.comparison import Cell, CellState, Shown
from clausewatch.nouns.finding import Asked, TopicId
from clausewatch.nouns.identity import PlatformId

SHORTLISTED = 18_000
"""Passages of all platforms together of which all likenesses are computed; up to so many, that is of every passage."""

CLOSELY_READ = 25
"""Passages of each platform that are read closely: on the dev gold 173 of 174 answers are among them."""

MOST_QUOTES = 3

# Weights of the likenesses in the first stage, each by its spread over the corpus: words as much as topics.
_FIRST = np.array([2.0, 1.5, *DENSE_WEIGHTS], np.float32)
_LIKE_WORDS = 0.9
_OTHER_READERS = 0.02
"""What of the chance (0 to 1) a clause for other readers than the provision's loses: it decides between clauses that are as
likely. Of 0, .02, .05, .1 and .2 by leave-one-theme-out on the dev gold: precision .918, .918, .906, .906, .906."""
_MOST_WORDS_TOLD = 5


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Rows of the corpus with their features; `places` are those of each platform, best first by the first likenesses."""

    rows: Rows
    features: Array
    places: Mapping[PlatformId, slice]


def compare(
    asked: Asked,
    own: PlatformId,
    corpus: Corpus,
    ranker: Ranker,
    among: Iterable[PlatformId] | None = None,
    readers: Audience | None = None,
) -> dict[PlatformId, Cell]:
    """A cell for every platform of the corpus but the provision's own (or only `among` those): comparable or silent.

    `readers` are whom the provision's document addresses; those of its kind of document, where they are not given.
    """
    return {} if not len(corpus) else answers(question_of(asked, corpus, readers), own, corpus, ranker, among)


def answers(
    question: Question,
    own: PlatformId,
    corpus: Corpus,
    ranker: Ranker,
    among: Iterable[PlatformId] | None = None,
) -> dict[PlatformId, Cell]:
    """The same of a question that is put in the corpus's terms already; the corpus has passages."""
    wanted = [name for name in (corpus.names if among is None else among) if name != own]
    found = candidates(question, wanted, corpus)
    chances = ranker.chances(found.features)
    return {
        name: _cell(question, found.rows[places], chances[places], corpus, ranker.threshold)
        for name, places in found.places.items()
    }


def candidates(question: Question, platforms: Iterable[PlatformId], corpus: Corpus) -> Candidates:
    """The passages worth reading closely, at most CLOSELY_READ of each platform."""
    words = worded(question, corpus)
    # Each column where it lies in one piece: across columns numpy takes thirty times as long.
    of_words = (each.std() for each in np.ascontiguousarray(words.T))
    spread: Array = np.array(
        [*of_words, *corpus.index.spread.of(question.vector, question.topics, question.shares)],
        np.float32,
    )
    weights: Array = (_FIRST / np.where(spread > 0, spread, 1)).astype(np.float32)
    wanted = [corpus.platforms[name] for name in platforms if name in corpus.platforms]
    short = _shortlists(question, words @ weights[:2], weights[2:], wanted, corpus)
    rows = np.concatenate([*short, np.empty(0, np.int64)])
    likenesses = np.concatenate([words[rows], dense(question, corpus, rows)], 1)
    first = likenesses @ weights
    chosen: list[Rows] = []
    begin = 0
    for some in short:
        order = np.argsort(-first[begin : begin + len(some)], kind="stable")[:CLOSELY_READ]
        chosen.append(begin + order)
        begin += len(some)
    ends = np.cumsum([0, *map(len, chosen)]).tolist()
    best = np.concatenate([*chosen, np.empty(0, np.int64)])
    features = np.concatenate([likenesses[best], closely(question, rows[best], corpus)], 1)
    named = [name for name in platforms if name in corpus.platforms]
    places = {name: slice(one, other) for name, one, other in zip(named, ends, ends[1:], strict=False)}
    return Candidates(rows[best], features, places)


def _shortlists(
    question: Question, by_words: Array, weights: Array, wanted: list[slice], corpus: Corpus
) -> list[Rows]:
    """Of each platform the rows that seem best, in order; where it has few, all of them."""
    index, size = corpus.index, len(corpus)
    most = _most([own.stop - own.start for own in wanted])
    rough: Array = by_words
    if most is not None:
        both = np.concatenate([weights[0] * question.vector, weights[1] * question.topics])
        shares = {
            int(at): float(question.shares[at]) for at in np.flatnonzero(question.shares >= LEAST_SHARE)
        }
        rough = by_words + index.sketch.likeness(both) + weights[2] * index.topics.likeness(shares, size)
    found = []
    for own in wanted:
        rows = np.arange(own.start, own.stop, dtype=np.int64)
        if most is not None and len(rows) > most:
            rows = own.start + np.sort(np.argpartition(-rough[own], most)[:most])
        found.append(rows)
    return found


def _most(counts: list[int]) -> int | None:
    """How many of each platform's passages are shortlisted, so that what small ones leave goes to great ones; None: all."""
    left = SHORTLISTED
    for place, count in enumerate(sorted(counts)):
        share = left // (len(counts) - place)
        if count > share:
            return max(CLOSELY_READ, share)
        left -= count
    return None


def _cell(question: Question, rows: Rows, chances: Array, corpus: Corpus, threshold: float) -> Cell:
    sure = (at for at in np.argsort(-chances, kind="stable") if chances[at] >= threshold)
    best = [at for at in sure if _may_answer(question, int(rows[at]), corpus)]
    if not best:
        return Cell(CellState.SILENT)
    answers = [(int(rows[at]), float(chances[at])) for at in best]
    # A sort is stable: of one audience the likeliest stays first.
    answers.sort(key=lambda each: _rank(each, question, corpus))
    quotes: list[Shown] = []
    taken: list[frozenset[int]] = []
    for row, chance in answers:
        words = frozenset(corpus.index.table.own.row(row).tolist())
        if len(quotes) == MOST_QUOTES:
            break
        if not any(_near_copies(words, other) for other in taken):
            taken.append(words)
            quotes.append(_shown(question, row, chance, corpus))
    first = quotes[0].passage.readers
    others: dict[Audience, Shown] = {}
    for row, chance in answers:
        readers = corpus.origin(row).readers
        if readers is not first and readers not in others:
            others[readers] = _shown(question, row, chance, corpus)
    return Cell(CellState.COMPARABLE, quotes[0].stance, tuple(quotes), tuple(others.values()))


def _rank(answer: tuple[int, float], question: Question, corpus: Corpus) -> float:
    """Lower is better: by the chance, from which is taken what a document for other readers costs."""
    row, chance = answer
    return (0.0 if corpus.origin(row).readers is question.readers else _OTHER_READERS) - chance


def _shown(question: Question, row: int, chance: float, corpus: Corpus) -> Shown:
    passage, table = corpus.passage(row), corpus.index.table
    asked, modality = passage.asked, MODALITIES[int(table.sides[row, 0])]
    stance = stance_by(modality, asked.text, asked.lead_in)
    return Shown(passage, round(chance, 4), _reasons(question, row, corpus), stance)


def _may_answer(question: Question, row: int, corpus: Corpus) -> bool:
    document_type = corpus.origin(row).document_type
    return document_type == question.document_type or may_rule(
        corpus.tools.topics.labels[int(question.shares.argmax())], document_type
    )


def matter_of(question: Question, corpus: Corpus) -> TopicId:
    """The topic that the statement is most likely about."""
    return corpus.tools.topics.labels[int(question.shares.argmax())]


def _near_copies(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= _LIKE_WORDS * max(len(one), len(other), 1)


def _reasons(question: Question, row: int, corpus: Corpus) -> tuple[str, ...]:
    """Why the passage was chosen: the topic, shared telling words, what both do."""
    table = corpus.index.table
    found = []
    topic = int(question.shares.argmax())
    if topic == int(table.scores[row, :-1].argmax()):
        found.append(f"same topic: {corpus.tools.topics.labels[topic]}")
    said: set[int] = set(corpus.index.stem_of[table.own.row(row)].tolist())
    rarity = {
        question.stems[at]: float(corpus.index.plain[at]) for at in sorted(said & question.stems.keys())
    }
    if rarity:
        told = sorted(rarity, key=lambda word: (-rarity[word], word))
        found.append("shared words: " + ", ".join(told[:_MOST_WORDS_TOLD]))
    return tuple(found) or ("its words are near in meaning",)
