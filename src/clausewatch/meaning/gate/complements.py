"""A bound told from its other side: "nobody under 13 may" for "you must be at least 13", and who tells it wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.quantities import Bound, Quantity, quantities
from clausewatch.meaning.gate.wording import stem

# The denials of a bound itself ("no more than"), which deny nothing of the sentence.
_OF_BOUNDS = re.compile(
    r"\b(?:no|not) (?:more|less|fewer|later|longer|earlier|sooner|older|younger|greater|exceed\w*)\b|\bnot only\b|\bnot limited to\b"
)
_DENIAL = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|neither|nor|cannot|without|prohibit\w*|forbid\w*|forbidden|banned|barred|ineligible|\w+n't)\b"
)
# What shuts out, hangs on something else or leaves open what is meant: the side of a bound is not told by denials alone.
_UNCLEAR = re.compile(
    r"\b(?:unless|except\w*|otherwise|or (?:else|have|get|with)|too|shut|kept|clos\w+|exclud\w*|exclus\w+|refus\w*|reject\w*|declin\w*|den(?:y|ies|ied)|"
    r"delet\w*|remov\w*|terminat\w*|suspend\w*|off limits|stop\w*|prevent\w*|violat\w*|breach\w*|younger|parents?|guardians?|rather than|instead|"
    r"unlike|but|while|whereas|lose[sd]?|lost|leav\w+)\b"
)
_BY_THEN, _NOT_BEFORE = re.compile(r"\bwithin\b"), re.compile(r"\bat least\b|\bminimum\b")
_CLAUSE = re.compile(
    r"[;:.!?](?:\s|$)|\n|,? (?:and|but|or) (?=(?:we|you|it|they|users?|customers?|must|may|shall|will|can)\b)"
)
_SIDES = frozenset([Bound.LEAST, Bound.MOST])
# Times and sums are told from the other side only by a plain denial.
_MEASURED = frozenset(["s", "month", "%", "USD", "EUR", "GBP"])


def bounds(case: Case) -> Iterator[str]:
    """A number whose bound is the other one in the cited text, where the claim denies as much as the text does.

    An age or a plain count may be told from its other side by a denial, or by words that shut out in one of both alone; a time or
    a sum by a denial.
    """
    for number, text, same in _opposite(case):
        mine, theirs = map(_unclear, same)
        if not _turned(*same) and (number.unit in _MEASURED or mine == theirs):
            yield f"“{number.words}” is {number.bound} in the claim, {text.bound} in the text"


def complementary(case: Case) -> bool:
    """Whether the claim tells a bound of the text from its other side, and so denies what the text affirms or affirms what it denies."""
    return any(_turned(*clauses) for _, _, clauses in _opposite(case))


def _opposite(case: Case) -> Iterator[tuple[Quantity, Quantity, tuple[str, str]]]:
    """Each number of the claim that the text has with the other bound alone, both with the clauses that they stand in."""
    printed = [(each, clause) for reading in case.statements for each, clause in _with_clauses(reading.text)]
    for number, mine in _with_clauses(case.claim.text):
        alike = [each for each in printed if each[0].value == number.value and each[0].unit == number.unit]
        alike += [each for each in printed if _same_age(number, each[0])]
        if (
            alike
            and {number.bound, *(each[0].bound for each in alike)} == _SIDES
            and all(each[0].bound is not number.bound for each in alike)
        ):
            yield number, alike[0][0], (mine, alike[0][1])


def _same_age(one: Quantity, other: Quantity) -> bool:
    """ "13" beside "13 years"."""
    if {one.unit, other.unit} != {"", "month"}:
        return False
    years, bare = (one, other) if one.unit else (other, one)
    return years.value == bare.value * 12


def _with_clauses(text: str) -> Iterator[tuple[Quantity, str]]:
    cuts = [0, *(each.end() for each in _CLAUSE.finditer(text)), len(text)]
    for each in quantities(text):
        if each.bound is not Bound.OPEN:
            start, end = next((a, b) for a, b in pairwise(cuts) if a <= each.start < b)
            yield each, text[start:end].lower().replace("’", "'")


def _turned(claimed: str, printed: str) -> bool:
    """Whether one of the clauses denies and the other does not, and the bounds are two sides of one: what is not done "for at
    least" a time is not done "within" it."""
    if _denies(claimed) == _denies(printed):
        return False
    return not any(
        _BY_THEN.search(a) and _NOT_BEFORE.search(b) for a, b in ((claimed, printed), (printed, claimed))
    )


def _unclear(clause: str) -> frozenset[str]:
    return frozenset(stem(each) for each in _UNCLEAR.findall(clause))


def _denies(clause: str) -> bool:
    return len(_DENIAL.findall(_OF_BOUNDS.sub(" ", clause))) % 2 == 1
