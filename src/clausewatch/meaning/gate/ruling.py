"""The ruling on a claim: it passes when no rule finds an element that the cited statements do not bear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from clausewatch.meaning.gate.case import Case, lay_out
from clausewatch.meaning.gate.framing import framed
from clausewatch.meaning.gate.leaving import LEAST, left_out
from clausewatch.meaning.gate.limits import limited
from clausewatch.meaning.gate.marks import Heard, Marks, marks
from clausewatch.meaning.gate.rules import LEFT_OUT, RULES, Rule, limit_reason
from clausewatch.meaning.gate.second import opinion
from clausewatch.meaning.gate.weighing import WEIGHTS, Evidence, holds
from clausewatch.nouns.finding import Claim, GateRuling

# Sizes beyond which nothing is weighed. The longest statement of data/topics and data/gate has 872 characters.
MOST_STATEMENT = 20_000
MOST_STATEMENTS = 200
MOST_TOTAL = 200_000
MOST_CLAIM = 2_000


def gate(claim: Claim) -> GateRuling:
    """Whether every typed element of the claim is borne by its cited statements; refusals say what is not, in words.

    Objections are weighed together by how freely the claim speaks (`weighing`); those that do not hold are not told. Of claims in
    words of their own that no rule is sure of, a second opinion (`second`) may overturn what the rules say.

    Deterministic and linear in the length of its input. What cannot be weighed (no claim, no statement, too long) is
    refused, never passed. A pass says that nothing was found against the claim, not that it is proved.
    """
    found = tuple(dict.fromkeys(_against(claim)))
    return GateRuling(not found, found)


def first_objection(claim: Claim) -> GateRuling:
    """The same ruling with the first of its reasons alone, which is quicker."""
    found = tuple(islice(_against(claim), 1))
    return GateRuling(not found, found)


def _against(claim: Claim) -> Iterator[str]:
    unfit = _unfit(claim)
    if unfit:
        yield unfit
        return
    frame = framed(claim)
    if frame is None:
        yield from _weighed(lay_out(claim))
        return
    yield from frame.reasons
    if frame.telling and limited(claim):
        yield from LEFT_OUT.check(lay_out(claim))


def _weighed(case: Case) -> Iterator[str]:
    """The objections of all rules where they hold together, else those of the second opinion. Sure objections come first."""
    against: list[tuple[Rule, tuple[str, ...]]] = []
    for each in _objections(case):
        against.append(each)
        if each[0].counts is Evidence.SURE:
            yield from each[1]
    heard = _heard(case, against)
    found = [reason for rule, reasons in against if rule.counts is not Evidence.SURE for reason in reasons]
    if heard.left.limit is not None and heard.left.odds > LEAST:
        found.append(limit_reason(heard.left.limit))
    if heard.sure:
        yield from found
        return
    second = opinion(marks(case, heard))
    if not heard.refused:
        yield from second.against
    elif not second.favourable:
        yield from found


def _objections(case: Case) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    """The rules that object, in order, with their reasons."""
    for rule in RULES:
        reasons = tuple(rule.check(case))
        if reasons:
            yield rule, reasons


def _heard(case: Case, against: Iterable[tuple[Rule, tuple[str, ...]]]) -> Heard:
    held = tuple(against)
    sure = any(rule.counts is Evidence.SURE for rule, _ in held)
    signs = float(sum(WEIGHTS[rule.counts] for rule, _ in held if rule.counts is not Evidence.SURE))
    left = left_out(case)
    unsure = bool(signs) or (left.limit is not None and left.odds > LEAST)
    refused = sure or (unsure and holds(case, signs, left.odds))
    return Heard({rule.name: reasons for rule, reasons in held}, sure, signs, left, refused)


def heard_and_marked(claim: Claim) -> tuple[Heard, Marks] | None:
    """What the rules say of a claim and its marks, to learn from; None where it does not come to a second opinion."""
    if _unfit(claim) or framed(claim) is not None:
        return None
    case = lay_out(claim)
    heard = _heard(case, _objections(case))
    return heard, marks(case, heard)


def _unfit(claim: Claim) -> str:
    if not claim.text.strip():
        return "the claim is empty"
    if len(claim.text) > MOST_CLAIM:
        return f"the claim has {len(claim.text):,} characters, more than {MOST_CLAIM:,}: it is no sentence"
    texts = [each.text for each in claim.cited]
    if not any(each.strip() for each in texts):
        return "no statement with words is cited"
    if len(texts) > MOST_STATEMENTS or sum(map(len, texts)) > MOST_TOTAL:
        return f"too much is cited: at most {MOST_STATEMENTS} statements and {MOST_TOTAL:,} characters"
    longest = max(map(len, texts))
    if longest > MOST_STATEMENT:
        return f"a cited statement has {longest:,} characters, more than {MOST_STATEMENT:,}"
    return ""
