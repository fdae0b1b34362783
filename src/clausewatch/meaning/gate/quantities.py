"""Numbers with their units, bounds and anchors, in figures or in words, in one normal form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CARDINALS = {word: at for at, word in enumerate(_UNITS, 1)} | {
    word: at * 10 for at, word in enumerate(_TENS, 2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_TIME = {
    "second": (1, "s"), "minute": (60, "s"), "hour": (3600, "s"), "day": (86400, "s"), "week": (604800, "s"),
    "fortnight": (1209600, "s"), "month": (1, "month"), "quarter": (3, "month"), "year": (12, "month"), "decade": (120, "month"),
}  # fmt: skip
_PER = {
    "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year", "annual": "year",
    "annually": "year", "hourly": "hour",
}  # fmt: skip
_CURRENCY = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF",
    "cad": "CAD", "aud": "AUD", "jpy": "JPY", "inr": "INR", "dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY",
    "franc": "CHF", "cent": "cent", "us$": "USD",
}  # fmt: skip
_DOLLARS = {"us": "USD", "american": "USD", "canadian": "CAD", "australian": "AUD"}
_KINDS = frozenset("business working calendar trading consecutive".split())
_TOKEN = re.compile(
    r"(?P<money>us\$|[$€£¥₹])|(?P<number>\d{1,3}(?:[,. \u00a0]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?)(?P<rank>st|nd|rd|th)?(?=\W|$|[a-z%])"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[%;:.,()/&-])"
)
_UP = ("older than", "above", "in excess of", "at least", "no less than", "not less than", "no fewer than", "not fewer than", "or more", "or older", "minimum", "a minimum of", "over", "more than", "or longer")  # fmt: skip
_DOWN = ("limited to", "limited to the sum of", "limited to a total of", "capped at", "not exceeding", "younger than", "at most", "up to", "no more than", "not more than", "maximum", "a maximum of", "no later than", "not later than", "within", "or less", "or fewer", "not exceed", "less than", "fewer than", "below", "no longer than", "longest", "under")  # fmt: skip
_CLAUSE_WORDS = frozenset(
    [".", ";", ",", ":", "or", "and", "is", "are", "be", "may", "will", "can", "must", "shall"]
)
_NEAR = 34
_ARTICLE_AFTER = frozenset(
    "within for after in of than by over every once until to lasts lapse lapses expire expires or".split()
)
_COUNTED = frozenset("case reason way exception condition thing step ground example situation option circumstance point kind type side party other".split())  # fmt: skip


class Bound(StrEnum):
    LEAST = "at least"
    MOST = "at most"
    OPEN = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` of `unit` ("s", "month", "USD", "%", "time" or "" where none is printed).

    `kind` is "business", "calendar" or "": days are not always alike. `per` is the unit of time of a rate. `words` is what
    is printed at `start:end`.
    """

    value: Fraction
    unit: str
    kind: str
    per: str
    bound: Bound
    start: int
    end: int
    words: str


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of a text in order; a number in words repeated in figures, "thirty (30)", counts once."""
    return tuple(_Reader(text).run())


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


class _Reader:
    """Walks the tokens of one text once."""

    def __init__(self, text: str) -> None:
        self.text = text.lower()
        self.tokens = [
            _Token(each.lastgroup or "", each[0], each.start(), each.end())
            if each["number"] is None
            else _Token("rank" if each["rank"] else "number", each["number"], each.start(), each.end())
            for each in _TOKEN.finditer(self.text)
        ]
        self.at = 0

    def word(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def run(self) -> list[Quantity]:
        found: list[Quantity] = []
        while self.at < len(self.tokens):
            start = self.at
            currency = _CURRENCY.get(self.word()) if self.tokens[start].kind in ("money", "word") else None
            if currency and self._number_at(start + 1):
                self.at += 1
            else:
                currency = None
            value = self._value()
            if value is None:
                self.at = max(self.at, start) + 1
                continue
            made = self._quantity(start, value, currency or "")
            if made is not None:
                found.append(made)
        return found

    def _number_at(self, at: int) -> bool:
        return at < len(self.tokens) and (
            self.tokens[at].kind == "number" or self.tokens[at].text in _CARDINALS
        )

    def _value(self) -> Fraction | None:
        """The number that starts here, moving past it; None and unmoved where there is none."""
        token = self.tokens[self.at]
        ahead = self.word(1)
        if token.text == "half" or (token.text in ("a", "an", "one") and ahead in ("half", *_SCALES)):
            return self._half_or_hundred(token.text)
        if token.text in ("a", "an") and self._article_counts(ahead):
            self.at += 1
            return self._and_half(Fraction(1))
        if token.kind == "number":
            self.at += 1
            return self._scaled(_figure(token.text))
        if token.text in _CARDINALS:
            value = self._spelled()
            self._skip_repeat(value)
            return self._and_half(self._scaled(value))
        implied = token.text in ("per", "preceding", "previous", "past", "last", "next", "following")
        if implied and _singular(ahead) == ahead and ahead in _TIME and token.text != "per":
            self.at += 1
            return Fraction(1)
        if token.text in ("fortnight", "decade"):
            return Fraction(1)
        return None

    def _article_counts(self, ahead: str) -> bool:
        """ "a month" is one month; "1% a month" is a rate, and "second" and "quarter" are mostly no times."""
        before = self.tokens[self.at - 1].text if self.at else ""
        joined = before == "and" and self.at > 1 and _singular(self.tokens[self.at - 2].text) in _TIME
        if (
            before not in _ARTICLE_AFTER
            and not joined
            and not any(self.word(each) == "half" for each in range(2, 6))
        ):
            return False
        rate = before in ("%", "percent", "once", "twice", "times", "time") or _singular(before) in _CURRENCY
        if ahead == "calendar" or ahead in _KINDS:
            ahead = self.word(2)
        return ahead in _TIME and ahead not in ("second", "quarter", "minute") and not rate

    def _half_or_hundred(self, first: str) -> Fraction | None:
        skip = 0 if first == "half" else 1
        if self.word(skip) in _SCALES:
            self.at += skip
            return self._scaled(Fraction(1))
        nxt = skip + 1
        while self.word(nxt) in ("-", "a", "an"):
            nxt += 1
        if self.word(nxt) in _TIME:
            self.at += nxt
            return Fraction(1, 2)
        return None

    def _and_half(self, value: Fraction) -> Fraction:
        """ "a year and a half": the half is added; the walk then stands on the unit."""
        if self.word(1) == "and" and self.word(2) == "a" and self.word(3) == "half":
            unit = self.tokens[self.at]
            self.tokens[self.at + 3] = unit
            self.at += 3
            return value + Fraction(1, 2)
        return value

    def _spelled(self) -> Fraction:
        total = Fraction(_CARDINALS[self.word()])
        self.at += 1
        skip = 1 if self.word() == "-" else 0
        if total >= 20 and total % 10 == 0 and _CARDINALS.get(self.word(skip), 99) < 10:
            total += _CARDINALS[self.word(skip)]
            self.at += skip + 1
        return total

    def _scaled(self, value: Fraction) -> Fraction:
        while self.word() in _SCALES:
            value *= _SCALES[self.word()]
            self.at += 1
        self._skip_repeat(value)
        return value

    def _skip_repeat(self, value: Fraction) -> None:
        """Past "(30)" after "thirty"."""
        if self.word() != "(":
            return
        ahead = 1
        while self.word(ahead) in _CURRENCY or self.word(ahead) == "%":
            ahead += 1
        if (
            self._number_at(self.at + ahead)
            and _figure(self.word(ahead)) == value
            and self.word(ahead + 1) == ")"
        ):
            self.at += ahead + 2

    def _quantity(self, start: int, value: Fraction, currency: str) -> Quantity | None:
        unit, kind = currency, ""
        if not unit:
            skip = 1 if self.word() == "-" else 0
            while self.word(skip) in _KINDS or self.word(skip) in (
                "full",
                "more",
                "further",
                "additional",
                "clear",
            ):
                kind = self.word(skip) if self.word(skip) in _KINDS else kind
                skip += 1
            name = _singular(self.word(skip))
            if name in _TIME:
                self.at += skip + 1
                factor, unit = _TIME[name]
                value *= factor
            elif name in ("%", "percent"):
                self.at += skip + 1
                unit = "%"
            elif name == "per" and self.word(skip + 1) == "cent":
                self.at += skip + 2
                unit = "%"
            elif name in _DOLLARS and _singular(self.word(skip + 1)) == "dollar":
                self.at += skip + 2
                unit = _DOLLARS[name]
            elif name in _CURRENCY and name != "cent":
                self.at += skip + 1
                unit = _CURRENCY[name]
            elif (
                (
                    self.tokens[start - 1].text == "the"
                    and start
                    and self.tokens[start].kind == "word"
                    and value < 4
                )
                or name in _COUNTED
                or (value == 1 and self.tokens[start].kind == "word")
            ):
                return None
            elif self.word(skip) in ("year-old", "older"):
                unit = ""
        first, last = self.tokens[start], self.tokens[min(self.at, len(self.tokens)) - 1]
        return Quantity(
            value=value,
            unit=unit,
            kind="business"
            if kind in ("working", "trading")
            else "calendar"
            if kind == "consecutive"
            else kind,
            per=self._rate(),
            bound=self._bound(first.start, last.end),
            start=first.start,
            end=last.end,
            words=self.text[first.start : last.end],
        )

    def _rate(self) -> str:
        """The unit of time of a rate that follows: "per month", "a month", "of the balance per month", "monthly"."""
        for ahead in range(8):
            word = self.word(ahead)
            if word in _CLAUSE_WORDS:
                return ""
            if word in _PER:
                return _PER[word]
            rate = word in ("per", "each", "every", "/") or (word in ("a", "an") and ahead == 0)
            if rate and self.word(ahead + 1) in _TIME:
                return self.word(ahead + 1)
        return ""

    def _bound(self, start: int, end: int) -> Bound:
        before, after = self.text[max(0, start - _NEAR) : start], self.text[end : end + 14]
        before = re.split(r"[;:.]", before)[-1]
        candidates = [(before.rfind(cue) + len(cue), len(cue), bound) for cues, bound in ((_UP, Bound.LEAST), (_DOWN, Bound.MOST)) for cue in cues if _ends_near(before, cue)]  # fmt: skip
        if any(
            re.match(rf"\s*{cue}\b", after)
            for cue in ("(?:or|and) (?:more|older|longer|over|above|up|upwards)",)
        ):
            return Bound.LEAST
        if re.match(r"\s*(?:or less|or fewer|at most|at the latest)\b", after):
            return Bound.MOST
        latest = re.search(r"\b(?:no|not) later than\s*$", before) and re.match(
            r"\s*(?:before|in advance|ahead|prior)", after
        )
        if latest or re.match(r"\s*(?:at the earliest|at least)\b", after):
            return Bound.LEAST
        return max(candidates)[2] if candidates else Bound.OPEN


def _ends_near(before: str, cue: str) -> bool:
    at = before.rfind(cue)
    return at >= 0 and len(before) - at - len(cue) <= 6 and (at == 0 or not before[at - 1].isalpha())


def _figure(text: str) -> Fraction:
    text = text.replace(" ", "").replace("\u00a0", "")
    if text in _CARDINALS:
        return Fraction(_CARDINALS[text])
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+(?:\.\d+)?", text) and not re.fullmatch(r"0[,.]\d{3}", text):
        text = text.replace(",", "") if "," in text else text.replace(".", "")
    try:
        return Fraction(text.replace(",", "."))
    except ValueError:
        return Fraction(-1)
