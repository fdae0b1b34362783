"""One sentence: its operative verb, the subject of that verb, and what they make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from clausewatch.meaning.rules import verbs as v
from clausewatch.nouns.finding import Modality


@dataclass(frozen=True, slots=True)
class Found:
    """A modality with the mark of its subject ("" where it names none) and the rule. `firm`: not to be outweighed later."""

    modality: Modality
    mark: str
    rule: str
    firm: bool = True


_SUBORDINATE = re.compile(
    r"(?:^|[\s(\"])(?:if|when|whenever|where|wherever|unless|once|while|because|after|before|until|as|which|who|whom|how|what|whether|than|that|to the extent)\b[^,]*$"
)
_WHO = re.compile(r"\b(?P<who>zplat|zyou|zcust|zdev|zuser|zboth|zthird)(?!'s)\b")
_VERB = re.compile(rf"{v.AFTER} (?P<phrase>[a-z'][^;]{{0,240}})")
_JOINS = frozenset("neither each either both all and but or that so therefore then however hence accordingly thus also note additionally furthermore moreover sometimes otherwise instead nor yet generally currently typically hereby".split())
_SCENES = frozenset("cases case times time circumstances instances event markets regions countries law laws general addition particular practice situations".split())
_ASK = re.compile(r"^(?:agrees?|acknowledges?|understands?|accepts?|confirms?|represents?)\b")
_COMPLEMENT = re.compile(r"(?:agrees?|acknowledges?|understands?|accepts?|confirms?)(?: and (?:agrees?|acknowledges?|accepts?|understands?))?,?(?: that)? (?P<rest>.+)")
_NOT = re.compile(r"^(?:may|must|shall|should|can|could|will|do|does|are|is|has|have|did|might) (?:not|never|neither|no)|^(?:cannot|can't|won't|don't|doesn't|never|isn't|aren't|haven't|hasn't|shouldn't|mustn't|neither)")
_PRACTICE = re.compile(rf"^{v.CLAIM_DATA}\b")
_ENFORCE = re.compile(r"\b(?:terminate|suspend|remove|delete|block|report|change|update|amend|modify|charge|monitor|limit|restrict|refuse|reject|disable|assign)\b")
_OFFER = re.compile(r"(?:may|can|might|could) (?:also )?(?:offer|include advertising|make available|provide (?:the|an) option)\b")
_MONITOR = re.compile(r"^will (?:also )?(?:[a-z]+ly )?(?:process|store|use|collect|receive|share|implement|monitor|review|disclose|transfer|retain|combine|record)\b")
_LIMITER = re.compile(r"\b(?:only|solely|not|unless|except|no more|at least|within|appropriate|prior|in accordance|reasonable)\b")
_CHARGE = re.compile(r"^will (?:also )?(?:automatically )?(?:charge|bill|debit|renew|suspend|terminate|remove|increase)\b")
_SUBMITS = re.compile(r"\b(?:consents?|agrees?|submits?|irrevocably)\b[^.;]{0,40}\b(?:jurisdiction|venue)\b|\b(?:commenced|litigated|brought|filed|instituted|heard|resolved) (?:only|solely|exclusively) in\b")
_TAKEN = re.compile(r"\b(?:use|access|failure|continu\w+)\b[^.;]{0,160}\b(?:constitutes?|signif(?:y|ies)|means?|indicates?|represents?|be deemed|serves as)\b[^.;]{0,30}\b(?:acceptance|agreement|consent|accept|agree)|\bdeemed to (?:have )?(?:accept|agree|consent)\w*|\bsignif(?:y|ies) your (?:agreement|acceptance)|\bwhen zyou (?:use|access)\b[^.;,]{0,80},? zyou (?:also )?agree\b|\bentering into a (?:binding|legal)")
_BUT_MAY = re.compile(r"\bbut zplat (?:[a-z]+ )?(?:may|can|reserves?|shall have the right|will have the right)\b")
_CHANGES = re.compile(r"\b(?:prices?|fees|terms|features|availability|services?|policy|policies|schedule)\b[^.;]{0,40}(?:\b(?:is|are) subject to change\b|\bmay change\b|\bmay (?:also )?be (?:changed|updated|amended|discontinued|modified))|\b(?:our|zplat's) right to (?:terminate|suspend|remove|change|refuse|modify|cancel)")
_GLOSSARY = re.compile(r"^\W*(?:cookies?|pixels?|(?:web )?beacons?|local storage|tags|sdks?)(?: \([^)]*\))? (?:is|are) (?:an? |small |tiny |any |short |simple )|^\W*(?:an?|any) (?:natural |legal )?(?:person|individual|entity|business|organi[sz]ation|company)\b(?![^.;]{0,120}\b(?:may|must|shall|will|can)\b)")
_REFUSES = re.compile(r"(?:(?:do|does|will|shall|can) not|cannot|never) (?:allow|permit|tolerate|support|accept|condone)\b(?! (?:third parties|anyone|others|employees))|(?:strictly |also )?(?:prohibits?|forbids?|bans?|disallows?)\b")
_DISOWNS = re.compile(r"(?:do|does|will) not (?:claim|own|assert|acquire)\b(?=[^.;]{0,60}\b(?:your|ownership|content|inputs?|outputs?))")
_EXCEPTION = re.compile(r"\b(?:make|grant) (?:an )?exceptions?\b")
_LESSENED = re.compile(r"\b(?:be (?:notified|charged|able|informed|asked|given|entitled|refunded|billed|required to pay)|receive|have (?:access|the right)|get|continue to have|see\b|find\b|lose\b)")
_NOTICE = re.compile(r"^(?:provides?|gives?) (?:[a-z-]+ ){0,3}notice\b|^notif(?:y|ies)\b|^(?:obtains?|asks? for|seeks?) (?:[a-z]+ ){0,3}(?:consent|permission)\b")
_COMPETENCE = re.compile(r"^(?:able|is able|are able|offers?|supports?|is designed|are designed)")


def strong(sentence: str) -> bool:
    """Whether the sentence itself binds: more than an announcement of a list."""
    found = clause(sentence)
    return found is not None and found.rule in ("contact", "arbitration", "class waiver", "indemnity by user", "may, as of right")


def clause(sentence: str) -> Found | None:
    """What the sentence does, or None where it has no operative verb."""
    text = sentence
    for rule in _IN_ORDER:
        found = rule(text)
        if found:
            return found
    return None


def _remedies(text: str) -> Found | None:
    """Disputes: waivers of class and jury, arbitration, courts; indemnities."""
    if v.CLASS_WAIVER.search(text) and v.WAIVES.search(text) and not v.ARBITRATES.search(text[:60]):
        return Found(Modality.PROHIBITION, "zboth", "class waiver")
    if v.ARBITRATES.search(text) and v.BINDING.search(text) and not re.search(r"\bopt[- ]out\b|\bnot required\b|\bnot (?:be )?subject to", text):
        return Found(Modality.OBLIGATION, "zboth", "arbitration")
    if (v.FORUM.search(text) or _SUBMITS.search(text)) and not re.search(r"\b(?:may|can) (?:also )?(?:bring|file|sue)", text):
        return Found(Modality.OBLIGATION, "zboth", "forum")
    if re.search(r"\bindemnif(?:y|ies)\b|\bhold (?:\w+ ){0,6}harmless\b|\bdefend\b", text):
        return _indemnity(text)
    return None


def _indemnity(text: str) -> Found | None:
    at = re.search(r"\bindemnif|\bharmless\b|\bdefend\b", text)
    assert at is not None
    before = re.findall(r"\b(zplat|zyou|zcust|zdev|zuser|zboth)\b(?!'s)", text[: at.start()])
    if not before or re.search(r"\b(?:no obligation|not be (?:obligated|required)|will not)\b", text):
        return None
    first = before[0]
    if first == "zplat":
        return Found(Modality.COMMITMENT, "zplat", "indemnity by platform")
    return Found(Modality.OBLIGATION, first, "indemnity by user")


def _definition(text: str) -> Found | None:
    if _GLOSSARY.search(text):
        return Found(Modality.DEFINITION, "", "definition: glossary", firm=False)
    if v.DEFINES.search(text):
        return Found(Modality.DEFINITION, "zboth" if re.search(r"\beither party\b|zboth", text) else "", "definition")
    return None


def _exclusion(text: str) -> Found | None:
    """No warranty, no liability, no refund, fallible output; and what is saved from such exclusions."""
    if re.search(rf"\b{v.U}(?!'s){v.AFTER} {v.NOT_ALLOWED}", text[:60]):
        return None
    if _kept(text):
        return Found(Modality.COMMITMENT, "zplat", "mandatory rights saved")
    if v.AS_IS.search(text) or v.NO_REFUND.search(text) or (v.FALLIBLE.search(text) and not v.BAN_PHRASE.search(text)):
        return Found(Modality.DISCLAIMER, "zplat", "no warranty, refund or certainty")
    found = v.EXCLUSION.search(text)
    if found:
        by_user = re.search(rf"\b{v.U}{v.AFTER} (?:is|are|will be|shall be|remain|assumes?)", text[: found.end()])
        assumes = re.search(r"assumes? (?:all|any|the|full)", found[0])
        if re.search(rf"\b{v.U} (?:have|has) no obligation", text):
            return None
        if by_user and not assumes and not re.search(r"zplat", text[: found.start()]):
            return None
        if re.search(r"\bzplat(?: [a-z]+)? (?:may|reserves?)\b(?! not)", text) and re.search(r"\b(?:although|while|but)\b[^.;]{0,60}$", text[: found.start()]):
            return None
        mutual = re.search(r"\b(?:neither|each|either) party|zboth", text)
        return Found(Modality.DISCLAIMER, "zboth" if mutual else "zplat", "exclusion")
    return None


def _kept(text: str) -> bool:
    """Whether the sentence keeps what the law gives, not in a mere reservation before an exclusion."""
    if re.search(r"\b(?:exclusions?|limitations?|above|disclaimers?)\b[^.;]{0,80}\b(?:do|does|shall|will|may) not apply\b", text):
        return True
    found = v.SAVED.search(text)
    if found is None or not re.search(r"liab|right|guarantee|warrant|law", text):
        return False
    reserved = re.match(r"\W*(?:except|unless|to the extent|other than|where|if|subject)\b[^,]*$", text[: found.start()])
    return not (reserved and v.EXCLUSION.search(text, found.end()))


def _grants(text: str) -> Found | None:
    """Who gives whom leave."""
    if re.search(rf"\b{v.U}(?!'s){v.AFTER} {v.NOT_ALLOWED}", text):
        return None
    if re.search(rf"\b(?:as|so) long as {v.U} (?:comply|follow|meet)|\bonly if {v.U} (?:comply|agree)", text):
        return Found(Modality.OBLIGATION, "zyou", "leave on condition")
    if re.search(rf"\bby (?:clicking|using|accessing|creating|continuing|installing|downloading|signing|ordering|registering)\b[^.;]{{0,200}}\b{v.U} (?:are )?(?:agree(?:s|ing)?|accept(?:s|ing)?|consent(?:s|ing)?)\b(?! that zplat)", text) or _TAKEN.search(text):
        return Found(Modality.OBLIGATION, "zyou", "acceptance by act")
    if re.search(rf"\b{v.U}{v.AFTER} (?:agrees? and )?authori[sz]es? that\b", text) or v.GRANT_TO_PLATFORM.search(text):
        return Found(Modality.POWER, "zplat", "grant to platform")
    found = v.GRANT_TO_USER.search(text)
    if found and not re.search(rf"\b{v.P}{v.AFTER} (?:do not|don't|does not|will not)", text[: found.end()]):
        who = re.search(rf"\b{v.U}\b", found[0])
        return Found(Modality.PERMISSION, who[0] if who else "zyou", "grant to user")
    return None


def _opening(text: str) -> Found | None:
    """Imperatives that forbid, rights named outright, and steps."""
    if v.BAN_OPENING.search(text):
        return Found(Modality.PROHIBITION, "", "ban: imperative")
    if v.PROCEDURAL.search(text):
        return Found(Modality.PROCEDURE, "", "steps")
    if re.match(r"\W*(?:the )?right (?:to|of)\b", text):
        return Found(Modality.RIGHT, "zyou", "right named")
    return None


def _subject_verb(text: str) -> Found | None:
    """The first party that is the subject of a main clause, and its verb."""
    for found in _WHO.finditer(text):
        before = text[max(0, found.start() - 90) : found.start()]
        tail = re.split(r"[,;:]\s", before)[-1]
        if _SUBORDINATE.search(tail):
            continue
        if _is_object(before, text, found.start()):
            continue
        verb = _VERB.match(text, found.end())
        made = _verb(found["who"], verb["phrase"], text) if verb else None
        if made:
            return made
    return None


def _is_object(before: str, text: str, at: int) -> bool:
    """Whether the name there is an object or opens a relative clause: a plain word runs into it ("any rights you have")."""
    last = re.search(r"([a-z'-]+)[ (\"]*$", before)
    if last is None or not before.endswith((last[1] + " ", last[1] + " (", last[1] + ' "')):
        return False
    if last[1] in _JOINS:
        return False
    return not (at < 70 and re.match(r"(?:in|on|at|under|from|during|as|for|by|to|with) [a-z' ]+$", text[:at]) and last[1] in _SCENES)


def _verb(who: str, phrase: str, text: str) -> Found | None:
    if who == "zplat":
        return _platform(phrase, text)
    if who == "zboth":
        return _both(phrase, text)
    return _user(who, phrase, text)


def _both(phrase: str, text: str) -> Found | None:
    neither = "neither zboth" in text
    if _NOT.search(phrase) or (neither and re.match(r"(?:may|will|shall|must|can)\b", phrase)):
        return Found(Modality.PROHIBITION, "zboth", "mutual: not")
    if re.match(v.MAY, phrase):
        return Found(Modality.RIGHT, "zboth", "mutual: may")
    if re.match(v.DUTY, phrase):
        if re.match(r"agrees? (?:that )?[a-z]+ (?:is|are) (?:the )?", phrase):
            return Found(Modality.DEFINITION, "zboth", "mutual: agreed meaning", firm=False)
        return Found(Modality.OBLIGATION, "zboth", "mutual: must")
    return None


def _platform(phrase: str, text: str) -> Found | None:
    if _REFUSES.match(phrase):
        return Found(Modality.PROHIBITION, "", "ban: not allowed by platform")
    if _DISOWNS.match(phrase):
        if _BUT_MAY.search(text):
            return Found(Modality.POWER, "zplat", "platform: may")
        return Found(Modality.RIGHT, "zyou", "ownership left to user")
    agreed = re.match(r"(?:agrees?|acknowledges?) that (?P<rest>.+)", phrase)
    if agreed and (inner := clause(agreed["rest"])):
        return inner
    if re.match(r"(?:is|are) (?:not|under no) (?:required|obligated|obliged|obligation|bound)\b", phrase):
        return Found(Modality.DISCLAIMER, "zplat", "no duty")
    if _NOT.search(phrase):
        if _BUT_MAY.search(text):
            return Found(Modality.POWER, "zplat", "platform: may")
        return Found(Modality.COMMITMENT, "zplat", "platform: not")
    if re.match(r"[a-z ]{2,80}? and (?:may|can|might)\b", phrase) and not _PRACTICE.match(phrase):
        return Found(Modality.POWER, "zplat", "platform: may")
    if _EXCEPTION.search(phrase):
        return Found(Modality.POWER, "zplat", "platform: exceptions")
    if re.match(v.POWER, phrase):
        return _may(phrase)
    if re.match(r"only\b", phrase) or re.search(r"\b(?:only|no longer than)\b", phrase[:120]):
        return Found(Modality.COMMITMENT, "zplat", "platform: only")
    if _CHARGE.search(phrase):
        return Found(Modality.POWER, "zplat", "platform: charges")
    if _MONITOR.search(phrase) and not _LIMITER.search(phrase[:140]):
        return Found(Modality.DISCLOSURE, "zplat", "practice to come")
    if re.match(v.WILL, phrase) or _NOTICE.search(phrase):
        return Found(Modality.COMMITMENT, "zplat", "platform: will")
    if _PRACTICE.search(phrase):
        return Found(Modality.DISCLOSURE, "zplat", "practice", firm=True)
    if re.match(r"(?:are|is) (?:able|happy|pleased|committed|liable|responsible|required)\b|have? (?:implemented|put|taken|adopted)", phrase):
        return Found(Modality.COMMITMENT, "zplat", "platform: is bound")
    if re.match(r"(?:are|is|have|has|had|believe|want|think|aim|strive|'ve|'re|understand|recogni[sz]e|care|value|recommend|encourage|build|work|would|appreciate|hope)\b", phrase):
        return None
    if re.match(r"(?!users?\b|services?\b|products?\b|apps\b|agents?\b|models?\b)[a-z]{3,}(?:s|ed)\b|(?:make|take|show|send|allow|work|offer|create|help|give|run|train|review|delete|remove|monitor|limit|apply|determine|operate|conduct|publish|respond|report|host|place|set|personali[sz]e|customi[sz]e|measure|invest|verify|disassociate|de-identify|add|need|continue)\b", phrase):
        return Found(Modality.DISCLOSURE, "zplat", "practice", firm=False)
    return None


def _may(phrase: str) -> Found:
    if _OFFER.match(phrase):
        return Found(Modality.DISCLOSURE, "zplat", "platform: may offer")
    act = re.sub(rf"^{v.POWER} (?:also |then |from time to time |[a-z]+ly )*", "", phrase)
    practice = re.match(r"(?:collect|receive|obtain|use|share|disclose|store|retain|process|transfer|combine|infer|access|send|ask|gather|log|record|link|keep)\b", act)
    if practice and not _ENFORCE.search(act[:60]):
        return Found(Modality.POWER, "zplat", "platform: may, data practice")
    return Found(Modality.POWER, "zplat", "platform: may")


def _user(who: str, phrase: str, text: str) -> Found | None:
    if re.match(v.NOT_ALLOWED, phrase):
        return _user_not(who, phrase)
    complement = _COMPLEMENT.match(phrase) if _ASK.match(phrase) else None
    if complement and not complement["rest"].startswith("to "):
        inner = clause(complement["rest"])
        if inner and inner.rule != "imperative":
            return inner
    if v.RIGHTFUL.match(phrase):
        return Found(Modality.RIGHT, who, "right")
    if re.match(v.MAY, phrase):
        return _user_may(who, phrase)
    if re.match(r"(?:will|shall) (?:also )?(?:not )?" + _LESSENED.pattern, phrase):
        return Found(Modality.COMMITMENT, "zplat", "user will get", firm=False)
    if re.match(v.DUTY, phrase):
        return Found(Modality.OBLIGATION, who, "duty")
    if re.match(r"(?:grants?|assigns?|authori[sz]es?|permits?|consents?)\b", phrase):
        return Found(Modality.POWER, "zplat", "grant to platform")
    return None


def _user_not(who: str, phrase: str) -> Found | None:
    if re.match(r"(?:do not|don't|does not) (?:have to|need|lose|own|want|have)", phrase):
        return None
    if re.match(r"(?:will|shall) not (?:be (?:charged|able|required|billed|asked)|lose|need)", phrase):
        return Found(Modality.COMMITMENT, "zplat", "user will not be", firm=False)
    if re.match(r"(?:may|can) only\b", phrase) and re.search(r"\b(?:in compliance|in accordance|subject to)\b", phrase[:80]):
        return Found(Modality.OBLIGATION, who, "only in accord")
    if re.match(r"do not\b|don't\b|does not\b|cannot (?:resolve|reasonably|agree|access|be)\b", phrase):
        return None
    if re.match(r"agrees? not to (?:use|provide|give) (?:any )?(?:false|inaccurate)", phrase):
        return Found(Modality.OBLIGATION, who, "truthful")
    return Found(Modality.PROHIBITION, who, "ban")


def _user_may(who: str, phrase: str) -> Found:
    if re.match(r"may be (?:required|asked|charged|liable|responsible)", phrase):
        return Found(Modality.OBLIGATION, who, "duty", firm=False)
    if v.CONTACT.search(phrase) and not re.search(r"\bappeal|authorit|complain\w* (?:to|with)", phrase):
        return Found(Modality.PROCEDURE, who, "contact")
    if re.match(r"(?:may|might|will) no longer\b|(?:may|might) (?:also )?(?:choose to )?(?:provide|see|receive|encounter|experience|be shown|share|need|find)\b", phrase):
        return Found(Modality.DISCLOSURE, "zplat", "user may happen to", firm=False)
    if v.RIGHT_MATTER.search(phrase[:160]) and not (v.CONTROL.search(phrase[:160]) and not re.search(r"\bappeal|terminat|cancel|court|audit|authorit|features provided|via the export", phrase[:160])):
        return Found(Modality.RIGHT, who, "may, as of right")
    return Found(Modality.PERMISSION, who, "may")


def _things(text: str) -> Found | None:
    """Rules about things: what is prohibited, due, governed, done."""
    if v.BAN_PHRASE.search(text) and not re.search(r"\bunless prohibited\b|\b(?:where|if|extent|is) prohibited by (?:law|applicable)", text):
        return Found(Modality.PROHIBITION, "", "ban: thing", firm=True)
    if _CHANGES.search(text):
        return Found(Modality.POWER, "zplat", "change reserved")
    if v.MECHANICS.search(text):
        return Found(Modality.DEFINITION, _both_or_none(text), "mechanics", firm=False)
    if v.RIGHTFUL.search(text):
        return Found(Modality.RIGHT, "zyou", "right")
    if v.PROMISED.search(text):
        return Found(Modality.COMMITMENT, "zplat", "promised")
    if v.DUE.search(text):
        who = re.search(r"\b(zcust|zdev|zuser|zthird)\b", text)
        return Found(Modality.OBLIGATION, who[0] if who else "", "due")
    if re.search(r"\b(?:may|can|might) (?:also )?be (?:used|disclosed|shared|transferred|changed|suspended|terminated|removed|provided|reported|modified|edited|deleted|cancell?ed|withdrawn|revoked|refused|blocked|monitored|limited|restricted|closed|disabled)\b|\b(?:may|can) (?:help )?train\b|\bmay (?:not )?be (?:made )?(?:available|supported)", text):
        return Found(Modality.POWER, "zplat", "may be done, data practice")
    if v.AFFECTED.search(text) or re.search(r"\b(?:automatically renews?|may be subject to|may include|may have|may result|use cookies|cookies (?:help|are|allow|set))\b", text):
        return Found(Modality.DISCLOSURE, "zplat", "told", firm=False)
    return None


def _both_or_none(text: str) -> str:
    """Terms that fix the relation of the parties bind both; what only says what a word or section covers binds none."""
    if re.search(r"\bthis section applies to zyou\b|\bmean zyou\b", text):
        return ""
    return "zboth"


def _imperative(text: str) -> Found | None:
    if v.IMPERATIVE.search(text):
        return Found(Modality.OBLIGATION, "", "imperative", firm=False)
    return None


_IN_ORDER: tuple[Callable[[str], Found | None], ...] = (
    _definition,
    _remedies,
    _exclusion,
    _grants,
    _opening,
    _subject_verb,
    _things,
)
