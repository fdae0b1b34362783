"""Sentences whose subject is a thing: what is prohibited, due, governed, promised or done."""

from __future__ import annotations

import re

from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.found import Found
from clausewatch.meaning.sieve import Sieve, search
from clausewatch.nouns.finding import Modality

_DATA_KEPT = Sieve(
    r"\b(?:personal (?:data|information)|(?:zcust|customer) (?:data|content)|your (?:[a-z]+ )?(?:data|content|information|inputs?|prompts|conversations|files))\b[^.;]{0,60}\b(?:will|shall|may|must|can) (?:not|only|never) be (?:used|shared|sold|disclosed|processed|stored|retained|transferred|passed|accessed|kept)\b"
)
_COSTS_ACCESS = Sieve(
    r"\b(?:may|can|will|could) (?:result in|lead to|be grounds for|be cause for|cause)\b[^.;]{0,80}\b(?:suspen|terminat|remov|restrict|ban\b|disabl|revo[ck]|clos(?:e|ing|ure)|block|loss of access)|\bpolicy\b[^.;]{0,80}\bto (?:disable|terminate|remove|suspend)\b"
)
_CHANGES = Sieve(
    r"\b(?:prices?|fees|terms|features|availability|services?|policy|policies|schedule)\b[^.;]{0,40}(?:\b(?:is|are) subject to change\b|\bmay change\b|\bmay (?:also )?be (?:changed|updated|amended|discontinued|modified))|\b(?:our|zplat's) right to (?:terminate|suspend|remove|change|refuse|modify|cancel)"
)


# What the provider's own things do or leave undone is told of the provider: "this website does not store".
_OURS = r"\b(?:our|this|the|these|zplat's) (?:[a-z]+ ){0,2}?(?:web ?sites?|sites?|apps?|applications?|services?|servers?|systems?|software|platforms?|products?|extension|tools?)"
_OURS_NOT = Sieve(
    rf"{_OURS} (?:(?:do|does) not|never|will not) (?:[a-z]+ly )?(?:and (?:will|do|does) not )?(?:stores?|collects?|uses? (?:cookies|any cookies|tracking|trackers|analytics|fingerprint)|shares?|sells?|tracks?|sets?|logs?|records?|retains?|keeps?|transmits?|sends?|read|access|gather|scan)\b"
)
_UNANSWERED = Sieve(
    r"\b(?:do|does|may|will|can)(?: not|not) (?:[a-z]+ly )?(?:respond to|recogni[sz]e|honou?r|take (?:any )?actions?|act on|react to|process|support|reply to)\b[^.;]{0,60}\b(?:do[- ]not[- ]track|dnt\b|signals?|headers?)"
)
_PROVIDERS = Sieve(
    r"\b(?:is|are|remains?|belongs? to|(?:exclusive |sole )?property of)\b[^.;]{0,60}?\b(?:(?:owned|controlled)\b[^.;]{0,40}\bby|property of|belongs? to) (?:zplat|us|our)\b|\bbelongs? (?:solely |exclusively )?to zplat\b|\b(?:vests?|be vested) (?:solely |exclusively )?(?:in|with) zplat\b|\b(?:is|are|be|remains?) (?:our|zplat's) (?:[a-z]+ ){0,3}property\b"
)
_WELCOME = Sieve(
    r"\b(?:is|are) (?:always |also |very |most |perfectly |completely )?(?:welcome|fine|ok|okay|allowed|acceptable)\b(?=[^.;]{0,60}\b(?:as long as|so long as|provided|if|when|with|here|too|for)\b|[.;]?$)"
)
_UNFINISHED = Sieve(
    r"\b(?:betas?|previews?|experimental|alpha|early access|trials?|labs)\b[^.;]{0,80}\b(?:are not|is not|do not|does not|come without|comes without|without|no support|may not)\b"
)
_MEANT_FOR = Sieve(
    r"\b(?:(?:is|are) (?:only |solely )?(?:meant|intended|designed|open|available|offered)(?: only| solely| exclusively)? (?:for|to)|reserved for|restricted to|limited to) (?:use by )?(?:the )?(?:people|persons|users?|zuser|individuals|those|adults|anyone|zcust|businesses)[^.;]{0,40}\b(?:\d{2}|sixteen|eighteen|thirteen|age|aged|adults|older|over|businesses|professionals|authori[sz]ed)\b"
)
_OPTION = Sieve(
    r"\bcan (?:also |always )?be (?:switched|turned|disabled|enabled|changed|managed|adjusted|customi[sz]ed|hidden|muted|withdrawn|refused|rejected|blocked|deleted|cleared|declined|opted)\b[^.;]{0,60}\b(?:settings?|preferences|profile|account|browser|device|menu|banner|time)\b|\bup to zyou\b|\b(?:is|are) (?:entirely |completely |purely )?(?:optional|voluntary)\b"
)
_APPEALED = Sieve(
    r"\b(?:can|may) be (?:appealed|challenged|contested|objected to|withdrawn|revoked)\b(?! by zplat)"
)
_AT_WILL = Sieve(
    r"\bat (?:our|zplat's) (?:sole |own |absolute )*discretion\b|\b(?:is|are|be) (?:removed|deleted|closed|suspended|terminated|blocked|banned|changed|withdrawn)\b[^.;]{0,60}\bwithout (?:[a-z]+ )?(?:notice|warning)|\b(?:may|can|might) (?:also )?(?:[a-z]+ly )?be [a-z]+(?:ed|n|t|d) (?:[a-z]+ )?by zplat\b|\b(?:will|may) have (?:their|your) [a-z ]{2,30} (?:terminated|suspended|removed|disabled|closed|restricted)\b"
)
_ADDRESSED = Sieve(
    r"\b(?:requests?|reports?|complaints?|notices?|questions?|quer(?:y|ies)|claims?|appeals?|enquir\w+|inquir\w+|objections?|applications?|notifications?|forms?)\b[^.;]{0,80}\b(?:(?:can|may|must|should|to) be|are|is) (?:filed|submitted|sent|lodged|made|addressed|directed|raised|e-?mailed)\b[^.;]{0,60}(?:\b(?:through|via|using|online|in writing|by (?:e-?mail|post|mail|fax|[a-z]+ mail)|at)\b|@|\bto (?:zplat|our|the)\b)|\b(?:account|settings|profile|menu|preferences) > "
)


