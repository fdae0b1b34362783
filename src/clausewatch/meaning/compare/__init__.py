"""Comparable provisions: what other platforms say about the matter of one provision, or that they are silent."""

from clausewatch.meaning.compare.corpus import Corpus, Tools, corpus_of, is_passage
from clausewatch.meaning.compare.engine import compare, matter_of
from clausewatch.meaning.compare.kinds import would_say
from clausewatch.meaning.compare.ranking import Ranker, read_ranker, shipped_ranker
from clausewatch.meaning.compare.stances import stance_by
from clausewatch.meaning.compare.states import state_of

__all__ = [
    "Corpus",
    "Ranker",
    "Tools",
    "compare",
    "corpus_of",
    "is_passage",
    "matter_of",
    "read_ranker",
    "shipped_ranker",
    "stance_by",
    "state_of",
    "would_say",
]
