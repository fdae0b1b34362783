"""Words as they are searched: folded so that case, accents and typography do not matter, in any script.

Texts are indexed and queries are read by the same function, so both databases find the same. Words are kept as they
are written and inflections are asked for (`inflected`): prefixes and phrases then mean what they say, and texts in
languages that are not inflected like English are found by their very words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

RECIPE = "search/1"
"""Renewed when texts are folded otherwise: what was indexed by another is indexed anew."""

RESERVED = "ǂǃ"
"""Two letters that no folded word holds (of Khoisan clicks): the index marks with them what are no words."""

# Scripts without spaces between words: each letter is a word, and what is asked for is a phrase of letters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Combining marks, which are no letters but part of the word.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0970-\u0dff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_MARKS}])*")

_LONGEST = 64
"""Characters of a word that count: beyond lie encoded data and hostile input, not words."""

_SHORTEST_INFLECTED = 3
_MONOSYLLABLE = 4  # a fee is not what feeds
_DOUBLES = 6  # permit, permitted; longer words seldom double their last letter
_VOWELS = frozenset("aeiou")


class Word(NamedTuple):
    """A folded word and where it stands in the text."""

    folded: str
    start: int
    end: int


def words_in(text: str) -> Iterator[Word]:
    """The words of the text in order, each with its place in it."""
    for found in _WORD.finditer(text):
        folded = fold(found.group())
        if folded:
            yield Word(folded, found.start(), found.end())


def folded(text: str) -> tuple[str, ...]:
    """The words of the text in order, without their places."""
    return tuple(word for each in _WORD.findall(text) if (word := fold(each)))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word without case and accents, in compatibility form (Unicode NFKD): lower letters and digits, or nothing."""
    word = word[:_LONGEST]
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return "".join(each for each in plain if each.isalnum() and each not in RESERVED)


@lru_cache(maxsize=10_000)
def inflected(word: str) -> tuple[str, ...]:
    """The word and the forms that English regularly makes of it or that it is one of; the word alone where it has none.

    Some of the forms are no words at all: they are found nowhere.
    """
    if len(word) < _SHORTEST_INFLECTED or not (word.isascii() and word.isalpha()):
        return (word,)
    stems = [stem for stem in _stems(word) if len(stem) >= _SHORTEST_INFLECTED] or [word]
    return tuple(sorted({word} | {form for stem in stems for form in _forms(stem)}))


def _stems(word: str) -> Iterator[str]:
    """Base forms that the word may be inflected from."""
    if word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith(("ses", "xes", "zes", "ches", "shes")):
        yield word[:-2]
        yield word[:-1]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]
    if word.endswith("ied"):
        yield word[:-3] + "y"
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem == word or not (_VOWELS | {"y"}) & set(stem):
            continue
        yield stem
        yield stem + "e"
        if len(stem) > 2 and stem[-1] == stem[-2]:
            yield stem[:-1]


def _forms(stem: str) -> Iterator[str]:
    """The regular forms of a base form."""
    yield stem
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        yield from (stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing")
    elif stem.endswith("ee") and len(stem) <= _MONOSYLLABLE:
        yield stem + "s"
    elif stem.endswith("e"):
        yield from (stem + "s", stem + "d", stem[:-1] + "ing")
    elif stem.endswith(("s", "x", "z", "ch", "sh")):
        yield from (stem + "es", stem + "ed", stem + "ing")
    else:
        yield from (stem + "s", stem + "ed", stem + "ing")
        if len(stem) <= _DOUBLES and stem[-1] not in _VOWELS | {"w"} and stem[-2] in _VOWELS:
            yield from (stem + stem[-1] + "ed", stem + stem[-1] + "ing")
