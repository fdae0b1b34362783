"""Numbers, rates and amounts of a claim against those of the cited text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from clausewatch.meaning.gate.calendar_days import days
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.quantities import Bound, Quantity, quantities
from clausewatch.meaning.gate.reckoning import follows
from clausewatch.meaning.gate.wording import Reading, read, stem

# Bounds on the work; the most numbers in a statement of data/topics and data/gate are 5.
MOST_CLAIMED = 30
MOST_PRINTED = 400


def amounts(case: Case) -> Iterator[str]:
    printed = [each for reading in case.statements for each in quantities(_unnumbered(reading.text))]
    printed += (*quantities(case.around.text), *_every(case), *_row(case))
    claimed = _joined(_unquoted(case.claim.text))
    if len(claimed) > MOST_CLAIMED:
        yield f"the claim has {len(claimed)} numbers, more than a sentence can be held to"
        return
    # A number beyond these is refused as one that is not there.
    printed = printed[:MOST_PRINTED]
    dated = [(start, end) for _, _, start, end in days(case.claim.text)]
    for number in claimed:
        if any(start <= number.start < end for start, end in dated):
            continue
        same = [each for each in printed if _equal(number, each)]
        if not same and (follows(case, number, printed) or _several(case, number)):
            continue
        if not same:
            yield f"the number “{number.words}” is not in the cited text" + _given(number, printed)
        elif number.per and all(
            each.per != number.per and (each.per or number.per not in _rates_beside(case, number))
            for each in same
        ):
            yield f"“{number.words}” is per {number.per} in the claim, not in the text"
        else:
            yield from _misplaced(case, number, same, printed)


_PERSONS = re.compile(r"\s(?:users?|people|persons?|customers?|members?|accounts?|of them)\b")
_OTHERS = re.compile(r"\b(?:others?|another|each|both|different|several|more than one)\b")


def _several(case: Case, number: Quantity) -> bool:
    """Whether "two users" only says that there are others, of whom the text speaks."""
    return (
        number.words == "two"
        and not number.unit
        and bool(_PERSONS.match(case.claim.text, number.end))
        and bool(_OTHERS.search(case.said))
    )


def _rates_beside(case: Case, number: Quantity) -> frozenset[str]:
    """How often something is, where the text has it with such a number in one stretch: "a monthly fee of $40"."""
    stretches = (part for each in case.statements for part in _SEGMENT.split(each.text.lower()))
    return frozenset(
        _unit(rate)
        for part in stretches
        if any(_equal(number, each) for each in quantities(_unnumbered(part)))
        for rate in _RATE.finditer(part)
    )


def _joined(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, those of one kind of time that "and" joins as one: "a week and a day" is eight days."""
    found: list[Quantity] = []
    for each in quantities(text):
        before = found[-1] if found else None
        spans = (
            before is not None
            and each.unit == before.unit
            and each.unit in ("s", "month")
            and each.value < before.value
        )
        if before is not None and spans and text[before.end : each.start].strip() == "and":
            found[-1] = replace(
                before, value=before.value + each.value, end=each.end, words=text[before.start : each.end]
            )
        else:
            found.append(each)
    return tuple(found)


# A rival number must have this many of the claim's words for itself. Tuned on own claims (evals/data/gate-own.jsonl, batches 1, 2, 5, 6).
MISPLACED = 2
_SEGMENT = re.compile(r"[;:.](?:\s|$)|\n|, and |, or |, ")


def _misplaced(case: Case, number: Quantity, same: list[Quantity], printed: list[Quantity]) -> Iterator[str]:
    """A number that the text has, but of another matter: beside other numbers of its kind, their words must not fit better."""
    time = number.unit in ("s", "month")
    rivals = [
        each
        for each in printed
        if not _equal(number, each)
        and (each.unit in (number.unit, "") or (time and each.unit in ("s", "month")))
    ]
    if not rivals or len(same) > 1:
        return
    claimed = _words_near(case.claim, number)
    mine = _beside(case, same[0]) & claimed
    for rival in rivals:
        theirs = _beside(case, rival) & claimed
        if len(theirs - mine) >= MISPLACED and not mine - theirs:
            yield f"“{number.words}” is said of another matter in the text"
            return


MEASURES = frozenset(map(stem, "one two three four five six seven eight nine ten eleven twelve fourteen fifteen eighteen twenty thirty forty fifty sixty ninety hundred year years day days month months week weeks hour hours old age least most later than within minimum maximum per".split()))  # fmt: skip


