"""Numbers that do not stand in the cited text but follow from those that do: sums, and single cases inside a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.frames import NO
from clausewatch.meaning.gate.quantities import Bound, Quantity, quantities
from clausewatch.meaning.gate.sources import sources

_MORE = re.compile(r"\b(?:additional(?:ly)?|further|another|extend\w*|extension|prolong\w*|plus|more)\b")
_CASE = re.compile(r"\b(?:who|whose|which|if|when|where|whenever|with)\b[^,;.]*$")
_OLD = re.compile(r"^[- ]?(?:years?[- ])?old")
_AGED = re.compile(r"\baged?\s$")
_COMPARED = re.compile(r"\b(?:than|under|over|below|above|(?:must|to|should|shall) be)\s$")
_AGES = re.compile(r"\b(?:age[ds]?|old|older|younger|minors?|adults?|child(?:ren)?|under|over) ?")


def follows(case: Case, number: Quantity, printed: list[Quantity]) -> bool:
    """Whether a number of the claim follows from the text's: as their sum where the text adds, or as one case of a bound."""
    return _sum(case, number, printed) or _inside(case, number)


def _sum(case: Case, number: Quantity, printed: list[Quantity]) -> bool:
    """ "Forty-five days, and an additional 45 where the case is complex" makes ninety."""
    if not number.unit or not _MORE.search(case.said):
        return False
    alike = [each for each in printed if each.unit == number.unit and each.kind == number.kind]
    return any(
        one.value + other.value == number.value for at, one in enumerate(alike) for other in alike[at + 1 :]
    )


def _inside(case: Case, number: Quantity) -> bool:
    """A single case that a bound of the text takes in: "a minor of fifteen" where it says "at least 13".

    A claim that denies something of the case needs one that the bound leaves out ("someone of twelve may not").

    The number must be an age, or stand in what says which case is meant (after "who", "if" ...), with no bound of its own.
    """
    told = [case.statements[at].text[start:end] for at, start, end in sources(case)]
    before = case.claim.text[: number.start].lower()
    if _COMPARED.search(before):
        return False
    old = bool(_OLD.match(case.claim.text[number.end :].lower()) or _AGED.search(before))
    aged = old or (not number.unit and any(_AGES.search(each.lower()) for each in told))
    meant = aged or _CASE.search(before)
    if number.bound is not Bound.OPEN or not meant:
        return False
    bounds = [list(_bounds(text, number, aged=aged)) for text in (*told, case.said)]
    nearest = next((each for each in bounds if each), [])
    denied = bool(NO.search(case.claim.text))
    return bool(nearest) and all(
        _within(number, each, aged=aged) is not (denied and each.bound is Bound.LEAST) for each in nearest
    )


def _bounds(text: str, number: Quantity, *, aged: bool) -> Iterator[Quantity]:
    """The bounds of a sentence that the number can be compared with."""
    for each in quantities(text):
        alike = each.unit == number.unit or (aged and {each.unit, number.unit} <= {"", "month"})
        if each.bound is not Bound.OPEN and alike:
            yield each


def _within(number: Quantity, bound: Quantity, *, aged: bool) -> bool:
    mine, limit = number.value, bound.value
    if aged:
        mine = mine / 12 if number.unit == "month" else mine
        limit = limit / 12 if bound.unit == "month" else limit
    return mine > limit if bound.bound is Bound.LEAST else mine < limit
