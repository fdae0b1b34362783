"""What is asked, seen by the corpus: its terms, vector and topics, without asides that would outweigh its matter."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clausewatch.meaning import rules
from clausewatch.meaning.compare.corpus import Corpus
from clausewatch.meaning.compare.postings import Unit
from clausewatch.meaning.compare.ragged import Rows
from clausewatch.meaning.compare.table import LIKENESS, Wording, wording_of
from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.compare.yardstick import centred, normed, pair, shares_of
from clausewatch.meaning.vectors import DIMENSIONS
from clausewatch.nouns.audience import Audience, audience_of
from clausewatch.nouns.finding import Asked, Modality, Party

_ASIDE = re.compile(r"\([^()]{6,}\)")
_FEWEST_WORDS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """The question in the corpus's terms. `document_type` is of the document that holds the provision, which addresses
    `readers`. `stems` has the words of its own by the place of their stem, as far as the corpus knows it."""

    wording: Wording
    stems: Mapping[int, str]
    phrases: Unit
    context: Unit
    vector: Array
    topics: Array
    shares: Array
    modality: Modality
    party: Party
    document_type: str
    readers: Audience


def question_of(asked: Asked, corpus: Corpus, readers: Audience | None = None) -> Question:
    """The question; what stands in brackets counts only where nearly nothing stands outside.

    Whom the document addresses its kind tells, where it is not given.
    """
    bare = replace(asked, text=without_asides(asked.text))
    wording = wording_of(bare)
    index = corpus.index
    own, around = corpus.stem_places(wording.own), corpus.stem_places(wording.around)
    scores = corpus.tools.topics.compared(bare, LIKENESS)[None]
    return Question(
        wording=wording,
        stems={at: word for at, word in zip(own, wording.own, strict=True) if at is not None},
        phrases=index.phrases.unit(_phrases(own, len(index.stems))),
        context=index.context.unit(at for at in (*own, *around) if at is not None),
        vector=centred(_raw_vector(wording.own, corpus)[None], index.middle)[0],
        topics=normed(scores[:, :-1] - index.middle.topics)[0],
        shares=shares_of(scores)[0],
        modality=rules.modality_of(bare),
        party=rules.party_of(bare),
        document_type=asked.document_type,
        readers=readers or audience_of(asked.document_type),
    )


def without_asides(text: str) -> str:
    """The text without what stands in round brackets, where enough words are left."""
    bare = _ASIDE.sub(" ", text)
    return bare if len(bare.split()) >= _FEWEST_WORDS else text


def _phrases(own: Sequence[int | None], stems: int) -> list[int]:
    single = [at for at in own if at is not None]
    both = [(one, other) for one, other in itertools.pairwise(own) if one is not None and other is not None]
    ends: Rows = np.array(both, np.int64).reshape(-1, 2)
    return [*single, *pair(ends[:, 0], ends[:, 1], stems).tolist()]


def _raw_vector(words: Sequence[str], corpus: Corpus) -> Array:
    """The mean of the words' vectors, weighted by rarity."""
    vectors = corpus.tools.vectors
    known = [word for word in words if vectors.known(word)]
    if not known:
        return np.zeros(DIMENSIONS, np.float32)
    weights = np.array(corpus.rarity(known), np.float32)
    found: Array = weights @ vectors.of(known) / max(float(weights.sum()), 1e-6)
    return found