def _words_near(reading: Reading, number: Quantity) -> set[str]:
    """The stems in the number's part of the claim; of the whole claim where it has one number."""
    text, start, end = reading.text, 0, len(reading.text)
    if len(quantities(text)) > 1:
        cuts = [0, *(each.end() for each in _SEGMENT.finditer(text)), len(text)]
        start, end = next((a, b) for a, b in pairwise(cuts) if a <= number.start < b)
    return {each.stem for each in reading.words if each.content and start <= each.start < end}


def _beside(case: Case, number: Quantity) -> set[str]:
    """The stems in the number's part of the sentence."""
    found: set[str] = set()
    for reading in case.statements:
        if number not in quantities(_unnumbered(reading.text)):
            continue
        text = _unnumbered(reading.text)
        cuts = [0, *(each.end() for each in _SEGMENT.finditer(text)), len(text)]
        for start, end in pairwise(cuts):
            if start <= number.start < end:
                found |= {
                    each.stem
                    for each in read(text[start:end]).words
                    if each.content and not each.low[0].isdigit()
                }
    return found - MEASURES


_NTH = "second third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = re.compile(rf"\b({'|'.join(_NTH)})\b(?![ -](?:part(?:y|ies)|persons?|hand)\b)")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?!\d)")


def places(case: Case) -> Iterator[str]:
    """Which one of a row ("after a second offence"), and times of day."""
    printed = {each[1] for each in _ORDINAL.finditer(case.said)}
    for match in _ORDINAL.finditer(case.plain_claim):
        after_number = (
            re.search(r"(?:\d|\bone|\bper)\s$", case.plain_claim[: match.start()])
            if match[1] == "second"
            else None
        )
        if printed and match[1] not in printed and not after_number:
            yield f"“{match[1]}” is in the cited text “{min(printed)}”"
    for clock in _CLOCK.finditer(case.claim.text):
        if clock[0] not in case.said:
            yield f"the time “{clock[0]}” is not in the cited text"


def _row(case: Case) -> Iterator[Quantity]:
    """The text's ordinals as numbers: who is shut out after a third warning has three."""
    for match in _ORDINAL.finditer(case.said):
        yield Quantity(
            Fraction(_NTH.index(match[1]) + 2), "", "", "", Bound.OPEN, match.start(), match.end(), match[0]
        )


_RATE = re.compile(
    r"\b(?:(?:each|every|per) (?:calendar )?(day|week|month|quarter|year|hour)|(dai|week|month|quarter|year|hour)ly|(annual)(?:ly)?)\b"
)


_WEEKDAYS = re.compile(r"\b(?:every|each|on) (?:mon|tues|wednes|thurs|fri|satur|sun)days?\b")


def rates(case: Case) -> Iterator[str]:
    """How often: "each month" is not "each year"."""
    printed = {_unit(each) for each in _RATE.finditer(case.said)}
    printed |= {_SPANS.get((each.value, each.unit), "") for each in quantities(case.said)}
    printed |= {"week"} if _WEEKDAYS.search(case.said) else set()
    units = {word.low for each in case.statements for word in each.words}
    for match in _RATE.finditer(case.plain_claim):
        unit = _unit(match)
        if unit not in printed and not (f"{unit}s" in units or unit in units):
            yield f"“{match[0]}” is not in the cited text"


_SPANS = {
    (Fraction(3600), "s"): "hour", (Fraction(86400), "s"): "day", (Fraction(7 * 86400), "s"): "week",
    (Fraction(1), "month"): "month", (Fraction(3), "month"): "quarter", (Fraction(12), "month"): "year",
}  # fmt: skip
_LENGTHS = {name: length for length, name in _SPANS.items()}


def _every(case: Case) -> Iterator[Quantity]:
    """The spans of the text's rates: "yearly" is every twelve months."""
    for match in _RATE.finditer(case.said):
        value, unit = _LENGTHS[_unit(match)]
        yield Quantity(value, unit, "", "", Bound.OPEN, match.start(), match.end(), match[0])


def _unit(match: re.Match[str]) -> str:
    found = match[1] or match[2] or match[3]
    return {"annual": "year", "dai": "day"}.get(found, found)


_ENUMERATOR = re.compile(
    r"^\s*(?:\(?[a-z0-9]{1,3}[.)]\s+|\d+(?:\.\d+)+\.?\s*|[A-Z]\.\d+(?:\.[a-z0-9]+)*\.?\s*)"
)
_SECTION = re.compile(r"\b(?:sections?|articles?|clauses?|appendix|annex|paragraphs?) [\d.]+", re.IGNORECASE)


