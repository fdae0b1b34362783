"""Statements as weighted bags of hashed word and character n-grams: what the topic model sees.

Every view of a statement (its words, its own heading, the headings above, its lead-in, its document's type, its words marked
with who acts) is a bag of
its own: counts are damped (1 + log n), weighted by rarity, and set to unit length, so that a long text does not outvote
a heading. Text and own heading share buckets, because a heading says in few words what a statement is about; the other
views have buckets of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from clausewatch.meaning.act import Act, act_of
from clausewatch.meaning.buckets import Bag, bags, bucket, letters, phrases
from clausewatch.meaning.remembered import Remembered
from clausewatch.meaning.stems import tokens_of
from clausewatch.nouns.finding import Asked

VIEWS = ("words", "letters", "heading words", "heading letters", "above", "lead-in", "type", "shape", "acts")
"""The names of a statement's bags, in the order in which `bags_of` gives them."""

OwnBags = tuple[Bag, Bag, Bag, Bag]
"""The bags of a statement itself: its words, its letters, its shape, and its words with who acts."""

Surroundings = tuple[tuple[str, ...], str, str]
"""Heading path, lead-in, and the document's type."""

AT_HAND = 1024
"""Statements whose bags are at hand: the longest document of the shared archive has 1,804, looked at in steps of 250."""

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


def bags_of(asked: Asked) -> tuple[Bag, ...]:
    """One bag per view, in the order of `VIEWS`; a view that is absent is an empty bag."""
    ((words, runs, shape, acts),) = own_bags((asked,))
    (around,) = surrounding_bags((surroundings_of(asked),))
    return (words, runs, *around, shape, acts)


def own_bags(many: Sequence[Asked]) -> list[OwnBags]:
    """Each statement's own bags; of many at once a statement's cost a quarter."""
    texts = [tokens_of(asked.text) for asked in many]
    acts = list(map(act_of, many))
    acting = [() if act is Act.UNKNOWN else text for act, text in zip(acts, texts, strict=True)]
    shapes = [
        tuple(f"s{trait}" for trait in _shape(asked, text)) for asked, text in zip(many, texts, strict=True)
    ]
    return list(
        zip(
            bags(phrases(texts, ["t"] * len(many)), len(many)),
            bags(letters(texts, "t"), len(many)),
            map(_named_bag, shapes),
            bags(phrases(acting, [f"a{act.value}" for act in acts]), len(many)),
            strict=True,
        )
    )


def surroundings_of(asked: Asked) -> Surroundings:
    """What stands around the statement."""
    return asked.path, asked.lead_in, asked.document_type


def surrounding_bags(many: Sequence[Surroundings]) -> list[tuple[Bag, ...]]:
    """The bags of what stands around statements, the same for all of a provision: the views between letters and shape."""
    headings = [tokens_of(path[-1]) if path else [] for path, _, _ in many]
    above = [tokens_of(" . ".join(path[:-1])) for path, _, _ in many]
    lead_ins = [tokens_of(lead_in) for _, lead_in, _ in many]
    types = ((f"d{kind.casefold()}",) if kind else () for _, _, kind in many)
    return list(
        zip(
            bags(phrases(headings, ["t"] * len(many)), len(many)),
            bags(letters(headings, "t"), len(many)),
            _whole_bags(above, "p"),
            _whole_bags(lead_ins, "l"),
            map(_named_bag, types),
            strict=True,
        )
    )


def _shape(asked: Asked, tokens: list[str]) -> Iterable[str]:
    """What a bare lead-in, a question, a repeated heading or a line of navigation has in common with its like."""
    text, heading = asked.text.rstrip(), asked.path[-1] if asked.path else ""
    if text.endswith((":", "?")):
        yield text[-1]
    if text.casefold() == heading.strip().casefold():
        yield "heading again"
    if len(tokens) <= _SHORT and not asked.lead_in:
        yield "short and alone"
    if not asked.lead_in and _ACTING.isdisjoint(tokens):
        yield "nobody must or may"


@lru_cache(1_000)
def _named_bag(features: tuple[str, ...]) -> Bag:
    """The bag of features that have names of their own."""
    found = np.array(list(map(bucket, features)), np.int64)
    return bags((found, np.zeros_like(found)), 1)[0]


def _whole_bags(many: Sequence[Sequence[str]], view: str) -> list[Bag]:
    """One bag for each text, of its words and letters together."""
    parts = zip(phrases(many, [view] * len(many)), letters(many, view), strict=True)
    found, of = map(np.concatenate, parts)
    return bags((found, of), len(many))


own_at_hand = Remembered(own_bags, AT_HAND)
"""A statement's own bags: asked for by the topic model and by the judge."""

around_at_hand = Remembered(surrounding_bags, AT_HAND)
"""The bags of what stands around statements, likewise."""
