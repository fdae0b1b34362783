"""How the cited text has the verbs of a claim: with which force, denied or not, and who acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.frames import (
    AFTER,
    BAN,
    BANNED,
    BANNING_LEAD,
    BREAKS,
    LIGHT,
    NEGATIVE,
    STATES,
    Force,
    Frame,
    Who,
    adverb,
    capped,
    denied_at,
    force_at,
    subject,
    verb_after,
    waives,
    who,
)
from clausewatch.meaning.gate.wording import Reading, Word, stem


@dataclass(frozen=True, slots=True)
class Use:
    """How the cited text has a verb of the claim; a noun of the same stem says nothing of its force."""

    force: Force
    negated: bool
    who: Who
    exact: bool
    noun: bool
    waived: bool


def uses(case: Case, frame: Frame) -> tuple[Use, ...]:
    """Every place of the cited text with the frame's verb; by its own form where it has that, else by its meaning."""
    exact = any(frame.stem == word.stem for each in case.statements for word in each.words)
    found: list[Use] = []
    under_ban = bool(BANNING_LEAD.search(" ".join(case.headings)))
    for at, reading in enumerate(case.statements):
        for index, groups in enumerate(reading.groups):
            word = reading.words[index]
            if word.stem == frame.stem or (
                not exact and (word.stem in frame.meanings or groups & frame.meanings)
            ):
                had = _use(case, reading, index, under_ban=under_ban and at > 0)
                party = _heir(case, at, index) if had.who is Who.UNSAID else had.who
                exact, noun = word.stem == frame.stem, is_noun(reading, index)
                found.append(Use(had.force, had.negated, party, exact, noun, had.waived))
        ending = reading.text.rstrip()[-1:]
        if ending == ":" or (at == 0 and ending != "."):
            under_ban |= bool(BANNING_LEAD.search(reading.text))
    return tuple(found)


_BEFORE_NOUNS = frozenset("a an the your our their its this that any each every of".split())
_NOMINAL = ("usage", "ment", "tion", "sion")


def is_noun(reading: Reading, index: int) -> bool:
    """Whether a word that may be a verb names a thing here: "an email", "their usage"."""
    low = reading.words[index].low.removesuffix("s")
    before = reading.words[index - 1].low if index else ""
    return low.endswith(_NOMINAL) or (before in _BEFORE_NOUNS and not low.endswith(("ing", "ed")))


def _commands(reading: Reading, index: int) -> bool:
    """Whether the word begins a whole sentence as a verb without an ending: "Report any incident to us."."""
    word = reading.words[index]
    opens = index == 0 or bool(BREAKS.search(reading.text, reading.words[index - 1].end, word.start + 1))
    ends = reading.text.rstrip().endswith(".")
    plain = word.raw[0].isupper() and not word.low.endswith(("s", "ed", "ing", "ion", "ment"))
    following = reading.words[index + 1].low if index + 1 < len(reading.words) else ""
    return opens and ends and plain and following in _DETERMINERS


_DETERMINERS = frozenset("a an the any all each every your our us this that these those it them".split())


def _lacking(words: tuple[Word, ...], index: int) -> int | None:
    """Where "without" stands before a verb ("without first telling")."""
    at = index - 1
    while at > 0 and words[index].low.endswith("ing") and (words[at].low in AFTER or adverb(words[at].low)):
        at -= 1
    return at if at > 0 and words[at].low == "without" and words[index].low.endswith("ing") else None


_TERMS = frozenset(["with", "upon", "after", "giving", "subject"])


def _on_terms(words: tuple[Word, ...], verb: int, index: int) -> bool:
    """Whether the word is what a permission hangs on: who may change prices "with 60 days' notice" must give notice."""
    return any(each.low in _TERMS for each in words[max(verb + 1, index - 5) : index])


ASKING = frozenset(map(stem, ("ask", "request", "require", "instruct", "demand", "order", "direct", "invite", "advise")))  # fmt: skip


