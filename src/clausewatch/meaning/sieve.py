"""Patterns that are not run where they cannot match: words one of which each match contains are looked for first.

A statement is held to some eighty patterns, few of which match. To look for "indemnif" in a string takes a hundredth of the
time of a search, so the words that a pattern needs are read out of it once, when it is first used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import import_module
from itertools import groupby, product, takewhile
from typing import Any

_MOST_FORMS = 120
"""Words looked for before one pattern, at most; more cost as much as the search."""

_SHORTEST = 3
"""Shorter strings stand in nearly every statement."""

_SHARED = 6
"""Letters with which words begin alike that are looked for as one: of 4 to 9 the quickest but for 5, which lets more through."""

_NEVER_LIT = frozenset({"AT", "ASSERT_NOT"})
_parser: Any = import_module("re._parser")
"""How the pattern is read. It is the standard library's own reader, the only one that surely agrees with it."""


class Sieve:
    """A pattern whose `search` and `finditer` give what its own would; it is run only where one of `needed` stands, and compiled
    when it is first run. Whoever knows `needed`, in lower case where case is ignored, spares it being read out."""

    __slots__ = ("_flags", "_folds", "_made", "_needed", "_written")

    def __init__(self, pattern: str, flags: int = 0, needed: tuple[str, ...] | None = None) -> None:
        self._written, self._flags, self._needed = pattern, flags, needed
        self._folds = bool(flags & re.IGNORECASE)
        self._made: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern itself."""
        if self._made is None:
            self._made = re.compile(self._written, self._flags)
        return self._made

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in the text."""
        return (self._made or self.pattern).search(text) if self._may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in the text, in order."""
        return self.pattern.finditer(text) if self._may_match(text) else iter(())

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the head of the text."""
        return self.pattern.match(text)

    def _may_match(self, text: str) -> bool:
        needed = self._needed
        if needed is None:
            needed = self._needed = needed_words(self._written, self._flags)
        if not needed:
            return True
        if self._folds:
            low = _lowered(text)
            if low is None:
                return True
            text = low
        for word in needed:  # noqa: SIM110 - a generator costs as much as the search it saves
            if word in text:
                return True
        return False


_LIKE_ASCII = re.compile("[\u0130\u0131\u017f]")
"""Letters beyond ASCII that a pattern which ignores case takes for one of ASCII, and that do not become it in lower case."""


@lru_cache(maxsize=64)
def _lowered(text: str) -> str | None:
    """The text in lower case, in which many words are looked for; None where only the pattern can tell."""
    return text.lower() if text.isascii() or not _LIKE_ASCII.search(text) else None


@cache
def sieve(pattern: str) -> Sieve:
    """The sieve of a pattern that is written where it is used; each is made once."""
    return Sieve(pattern)


def search(pattern: str, text: str) -> re.Match[str] | None:
    """As `re.search`."""
    return sieve(pattern).search(text)


def needed_words(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """Strings one of which stands in whatever the pattern finds; empty where none were found that are worth looking for.

    For a pattern that ignores case they are in lower case.
    """
    best = _best(_needs(list(_parser.parse(pattern, flags)), folds=bool(flags & re.IGNORECASE)))
    return tuple(sorted(_shortened(_merged(best)), key=lambda word: (len(word), word)))


Words = frozenset[str]


def _best(found: Iterable[Words]) -> Words:
    """The set that lets least through: long words, few of them."""
    fit = [
        each
        for each in map(_shortened, found)
        if each and len(each) <= _MOST_FORMS and min(map(len, each)) >= _SHORTEST
    ]
    return max(fit, key=lambda each: (4 * min(map(len, each)) - len(each), sorted(each)), default=frozenset())


def _merged(words: Words) -> Words:
    """Words that begin alike as what they begin with, which is looked for once."""
    found = []
    for _, some in groupby(sorted(words), key=lambda word: word[:_SHARED]):
        first, *others = some
        last = others[-1] if others else first
        shared = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
        found.append("".join(letter for letter, _ in shared))
    return frozenset(found)


def _shortened(words: Words) -> Words:
    """Without words that contain another of them."""
    return frozenset(word for word in words if not any(other != word and other in word for other in words))


def _needs(sequence: list[Any], *, folds: bool) -> Iterator[Words]:
    """Sets of strings, each of which a match has one of: of each stretch with few forms, and of what lies between."""
    stretch: Words = frozenset({""})
    for item in sequence:
        forms = _forms([item], folds=folds)
        joined = None if forms is None else _joined(stretch, forms)
        if joined is not None:
            stretch = joined
            continue
        yield stretch
        stretch = forms if forms is not None else frozenset({""})
        if forms is None:
            yield from _inside(item, folds=folds)
    yield stretch


def _inside(item: Any, *, folds: bool) -> Iterator[Words]:  # noqa: ANN401 - the standard library's reader is untyped
    kind, value = str(item[0]), item[1]
    if kind == "SUBPATTERN" and not value[1] and not value[2]:
        yield from _needs(list(value[-1]), folds=folds)
    elif kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] >= 1:
        yield from _needs(list(value[2]), folds=folds)
    elif kind == "ASSERT" and value[0] > 0:
        yield from _needs(list(value[1]), folds=folds)
    elif kind == "BRANCH":
        each = [_best(_needs(list(branch), folds=folds)) for branch in value[1]]
        if all(each):
            yield frozenset().union(*each)


def _forms(sequence: list[Any], *, folds: bool) -> Words | None:
    """Every string that the sequence can match, where these are few; assertions about what is around it match nothing."""
    forms: Words = frozenset({""})
    for kind, value in ((str(item[0]), item[1]) for item in sequence):
        found = _forms_of(kind, value, folds=folds)
        joined = None if found is None else _joined(forms, found)
        if joined is None:
            return None
        forms = joined
    return forms


def _forms_of(kind: str, value: Any, *, folds: bool) -> Words | None:  # noqa: ANN401
    if kind in _NEVER_LIT:
        return frozenset({""})
    if kind == "LITERAL":
        return frozenset({_letter(value, folds=folds)}) if not folds or value < 128 else None
    if kind == "IN":
        return _letters(value, folds=folds)
    if kind == "SUBPATTERN":
        return _forms(list(value[-1]), folds=folds) if not value[1] and not value[2] else None
    if kind == "BRANCH":
        each = [_forms(list(branch), folds=folds) for branch in value[1]]
        known = [forms for forms in each if forms is not None]
        return frozenset().union(*known) if len(known) == len(each) else None
    if kind in {"MAX_REPEAT", "MIN_REPEAT"} and tuple(value[:2]) == (0, 1):
        once = _forms(list(value[2]), folds=folds)
        return None if once is None else once | {""}
    return None


def _letters(value: Any, *, folds: bool) -> Words | None:  # noqa: ANN401
    """The letters of a class, where they are listed one by one."""
    if any(str(kind) != "LITERAL" or (folds and code >= 128) for kind, code in value):
        return None
    return frozenset(_letter(code, folds=folds) for _, code in value)


def _letter(code: int, *, folds: bool) -> str:
    return chr(code).lower() if folds else chr(code)


def _joined(heads: Words, tails: Words) -> Words | None:
    if len(heads) * len(tails) > _MOST_FORMS:
        return None
    if len(tails) == 1:
        # Mostly the next letter.
        (tail,) = tails
        return frozenset([head + tail for head in heads]) if tail else heads
    return frozenset(a + b for a, b in product(heads, tails))
