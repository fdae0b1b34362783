"""Parties told by what they are: "the company" for who publishes, "account holders" for who reads; read as if the claim had named them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_VERB = r"(?:\s+\w+ly|\s+also|\s+only|\s+never)?\s+(?:may|can|could|might|must|shall|should|will|cannot|reserves?|does|do|has|have|(?:is|are)\s+(?:free|allowed|permitted|entitled|obliged|required|bound|responsible|liable)|[a-z]{2,}[^s\W]s)\b"
_BODY = (
    r"(?:company|provider|operator|firm|vendor|publisher|business behind it|people behind it|team behind it)"
)
_PLACE = r"(?:service|platform|site|website|app)"
# The publisher's own thing stands for the publisher only where it acts: "the platform may delete", not "the platform is available".
_PUBLISHER = re.compile(rf"\b(?:the\s+)(?:(?P<body>{_BODY})(?P<own>['’]s)?\b(?!\s+(?:that|who|whose|which|you|they)\b)|(?P<place>{_PLACE})(?={_VERB}))", re.IGNORECASE)  # fmt: skip
_BE = re.compile(
    r"(?:\s+\w+ly|\s+also)?\s+(?:(?:may|can|could|might|must|shall|should|will|cannot)(?:\s+not)?\s+be|is|has been|will be|does not)\b"
)
_USES = r"(?:us(?:es?|ing)|access(?:es|ing)?)\s+(?:it|them|(?:the|its|this|these)\s+(?:services?|platform|sites?|websites?|apps?|products?|tools?))"
_READERS = re.compile(
    rf"\b(?:(?P<many>account\s+holders|(?:people|those|persons|individuals)\s+(?:who\s+)?{_USES})"
    rf"|(?P<one>(?:an?|the|every|each|any)\s+account\s+holder|any(?:one|body)\s+(?:who\s+)?{_USES}|whoever\s+{_USES}))\b(?P<own>['’]s?)?",
    re.IGNORECASE,
)


_ACCOUNT = re.compile(r"\b(?:if|when|where|once|who)\b[^.;]*\baccounts?\b", re.IGNORECASE)


# Whom the text calls "you" may be told by what the text has them do.
_BY_ACT = (
    (re.compile(r"\b(?P<who>(?:the )?(?:authors?|uploaders?|contributors?|creators?|posters?))\b(?P<own>['’]s?)?", re.IGNORECASE), re.compile(r"\byou\b[^.;]{0,80}\b(?:uploads?|publish|submit|post|create|contribute)", re.IGNORECASE)),
    (re.compile(r"\b(?P<who>(?:the )?(?:buyers?|purchasers?|shoppers?|payers?))\b(?P<own>['’]s?)?", re.IGNORECASE), re.compile(r"\byou\b[^.;]{0,80}\b(?:buy|purchase|order|pay)\b", re.IGNORECASE)),
    (re.compile(r"\b(?P<who>(?:the )?donors?)\b(?P<own>['’]s?)?", re.IGNORECASE), re.compile(r"\byou\b[^.;]{0,80}\b(?:donate|contribut)|\bcontributors?\b", re.IGNORECASE)),
    (re.compile(r"\b(?P<who>(?:the )?visitors?)\b(?P<own>['’]s?)?", re.IGNORECASE), re.compile(r"\byou\b[^.;]{0,80}\b(?:visit|browse|website)", re.IGNORECASE)),
)  # fmt: skip


def _by_act(text: str, printed: str) -> str:
    for named, act in _BY_ACT:
        if act.search(printed):
            text = named.sub(lambda match: _doer(match, printed), text)
    return text


def _doer(match: re.Match[str], printed: str) -> str:
    word = match["who"].split()[-1]
    if re.search(rf"\b{re.escape(word.rstrip('s'))}s?\b", printed, re.IGNORECASE):
        return match[0]
    said = ("users" if word.endswith("s") else "the user") + (match["own"] or "")
    return said.capitalize() if match[0][0].isupper() else said


_CANDIDATE = re.compile(
    r"\bthe (?:company|provider|operator|firm|vendor|publisher|business|people|team|service|platform|site|website|app)\b|account\s+holder|\bus(?:es?|ing)\b|\baccess"
    r"|\b(?:author|uploader|contributor|creator|poster|buyer|purchaser|shopper|payer|donor|visitor)s?\b",
    re.IGNORECASE,
)


def by_name(text: str, statements: Iterable[str]) -> str:
    """The claim with "we" and "users" for its parties where it tells them by what they are and the statements name none so."""
    if not _CANDIDATE.search(text):
        return text
    printed = " \n ".join(statements)
    told = _READERS.sub(lambda match: _readers(match, printed), _by_act(text, printed))
    return _PUBLISHER.sub(lambda match: _publisher(match, told, printed), told)


def _publisher(match: re.Match[str], text: str, printed: str) -> str:
    word = match["body"] or match["place"]
    if match["body"]:
        other = re.search(rf"\b{re.escape(word)}", printed, re.IGNORECASE) is not None
    else:
        acts = _BE.match(text, match.end()) is None
        other = not acts or re.search(rf"\b{re.escape(word)}s?{_VERB}", printed, re.IGNORECASE) is not None
    if other:
        return match[0]
    said = "our" if match["own"] else "we"
    return said.capitalize() if match[0][0].isupper() else said


def _readers(match: re.Match[str], printed: str) -> str:
    if re.search(rf"\b{re.escape(match['many'] or match['one'])}\b", printed, re.IGNORECASE):
        return match[0]
    said = ("users" if match["many"] else "a user") + (match["own"] or "")
    if "account" in match[0].lower() and not match["own"] and _ACCOUNT.search(printed):
        said += " with an account"
    return said.capitalize() if match[0][0].isupper() else said
