"""All passages of all platforms with what is computed of each once: terms, sentence vectors, topic scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.compare.terms import Array, TermIndex, index_of, phrases, stems, words_of
from clausewatch.meaning.stems import stem
from clausewatch.meaning.topics import TopicModel
from clausewatch.meaning.vectors import DIMENSIONS, WordVectors
from clausewatch.nouns.comparison import Passage
from clausewatch.nouns.finding import Asked

_FEWEST_WORDS = 3
# How sharply raw topic scores become shares: about the shipped calibration's slope.
_SHARPNESS = 8.0
LIKENESS = 0.5
"""Weight of word vectors in the topic scores: they are a feature of their own here. Of 0, 0.5 and 1 by leave-one-theme-out
on the dev gold: recall .81, .84, .80 at precision .92, .91, .89."""


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
class Corpus:
    """Passages in rows; every array and index has one row per passage."""

    passages: tuple[Passage, ...]
    wordings: tuple[Wording, ...]
    platforms: NDArray[np.int32]
    names: tuple[str, ...]
    phrases: TermIndex
    plain: TermIndex
    context: TermIndex
    vectors: Array
    topics: Array
    shares: Array
    provision: Array
    middle: tuple[Array, Array, Array]
    tools: Tools

    def rarity(self, word: str) -> float:
        """How telling a word is: high where few passages hold it."""
        place = self.plain.places.get(stem(word))
        return float(np.log(2 * self.plain.size)) if place is None else float(self.plain.rarity[place])


def is_passage(asked: Asked) -> bool:
    """Whether the text says enough to be compared: some words of its own, or an item under a lead-in."""
    own = words_of(asked.text)
    return len(own) >= _FEWEST_WORDS or bool(asked.lead_in and any(len(word) > 3 for word in own))


def wording_of(asked: Asked) -> Wording:
    """The passage's telling words."""
    return Wording(
        tuple(words_of(asked.text)), tuple(words_of(f"{asked.lead_in} {' '.join(asked.path[-1:])}"))
    )


def corpus_of(passages: Sequence[Passage], tools: Tools) -> Corpus:
    """The passages with everything that does not depend on what is asked."""
    wordings = tuple(wording_of(each.asked) for each in passages)
    names = tuple(sorted({each.platform for each in passages}))
    at = {name: place for place, name in enumerate(names)}
    plain = index_of([stems(each.own) for each in wordings])
    raw = np.array([sentence_vector(each.own, plain, tools.vectors) for each in wordings], np.float32)
    raw = raw.reshape(-1, DIMENSIONS)
    scores = np.array([tools.topics.scores(each.asked, LIKENESS) for each in passages], np.float32)
    scores = scores.reshape(-1, len(tools.topics.labels))
    middle = (_mean(raw), _common_direction(raw), _mean(scores[:, :-1]))
    return Corpus(
        passages=tuple(passages),
        wordings=wordings,
        platforms=np.array([at[each.platform] for each in passages], np.int32),
        names=names,
        phrases=index_of([phrases(each.own) for each in wordings]),
        plain=plain,
        context=index_of([stems((*each.own, *each.around)) for each in wordings]),
        vectors=_centred(raw, middle),
        topics=normed(scores[:, :-1] - middle[2]),
        shares=shares_of(scores),
        provision=scores[:, -1] - scores[:, :-1].max(1),
        middle=middle,
        tools=tools,
    )


def sentence_vector(words: Sequence[str], plain: TermIndex, vectors: WordVectors) -> Array:
    """The mean of the words' vectors, weighted by rarity (after Arora, Liang, Ma 2017)."""
    known = [word for word in words if vectors.known(word)]
    if not known:
        return np.zeros(DIMENSIONS, np.float32)
    places = [plain.places.get(stem(word)) for word in known]
    most = np.float32(np.log(2 * plain.size))
    weights = np.array([most if at is None else plain.rarity[at] for at in places], np.float32)
    mean: Array = weights @ vectors.of(known) / max(float(weights.sum()), 1e-6)
    return mean


def dense(corpus: Corpus, words: Sequence[str]) -> Array:
    """The words' sentence vector in the corpus's own terms, of length one."""
    raw = sentence_vector(words, corpus.plain, corpus.tools.vectors)
    found: Array = _centred(raw[None], corpus.middle)[0]
    return found


def shares_of(scores: Array) -> Array:
    """Raw topic scores as shares that add up to one; the label for no provision is left out."""
    topics = scores[:, :-1]
    raised = np.exp(_SHARPNESS * (topics - topics.max(1, keepdims=True)))
    shares: Array = (raised / raised.sum(1, keepdims=True)).astype(np.float32)
    return shares


def normed(rows: Array) -> Array:
    """The rows at length one; empty ones stay empty."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    lengths[lengths == 0] = 1
    found: Array = (rows / lengths).astype(np.float32)
    return found


def _mean(rows: Array) -> Array:
    found: Array = rows.sum(0) / max(1, len(rows))
    return found


def _common_direction(raw: Array) -> Array:
    """What all sentences share, which says nothing about any of them."""
    centred = raw - _mean(raw)
    _, vectors = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    found: Array = vectors[:, -1].astype(np.float32)
    return found


def _centred(raw: Array, middle: tuple[Array, Array, Array]) -> Array:
    mean, direction, _ = middle
    centred = raw - mean
    found: Array = normed(centred - np.outer(centred @ direction, direction))
    return found
