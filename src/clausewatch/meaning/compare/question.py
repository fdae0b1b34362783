"""What is asked, seen by the corpus: its terms, vector and topics, without asides that would outweigh its matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.meaning import rules
from clausewatch.meaning.compare.corpus import LIKENESS, Corpus, Wording, dense, normed, shares_of, wording_of
from clausewatch.meaning.compare.terms import Array, Unit, phrases, stems
from clausewatch.nouns.finding import Asked, Modality, Party

_ASIDE = re.compile(r"\([^()]{6,}\)")
_FEWEST_WORDS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """The question in the corpus's terms. `document_type` is of the document that holds the provision."""

    wording: Wording
    phrases: Unit
    context: Unit
    vector: Array
    topics: Array
    shares: Array
    modality: Modality
    party: Party
    document_type: str


def question_of(asked: Asked, corpus: Corpus) -> Question:
    """The question; what stands in brackets counts only where nearly nothing stands outside."""
    bare = Asked(
        without_asides(asked.text),
        asked.path,
        asked.lead_in,
        asked.document_type,
        asked.platform,
        asked.company,
        asked.aliases,
    )
    wording = wording_of(bare)
    scores = corpus.tools.topics.scores(bare, LIKENESS)[None]
    return Question(
        wording=wording,
        phrases=corpus.phrases.unit(phrases(wording.own)),
        context=corpus.context.unit(stems((*wording.own, *wording.around))),
        vector=dense(corpus, wording.own),
        topics=normed(scores[:, :-1] - corpus.middle[2])[0],
        shares=shares_of(scores)[0],
        modality=rules.modality_of(bare),
        party=rules.party_of(bare),
        document_type=asked.document_type,
    )


def without_asides(text: str) -> str:
    """The text without what stands in round brackets, where enough words are left."""
    bare = _ASIDE.sub(" ", text)
    return bare if len(bare.split()) >= _FEWEST_WORDS else text
