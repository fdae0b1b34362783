"""Claims that only introduce verbatim words, in the closed set of our own phrases: what they say and what they need.

A phrase like "The clause puts this duty on users" speaks of the quoted words and not of their matter, so its words need not
stand in the text. What they say of the quotation must: a duty needs a word of duty, a period a figure with a unit of time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from clausewatch.meaning import phrases
from clausewatch.meaning.gate.case import misquoted, plain, printed, quotations
from clausewatch.nouns.finding import Claim, FactKind, Modality

_QUOTED = "\0"
_UNDER = f"Under {_QUOTED}: "
_TAIL = re.compile(r"\0(?: …)?(?: – \0(?: …)?(?:; \0(?: …)?)*)?\.?")
_BOUND = re.compile(
    r"The clause(?: \0)? (?:binds|leaves a choice to) (?P<told>[^\0:]+?)(?:\.|: (?P<tail>\0.*))"
)
_BETWEEN = re.compile(
    r", and leaves a choice to | and leaves a choice to | but also leaves (?:it|them) a choice|, | and "
)

_NOT = r"\b(?:not|no|never|nor|neither|none|cannot|without|only|unless|prohibit\w*|forbid\w*|forbidden|ban\w*|barred|restrict\w*|refrain\w*|avoid\w*|disallow\w*|unacceptable|misuse\w*|abuse\w*|limit\w*|waive\w*|\w+n't)\b"
_SIGNS: dict[Modality, re.Pattern[str]] = {
    Modality.PROHIBITION: re.compile(_NOT),
    Modality.OBLIGATION: re.compile(r"\b(?:must|shall|will|should|agree\w*|require\w*|need\w*|responsib\w*|liab\w*|ha(?:s|ve) to|accept\w*|acknowledg\w*|represent\w*|warrant\w*|indemnif\w*|consent\w*|ensur\w*|compl(?:y|ies|iance)|oblig\w*|dut(?:y|ies)|bound|binding|owe\w*|certif\w*|confirm\w*|understand\w*|undertake\w*|assum\w*|bear\w*|only|remain\w*|subject to|exclusiv\w*|waive\w*|expect\w*|promis\w*|exclusively|always|please)\b"),
    Modality.COMMITMENT: re.compile(r"\b(?:will|shall|must|commit\w*|undertak\w*|warrant\w*|represent\w*|guarante\w*|ensur\w*|promis\w*|agree\w*|striv\w*|effort\w*|endeavou?r\w*|aim\w*|maintain\w*|protect\w*|not|never|no|only|notif\w*|notice|require\w*|appl(?:y|ies)|measures|implement\w*|safeguard\w*|unaffected|obtain\w*|seek\w*|ask\w*|responsib\w*|able|\w+n't|\w+'ll)\b"),
    Modality.RIGHT: re.compile(r"\b(?:rights?|may|can|could|entitle\w*|own\w*|choose|choice\w*|opt\w*|object\w*|request\w*|retain\w*|keep|guarantee|able|free|withdraw\w*|appeal\w*|yours|protection\w*|remed\w+|benefit\w*)\b"),
}  # fmt: skip
"""A sign of what a phrase says, anywhere in the cited text, lead-in and headings: one of these words must stand there.

