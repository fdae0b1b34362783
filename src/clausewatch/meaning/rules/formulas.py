"""The set pieces of contracts: definitions, disputes, indemnities, exclusions, licences, imperatives, steps."""

from __future__ import annotations

import re

from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.found import Found
from clausewatch.meaning.sieve import Sieve, search
from clausewatch.nouns.finding import Modality

_SUBMITS = Sieve(
    r"\b(?:consents?|agrees?|submits?|irrevocably)\b[^.;]{0,40}\b(?:jurisdiction|venue)\b|\b(?:commenced|litigated|brought|filed|instituted|heard|resolved) (?:only|solely|exclusively) in\b"
)
_TAKEN = Sieve(
    r"\b(?:use|access|failure|continu\w+)\b[^.;]{0,160}\b(?:constitutes?|signif(?:y|ies)|means?|indicates?|represents?|be deemed|serves as|be (?:considered|regarded|treated))\b[^.;]{0,30}\b(?:acceptance|agreement|consent|accept|agree)|\bsubject to your acceptance\b|\bdeemed to (?:have )?(?:accept|agree|consent)\w*|\bsignif(?:y|ies) your (?:agreement|acceptance)|\bwhen zyou (?:use|access)\b[^.;,]{0,80},? zyou (?:also )?agree\b|\bentering into a (?:binding|legal)|\b(?:indicates?|gives?|signal|express) your (?:agreement|acceptance|consent) (?:to|with) (?:these|this|the|our) (?:[a-z]+ ){0,3}(?:terms|policy|agreement|notice|conditions)"
)
_RESERVES = Sieve(r"\breserves? the right\b")
_GLOSSARY = Sieve(
    r"^\W*(?:an? )?(?:cookies?|pixels?|(?:web )?beacons?|local storage|tags|sdks?)(?: \([^)]*\))? (?:is|are) (?:an? |small |tiny |any |short |simple )|^\W*(?:an?|any) (?:natural |legal )?(?:person|individual|entity|business|organi[sz]ation|company)\b(?![^.;]{0,120}\b(?:may|must|shall|will|can)\b)"
)


_LEAVE = Sieve(r"\b(?:it is|it's|is) (?:also )?(?:fine|ok|okay|acceptable|all right) to\b|\bfeel free to\b")
_MAY_FIRST = re.compile(rf"\W*{v.P}{v.AFTER} (?:may|can|reserves?)\b")
_WHAT_IS_GIVEN = re.compile(
    rf"\W*(?:the |any )?(?:[a-z]+ )?(?:information|data|content|details|files) (?:that |which )?{v.U} (?:[a-z]+ )?(?:give|provide|allow|permit)"
)
_HEADINGS = Sieve(
    r"\b(?:headings?|titles|captions)\b[^.;]{0,60}\bfor (?:ease of )?(?:reference|convenience)\b"
)
# Names of roles are marked too: "the Customer is the controller" reads "zcust is zcust".
_ROLES = Sieve(
    r"\b(?:zcust|zyou|zplat)(?:,[^,]{2,60},)? (?:is|are|acts? as|will be|shall be) (?:a |an |the )?(?:sole |independent |data )?(?:zcust|zplat)\b|\bzplat is responsible for (?:the )?(?:processing|collection)\b"
)


def definition(text: str) -> Found | None:
    if _ROLES.search(text):
        both = "zplat" in text and search(r"\b(?:zyou|zcust) (?:is|are|acts?)\b", text)
        return Found(Modality.DEFINITION, "zboth" if both else "", "definition: roles")
    if _HEADINGS.search(text):
        return Found(Modality.DEFINITION, "zboth", "definition: headings")
    if _GLOSSARY.search(text):
        return Found(Modality.DEFINITION, "", "definition: glossary", firm=False)
    if v.DEFINES.search(text) or any(each.search(text) for each in v.DEFINES_TOO):
        return Found(
            Modality.DEFINITION, "zboth" if search(r"\beither party\b|zboth", text) else "", "definition"
        )
    return None


