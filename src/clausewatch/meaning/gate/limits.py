"""Exceptions, conditions and qualifiers of the cited text, and whether a claim reflects them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from clausewatch.meaning.gate.case import USER_WORDS, Case, plain
from clausewatch.meaning.gate.quantities import quantities
from clausewatch.meaning.gate.sources import Told
from clausewatch.meaning.gate.wording import Reading, Word, read, stem
from clausewatch.nouns.finding import Claim

_EXCEPT = r"unless|except(?:ing)?|other than|excluding|save (?:for|where|that|as)|apart from|aside from|with the exception of|but not(?! (?:limited|restricted))|otherwise than|barring"
_WITHOUT = r"without (?=(?:[\w'’]+ ){0,5}(?:consent|permission|approv\w+|authori[sz]\w+|agreement|order|oversight|supervision|review|warrant|licen[cs]e|involvement|disclos\w+|basis|safeguards?|court|knowledge|verif\w+|confirm\w+|consult\w+))"
_IF = r"(?<!even )if(?! (?:we|you|it|they|\w+) (?:determines?|decides?|chooses?|elects?|wish\w*|so))|where(?! you live| they live)|when|whenever|provid(?:ed|ing),? (?:that|however)|(?<=, )provid(?:ed|ing) (?=(?:an?|the|you|we|they|it|such|users?|customers?|no)\b)|subject to(?! (?:the same|(?:these|the|our|its) (?:terms|policies|agreement|conditions)|a different|change)\b)|to the (?!same\b)(?:\w+ )?extent|as long as|so long as|until|once(?! (?:a|an|per|every|in|each)\b)|(?:only|solely|exclusively)(?!(?: and \w+)? (?:responsible|liable|accountable|at (?:your|our))\b)|with (?=(?:[\w'’]+ ){1,4}(?:consent|permission|approval|authori[sz]ation|agreement)\b)|in the event|in case|on condition|as permitted by|as required by|where possible"
_MARK = re.compile(rf"\b(?:(?P<except>{_EXCEPT}|{_WITHOUT})|(?P<if>{_IF}))", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,.](?!\d)|[;:)(]|\band (?:we|you|that)\b")
_AGREEMENT = re.compile(
    r"(?<=consent)\b|(?<=permission)\b|(?<=approval)\b|(?<=authorisation)\b|(?<=authorization)\b|(?<=agreement)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[;:.](?:\s|$)|\n")
_BEFORE = re.compile(
    r"[;:.](?:\s|$)|\n|,? (?:and|but|although|though|whereas) (?=(?:we|you|it|they|customer) )", re.IGNORECASE
)

# How a claim says that something is limited.
CLAIM_EXCEPT = re.compile(r"\b(?:unless|except\w*|exempt\w*|save (?:for|where|that|as)|apart from|aside|other than|excluding|though|but|however|beyond|not total|outside|barring)\b", re.IGNORECASE)  # fmt: skip
CLAIM_IF = re.compile(r"\b(?:if|where(?! (?:they|you) live)|when|once(?! (?:a|an|per|every|in|each)\b)|only|solely|exclusively|unless|until|provided|as far as|as long as|to the extent|after|under|needs?|depending|whenever|then on|anyone who|those who|users who|who|before)\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """A stretch of a statement, from `start` to `end`, that limits what stands in `host`, the rest of its sentence."""

    exceptive: bool
    start: int
    end: int
    words: str
    inside: tuple[Word, ...]
    host: tuple[Word, ...]

    @property
    def conditional(self) -> bool:
        return self.words.lower().startswith(("if ", "when "))


# An exception that stands before its sentence ends at the comma; so many characters may stand before it ("In addition, ").
_OPENING = 14
# What has more is no statement of a policy; the most in data/topics and data/gate are 5.
MOST_LIMITS = 80


def limits(reading: Reading) -> tuple[Limit, ...]:
    """The limits of a statement, in order."""
    return _limits(reading.text)


@lru_cache(maxsize=4096)
def _limits(text: str) -> tuple[Limit, ...]:
    return tuple(_marked(read(text)))


def _marked(reading: Reading) -> Iterator[Limit]:
    text, covered, found = reading.text, 0, 0
    for mark in _MARK.finditer(text):
        found += 1
        if found > MOST_LIMITS:
            return
        if mark.start() < covered or (
            mark["if"] and _EXAMPLE.search(text[max(0, mark.start() - 40) : mark.start()])
        ):
            continue
        opens = (
            mark.start() - max([0, *(each.end() for each in _BEFORE.finditer(text, 0, mark.start()))])
            <= _OPENING
        )
        clause = mark["if"] or opens or mark[0].lower().startswith("without")
        stop = _CLAUSE_END if clause else _SENTENCE_END
        stop = _AGREEMENT if mark[0].lower().startswith("with ") else stop
        end = stop.search(text, mark.end() + 1)
        until = end.start() if end else len(text)
        covered = mark.end() if clause else until
        opening = [each.end() for each in _BEFORE.finditer(text, 0, mark.start())]
        begin = opening[-1] if opening else 0
        # A condition that opens its sentence is one of all that follows: "if A, we do B and we do C".
        close = (_SENTENCE_END if opens and mark["if"] else _BEFORE).search(text, until)
        finish = close.start() if close else len(text)
        inside = tuple(each for each in reading.words if mark.end() <= each.start < until)
        host = tuple(
            each
            for each in reading.words
            if begin <= each.start < mark.start() or until <= each.start < finish
        )
        if any(each.content for each in inside) and not _BY_LAW.match(text[mark.start() : until].strip()):
            words = text[mark.start() : until].strip()
            yield Limit(bool(mark["except"]), mark.start(), until, words, inside, host)


# A case told as an example limits nothing.
_EXAMPLE = re.compile(
    r"(?:\b(?:for (?:example|instance)|e\.g\.|such as|including(?: but not limited to)?),?)\s*$",
    re.IGNORECASE,
)


# What the law demands limits every sentence of a policy; a claim that leaves it out adds nothing.
_BY_LAW = re.compile(r"(?:to the (?:\w+ )?extent|as|where|if|when)(?: \w+)? (?:required|applicable|any)(?: (?:by|under)(?: \w+){0,4} (?:laws?|regulations?))?$|(?:where|as|if|when) (?:permitted|allowed) (?:by|under) (?:\w+ ){0,3}laws?$|to the extent (?:required|permitted|allowed|set out|provided) (?:by|in|under) (?:these|this|the|our) (?:terms|agreement|policy)$|subject to (?:any |all )?(?:applicable |relevant )?laws?(?: and (?:our |these |the )?(?:terms|policies|agreement))?$", re.IGNORECASE)  # fmt: skip
_SCOPED = re.compile(r"^\W*(?:for|in|on|upon|under|with respect to|as to)\s+(?!the event|case\b|example|instance|clarity|addition|general|particular|other|order|some|the avoidance|any|this|these|each|more|further)([^,.;:]{3,80}),", re.IGNORECASE)  # fmt: skip


_ADDED = re.compile(
    r"\b(?:unless|except (?:where|when|if|for|in|that|as)|apart from|other than)\b", re.IGNORECASE
)


def added(case: Case) -> str:
    """An exception of the claim where the cited text limits nothing at all, or nothing."""
    match = _ADDED.search(case.whole.text)
    if match is None or any(
        _MARK.search(each.text) or _QUALIFIED.search(each.text) for each in case.statements
    ):
        return ""
    return case.whole.text[match.start() : match.start() + 60]


_QUALIFIED = re.compile(
    r"\b(?:exception|however|default|though|otherwise|provided|but|exempt|another|different|no part|independent)\b",
    re.IGNORECASE,
)


def limited(claim: Claim) -> bool:
    """Whether a claim or what it cites has any sign of a limit, scope or qualifier; without one nothing can be left out."""
    return bool(_ADDED.search(claim.text)) or any(_limited(each.text) for each in claim.cited)


@lru_cache(maxsize=4096)
def _limited(text: str) -> bool:
    if _MARK.search(text) or _SCOPED.match(text):
        return True
    said = plain(text)
    return any(pattern.search(said) for pattern, _, _ in _QUALIFIERS)


def unscoped(case: Case, told: tuple[Told, ...]) -> str:
    """A scope set before a sentence ("For business customers, ...") that the claim has lost, or nothing."""
    opening = {(where, start) for where, start, _ in told}
    for at, reading in enumerate(case.statements):
        match = _SCOPED.match(reading.text)
        if match is None or (at, 0) not in opening:
            continue
        rest = [each for each in read(reading.text[match.end() :]).words if each.content]
        inside = [each for each in read(match[1]).words if each.content and _tells(case, each)]
        shared = sum(in_claim(case, each) for each in rest)
        if (
            inside
            and shared >= HOST_SHARE * min(len(rest), 12)
            and not any(in_claim(case, each) for each in inside)
        ):
            return match[0].strip(" ,")
    return ""


def _tells(case: Case, word: Word) -> bool:
    """Whether a word says which scope is meant, and is no name of a party."""
    return word.low not in USER_WORDS and word.low not in case.provider


def dropped(case: Case, told: tuple[Told, ...]) -> tuple[Limit, ...]:
    """Limits of what the claim asserts that it neither names nor hints at, in the sentences that it tells."""
    found: list[Limit] = []
    for at, reading in enumerate(case.statements):
        everywhere = limits(reading)
        named = [each for each in everywhere if _named(case, each)]
        mine = [each for each in everywhere if meant(told, at, each) and _bears_on(case, each)]
        found.extend(each for each in mine if each in named and each.conditional and not counted(case, each))
        for exceptive, marks in ((True, CLAIM_EXCEPT), (False, CLAIM_IF)):
            unnamed = [each for each in mine if each.exceptive is exceptive and each not in named]
            spare = len(marks.findall(case.whole.text)) - sum(each.exceptive is exceptive for each in named)
            found.extend(unnamed if spare < len(unnamed) else ())
    return tuple(found)


# Share of a host's content words that a claim must have before the host's limits are its own. Tuned on data/gate and
# tests/meaning/gate_claims.jsonl: from .2 to .6 two more true claims pass and six more false ones.
HOST_SHARE = 0.4


def meant(told: tuple[Told, ...], statement: int, limit: Limit) -> bool:
    """Whether the limit stands in a sentence that the claim tells."""
    at = limit.inside[0].start
    return any(where == statement and start <= at < end for where, start, end in told)


def _bears_on(case: Case, limit: Limit) -> bool:
    content = [each for each in limit.host if each.content]
    if not content:
        return True
    return sum(in_claim(case, each) for each in content) >= HOST_SHARE * min(len(content), 12)


def in_claim(case: Case, word: Word) -> bool:
    """Whether the claim has the word by its form or a meaning listed with the gate."""
    if word.stem in case.whole.stems:
        return True
    groups = read(word.low).meanings
    return bool(groups & case.whole.meanings)


def counted(case: Case, limit: Limit) -> bool:
    """Whether the claim has a time or an amount that the limit names."""
    told = {(each.value, each.unit) for each in quantities(case.whole.text)}
    return all((each.value, each.unit) in told for each in quantities(limit.words) if each.unit)


_EMPTY = frozenset(
    map(
        stem, "require need permit allow provide applicable apply do prohibit believe reasonable must".split()
    )
)


def _named(case: Case, limit: Limit) -> bool:
    """Whether the claim has a word of the limit that is not its host's as well."""
    hosted = {each.stem for each in limit.host}
    meant = frozenset().union(*(read(each.low).meanings for each in limit.host if each.content))
    own = [
        each
        for each in limit.inside
        if each.content
        and each.low not in case.provider
        and each.stem not in _EMPTY
        and each.stem not in hosted
        and not read(each.low).meanings & meant
    ]
    return any(in_claim(case, each) for each in own or [each for each in limit.inside if each.content])


