"""What a claim says in words of its own against the sentences that it tells: sooner, dearer, asked for or not, limited or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate import frames, limits
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.senses import told_clause
from clausewatch.meaning.gate.sources import told_text
from clausewatch.meaning.gate.wording import read

_AT_ONCE = re.compile(
    r"\b(?:as soon as|on the (?:very |same )*day|the moment|at once|immediately|straight ?away|right away|instantly|with immediate effect)\b"
)
_LATER = re.compile(
    r"\b(?:days?|weeks?|months?|hours?|years?)['’]? (?:after|later|following|from)\b|\bat (?:or after )?the end of\b|\buntil the end of\b|\bthe (?:next|following) (?:billing|calendar)\b"
)
_PROMPT = re.compile(
    r"\b(?:immedia\w+|instan\w+|as soon as|the (?:same )?day|at once|prompt\w*|straight ?away|upon|when|once)\b"
)


def sooner(case: Case) -> Iterator[str]:
    """ "As soon as it is removed" where the text has "30 days after you remove it"."""
    match = _AT_ONCE.search(case.plain_claim)
    if match is None or frames.NO.search(case.plain_claim) or not _LATER.search(case.said):
        return
    told = told_text(case)
    later = _LATER.search(told)
    if later and not _PROMPT.search(told):
        yield f"“{match[0]}” is in the claim, the cited text has “{later[0]}”"


_FREE = re.compile(
    r"\b(?:free of (?:any )?charge|(?:for|is|are) free\b(?! to)|without (?:an? |any |extra |additional |further )*(?:fees?|charges?|costs?|payment|penalt(?:y|ies))|at no (?:extra |additional |further )?(?:cost|charge)|no (?:extra |additional |further )?(?:fees?|charges?|costs?))\b"
)
_COSTS = re.compile(r"\b(?:pays?|paying|charged?|charges|costs?|costing|fees?|surcharges?|at a price)\b")
_SPARED = re.compile(r"\b(?:not|never|no|nothing|without|free|nobody|cannot|\w+n't)\b")
_TOLD = 0.5


def dearer(case: Case) -> Iterator[str]:
    """A fee or a price where the clause that the claim tells has the thing free of charge."""
    costs = _COSTS.search(case.plain_claim)
    if costs is None or _SPARED.search(case.plain_claim):
        return
    best = told_clause(case)
    if best is None or best[1] < _TOLD:
        return
    text = best[0].text.lower()
    free = _FREE.search(text)
    if free and not _COSTS.search(_FREE.sub(" ", text)) and not _SPARED.search(text[: free.start()]):
        yield f"“{costs[0]}” is in the claim, the cited text has “{free[0]}”"


_YES = r"(?:agree\w*|consent\w*|permission|permit\w*|opt\w*[- ]in|approv\w+|sa(?:y|ys|id) yes|accept\w*|authori[sz]\w+|switch\w* (?:it |them |this )?on|turn\w* (?:it |them |this )?on|enabl\w+)"
_NO = r"(?:object\w*|opt\w*[- ]out|refus\w+|declin\w+|sa(?:y|ys|id) no|(?:switch|turn)\w* (?:\w+ ){0,3}off|disabl\w+|withdr[ae]w\w*|forbid\w*|unsubscrib\w*)"
_OPT_IN = re.compile(
    rf"\b(?:only|not|never|nor)\b[^.;]{{0,60}}\b(?:after|with|if|when|where|once|without|unless|until|before)\b[^.;,]{{0,50}}\b{_YES}\b(?! to (?:these|the|our) terms)|\b(?:if|when|once) (?:you|users?|customers?|they|somebody|someone) [^.;,]{{0,30}}\b(?:(?:turn|switch)\w* (?:\w+ ){{0,3}}on|enabl\w+|activat\w+|opt\w*[- ]in)\b|\b(?:needs?|requires?) [^.;,]{{0,40}}\b(?:consent|permission|approval|agreement)\b"
)
_OPT_OUT = re.compile(
    rf"\b(?:unless|until|except (?:where|when|if)|if [^.;,]{{0,30}}(?:not|n't))\b[^.;,]{{0,50}}\b{_NO}\b|\bby default\b"
)


def consents(case: Case) -> Iterator[str]:
    """What needs a yes told as what a no ends, or the other way round: they differ for whoever says nothing."""
    mine = bool(_OPT_IN.search(case.plain_claim)), bool(_OPT_OUT.search(case.plain_claim))
    if mine[0] is mine[1]:
        return
    told = told_text(case)
    text = bool(_OPT_IN.search(told)), bool(_OPT_OUT.search(told))
    if mine == (False, True) and text == (True, False):
        yield "the claim lets it happen unless somebody objects, the cited text only where somebody agrees"
    elif mine == (True, False) and text == (False, True):
        yield "the claim lets it happen only where somebody agrees, the cited text unless somebody objects"


_ON_REQUEST = re.compile(
    r"\b(?:up)?on (?:(?:its|their|your|an?|the|[\w]+['’]s?) )?(?:request|demand)\b|\b(?:if|when|whenever|once) (?:[\w’']+ ){0,4}(?:asks?|asked|requests?|requested)\b"
)
_REQUESTED = re.compile(
    r"\b(?:ask|request|demand|appl(?:y|ication)|writ|contact|inform|notif|tell|told|e-?mail|choos|choice|wish|want|instruct|submit|requir|consent|agree|call|let us know|claim|exercis|opt|object|may|can\b|entitle|right)"
)


def requests(case: Case) -> Iterator[str]:
    """What a claim lets happen on request, where nobody asks for anything in the text."""
    match = _ON_REQUEST.search(case.plain_claim)
    if match and not _REQUESTED.search(told_text(case)):
        yield f"“{match[0]}”: nobody asks for anything in the cited text"


_UNLIMITED = re.compile(
    r"\bnothing in [^.;]{0,60}?\b(?:limit|exclude|restrict|affect|disclaim)s?\b[^.;]{0,60}?\b(?:liability|responsibility)\b(?P<what>[^.;]*)"
    r"|\b(?:do|does|will|shall) not (?:seek to )?(?:limit|exclude|restrict|disclaim)\b[^.;]{0,40}?\b(?:liability|responsibility)\b(?P<that>[^.;]*)"
)
_LIMITS = re.compile(
    r"\b(?:not|never|isn't|aren't) (?:be )?(?:held )?(?:liable|responsible|answerable)\b|\bno (?:liability|responsibility)\b|\b(?:disclaims?|excludes?|caps?|limits?)\b|\b(?:is|are|be) (?:capped|limited|excluded)\b"
)
_STEMS = read("liability liable responsibility responsible law damage loss party").stems


def unlimited(case: Case) -> Iterator[str]:
    """A liability excluded or capped in the claim which nothing in the text limits."""
    match = _LIMITS.search(case.plain_claim)
    if match is None or limits.CLAIM_EXCEPT.search(case.plain_claim):
        return
    if frames.NO.search(case.plain_claim.replace(match[0], " ")) or "nothing" in case.plain_claim:
        return
    for found in _UNLIMITED.finditer(told_text(case)):
        what = {each.stem for each in read(found["what"] or found["that"] or "").words if each.content}
        if (what - _STEMS) & case.claim.stems:
            yield f"“{match[0]}” is in the claim, the cited text has “{found[0][:60]}”"
            return


_NEEDS_YES = re.compile(
    r"\b(?:obtains?|gets?|asks? (?:\w+ )?for|seeks?|needs?|requires?|requests?|with|without|has|have|once|after|unless|until|only if|only when|if)\b[^.;,]{0,50}?\b(?:consent(?:s|ed)?|permission|approval|approv(?:es?|ed)|agree[sd]?(?! to)|authori[sz]ation)\b"
)
_ANY_YES = re.compile(
    r"\b(?:consent|agree|permi|approv|authori|accept|opt|choos|choice|allow|let|request|ask|instruct|select|enabl|setting|confirm|object|grant|turn|switch|elect|acknowledg|prior|discretion|written|whenever)"
)


def invented_consents(case: Case) -> Iterator[str]:
    """A yes that the claim makes something hang on, where nobody is asked for one in the text."""
    match = _NEEDS_YES.search(case.plain_claim)
    around = " ".join((case.said, *(each.lower() for each in case.headings)))
    if match and not frames.NO.search(case.plain_claim[: match.start()]) and not _ANY_YES.search(around):
        yield f"“{match[0]}”: nobody is asked for a consent in the cited text"


_EXCLUDES = re.compile(
    r"\bnot be (?:held )?(?:liable|responsible)\b|\b(?:is|are) not (?:liable|responsible)\b|\bno liability\b|\bin no event\b|\bexcludes? (?:all |any )?liability"
)
_CAPS = re.compile(
    r"\b(?:caps?|capped|limits?|limited|exceed\w*|maximum|greater|lesser|ceiling|at most|more than)\b"
)
_CAPPED = re.compile(
    r"\b(?:caps?|capped|ceiling|limits? (?:its|the|their) liability|liability (?:is|are) (?:only )?limited|does not exclude|at most)\b"
)


def capped(case: Case) -> Iterator[str]:
    """A liability that is capped in the claim, and in the text excluded altogether."""
    match = _CAPPED.search(case.plain_claim)
    if match is None or "liab" not in case.plain_claim or _CAPS.search(case.said):
        return
    if _EXCLUDES.search(told_text(case)):
        yield f"“{match[0]}” is in the claim, the cited text excludes the liability"
