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
_KEEPS_RIGHTS = re.compile(
    r"(?:still |also |expressly |always )*(?:has|have|keeps?|retains?|reserves?|holds?) (?:the |all |certain |other )*(?:[a-z]+ )?rights?(?: to\b| of\b|:| (?:at any|in its|in our))|(?:still |also )*(?:has|have|keeps?|retains?) the following rights"
)
_PROTECTS = re.compile(
    r"(?:also |[a-z]+ly )?(?:(?:takes?|uses?|ha(?:s|ve)|appl(?:y|ies)|employs?|implements?|adopts?|puts?|relies on|rely on)\b[^.;]{0,80}\b(?:security|protective|technical|organi[sz]ational|appropriate|reasonable|industry|physical|administrative)\b[^.;]{0,60}\b(?:measures|safeguards|controls|procedures|precautions|steps|encryption|protocols|standards|practices)\b|(?:limits?|restricts?) (?:the )?access to\b|encrypts?\b|requires? (?:[a-z, ]+ )?to (?:keep|protect|respect|comply|maintain|safeguard))"
)
_UNABLE = re.compile(
    r"(?:may|might|could) not (?:always |necessarily )?(?:be (?:able|possible|in a position)|detect|catch|notice)\b|cannot always\b|(?:is|are) (?:not (?:always )?able|unable) to\b|(?:has|have) no (?:[a-z]+ )?(?:control|influence)\b"
)
_OWNS = re.compile(
    r"(?:(?:and|or) [a-z' ,]{2,60}? )?(?:will |shall )?(?:also |exclusively |solely )?(?:owns?|holds?|retains?|reserves?|(?:is|are|remains?) the (?:[a-z]+ ){0,2}(?:owners?|licensees?|proprietors?))\b(?! the right\b)[^.;]{0,80}\b(?:rights?|title|interest|ownership|trademarks?|copyrights?|intellectual property|software|marks?|content|technology|services?)\b"
)
_DEAF = re.compile(
    r"(?:do|does|may|will|can)? ?(?:not|cannot)(?: currently)? (?:[a-z]+ly )?(?:respond to|recogni[sz]e|honou?r|take (?:any )?actions?|act on|react to|process|support)\b[^.;]{0,60}\b(?:do[- ]not[- ]track|dnt\b|signals?|headers?)"
)
_CONCEDES = re.compile(
    r"(?:acknowledges?|recogni[sz]es?|agrees?|accepts?|confirms?)(?: and agrees?)? (?:that )?(?:your|zyou|zcust|zdev|zuser)(?:'s)?\b[^.;]{0,30}\b(?:own\b|owns\b|ownership|rights?|title)"
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
    (_CONCEDES, None, Found(Modality.RIGHT, "zyou", "ownership left to user")),
    (
        re.compile(r"(?:hereby )?reserves? (?:all|any)(?: other)? (?:[a-z]+ ){0,2}rights?\b"),
        None,
        Found(Modality.DEFINITION, "", "rights not granted"),
    ),
    (_KEEPS_RIGHTS, None, Found(Modality.POWER, "zplat", "platform: may")),
    (_OWNS, None, Found(Modality.RIGHT, "zplat", "owned by platform")),
    (_DEAF, None, Found(Modality.DISCLOSURE, "zplat", "signals not heeded")),
    (_PROTECTS, None, Found(Modality.COMMITMENT, "zplat", "platform: protects")),
    (_UNABLE, None, Found(Modality.DISCLAIMER, "zplat", "not able")),
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


# To say what may be gathered of people is to tell of it, whatever the document: what is done with it may be a power.
_GATHERS = re.compile(
    r"(?:(?:collect|receive|obtain|gather|log|record)(?:,? (?:and|or|and/or|also) (?:collect|receive|obtain|gather|log|record|store))*\b)(?=[^.;]{0,160}\b(?:information|data|addresses|identifiers|details|cookies|logs?)\b)"
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
    act = re.sub(
        rf"^{v.POWER} (?:also |then |from time to time |[a-z]+ly |need to |have to |want to |wish to |choose to |be required to |be obliged to )*",
        "",
        phrase,
    )
    if _GATHERS.match(act):
        return Found(Modality.DISCLOSURE, "zplat", "may gather")
    practice = re.match(
        r"(?:collect|receive|obtain|use|share|disclose|store|retain|process|transfer|combine|infer|access|ask|gather|log|record|link|keep|reveal|release|pass|rent|sell|analy[sz]e|anonymi[sz]e|de-?identify|aggregate|preserve|supplement|acquire|transmit|track|place|set|employ|associate|match|personali[sz]e|contact|hand over|remove personal|look at|read|observe|derive|maintain)\b",
        act,
    )
    if practice and not _ENFORCE.search(act[:60]):
        return Found(Modality.POWER, "zplat", "platform: may, data practice")
    return Found(Modality.POWER, "zplat", "platform: may")