def remedies(text: str) -> Found | None:
    """Disputes: waivers of class and jury, arbitration, courts; indemnities."""
    if v.CLASS_WAIVER.search(text) and v.WAIVES.search(text) and not _arbitrates_first(text):
        return Found(Modality.PROHIBITION, _bound_alone(text), "class waiver")
    if (
        v.ARBITRATES.search(text)
        and v.BINDING.search(text)
        and not search(r"\bopt[- ]out\b|\bnot required\b|\bnot (?:be )?subject to", text)
    ):
        return Found(Modality.OBLIGATION, "zboth", "arbitration")
    if (v.FORUM.search(text) or _SUBMITS.search(text)) and not search(
        r"\b(?:may|can) (?:also )?(?:bring|file|sue|be (?:brought|filed))", text
    ):
        return Found(Modality.OBLIGATION, _bound_alone(text), "forum")
    if search(
        r"\bindemnif(?:y|ies)\b|\bhold (?:\w+ ){0,6}harmless\b|\bdefend\b(?! (?:legal|our|its|their|ourselves|against legal|rights|such|these|those|or exercise)\b)",
        text,
    ) and not search(r"\b(?:establish|exercise)\w*,?[^.;]{0,30}\bdefend", text):
        return _indemnity(text)
    return None


def _arbitrates_first(text: str) -> bool:
    """Whether the sentence sends to arbitration before it speaks of classes; what an arbitrator may not do comes to the latter."""
    sends = search(r"\barbitrat(?:ion|ed?)\b", text)
    barred = v.CLASS_WAIVER.search(text)
    bars = search(r"\barbitrators? (?:may|shall|must|will|can)(?:not| not)\b", text)
    return bool(sends and barred and sends.start() < barred.start() and not bars)


def _bound_alone(text: str) -> str:
    """Who gives up a court, a class or a jury: the reader where the sentence binds the reader alone, else both."""
    who = search(
        rf"\b({v.U})(?!'s) (?:[a-z]+ly |hereby ){{0,2}}(?:submits?|consents?|agrees?|waives?|will|shall|must|may)\b",
        text,
    )
    return who[1] if who and not search(rf"{v.P}|zboth|\bpart(?:y|ies)\b|\beach\b", text) else "zboth"


def _indemnity(text: str) -> Found | None:
    at = search(r"\bindemnif|\bharmless\b|\bdefend\b", text)
    assert at is not None
    before = re.findall(r"\b(zplat|zyou|zcust|zdev|zuser|zboth)\b(?!'s)", text[: at.start()])
    if not before or search(r"\b(?:no obligation|not be (?:obligated|required)|will not)\b", text):
        return None
    first = before[0]
    if first == "zplat":
        if not search(
            r"\bzplat\b[^.;]{0,40}\b(?:will|shall|agrees?|must|undertakes?)\b[^.;]{0,80}\b(?:defend|indemnif|hold)",
            text,
        ):
            return None
        return Found(Modality.COMMITMENT, "zplat", "indemnity by platform")
    return Found(Modality.OBLIGATION, first, "indemnity by user")


def exclusion(text: str) -> Found | None:
    """No warranty, no liability, no refund, fallible output; and what is saved from such exclusions."""
    if v.BAN_OPENING.search(text):
        return None
    if _UNBOUND.search(text) or (v.NO_REFUND.search(text) and not _DUE_FIRST.match(text)):
        return Found(Modality.DISCLAIMER, "zplat", "no warranty, refund or certainty")
    banned, fallible = search(rf"\b{v.U}(?!'s){v.AFTER} {v.NOT_ALLOWED}", text[:60]), v.FALLIBLE.search(text)
    if banned and not (fallible and fallible.start() < banned.start()):
        return None
    if _kept(text):
        return Found(Modality.COMMITMENT, "zplat", "mandatory rights saved")
    if v.AS_IS.search(text) or (fallible and not v.BAN_PHRASE.search(text)):
        return Found(Modality.DISCLAIMER, "zplat", "no warranty, refund or certainty")
    found = v.EXCLUSION.search(text)
    if found:
        by_user = search(
            rf"\b{v.U}{v.AFTER} (?:is|are|will be|shall be|remain|assumes?)", text[: found.end()]
        )
        assumes = search(r"assumes? (?:all|any|the|full)", found[0])
        if search(rf"\b{v.U} (?:have|has) no obligation", text):
            return None
        if by_user and not assumes and not search(r"zplat", text[: found.start()]):
            return None
        if search(r"\bzplat(?: [a-z]+)? (?:may|reserves?)\b(?! not)", text) and search(
            r"\b(?:although|while|but)\b[^.;]{0,60}$", text[: found.start()]
        ):
            return None
        mutual = search(r"\b(?:neither|each|either) party|zboth", text)
        return Found(Modality.DISCLAIMER, "zboth" if mutual else "zplat", "exclusion")
    return None


