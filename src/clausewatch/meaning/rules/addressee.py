"""Whom "you" means, and whom a rule without a subject binds: by names in the text, by headings, by the kind of document."""

from __future__ import annotations

import re

from clausewatch.meaning.rules.names import MARKS
from clausewatch.meaning.rules.view import View
from clausewatch.nouns.finding import Party

_BUSINESS_HEAD = re.compile(
    r"\b(?:business use|enterprise|business edition|workspace|administrators?|for business(?:es)?|organi[sz]ations only|commercial terms|services agreement|data processing)\b"
)
_BUSINESS_TEXT = re.compile(
    r"\b(?:zyou|zcust) (?:are|is) (?:a )?(?:business|company|organi[sz]ation|legal entity)\b|\bend users?' |\byour (?:end users|team|organi[sz]ation|employees|personnel)\b|\bbehalf of (?:a|an|your) (?:company|organi[sz]ation|entity|business)"
)
_DEVELOPER_TEXT = re.compile(
    r"\bzdev\b|\byour users\b|\byour (?:apps?|applications?|plug-?ins?|integrations?|products? and services|end[- ]users)\b|\bintegrated products?\b|\b(?:consumer|external|customer)-facing\b|^(?:all |any )?(?:[a-z-]+ )?(?:products|organizations|organisations|services|applications|apps|chatbots)\b[^.;]{0,160} (?:must|should)\b|\bmcp servers?\b|\bsoftware (?:must|may|should|that)\b|\bend-users should\b|\bour apis?\b|\bmodel outputs are presented\b"
)
_DEVELOPER_PAPER = re.compile(
    r"\bdevelopers?\b|\bapi\b|\bplug-?ins?\b|\bsdk\b|\bbuilders?\b|\bpublishers?\b|\bapp store\b|\bdirectory policy\b"
)
_CUSTOMER_PAPER = re.compile(
    r"commercial terms|data process|business privacy|business terms|enterprise|service level|customer agreement|master services|data controller|sub-?processor"
)
_THIRD_PAPER = re.compile(
    r"law enforcement|vulnerability disclosure|responsible disclosure|copyright (?:claims|complaints|polic)|government requests|researcher"
)
_THIRD_HEAD = re.compile(
    r"\bcopyright (?:complaints?|claims?|infringement)|\binfringement notices?|\bdmca\b|\btakedown requests?|\bvulnerabilit(?:y|ies)\b[^>]{0,30}(?:report|disclos)"
)
_THIRD_NOTICE = re.compile(
    r"\b(?:take-?down|infringement|dmca|copyright|counter-?)[ -](?:notices?|notifications?|requests?|reports?|complaints?)\b[^.;]{0,40}\b(?:must|should|shall|include|contain)"
)
_OPERATOR_LEAD = re.compile(r"\bsafety measures\b|\bhigh-risk use case\b|\badditional use case\b")


def third_party_document(seen: View) -> bool:
    """Whether the statement stands among rules for outsiders: authorities, researchers, holders of rights."""
    return bool(
        _THIRD_PAPER.search(f"{seen.asked.document_type} {' '.join(seen.asked.path[:1])}".lower())
        or _THIRD_HEAD.search(seen.head)
        or _THIRD_NOTICE.search(seen.lead_text)
    )


def addressee(mark: str, seen: View) -> Party:
    """The party that a rule binds whose subject is `mark`, or "" where it names none.

    Numbered steps: a name that tells outright; then what narrows "you"; then the kind of document.
    """
    asked = seen.asked
    paper = asked.document_type.lower()
    # 1. Names that say who they are. A "customer" or "user" of developer documents is its reader all the same.
    if mark in ("zplat", "zthird", "zboth", "zdev", "zcust"):
        return MARKS[mark]
    # 2. Outsiders.
    if third_party_document(seen):
        return Party.THIRD_PARTY
    # 3. What narrows the reader: an interface for developers, or a business.
    if _DEVELOPER_PAPER.search(paper):
        return Party.DEVELOPER
    if _CUSTOMER_PAPER.search(paper):
        return Party.CUSTOMER
    around = f"{asked.platform} {' '.join(asked.path[:1])}".lower()
    if "privacy" in paper or "cookie" in paper or "tracker" in paper:
        return Party.USER
    if (
        _DEVELOPER_TEXT.search(seen.own)
        or _DEVELOPER_TEXT.search(seen.lead_text)
        or _OPERATOR_LEAD.search(seen.head)
    ):
        return Party.DEVELOPER
    if _BUSINESS_HEAD.search(seen.head) or _BUSINESS_TEXT.search(seen.own):
        return Party.CUSTOMER
    if _DEVELOPER_PAPER.search(around):
        return Party.DEVELOPER
    return Party.USER
