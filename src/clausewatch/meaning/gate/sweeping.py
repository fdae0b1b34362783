"""Words that make a claim hold always, everywhere or for all, and what it takes in with "including"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate import limits
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.sources import told_text
from clausewatch.meaning.gate.wording import read, stem

_EACH = r"\b(?:all|any|every|each|everyone|everybody|everything|anyone|anybody|anything|anywhere|whatever|whichever|entire|no|none|in general)\b"
_UNIVERSAL: tuple[tuple[str, str, str], ...] = (
    (r"(?<!\bafter )(?<!\babove )(?<!\bin )\b(?:(?<!\bat )all|all(?= \w)|every|everyone|everybody|everything)\b(?<!\b(?:must|will) all)(?<!\b(?:may|can|are) all)(?! (?:other |second |third )?(?:day|week|month|quarter|year|hour)s?\b)(?! (?:it|they|you|he|she|one|an? \w+|the \w+) (?:can|may|has|have|need|get)\w* )(?! told\b)", _EACH, "applies to all"),
    (r"(?<!before )(?<!without )(?<!if )\bany\b(?! (?:kind|sort|type|way|form)\b)(?! (?:more|longer|further))", _EACH, "applies to any"),
    (r"\b(?:anyone|anybody|anything|anywhere)\b(?! (?:who|whose|under|over|aged|with|that|younger|older|else|about|of|in|from|using|wanting|they|you|it|he|she)\b)", _EACH[:-3] + r"|other persons?|others|third part(?:y|ies)|nobody|person|people|someone|public(?:ly)?|individuals?)\b", "applies to anyone"),
    (r"\b(?:never|at no time|under no circumstances|in no case|in no event)\b", r"\b(?:never|at no time|no circumstances|in no event|in no case|in no way|no way|in any way|ever|at any time)\b", "never"),
    (r"\b(?:always|at all times|in all cases|in every case|invariably|without exception|unconditionally|under any (?:conditions?|circumstances?)|in (?:all|any) circumstances?)\b", r"\b(?:always|at all times|in all cases|in every case|without exception|unconditionally|under any (?:conditions?|circumstances?)|in (?:all|any) circumstances?)\b", "always"),
    (r"^only\b(?! (?:if|when|where|with|after))", r"\b(?:only|solely|exclusive(?:ly)?|alone|must|shall|restrict\w*|limit\w*|need|invalid|not valid)\b|\b(?:not|no|never|cannot|\w+n't|prohibited|forbidden)\b[^.]*\b(?:unless|except(?! that)|without|until)\b", "only"),
    (r"\b(?:only|solely|exclusively|sole)\b(?! (?:discretion|expense))(?! (?:if|when|where|with|after|once(?! (?:an?|per|every)\b))\b)", r"\b(?:only|solely|exclusive(?:ly)?|sole|alone|except|unless|without|limited to|other than|strictly|before|prior|must|shall|restrict\w*|limit\w*|need|needed|requires?|next|not|no)\b", "only"),
    (r"(?<!\blet )\balone\b", r"\b(?:alone|only|solely|exclusive(?:ly)?|sole|entire(?:ly)?|full)\b", "alone"),
    (r"\bonly (?:if|when|where|with|after|once)\b", r"\b(?:only|solely|exclusively|unless|until|without|before|prior|must|shall|need(?:s|ed)?|requires?|if|where|when|once|provided|not|no|with (?:\w+ ){1,4}(?:consent|permission|approval|agreement|authori[sz]ation))\b", "only if"),
    (r"\b(?:immediately|instantly|straight ?away|at once|right away)\b", r"\b(?:immediate(?:ly)?|instant(?:ly)?|straight ?away|at once|right away|without (?:undue )?delay|forthwith)\b", "at once"),
    (r"\bwithout (?:any |prior |advance |further |first )*(?:notice|warning|notification|telling|notifying|informing)|\bwith no (?:prior )?(?:notice|warning)", r"\bwithout (?:any |prior |advance |further |giving |providing )*(?:notice|warning|notification|notifying|informing|liability)|\bno (?:prior |advance )?(?:notice|warning)|\bnot (?:\w+ ){0,4}(?:notice|notify)|\bcannot provide notice", "without notice"),
    (r"\b(?:regardless|irrespective|no matter|(?<!\bfor )(?<!\bto )(?<!\bof )(?<!\bpays )(?<!\bpay )(?<!\bowes )whatever(?! (?:is|was|you|they|it|we|that)\b)(?! \w+ (?:it|they|we|you|he|she) (?:has|have|had|holds?|owns?|may have)\b)|whichever(?! is)|whether or not|even if|even inside|even where|even when|(?<!not )even for|even though|even after|even within|wherever you)\b", r"\b(?:regardless|irrespective|no matter|whatever|whichever|whether or not|whether\b[^.;]*\bor not|even if|even where|even when|even though|even after|notwithstanding|including|without|not (?:be )?affect(?:ed)?|unaffected)\b", "without regard to circumstances"),
    (r"\b(\w+) or no \1\b|\b\w+ or not\b|\bwith or without\b", r"\bwhether\b|\bregardless|\birrespective|\bwith or without\b|\bany\b|\bor not\b|\beven\b|\bnotwithstanding", "in either case"),
    (r"\b(?:the whole (?:of|amount|sum|price|balance)|in full|the full (?:amount|sum|price|balance))\b", r"\b(?:whole|full(?:y)?|entire(?:ly|ty)?|all|any|total|100|complete(?:ly)?|nothing)\b", "the whole"),
    (r"\bwith no (?:\w+ ){0,3}exceptions?\b|\bno exceptions?\b", r"\bno exceptions?\b|\bwithout exception\b", "without exception"),
    (r"\bfor any breach\b", r"\bany (?:\w+ )?breach", "for any breach"),
    (r"\bfor any (?:reason|ground)|\bon any (?:ground|basis)|\bat will\b", r"\bany (?:or no )?(?:reason|breach|ground|time)|\bno reason|\bdiscretion|\bfor convenience", "for any reason"),
    (r"\bat any time\b|\bwhenever (?:it|they|you) (?:like|want|wish)", r"\bat any time|\bany ?time|\bfrom time to time|\bdiscretion|\bwithout notice", "at any time"),
    (r"\b(?:for ?ever|in perpetuity|indefinitely|never (?:ends?|expires?|lapses?))\b", r"\b(?:for ?ever|perpetu\w+|permanent\w*|indefinite\w*|irrevocabl\w+|never|without (?:\w+ )?limit|surviv\w+)\b", "for ever"),
    (r"\b(?:guarantees?|ensures?|promises?)\b", r"\b(?:guarantee|ensure|promise|warrant|commit|undertake|assure|will)\w*\b", "a guarantee"),
)  # fmt: skip
_PAIRS = tuple((re.compile(mine), re.compile(text), label) for mine, text, label in _UNIVERSAL)


# What in the text says the contrary of a sweeping word, unless it has the same word itself.
_COUNTER = {
    "a guarantee": re.compile(r"\b(?:efforts?|endeavou?rs?|tr(?:y|ies) to|attempts? to|aims? to|strives?|(?<!\byou )(?<!\busers )(?<!\bthey )may)\b"),
    "only": re.compile(r"\bany reason\b|\bat any time\b|\bwhether\b[^.;]*\bor not\b|\b(?:regardless|irrespective) of\b|\b(?:sole|absolute) discretion\b|\bwithout limitation\b|\bnot limited to\b|\bwithout (?:cause|reason)\b"),
    "only if": re.compile(r"\b(?:also|whether\b[^.;]*\bor not|regardless|irrespective)\b"),
    "without notice": re.compile(r"\b(?:will|shall|must|agree to) (?:\w+ ){0,3}(?:notify|inform|tell|warn|notice|warning)\b|\b(?:with|upon|after) (?:[\w'()]+ ){0,5}(?:notice|warning)\b"),
    "the whole": re.compile(r"\b(?:deduct\w*|minus|after subtracting|less (?:any|the|our|a)|part of|portion|pro[- ]rata|proportion\w*)\b"),
    "always": re.compile(r"\b(?:sometimes|in (?:some|certain) cases|may|might|not always|usually|generally|typically|normally)\b"),
}  # fmt: skip
_SAME = {
    "a guarantee": re.compile(r"\b(?:guarantee|ensure|promise|warrant)"), "only if": re.compile(r"\b(?:only|solely|exclusively|unless|except)\b"), "only": re.compile(r"\b(?:only|solely|exclusively)\b(?! (?:discretion|responsib|liab))"),
    "without notice": re.compile(r"\bwithout (?:\w+ ){0,3}(?:notice|warning|notif|liability)|\bno notice"), "the whole": re.compile(r"\b(?:whole|full|entire)"), "always": re.compile(r"\b(?:always|at all times)\b"),
}  # fmt: skip


def contraries(case: Case) -> Iterator[str]:
    """A sweeping word of which the sentences told have the contrary: "guarantees" of what they only try."""
    claim, told = case.plain_claim, told_text(case)
    for mine, _, label in _PAIRS:
        match = mine.search(claim) if label in _COUNTER else None
        said = case.said if label == "the whole" else told
        if match is None or (label == "a guarantee" and _COUNTER[label].search(claim)):
            continue
        if _COUNTER[label].search(said) and not _SAME[label].search(case.said):
            yield f"“{match[0].strip()}” says “{label}”, the cited text the contrary"
    for mine, text, label in _PAIRS:
        match = None if label in _SOFT else mine.search(claim)
        if match and not text.search(case.said):
            yield f"“{match[0].strip()}” says “{label}”, the cited text does not"
    for here, there, unless in _AGAINST:
        match = here.search(claim)
        if match and there.search(told) and not unless.search(case.said):
            yield f"“{match[0].strip()}” is in the claim, the cited text has the contrary"


_SOFT = frozenset(
    ["alone", "applies to all", "applies to any", "applies to anyone", "never", "only", "only if"]
)
"""Sweeping words that a paraphrase may bring in: of 88 claims with one that the text has not, 7 were true; of 62 with another, none."""
_AGAINST = (
    (
        re.compile(r"(?<!not )\b(?:automatic(?:ally)?|by itself|without (?:\w+ ){0,2}(?:asking|request\w*))\b"),
        re.compile(r"\b(?:up)?on (?:\w+ )?request\b|\b(?:must|need|needs|shall|ha(?:s|ve) to) [^.;]{0,40}\b(?:request|apply|claim|ask)\b"),
        re.compile(r"\bautomatic|\bby itself\b|\bwithout\b"),
    ),
    (
        re.compile(r"\b(?:needs?|requires?|only with|must (?:have|get|obtain)|asks? for)\b[^.;]*\b(?:consent|agreement|approval|permission)\b"),
        re.compile(r"\b(?:deemed|taken|considered|treated) (?:\w+ ){0,2}(?:to (?:have )?)?(?:\w+ )?(?:accept|agree|consent)\w*|\b(?:by )?continu\w+ (?:\w+ ){0,4}(?:means|constitutes|accept|agree)\w*"),
        re.compile(r"\bexpress\w*|\bexplicit\w*|\b(?:only|not|never|without)\b[^.;]*\b(?:consent|permission|approval)"),
    ),
    (
        re.compile(r"^(?:all|every|any|each)\b[^.;]*\b(?:needs?|requires?|only (?:with|after|if)|must)\b[^.;]*\b(?:consent\w*|permission|agree\w*|approv\w*|ask\w*)\b"),
        re.compile(r"\bwithout (?:\w+ ){0,3}(?:asking|consent|permission|approval)\b"),
        re.compile(r"\b(?:all|every|any|each|no|not|never|nobody)\b"),
    ),
    (
        re.compile(r"\b(?:is|are) (?:merely |only )?(?:encouraged|advised|recommended|urged|invited|asked) to\b|\b(?:is|are) (?:optional|voluntary|recommended)\b|\bif (?:they|you|it) (?:wish|like|want|choose)e?s?\b"),
        re.compile(r"\b(?:must|shall|(?:is|are) (?:required|obliged) to|ha(?:s|ve) to|needs? to|agrees? to|required)\b"),
        re.compile(r"\b(?:should|may|can|encourag\w+|advis\w+|recommend\w*|urge\w*|suggest\w*|please|optional|voluntar\w+|choose|wish|ask)\b"),
    ),
    (
        re.compile(r"\b(?:once|after|only when|only if)\b[^.;,]{0,30}\b(?:approv|agree|consent|confirm|accept)\w*|\b(?:not|never|only)\b[^.]*\b(?:unless|if|when|after)\b[^.]*\b(?:ask|request|agree|consent|choos|opt|wish|want|confirm)\w*"),
        re.compile(r"\bautomatic(?:ally)?\b"),
        re.compile(r"\b(?:ask|request|opt|consent|confirm|approv|agree|accept|unless)\w*"),
    ),
    (
        re.compile(r"(?<!not )\b(?:must|ha(?:s|ve) to|(?:is|are) required to|needs? to) (?:first )?(?:ask|consult|obtain|seek|notify|inform|tell|warn)\b"),
        re.compile(r"\b(?:sole|absolute|own) discretion\b|\bwithout (?:any |prior )*(?:notice|consent)\b"),
        re.compile(r"\b(?:ask|request|consult|obtain|seek|notify|inform|tell|warn)\b|(?<!without )(?<!prior )\bnotice\b"),
    ),
    (
        re.compile(r"\b(?:as long as|if|provided(?: that)?|by|after|once) (?:\w+ ){0,3}(?:inform(?!ation)|notif|tell)\w*"),
        re.compile(r"\b(?:without|(?:obtain|get|have|with)\w*) (?:[\w’']+ ){0,5}(?:consent|permission|approval|authori[sz]ation)\b"),
        re.compile(r"\b(?:inform(?!ation)|notif|notice|tell)\w*"),
    ),
    (
        re.compile(r"^(?:(?!what\b|who\b|which\b|that\b|if\b|when\b|not\b)[\w’']+ ){1,5}(?:must|ha(?:s|ve) to|(?:is|are) (?:obliged|required) to)\b(?! not)"),
        re.compile(r"\b(?:no|not|never|nor)\b[^.;]{0,40}\b(?:required|obliged|obligated|obligations?|duty)\b"),
        re.compile(r"\bmust\b|\bagrees?\b|\bneeds? to\b|\bresponsib"),
    ),
    (
        re.compile(r"\bfreely\b|\bwithout (?:any )?(?:restriction|limit)s?\b"),
        re.compile(r"\bvoid\b|\bprohibited\b|\bwithout (?:[\w’']+ ){0,4}(?:consent|permission|approval)|\b(?:may|shall|must|will) not\b"),
        re.compile(r"\b(?:freely|discretion|any purpose|without (?:any )?restriction)\b"),
    ),
    (
        re.compile(r"(?<!not )\b(?:compensates?|reimburses?|makes? good)\b"),
        re.compile(r"\bnot (?:be )?(?:responsible|liable)\b|\bno (?:liability|responsibility)\b|\bdisclaims?\b"),
        re.compile(r"\b(?:compensat|reimburs|indemnif)\w*|\b(?:will|shall) pay\b"),
    ),
    (
        re.compile(r"\bonly (?!if|when|where|for|to|with|after|on|in|by|until|from)(?:the )?[\w'’]+ (?:is|are|may|can|must|will|has|have|needs?)\b|\balone (?:is|are|may|can|must|will|has|have)\b"),
        re.compile(r"\b(?:neither|each|either|both) (?:of us|(?:the )?part(?:y|ies)|sides?)\b|\b(?:the|both) parties\b"),
        re.compile(r"\b(?:only|solely|exclusively|except)\b"),
    ),
)  # fmt: skip
"""What the claim has, what the sentences told have against it, and what anywhere in the text bears the claim out."""


def universals(case: Case) -> Iterator[str]:
    claim = case.plain_claim
    for mine, text, label in _PAIRS:
        match = mine.search(claim)
        if (
            match
            and label == "never"
            and limits.CLAIM_EXCEPT.search(claim[max(0, match.start() - 45) : match.start()])
        ):
            continue
        if match and label in ("applies to all", "applies to any") and _ranges_differ(case, claim, match):
            yield f"“{match[0]}” is said of more than in the cited text"
        if match and not text.search(case.said):
            yield f"“{match[0].strip()}” says “{label}”, the cited text does not"
        elif match and label == "never" and _excepted(case):
            yield "“never” is in the claim, the cited text makes exceptions"


def _excepted(case: Case) -> bool:
    never = re.search(r"\b(?:never|at no time)\b", case.said)
    return never is None and bool(limits.CLAIM_EXCEPT.search(_said_limits(case)))


_EACH_OF = re.compile(r"\b(?:all|any|every|each|entire|no)\b")


def _ranges_differ(case: Case, claim: str, match: re.Match[str]) -> bool:
    """Whether none of the text's "all", "any" or "each" stands before what the claim's "all" stands before."""
    mine = _next_words(claim, match.end())
    if not mine or match[0] not in ("all", "every", "any"):
        return False
    theirs = [_next_words(case.said, each.end()) for each in _EACH_OF.finditer(case.said)]
    return not any(_alike(mine, each) for each in theirs)


def _next_words(text: str, at: int) -> tuple[str, ...]:
    return tuple(each.low for each in read(text[at : at + 60]).words[:5] if each.content)


def _alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return any(
        stem(a) == stem(b) or bool(read(a).meanings & read(b).meanings) for a in mine[:3] for b in theirs
    )


def _said_limits(case: Case) -> str:
    return " ".join(
        each.words for reading in case.statements for each in limits.limits(reading) if each.exceptive
    )


_WIDENED = re.compile(
    r"\b(?:including|included|even|as well as|along with|together with)\s+((?:[\w'-]+\s*){1,8})"
)


_CONCESSIVE = re.compile(
    r"\b(?:even (?:if|when|where|though)|whether|regardless|irrespective|notwithstanding)\b"
)


def widenings(case: Case) -> Iterator[str]:
    """What a claim takes in with "including" must stand in the text."""
    for match in _WIDENED.finditer(case.plain_claim):
        inside = [each for each in read(match[1]).words if each.content]
        foreign = [
            each.low
            for each in inside
            if each.stem not in case.stems and not read(each.low).meanings & case.meanings
        ]
        sweeping = match[0].startswith("even") and _CONCESSIVE.search(case.said)
        if foreign and len(foreign) * 2 >= len(inside) and not sweeping:
            yield f"the claim takes in “{match[1].strip()}”, the cited text does not"
    if re.search(r"\w+ included\b", case.plain_claim) and re.search(
        r"\bnot apply|\bexcept|\bexclud|\b(?:that|who|which) (?:is|are) not\b|\bother than\b", case.said
    ):
        yield "the claim includes what the text excepts"
