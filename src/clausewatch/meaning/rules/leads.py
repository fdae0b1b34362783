"""What a lead-in makes of the items beneath it, and when it outweighs what they say themselves."""

from __future__ import annotations

import re

from clausewatch.meaning.rules import clauses
from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.found import Found
from clausewatch.meaning.rules.nothing import conducts
from clausewatch.meaning.rules.surroundings import DEFINITIONS, RIGHTS_HEAD, names_conduct
from clausewatch.meaning.rules.view import View
from clausewatch.meaning.sieve import Sieve
from clausewatch.nouns.finding import Modality

DEFINITIONS_LEAD = "lead: definitions"
_RIGHTS_LEAD = Sieve(
    r"\brights (?:may )?include:?$|\bfollowing (?:[a-z]+ )?rights\b|\brights to (?:object|access)|\bsubject'?s'? rights\b|\bexercise (?:your|the) (?:[a-z]+ )?rights\b|\bright to:$|\b(?:entitled|droit)\b"
)
_ASKING = Sieve(
    r"\b(?:request|ask|require|demand)(?: that)? zplat(?: to)?:?$|\b(?:allows?|permits?|entitles?|enables?) (?:zyou|zuser|zcust) to (?:request|ask|demand)\b"
)
_INFORMATION = Sieve(
    r"\bmust (?:include|contain|provide)\b|\b(?:notices?|requests?|reports?|complaints?|claims?|notifications?|forms?|submissions?|applications?)\b[^.;]{0,80}\binclude the following|\bfollowing information\b|\bprovide (?:us |zplat )?(?:with )?the following\b|\bnotices?\b[^.;]{0,60}\bit (?:must|should|shall)\b|\bfollow(?:ing)? (?:these )?steps\b"
)
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
# The last item of a list of bans: "Other uses that the law prohibits".
_THE_REST = re.compile(r"\W*(?:any |all )?(?:other|similar|further) (?:[a-z]+ ){0,3}?[a-z]+")
# An item that is a subordinate clause and nothing else is ruled by its lead-in: "When we have a legal duty to".
_DEPENDENT = re.compile(
    r"\W*(?:only )?(?:if|when|whenever|where|wherever|unless|while|until|as (?:required|necessary|part|permitted)|to the extent|in (?:connection|the course|response|order|case)|at the request|because|so that|with your)\b(?![^,]*,)(?!.*\b(?:then|zplat|zyou|zcust) (?:will|shall|must|may)\b)"
)
# A ban whose negation and act stand apart: "not use the service, or allow others, to:", "acts as below are not allowed".
_BANNING = Sieve(
    r"\b(?:not|never)\)?,? (?:to )?(?:[a-z]+ly )?(?:use|allow|permit|do|engage|attempt|assist|access|help|let|encourage)\b[^.;]{0,240}:?$|\bnot (?:be )?(?:allowed|permitted|acceptable|tolerated)\b[^.;]{0,160}:?$|\b(?:(?:shall|will|must|may|do|agrees? to) not|cannot):?$"
)
_OURS_NOT = Sieve(r"\bzplat (?:will|shall|do|does|may|must|can|would|agrees? to)? ?(?:not|never)\b")
# "We may close accounts if:" is followed by conditions, whatever they say, as long as they are no sentences.
_CONDITIONED = Sieve(
    r"\b(?:if|when|where|whenever|unless|because|in case|in the event)\b[^.;,]{0,80}(?:, (?:in|at|acting) [^.;,]{2,40},)?[^.;,]{0,30}:$"
)
_CONTINUES = re.compile(r"(?:[;,]|\b(?:and|or))\s*$")
_ASIDE = re.compile(r" ?\([^()]*\)")
_SUPPORTS = re.compile(r"\b(?:because|this (?:includes|means)|such as|for example|for instance|including)\b")


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
        if found and found.modality is Modality.PERMISSION and RIGHTS_HEAD.search(seen.head):
            return Found(Modality.RIGHT, found.mark, "lead: rights one has", firm=False)
        if found and (found.modality is not Modality.DISCLOSURE or not _SUPPORTS.match(sentence)):
            return Found(found.modality, found.mark, f"lead: {found.rule}", firm=False)
    return None


def _announced(seen: View) -> Found | None:
    """Lists of definitions, of information to give, of bans, rights or conditions."""
    text, last = seen.lead_text, seen.lead[-1]
    if DEFINITIONS.search(text):
        return Found(Modality.DEFINITION, "", DEFINITIONS_LEAD, firm=False)
    if named := _named(last, seen):
        return named
    if _INFORMATION.search(last):
        return Found(Modality.PROCEDURE, "", "lead: information to give", firm=False)
    for sentence in reversed(seen.lead[-3:]):
        found = clauses.clause(sentence.rstrip(" :"))
        if found and found.modality is Modality.PROHIBITION:
            return Found(found.modality, found.mark, f"lead: {found.rule}", firm=False)
    if _BANNING.search(last) and not _OURS_NOT.search(last):
        return Found(Modality.PROHIBITION, "", "lead: ban", firm=False)
    reserved = clauses.clause(last.rstrip(" :"))
    if reserved and reserved.modality is Modality.POWER and reserved.mark == "zplat":
        return Found(Modality.POWER, "zplat", f"lead: {reserved.rule}", firm=False)
    if _RIGHTS_LEAD.search(text) or _ASKING.search(last):
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


def outweighs(lead: Found, found: Found, seen: View) -> bool:
    """Whether the item is part of its lead-in's sentence: it has no subject of its own, or the lead-in bans what it names."""
    if lead.rule == DEFINITIONS_LEAD or (lead.modality is Modality.PROHIBITION and names_conduct(seen.own)):
        return True
    return _continues(lead, found, seen) or _governs(lead, found, seen)


def _continues(lead: Found, found: Found, seen: View) -> bool:
    """Whether the words go on with the lead-in's sentence: as a condition, a subordinate clause, or what "we will:" refrain from."""
    if lead.modality is Modality.COMMITMENT and found.rule == "ban: imperative":
        return True
    if (
        lead.modality is Modality.PROHIBITION
        and found.modality is Modality.DISCLOSURE
        and _THE_REST.match(seen.own)
    ):
        return True
    if (
        not found.firm
        and found.modality is not Modality.DEFINITION
        and lead.modality is not Modality.DISCLOSURE
    ):
        return True
    if (
        lead.modality is not Modality.DISCLOSURE
        and _CONDITIONED.search(seen.lead[-1])
        and _CONTINUES.search(seen.asked.text)
    ):
        return True
    return bool(_DEPENDENT.match(_ASIDE.sub("", seen.sentences[0]))) and lead.modality is not Modality.NONE


def _governs(lead: Found, found: Found, seen: View) -> bool:
    """Whether the lead-in's act holds for the item although it has a clause: one without a subject, or after its first sentence."""
    starts = clauses.clause(seen.sentences[0]) is found or clauses.clause(seen.sentences[0]) == found
    if not starts and lead.modality is not Modality.DISCLOSURE:
        return True
    if lead.modality is Modality.OBLIGATION and found.modality is Modality.DISCLOSURE:
        return True
    if found.mark or found.rule.startswith(
        ("ban", "definition", "exclusion", "grant", "class", "arbitration")
    ):
        return False
    if lead.modality in (Modality.PROHIBITION, Modality.RIGHT, Modality.PROCEDURE):
        return True
    return found.rule.startswith("imperative")
