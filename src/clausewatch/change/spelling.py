"""Whether a word was misspelt, rather than another word taken."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from clausewatch.change.lexicon import SPELT_NUMBERS

# Shorter words are alike by chance; longer ones bear two slips.
WORD_LETTERS = 6
LONG_LETTERS = 9

# One of these is in every English text of a few sentences, none of them is a word of the other languages read.
_ENGLISH = frozenset(["the", "and", "of", "you"])


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ only inside: the first two letters and the last stay.

    So "include/exclude", "licensor/licensee" and "legal/illegal" are other words.
    """
    if min(len(one), len(other)) < WORD_LETTERS or one[:2] != other[:2] or one[-1] != other[-1]:
        return False
    allowed = 2 if max(len(one), len(other)) >= LONG_LETTERS else 1
    return 0 < OSA.distance(one, other, score_cutoff=allowed) <= allowed


def is_misspelling(old: str, new: str, vocabulary: frozenset[str]) -> bool:
    """Whether a slip of the pen was mended (or made) inside a word; the same both ways.

    A slip makes a word that is none. Words are those that stand in both editions (`vocabulary`) and English words that
    resemble another. Where neither is known, only a letter doubled, left out or transposed is taken for a slip: letters
    put for others make new words more easily. So it is in other languages than English, and with two slips in words
    unknown ("Austria", "Australia"). A number is never a misspelt other number.
    """
    if not (old.isalpha() and new.isalpha()) or not one_slip(old, new):
        return False
    if old in SPELT_NUMBERS or new in SPELT_NUMBERS:
        return False
    known = (old in vocabulary or old in _alike()) + (new in vocabulary or new in _alike())
    shifted = len(old) != len(new) or sorted(old) == sorted(new)
    if known == 1:
        return shifted or not vocabulary.isdisjoint(_ENGLISH)
    return known == 0 and shifted and OSA.distance(old, new) == 1


@cache
def _alike() -> frozenset[str]:
    text = files("clausewatch.change").joinpath("alike_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