Open lists on purpose: they catch what is plainly no duty or ban. Which of several it is was found out by `meaning.rules`.
"""
_CHOICE = re.compile(r"\b(?:rights?|may|might|can|could|will|shall|choose|choice\w*|decide\w*|discretion|reserv\w*|opt\w*|object\w*|entitle\w*|allow\w*|permit\w*|let|grant\w*|licen[cs]\w*|authori[sz]\w*|own\w*|request\w*|retain\w*|keep|able|free|withdraw\w*|appeal\w*)\b")  # fmt: skip
_BINDING = (Modality.PROHIBITION, Modality.OBLIGATION, Modality.COMMITMENT)
_FIGURE = r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|an?|half|single)\b)"
_KINDS: dict[FactKind, re.Pattern[str]] = {
    FactKind.PERIOD: re.compile(rf"{_FIGURE}.*(?:minute|hour|day|week|month|quarter|year)|\b(?:daily|weekly|monthly|annual)"),
    FactKind.DATE: re.compile(r"\d"),
    FactKind.AGE: re.compile(_FIGURE),
    FactKind.SHARE: re.compile(rf"{_FIGURE}.*(?:%|percent|per cent)"),
    FactKind.AMOUNT: re.compile(_FIGURE),
    FactKind.EMAIL: re.compile(r"@"),
    FactKind.PHONE: re.compile(r"\d"),
    FactKind.LINK: re.compile(r"\."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Framed:
    """A claim that is a phrase with quotations. `reasons` say what is unborne; `telling` that its quotations can leave
    something out, so that the limits of the cited text must be looked for."""

    reasons: tuple[str, ...]
    telling: bool


def framed(claim: Claim) -> Framed | None:
    """How the claim frames verbatim words; None where it has words of its own beside our phrases."""
    found = quotations(claim.text)
    if not found and ":" not in claim.text:
        return None
    own = claim.text
    for each in found:
        own = own.replace(each, _QUOTED, 1)
    own = own.removeprefix(_UNDER)
    said = " \n ".join(printed(tuple(each.text for each in claim.cited), claim.path))
    made = _naming(own, said) or _bound(own, said, claim) or _introduction(own, said, claim, found)
    if made is None:
        return None
    reasons, telling = made
    wrong = tuple(f"the quotation “{each}” does not stand so in the cited text" for each in misquoted(claim))
    return Framed((*wrong, *reasons), telling)


_Made = tuple[tuple[str, ...], bool]


def _naming(own: str, said: str) -> _Made | None:
    """ "The period named is 30 days: “…”"."""
    head, _, tail = own.partition(f": {_QUOTED}")
    if not tail and not own.endswith(_QUOTED):
        return None
    kind, words = next(
        ((kind, head.removeprefix(before)) for before, kind in _namings().items() if head.startswith(before)),
        (None, ""),
    )
    if kind is None or _QUOTED in words or not _TAIL.fullmatch(_QUOTED + tail):
        return None
    sign, low = _KINDS.get(kind), plain(words)
    fits = low and low in said and (sign is None or sign.search(low))
    return (() if fits else (f"“{words}” is no {kind.value} of the cited text",)), False


def _bound(own: str, said: str, claim: Claim) -> _Made | None:
    """ "The clause “Fees” binds users and leaves a choice to Lumen."."""
    match = _BOUND.fullmatch(own)
    if match is None or (match["tail"] and not _TAIL.fullmatch(match["tail"])):
        return None
    told = match["told"].replace(claim.platform, "{who}") if claim.platform else match["told"]
    if not all(who in _parties() for who in _BETWEEN.split(told) if who):
        return None
    binds = "binds" not in own or any(_SIGNS[each].search(said) for each in _BINDING)
    leaves = "a choice" not in own or bool(_CHOICE.search(said))
    return (() if binds and leaves else ("the cited text has no word that binds or leaves a choice",)), False


def _introduction(own: str, said: str, claim: Claim, found: tuple[str, ...]) -> _Made | None:
    """ "The clause puts this duty on users: “…”", "A condition is attached: “…”"."""
    phrase, _, tail = own.partition(": ")
    if not _TAIL.fullmatch(tail):
        return None
    if phrase in phrases.TERMS_OF_USE.values():
        return (), False
    items = found[-max(1, tail.count(_QUOTED) - tail.count(" – ")) :]
    whole = "…" not in tail and all(_is_whole(each, claim) for each in items)
    if phrase == phrases.CONSEQUENCE:
        return (), not whole
    does = _leads().get(phrase) or _leads().get(
        phrase.replace(claim.platform, "{who}", 1) if claim.platform else phrase
    )
    if does is None:
        return None
    sign = _SIGNS.get(does)
    bare = sign is not None and not sign.search(said)
    return ((f"the cited text has no word of a {does.value}",) if bare else ()), not whole


def _is_whole(quotation: str, claim: Claim) -> bool:
    """Whether a cited statement ends with the quotation and has nothing before it but a number."""
    words = plain(quotation[1:-1])
    return any(
        (text := plain(each.text)).endswith(words) and len(text) - len(words) <= _NUMBER
        for each in claim.cited
    )


_NUMBER = 12
"""Characters of the longest printed number that stands before a statement ("12.1.10. (a) ")."""


@cache
def _namings() -> dict[str, FactKind]:
    return dict(phrases.namings())


@cache
def _leads() -> dict[str, Modality]:
    return dict(phrases.leads())


@cache
def _parties() -> frozenset[str]:
    return frozenset({"{who}", *phrases.WHO.values()})
