"""What question and passage have in common, as numbers: the features that the ranking weighs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clausewatch.meaning.compare.answering import Sought
from clausewatch.meaning.compare.corpus import Corpus
from clausewatch.meaning.compare.kinds import kind_of
from clausewatch.meaning.compare.question import Question
from clausewatch.meaning.compare.ragged import Ids, Ragged, Rows
from clausewatch.meaning.compare.table import MODALITIES, PARTIES
from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.compare.yardstick import raised_scores
from clausewatch.nouns.finding import Party

FEATURES = (
    *("phrases", "context", "vector", "topics", "shares"),
    *("no provision", "length"),
    *("same modality", "same party", "other side", "same kind", "privacy against terms"),
    *("answered", "anchors", "own answered", "asked back"),
)
"""The names of the columns, in order."""

LIKENESSES = 5
"""How many of them tell likeness at first sight; the others are computed for the best passages only."""

_PRIVACY = frozenset({"pp", "ck", "dpa"})
_AROUND = 0.7
_READERS = frozenset({Party.USER, Party.CUSTOMER, Party.DEVELOPER})


def worded(question: Question, corpus: Corpus) -> Array:
    """The likenesses of words of every passage: the first two features."""
    index, size = corpus.index, len(corpus)
    return np.stack(
        [index.phrases.likeness(question.phrases, size), index.context.likeness(question.context, size)], 1
    )


def dense(question: Question, corpus: Corpus, rows: Rows) -> Array:
    """The likenesses of vectors, topics and shares of these passages: the next three features."""
    topics = corpus.index.table.scores[rows][:, :-1]
    # As `normed` and `shares_of` make whole rows, without making them: most of the time of asking is spent here.
    moved = topics - corpus.index.middle.topics
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved))
    raised = raised_scores(topics)
    return np.stack(
        [
            corpus.index.vectors[rows] @ question.vector,
            (moved @ question.topics) / np.where(lengths > 0, lengths, 1),
            (raised @ question.shares) / raised.sum(1),
        ],
        axis=1,
    )


def everywhere(question: Question, corpus: Corpus) -> Array:
    """All likenesses of every passage: what the first stage comes near to without asking every passage."""
    rows = np.arange(len(corpus), dtype=np.int64)
    return np.concatenate([worded(question, corpus), dense(question, corpus, rows)], 1)


def closely(question: Question, rows: Rows, corpus: Corpus) -> Array:
    """The features that are worth computing for the best passages only."""
    table = corpus.index.table
    scores = table.scores[rows]
    return np.concatenate(
        [
            np.stack([scores[:, -1] - scores[:, :-1].max(1), table.lengths[rows]], 1),
            _sides(question, rows, corpus),
            _answers(question, rows, corpus),
        ],
        axis=1,
    ).astype(np.float32)


def is_privacy(document_type: str) -> bool:
    """Whether the kind of document is about data rather than conduct."""
    return kind_of(document_type) in _PRIVACY


def _sides(question: Question, rows: Rows, corpus: Corpus) -> Array:
    sides = corpus.index.table.sides[rows]
    modality, party = sides[:, 0], sides[:, 1]
    readers = np.isin(party, [PARTIES.index(each) for each in _READERS])
    platform = party == PARTIES.index(Party.PLATFORM)
    opposite = (platform & (question.party in _READERS)) | (readers & (question.party is Party.PLATFORM))
    places = np.searchsorted(corpus.bounds, rows, side="right") - 1
    kinds = [corpus.origins[place].document_type for place in places]
    privacy = {kind: is_privacy(kind) for kind in {*kinds, question.document_type}}
    return np.stack(
        [
            modality == MODALITIES.index(question.modality),
            party == PARTIES.index(question.party),
            opposite,
            [kind == question.document_type for kind in kinds],
            [privacy[kind] != privacy[question.document_type] for kind in kinds],
        ],
        axis=1,
    ).astype(np.float32)


def _answers(question: Question, rows: Rows, corpus: Corpus) -> Array:
    """How far the passages answer the question's words, and the question theirs."""
    own, around = corpus.index.table.own.take(rows), corpus.index.table.around.take(rows)
    ids, words = _words((own, around), corpus)
    own, around = Ragged(own.starts, ids[own.values]), Ragged(around.starts, ids[around.values])
    vectors = corpus.tools.vectors
    mine = tuple(dict.fromkeys(question.wording.own))
    asked = Sought.of(mine, corpus.rarity(mine), vectors)
    near, same = asked.near(words, vectors), asked.same(words)
    answered = np.maximum(
        own.reduced(np.maximum, near[:, own.values]), around.reduced(np.maximum, near[:, around.values])
    )
    share = np.where(own.reduced(np.maximum, same[:, own.values]) > 0, np.float32(1), np.float32(_AROUND))
    squared = asked.weights * asked.weights
    total = float(squared.sum())
    by_own = squared @ (answered * share) / np.float32(total) if total > 0 else np.zeros(len(rows))
    back = _asked_back(question, own, words, corpus)
    return np.stack([asked.cover(answered), asked.anchors(answered), by_own, back], 1)


def _asked_back(question: Question, own: Ragged, words: Sequence[str], corpus: Corpus) -> Array:
    """The share of each passage's own words, by their weight, that the question's answer; a word counts once."""
    given = tuple(dict.fromkeys((*question.wording.own, *question.wording.around)))
    weights = np.array(corpus.rarity(words), np.float32)
    vectors = corpus.tools.vectors
    met = Sought.of(words, weights.tolist(), vectors).near(given, vectors).max(1, initial=0)
    rows, places = np.divmod(np.unique(own.owners() * len(words) + own.values), max(1, len(words)))
    total = np.bincount(rows, weights[places], minlength=len(own))
    found = np.bincount(rows, weights[places] * met[places], minlength=len(own))
    back: Array = np.where(total > 0, found / np.where(total > 0, total, 1), 0)
    return back


def _words(of: Sequence[Ragged], corpus: Corpus) -> tuple[Ids, list[str]]:
    """The words that stand in any of the rows, and for each of the table's words its place among them."""
    used = np.unique(np.concatenate([each.values for each in of]))
    ids = np.zeros(len(corpus.index.table.words), np.int32)
    ids[used] = np.arange(len(used), dtype=np.int32)
    return ids, [word.decode("ascii") for word in corpus.index.table.words[used].tolist()]
