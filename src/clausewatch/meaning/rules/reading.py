"""What a statement does and whom it binds: the first rule that holds, from the words outwards to lead-in and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from clausewatch.meaning.rules import clauses
from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.addressee import addressee, third_party_document
from clausewatch.meaning.rules.clauses import Found
from clausewatch.meaning.rules.laws import law_speaks
from clausewatch.meaning.rules.nothing import conducts, names_only, paper_of, rules_nothing
from clausewatch.meaning.rules.view import REMEMBERED, View, view
from clausewatch.meaning.sieve import Sieve, search
from clausewatch.nouns.finding import Asked, Modality, Party

_BY_LAW = Found(Modality.DISCLOSURE, "zplat", "what a law says")
DEFINITIONS_LEAD = "lead: definitions"
PLATFORM_SPEAKS = frozenset({Modality.POWER, Modality.COMMITMENT, Modality.DISCLOSURE, Modality.DISCLAIMER})
_DATA_PAPER = re.compile(r"privacy|trackers|cookie|data controller|user consent")
_RIGHTS_HEAD = Sieve(
    r"\b(?:your (?:[a-z]+ )?rights?|data subject'?s? rights|rights and choices|consumer rights|you have the (?:following )?rights|statutory rights|following (?:[a-z]+ )?rights|legal guarantee|right to)\b"
)
_RIGHTS_LEAD = Sieve(
    r"\brights (?:may )?include:?$|\bfollowing (?:[a-z]+ )?rights\b|\brights to (?:object|access)|\bsubject'?s'? rights\b|\bexercise (?:your|the) (?:[a-z]+ )?rights\b|\bright to:$|\b(?:entitled|droit)\b"
)
_CHOICE_HEAD = Sieve(r"\b(?:controls?|choices|settings|manag(?:e|ing)|preferences)\b")
_DEFINITIONS = Sieve(
    r"\b(?:definitions?|glossary|following meanings?|particular meaning|have the meanings?)\b|\bpolicy excludes\b|\bwhich includes:$"
)
_INFORMATION = Sieve(
    r"\bmust (?:include|contain|provide)\b|\binclude the following|\bfollowing information\b|\bfollow(?:ing)? (?:these )?steps\b"
)
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
_CONDITIONS = Sieve(
    r"\b(?:under|subject to|meets?|adhere to|comply with|follow)\b[^.;]{0,40}\b(?:following|below|these)\b|\bfollowing (?:requirements|conditions|rules)\b"
)
_STEPS = Sieve(r"\bhow to [a-z]+\b[^.;]{0,60}:?$|\bsteps\b[^.;]{0,20}:$")
_BANS_NAMED = Sieve(
    r"\b(?:prohibited|forbidden|banned|disallowed|unacceptable|impermissible|restricted) (?:[a-z]+ ){0,2}(?:content|conduct|uses?|activit\w+|behaviou?rs?|items|business\w*|products|categories|practices|purposes)\b[^.;]{0,40}:?$"
)
_REMOVED = Sieve(
    r"\bzplat (?:will |may |also )*(?:removes?|deletes?|takes? down|takes? action (?:against|on)|bans?)(?: any| all)?(?: content| accounts?| posts?)?(?: that| which)?\W*$"
)
# What rules of conduct ask for; their other imperatives name what they forbid.
_GOOD = re.compile(
    r"\W*(?:please )?(?:always )?(?:be|respect|follow|treat|keep|stay|comply|ensure|label|credit|think|help|protect|tell|mark|verify|check|obtain|ask|make sure|take care|act|remember)\b"
)
_MEASURES = Sieve(
    r"\b(?:measures|sanctions|penalties|consequences|actions?|steps)\b[^.;]{0,40}\b(?:includ\w+|are|be|following)\b[^.;]{0,20}:$"
)
_ENFORCED = Sieve(
    r"\b(?:suspen\w+|terminat\w+|remov\w+|warning|ban|block\w*|restrict\w*|delet\w+|clos(?:e|ing|ure))\b"
)
_PROMISES = Sieve(
    r"\b(?:our|zplat's) (?:[a-z]+ ){0,2}(?:commitments?|promises?|guarantees?|undertakings)\b[^.;]{0,40}:$"
)
_DUTIES = Sieve(
    r"\b(?:your|(zyou|zcust|zdev|zuser)'s) (?:[a-z]+ ){0,2}(?:obligations|duties|responsibilities)\b[^.;]{0,40}:$"
)
_REACHED = Sieve(r"@|\b(?:e-?mail|phone|telephone|address|attention|attn|p\.? ?o\.? box)\b", re.IGNORECASE)
_GERUND = re.compile(
    r"\W*(?:[a-z]+ly )?(?!including|during|according|nothing|anything|everything|something)[a-z]{2,}ing\b"
)
# The last item of a list of bans: "Other uses that the law prohibits".
_THE_REST = re.compile(r"\W*(?:any |all )?(?:other|similar|further) (?:[a-z]+ ){0,3}?[a-z]+")
_TRAINS_UNLESS = Sieve(
    r"\btrain\w*\b.{0,200}\bopt(?:ed|s)?[- ]?(?:ed )?out|\bopt(?:ed|s)?[- ]?out\b.{0,200}\btrain"
)
_SUPPORTS = re.compile(r"\b(?:because|this (?:includes|means)|such as|for example|for instance|including)\b")


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
    return plain_reading(asked)


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
    lead = led(seen)
    if lead and (found is None or _lead_outweighs(lead, found, seen)):
        return _made(lead, seen, explicit=False)
    if found:
        return _made(found, seen, explicit=True)
    # 3. Headings and kind of document.
    return _made(_surroundings(seen), seen, explicit=False)


def _says_nothing(seen: View) -> bool:
    words = seen.bare
    if not any(c.isalpha() for c in words):
        return True
    if v.POINTER.search(words.lower()) or (
        v.STUB.search(words) and len(words) < 260 and not clauses.strong(seen.sentences[-1])
    ):
        return True
    if "@" in words:
        return False
    if (
        not seen.lead
        and len(words) < 60
        and words[-1:] not in ".;!"
        and not clauses.clause(seen.own)
        and not conducts(seen)
    ):
        return not v.IMPERATIVE.search(words.lower())
    return False


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


def led(seen: View) -> Found | None:
    """What the lead-in makes of its items: by a list it announces, else by its last sentence that tells."""
    if not seen.lead:
        return None
    announced = _announced(seen)
    if announced:
        return announced
    for sentence in reversed(seen.lead):
        found = clauses.clause(sentence.rstrip(" :"))
        if found and found.rule == "may" and v.IMPERATIVE.search(seen.own):
            # "You may:" says what its item makes of it: a right to object, a setting to change.
            item = clauses.clause(f"{found.mark or 'zyou'} may {seen.own}")
            if item and item.modality in (Modality.RIGHT, Modality.PERMISSION):
                return Found(item.modality, found.mark, f"lead: {item.rule}", firm=False)
        if found and found.modality is Modality.PERMISSION and _RIGHTS_HEAD.search(seen.head):
            return Found(Modality.RIGHT, found.mark, "lead: rights one has", firm=False)
        if found and (found.modality is not Modality.DISCLOSURE or not _SUPPORTS.match(sentence)):
            return Found(found.modality, found.mark, f"lead: {found.rule}", firm=False)
    return None


def _announced(seen: View) -> Found | None:
    """Lists of definitions, of information to give, of bans, rights or conditions."""
    text, last = seen.lead_text, seen.lead[-1]
    if _DEFINITIONS.search(text):
        return Found(Modality.DEFINITION, "", DEFINITIONS_LEAD, firm=False)
    if named := _named(last, seen):
        return named
    if _INFORMATION.search(last):
        return Found(Modality.PROCEDURE, "", "lead: information to give", firm=False)
    for sentence in reversed(seen.lead[-3:]):
        found = clauses.clause(sentence.rstrip(" :"))
        if found and found.modality is Modality.PROHIBITION:
            return Found(found.modality, found.mark, f"lead: {found.rule}", firm=False)
    if _RIGHTS_LEAD.search(text):
        return Found(Modality.RIGHT, "", "lead: rights", firm=False)
    if _CONDITIONS.search(last):
        return Found(Modality.OBLIGATION, "", "lead: conditions", firm=False)
    return None


def _named(last: str, seen: View) -> Found | None:
    """What a lead-in says by a noun: steps, prohibited uses, our promises, measures, your duties."""
    if _STEPS.search(last):
        return Found(Modality.PROCEDURE, "", "lead: steps", firm=False)
    if _BANS_NAMED.search(last) or (conducts(seen) and _REMOVED.search(last)):
        return Found(Modality.PROHIBITION, "", "lead: bans named", firm=False)
    if _PROMISES.search(last):
        return Found(Modality.COMMITMENT, "zplat", "lead: promises", firm=False)
    if _MEASURES.search(last) and _ENFORCED.search(seen.own):
        return Found(Modality.POWER, "zplat", "lead: measures", firm=False)
    if owed := _DUTIES.search(last):
        return Found(Modality.OBLIGATION, owed[1] or "", "lead: duties", firm=False)
    return None


def _lead_outweighs(led: Found, found: Found, seen: View) -> bool:
    """Whether the item is part of its lead-in's sentence: it has no subject of its own, or the lead-in bans what it names."""
    if led.rule == DEFINITIONS_LEAD or (led.modality is Modality.PROHIBITION and _names_conduct(seen.own)):
        return True
    if (
        led.modality is Modality.PROHIBITION
        and found.modality is Modality.DISCLOSURE
        and _THE_REST.match(seen.own)
    ):
        return True
    if (
        not found.firm
        and found.modality is not Modality.DEFINITION
        and led.modality is not Modality.DISCLOSURE
    ):
        return True
    starts = clauses.clause(seen.sentences[0]) is found or clauses.clause(seen.sentences[0]) == found
    if not starts and led.modality is not Modality.DISCLOSURE:
        return True
    if led.modality is Modality.OBLIGATION and found.modality is Modality.DISCLOSURE:
        return True
    if found.mark or found.rule.startswith(
        ("ban", "definition", "exclusion", "grant", "class", "arbitration")
    ):
        return False
    if led.modality in (Modality.PROHIBITION, Modality.RIGHT, Modality.PROCEDURE):
        return True
    return found.rule.startswith("imperative")


