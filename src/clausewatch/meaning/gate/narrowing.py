"""For which plan or kind of customer a sentence of the cited text holds: a claim that leaves it out says it of all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate.case import Case, plain
from clausewatch.meaning.gate.sources import sources

# A kind as texts print it, and how a claim may name it.
_KINDS = {
    "free": r"free|unpaid|gratis|no (?:cost|charge)|not pay\w*|without paying",
    "paid|premium|pro|plus": r"pa(?:id|y|ys|ying)|premium|pro|plus|subscri\w+|bought|purchas\w+",
    "trial|beta|preview": r"trials?|beta|previews?|test\w*|try\w*|tries|experiment\w*",
    "enterprise|business|team": r"enterprises?|business\w*|teams?|compan\w+|firms?|organi[sz]ation\w*|corporate|commercial\w*|employers?|professional\w*|workspaces?|work",
    "education|student": r"educat\w+|students?|pupils?|schools?|universit\w+|teach\w+|class\w*",
    "individual|consumer": r"individuals?|consumers?|private\w*|personal\w*|persons?|people|someone|somebody",
    "discounted": r"discount\w*|cheap\w*|reduced",
}  # fmt: skip
_BODIES = r"plans?|tiers?|accounts?|subscriptions?|customers?|users?|subscribers?|versions?|editions?|workspaces?|members?"
_TOLD = tuple(
    (re.compile(rf"\b(?:{printed}) (?:{_BODIES})\b"), re.compile(rf"\b(?:{said})\b"))
    for printed, said in _KINDS.items()
)


_RULED_OUT = re.compile(r"\bnot\b[^.;]{0,60}$")


def tiers(case: Case) -> Iterator[str]:
    """ "On the free plan ..." where the claim names no such plan, "Business customers: ..." where it names no such customers."""
    claim = plain(case.whole.text)
    for at, start, end in sources(case):
        text = plain(case.statements[at].text[start:end])
        found = [
            (match, said)
            for printed, said in _TOLD
            if (match := printed.search(text)) and not _RULED_OUT.search(text[: match.start()])
        ]
        if found and not any(said.search(claim) for _, said in found):
            yield f"the text speaks of “{found[0][0][0]}” only"
