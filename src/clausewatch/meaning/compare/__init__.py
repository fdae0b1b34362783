"""Comparable provisions: what other platforms say about the matter of one provision, or that they are silent."""

from clausewatch.meaning.compare.columns import FORM, columns_of, index_from
from clausewatch.meaning.compare.corpus import Corpus, Index, Origin, corpus_of, corpus_over, index_of_tables
from clausewatch.meaning.compare.engine import answers, compare, matter_of
from clausewatch.meaning.compare.kinds import would_say
from clausewatch.meaning.compare.question import question_of
from clausewatch.meaning.compare.ranking import Ranker, read_ranker, shipped_ranker
from clausewatch.meaning.compare.stances import stance_by
from clausewatch.meaning.compare.states import state_of
from clausewatch.meaning.compare.table import Table, Tools, is_passage, table_of

__all__ = [
    "FORM",
    "Corpus",
    "Index",
    "Origin",
    "Ranker",
    "Table",
    "Tools",
    "answers",
    "columns_of",
    "compare",
    "corpus_of",
    "corpus_over",
    "index_from",
    "index_of_tables",
    "is_passage",
    "matter_of",
    "question_of",
    "read_ranker",
    "shipped_ranker",
    "stance_by",
    "state_of",
    "table_of",
    "would_say",
]
