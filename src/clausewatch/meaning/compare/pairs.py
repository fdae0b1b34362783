"""What question and passage have in common, as numbers: the features that the ranking weighs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clausewatch.meaning import rules
from clausewatch.meaning.compare.answering import Sought
from clausewatch.meaning.compare.corpus import Corpus
from clausewatch.meaning.compare.kinds import kind_of
from clausewatch.meaning.compare.question import Question
from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.stems import stem
from clausewatch.nouns.comparison import Passage
from clausewatch.nouns.finding import Party

FEATURES = (
    *("phrases", "context", "vector", "topics", "shares"),
    *("no provision", "length"),
    *("same modality", "same party", "other side", "same kind", "privacy against terms"),
    *("answered", "anchors", "own answered", "asked back"),
)
"""The names of the columns, in order."""

LIKENESSES = 5
"""How many of them are known of every passage at once; the others are computed for the best passages only."""

_PRIVACY = frozenset({"pp", "ck", "dpa"})
_AROUND = 0.7
_READERS = frozenset({Party.USER, Party.CUSTOMER, Party.DEVELOPER})


def everywhere(question: Question, corpus: Corpus) -> Array:
    """One row of likenesses for each passage of the corpus: the first five features."""
    return np.stack(
        [
            corpus.phrases.likeness(question.phrases),
            corpus.context.likeness(question.context),
            corpus.vectors @ question.vector,
            corpus.topics @ question.topics,
            corpus.shares @ question.shares,
        ],
        axis=1,
    )


def closely(question: Question, rows: Sequence[int], corpus: Corpus) -> Array:
    """The features that are worth computing for the best passages only."""
    vectors = corpus.tools.vectors
    around = dict.fromkeys((*question.wording.own, *question.wording.around))
    asked = Sought.of({word: corpus.rarity(word) for word in dict.fromkeys(question.wording.own)}, vectors)
    found = []
    for row in rows:
        own, context = corpus.wordings[row].own, corpus.wordings[row].around
        words = tuple(dict.fromkeys((*own, *context)))
        answered = asked.answered(words, vectors)
        back = Sought.of({word: corpus.rarity(word) for word in dict.fromkeys(own)}, vectors)
        found.append(
            (
                float(corpus.provision[row]),
                float(np.log1p(len(corpus.passages[row].asked.text.split()))),
                *_sides(question, corpus.passages[row]),
                asked.cover(answered),
                asked.anchors(answered),
                _by_own(asked, answered, own),
                back.cover(back.answered(tuple(around), vectors)),
            )
        )
    return np.array(found, np.float32).reshape(len(found), len(FEATURES) - LIKENESSES)


def is_privacy(document_type: str) -> bool:
    """Whether the kind of document is about data rather than conduct."""
    return kind_of(document_type) in _PRIVACY


def _sides(question: Question, passage: Passage) -> tuple[float, ...]:
    modality, party = rules.modality_of(passage.asked), rules.party_of(passage.asked)
    opposite = (party is Party.PLATFORM and question.party in _READERS) or (
        question.party is Party.PLATFORM and party in _READERS
    )
    kind = passage.asked.document_type
    return (
        float(modality is question.modality),
        float(party is question.party),
        float(opposite),
        float(kind == question.document_type),
        float(is_privacy(kind) != is_privacy(question.document_type)),
    )


def _by_own(asked: Sought, answered: Array, own: Sequence[str]) -> float:
    """As covered, rare words counting double and words of the surroundings less."""
    given = set(map(stem, own))
    share = np.array([1.0 if each in given else _AROUND for each in asked.stems], np.float32)
    squared = asked.weights * asked.weights
    total = float(squared.sum())
    return float(squared @ (answered * share)) / total if total > 0 else 0.0
