"""Dates as written out in five languages, and their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january jan januar jänner janvier janv enero ene",
    "february feb februar février fevrier févr fév febrero",
    "march mar märz maerz mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août aout agosto ago",
    "september sep sept septembre septiembre setiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre déc diciembre dic",
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_FIGURES = "〇一二三四五六七八九"
_HAN_FIGURE = {**{figure: value for value, figure in enumerate(_FIGURES)}, "零": 0}
_HAN = f"[{_FIGURES}零]"
_HAN_SMALL = "[一二三四五六七八九十]{1,3}"
# Pages glue a label to its date ("UpdatedMay 1") and a date to what follows ("2026Previous"): a capital begins a word.
_BEGINS = r"(?:(?<![\w/.-])|(?<=(?-i:[a-zà-ÿ]))(?=(?-i:[A-ZÀ-Þ])))"
_ENDS = r"(?!\d|[/-]\w|(?-i:[a-zà-ÿ]))"

DATE = re.compile(
    rf"(?:(?<![\d/.-])(?P<han_y>{_YEAR})\s*年\s*(?P<han_m>\d{{1,2}})\s*月(?:\s*(?P<han_d>\d{{1,2}})\s*[日号號]?)?"
    rf"|(?P<word_y>{_HAN}{{4}})年(?P<word_m>{_HAN_SMALL})月(?P<word_d>{_HAN_SMALL})[日号號]"
    rf"|{_BEGINS}(?:"
    rf"(?P<iso_y>{_YEAR})[-/.](?P<iso_m>\d{{1,2}})[-/.](?P<iso_d>\d{{1,2}})(?:T\d\d:\d\d\S*)?"
    rf"|(?P<compact>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    rf"|(?P<en_m>{_NAMES})\.?[\s-]+(?P<en_d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+(?:del?\s+)?|-)(?P<en_y>{_YEAR})"
    rf"|(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th|er|\.|º)?(?:\s+day)?[\s-]*(?:of\s+|de\s+|del\s+)?(?P<month>{_NAMES})\.?(?:,\s*|[\s-]+|\s*(?=\d))(?:de\s+|del\s+)?(?P<year>{_YEAR})"
    rf"|(?P<one>\d{{1,2}})(?P<sep>[./-])\s?(?P<two>\d{{1,2}})(?P=sep)\s?(?P<fig_y>{_YEAR})"
    rf"|(?P<first_y>{_YEAR})\s+(?P<first_m>{_NAMES})\.?\s+(?P<first_d>\d{{1,2}})"
    rf"|(?P<only_m>{_NAMES})\.?,?\s+(?:de\s+|del\s+)?(?P<only_y>{_YEAR})"
    rf"){_ENDS})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: its value, and whether a day is written (else the value is the month's first day)."""

    value: date
    exact: bool = True


def written(hit: re.Match[str], *, day_first: bool = False) -> Written | None:
    """The date that a match of `DATE` writes, or None when there is no such day or its order is uncertain.

    Figures parted by full stops are day first, unless the second cannot be a month. Parted by strokes or hyphens they
    are taken when one of the two cannot be a month, when both are equal, or as day first where `day_first` says that
    the document's language orders them so.
    """
    part = hit.groupdict()
    if part["only_y"]:
        return _month(part["only_y"], str(_month_number(part["only_m"])))
    if part["han_y"] and not part["han_d"]:
        return _month(part["han_y"], part["han_m"])
    value = _spelled(part) if not part["fig_y"] else _in_figures(part, day_first=day_first)
    return Written(value) if value else None


def _spelled(part: dict[str, str | None]) -> date | None:
    if part["compact"]:
        digits = part["compact"]
        return _date(digits[:4], digits[4:6], digits[6:])
    if part["word_y"]:
        year = "".join(str(_HAN_FIGURE[figure]) for figure in part["word_y"])
        return _date(year, _han_number(part["word_m"]), _han_number(part["word_d"]))
    for prefix in ("iso", "han"):
        if part[f"{prefix}_y"]:
            return _date(part[f"{prefix}_y"], part[f"{prefix}_m"], part[f"{prefix}_d"])
    for year, month, day in (
        ("en_y", "en_m", "en_d"),
        ("first_y", "first_m", "first_d"),
        ("year", "month", "day"),
    ):
        if part[year]:
            return _date(part[year], str(_month_number(part[month])), part[day])
    return None


def _in_figures(part: dict[str, str | None], *, day_first: bool) -> date | None:
    one, two, year = part["one"] or "", part["two"] or "", part["fig_y"]
    if int(two) > 12:
        return _date(year, one, two)
    if part["sep"] == "." or day_first or int(one) > 12 or one == two:
        return _date(year, two, one)
    return None


def _month_number(name: str | None) -> int:
    return _NUMBER_OF[(name or "").lower()]


def _han_number(figures: str | None) -> str:
    """一 to 九十九 as digits."""
    tens, ten, ones = (figures or "").rpartition("十")
    if not ten:
        return str(_HAN_FIGURE.get(ones, 0) if len(ones) == 1 else 0)
    return str((_HAN_FIGURE[tens] if tens else 1) * 10 + (_HAN_FIGURE[ones] if ones else 0))


def _month(year: str, month: str | None) -> Written | None:
    value = _date(year, month, "1")
    return Written(value, exact=False) if value else None


def _date(year: str | None, month: str | None, day: str | None) -> date | None:
    try:
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None
