"""What the platform says it does, may do and will do: by the verb that follows its name."""

from __future__ import annotations

import re

from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.found import Found
from clausewatch.nouns.finding import Modality

NOT = re.compile(
    r"^(?:may|must|shall|should|can|could|will|do|does|are|is|has|have|did|might) (?:not|never|neither|no)\b|^(?:cannot|can't|won't|don't|doesn't|never|isn't|aren't|haven't|hasn't|shouldn't|mustn't|neither)"
)
_PRACTICE = re.compile(rf"^{v.CLAIM_DATA}\b")
_ENFORCE = re.compile(
    r"\b(?:terminate|suspend|remove|delete|block|report|change|update|amend|modify|charge|monitor|limit|restrict|refuse|reject|disable|assign)\b"
)
_OFFER = re.compile(
    r"(?:may|can|might|could) (?:also )?(?:offer|include advertising|make available|provide (?:the|an) option)\b"
)
_MONITOR = re.compile(
    r"^will (?:also )?(?:[a-z]+ly )?(?:process|store|use|collect|receive|share|implement|monitor|review|disclose|transfer|retain|combine|record)\b"
)
_LIMITER = re.compile(
    r"\b(?:only|solely|not|unless|except|no more|at least|within|appropriate|prior|in accordance|reasonable)\b"
)
_CHARGE = re.compile(
    r"^will (?:also )?(?:automatically )?(?:charge|bill|debit|renew|suspend|terminate|remove|increase)\b"
)
_BUT_MAY = re.compile(
    r"\bbut zplat (?:[a-z]+ )?(?:may|can|reserves?|shall have the right|will have the right)\b"
)
_REFUSES = re.compile(
    r"(?:(?:do|does|will|shall|can) not|cannot|never) (?:allow|permit|tolerate|support|accept|condone)\b(?! (?:third parties|anyone|others|employees))|(?:strictly |also )?(?:prohibits?|forbids?|bans?|disallows?)\b"
)
_DISOWNS = re.compile(
    r"(?:do|does|will) not (?:claim|own|assert|acquire)\b(?=[^.;]{0,60}\b(?:your|ownership|content|inputs?|outputs?))"
)
_NO_CLAIM = re.compile(r"(?:claims?|asserts?|takes?) no (?:[a-z]+ )?(?:ownership|rights?|title)\b")
# Products bear their maker's name: what may not be used is the product, and the reader is who may not.
_USED = r"(?:used|accessed|employed|deployed|relied|resold|operated|integrated)\b"
_PRODUCT_NOT = re.compile(
    rf"(?:(?:may|must|shall|can|should) (?:not|never|only)|cannot|may under no circumstances|is (?:not|never) to|is only to) be {_USED}"
)
_PRODUCT_MAY = re.compile(rf"(?:may|can) (?:also )?be {_USED}")
_ALOOF = re.compile(
    r"(?:(?:do|does|can) not|cannot|never) (?:[a-z]+ly )?(?:necessarily )?(?:endorse|control|verify|vet|pre-?screen|guarantee)\b|(?:is|are) (?:not|neither) (?:a |an |the )?(?:obliged|obligated|required|bound|willing|part(?:y|ies)\b|agents?\b|brokers?\b|insurers?\b|employers?\b|affiliated\b|involved\b)"
)
_EXCEPTION = re.compile(r"\b(?:make|grant) (?:an )?exceptions?\b")
_NOTICE = re.compile(
    r"^(?:responds?|repl(?:y|ies)|answers?|deletes?|erases?|refunds?|acknowledges?)\b.{0,100}\bwithin (?!the (?:app|service))|^(?:provides?|gives?) (?:[a-z-]+ ){0,3}notice\b|^notif(?:y|ies)\b|^(?:obtains?|asks? for|seeks?) (?:[a-z]+ ){0,3}(?:consent|permission)\b"
)