def _surroundings(seen: View) -> Found:
    head, paper, own = seen.head, paper_of(seen), seen.own
    if _DEFINITIONS.search(head):
        return Found(Modality.DEFINITION, "", "heading: definitions", firm=False)
    if _RIGHTS_HEAD.search(head):
        return Found(Modality.RIGHT, "", "heading: rights", firm=False)
    if conduct := _conduct(seen):
        return conduct
    if v.BAN_HEAD.search(head) and not _DATA_PAPER.search(paper) and (seen.lead or _names_conduct(own)):
        return Found(Modality.PROHIBITION, "", "heading: ban", firm=False)
    # "Contact details: name, e-mail" in a list of data is a kind of data.
    contact = r"\bcontact\b(?! (?:details|data|information)\b)" if seen.lead else r"\bcontact\b"
    if search(contact, head) and (_REACHED.search(seen.asked.text) or seen.lead):
        return Found(Modality.PROCEDURE, "", "heading: contact", firm=False)
    if search(r"\bour rights\b|\breservation of rights\b", head):
        return Found(Modality.POWER, "", "heading: our rights", firm=False)
    if _CHOICE_HEAD.search(head) and v.IMPERATIVE.search(own):
        return Found(Modality.PERMISSION, "", "heading: choices", firm=False)
    if v.IMPERATIVE.search(own) and not _DATA_PAPER.search(paper):
        return Found(Modality.OBLIGATION, "", "imperative", firm=False)
    if v.NARRATIVE.search(own):
        return Found(Modality.NONE, "", "narrative", firm=False)
    return Found(Modality.DISCLOSURE, "zplat", "default: what is told", firm=False)


