"""Statements as weighted bags of hashed word and character n-grams: what the topic model sees.

Every view of a statement (its words, its own heading, the headings above, its lead-in, its document's type, its words marked
with who acts) is a bag of
its own: counts are damped (1 + log n), weighted by rarity, and set to unit length, so that a long text does not outvote
a heading. Text and own heading share buckets, because a heading says in few words what a statement is about; the other
views have buckets of their own.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.act import Act, act_of
from clausewatch.meaning.stems import LITTLE, stem, tokens_of
from clausewatch.nouns.finding import Asked

BUCKETS = 1 << 16
"""Size of the hashed space. A smaller one costs accuracy, a larger one weight files; 2^16 was measured to be enough."""

Bag = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Distinct buckets, and how often each occurs, damped."""

VIEWS = ("words", "letters", "heading words", "heading letters", "above", "lead-in", "type", "shape", "acts")
"""The names of a statement's bags, in the order in which `bags_of` gives them."""

_SHORT = 8
_ACTING = frozenset(
    [
        "may",
        "must",
        "shall",
        "will",
        "can",
        "cannot",
        "should",
        "not",
        "agree",
        "is",
        "are",
        "do",
        "have",
        "has",
        "need",
        "you",
        "your",
        "we",
        "our",
        "us",
        "customer",
        "provider",
    ]
)
_FIRST = np.array([True])
_NONE = np.empty(0, np.int64)
_EMPTY: Bag = (_NONE, np.empty(0, np.float32))


def bags_of(asked: Asked) -> tuple[Bag, ...]:
    """One bag per view, in the order of `VIEWS`; a view that is absent is an empty bag."""
    words, letters, shape, acts = own_bags(asked)
    around = surrounding_bags(asked.path, asked.lead_in, asked.document_type)
    return (words, letters, *around, shape, acts)


def own_bags(asked: Asked) -> tuple[Bag, Bag, Bag, Bag]:
    """The bags of the statement itself: its words, its letters, its shape, and its words with who acts."""
    text = tokens_of(asked.text)
    act = act_of(asked)
    heading = asked.path[-1] if asked.path else ""
    return (
        _bag(_phrases(text, "t")),
        _bag(_letters(text, "t")),
        _shape_bag(tuple(_shape(asked, text, heading))),
        _bag(_phrases(text, f"a{act.value}")) if act is not Act.UNKNOWN else _EMPTY,
    )


def surrounding_bags(path: tuple[str, ...], lead_in: str, document_type: str) -> tuple[Bag, ...]:
    """The bags of what stands around it, the same for all statements of a provision: the views between letters and shape."""
    heading, above = (path[-1], " . ".join(path[:-1])) if path else ("", "")
    return (
        *_heading_bags(heading),
        _whole_bag(above, "p"),
        _whole_bag(lead_in, "l"),
        _type_bag(document_type),
    )


def _shape(asked: Asked, tokens: list[str], heading: str) -> Iterable[str]:
    """What a bare lead-in, a question, a repeated heading or a line of navigation has in common with its like."""
    text = asked.text.rstrip()
    if text.endswith((":", "?")):
        yield text[-1]
    if text.casefold() == heading.strip().casefold():
        yield "heading again"
    if len(tokens) <= _SHORT and not asked.lead_in:
        yield "short and alone"
    if not asked.lead_in and _ACTING.isdisjoint(tokens):
        yield "nobody must or may"


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


Found = Sequence[int] | NDArray[np.int64]
"""Buckets in any order, as often as they occur."""


class _Buckets(dict[tuple[str, ...], int]):
    """The bucket of each feature of one kind. A dictionary that fills itself is looked up twice as fast as a function's
    memory, and features are most of what the topic model costs."""

    __slots__ = ("_kind",)
    _MOST = 50_000

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __missing__(self, words: tuple[str, ...]) -> int:
        if len(self) >= self._MOST:
            self.clear()
        found = self[words] = _bucket(self._kind + " ".join(words))
        return found


@cache
def _of_kind(kind: str) -> _Buckets:
    return _Buckets(kind)


def _phrases(tokens: list[str], view: str) -> list[int]:
    """Stems, pairs of neighbours, and pairs with the little words left out."""
    stems = [stem(token) for token in tokens]
    telling = [stem for stem in stems if stem not in LITTLE]
    words, pairs, skips = (_of_kind(view + kind) for kind in "ubs")
    found = [words[one] for one in zip(stems)]
    found += [pairs[pair] for pair in itertools.pairwise(stems)]
    found += [skips[pair] for pair in itertools.pairwise(telling)]
    return found


def _letters(tokens: list[str], view: str) -> NDArray[np.int64]:
    return np.concatenate([_grams(token, view) for token in tokens]) if tokens else _NONE


@lru_cache(100_000)
def _grams(token: str, view: str) -> NDArray[np.int64]:
    """The buckets of a word's runs of three to five letters, its edges marked."""
    word = f" {token} "
    found = [
        _bucket(f"{view}c{word[at : at + size]}") for size in (3, 4, 5) for at in range(len(word) - size + 1)
    ]
    return np.array(found, np.int64)


def _bag(buckets: Found) -> Bag:
    if not len(buckets):
        return _EMPTY
    found = np.array(buckets, np.int64)
    found.sort()
    # What `np.unique` and `np.diff` give, without their questions about types and shapes: they take longer than the sorting.
    first = np.flatnonzero(np.concatenate((_FIRST, found[1:] != found[:-1])))
    counts = np.empty_like(first)
    counts[:-1], counts[-1] = first[1:] - first[:-1], found.size - first[-1]
    return found[first], (1 + np.log(counts)).astype(np.float32)


@lru_cache(100)
def _shape_bag(traits: tuple[str, ...]) -> Bag:
    return _bag([_bucket(f"s{trait}") for trait in traits])


@lru_cache(4_000)
def _heading_bags(heading: str) -> tuple[Bag, Bag]:
    tokens = tokens_of(heading)
    return _bag(_phrases(tokens, "t")), _bag(_letters(tokens, "t"))


@lru_cache(4_000)
def _whole_bag(text: str, view: str) -> Bag:
    tokens = tokens_of(text)
    return _bag(np.concatenate((np.array(_phrases(tokens, view), np.int64), _letters(tokens, view))))


@lru_cache(1_000)
def _type_bag(document_type: str) -> Bag:
    return _bag([_bucket(f"d{document_type.casefold()}")] if document_type else [])
