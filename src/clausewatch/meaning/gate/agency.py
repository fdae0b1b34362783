"""Who does the very act that a claim tells, where the cited text has the same verb with the same thing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction

from clausewatch.meaning.gate import frames
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.frames import Who
from clausewatch.meaning.gate.quantities import quantities
from clausewatch.meaning.gate.usage import ASKING, is_noun
from clausewatch.meaning.gate.wording import Reading

_BOTH = frozenset([Who.PROVIDER, Who.USER])
_NEAR = 5
_PASSIVE = re.compile(r"\b(?:is|are|be|been|being|was|were|gets?)\s+(?:\w+ly\s+)?$", re.IGNORECASE)


def agents(case: Case) -> Iterator[str]:
    """An act with its thing that is the claim's party's in the claim and only the other party's in the text."""
    for frame in frames.claim_frames(case):
        if not frame.main or frame.who not in _BOTH or not case.claim.words[frame.at].content:
            continue
        things = _things(case.claim, frame.at)
        if not things:
            continue
        uses = [
            (len(things & _things(each, at)), _doer(case, each, at))
            for each in case.statements
            for at, word in enumerate(each.words)
            if word.stem == frame.stem and not is_noun(each, at)
        ]
        most = max((shared for shared, _ in uses), default=0)
        doers = {side for shared, side in uses if shared == most} if most else set()
        if doers and doers <= _BOTH and frame.who not in doers:
            yield f"“{frame.verb}” is what {frame.who.value} does in the claim, and {next(iter(doers)).value} in the cited text"


def askers(case: Case) -> Iterator[str]:
    """ "A court may remove it" where the text has "a court may require that we remove it"."""
    for frame in frames.claim_frames(case):
        before = [each for each in case.claim.words[max(0, frame.at - 5) : frame.at] if each.content]
        if (
            not frame.main
            or frame.who is not Who.OTHER
            or not before
            or not case.claim.words[frame.at].content
        ):
            continue
        uses = [
            (each, at)
            for each in case.statements
            for at, word in enumerate(each.words)
            if word.stem == frame.stem
        ]
        if uses and all(_asks(case, before[-1].stem, each, at) for each, at in uses):
            yield f"“{before[-1].low}” only asks somebody else to “{frame.verb}” in the cited text"


def _asks(case: Case, asker: str, reading: Reading, at: int) -> bool:
    """Whether before a verb come the asker, a verb of asking and then one of the parties, who is asked."""
    near = reading.words[max(0, at - 15) : at]
    asking = next((place for place, each in enumerate(near) if each.stem in ASKING), None)
    if asking is None or not any(each.stem == asker for each in near[:asking]):
        return False
    return _doer(case, reading, at) in _BOTH and any(
        each.low == "us" or frames.who(each, case) in _BOTH for each in near[asking:]
    )


def _things(reading: Reading, at: int) -> frozenset[str]:
    """Stems of the content words soon after a verb, in its clause."""
    found: list[str] = []
    for place in range(at + 1, min(at + 1 + _NEAR, len(reading.words))):
        if frames.BREAKS.search(reading.text, reading.words[place - 1].end, reading.words[place].start + 1):
            break
        if reading.words[place].content:
            found.append(reading.words[place].stem)
    return frozenset(found)


def _doer(case: Case, reading: Reading, at: int) -> Who:
    """The nearest party before a verb that is no passive: who is asked to do it rather than who asks."""
    if _PASSIVE.search(reading.text[max(0, reading.words[at].start - 40) : reading.words[at].start]):
        return Who.UNSAID
    for place in range(at - 1, max(-1, at - 15), -1):
        if frames.BREAKS.search(reading.text, reading.words[place].end, reading.words[place + 1].start + 1):
            return Who.UNSAID
        word = reading.words[place]
        side = Who.PROVIDER if word.low == "us" else frames.who(word, case)
        if side is not Who.UNSAID:
            return side
        if word.low in _UNCLEAR:
            return Who.UNSAID
    return Who.UNSAID


_UNCLEAR = frozenset("it they he she who which that's party parties others anyone".split())
_SHARED = re.compile(
    r"\b(?:each|both|either|neither) (?:of (?:the |us|them|you)\s*)?(?:party|parties|sides?)\b", re.IGNORECASE
)


def shared_bounds(case: Case) -> Iterator[str]:
    """An amount that holds for "each party" in the claim, and in the text only for a party named last before it."""
    if not _SHARED.search(case.claim.text):
        return
    text: dict[tuple[Fraction, str], list[Who | None]] = {}
    for reading in case.statements:
        for key, side in _bounded(case, reading):
            text.setdefault(key, []).append(side)
    for key, side in _bounded(case, case.claim):
        sides = text.get(key, [])
        if side is None and sides and all(each in _BOTH for each in sides):
            yield "what holds for each party in the claim holds for one alone in the cited text"


def _bounded(case: Case, reading: Reading) -> Iterator[tuple[tuple[Fraction, str], Who | None]]:
    """Each amount with the nearest party before it in its sentence; none is each party."""
    marks: list[tuple[int, Who | None]] = [
        *((each.end(), Who.UNSAID) for each in frames.BREAKS.finditer(reading.text)),
        *((each.start(), None) for each in _SHARED.finditer(reading.text)),
        *((word.start, side) for word in reading.words if (side := frames.who(word, case)) is not Who.UNSAID),
    ]
    marks.sort(key=lambda each: each[0])
    starts = [each[0] for each in marks]
    for each in quantities(reading.text):
        before = bisect_right(starts, each.start)
        yield (each.value, each.unit), marks[before - 1][1] if before else Who.UNSAID
