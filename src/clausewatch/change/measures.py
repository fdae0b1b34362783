"""Figures as the text prints them: with sign and unit, comparable where their units are, references kept apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.change.lexicon import CURRENCIES
from clausewatch.change.units import Unit
from clausewatch.change.wording import Word, words

# How far behind a figure its unit may stand ("30 calendar days").
UNIT_REACH = 3
# How far before a figure the word that makes it a reference may stand ("Sections 4.2, 4.3 and 5").
REFERENCE_REACH = 6

_HOURS = {name: hours for names, hours in (
    ("minute minutes minuten", 1 / 60), ("hour hours stunde stunden heure heures", 1.0),
    ("day days tage tagen jour jours", 24.0), ("week weeks woche wochen semaine semaines", 168.0),
) for name in names.split()}  # fmt: skip
_MONTHS = {name: months for names, months in (
    ("month months monat monate monaten mois", 1.0), ("year years jahr jahre jahren ans", 12.0),
) for name in names.split()}  # fmt: skip
# A month has 28 to 31 days: in hours.
_MONTH_HOURS = (28 * 24.0, 31 * 24.0)
_WORKING = frozenset(["business", "working", "banking"])
_TIMES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_SAID = {name: float(value) for name, value in (
    ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9),
    ("ten", 10), ("twelve", 12), ("fourteen", 14), ("fifteen", 15), ("thirty", 30), ("sixty", 60), ("ninety", 90),
    ("hundred", 100), ("once", 1), ("twice", 2),
)}  # fmt: skip
_REFERRING = frozenset("section sections sec clause clauses article articles art paragraph paragraphs para annex annexes appendix schedule exhibit chapter attachment recital regulation directive abschnitt ziffer artikel absatz anhang anlage annexe".split())  # noqa: SIM905  # fmt: skip
_LISTING = frozenset(["and", "or", "to", "through", "und", "bis", "et"])
_PER = frozenset(["a", "an", "per", "each", "every", "pro", "par"])
_WHOLE = re.compile(r"\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


@dataclass(frozen=True, slots=True)
class Amount:
    """One printed figure. `number` has its sign of money before it, `tail` is its unit as printed, with a space before.

    `readings` are the values it can mean, a point before three digits read as parting thousands and as a decimal
    point; empty where it cannot be read. `unit` is the folded unit of time, `working` says that only working days count.
    """

    number: str
    tail: str
    readings: tuple[float, float] | None
    unit: str
    working: bool

    @property
    def text(self) -> str:
        return f"{self.number}{self.tail}"


def amount(unit: Unit, at: int) -> Amount | None:
    """The figure at word `at`; None where the printed words cannot be placed."""
    placed = words(unit.text)
    if len(placed) != len(unit.keys) or at >= len(placed):
        return None
    keys, start, printed = unit.keys, placed[at].start, _of(unit, placed[at])
    sign = keys[at - 1] if at and not keys[at - 1][0].isalnum() else ""
    if sign and sign != "%":
        start = placed[at - 1].start
    last, named = _tail(keys, at)
    # Figures in a row are a telephone number, a code or a formula, not a quantity.
    beside = {key for key in (*keys[at - 1 : at], *keys[at + 1 : at + 2]) if key[0].isdigit()}
    alone = bool(beside) or unit.text[: placed[at].start].endswith(("/", "-", "+"))
    tail = "".join(f" {_of(unit, placed[place])}" for place in range(at + 1, last + 1)).replace(" %", "%")
    return Amount(
        number=unit.text[start : placed[at].end],
        tail=tail,
        readings=None if alone else _readings(printed.lower(), "%" in tail, keys[at + 1 : at + 2]),
        unit=named,
        working=bool(_WORKING & set(keys[at + 1 : last + 1])),
    )


def verb(before: Amount, after: Amount) -> str:
    """`rises` or `falls` where the two can be compared, `becomes` where not; empty where they are the same."""
    told = {_sign(one, other) for one, other in zip(_sizes(before), _sizes(after), strict=False)}
    if not told or not _alike(before, after):
        return "becomes"
    if len(told) > 1 or None in told:
        return "becomes"
    return {1: "rises", -1: "falls"}.get(told.pop() or 0, "")


def refers(unit: Unit, at: int) -> int | None:
    """The word at which the reference that a figure belongs to begins ("Section" of "Section 4.2"); None for a figure.

    The mark of a note ("[12]") and a figure behind "§" begin at themselves.
    """
    for place in range(at - 1, max(-1, at - 1 - REFERENCE_REACH), -1):
        key = unit.keys[place]
        if key in _REFERRING:
            return place
        if not (key[0].isdigit() or len(key) == 1 or key in _LISTING):
            break
    placed = words(unit.text)
    if len(placed) != len(unit.keys):
        return None
    before = unit.text[: placed[at].start].rstrip()
    noted = before.endswith("[") and not unit.text[placed[at].end : placed[at].end + 1].strip("]")
    return at if noted or before.endswith("§") else None


def unit_words(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a run that are neither figures nor their units: what else was edited beside the figure."""
    units = _WORKING | set(_HOURS) | set(_MONTHS) | set(_SAID) | set(_TIMES) | {"calendar", "consecutive"}
    return tuple(key for key in said if not key[0].isdigit() and key not in units)


