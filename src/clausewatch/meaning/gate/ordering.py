"""Two events of a claim in the other order than in the cited text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.wording import read, stem

_BEFORE = re.compile(r"\b(?:before(?:hand)?|prior to|ahead of|in advance(?: of)?|until)\b", re.IGNORECASE)
_AFTER = re.compile(
    r"\b(?:after(?:wards)?(?! (?:\d|(?:one|two|three|four|five|six|seven|ten|twelve|fourteen|fifteen|twenty|thirty|forty|sixty|ninety)\b))|once|following (?=(?:the|your|an?|its)\b)|upon|later)\b(?! than)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?) (?:before|prior to|ahead of|in advance|beforehand)\b"
)
_EARLY = re.compile(
    r"\b(?:before(?:hand)?|prior|ahead|advance|preceding|previous|last|earlier|past|until|notice)\b"
)
_ALONE = re.compile(r"beforehand|in advance$|afterwards|later", re.IGNORECASE)


def _order(text: str) -> tuple[str, str] | None:
    """What comes first and what later, where one sentence has one sign of order."""
    marks = [*_BEFORE.finditer(text), *_AFTER.finditer(text)]
    if len(marks) != 1:
        return None
    mark = marks[0]
    left, right = text[: mark.start()].strip(" ,"), text[mark.end() :].strip(" ,.")
    if not left and "," in right:
        right, _, left = right.partition(",")
    if _ALONE.match(mark[0]):
        cut = re.search(r".*(?:,| and | but )", left)
        if cut is None:
            return None
        left, right = left[cut.end() :], left[: cut.end()]
    return (left, right) if mark.re is _BEFORE else (right, left)


def orders(case: Case) -> Iterator[str]:
    """Two events in the other order than in the cited text."""
    if _LEAD.search(case.plain_claim) and not _EARLY.search(case.said):
        yield "the claim sets a time before an event, the cited text does not"
    mine = _order(case.plain_claim)
    if mine is None:
        return
    for sentence in re.split(r"(?<=[.;])\s|\n", case.said):
        theirs = _order(sentence.strip())
        if theirs is None:
            continue
        early, late = _bag(mine[0]), _bag(mine[1])
        first, last = _bag(theirs[0]), _bag(theirs[1])
        same = _share(early, first) * _share(late, last)
        other = _share(early, last) * _share(late, first)
        if other > max(2 * same, ORDER):
            yield "the claim tells two events in the other order"


# The product of the shares that two events must have of each other's words, crosswise. See `orders`.
ORDER = 0.1


def _bag(text: str) -> frozenset[str]:
    """The words of one event, so far as they tell it, and what is like them."""
    return frozenset(each.low for each in read(text).words if each.content)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    grown = frozenset(map(stem, other)).union(*(related(each).like for each in other))
    return sum(stem(each) in grown for each in one) / max(1, len(one))
