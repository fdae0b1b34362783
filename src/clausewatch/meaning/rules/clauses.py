"""One sentence: its operative verb, the subject of that verb, and what they make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.formulas import definition, exclusion, grants, opening, remedies
from clausewatch.meaning.rules.found import Found
from clausewatch.meaning.rules.platform_acts import NOT, platform
from clausewatch.meaning.rules.things import things
from clausewatch.meaning.rules.view import REMEMBERED
from clausewatch.meaning.sieve import search
from clausewatch.nouns.finding import Modality

__all__ = ["Found", "clause", "strong"]

_SUBORDINATE = re.compile(
    r"(?:^|[\s(\"])(?:if|(?:when|whenever|while|after|before)\b(?! [a-z]{2,}ing\b)|where|wherever|unless|once|because|until|as(?! an? | z[a-z]+ *$)|which|who|whom|how|what|whether|than|that|to the extent)\b[^,]*$"
)
_WHO = re.compile(r"\b(?P<who>zplat|zyou|zcust|zdev|zuser|zboth|zthird)(?!'s)\b")
_VERB = re.compile(rf"{v.AFTER} (?P<phrase>[a-z'][^;]{{0,240}})")
# "developers building on the API must ...": what narrows the subject stands before the verb.
_AMONG = re.compile(
    r"^(?:who|that|[a-z]{2,}ing|located|based|residing) [^,.;]{2,80}? (?=(?:must|may|shall|should|will|cannot|can|are|have|agree|need)\b)"
)
# Where the statement tells the way, the way is its point.
_BY_A_WAY = re.compile(
    r"(?:may|can) (?:also |[a-z]+ly )?(?:exercise|submit|make|file|send|lodge|direct|designate)\b[^.;]{0,120}?(?:@|https?:|\b(?:by|via|through|using|with|to|at) (?:contact|e-?mail|writing|calling|sending|submitting|completing|filling|visiting|clicking|(?:the|our|this|an?) (?:[a-z]+ ){0,3}(?:form|link|portal|page|address|number|centre|center)))"
)
# Not to be written to or shown advertisements is a choice; not to be trained on or tied to arbitration is a right.
_OPTS_OUT = re.compile(
    r"[a-z ]{2,60}?(?:opt[- ]?out|unsubscribe|decline|refuse|reject|block)\b(?=[^.;]{0,80}\b(?:e-?mails?|newsletters?|messages|communications|marketing|promotion\w*|notifications?|advertis\w*|ads|cookies|pixels|trackers?|reference))"
)
_JOINS = frozenset(
    [
        "neither",
        "each",
        "either",
        "both",
        "all",
        "and",
        "but",
        "or",
        "that",
        "so",
        "therefore",
        "then",
        "however",
        "hence",
        "accordingly",
        "thus",
        "also",
        "note",
        "additionally",
        "furthermore",
        "moreover",
        "sometimes",
        "otherwise",
        "instead",
        "nor",
        "yet",
        "generally",
        "currently",
        "typically",
        "hereby",
    ]
)
_SCENES = frozenset(
    [
        "cases",
        "case",
        "times",
        "time",
        "circumstances",
        "instances",
        "event",
        "markets",
        "regions",
        "countries",
        "law",
        "laws",
        "general",
        "addition",
        "particular",
        "practice",
        "situations",
    ]
)
_MODAL = re.compile(
    r"(?:(?:are|is) (?:[a-z]+ly )?(?:responsible|required|liable|obliged)|agrees?|undertakes?|warrants?|represents?|confirms?|acknowledges?|consents?|certif(?:y|ies)|may|will|shall|must|reserves?|can|cannot)\b"
)
_ASK = re.compile(r"^(?:agrees?|acknowledges?|understands?|accepts?|confirms?|represents?)\b")
_COMPLEMENT = re.compile(
    r"(?:agrees?|acknowledges?|understands?|accepts?|confirms?)(?:,? (?:and )?(?:(?:hereby|further|expressly|also) )?(?:agrees?|acknowledges?|accepts?|understands?|consents?|confirms?)\b)*,?(?: that)? (?P<rest>.+)"
)
# "consents to our recording", "will have their accounts closed": the platform acts, the reader owes nothing.
_SUFFERS = re.compile(
    r"(?:consents?|agrees?) to (?:our|zplat|zplat's|the) (?:[a-z]+ly )?(?:[a-z]{3,}ing|use|collection|disclosure|transfer|storage)\b(?! (?:terms|polic|agreement|addendum|conditions|guidelines))"
    r"|(?:will|shall) have [a-z ]{2,40} (?:terminated|suspended|removed|disabled|closed|restricted)\b"
)
_WARRANTS_NOT = re.compile(
    r"(?:(?:also|further|hereby) )?(?:represents?|warrants?|agrees?|undertakes?|covenants?|promises?|certif(?:y|ies)|confirms?)(?:,? (?:and|or) [a-z]+)*,? (?:to zplat )?that (?:it|they|he or she|zyou|zcust|zdev|zuser) (?:will|shall|may|must|do|does|is|are) not\b(?! (?:located|subject|listed|under|on|a|an|the|party|in)\b)"
)
_REACHES_US = re.compile(
    r"(?:should|can|may|will need to|need to|must)(?: first)? (?:please )?(?:contact|e-?mail|write to|call|reach(?: out to)?|get in touch with)(?: zplat\b| our\b| the\b)(?![^.;]{0,80}\b(?:authorit\w+|regulators?|ombuds\w+|courts?|commission|police)\b)"
)
# Freed from a duty: "is not obliged to take part", "need not register".
_NO_NEED = re.compile(
    r"(?:(?:is|are) (?:not|never|under no|not under any)|aren't|isn't) (?:[a-z]+ly )?(?:obliged|obligated|required|obligation|bound|compelled)(?: [a-z]+ly)? to\b"
    r"|(?:do|does)(?: not|n't) (?:need|have) to\b|need not\b|(?:has|have) no (?:obligation|duty|need) to\b"
)
_LESSENED = re.compile(
    r"\b(?:be (?:notified|charged|able|informed|asked|given|refunded|billed|required to pay)|receive|have (?:access|the right)|get|continue to have|see\b|find\b|lose\b)"
)


def strong(sentence: str) -> bool:
    """Whether the sentence itself binds: more than an announcement of a list."""
    found = clause(sentence)
    return found is not None and found.rule in (
        "contact",
        "arbitration",
        "class waiver",
        "indemnity by user",
        "may, as of right",
    )


_NOTE = re.compile(
    r"(?:please )?(?:note|be aware|remember|be advised|keep in mind|bear in mind|be informed|understand)(?: also|,? however)?,? that,? "
)


@lru_cache(maxsize=REMEMBERED)
def clause(sentence: str) -> Found | None:
    """What the sentence does, or None where it has no operative verb. "Please note that" is no part of what it does.

    Kept, since a lead-in is asked about for each of its items, and a first sentence more than once.
    """
    text = _NOTE.sub("", sentence, count=1) if _NOTE.match(sentence) else sentence
    for rule in _IN_ORDER:
        found = rule(text)
        if found:
            return found
    return None


def _subject_verb(text: str) -> Found | None:
    """The first party that is the subject of a main clause, and its verb."""
    for found in _WHO.finditer(text):
        before = text[max(0, found.start() - 90) : found.start()]
        tail = re.split(r"[,;:]\s", before)[-1]
        if _SUBORDINATE.search(tail):
            continue
        verb = _VERB.match(text, found.end())
        if verb is None or _is_object(before, tail, verb["phrase"]):
            continue
        made = _verb(found["who"], _AMONG.sub("", verb["phrase"]), text)
        if made:
            return made
    return None


def _is_object(before: str, tail: str, phrase: str) -> bool:
    """Whether the name there is an object or opens a relative clause: a plain word runs into it ("any rights you have").

    A scene set without a comma ("In some countries we may") is neither; `tail` is what stands since the last comma.
    """
    last = search(r"([a-z'-]+)[ (\"]*$", before)
    if last is None or last[1] in _JOINS:
        return False
    scene = re.match(
        r"\s*(?:in|on|outside|within|without|beyond|at|under|from|during|as|for|by|upon|after|following|through|via|(?:when|while|before|after) [a-z]{2,}ing) [a-z' ]+$",
        tail,
    )
    return not (scene and (last[1] in _SCENES or _MODAL.match(phrase)))


def _verb(who: str, phrase: str, text: str) -> Found | None:
    if who == "zplat":
        agreed = re.match(r"(?:agrees?|acknowledges?) that (?P<rest>.+)", phrase)
        return (clause(agreed["rest"]) if agreed else None) or platform(phrase, text)
    if who == "zboth":
        return _both(phrase, text)
    return _user(who, phrase)


def _both(phrase: str, text: str) -> Found | None:
    neither = "neither zboth" in text
    if NOT.search(phrase) or (neither and re.match(r"(?:may|will|shall|must|can)\b", phrase)):
        return Found(Modality.PROHIBITION, "zboth", "mutual: not")
    if re.match(v.MAY, phrase) or v.RIGHTFUL.match(phrase):
        return Found(Modality.RIGHT, "zboth", "mutual: may")
    if re.match(v.DUTY, phrase):
        if re.match(
            r"(?:also )?agrees? (?:that )?(?:[a-z]+ (?:is|are) (?:the )?|[^.;]{2,120}\b(?:does|do|shall|will) not apply\b)",
            phrase,
        ):
            return Found(Modality.DEFINITION, "zboth", "mutual: agreed meaning", firm=False)
        return Found(Modality.OBLIGATION, "zboth", "mutual: must")
    return None


# Verb phrases of the reader that tell at once, in order.
_AT_ONCE: tuple[tuple[re.Pattern[str], Modality, str], ...] = (
    (_WARRANTS_NOT, Modality.PROHIBITION, "ban: warranted"),
    (re.compile(r"(?:shall|will) be (?:permitted|allowed|free) to\b"), Modality.PERMISSION, "may"),
    (_NO_NEED, Modality.PERMISSION, "no need"),
    (re.compile(r"(?:hereby |also )?agrees? to receive\b"), Modality.POWER, "lets the platform act"),
    (_REACHES_US, Modality.PROCEDURE, "contact"),
)


def _user(who: str, phrase: str) -> Found | None:
    for pattern, modality, rule in _AT_ONCE:
        if pattern.match(phrase):
            return Found(modality, "zplat" if modality is Modality.POWER else who, rule)
    if re.match(v.NOT_ALLOWED, phrase):
        return _user_not(who, phrase)
    complement = _COMPLEMENT.match(phrase) if _ASK.match(phrase) else None
    if complement and not complement["rest"].startswith("to "):
        inner = clause(complement["rest"])
        if inner and inner.rule != "imperative":
            return inner
    if v.RIGHTFUL.match(phrase) or re.match(
        r"(?:will|shall) (?:also |then )?(?:be entitled to|have the right)\b", phrase
    ):
        return Found(Modality.RIGHT, who, "right")
    if re.match(v.MAY, phrase):
        return _user_may(who, phrase)
    if re.match(r"(?:will|shall) (?:also )?(?:not )?" + _LESSENED.pattern, phrase):
        return Found(Modality.COMMITMENT, "zplat", "user will get", firm=False)
    return _bound(who, phrase)


def _bound(who: str, phrase: str) -> Found | None:
    """What the reader must do, or lets the platform do."""
    if _SUFFERS.match(phrase):
        return Found(Modality.POWER, "zplat", "lets the platform act")
    if re.match(v.DUTY, phrase):
        return Found(Modality.OBLIGATION, who, "duty")
    if re.match(
        r"needs?\b(?= (?:to|an?|your|our|the|its)\b)|(?:is|are) (?:\w+ly )?(?:liable|answerable)\b", phrase
    ):
        return Found(Modality.OBLIGATION, who, "need")
    if re.match(r"(?:waives?|grants?|assigns?|authori[sz]es?|permits?|consents?)\b", phrase):
        return Found(Modality.POWER, "zplat", "grant to platform")
    return None


def _user_not(who: str, phrase: str) -> Found | None:
    if re.match(
        r"(?:do|does) not (?:allow|permit|let|help|assist|enable|encourage|cause|authori[sz]e)\b", phrase
    ):
        return Found(Modality.PROHIBITION, who, "ban")
    if re.match(r"(?:do not|does not) (?:have|need) to\b", phrase):
        return Found(Modality.PERMISSION, who, "no need", firm=False)
    if re.match(r"(?:do not|don't|does not) (?:have to|need|lose|own|want|have)", phrase):
        return None
    if re.match(r"(?:will|shall) not (?:be (?:charged|able|required|billed|asked)|lose|need)", phrase):
        return Found(Modality.COMMITMENT, "zplat", "user will not be", firm=False)
    if re.match(r"(?:may|can) only\b", phrase) and search(
        r"\b(?:in compliance|in accordance|subject to)\b", phrase[:80]
    ):
        return Found(Modality.OBLIGATION, who, "only in accord")
    if re.match(r"do not\b|don't\b|does not\b|cannot (?:resolve|reasonably|agree|access|be)\b", phrase):
        return None
    if re.match(r"agrees? not to (?:use|provide|give) (?:any )?(?:false|inaccurate)", phrase):
        return Found(Modality.OBLIGATION, who, "truthful")
    return Found(Modality.PROHIBITION, who, "ban")


def _user_may(who: str, phrase: str) -> Found:
    if re.match(r"(?:may|can|could|might) be held\b", phrase):
        return Found(Modality.DISCLOSURE, "zplat", "user may happen to", firm=False)
    if _BY_A_WAY.match(phrase) and "appeal" not in phrase:
        return Found(Modality.PROCEDURE, who, "contact")
    if re.match(r"may be (?:required|asked|charged|liable|responsible)", phrase):
        return Found(Modality.OBLIGATION, who, "duty", firm=False)
    if (
        v.CONTACT.search(phrase)
        or re.match(r"(?:may|can) (?:also )?(?:report|flag|contact|email|reach|write)\b", phrase)
    ) and not search(r"\bappeal|authorit|complain\w* (?:to|with)", phrase):
        return Found(Modality.PROCEDURE, who, "contact")
    if re.match(
        r"(?:may|might|will) no longer\b|(?:may|might) (?:also )?(?:choose to )?(?:have access|lose\b|expose|incur|be (?:subject|given|shown|offered|redirected|prompted|exposed|disclosed|shared|transferred|used|collected|processed|stored|visible)|provide|see|receive|encounter|experience|be shown|share|need|find)\b",
        phrase,
    ):
        return Found(Modality.DISCLOSURE, "zplat", "user may happen to", firm=False)
    if _OPTS_OUT.match(phrase):
        return Found(Modality.PERMISSION, who, "may opt out of messages")
    if v.RIGHT_MATTER.search(phrase[:160]) and not (
        v.CONTROL.search(phrase[:160])
        and not search(
            r"\bappeal|terminat|cancel|court|audit|authorit|features provided|via the export|\b(?:delete|close) (?:your|its|their|the|all|any) (?:[a-z]+ ){0,2}(?:accounts?\b|profile|personal|data)",
            phrase[:160],
        )
    ):
        return Found(Modality.RIGHT, who, "may, as of right")
    return Found(Modality.PERMISSION, who, "may")


_IN_ORDER: tuple[Callable[[str], Found | None], ...] = (
    definition,
    remedies,
    exclusion,
    grants,
    opening,
    _subject_verb,
    things,
)
