"""What a statement does and whom it binds: the first rule that holds, from the words outwards to lead-in and headings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from clausewatch.meaning.rules import clauses
from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.addressee import addressee, third_party_document
from clausewatch.meaning.rules.clauses import Found
from clausewatch.meaning.rules.laws import law_speaks
from clausewatch.meaning.rules.leads import led, outweighs
from clausewatch.meaning.rules.nothing import (
    conducts,
    is_address,
    lists_cookie,
    names_an_act,
    names_only,
    paper_of,
    rules_nothing,
)
from clausewatch.meaning.rules.resort import last_resort
from clausewatch.meaning.rules.surroundings import UNTOLD, is_data_paper, surroundings
from clausewatch.meaning.rules.view import REMEMBERED, View, view
from clausewatch.meaning.sieve import Sieve, search
from clausewatch.nouns.finding import Asked, Modality, Party

_BY_LAW = Found(Modality.DISCLOSURE, "zplat", "what a law says")
PLATFORM_SPEAKS = frozenset({Modality.POWER, Modality.COMMITMENT, Modality.DISCLOSURE, Modality.DISCLAIMER})
LIKE_OTHERS = "by words, as others"
TOLD = frozenset({UNTOLD, "told"})
"""The rules that hold where no other does: what they read is read again by words."""
# What a later sentence must do to outweigh a first one that only tells, defines or names a right.
_BINDS = frozenset({Modality.PROHIBITION, Modality.OBLIGATION, Modality.POWER, Modality.DISCLAIMER})
_OUTWEIGHS = {
    modality: frozenset({Modality.OBLIGATION})
    if modality is Modality.DEFINITION
    else _BINDS
    if modality is Modality.DISCLOSURE
    else frozenset()
    for modality in Modality
}
_TRAINS_UNLESS = Sieve(
    r"\btrain\w*\b.{0,200}\bopt(?:ed|s)?[- ]?(?:ed )?out|\bopt(?:ed|s)?[- ]?out\b.{0,200}\btrain"
)


# What outsiders may do with the provider is a way to reach it: "you can send us a notice".
_LEAVE = frozenset({Modality.RIGHT, Modality.PERMISSION})
_NOTICE_SENT = Sieve(
    r"\b(?:send|submit|file|notify|provide|e-?mail|contact|report|reach|write|use|fill)\b[^.;]{0,60}\b(?:zplat|our|notices?|counter|form|agent|requests?|reports?|complaints?)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The modality and bound party, whether the statement's own words give them, and the rule that did."""

    modality: Modality
    party: Party
    explicit: bool
    rule: str


_NO_PROVISION = Reading(Modality.NONE, Party.NONE, explicit=True, rule="no provision")


@lru_cache(maxsize=REMEMBERED)
def reading(asked: Asked) -> Reading:
    """What the statement does, by the first of these that tells: its own clauses, its lead-in, its headings and document."""
    seen = view(asked)
    if rules_nothing(asked) or names_only(asked):
        return _NO_PROVISION
    if law_speaks(seen) and not any(map(clauses.clause, seen.sentences[1:4])):
        return _made(_BY_LAW, seen, explicit=True)
    found = plain_reading(asked)
    if found is _NO_PROVISION and _lost_its_list(seen):
        found = _made(surroundings(seen), seen, explicit=False)
    if found.rule in TOLD:
        return _made(Found(last_resort().modality(seen), "", LIKE_OTHERS, firm=False), seen, explicit=False)
    return found


@lru_cache(maxsize=REMEMBERED)
def plain_reading(asked: Asked) -> Reading:
    """The same of the words alone, whether or not they rule and whoever's rule they tell: what the topic model's weights were
    trained on."""
    seen = view(asked)
    if _says_nothing(seen):
        return _NO_PROVISION
    # 1. The statement's own clauses; a weak reading (a practice told, a definition) gives way to a stronger one after it.
    found = _own(seen)
    # 2. The lead-in, for items without a verb of their own or under a ban.
    by_lead = led(seen)
    if by_lead and (found is None or outweighs(by_lead, found, seen)):
        return _made(by_lead, seen, explicit=False)
    if found:
        return _made(found, seen, explicit=True)
    # 3. Headings and kind of document.
    return _made(surroundings(seen), seen, explicit=False)


def _says_nothing(seen: View) -> bool:
    words = seen.bare
    if not any(c.isalpha() for c in words):
        return True
    if (v.POINTER.search(words.lower()) and not _TURN_TO.search(seen.own)) or (
        v.STUB.search(words) and len(words) < 260 and not clauses.strong(seen.sentences[-1])
    ):
        return True
    if "@" in words or lists_cookie(seen) or is_address(seen):
        return False
    if (
        not seen.lead
        and len(words) < 60
        and words[-1:] not in ".;!"
        and not clauses.clause(seen.own)
        and not conducts(seen)
    ):
        return not v.IMPERATIVE.search(words.lower()) and not names_an_act(seen)
    return False


_TURN_TO = Sieve(r"\bplease (?:feel free to )?(?:contact|e-?mail|write to|call) (?:zplat|our)\b")


def _lost_its_list(seen: View) -> bool:
    """Whether the words are an item that stands without its list: they begin small, as headings do not."""
    words = seen.bare
    return words[:1].islower() and not v.POINTER.search(words.lower()) and not v.STUB.search(words)


def _own(seen: View) -> Found | None:
    weak: Found | None = None
    for sentence in seen.sentences[:4]:
        found = clauses.clause(sentence)
        if found is None:
            continue
        if weak is None and (found.firm or found.modality not in (Modality.DISCLOSURE, Modality.DEFINITION)):
            return found
        if weak is not None and found.modality in _OUTWEIGHS[weak.modality]:
            return found
        weak = weak or found
    return weak


def _made(found: Found, seen: View, *, explicit: bool) -> Reading:
    modality, mark = found.modality, found.mark
    modality = _in_paper(modality, found, seen)
    return Reading(modality, party_in(modality, mark, seen), explicit, found.rule)


def _in_paper(modality: Modality, found: Found, seen: View) -> Modality:
    """What the kind of document makes of a reading."""
    paper = paper_of(seen)
    if (
        modality is Modality.POWER
        and "data practice" in found.rule
        and is_data_paper(seen)
        and "business" not in paper
        and not _TRAINS_UNLESS.search(seen.own)
    ):
        return Modality.DISCLOSURE
    if (
        modality is Modality.DISCLOSURE
        and found.rule == "practice"
        and search(r"processor|processing", paper)
    ):
        return Modality.COMMITMENT
    if found.rule == "grant to user" and is_data_paper(seen):
        return Modality.DISCLOSURE
    if modality is Modality.OBLIGATION and third_party_document(seen) and found.mark in ("zthird", ""):
        return Modality.PROCEDURE
    if modality in _LEAVE and _NOTICE_SENT.search(seen.own) and third_party_document(seen):
        return Modality.PROCEDURE
    return modality


def party_in(modality: Modality, mark: str, seen: View) -> Party:
    """Whom a statement of that modality binds whose subject is `mark`, or "" where it names none."""
    if mark == "zboth":
        return Party.BOTH
    if modality is Modality.NONE:
        return Party.NONE
    if modality is Modality.DEFINITION:
        return Party.NONE if mark != "zboth" else Party.BOTH
    if modality in PLATFORM_SPEAKS:
        return Party.PLATFORM
    return addressee(mark, seen)
