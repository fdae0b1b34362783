"""Whether given words occur in a text: whole words and phrases, as data files list them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from clausewatch.meaning.sieve import Sieve

_PATTERNS = 4096
"""Compiled word lists kept: the shipped data have some 700."""


def occurs(terms: tuple[str, ...], text: str) -> bool:
    """True where one of `terms` stands in `text` as whole words.

    Hyphen and space are the same, a plural ending is allowed, `*` stands for any ending, and a term in capitals ("EU")
    is matched in capitals only.
    """
    return any(pattern.search(text) for pattern in _patterns(terms))


@lru_cache(maxsize=_PATTERNS)
def _patterns(terms: tuple[str, ...]) -> tuple[Sieve, ...]:
    capitals = [term for term in terms if term.isupper()]
    others = [term for term in terms if not term.isupper()]
    found = []
    if capitals:
        found.append(Sieve(rf"(?<!\w)(?:{_alternatives(capitals)})(?!\w)", 0, _needed(capitals)))
    if others:
        found.append(
            Sieve(
                rf"(?<!\w)(?:{_alternatives(others)})(?!\w)", re.IGNORECASE, _needed(map(str.lower, others))
            )
        )
    return tuple(found)


def _needed(terms: Iterable[str]) -> tuple[str, ...]:
    """The longest word of each term: most lists stand in no text and need not be compiled."""
    found = {max(_words(term.partition("*")[0]), key=len) for term in terms}
    return tuple(sorted(found)) if all(map(str.isascii, found)) else ()


def _words(term: str) -> list[str]:
    return re.split(r"[\s\-]+", term)


def _alternatives(terms: Iterable[str]) -> str:
    return "|".join(_expression(term) for term in terms)


def _expression(term: str) -> str:
    stem, star, _ = term.partition("*")
    words = r"[\s\-‐‑]+".join(re.escape(word) for word in _words(stem))
    if star:
        return words + r"[\w'’]*"
    return words + (r"(?:'s|’s|s|es)?" if term[-1:].isalpha() else "")