# Qualifiers: a word that narrows its neighbour, and the groups any of which says as much in a claim.
_QUALIFIERS = (
    (re.compile(r"\breasonable (?:efforts|endeavou?rs|steps)\b|\b(?:reasonable )?(?:best )?efforts to\b|\b(?:we|will) (?:try|aim|endeavou?r|strive|seek)s? to\b"), ("try",), re.compile(r"\b(?:effort|tri(?:es|ed)|try|endeavou?r|aim|goal|hope|strive|seek|reasonabl|where it can)")),
    (re.compile(r"\b(?:materially|significantly|substantially)\b"), ("material", "serious"), None),
    (re.compile(r"\bmaterial(?:ly)? (?:breach|adverse)|\bmaterial changes?\b"), ("material", "serious", "important"), None),
    (re.compile(r"\blegally binding\b"), ("binding",), re.compile(r"\bbinding|valid|formal\b")),
    (re.compile(r"\brepeat(?:ed|edly)?\b"), ("repeat",), re.compile(r"\b(?:again|often|habitual|keeps?|more than once|several)\b")),
    (re.compile(r"\beligible\b"), ("qualified",), re.compile(r"\beligib|\bqualif|\bmeets?\b|\bif\b")),
    (re.compile(r"\bmanifestly\b"), ("manifest",), None),
    (re.compile(r"\bto the extent possible\b|\bwhen(?:ever)? (?:reasonably )?(?:possible|practicable)\b|\bwhere (?:reasonably )?(?:possible|practicable|feasible)\b"), ("possible", "try"), None),
    (re.compile(r"\bby default\b"), ("default",), re.compile(r"\b(?:unless|otherwise|until|stays?|remains?)\b")),
    (re.compile(r"\breasonable (?:grounds?|basis|objections?)\b"), ("try_reason",), re.compile(r"\b(?:good|fair|proper|reasonabl|sound|justified)")),
    (re.compile(r"\b(?:a small number of|some(?! of)|certain|a few) (?=\w)"), ("someamount",), re.compile(r"\b(?:some|cases|certain|few|not (?:every|all)|small|limited|where|when|if|number|particular|specific|rare|the)\b")),
    (re.compile(r"\b(?<!would )(?:generally|typically|usually|normally|sometimes|in most cases|in some cases)\b"), (), re.compile(r"\b(?:general|typical|usual|normal|sometimes|most|some|mostly|often|as a rule|tend|may|can|might|by default|if)")),
)  # fmt: skip


def unqualified(case: Case) -> str:
    """A qualifier of the cited text that the claim has lost, or nothing."""
    claim = plain(case.whole.text)
    for reading in case.statements:
        text = plain(reading.text)
        for pattern, groups, words in _QUALIFIERS:
            match = pattern.search(text)
            if match is None or case.whole.meanings & set(groups) or (words and words.search(claim)):
                continue
            if _sentence_shared(case, text, match.start()):
                return match[0].strip()
    return ""


def _sentence_shared(case: Case, text: str, at: int) -> bool:
    """Whether the claim speaks of the words around the qualifier."""
    stop = _CLAUSE_END.search(text, at)
    near = read(text[max(0, text.rfind(". ", 0, at)) : stop.start() if stop else at + 90])
    place = [word for word in near.words if word.content]
    shared = sum(in_claim(case, word) for word in place)
    return shared >= 0.5 * min(len(place), 10)