def _of(unit: Unit, word: Word) -> str:
    return unit.text[word.start : word.end]


def _tail(keys: tuple[str, ...], at: int) -> tuple[int, str]:
    """The last word of the unit behind the figure, and the unit of time it names."""
    last = at
    for place in range(at + 1, min(len(keys), at + 1 + UNIT_REACH)):
        key = keys[place]
        if key in _HOURS or key in _MONTHS:
            return place, key
        if key in _PER:
            break
        if place == last + 1 and (key in _TIMES or key in CURRENCIES or key == "%"):
            last = place
    return last, ""


def _readings(printed: str, percent: bool, following: tuple[str, ...]) -> tuple[float, float] | None:
    scale = _TIMES.get(following[0], 1.0) if following else 1.0
    if printed in _SAID:
        return _SAID[printed] * scale, _SAID[printed] * scale
    bare = re.sub(r"[.,]", "", printed)
    if not _WHOLE.fullmatch(bare):
        return None
    head, _, cents = printed.replace(",", ".").rpartition(".")
    decimal = float(f"{head.replace('.', '') or cents}.{cents if head else 0}") * scale
    if not _THOUSANDS.fullmatch(printed):
        return decimal, decimal
    whole = float(bare) * scale
    return whole, whole if "," in printed and not percent else decimal


def _alike(before: Amount, after: Amount) -> bool:
    if before.working != after.working or bool(before.unit) != bool(after.unit):
        return False
    if before.working:
        return before.unit.rstrip("s") == after.unit.rstrip("s")
    if before.unit:
        return True
    return _denomination(before) == _denomination(after)


def _denomination(one: Amount) -> tuple[str, str]:
    sign = "" if one.number[:1].isalnum() else one.number[:1]
    return sign, " ".join(word for word in one.tail.lower().split() if word not in _TIMES).rstrip("s")


def _sizes(one: Amount) -> tuple[tuple[float, float, str], ...]:
    """Each reading as a range: of months, of hours or of a bare number, whichever the unit counts."""
    if one.readings is None:
        return ()
    if one.unit in _MONTHS:
        return tuple(
            (value * _MONTHS[one.unit], value * _MONTHS[one.unit], "months") for value in one.readings
        )
    scale, kind = (_HOURS[one.unit], "hours") if one.unit else (1.0, "")
    return tuple((value * scale, value * scale, kind) for value in one.readings)


def _sign(before: tuple[float, float, str], after: tuple[float, float, str]) -> int | None:
    """+1, 0 or -1; None where the ranges overlap and nothing can be said."""
    if before[2] != after[2]:
        before, after = _in_hours(before), _in_hours(after)
    if before == after and before[0] == before[1]:
        return 0
    if before[1] < after[0]:
        return 1
    return -1 if after[1] < before[0] else None


def _in_hours(size: tuple[float, float, str]) -> tuple[float, float, str]:
    if size[2] != "months":
        return size
    return size[0] * _MONTH_HOURS[0], size[1] * _MONTH_HOURS[1], "hours"