def _unnumbered(text: str) -> str:
    return _CLOCK.sub(" ", _ENUMERATOR.sub("", text))


def _unquoted(text: str) -> str:
    return _CLOCK.sub(" ", _SECTION.sub(" ", text))


def _given(number: Quantity, printed: list[Quantity]) -> str:
    other = next(
        (each.words for each in printed if each.unit == number.unit or each.value == number.value), ""
    )
    return f", which has “{other}”" if other else ""


def _equal(claimed: Quantity, printed: Quantity) -> bool:
    if claimed.value != printed.value:
        return (claimed.unit, printed.unit) in ((("month"), ""), ("", "month")) and _age_equal(
            claimed, printed
        )
    if claimed.unit and claimed.unit != printed.unit:
        return False
    if claimed.unit and "business" in (claimed.kind, printed.kind) and claimed.kind != printed.kind:
        return False
    return not (
        claimed.kind == "calendar" and claimed.unit == "month" and not printed.kind and claimed.value > 1
    )


def _age_equal(claimed: Quantity, printed: Quantity) -> bool:
    """ "13" beside "13 years old"."""
    years, bare = (claimed, printed) if claimed.unit else (printed, claimed)
    return years.value == bare.value * 12


_COMPARED = (
    (re.compile(r"\b(?:the greater of|the higher of|whichever is (?:greater|higher|more|larger)|if (?:that|it) is (?:more|higher|greater)|or [^.;]{0,30}if (?:higher|more|greater))\b"), "the greater"),
    (re.compile(r"\b(?:the lesser of|the lower of|the smaller of|whichever is (?:less|lower|smaller)|or less|lower ceiling|if (?:that|it) is (?:less|lower))\b"), "the lesser"),
)  # fmt: skip


_DATED = (
    (re.compile(r"\b(?:whichever (?:is|comes|occurs|happens) (?:the )?(?:earlier|first|sooner)|the (?:earlier|sooner) of)\b"), "the earlier"),
    (re.compile(r"\b(?:whichever (?:is|comes|occurs|happens) (?:the )?(?:later|last)|the later of)\b"), "the later"),
)  # fmt: skip


def comparisons(case: Case) -> Iterator[str]:
    pairs = (_COMPARED, _COMPARED[::-1], _DATED, _DATED[::-1])
    for (here, name), (there, _) in pairs:
        if here.search(case.plain_claim) and not here.search(case.said) and there.search(case.said):
            yield f"the claim takes {name} of two, the text the other"


def one_of_two(case: Case) -> Iterator[str]:
    """Half of "the greater of A and B" is not the text's amount."""
    either = [pattern for pattern, _ in _COMPARED if pattern.search(case.said)]
    amounts = {each.value for each in quantities(case.claim.text) if each.unit in _MONEY}
    printed = {
        each.value for reading in case.statements for each in quantities(reading.text) if each.unit in _MONEY
    }
    compared = any(pattern.search(case.plain_claim) for pattern, _ in _COMPARED)
    if either and amounts & printed and not compared and not _BOTH.search(case.plain_claim):
        yield "the claim has one of two amounts of which the text takes the greater or the lesser"


_BOTH = re.compile(
    r"\b(?:or|and|more|less|higher|lower|most|least)\b[^.]*\b(?:paid|payments?|fees?)|\b(?:paid|payments?|fees?)\b[^.]*\bor\b"
)
_MONEY = frozenset(["USD", "EUR", "GBP", "JPY", "INR", "CHF", "CAD", "AUD"])
_ANCHOR = re.compile(
    r"\b(?:from|after|following|of|since|before|prior to|counted from)\s+((?:(?!to\b)[\w'-]+\s*){1,7})",
    re.IGNORECASE,
)


def anchors(case: Case) -> Iterator[str]:
    """From when a time runs: none of the words that say so may be foreign to the text."""
    for number in quantities(case.claim.text):
        if number.unit not in ("s", "month") or number.per:
            continue
        match = _ANCHOR.match(case.claim.text, min(number.end + 1, len(case.claim.text)))
        if match is None:
            continue
        start, end = match.start(1), match.end(1)
        inside = [
            at for at, word in enumerate(case.claim.words) if start <= word.start < end and word.content
        ]
        foreign = [case.claim.words[at].low for at in inside if not case.names(at)]
        if inside and foreign and len(foreign) >= len(inside) - 1:
            yield f"the text does not count from “{' '.join(foreign)}”"
