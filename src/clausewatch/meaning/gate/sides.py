"""Force, polarity and party of a claim's operative verbs against the same verbs in the cited text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate import frames, limits
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.complements import complementary
from clausewatch.meaning.gate.frames import Force, Frame, Who
from clausewatch.meaning.gate.sources import told_text
from clausewatch.meaning.gate.usage import Use, uses
from clausewatch.meaning.gate.wording import Reading, stem


def modals(case: Case) -> Iterator[str]:
    ban = _BANNED_USE.search(case.plain_claim)
    if (
        ban
        and not frames.BANNING_LEAD.search(" ".join((case.said, *case.headings)))
        and not _UNLESS.search(case.said)
        and not _younger(case)
        and not complementary(case)
    ):
        yield f"“{ban[0]}”: the cited text forbids nothing"
    option = _OPTION.search(case.plain_claim)
    if (
        option
        and not _OPTION.search(case.said)
        and not re.search(r"\b(?:may|can|choose|choice|option|want)\b", case.said)
    ):
        yield f"“{option[0]}” makes optional what the cited text does not"
    for frame in frames.claim_frames(case):
        if not frame.main or frame.stem in _ATTRIBUTES or frame.verb in _NO_VERBS:
            continue
        found = uses(case, frame)
        reason = _force_reason(case, frame, found) or _side_reason(case, frame, found)
        if reason:
            yield reason


_BANNED_USE = re.compile(r"\b(?:prohibited|banned|barred|forbidden|not allowed|not permitted|off limits)\b")
_OPTION = re.compile(r"\b(?:may choose|left to (?:you|them|it)|optional|voluntar\w+|is free to|are free to|if (?:you|they|it) (?:like|wish|want))\b")  # fmt: skip


def _force_reason(case: Case, frame: Frame, found: tuple[Use, ...]) -> str:
    found = tuple(each for each in found if not each.noun)
    forces = {each.force for each in found}
    if not forces:
        return ""
    loosest, strictest = min(each.rank for each in forces), max(each.rank for each in forces)
    told_of_limits = frame.force is Force.DOES and bool(_HABIT.search(case.plain_claim))
    if not frame.negated and frame.force.rank > strictest and not _practice(frame) and not told_of_limits:
        return f"“{frame.force.value} {frame.verb}” is stronger than the cited text, which has “{_lowest(forces).value}”"
    if frame.negated and found and frame.force is not Force.SHOULD and forces == {Force.SHOULD}:
        return f"“{frame.force.value} not {frame.verb}” is stronger than the cited text, which has “should”"
    plain_use = any(each.force is Force.DOES and each.who is not frame.who for each in found)
    lowered = (
        frame.force in (Force.MAY, Force.SHOULD)
        and not frame.negated
        and all(each.exact for each in found)
        and not plain_use
        and not frames.converse(frame)
    )
    if (
        lowered
        and frame.force.rank < loosest
        and not any(each.negated for each in found)
        and not limits.CLAIM_EXCEPT.search(case.said)
    ):
        return f"“{frame.force.value} {frame.verb}” is weaker than the cited text"
    return ""


def _practice(frame: Frame) -> bool:
    """A passive or a state in the present ("is barred"): it tells what holds, not what someone promises."""
    return frame.force is Force.DOES and frame.who is not Who.PROVIDER


def _lowest(forces: set[Force]) -> Force:
    return min(forces, key=lambda each: each.rank)


# What may stand after "can have", where a noun follows and no verb.
_NO_VERBS = frozenset(
    ["a", "an", "the", "no", "any", "all", "its", "their", "your", "more", "less", "fewer", "most", "only"]
)
_ATTRIBUTES = frozenset(
    map(stem, ("writes", "says", "states", "declares", "explains", "reads", "advises", "recommends"))
)
# "Acme looks at content only for support": what it does at most, which is what it may do.
_HABIT = re.compile(r"\b(?:only|solely|exclusively)\b")


def waivers(case: Case) -> Iterator[str]:
    """A duty denied where the cited text sets it or forbids the act; an act denied where it only denies a duty to it."""
    for frame in frames.claim_frames(case):
        found = tuple(each for each in uses(case, frame) if not each.noun)
        if not frame.main or not found:
            continue
        if not frame.waived:
            if frame.negated and all(each.waived for each in found):
                yield f"“{frame.verb}” is denied in the claim, the cited text only denies a duty to it"
        elif any(each.exact and each.force is Force.MUST and not each.negated for each in found):
            yield f"the claim denies a duty to “{frame.verb}” that the text sets"
        elif all(
            each.exact and each.force in _BARRING and each.negated and not each.waived for each in found
        ):
            yield f"the claim denies a duty to “{frame.verb}”, which the cited text forbids"


_BARRING = frozenset([Force.MAY, Force.MUST])
_PERMITS = frozenset(stem(each) for each in ("exceed", "kept", "permitted", "allowed", "prohibited", "barred", "banned", "forbidden", "required", "needed"))  # fmt: skip
_UNLESS = re.compile(
    r"\b(?:unless|except\w*|save (?:for|where|that)|apart from|aside|other than|without(?! (?:limit|prejudice))|until|exempt\w*|excluding|prior)\b"
)
_ONLY = re.compile(r"\b(?:only|if|when|once|where|needs?|until|provided|as long as|after)\b")


# Who must register before use may not use without.
_FIRST = re.compile(r"\b(?:must|shall|required?|requires|needs?|ha(?:s|ve) to)\b")


def _side_reason(case: Case, frame: Frame, found: tuple[Use, ...]) -> str:
    """Polarity and party of the same verb in the text; a verb of like meaning may stand the other way round."""
    if (
        not found
        or not all(each.exact for each in found)
        or all(each.noun and not each.negated for each in found)
    ):
        return ""
    if frame.stem in _PERMITS or _younger(case) or complementary(case) or frame.waived:
        return ""
    claim_unless, text_unless = bool(_UNLESS.search(case.plain_claim)), bool(_UNLESS.search(told_text(case)))
    turned = claim_unless != text_unless and (bool(_ONLY.search(case.plain_claim)) or text_unless)
    turned |= claim_unless and frame.negated and bool(_FIRST.search(case.said))
    same = _turned_thing(case, frame)
    if not turned and all((each.negated == frame.negated) is same for each in found):
        return f"“{frame.verb}” is {'denied' if frame.negated else 'affirmed'} in the claim, the other way round in the text"
    whos = {each.who for each in found}
    both = {Who.PROVIDER, Who.USER}
    if frame.who in both and not frames.converse(frame) and whos and whos <= both and frame.who not in whos:
        return f"“{frame.verb}” is said of {frame.who.value}, in the text of {next(iter(whos)).value}"
    return ""


_NOT_A = ("non", "un", "in", "dis")


def _turned_thing(case: Case, frame: Frame) -> bool:
    """Whether the claim has "non-public" after its verb for "public" in the text, or the other way round.

    Then the text denies the verb where the claim affirms it.
    """
    after = _after(case.claim, frame.at)
    printed = frozenset().union(
        *(
            _after(each, at)
            for each in case.statements
            for at, word in enumerate(each.words)
            if word.stem == frame.stem
        )
    )
    mine, text = after - printed, printed - after
    return any(
        one in (f"{negation}{other}", f"{negation}-{other}")
        or other in (f"{negation}{one}", f"{negation}-{one}")
        for one in mine
        for other in text
        for negation in _NOT_A
    )


_PART = re.compile(
    r"[,;:.!?]|\b(?:unless|if|when|where|because|so|and|but|or|until|before|after)\b", re.IGNORECASE
)


_FAR = 120


def _after(reading: Reading, at: int) -> frozenset[str]:
    """Stems of the content words between a verb and the end of its part of the sentence."""
    start = reading.words[at].end
    end = _PART.search(reading.text, start, start + _FAR)
    until = end.start() if end else start + _FAR
    return frozenset(
        each.stem for each in reading.words[at + 1 : at + 9] if each.start < until and each.content
    )


_GROWN = re.compile(
    r"\b(?:at least|or older|or over|minimum|age of majority|adults only|only (?:\w+ ){0,5}adults|(?:restricted|limited|open only) to adults)\b"
)


def _younger(case: Case) -> bool:
    """ "Nobody under 16 may" tells "you must be at least 16 to"."""
    young = re.search(
        r"\b(?:nobody|no one|under|younger|below|minors?|child(?:ren)?|aged)\b|year-old", case.plain_claim
    )
    return bool(young and _GROWN.search(case.said))
