"""Near-copies: clauses that several platforms of one company have nearly word for word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from clausewatch.meaning.folding import folded
from clausewatch.nouns.catalog import Platform

NEAR = 0.85
"""Share of words in common, in order, from which two clauses of one company count as one. Set by hand, not tuned: of 151
pairs of clauses on one matter by platforms of one company in the shared archive none is a copy, and the likest has .56."""

_LISTED = re.compile(
    r"^[^\w(\[]*(?:[a-z]|[ivx]{1,5}|\d{1,2}(?:\.\d{1,2})*)[.)\]](?=\s)|[(\[](?:[a-z]|[ivx]{1,5}|\d{1,2})[)\]]",
    re.IGNORECASE | re.MULTILINE,
)
"""A letter or number of a list: in brackets anywhere, else where a line begins."""

_TURNING = frozenset(
    {
        *("not", "no", "t", "never", "none", "nor", "neither", "without", "cannot", "unless", "except"),
        *("may", "must", "shall", "will", "can"),
    }
)
"""Words of which one more or less makes another rule ("t" is what is left of "don't" where words are cut)."""

_LONGEST_SOUGHT = 200
"""Words of a statement that is sought within longer texts, which takes seconds for thousands of them."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a platform on one matter, as they are shown."""

    platform: Platform
    texts: tuple[str, ...]


def nearly_same(one: str, other: str, names: Iterable[str] = ()) -> bool:
    """Whether the texts are the same nearly word for word, whatever they call the platform and its company."""
    return likeness(one, other, names) >= NEAR


def likeness(one: str, other: str, names: Iterable[str] = ()) -> float:
    """The share (0 to 1) of words that the texts have in common, in order, without the words of these names."""
    ignored = {word for name in names for word in folded(name)}
    left, right = ([word for word in folded(text) if word not in ignored] for text in (one, other))
    return float(Indel.normalized_similarity(left, right)) if left and right else 0.0


def held_nearly(statement: str, texts: Iterable[str]) -> bool:
    """Whether a stretch of one of the texts is the statement nearly word for word, however it is lettered and punctuated.

    By the same share of words as `nearly_same`: of 53 steps that adoption claims on the shared archive the 7 so found have
    .93 and more, and all others but two long ones .74 and less (read by hand, 26 November 2026). Where the two differ in
    whether something is denied, allowed or demanded they are no copies.
    """
    said = folded(_LISTED.sub(" ", statement))
    return bool(said) and any(_within(said, Counter(said), folded(_LISTED.sub(" ", text))) for text in texts)


def _within(said: tuple[str, ...], counts: Counter[str], words: tuple[str, ...]) -> bool:
    # Most texts are told by their words alone, without looking at the order.
    if (counts & Counter(words)).total() < NEAR * len(said):
        return False
    stretch = words
    if len(said) <= min(len(words), _LONGEST_SOUGHT):
        found = fuzz.partial_ratio_alignment(said, words, score_cutoff=100 * NEAR)
        stretch = words[found.dest_start : found.dest_end] if found else ()
    return Indel.normalized_similarity(said, stretch) >= NEAR and _turning(said) == _turning(stretch)


def _turning(words: Iterable[str]) -> Counter[str]:
    return Counter(word for word in words if word in _TURNING)


def names_of_both(one: Platform, other: Platform) -> tuple[str, ...]:
    """What the two platforms and their companies are called."""
    return one.name, one.company, other.name, other.company


def one_company(one: Platform, other: Platform) -> bool:
    """Whether both belong to one company, as the catalogue says; false where it names none."""
    company = one.company.strip().casefold()
    return bool(company) and company == other.company.strip().casefold()


def copies(every: Sequence[Clauses], *, of_strangers: bool = False) -> tuple[tuple[int, ...], ...]:
    """The places in `every`, grouped: first the one whose clauses are shown, then those that only repeat them.

    A platform repeats another of the same company when each of its clauses is nearly the same as one of the other's; with
    `of_strangers` any other too, when all are the same word for word.
    """
    groups: list[list[int]] = []
    for place, each in enumerate(every):
        # Who names no company repeats nobody of it.
        others = groups if of_strangers or each.platform.company.strip() else []
        home = next(
            (group for group in others if _repeats(each, every[group[0]], of_strangers=of_strangers)), None
        )
        if home is None:
            groups.append([place])
        else:
            home.append(place)
    return tuple(tuple(group) for group in groups)


def _repeats(one: Clauses, other: Clauses, *, of_strangers: bool) -> bool:
    if not one.texts:
        return False
    if of_strangers and _plain(one.texts) == _plain(other.texts):
        return True
    if not one_company(one.platform, other.platform):
        return False
    names = names_of_both(one.platform, other.platform)
    return all(any(nearly_same(text, said, names) for said in other.texts) for text in one.texts)


def _plain(texts: Iterable[str]) -> list[str]:
    return [" ".join(each.casefold().split()) for each in texts]