def _conduct(seen: View) -> Found | None:
    """What an item of rules of conduct asks for or forbids."""
    if not conducts(seen):
        return None
    ban = v.BAN_HEAD.search(seen.head)
    if not seen.lead and not ban and _GOOD.match(seen.own):
        return Found(Modality.OBLIGATION, "", "conduct rules: what to do", firm=False)
    if ban or seen.lead or _names_conduct(seen.own):
        return Found(Modality.PROHIBITION, "", "conduct rules: item", firm=False)
    return None


def _names_conduct(own: str) -> bool:
    """Whether the words name an act, as items do: "to sell ...", "selling ..."."""
    return bool(v.IMPERATIVE.search(own) or _GERUND.match(own))


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
        and _DATA_PAPER.search(paper)
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
    if modality is Modality.OBLIGATION and third_party_document(seen) and found.mark in ("zthird", ""):
        return Modality.PROCEDURE
    return modality


def party_in(modality: Modality, mark: str, seen: View) -> Party:
    """Whom a statement of that modality binds, by the mark of its subject; by default the reader its kind of document has."""
    if mark == "zboth":
        return Party.BOTH
    if modality is Modality.NONE:
        return Party.NONE
    if modality is Modality.DEFINITION:
        return Party.NONE if mark != "zboth" else Party.BOTH
    if modality in PLATFORM_SPEAKS:
        return Party.PLATFORM
    return addressee(mark, seen)