def _asked(case: Case, words: tuple[Word, ...], verb: int | None, index: int) -> Who | None:
    """The party that is asked for the act at `index`, where the verb of force is one of asking ("we may ask you to")."""
    if verb is None or verb >= index or words[verb].stem not in ASKING:
        return None
    between = [found for each in words[verb + 1 : index] if (found := who(each, case)) is not Who.UNSAID]
    return between[-1] if between else None


_GRANTING = frozenset(map(stem, ("grant", "give", "provide", "confer")))
_GRANTS = frozenset(["licence", "license", "permission", "right"])


def _granted(case: Case, words: tuple[Word, ...], back: int) -> Who | None:
    """Who gets the licence, permission or right at `back`: "you grant us a licence to" lets the provider act."""
    if words[back].low not in _GRANTS:
        return None
    near = words[max(0, back - 15) : back]
    giving = next((at for at, each in enumerate(near) if each.stem in _GRANTING), None)
    if giving is None or giving + 1 >= len(near):
        return None
    getter = near[giving + 1]
    side = Who.PROVIDER if getter.low == "us" else who(getter, case)
    return None if side is Who.UNSAID else side


_HANGS = re.compile(r"\W*(?:\(?\w{1,4}[.)]\s*)?[a-z]")


def _heir(case: Case, at: int, index: int) -> Who:
    """The party of the lead-in, for a verb that begins a statement which goes on from it ("You agree that you | (b) shall pay")."""
    own, before = case.statements[at], case.statements[at - 1]
    going_on = at and _HANGS.match(own.text) and not before.text.rstrip().endswith((".", "!", "?"))
    if not going_on or any(who(each, case) is not Who.UNSAID for each in own.words[:index]):
        return Who.UNSAID
    parties = [found for each in before.words if (found := who(each, case)) is not Who.UNSAID]
    return parties[-1] if parties else Who.UNSAID


class _Had(NamedTuple):
    """Force, denial and doer of a word in the text; `waived` where the denial is of a duty alone."""

    force: Force
    negated: bool
    who: Who
    waived: bool = False


# "Beyond its control" is what it cannot control.
_OUT_OF = frozenset(["beyond", "outside"])


def _use(case: Case, reading: Reading, index: int, *, under_ban: bool) -> _Had:
    """How the text has the word at `index`; what may not be done without it must be done."""
    gerund = _lacking(reading.words, index)
    if gerund:
        governing = _use(case, reading, gerund - 1, under_ban=under_ban)
        if governing.negated:
            return _Had(Force.MUST, False, governing.who)
        return _Had(governing.force, True, governing.who)
    words = reading.words
    if _commands(reading, index):
        return _Had(Force.MUST, False, Who.USER)
    for back in range(index, max(-1, index - 25), -1):
        if back < index and BREAKS.search(reading.text, words[back].end, words[back + 1].start):
            break
        force, length = force_at(words, back)
        if force is not None and (
            back + length <= index + 1 or (back == index and words[back].low in STATES)
        ):
            verb = None if words[back].low in STATES else verb_after(words, back + length)
            who_acts = (
                _asked(case, words, verb, index)
                or _granted(case, words, back)
                or subject(reading, case, back, index if verb is None else verb)
            )
            negated = denied_at(reading, back, length) or capped(words, index)
            if force is Force.MAY and not negated and verb is not None and _on_terms(words, verb, index):
                return _Had(Force.MUST, False, who_acts)
            return _Had(force, negated, who_acts, negated and waives(words, back, length))
    near = [
        *words[max(0, index - 4) : index],
        *(words[index + 1 : index + 2] if words[index].low in LIGHT else ()),
    ]
    negated = any(each.low in NEGATIVE or each.low in _OUT_OF for each in near) or words[
        index
    ].low.startswith("non-")
    end = BREAKS.search(reading.text, words[index].end)
    negated |= bool(BANNED.search(reading.text, words[index].end, end.start() if end else len(reading.text)))
    if under_ban or BAN.match(reading.text):
        return _Had(Force.MAY, True, Who.USER)
    return _Had(Force.DOES, negated, subject(reading, case, index, index))
