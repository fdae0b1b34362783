"""A query in the words of each database's full-text index. Only folded words get there: nothing a person wrote can be
taken for an operator."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from clausewatch.meaning.folding import inflected
from clausewatch.nouns.search import Clause, Filter, Query, Term, Words
from clausewatch.storage.indexing import NOW, TITLE, facet_word, year_word


@dataclass(frozen=True, slots=True)
class Sought:
    """Words in a row, the last one perhaps only begun."""

    words: tuple[str, ...]
    begun: bool = False

    @property
    def needle(self) -> str:
        """How it stands in a row's `words`, where every word is between spaces."""
        return f" {' '.join(self.words)}{'' if self.begun else ' '}"


@dataclass(frozen=True, slots=True)
class Matching:
    """What must be there, one of each group, and what must not."""

    wanted: tuple[tuple[Sought, ...], ...]
    unwanted: tuple[Sought, ...] = ()

    def expression(self, dialect: str) -> str:
        """The whole as the index of that database reads it; something must be wanted."""
        if dialect == "postgresql":
            parts = [*map(_any_ts, self.wanted), *(f"!{_ts(each)}" for each in self.unwanted)]
            return " & ".join(parts)
        found = " AND ".join(map(_any_fts, self.wanted))
        if not self.unwanted:
            return found
        return f"({found}) NOT {_any_fts(self.unwanted)}"


def forms_asked(query: Query) -> frozenset[str]:
    """Every form of every word that is asked for in its inflections."""
    return frozenset(
        form
        for clause in query.clauses
        for term in clause.alternatives
        if isinstance(term, Words) and not term.exact
        for form in inflected(term.tokens[0])
    )


def matching(query: Query, known: Collection[str]) -> Matching:
    """What the query asks of the index. Of a word's forms, those that are `known` to be in it are asked for."""
    wanted = [_sought(clause, known) for clause in query.clauses if not clause.excluded]
    unwanted = [each for clause in query.clauses if clause.excluded for each in _sought(clause, known)]
    if wanted or unwanted:
        if query.at is not None:
            wanted.append((Sought((NOW,)), Sought((year_word(query.at.year),))))
        elif not query.everything:
            wanted.append((Sought((NOW,)),))
    return Matching(tuple(wanted), tuple(unwanted))


def in_title(found: Matching, places: Collection[int]) -> Matching | None:
    """The same with the groups at these places in the title; None where phrases are among them, which the index does
    not know to be in a title."""
    wanted = list(found.wanted)
    for place in places:
        if any(len(each.words) > 1 for each in wanted[place]):
            return None
        wanted[place] = tuple(Sought((TITLE + each.words[0],), each.begun) for each in wanted[place])
    return Matching(tuple(wanted), found.unwanted)


def _sought(clause: Clause, known: Collection[str]) -> tuple[Sought, ...]:
    return tuple(dict.fromkeys(each for term in clause.alternatives for each in _forms(term, known)))


def _forms(term: Term, known: Collection[str]) -> tuple[Sought, ...]:
    if isinstance(term, Filter):
        return (Sought((facet_word(term.facet, term.value),)),)
    if term.exact:
        return (Sought(term.tokens, term.prefix),)
    forms = [form for form in inflected(term.tokens[0]) if form in known]
    return tuple(Sought((form,)) for form in forms or term.tokens)


def _any_fts(group: tuple[Sought, ...]) -> str:
    return f"({' OR '.join(map(_fts, group))})"


def _fts(each: Sought) -> str:
    return f'"{" ".join(each.words)}"{" *" if each.begun else ""}'


def _any_ts(group: tuple[Sought, ...]) -> str:
    return f"({' | '.join(map(_ts, group))})"


def _ts(each: Sought) -> str:
    *first, last = (f"'{word.lower()}'" for word in each.words)
    return f"({' <-> '.join((*first, last + (':*' if each.begun else '')))})"
