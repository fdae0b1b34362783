"""A query in the words of each database's full-text index. Only folded words get there: nothing a person wrote can be
taken for an operator.

SQLite's index knows the places of words. PostgreSQL's holds pairs of neighbours instead (see migration 0010), which a row
may have that does not hold the phrase; both know beginnings of three letters: `checks` says what is to be asked of the
rows themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from clausewatch.meaning.folding import inflected
from clausewatch.nouns.search import Clause, Filter, Query, Term, Words
from clausewatch.storage.indexing import TITLE, facet_word
from clausewatch.storage.search_times import times_asked

BEGUN_WITH = 3
"""Letters of a beginning that the indexes hold."""

EXPANDED = 32
"""Words that begin so, up to which each of them is looked for: more are found by their beginning."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Words in a row, the last one perhaps only begun; `forms` are all words that begin so, where these are few."""

    words: tuple[str, ...]
    begun: bool = False
    forms: tuple[str, ...] = ()

    @property
    def needle(self) -> str:
        """How it stands in a row's `words`, where every word is between spaces."""
        return f" {' '.join(self.words)}{'' if self.begun else ' '}"

    def certain(self, dialect: str) -> bool:
        """Whether the index alone says which rows hold it."""
        if len(self.words) > 1:
            return dialect == "sqlite"
        return not self.begun or bool(self.forms) or len(self.words[0]) <= BEGUN_WITH


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which of the words asked for the index knows, and which of its words begin as asked, where these are few; and the day
    before which no row came."""

    known: Collection[str]
    begun: Mapping[str, tuple[str, ...]]
    earliest: date = date.min


@dataclass(frozen=True, slots=True)
class Matching:
    """What must be there, one of each group, and what must not."""

    wanted: tuple[tuple[Sought, ...], ...]
    unwanted: tuple[Sought, ...] = ()

    def fts5(self) -> str:
        """The whole as SQLite's index reads it; something must be wanted."""
        found = " AND ".join(map(_any_fts, self.wanted))
        unwanted = tuple(each for each in self.unwanted if each.certain("sqlite"))
        return f"({found}) NOT {_any_fts(unwanted)}" if unwanted else found

    def tsqueries(self) -> tuple[str, ...]:
        """What PostgreSQL's index reads, all of which must hold; something must be wanted.

        Each by itself: GIN goes through the lists of one tsquery entry by entry and asks all of it each time, but skips in the
        lists of several to where all of them are.
        """
        first, *others = dict.fromkeys(each for group in self.wanted for each in _all_ts(group))
        # By itself, what is not there would be sought among all rows.
        unwanted = (f" & !{_ts(each)}" for each in self.unwanted if each.certain("postgresql"))
        return f"{first}{''.join(unwanted)}", *others

    def checks(self, dialect: str) -> tuple[tuple[tuple[Sought, ...], ...], tuple[Sought, ...]]:
        """What the index does not tell for certain: one of each group must be in the row, and none of the others."""
        wanted = tuple(group for group in self.wanted if not all(each.certain(dialect) for each in group))
        return wanted, tuple(each for each in self.unwanted if not each.certain(dialect))


def forms_asked(query: Query) -> frozenset[str]:
    """Every form of every word that is asked for in its inflections."""
    return frozenset(form for term in _terms(query) if not term.exact for form in inflected(term.tokens[0]))


def beginnings_asked(query: Query) -> frozenset[str]:
    """Every beginning of a word that is asked for, where no other word stands before it and the indexes do not hold it."""
    return frozenset(
        term.tokens[0]
        for term in _terms(query)
        if term.prefix and len(term.tokens) == 1 and len(term.tokens[0]) != BEGUN_WITH
    )


def matching(query: Query, vocabulary: Vocabulary) -> Matching:
    """What the query asks of the index. Of a word's forms, those that are known to be in it are asked for."""
    wanted = [_sought(clause, vocabulary) for clause in query.clauses if not clause.excluded]
    unwanted = [each for clause in query.clauses if clause.excluded for each in _sought(clause, vocabulary)]
    wanted += (tuple(Sought((word,)) for word in group) for group in times_asked(query, vocabulary.earliest))
    return Matching(tuple(wanted), tuple(unwanted))


def in_title(found: Matching, places: Collection[int]) -> Matching | None:
    """The same with the groups at these places in the title; None where phrases or beginnings of many words are among
    them, which the index does not know to be in a title."""
    wanted = list(found.wanted)
    for place in places:
        if any(len(each.words) > 1 or (each.begun and not each.forms) for each in wanted[place]):
            return None
        wanted[place] = tuple(
            Sought((TITLE + word,)) for each in wanted[place] for word in (each.forms or each.words)
        )
    return Matching(tuple(wanted), found.unwanted)


def _terms(query: Query) -> list[Words]:
    return [term for clause in query.clauses for term in clause.alternatives if isinstance(term, Words)]


def _sought(clause: Clause, vocabulary: Vocabulary) -> tuple[Sought, ...]:
    return tuple(dict.fromkeys(each for term in clause.alternatives for each in _forms(term, vocabulary)))


def _forms(term: Term, vocabulary: Vocabulary) -> tuple[Sought, ...]:
    if isinstance(term, Filter):
        return (Sought((facet_word(term.facet, term.value),)),)
    if term.prefix:
        forms = vocabulary.begun.get(term.tokens[0], ()) if len(term.tokens) == 1 else ()
        return (Sought(term.tokens, begun=True, forms=forms),)
    if term.exact:
        return (Sought(term.tokens),)
    known = [form for form in inflected(term.tokens[0]) if form in vocabulary.known]
    return tuple(Sought((form,)) for form in known or term.tokens)


def _any_fts(group: tuple[Sought, ...]) -> str:
    return f"({' OR '.join(map(_fts, group))})"


def _fts(each: Sought) -> str:
    if each.forms:
        return " OR ".join(f'"{word}"' for word in each.forms)
    if each.begun and len(each.words) == 1:
        return f'"{each.words[0][:BEGUN_WITH]}" *'
    return f'"{" ".join(each.words)}"{" *" if each.begun else ""}'


def _all_ts(group: tuple[Sought, ...]) -> list[str]:
    """What must hold for one of the group to be there."""
    if len(group) > 1:
        return [f"({' | '.join(map(_ts, group))})"]
    return _lexemes(group[0])


def _ts(each: Sought) -> str:
    return f"({' & '.join(_lexemes(each))})"


def _lexemes(each: Sought) -> list[str]:
    if each.forms:
        return [f"({' | '.join(map(_lexeme, each.forms))})"]
    whole, last = (each.words[:-1], each.words[-1]) if each.begun else (each.words, "")
    asked = [_lexeme(word) for word in whole]
    asked += (_lexeme(f"ǂd{_pair(*two)}") for two in pairwise(whole))
    if last:
        asked.append(f"'{last}':*" if len(last) < BEGUN_WITH else _lexeme(f"ǂh{last[:BEGUN_WITH]}"))
    return list(dict.fromkeys(asked))


def _lexeme(word: str) -> str:
    return f"'{word.lower()}'"


def _pair(word: str, after: str) -> str:
    return hashlib.md5(f"{word} {after}".encode(), usedforsecurity=False).hexdigest()[:4]
