"""The checks of the gate: each looks at one kind of element of a claim and says in words what the cited text does not bear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clausewatch.meaning.gate import (
    agency,
    calendar_days,
    complements,
    contradictions,
    denying,
    elements,
    frames,
    judgements,
    limits,
    literal,
    manners,
    narrowing,
    numbers,
    ordering,
    pairing,
    senses,
    sides,
    substitutes,
    sweeping,
    turning,
)
from clausewatch.meaning.gate.case import USER_WORDS, Case
from clausewatch.meaning.gate.leaving import cut, swept
from clausewatch.meaning.gate.plainwords import PLAIN
from clausewatch.meaning.gate.sources import sources
from clausewatch.meaning.gate.weighing import Evidence
from clausewatch.meaning.gate.wording import members


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its name; it yields a reason for each element that is not borne. `counts` says how much that tells."""

    name: str
    check: elements.Check
    counts: Evidence = Evidence.SIGN


def _quotations(case: Case) -> Iterator[str]:
    for words in case.misquoted:
        yield f"the quotation “{words}” does not stand so in the cited text"


def limit_reason(limit: limits.Limit) -> str:
    """That a limit of the cited text is left out, in words."""
    return f"the {'exception' if limit.exceptive else 'condition'} “{limit.words[:90]}” is left out"


def _exceptions(case: Case) -> Iterator[str]:
    for limit in limits.dropped(case, sources(case)):
        yield limit_reason(limit)
    yield from _scopes(case)


def _scopes(case: Case) -> Iterator[str]:
    told = sources(case)
    scope = limits.unscoped(case, told)
    if scope:
        yield f"the scope “{scope}” is left out"
    added = limits.added(case)
    if added:
        yield f"the exception “{added}” is not in the cited text"
    lost = limits.unqualified(case)
    if lost:
        yield f"the qualifier “{lost}” is left out"


# A sentence is no free paraphrase when it has this share of its content words and of its pairs of neighbours from the
# text: there a foreign word stands in the place of another. Measured on data/gate, the seeded sentences and the claims of
# tests/meaning: .5 and .35 refuse 18 false sentences that no other rule refuses and no true one; at .2 four true ones fall.
LITERAL = 0.5
NEIGHBOURS = 0.35
# More foreign words than this, or a larger share, are not a paraphrase any more. Shares from .4 to .7 rule alike.
MOST_FOREIGN = 6
MOST_SHARE = 0.6


_YOU = re.compile(r"\byour?s?\b")


def _foreign(case: Case) -> Iterator[str]:
    words = case.claim.words
    content = [at for at, each in enumerate(words) if each.content]
    kept = sum(words[at].stem in case.stems or words[at].low in case.provider for at in content)
    modal = set(_modal_words(case))
    foreign = [
        words[at].low
        for at in case.uncovered
        if words[at].stem not in PLAIN and at not in modal and words[at].low not in frames.NEGATIVE
    ]
    # Parties have rules of their own.
    parties = {words[at].low for start, end in members(case.claim, "ACTORS") for at in range(start, end)}
    strange = [
        each for each in foreign if each not in parties | (USER_WORDS if _YOU.search(case.said) else set())
    ]
    if strange and kept >= LITERAL * len(content) and literal.neighbours(case) >= NEIGHBOURS:
        yield f"“{strange[0]}” stands in an otherwise literal sentence, but not in the cited text"
    elif len(foreign) > MOST_FOREIGN or (len(foreign) > 1 and len(foreign) > MOST_SHARE * len(content)):
        yield f"nothing in the cited text bears “{' '.join(foreign[:6])}”"


def _modal_words(case: Case) -> Iterator[int]:
    """Places of words that say with which force something holds ("is allowed to", "commits to"): `sides` weighs those."""
    words = case.claim.words
    for at in range(len(words)):
        force, length = frames.force_at(words, at)
        if force is not None:
            yield from range(at, at + length)


LEFT_OUT = Rule("limit", _exceptions)
"""The one rule of claims that are quotations in a frame: what they leave out. Of other claims `leaving` says that."""

