"""Comparable provisions: what other platforms say about the matter of one provision, or that they are silent."""

from clausewatch.meaning.compare.corpus import Corpus, Tools, corpus_of, is_passage
from clausewatch.meaning.compare.engine import compare, said_nowhere
from clausewatch.meaning.compare.kinds import would_say
from clausewatch.meaning.compare.ranking import Ranker, read_ranker, shipped_ranker
from clausewatch.meaning.compare.stances import stance_by

__all__ = [
    "Corpus",
    "Ranker",
    "Tools",
    "compare",
    "corpus_of",
    "is_passage",
    "read_ranker",
    "said_nowhere",
    "shipped_ranker",
    "stance_by",
    "would_say",
]
