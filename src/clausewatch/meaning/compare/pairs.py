"""What question and passage have in common, as numbers: the features that the ranking weighs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clausewatch.meaning.compare.answering import Sought, Spoken, places_of, sought, stems_at
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

_AT_ONCE = 1024
"""Passages whose topics are weighed in one go: their numbers stay in the processor's memory. On 16,600 passages a question took
68 ms at the median with all in one go; with so many, and words told apart by their numbers, 18."""

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
    found = np.empty((len(rows), 3), np.float32)
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        # Passages that stand together are looked at where they are, and not copied.
        together = bool((np.diff(some) == 1).all())
        at = slice(int(some[0]), int(some[-1]) + 1) if together else some
        found[first : first + len(some)] = _dense(question, corpus, at)
    return found


def _dense(question: Question, corpus: Corpus, rows: Rows | slice) -> Array:
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
    words, ids = _words((own, around), corpus)
    own, around = Ragged(own.starts, ids[own.values]), Ragged(around.starts, ids[around.values])
    mine = len(dict.fromkeys(question.wording.own))
    every = _asked(question, words, corpus)
    asked = every.first(mine)
    near, same = asked.near, asked.same.astype(np.float32)
    answered = np.maximum(
        own.reduced(np.maximum, near[:, own.values]), around.reduced(np.maximum, near[:, around.values])
    )
    share = np.where(own.reduced(np.maximum, same[:, own.values]) > 0, np.float32(1), np.float32(_AROUND))
    squared = asked.weights * asked.weights
    total = float(squared.sum())
    by_own = squared @ (answered * share) / np.float32(total) if total > 0 else np.zeros(len(rows))
    back = _asked_back(every.near.max(0, initial=0), own, corpus.rarity_at(words.stems))
    return np.stack([asked.cover(answered), asked.anchors(answered), by_own, back], 1)


def _asked(question: Question, words: Spoken, corpus: Corpus) -> Sought:
    """What the question says, its own words first, each once, as far as these words answer it."""
    said = tuple(dict.fromkeys((*question.wording.own, *question.wording.around)))
    stems = stems_at(corpus.stem_places(said))
    asked = Spoken(places_of(said, corpus.tools.vectors), stems)
    return sought(asked, corpus.rarity_at(stems), words, corpus.tools.vectors)


def _asked_back(met: Array, own: Ragged, weights: Array) -> Array:
    """The share of each passage's own words, by their weight, that the question's answer; a word counts once."""
    rows, places = np.divmod(np.unique(own.owners() * len(weights) + own.values), max(1, len(weights)))
    total = np.bincount(rows, weights[places], minlength=len(own))
    found = np.bincount(rows, weights[places] * met[places], minlength=len(own))
    back: Array = np.where(total > 0, found / np.where(total > 0, total, 1), 0)
    return back


def _words(of: Sequence[Ragged], corpus: Corpus) -> tuple[Spoken, Ids]:
    """The words that stand in any of the rows, and for each of the table's words its place among them."""
    said = np.zeros(len(corpus.index.table.words), bool)
    for each in of:
        said[each.values] = True
    used = np.flatnonzero(said)
    ids = np.zeros(len(said), np.int32)
    ids[used] = np.arange(len(used), dtype=np.int32)
    return Spoken(corpus.spoken[used], corpus.index.stem_of[used]), ids
