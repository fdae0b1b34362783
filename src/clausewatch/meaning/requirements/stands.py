"""Whether a statement says that the platform does a thing, refuses to, or does it within limits only."""

from __future__ import annotations

import re

from clausewatch.meaning.refusals import refuses
from clausewatch.nouns.finding import Finding, Modality, Party
from clausewatch.nouns.requirement import Matter, Stand

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
_ONLY_IF = re.compile(
    r"\b(?:only (?:if|when|where|with|after|upon)|(?:with|subject to|based on|upon|obtain\w*|given) (?:your|the user's|the customer's|customer's)"
    r" (?:\w+ )?(?:consent|permission|instructions?|approval|authori[sz]ation)|(?:if|when|where) (?:you|the customer|customer|users?)"
    r" (?:\w+ )?(?:opt(?:s|ed)?[- ]?in|choose|chooses|consent\w*|agree\w*|allow\w*|permit\w*|enable\w*|turn\w* on)"
    r"|(?:provid|submit|giv|send|shar)\w* (?:us )?(?:with )?(?:any |such |your )?feedback|opt(?:ed|s)?[- ]?in|who (?:have )?(?:opt(?:ed)?[- ]?in|consent\w*))\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"\W*(?:(?:how|why)\b(?![^.]*,)|(?:what|whether|when you)\b(?![^.]*,)(?!.*\b(?:we|our \w+)\b)(?!what [^.]*? (?:is|are|may|will|can|might|gets?)\b)"
    r"|(?:electing|choosing)\b(?![^.]*,))",
    re.IGNORECASE | re.DOTALL,
)
"""Headings and items that name a matter and say nothing of it: no main clause follows."""

_CHOICE = re.compile(
    r"\b(?:choos\w+|chose|control\w*|decid\w+|select\w*|manag\w+|elect\w*|set) (?:\w+ ){0,3}whether\b",
    re.IGNORECASE,
)
"""Choices that readers are told of."""

_COLON = re.compile(r"\s*:\s*$")
_CURLY = str.maketrans("’", "'")


def stand_of(finding: Finding, text: str, lead_in: str = "", matter: Matter | None = None) -> Stand | None:
    """How the statement stands to the platform's own act; None where it tells of none, or asks a question.

    `lead_in` are the words that lead into the list that the statement is an item of. It refuses only where the negation governs
    the act and nothing else is said (`refusals.py`); a negation anywhere else leaves it with limits.
    """
    said = finding.plain
    words = f"{lead_in} {text}".translate(_CURLY).strip()
    if text.rstrip().endswith("?"):
        return None
    reserves = said.modality is _M.POWER and _MAY.search(words)
    if not reserves and refuses(f"{_COLON.sub('', lead_in)} {text}".translate(_CURLY), matter):
        return Stand.REFUSES
    if said.modality in _OF_USERS or said.bound_party not in _PLATFORM:
        return None
    if _FRAGMENT.match(text) or _CHOICE.search(text):
        return None
    if said.modality is _M.OBLIGATION and said.bound_party is not Party.PLATFORM:
        return None
    if _NOT.search(words) and (not reserves or _NOT_USED.search(words)):
        return Stand.LIMITS
    return Stand.LIMITS if _ONLY_IF.search(words) else Stand.DOES


_DENIED = re.compile(
    r"\b(?:you|users?|customers?|members?|individuals?|nobody|no one) (?:\w+ )?(?:cannot|can not|can't|may not|must not|will not|won't|shall not|are not|is not|are unable|is unable|have no|has no|do not have|does not have|don't have|no longer (?:can|have))\b"
    r"|\bno (?:\w+ ){0,2}(?:rights?|options?|ways?|possibilit\w+|means|choice|opt[- ]?outs?|appeals?|settings?|controls?|objections?|reviews?|exceptions?)\b"
    r"|\b(?:not|never|n't) (?:currently |yet |be |been )?(?:possible|available|offer\w*|provid\w*|permit\w*|allow\w*|support\w*|able|entitled|enabl\w*|accept\w*|consider\w*|grant\w*|let|honou?r\w*|open|subject)\b"
    r"|\b(?:impossible|unavailable|unable|waive\w*|give up|final and binding|is final|are final)\b|\bneither\b|\bno longer\b",
    re.IGNORECASE,
)


def denied(text: str) -> bool:
    """Whether the words deny what people may do or have: then a right or choice that they name is not surely given."""
    return _DENIED.search(text.translate(_CURLY)) is not None
