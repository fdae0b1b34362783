"""What a claim says beyond the text of its own judgement: outcomes, legal conclusions, motives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate.case import USER_WORDS, Case
from clausewatch.meaning.gate.elements import Check
from clausewatch.meaning.gate.frames import Force, Who, claim_frames, who
from clausewatch.meaning.gate.plainwords import PLAIN
from clausewatch.meaning.gate.wording import read

_LEADS = re.compile(
    r"\b(?:leads? to|results? in|will get (?:you|your|the|their)|gets? (?:you|your account) \w+ed|or else|ends? in|will cost you|loses? (?:access|(?:their|your|his|her|its|the) (?:accounts?|access|data|content|money|balance|credits?|licen[cs]e|rights?))|on pain of|at the risk of|is punished)\b"
)
_LED = re.compile(r"\b(?:leads? to|result(?:s|ing)? in|or else|may|will|shall|right to|lose|forfeit)\b[^.]*(?<!free of )\b(?:charg|bill|liab|terminat|suspen|los|forfeit|clos|ban|delet|remov|restrict|fee|interest|revo)")  # fmt: skip


def outcomes(case: Case) -> Iterator[str]:
    """What an act leads to, where the text tells of no outcome."""
    match = _LEADS.search(case.plain_claim)
    if match and not _LED.search(case.said) and not re.search(r"\b(?:leads? to|results? in)\b", case.said):
        yield f"“{case.plain_claim[match.start() : match.start() + 60]}”: the cited text tells of no such outcome"


_ACT = re.compile(
    r"^\W*(?:if|when|whenever|where|once|should|after)\b|\b(?:who|whose|which|that)\b", re.IGNORECASE
)
_PHRASE_END = re.compile(r"[,;:.](?:\s|$)|\s(?=(?:and|but|or|so|while|if|unless|when|where|once|until|before|after|because|who|which|that|for|by|without)\b)", re.IGNORECASE)  # fmt: skip
_BINDS = frozenset([Force.WILL, Force.MUST, Force.DOES])


def unborne_outcomes(case: Case) -> Iterator[str]:
    """What follows from an act that the text speaks of ("if you ...", "a user who ..."), where no word of it has a like in the text."""
    text, words, unborne = case.claim.text, case.claim.words, set(case.uncovered)
    for frame in claim_frames(case):
        act = _ACT.search(text[: words[frame.at].start])
        if act is None or not frame.main or frame.negated or frame.force not in _BINDS:
            continue
        end = _PHRASE_END.search(text, words[frame.at].end)
        until = end.start() if end else len(text)
        said = [at for at in range(frame.at, len(words)) if words[at].start < until and words[at].content]
        if any(words[at].stem in PLAIN for at in said[:1]):
            said = said[1:]
        named = [at for at in said if words[at].low.partition("'")[0] not in case.provider | USER_WORDS]
        if named and all(at in unborne for at in named) and any(words[at].stem not in PLAIN for at in named):
            yield f"the cited text tells of no such outcome as “{' '.join(words[at].low for at in named)}”"


def alien_predicates(case: Case) -> Iterator[str]:
    """What is said of somebody or something in words none of which the text bears, two or more."""
    text, words, unborne = case.claim.text, case.claim.words, set(case.uncovered)
    for frame in claim_frames(case):
        if not frame.main:
            continue
        end = _PHRASE_END.search(text, words[frame.at].end)
        until = end.start() if end else len(text)
        said = [at for at in range(frame.at, len(words)) if words[at].start < until and words[at].content]
        told = [at for at in said if words[at].stem not in PLAIN]
        named = [at for at in told if words[at].low.partition("'")[0] not in case.provider | USER_WORDS]
        if len(named) > 1 and all(at in unborne for at in named):
            yield f"nothing in the cited text bears “{' '.join(words[at].low for at in named)}”"


_LEGAL = re.compile(
    r"\b(?:(?:is|are|be|was|being|seems?|looks?|clearly|likely|therefore) (?:\w+ )?(?:illegal|unlawful|unenforceable|enforceable|void|voidable|invalid|unfair|lawful|legal|compliant|unconstitutional|negligent)"
    r"|(?:breach|violat|infring|contraven)(?:es|e|ed|ing|ion)?s?\b(?=[^.]{0,50}\b(?:law|act|gdpr|directive|regulation|rights?|ccpa|rules|code|statute|constitution)\b)"
    r"|compl(?:y|ies|iant|iance)|hold up|stand up|binding in|satisf(?:y|ies) (?:the|all)?|in line with|in breach of|contrary to|against the law|conflicts? with|criminal offen[cs]e|is an offen[cs]e|meets? (?:the )?(?:requirements|standards)|not (?:be )?upheld|(?:could|would|can) (?:be )?(?:challenged|upheld|struck))\b"
)  # fmt: skip


# Words for the same judgement: what the text holds to satisfy a demand the claim may say to meet it.
_KINDRED = (
    re.compile(r"\b(?:satisf(?:y|ies|ied|ying)|meets?|meeting|met|fulfil\w*)\b"),
    re.compile(r"\b(?:breach|violat|infring|contraven)\w*|\bbreak(?:s|ing)? the (?:law|terms|rules)\b|\bcontrary to\b"),
)  # fmt: skip


def conclusions(case: Case) -> Iterator[str]:
    claim = case.plain_claim
    match = _LEGAL.search(claim)
    if match is None:
        return
    found = read(match[0])
    key = [each for each in found.words if each.content]
    drawn = key and all(each.stem in case.stems for each in key) and _LEGAL.search(case.said)
    kindred = any(kin.search(match[0]) and kin.search(case.said) for kin in _KINDRED)
    if not drawn and not kindred and not _permitted_by_text(case, match[0]):
        yield f"“{match[0].strip()}” is a legal conclusion that the cited text does not draw"


def _permitted_by_text(case: Case, words: str) -> bool:
    """ "unlawful" may tell "legally prohibited" where it limits rather than judges."""
    limiting = re.search(
        rf"\b(?:unless|if|where|when|except|to the extent|so long as|as long as|provided)\b[^.;,]*{re.escape(words)}",
        case.plain_claim,
    )
    obeying = words.strip() == "comply" and re.search(
        r"\bcomply with (?:the |its |their |any |applicable )*(?:laws?|legal)", case.plain_claim
    )
    return bool(limiting or obeying) and bool(re.search(r"\blaw|legal|\bcompl(?:y|iance)", case.said))


_MOTIVE = re.compile(
    r"\b(?P<why>because|in order to|so as to|for fear|motivated|aims? to|aiming to|wants? to|wanting|wishes to|hopes? to|intends? to|seeks? to|with the aim|with a view|designed to|meant to|the reason is|owing to|thanks to|as it (?:wants|needs|fears)|for the sake|in the interests?|since it|so that (?:it|its|their|they|the company)|to (?:win|protect|avoid|increase|maximi[sz]e|save|reduce|cover|attract|keep|gain|boost|prevent|secure|recoup|raise|cut|promote|encourage|discourage|deter|make money|earn|limit|shield|preserve|stay|grow|comply|finance|fund|pay for))\b\s*(?P<what>[^.;,]*?)(?= and (?:\w+s|may|will|must|can)\b|[.;,]|$)"
)  # fmt: skip
_CAUSAL = re.compile(r"\b(?:because|since|due to|as a result|in order to|so as to|for (?:the )?(?:purposes?|reasons?)|so that|therefore|to (?=\w))")  # fmt: skip
# Share of a motive's words that the text must have. On data/gate and tests/meaning nothing moves from .7 to .9; at .6 an
# invented motive passes.
MOTIVE_SHARE = 0.7


# Below this share the reason is another than any in the text, and no likeness of the words elsewhere mends that.
ALIEN_SHARE = 0.5


def motives(*, sure: bool) -> Check:
    """A rule that a reason or purpose stands in the text: of those that it has less than half of, or of the others."""

    def check(case: Case) -> Iterator[str]:
        for match in _MOTIVE.finditer(case.plain_claim):
            wished = match["why"] in _WISHES and _ONES_OWN.search(case.plain_claim[: match.start()])
            if _subject_to_need(case.plain_claim, match.start()) or wished:
                continue
            inside = [each for each in read(f"{match['why']} {match['what']}").words if each.content]
            borne = sum(case.says(each.low) for each in inside)
            causal = match["why"] == "because" and not _CAUSAL.search(case.said)
            lacking = bool(inside) and (borne < MOTIVE_SHARE * len(inside) or causal)
            if lacking and sure is (causal or borne < ALIEN_SHARE * len(inside)):
                yield f"the reason “{match[0].strip()[:80]}” is not in the cited text"

    return check


_NEGATED = re.compile(r"\b(?:not|never|nobody|no|cannot|\w+n't)\b")
_REASONED = re.compile(
    r"\b(?:because|since|due to|as a result of|owing to|so that|to|for|aims?|purposes?|reasons?)\b(?P<what>[^.;,\n]*)"
)


def alien_purposes(case: Case) -> Iterator[str]:
    """Why the provider does something, where what the text gives as reasons and purposes has not half of the words.

    What an act is not done for, and what the user does it for ("To keep it, ..."), are no motives.
    """
    for match in _MOTIVE.finditer(case.plain_claim):
        before = case.plain_claim[: match.start()].strip()
        if not before or _NEGATED.search(before) or _subject_to_need(case.plain_claim, match.start()):
            continue
        parties = [side for each in read(before).words if (side := who(each, case)) is not Who.UNSAID]
        if Who.USER in parties or Who.PROVIDER not in parties:
            continue
        inside = [each for each in read(f"{match['why']} {match['what']}").words if each.content]
        told = [each for each in inside if each.stem not in PLAIN]
        reasons = read(" . ".join(each["what"] for each in _REASONED.finditer(case.said)))
        own = sum(
            each.stem in reasons.stems or bool(read(each.low).meanings & reasons.meanings) for each in told
        )
        borne = sum(case.says(each.low) for each in inside)
        if told and borne < MOTIVE_SHARE * len(inside) and own < ALIEN_SHARE * len(told):
            yield f"the cited text gives no such reason as “{match[0].strip()[:80]}”"


_USED_FOR = re.compile(
    r"\b(?:us(?:ed?|es|ing)|collect\w*|process\w*|gather\w*|analy[sz]\w+|keeps?|kept|stor(?:es?|ed|ing)|serves?|retain\w*)\b[^.;,]{0,80}?"
    r"\bfor (?!(?:up to|at least|no|more|longer|as long|so long|about|free|example|instance|\d+|users?|customers?|you|each|every)\b)(?P<what>[^.;,:]{3,60})"
)
_FOR_ENDS = re.compile(
    r"\b(?:if|when|where|unless|until|who|which|that|with|without|by|in|on|under|after|before|and|or|of|to|from)\b"
)


def other_uses(case: Case) -> Iterator[str]:
    """What something is used, kept or collected for, where no word for it has a like in the text."""
    unborne = set(case.uncovered)
    for match in _USED_FOR.finditer(case.claim.text):
        end = _FOR_ENDS.search(case.claim.text, match.start("what"))
        until = min(match.end("what"), end.start()) if end else match.end("what")
        inside = [
            at
            for at, each in enumerate(case.claim.words)
            if match.start("what") <= each.start < until and each.content and each.stem not in PLAIN
        ]
        counted = any(case.counted(at) for at in inside)
        if inside and not counted and all(at in unborne for at in inside):
            words = " ".join(case.claim.words[at].low for at in inside)
            yield f"the cited text has no use for “{words}”"


_WISHES = frozenset(
    "want wants wish wishes hope hopes intend intends seek seeks aim aims".split()
) | frozenset(
    f"{verb} to" for verb in "want wants wish wishes hope hopes intend intends seek seeks aim aims".split()
)
# What the one wants whom the claim is about ("a user who wants to leave") is a condition, and nobody's motive.
_ONES_OWN = re.compile(
    r"\b(?:who|whoever|anyone|someone|if (?:you|they|users?|customers?|an? \w+)|you|that)\s*$"
)


_TIME_TO = re.compile(
    r"\b(?:has|have|takes?|gets?|given)\b[^.;,]*\b(?:hours?|days?|weeks?|months?|years?)\b[^.;,]*$"
)


def _subject_to_need(claim: str, at: int) -> bool:
    """ "needs to", "have to", "able to", "has 30 days ... to": the infinitive is no purpose."""
    if _TIME_TO.search(claim[:at]):
        return True
    return bool(re.search(r"\b(?:need|needs|have|has|had|able|right|required|allowed|permitted|not|agree|agreed|going|bound|obliged|entitled|free|used|how|due|up|notice|you|helps?|cooperates?|try|tries|attempts?|continues?|fails?|asks?|asked|refuses?)\s*$", claim[max(0, at - 12) : at]))  # fmt: skip
