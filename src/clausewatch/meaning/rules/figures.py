"""Facts in figures: amounts, periods, ages, shares, dates. Values in normal form ("EUR 40", "30 days", "13")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.nouns.finding import Fact, FactKind
from clausewatch.text.calendar_words import DATE, written

_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_WORD_VALUE = {word: number for number, word in enumerate(_UNITS, 1)} | _TENS | {"a": 1, "an": 1}
_WORDS = "|".join((*_UNITS, *_TENS))
_NUMBER_WORD = rf"(?:(?:{'|'.join(_TENS)})-(?:{'|'.join(_UNITS[:9])})|(?:{_WORDS}))"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?"
_UNIT = (
    r"(?:(?:business|working|calendar|consecutive)[ -])?(?:second|minute|hour|day|week|month|quarter|year)"
)
_I = re.IGNORECASE

_PERIOD = re.compile(
    rf"(?<![\w.,$€£-])(?:(?P<word>{_NUMBER_WORD})(?:\s?\((?P<figure>\d{{1,4}})\))?|(?P<plain>\d{{1,4}})(?:\s?\((?P<spelt>{_NUMBER_WORD})\))?|(?P<single>an?(?= (?:year|month|week|day|hour)\b)))(?:[ -]|\+ )(?P<unit>{_UNIT})s?\b",
    _I,
)
_DIGIT = re.compile(r"\d")
_SPELT = re.compile(r"\b(?:day|hour|week|month|quarter|year|minute|second)s?\b", _I)
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "A$": "AUD", "C$": "CAD"}
_CODES = "USD|EUR|GBP|JPY|CNY|RMB|INR|CAD|AUD|CHF|SGD|HKD"
_MONEY_WORDS = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yuan": "CNY"}
_AMOUNT = re.compile(
    rf"(?<![\w$])(?:(?P<sign>US\$|A\$|C\$|[$€£¥₹])\s?(?P<a>{_FIGURE})|(?P<code>{_CODES})\s?(?P<b>{_FIGURE})|(?P<c>{_FIGURE})\s?(?P<after>€|£|{_CODES}|(?:U\.?S\.? )?(?:dollar|euro|pound|yuan)s?))(?P<scale> (?:million|billion|thousand))?(?!\w)"
)
_AGE = re.compile(
    r"\b(?:at least|under(?: the age of)?|over(?: the age of)?|above|below|younger than|older than|minimum age(?: of| is)?|(?:the )?age(?:d)? of|aged|reached(?: the age of)?)\s+(?P<age>\d{1,2})(?:\s?\([a-z-]{3,12}\))?(?: years?(?: old| of age)?|\b(?= (?:years|or older|or over|to use|old))|\b(?!\s?(?:%|days|hours|months|weeks|minutes|business|times|percent)))|\b(?P<old>\d{1,2})(?: \([a-z-]{3,12}\))? (?:years? (?:old|of age)|or (?:older|over|above))",
    _I,
)
_SHARE = re.compile(r"(?<![\w.])(?P<share>\d{1,3}(?:\.\d{1,3})?)\s?(?:%|per ?cent\b)", _I)
_ROLE_NEAR = 90
_PERIOD_ROLES = (
    ("notice period", re.compile(r"\bnotice\b|\bnotif|\bin advance\b|\bprior\b", _I)),
    ("withdrawal period", re.compile(r"\bwithdraw|\bcooling|\bchange your mind\b|\bcancel\w*\b[^.;]{0,40}\bwithin\b|\brefund", _I)),
    ("retention period", re.compile(r"\bdelet|\bretain|\bretention\b|\bkept\b|\bkeep\b|\bstor(?:e|ed|ing)\b|\bremov|\beras", _I)),
    ("claim period", re.compile(r"\btime-barred\b|\bclaim|\bdispute|\bcommence|\baction\b", _I)),
    ("liability look-back", re.compile(r"\bliabilit|\bfees (?:you |customer )?paid\b|\bpreceding\b", _I)),
    ("inactivity", re.compile(r"\binactiv", _I)),
    ("deadline", re.compile(r"\bwithin\b|\bno later than\b|\bbefore\b", _I)),
)  # fmt: skip
_AMOUNT_ROLES = (
    ("liability cap", re.compile(r"\bliab", _I)),
    ("share capital", re.compile(r"\bcapital\b", _I)),
    ("price", re.compile(r"\bprice|\bfee|\bsubscription|\bcharge|\bcost|\bper month\b", _I)),
)


def figures(text: str) -> Iterator[Fact]:
    """Facts in figures, of a text with plain quotes and spaces."""
    digits = _DIGIT.search(text) is not None
    if digits or _SPELT.search(text):
        yield from _periods(text)
    if digits:
        yield from _amounts(text)
        yield from _ages(text)
        yield from _shares(text)
        yield from _dates(text)


def word_value(word: str) -> int | None:
    """The number that a word or hyphenated words spell, 1 to 99."""
    parts = word.lower().split("-")
    values = [_WORD_VALUE.get(part) for part in parts]
    return None if None in values else sum(value for value in values if value is not None)


def _near(text: str, start: int, end: int) -> str:
    """The words about a figure, within its sentence."""
    before = re.split(r"[.;](?=\s)", text[max(0, start - _ROLE_NEAR) : start])[-1]
    after = re.split(r"[.;](?=\s)", text[end : end + _ROLE_NEAR])[0]
    return f"{before} {after}"


def _role(roles: tuple[tuple[str, re.Pattern[str]], ...], near: str) -> str:
    return next((role for role, pattern in roles if pattern.search(near)), "")


def _periods(text: str) -> Iterator[Fact]:
    for hit in _PERIOD.finditer(text):
        figure = hit["figure"] or hit["plain"]
        number = int(figure) if figure else word_value(hit["word"] or hit["single"])
        if number is None or _is_age(text, hit):
            continue
        unit = hit["unit"].lower().replace("-", " ")
        value = f"{number} {unit}" + ("" if number == 1 else "s")
        yield Fact(
            FactKind.PERIOD,
            hit.start(),
            hit.end(),
            value,
            _role(_PERIOD_ROLES, _near(text, hit.start(), hit.end())),
        )


def _is_age(text: str, hit: re.Match[str]) -> bool:
    return hit["unit"].lower() == "year" and re.match(r"\s?(?:old|of age)\b", text[hit.end() :]) is not None


def _amounts(text: str) -> Iterator[Fact]:
    for hit in _AMOUNT.finditer(text):
        figure = (hit["a"] or hit["b"] or hit["c"]).replace(",", "")
        after = hit["after"] or ""
        spoken = next((code for word, code in _MONEY_WORDS.items() if word in after.lower()), after)
        code = _SIGNS.get(hit["sign"] or "") or hit["code"] or _SIGNS.get(after) or spoken
        value = f"{code} {figure}{hit['scale'] or ''}"
        yield Fact(
            FactKind.AMOUNT,
            hit.start(),
            hit.end(),
            value,
            _role(_AMOUNT_ROLES, _near(text, hit.start(), hit.end())),
        )


def _ages(text: str) -> Iterator[Fact]:
    for hit in _AGE.finditer(text):
        age = hit["age"] or hit["old"]
        group = "age" if hit["age"] else "old"
        named = re.search(
            r"age|year|old|over|minor|child|person|anyone|user|customer|individual|under",
            hit[0] + text[hit.end() : hit.end() + 40],
            _I,
        )
        if named and 3 <= int(age) <= 25:
            role = (
                "minimum age"
                if re.match(r"at least|over|minimum|older|reached|above", hit[0], _I) or hit["old"]
                else "age named"
            )
            yield Fact(FactKind.AGE, hit.start(group), hit.end(group), age, role)


def _shares(text: str) -> Iterator[Fact]:
    for hit in _SHARE.finditer(text):
        yield Fact(FactKind.SHARE, hit.start(), hit.end(), f"{hit['share']} %")


def _dates(text: str) -> Iterator[Fact]:
    for hit in DATE.finditer(text):
        found = written(hit)
        value = found.value if found is not None and found.exact else None
        if value is not None:
            yield Fact(FactKind.DATE, hit.start(), hit.end(), value.isoformat())
