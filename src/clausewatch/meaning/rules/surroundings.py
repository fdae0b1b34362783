"""What a statement does by what stands around it, where its own words and its lead-in do not tell."""

from __future__ import annotations

import re

from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.found import Found
from clausewatch.meaning.rules.nothing import conducts, is_address, lists_cookie, paper_of
from clausewatch.meaning.rules.view import View
from clausewatch.meaning.sieve import Sieve, search
from clausewatch.nouns.finding import Modality

UNTOLD = "default: what is told"
DATA_PAPER = re.compile(r"privacy|trackers|cookie|data controller|user consent")
RIGHTS_HEAD = Sieve(
    r"\b(?:your (?:[a-z]+ )?rights?|data subject'?s? rights|rights and choices|consumer rights|you have the (?:following )?rights|statutory rights|following (?:[a-z]+ )?rights|legal guarantee|right to)\b"
)
DEFINITIONS = Sieve(
    r"\b(?:definitions?|glossary|following meanings?|particular meaning|have the meanings?)\b|\bpolicy excludes\b|\bwhich includes:$"
)
_CHOICE_HEAD = Sieve(r"\b(?:controls?|choices|settings|manag(?:e|ing)|preferences)\b")
_PLEASE = re.compile(
    r"\W*(?:[^.;,]{3,140}, )?please (?!note|see\b|refer|visit|contact|click|read (?:the|our|these|this)|be (?:aware|advised|informed))[a-z]+\b"
)
_ANNEX = re.compile(
    r"\W*(?:duration|term|nature|purposes?|subject[- ]matter|categor(?:y|ies)|types?|frequency|retention|(?:effective |start |signature )?date|location|data subjects?|personal data|special categor\w+|processing operations?|competent supervisory authority)\b[^:.]{0,60}(?:[:\t]|$)"
)
_PROCESSES = Sieve(r"\bprocess(?:or|ing)\b|\bdpa\b")
_ADVISED = Sieve(
    r"^\W*please (?:[a-z]+ly )?(?:check|review|read|revisit|consult|look at|keep|make sure|ensure|be|visit this)\b(?=[^.;]*\b(?:regularly|periodically|frequently|often|back|from time to time|up to date|carefully before|again)\b)|^\W*(?:please )?be sure to\b|\bzplat (?:also |strongly |[a-z]+ly )?(?:encourage|advise|urge|recommend)s?\b|\b(?:encourage|advise|urge|recommend|ask|invite) (?:zyou|zcust|zuser|zdev) to\b|\bit is (?:very )?important (?:that|to)\b|\b(?:zyou|zcust|zuser) (?:are|is) (?:advised|encouraged|urged|asked|strongly [a-z]+) to\b|\b(?:it is|is) (?:a good idea|advisable|recommended|best|wise) (?:to|that)\b|\bought to be\b"
)
# What rules of conduct ask for; their other imperatives name what they forbid.
_GOOD = re.compile(
    r"\W*(?:please )?(?:always )?(?:be|respect|follow|treat|keep|stay|comply|ensure|label|credit|think|help|protect|tell|mark|verify|check|obtain|ask|make sure|take care|act|remember)\b"
)
_REACHED = Sieve(r"@|\b(?:e-?mail|phone|telephone|address|attention|attn|p\.? ?o\.? box)\b", re.IGNORECASE)
_GERUND = re.compile(
    r"\W*(?:[a-z]+ly )?(?!including|during|according|nothing|anything|everything|something)[a-z]{2,}ing\b"
)


def surroundings(seen: View) -> Found:
    """What a statement does of which neither its own words nor its lead-in tell: by its form, its headings, what it asks for;
    else it is taken as told."""
    return _formed(seen) or _headed(seen) or _asked(seen) or _untold(seen)


def _formed(seen: View) -> Found | None:
    """Addresses and rows of tables, known by their form."""
    paper = paper_of(seen)
    if is_address(seen) and "imprint" not in paper:
        return Found(Modality.PROCEDURE, "", "address", firm=False)
    if lists_cookie(seen):
        return Found(Modality.DISCLOSURE, "zplat", "row of cookies", firm=False)
    if _PROCESSES.search(paper) and _ANNEX.match(seen.run_in.lower() or seen.own):
        return Found(Modality.DEFINITION, "zboth", "row of an annex", firm=False)
    return None


def _headed(seen: View) -> Found | None:
    head = seen.head
    if DEFINITIONS.search(head):
        return Found(Modality.DEFINITION, "", "heading: definitions", firm=False)
    if RIGHTS_HEAD.search(head) and (seen.lead or "zplat" not in seen.own):
        return Found(Modality.RIGHT, "", "heading: rights", firm=False)
    if conduct := _conduct(seen):
        return conduct
    if v.BAN_HEAD.search(head) and not is_data_paper(seen) and (seen.lead or names_conduct(seen.own)):
        return Found(Modality.PROHIBITION, "", "heading: ban", firm=False)
    # "Contact details: name, e-mail" in a list of data is a kind of data.
    contact = r"\bcontact\b(?! (?:details|data|information)\b)" if seen.lead else r"\bcontact\b"
    if search(contact, head) and (_REACHED.search(seen.asked.text) or seen.lead):
        return Found(Modality.PROCEDURE, "", "heading: contact", firm=False)
    if search(r"\bour rights\b|\breservation of rights\b", head):
        return Found(Modality.POWER, "", "heading: our rights", firm=False)
    if _CHOICE_HEAD.search(head) and v.IMPERATIVE.search(seen.own):
        return Found(Modality.PERMISSION, "", "heading: choices", firm=False)
    return None


def _asked(seen: View) -> Found | None:
    """Advice, requests and orders to the reader."""
    own = seen.own
    if _ADVISED.search(own):
        return Found(Modality.OBLIGATION, "", "advice", firm=False)
    if _PLEASE.match(own):
        return Found(Modality.OBLIGATION, "", "request", firm=False)
    acts = v.IMPERATIVE.search(own) or (not seen.lead and v.ACTS.search(own))
    if acts and not is_data_paper(seen):
        return Found(Modality.OBLIGATION, "", "imperative", firm=False)
    return None


def _untold(seen: View) -> Found:
    if v.NARRATIVE.search(seen.own):
        return Found(Modality.NONE, "", "narrative", firm=False)
    return Found(Modality.DISCLOSURE, "zplat", UNTOLD, firm=False)


def is_data_paper(seen: View) -> bool:
    """Whether the document tells what is done with personal data."""
    return DATA_PAPER.search(paper_of(seen)) is not None


def _conduct(seen: View) -> Found | None:
    """What an item of rules of conduct asks for or forbids."""
    if not conducts(seen):
        return None
    ban = v.BAN_HEAD.search(seen.head)
    if not seen.lead and not ban and _GOOD.match(seen.own):
        return Found(Modality.OBLIGATION, "", "conduct rules: what to do", firm=False)
    if ban or seen.lead or names_conduct(seen.own):
        return Found(Modality.PROHIBITION, "", "conduct rules: item", firm=False)
    return None


def names_conduct(own: str) -> bool:
    """Whether the words name an act, as items do: "to sell ...", "selling ..."."""
    return bool(v.IMPERATIVE.search(own) or v.ACTS.search(own) or _GERUND.match(own))