_RESERVED = Sieve(r"\breserves? the right\b")
# What prices apply to is told; what terms apply to is their mechanics.
_PRICED = Sieve(
    r"\b(?:rates?|prices?|pricing|fees?|charges?|tax(?:es)?|promotions?|discounts?|surcharges?)\b[^.;,]{0,60}\b(?:applies|apply)\b"
)
_PAID_BY = Sieve(rf"\b(?:paid|payable|borne|reimbursed) by ({v.U})\b")
# What goes on to describe a licence that the sentence before it gave.
_GOES_ON = re.compile(
    r"\W*this (?:[a-z]+ly )?includes (?:the |a )?(?:rights?|authority|licen[cs]e|permission)\b"
)
# What a contract does by itself: what shall apply, remain or survive, whoever is bound.
_MECHANICAL = Sieve(
    r"\b(?:shall|will|does|do) (?:not )?(?:apply\b(?! (?:for|to zplat))|affect (?:the )?(?:validity|enforceab)|remain (?:in (?:effect|force)|an?\b|valid)|be extinguished|survive|prevail)"
)
# Passives that tell by themselves, in order.
_PASSIVES: tuple[tuple[Sieve, Found], ...] = (
    (_UNANSWERED, Found(Modality.DISCLOSURE, "zplat", "signals not heeded")),
    (_OURS_NOT, Found(Modality.COMMITMENT, "zplat", "own things do not")),
    (_PROVIDERS, Found(Modality.RIGHT, "zplat", "owned by platform")),
    (_MEANT_FOR, Found(Modality.OBLIGATION, "zyou", "meant for some only")),
    (_UNFINISHED, Found(Modality.DISCLAIMER, "zplat", "unfinished")),
    (_OPTION, Found(Modality.PERMISSION, "zyou", "option")),
    (_WELCOME, Found(Modality.PERMISSION, "zyou", "welcome")),
    (_APPEALED, Found(Modality.RIGHT, "zyou", "open to appeal")),
    (_ADDRESSED, Found(Modality.PROCEDURE, "", "where to turn", firm=False)),
    (_AT_WILL, Found(Modality.POWER, "zplat", "at will")),
    (_CHANGES, Found(Modality.POWER, "zplat", "change reserved")),
    (_COSTS_ACCESS, Found(Modality.POWER, "zplat", "change reserved")),
)


