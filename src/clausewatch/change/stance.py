"""What a clause does to the person bound by the document, told from its grammar (English first, some German and French)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from clausewatch.change.clues import Clue

_USER = r"(?:you|users?|customers?|subscribers?|developers?|members?|businesses|companies|anyone|end users?|no one|nobody|agents?|licensees?|individuals?|persons?|teams?|sie|nutzer|vous)"
_PROVIDER = r"(?:we|us|our|wir|nous)"

_BAN = Clue(
    rf"\b{_USER}\b[^.;:,]{{0,60}}?\b(?:(?:may|must|shall|should|will|can)\s+not\b|(?:are|is) not (?:permitted|allowed|authori[sz]ed|entitled|eligible)\b|(?:agree|promise)s? not\b|cannot\b|can't\b|mustn't\b|won't\b|shouldn't\b|may neither|(?:must|may|should|shall) (?:never|only|neither))"
    r"|\bagrees? not to\b|(?<!that )(?<!which )\b(?:is|are|be|being)\s+(?:strictly\s+|expressly\s+|also\s+)?(?:prohibited|forbidden|not (?:permitted|allowed)|banned|disallowed)\b"
    r"|\b(?:prohibited|forbidden|unacceptable|disallowed) (?:uses?|conduct|activit|content|actions?)|\bno (?:one|user|person) (?:may|shall|can)\b"
    r"|\bdarf(?:st)? nicht\b|\bdürfen (?:sie )?nicht\b|\bverboten\b|\buntersagt\b|\bne (?:devez|pouvez) pas\b|\binterdit",
)
# One of these stands in whatever `_BAN` finds; most clauses hold none, and asking for them costs a tenth.
_BAN_SIGN = Clue(
    r"n(?:ot|'t|either|ever|o\s|icht|e\s)|only|prohib|forbid|ban|disallow|unaccept|verbot|untersagt|interdit"
)
_BAN_OPENING = Clue(r"^\W*(?:please\s+)?(?:do not|don't|don’t|never|not\b|no\s+\w+ing\b|refrain from|avoid )")
_BAN_WITHIN = Clue(
    r"(?:^|[,.;:]\s+)(?:please\s+)?(?:do not|don't|never|not\b|no\s+\w+ing\b|refrain from|avoid )"
)
_DUTY = Clue(
    rf"\b{_USER}\b[^.;:]{{0,40}}?\b(?:must|shall|should|need to|needs to|ha(?:ve|s) to|(?:is|are) (?:solely |fully )?(?:required|responsible|obliged|liable)|agrees? (?:to|that)|acknowledges?|represents? and warrants?|müssen|devez|ensures?)\b"
    rf"|\b{_USER} (?:are )?(?:also )?(?:accept|agreeing|consent(?:ing)? to|acknowledge|authori[sz]e|irrevocably)\b|\byour acceptance\b",
)
_RIGHT = Clue(
    r"\b(?:you|(?:end )?users?|customers?|members?|subscribers?|licensees?|individuals?)\b[^.;:]{0,30}?\b(?:may|can|are (?:permitted|allowed|free|entitled)|ha(?:ve|s) (?:the|a) (?:right|option|choice))\b(?!\s+(?:not\b|be\b|never\b|only\b))"
    r"|\bright to (?:opt|object|access|delet|eras|correct|rectif|withdraw|port|restrict|appeal|complain|terminate|cancel|refund|receive|request)|\bright of (?:withdrawal|access|erasure)\b"
    r"|\bopt(?:ing)?[- ]?out\b|\byour rights?\b",
)
_POWER = re.compile(
    rf"\b(?:{_PROVIDER}|[A-Z][\w&.]+(?: [A-Z][\w&.]+)?)\s+(?:and [^.;:]{{0,30}})?(?:also\s+|additionally\s+)?(?:may|can|might|reserves?|could|are (?:entitled|permitted)|is (?:entitled|permitted))\b(?!\s+not\b)"
    r"|\breserves? the right\b|\bat (?:our|its) (?:sole )?discretion\b|\bwithout (?:prior )?notice\b"
    r"|\b[Ww]e (?:also )?(?:collect|use|share|disclose|sell|retain|store|process|receive|combine|transfer|analy[sz]e|obtain|track)\b"
    r"|(?:^|[.;,] )(?:[A-Z]\w+ )+(?:also )?(?:collects|uses|shares|discloses|sells|retains|stores|processes|receives|combines|transfers|accesses|obtains|tracks)\b"
    r"|(?:^|[.;,] )[A-Z]\w+ (?:services?|apps?|products?) (?:may|can|might)\b(?! not\b)",
)
_RESERVED = Clue(rf"\b{_PROVIDER} (?:shall|will|also )*\s*(?:have|has|retain)s? the (?:sole )?(?:right|discretion)\b|\breserves? the right\b|\b{_PROVIDER} (?:shall|will) be released\b")  # fmt: skip
_COMMITMENT = re.compile(
    rf"\b(?:{_PROVIDER}|[A-Z]\w+)\s+(?:[a-z]+\s+)?(?:will|shall|must|do not|does not|don't|doesn't|never|will not|won't|cannot|commits?|ensures?|guarantees?)\b"
    r"|\b(?:is|are|will|be) (?:not|never) (?:be )?(?:used|shared|sold|disclosed|stored|retained|connected|linked|processed)\b",
)
_DISCLAIMER = Clue(
    r"\b(?:not (?:be )?(?:liable|responsible)|no (?:warrant|liabilit|guarantee|obligation)|disclaim|as is\b|in no event|under no circumstances|limitation of liability|(?:liability|claims)[^.]{0,60}limited to|waive|at your own risk|indemnif|hold harmless)",
)
_DEFINITION = Clue(r"[“\"][^”\"]{2,60}[”\"]\s*(?:means?|refers?|includes?|shall mean|is|are)\b|\(?(?:collectively|together|referred to as|the|each, an?),?\s*[“\"]|\bmeans (?:that|the|an?|any|all|each|those|either|your|our)\b|\b(?:refers to|is defined as)\b")  # fmt: skip


class Stance(StrEnum):
    BAN = "ban"
    DUTY = "duty"
    RIGHT = "right"
    POWER = "power"
    COMMITMENT = "commitment"
    DISCLAIMER = "disclaimer"
    DEFINITION = "definition"
    STATEMENT = "statement"

    @property
    def weight(self) -> int:
        """+1 where the clause binds or exposes the user, -1 where it protects or frees them."""
        return _WEIGHT[self]


_WEIGHT = {
    Stance.BAN: 1,
    Stance.DUTY: 1,
    Stance.POWER: 1,
    Stance.DISCLAIMER: 1,
    Stance.RIGHT: -1,
    Stance.COMMITMENT: -1,
    Stance.DEFINITION: 0,
    Stance.STATEMENT: 0,
}


def stance(text: str, frames: Sequence[str] = ()) -> Stance:
    """The stance of a clause; `frames`, nearest first, decide for a list item without a verb of its own."""
    own = _own(text.replace("’", "'").replace("'re ", " are "))
    if own is not None:
        return own
    for frame in frames:
        lead = frame.replace("’", "'")
        if _BAN.search(lead) or _BAN_WITHIN.search(lead):
            return Stance.BAN
        for found, pattern in ((Stance.DUTY, _DUTY), (Stance.RIGHT, _RIGHT), (Stance.POWER, _POWER)):
            if pattern.search(lead):
                return found
    return Stance.STATEMENT


def _own(flat: str) -> Stance | None:
    if _BAN_OPENING.search(flat) or (_BAN_SIGN.search(flat) and _BAN.search(flat)):
        return Stance.BAN
    for found, pattern in (
        (Stance.DISCLAIMER, _DISCLAIMER),
        (Stance.POWER, _RESERVED),
        (Stance.DUTY, _DUTY),
        (Stance.RIGHT, _RIGHT),
        (Stance.COMMITMENT, _COMMITMENT),
        (Stance.POWER, _POWER),
        (Stance.DEFINITION, _DEFINITION),
    ):
        if pattern.search(flat):
            return found
    return None