# "Nothing here limits our right to": the provider keeps its hands free.
_UNBOUND = Sieve(
    r"\b(?:not|nothing|never)\b[^.;]{0,60}\b(?:limits?|restricts?|affects?|prevents?|prejudices?|impairs?) (?:in any way )?(?:zplat's|our|zplat from)\b(?![^.;]{0,20}\b(?:liabilit|responsib|obligat|dut))"
)
# Fees that fall due are owed first, whatever is said of refunds after it.
_DUE_FIRST = re.compile(
    r"[^.]{0,300}\b(?:(?:is|are) (?:due|payable)|(?:will|shall|must) (?:be paid|pay))\b[^.]{0,300}\b(?:refund|final)"
)


def _kept(text: str) -> bool:
    """Whether the sentence keeps what the law gives, not in a mere reservation before an exclusion."""
    if search(
        r"\b(?:exclusions?|limitations?|above|disclaimers?)\b[^.;]{0,80}\b(?:do|does|shall|will|may) not apply\b",
        text,
    ):
        return True
    found = v.SAVED.search(text)
    if (
        found is None
        or not search(r"liab|responsib|rights\b|guarantee|warrant|law|remed", text)
        or _RESERVES.search(text)
    ):
        return False
    return not re.match(
        r"\W*(?:except|unless|to the extent|other than|where|if|subject)\b[^,]*$", text[: found.start()]
    )


def grants(text: str) -> Found | None:
    """Who gives whom leave."""
    if search(rf"\b{v.U}(?!'s){v.AFTER} {v.NOT_ALLOWED}", text):
        return None
    if search(rf"\b(?:as|so) long as {v.U} (?:comply|follow|meet)|\bonly if {v.U} (?:comply|agree)", text):
        return Found(Modality.OBLIGATION, "zyou", "leave on condition")
    if search(
        rf"\bby (?:[a-z]{{2,}}ing)\b[^.;]{{0,200}}\b{v.U} (?:are )?(?:hereby |also )?(?:agree(?:s|ing)?|accept(?:s|ing)?|consent(?:s|ing)?|confirm(?:s|ing)?|represent(?:s|ing)?|warrant(?:s|ing)?|certif(?:y|ies|ying)|affirm(?:s|ing)?)\b(?!(?: and [a-z]+)? that zplat| to receive\b| to (?:our|zplat's?|the|such) (?:[a-z]+ing|use|collection|disclosure|transfer|processing|sharing|storage)\b)",
        text,
    ) or (_TAKEN.search(text) and not _MAY_FIRST.match(text)):
        return Found(Modality.OBLIGATION, "zyou", "acceptance by act")
    if search(rf"\b{v.U}{v.AFTER} (?:agrees? and )?authori[sz]es? that\b", text) or (
        v.GRANT_TO_PLATFORM.search(text) and not _WHAT_IS_GIVEN.match(text)
    ):
        return Found(Modality.POWER, "zplat", "grant to platform")
    if _LEAVE.search(text):
        return Found(Modality.PERMISSION, "zyou", "leave")
    found = v.GRANT_TO_USER.search(text)
    if found and not search(rf"\b{v.P}{v.AFTER} (?:do not|don't|does not|will not)", text[: found.end()]):
        who = search(rf"\b{v.U}\b", found[0])
        return Found(Modality.PERMISSION, who[0] if who else "zyou", "grant to user")
    return None


def opening(text: str) -> Found | None:
    """Imperatives that forbid, rights named outright, and steps."""
    if v.BAN_OPENING.search(text):
        return Found(Modality.PROHIBITION, "", "ban: imperative")
    if v.PROCEDURAL.search(text):
        return Found(Modality.PROCEDURE, "", "steps")
    if re.match(r"\W*(?:the )?right (?:to|of)\b", text):
        return Found(Modality.RIGHT, "zyou", "right named")
    return None
