"""Whether a change speaks of what a watch searches for: the search of the registry, asked of a change's words."""

from __future__ import annotations

import re
from functools import lru_cache

from clausewatch.errors import BadInputError
from clausewatch.meaning.highlight import marks
from clausewatch.meaning.query import read_query
from clausewatch.nouns.change import Change
from clausewatch.nouns.search import Clause, Facet, Filter, Query, Term
from clausewatch.nouns.subscription import Concern

_ELSEWHERE = frozenset(each.value for each in Facet) - {Facet.TOPIC, Facet.SEVERITY}
_FIELD = re.compile(r"""(?:^|[\s-])([A-Za-z]+):(?=[^\s/])""")


@lru_cache(maxsize=4096)
def query_of(search: str) -> Query:
    """What the search of a watch asks for. Raises BadInputError for what a change cannot be asked.

    Platforms, documents and dates are the watch's own fields, so that they stand in one place.
    """
    if any((name := field.lower()) in _ELSEWHERE for field in _FIELD.findall(search)):
        mend = "A watch's search takes words, topic: and severity:; its other fields say the rest."
        raise BadInputError(f"the search {search!r}", f"asks for a {name}", mend)
    query = read_query(search, {})
    if query.at or query.since or query.until:
        raise BadInputError(
            f"the search {search!r}", "names a date", "A watch tells what comes: leave it out."
        )
    return query


def speaks_of(change: Change, concern: Concern, search: str) -> bool:
    """Whether the words before or those after are found by the search."""
    query = query_of(search)
    sides = [side for side in (change.old, change.new) if side is not None]
    return any(
        all(_holds(clause, side, change, concern) for clause in query.clauses) for side in sides or ("",)
    )


def _holds(clause: Clause, words: str, change: Change, concern: Concern) -> bool:
    found = any(_is_met(term, words, change, concern) for term in clause.alternatives)
    return found is not clause.excluded


def _is_met(term: Term, words: str, change: Change, concern: Concern) -> bool:
    if not isinstance(term, Filter):
        return bool(marks(words, (term,)))
    if term.facet is Facet.TOPIC:
        return term.value in concern.topics
    return term.value == change.severity.value
