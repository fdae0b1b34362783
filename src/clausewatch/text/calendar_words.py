"""Dates as written out in five languages, and their values."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january jan januar jänner janvier enero ene",
    "february feb februar février fevrier febrero",
    "march mar märz maerz mars marzo",
    "april apr avril abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet julio",
    "august aug août aout agosto ago",
    "september sep sept septembre septiembre setiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre diciembre dic",
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"

DATE = re.compile(
    rf"(?:(?<![\d/.-])(?P<han_y>{_YEAR})\s*年\s*(?P<han_m>\d{{1,2}})\s*月\s*(?P<han_d>\d{{1,2}})\s*日?"
    rf"|(?<![\w/.-])(?:"
    rf"(?P<iso_y>{_YEAR})[-/.](?P<iso_m>\d{{1,2}})[-/.](?P<iso_d>\d{{1,2}})"
    rf"|(?P<en_m>{_NAMES})\.?\s+(?P<en_d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<en_y>{_YEAR})"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+|del\s+)?(?P<month>{_NAMES})\.?,?\s+(?:de\s+|del\s+)?(?P<year>{_YEAR})"
    rf"|(?P<one>\d{{1,2}})(?P<sep>[./-])(?P<two>\d{{1,2}})(?P=sep)(?P<fig_y>{_YEAR})"
    rf")(?![\w/-]))",
    re.IGNORECASE,
)


def value_of(hit: re.Match[str]) -> date | None:
    """The date that a match of `DATE` writes, or None when there is no such day or its order is uncertain.

    Figures parted by full stops are day first; parted by strokes they are taken only when one of the two cannot be a
    month or both are equal.
    """
    part = hit.groupdict()
    for prefix in ("iso", "han"):
        if part[f"{prefix}_y"]:
            return _date(part[f"{prefix}_y"], part[f"{prefix}_m"], part[f"{prefix}_d"])
    if part["en_y"]:
        return _date(part["en_y"], str(_NUMBER_OF[part["en_m"].lower()]), part["en_d"])
    if part["year"]:
        return _date(part["year"], str(_NUMBER_OF[part["month"].lower()]), part["day"])
    one, two = part["one"], part["two"]
    if part["sep"] == "." or int(one) > 12 or one == two:
        return _date(part["fig_y"], two, one)
    return _date(part["fig_y"], one, two) if int(two) > 12 else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
