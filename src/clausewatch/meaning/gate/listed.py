"""Limits that stand in one item of a list, or beside another that would do: they are not limits of every claim about the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.limits import Limit, in_claim, limits
from clausewatch.meaning.gate.wording import Reading, Word

_OR = re.compile(r"[,;]?\s*(?:and/)?or\s*")
# What an item of a list may begin with; the next one begins alike, or after "and" or "or".
_BEGINS = re.compile(r"(?:^|[\s,;:(])(to|with|for|by|from|on|in|or|and)\s|[,;:]\s", re.IGNORECASE)
_NEXT = re.compile(
    r"[,;]\s*(?:(?:and|or|and/or)\s+)?(to|with|for|by|from|on|in|[a-z]+ing)\b|[,;]\s*(?:and|or)\s+(?!(?:we|you|it|they)\b)"
)
# An alternative is told by a claim that has this share of its own words.
_TOLD = 0.34


def apart(case: Case, reading: Reading) -> frozenset[Limit]:
    """The limits of a statement that a claim need not tell: of another item than its own, or in whose place it tells another."""
    found = limits(reading)
    return frozenset((*_other_items(case, reading, found), *_alternatives(case, reading, found)))


def _other_items(case: Case, reading: Reading, found: tuple[Limit, ...]) -> Iterator[Limit]:
    """ "To impersonate anyone without consent, to write malware": who tells of malware needs no word of consent."""
    for limit in found:
        going_on = _NEXT.match(reading.text, limit.end)
        begins = [*_BEGINS.finditer(reading.text, 0, limit.start)]
        if not going_on or not begins:
            continue
        item = _between(reading, begins[-1].end(), limit.start)
        stop = reading.text.find(". ", limit.end)
        rest = _between(reading, going_on.end() - 1, stop if stop >= 0 else len(reading.text))
        if (
            item
            and not any(in_claim(case, each) for each in (*item, *_content(limit.inside)))
            and any(in_claim(case, each) for each in rest)
        ):
            yield limit


def _alternatives(case: Case, reading: Reading, found: tuple[Limit, ...]) -> Iterator[Limit]:
    """ "If it endangers others, or if it is not paid for": one of them is enough."""
    rows: list[list[Limit]] = []
    for limit in found:
        last = rows[-1][-1] if rows else None
        between = reading.text[last.end : limit.start] if last else ""
        again = last is not None and between.strip() in (",", ";") and _mark(last) == _mark(limit)
        if last is not None and (again or _OR.fullmatch(between)):
            rows[-1].append(limit)
        else:
            rows.append([limit])
    for row in rows:
        shares = [_share(case, each) for each in row]
        if len(row) > 1 and max(shares) >= _TOLD:
            yield from (each for each, share in zip(row, shares, strict=True) if share < max(shares))


def _mark(limit: Limit) -> str:
    return limit.words.split(maxsplit=1)[0].lower()


def _share(case: Case, limit: Limit) -> float:
    inside = _content(limit.inside)
    return sum(in_claim(case, each) for each in inside) / max(1, len(inside))


def _content(words: tuple[Word, ...]) -> list[Word]:
    return [each for each in words if each.content]


def _between(reading: Reading, start: int, end: int) -> list[Word]:
    return [each for each in reading.words if start <= each.start < end and each.content]
