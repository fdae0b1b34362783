"""Denials that nothing in the cited text can bear: it neither denies, restricts nor demands anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.complements import complementary
from clausewatch.meaning.gate.senses import HARMLESS, INNER

_DENIES = re.compile(r"\b(?:not|never|no|nobody|none|nothing|neither|nor|cannot|\w+n['’]t)\b", re.IGNORECASE)
# "You must be 18" bears "nobody under 18 may"; "as is" bears "no warranty".
_MAY_BEAR = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|neither|nor|cannot|\w+n['’]t|without|unless|except\w*|only|solely|sole|until|"
    r"non-?\w+|waiv\w+|prohibit\w*|forbid\w*|bann?\w*|refus\w+|disclaim\w*|declin\w+|den(?:y|ies|ied)|exclud\w+|exclus\w+|"
    r"reject\w*|silen\w+|absen\w+|lack\w*|fail\w*|inaction|prevent\w*|refrain\w*|lo[so]e\w*|lost|forfeit\w*|restrict\w*|limit\w*|unable|unavailable|un\w+ed|il?legal|"
    r"invalid|ineligible|as[ -]is|must|requir(?:e|es|ed)|otherwise|"
    r"if|when|once|provided|review\w*|approv\w*|but|although|whereas|free|remain\w*|stay\w*|already|alone|instead|rather|stop\w*|ceas\w+|avoid\w*|simply)\b",
    re.IGNORECASE,
)


_DUTY = re.compile(
    r"\b(?:must|has to|have to|ha[sd] to|(?:is|are) (?:required|obliged) to|requires? (?:every|all|each|any|that|users?|customers?|developers?|people|it|them|you))\b(?! not)"
)
_BANS = re.compile(
    r"\b(?:do not|don['’]t|may not|must not|shall not|cannot|never|prohibited|forbidden|not allowed|not permitted|not use)\b"
)
_DEMANDS = re.compile(
    r"\b(?:must(?! not)|shall(?! not)|will(?! not)|requir\w+|need\w*|ha(?:s|ve) to|agree\w*|responsib\w+|oblig\w+|ensur\w+|without|unless|until|"
    r"only|except\w*|before|at least|other than|provided|please|should|subject to|liab\w+|compl(?:y|ies)|if|failing|failure)\b"
)


_KEPT_OFF = re.compile(
    r"\b(?:kept|keep|stay|left|leave)\w* (?:out|away|off|clear)\b|\b(?:avoid|refrain|stop|cease)\w*\b"
)


def invented_duties(case: Case) -> Iterator[str]:
    """A demand of the claim where the cited text only forbids: who may not mislead need not label."""
    demand = _DUTY.search(case.plain_claim)
    around = " ".join((case.said, *(each.lower() for each in case.headings)))
    denied = _DENIES.search(case.claim.text) or _KEPT_OFF.search(case.plain_claim)
    if demand and not denied and _BANS.search(around) and not _DEMANDS.search(around):
        yield f"the claim says “{demand[0]}”; the cited text forbids something and demands nothing"


_ALLOWS = re.compile(r"\b(?:may|can|might|could)\b(?! not)")
_BINDS = re.compile(
    r"\b(?:must|shall|will|requir\w+|need\w*|ha(?:s|ve) to|agrees?|agreed|we (?!may\b|can\b|reserve\b)\w+|responsib\w+|oblig\w+|ensur\w+|without|unless|until|only|before|please|should|"
    r"subject to|liab\w+|compl(?:y|ies)|provided|not|never|no|cannot|undertak\w+|commit\w*|promis\w*|bound|expect\w*|accept\w*|condition\w*)\b|:"
)


def duties_of_leave(case: Case) -> Iterator[str]:
    """A demand of the claim where the cited text only says what somebody may do."""
    demand = _DUTY.search(case.plain_claim)
    around = " ".join((case.said, *(each.lower() for each in case.headings)))
    if (
        demand
        and not _DENIES.search(case.claim.text)
        and _ALLOWS.search(around)
        and not _BINDS.search(around)
    ):
        yield f"the claim says “{demand[0]}”; the cited text only allows something"


# "Nobody may enter without a ticket" demands one.
_TWICE = re.compile(
    r"\b(?:not|never|no|nobody|none|cannot)\b[^.;]*\b(?:without|unless|until)\b", re.IGNORECASE
)


def bare_denials(case: Case) -> Iterator[str]:
    """A claim that denies something where no cited statement, heading or lead-in has any sign of a denial, limit or demand.

    Of the 77 supported claims with a denial in data/gate and evals/data/gate-own.jsonl it refuses none: in the two whose
    text has no such sign the denial lies inside a condition ("a customer that says nothing ...").
    """
    said = case.claim.text
    denial = _DENIES.search(HARMLESS.sub(" ", said))
    if denial is None or INNER.search(said) or _TWICE.search(said) or complementary(case):
        return
    if not _MAY_BEAR.search(" ".join((case.said, *case.headings))):
        yield f"the claim says “{denial[0]}”; nothing in the cited text denies, limits or demands anything"