RULES: tuple[Rule, ...] = (
    Rule("quotation", _quotations, Evidence.SURE),
    Rule("number", numbers.amounts, Evidence.SURE),
    Rule("bound", complements.bounds, Evidence.SURE),
    Rule("date", calendar_days.dates, Evidence.SURE),
    Rule("comparison", numbers.comparisons, Evidence.SURE),
    Rule("one of two", numbers.one_of_two, Evidence.SURE),
    Rule("place in a row", numbers.places, Evidence.SURE),
    Rule("anchor", numbers.anchors),
    Rule("rate", numbers.rates, Evidence.STRONG),
    Rule("contact", elements.contacts, Evidence.SURE),
    Rule("name", elements.names(own=False), Evidence.SURE),
    Rule("name of a company", elements.names(own=True)),
    Rule("narrower name", elements.narrower_names),
    Rule("listing", elements.listings, Evidence.FAINT),
    Rule("sector", elements.sectors, Evidence.SURE),
    Rule("party", elements.typed("ACTORS", "the party or sector", asserted=True), Evidence.STRONG),
    Rule("person", elements.typed("ACTORS", "the party or sector", asserted=False)),
    Rule("consequence", elements.typed("CONSEQUENCES", "the consequence")),
    Rule("outcome", judgements.outcomes, Evidence.SURE),
    Rule("unborne outcome", judgements.unborne_outcomes),
    Rule("data", elements.typed("DATA", "the matter")),
    Rule("channel", elements.typed("CHANNELS", "the channel"), Evidence.FAINT),
    Rule("scope", elements.typed("SCOPE", "the scope"), Evidence.FAINT),
    Rule("time", elements.typed("TIMES", "the time"), Evidence.SURE),
    Rule("tier", narrowing.tiers, Evidence.FAINT),
    Rule("contrary", sweeping.contraries, Evidence.SURE),
    Rule("universal", sweeping.universals),
    Rule("widening", sweeping.widenings, Evidence.FAINT),
    Rule("conclusion", judgements.conclusions, Evidence.SURE),
    Rule("motive", judgements.motives(sure=True), Evidence.STRONG),
    Rule("purpose", judgements.motives(sure=False), Evidence.FAINT),
    Rule("other use", judgements.other_uses, Evidence.STRONG),
    Rule("alien purpose", judgements.alien_purposes, Evidence.SURE),
    Rule("modal", sides.modals),
    Rule("waiver", sides.waivers, Evidence.STRONG),
    Rule("sooner", contradictions.sooner, Evidence.STRONG),
    Rule("dearer", contradictions.dearer, Evidence.STRONG),
    Rule("consent", contradictions.consents, Evidence.STRONG),
    Rule("request", contradictions.requests, Evidence.STRONG),
    Rule("unlimited", contradictions.unlimited, Evidence.STRONG),
    Rule("denial", senses.denials),
    Rule("invented duty", denying.invented_duties, Evidence.STRONG),
    Rule("alien predicate", judgements.alien_predicates),
    Rule("duty of leave", denying.duties_of_leave, Evidence.STRONG),
    Rule("invented consent", contradictions.invented_consents, Evidence.STRONG),
    Rule("capped", contradictions.capped, Evidence.STRONG),
    Rule("bare denial", denying.bare_denials, Evidence.SURE),
    Rule("opposite", senses.opposites, Evidence.FAINT),
    Rule("contrary word", turning.contraries, Evidence.STRONG),
    Rule("privative", turning.privatives, Evidence.STRONG),
    Rule("contrast", turning.contrasts, Evidence.STRONG),
    Rule("lacking", turning.lackings, Evidence.STRONG),
    Rule("noun denied", turning.nouns_denied, Evidence.STRONG),
    Rule("concession", turning.concessions, Evidence.STRONG),
    Rule("order", ordering.orders),
    Rule("subject", senses.subjects),
    Rule("choice", senses.choices),
    Rule("exchange", senses.exchanges),
    Rule("literal", literal.turned, Evidence.SURE),
    Rule("substitute", substitutes.substitutes, Evidence.STRONG),
    Rule("recombined", pairing.recombined),
    Rule("doer", pairing.doers),
    Rule("owner", pairing.owners),
    Rule("bearer", pairing.bearers),
    Rule("precedence", pairing.precedence, Evidence.SURE),
    Rule("recipient", pairing.recipients, Evidence.STRONG),
    Rule("scope left out", _scopes, Evidence.FAINT),
    Rule("other way", manners.ways(other=True), Evidence.SURE),
    Rule("way", manners.ways(other=False), Evidence.STRONG),
    Rule("cost", manners.costs, Evidence.SURE),
    Rule("agent", agency.agents, Evidence.SURE),
    Rule("asker", agency.askers, Evidence.SURE),
    Rule("shared bound", agency.shared_bounds, Evidence.SURE),
    Rule("cut", cut),
    Rule("swept exception", swept, Evidence.STRONG),
    Rule("foreign", _foreign),
)