def things(text: str) -> Found | None:
    """Rules about things: what is prohibited, due, governed, done."""
    if _DATA_KEPT.search(text):
        return Found(Modality.COMMITMENT, "zplat", "promised")
    if v.BAN_PHRASE.search(text) and not search(
        r"\bunless prohibited\b|\b(?:where|if|extent|is) prohibited by (?:law|applicable)", text
    ):
        return Found(Modality.PROHIBITION, "", "ban: thing", firm=True)
    for sure, found in _PASSIVES:
        if sure.search(text):
            return found
    return _ruled(text) or _done(text)


def _ruled(text: str) -> Found | None:
    """What is reserved, priced, governed, owned, promised or due."""
    if _RESERVED.search(text):
        return Found(Modality.POWER, "zplat", "right reserved")
    if _PRICED.search(text):
        return Found(Modality.DISCLOSURE, "zplat", "told", firm=False)
    if _GOES_ON.match(text):
        return Found(Modality.POWER, "zplat", "right reserved")
    if (
        v.MECHANICS.search(text)
        or _MECHANICAL.search(text)
        or any(each.search(text) for each in v.MECHANICS_TOO)
    ):
        return Found(Modality.DEFINITION, _both_or_none(text), "mechanics", firm=False)
    if (owned := v.RIGHTFUL.search(text)) and not re.match(r"retain|keep", owned[0]):
        return Found(Modality.RIGHT, "zyou", "right")
    if owed := _PAID_BY.search(text):
        return Found(Modality.OBLIGATION, owed[1], "due")
    if v.PROMISED.search(text) or any(each.search(text) for each in v.PROMISED_TOO):
        return Found(Modality.COMMITMENT, "zplat", "promised")
    if v.DUE.search(text):
        who = search(r"\b(zcust|zdev|zuser|zthird)\b", text)
        return Found(Modality.OBLIGATION, who[0] if who else "", "due")
    return None


def _done(text: str) -> Found | None:
    """What may be done or is done with a thing, by whom is not said."""
    if search(
        r"\b(?:may|can|might) (?:also )?be (?:[a-z]+ly )?(?:used|disclosed|shared|transferred|changed|suspended|terminated|removed|provided|reported|modified|edited|deleted|cancell?ed|withdrawn|revoked|refused|blocked|monitored|limited|restricted|closed|disabled|assigned|rejected|declined|held|withheld|charged|throttled|adjusted|increased|reduced|replaced|discontinued|denied|paused|taken down|passed on|imposed|installed|delayed|reviewed|filtered|scanned|downgraded|corrected)\b|\b(?:may|can) (?:help )?train\b|\bmay (?:not )?be (?:made )?(?:available|supported)",
        text,
    ):
        return Found(Modality.POWER, "zplat", "may be done, data practice")
    if v.AFFECTED.search(text) or search(
        r"\b(?:automatically renews?|may be subject to|may include|may have|may result|use cookies|cookies (?:help|are|allow|set))\b",
        text,
    ):
        return Found(Modality.DISCLOSURE, "zplat", "told", firm=False)
    return None


def _both_or_none(text: str) -> str:
    """Terms that fix the relation of the parties bind both; what only says what a word or section covers binds none."""
    if search(r"\b(?:notice|policy|statement) (?:also |only )?(?:covers?|does not (?:apply|cover))\b", text):
        return ""
    if search(r"\bthis section applies to zyou\b|\bmean zyou\b", text):
        return ""
    return "zboth"
