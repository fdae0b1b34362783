"""Whether a statement says that the platform does a thing, refuses to, or does it within limits only."""

from __future__ import annotations

import re

from clausewatch.nouns.finding import Finding, Modality, Party
from clausewatch.nouns.requirement import Stand

_M = Modality
_OF_USERS = frozenset({_M.RIGHT, _M.DEFINITION, _M.DISCLAIMER, _M.NONE, _M.PROCEDURE})
"""Modalities of statements that tell of no act of the platform's own, whatever their verb."""

_PLATFORM = frozenset({Party.PLATFORM, Party.BOTH, Party.NONE})

_NOT = re.compile(
    r"\b(?:do|does|will|shall|is|are|may|can|must|would|did|has|have|be) (?:not|never)\b|\b(?:never|cannot|nor|neither|no longer)\b"
    r"|n't\b|\bnot (?:be )?(?:used|use|using|train|sell|sold|share|shared|retain|retained)\b|\bprohibit\w*|\brefrain\w*|\bno \w+ (?:is|are|will be)\b",
    re.IGNORECASE,
)
_NOT_USED = re.compile(
    r"\b(?:will|shall|do|does|is|are|may) (?:not|never) (?:be )?(?:used?|train\w*|sold|sell|shared?)\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|can|might|reserves?|entitled|grants?)\b", re.IGNORECASE)
_UNLESS = re.compile(
    r"\b(?:unless|except\w*|other than|without (?:your|the customer|customer|prior|express|explicit|written)|only (?:if|when|where|with|after|in)"
    r"|by default|opt(?:s|ed|ing)?[- ]?in)\b",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(
    r"\b(?:only (?:if|when|where|with|after|upon)|(?:with|subject to|based on|upon|obtain\w*|given) (?:your|the user's|the customer's|customer's)"
    r" (?:\w+ )?(?:consent|permission|instructions?|approval|authori[sz]ation)|(?:if|when|where) (?:you|the customer|customer|users?)"
    r" (?:\w+ )?(?:opt(?:s|ed)?[- ]?in|choose|chooses|consent\w*|agree\w*|allow\w*|permit\w*|enable\w*|turn\w* on)"
    r"|(?:provid|submit|giv|send|shar)\w* (?:us )?(?:with )?(?:any |such |your )?feedback|opt(?:ed|s)?[- ]?in|who (?:have )?(?:opt(?:ed)?[- ]?in|consent\w*))\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:but|however|we may|although)\b", re.IGNORECASE)
_NO_ACT = re.compile(
    r"\W*(?:how|why|what|when you|whether|electing|choosing)\b(?![^.]*,)|.*\bwhether your?\b", re.IGNORECASE
)
"""Headings and items that name a matter and say nothing of it, and choices that readers are told of."""

_CURLY = str.maketrans("’", "'")


def stand_of(finding: Finding, text: str, lead_in: str = "") -> Stand | None:
    """How the statement stands to the platform's own act; None where it tells of none, or asks a question.

    `lead_in` are the words that lead into the list that the statement is an item of.
    """
    words = f"{lead_in} {text}".translate(_CURLY).strip()
    if finding.modality in _OF_USERS or finding.bound_party not in _PLATFORM or _NO_ACT.match(text):
        return None
    if text.rstrip().endswith("?"):
        return None
    if finding.modality is _M.OBLIGATION and finding.bound_party is not Party.PLATFORM:
        return None
    reserves = finding.modality is _M.POWER and (_MAY.search(words) or not _NOT_USED.search(words))
    if not reserves and _NOT.search(words):
        return Stand.LIMITS if _UNLESS.search(words) or _BUT.search(words) else Stand.REFUSES
    return Stand.LIMITS if _ONLY_IF.search(words) or _NOT_USED.search(words) else Stand.DOES
