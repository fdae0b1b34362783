"""Days of a month in a claim against those of the cited text: "25 January" is "January 25th"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate.case import Case

_MONTHS = "january february march april may june july august september october november december".split()
# "$25 may be charged": a small letter makes the month a verb.
_NAMED = "|".join(f"{each[:3]}(?:{each[3:]})?" if len(each) > 3 else "(?-i:May|MAY)" for each in _MONTHS)
_DAY = re.compile(
    rf"(?<![$€£.,\d])\b(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<after>{_NAMED})|(?P<before>{_NAMED})\.? (?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))\b",
    re.IGNORECASE,
)


def days(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Each day of a month as the month's first three letters and the number, with where it stands."""
    for match in _DAY.finditer(text):
        month, number = match["after"] or match["before"], match["first"] or match["last"]
        yield month[:3].lower(), int(number), match.start(), match.end()


def dates(case: Case) -> Iterator[str]:
    """A day that the cited text does not have."""
    printed = {(month, day) for each in case.statements for month, day, _, _ in days(each.text)}
    for month, day, start, end in days(case.claim.text):
        if (month, day) not in printed:
            yield f"the date “{case.claim.text[start:end]}” is not in the cited text"