_COMMITS = Found(Modality.COMMITMENT, "zplat", "platform: will")
# In order: a pattern at the head of the phrase, what must not stand near, and what is found.
_TABLE: tuple[tuple[re.Pattern[str], re.Pattern[str] | None, Found], ...] = (
    (_REFUSES, None, Found(Modality.PROHIBITION, "", "ban: not allowed by platform")),
    (_PRODUCT_NOT, None, Found(Modality.PROHIBITION, "", "ban: product not to be used")),
    (_PRODUCT_MAY, None, Found(Modality.PERMISSION, "zyou", "product may be used")),
    (_NO_CLAIM, None, Found(Modality.RIGHT, "zyou", "ownership left to user")),
    (_ALOOF, None, Found(Modality.DISCLAIMER, "zplat", "not endorsed or checked")),
    (_DISOWNS, None, Found(Modality.RIGHT, "zyou", "ownership left to user")),
    (
        re.compile(r"(?:is|are) (?:not|under no) (?:required|obligated|obliged|obligation|bound)\b"),
        None,
        Found(Modality.DISCLAIMER, "zplat", "no duty"),
    ),
    (NOT, None, Found(Modality.COMMITMENT, "zplat", "platform: not")),
    (
        re.compile(r"[a-z ]{2,80}? and (?:may|can|might)\b"),
        _PRACTICE,
        Found(Modality.POWER, "zplat", "platform: may"),
    ),
    (
        re.compile(rf".{{0,60}}?{_EXCEPTION.pattern}"),
        None,
        Found(Modality.POWER, "zplat", "platform: exceptions"),
    ),
)
_LAST: tuple[tuple[re.Pattern[str], Found | None], ...] = (
    (
        re.compile(r"only\b|.{0,110}?\b(?:only|no longer than)\b"),
        Found(Modality.COMMITMENT, "zplat", "platform: only"),
    ),
    (_CHARGE, Found(Modality.POWER, "zplat", "platform: charges")),
    (
        re.compile(rf"(?!.{{0,140}}{_LIMITER.pattern}){_MONITOR.pattern}"),
        Found(Modality.DISCLOSURE, "zplat", "practice to come"),
    ),
    (re.compile(v.WILL), _COMMITS),
    (_NOTICE, _COMMITS),
    (_PRACTICE, Found(Modality.DISCLOSURE, "zplat", "practice")),
    (
        re.compile(
            r"(?:are|is) (?:able|happy|pleased|committed|liable|responsible|required)\b|(?:has|have) (?:[a-z]+ly )?(?:implemented|put|taken|adopted|established)"
        ),
        Found(Modality.COMMITMENT, "zplat", "platform: is bound"),
    ),
    (
        re.compile(
            r"(?:has|have) (?:[a-z]+ly )?(?:added|introduced|built|trained|collected|received|used|shared|obtained|appointed|engaged)\b"
        ),
        Found(Modality.DISCLOSURE, "zplat", "practice", firm=False),
    ),
    (
        re.compile(
            r"(?:are|is|have|has|had|believe|want|think|aim|strive|understand|recogni[sz]e|care|value|recommend|encourage|build|work|would|appreciate|hope)\b"
        ),
        None,
    ),
    (
        re.compile(
            r"(?!users?\b|services?\b|products?\b|apps\b|agents?\b|models?\b)[a-z]{3,}(?:s|ed)\b|(?:make|take|show|send|allow|offer|create|help|give|run|train|review|delete|remove|monitor|limit|apply|determine|operate|conduct|publish|respond|report|host|place|set|personali[sz]e|customi[sz]e|measure|invest|verify|disassociate|de-identify|add|need|continue)\b"
        ),
        Found(Modality.DISCLOSURE, "zplat", "practice", firm=False),
    ),
)


def platform(phrase: str, text: str) -> Found | None:
    """What the platform's verb phrase makes of its sentence, by the first row of the table that matches."""
    if _BUT_MAY.search(text) and (_DISOWNS.match(phrase) or NOT.search(phrase)):
        return Found(Modality.POWER, "zplat", "platform: may")
    for pattern, unless, found in _TABLE:
        if pattern.match(phrase) and not (unless and unless.search(phrase[:140])):
            return found
    if re.match(v.POWER, phrase):
        return _may(phrase)
    return next((found for pattern, found in _LAST if pattern.match(phrase)), None)


def _may(phrase: str) -> Found:
    if _OFFER.match(phrase):
        return Found(Modality.DISCLOSURE, "zplat", "platform: may offer")
    act = re.sub(rf"^{v.POWER} (?:also |then |from time to time |[a-z]+ly )*", "", phrase)
    practice = re.match(
        r"(?:collect|receive|obtain|use|share|disclose|store|retain|process|transfer|combine|infer|access|send|ask|gather|log|record|link|keep)\b",
        act,
    )
    if practice and not _ENFORCE.search(act[:60]):
        return Found(Modality.POWER, "zplat", "platform: may, data practice")
    return Found(Modality.POWER, "zplat", "platform: may")
