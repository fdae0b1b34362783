"""Words of a claim that all stand in the cited text, but not together: another sentence's words, another's doer, another's thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate import frames
from clausewatch.meaning.gate.case import COMPANY_ENDINGS, USER_WORDS, Case
from clausewatch.meaning.gate.numbers import MEASURES
from clausewatch.meaning.gate.plainwords import PLAIN
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.senses import clauses, personal, sign
from clausewatch.meaning.gate.sources import sentences
from clausewatch.meaning.gate.wording import Reading, Word, read

# A claim is made of the text's own words when it has this share of them from there. On data/gate, evals/data/gate-own.jsonl
# (1, 2, 5, 6) and tests/meaning 22 false and no true claims of one clause then have no sentence with all of them; at .7 one true.
OWN_WORDS = 0.8


def recombined(case: Case) -> Iterator[str]:
    """A claim of one clause in the text's own words, of which no sentence has all: the predicate is another's."""
    if len(clauses(case.claim)) != 1:
        return
    own = [
        each
        for each in case.claim.words
        if each.content
        and each.low.partition("'")[0] not in case.provider | USER_WORDS
        and each.low not in COMPANY_ENDINGS
        and each.stem not in MEASURES
        and not each.low[0].isdigit()
    ]
    printed = frozenset().union(*(each.stems for each in case.statements))
    taken = {each.stem: each for each in own if each.stem in printed}
    if len(own) < 2 or sum(each.stem in taken for each in own) < OWN_WORDS * len(own):
        return
    units = list(_units(case))
    most = max(units, key=lambda unit: len(unit & taken.keys()))
    missed = [each.low for key, each in taken.items() if key not in most and key not in case.around.stems]
    if missed:
        yield f"no sentence of the cited text has “{' '.join(missed)}” together with the rest of the claim"


def _units(case: Case) -> Iterator[frozenset[str]]:
    """The stems of each sentence; an item of a list also has those of its lead-in."""
    lead: frozenset[str] = frozenset()
    for each in case.statements:
        for start, end in sentences(each):
            # "Training data. We ...": a title is one of all that follows it.
            if start == 0 and end < len(each.text) and len(each.text[:end].split()) <= _TITLE:
                lead |= frozenset(word.stem for word in each.words if word.start < end)
            yield lead | {word.stem for word in each.words if start <= word.start < end}
        if each.text.rstrip().endswith(":") or _FOLLOWS.search(each.text):
            lead = frozenset(word.stem for word in each.words)


_TITLE = 4
_FOLLOWS = re.compile(r"\bfollowing\b[^.]*\b(?:apply|applies)\b")
_BY = re.compile(r"\b(\w+(?:ed|en|wn|ld|nt|ught|aid|ept|ade|ut))(?: \w+ly)? by (?:an? |the |their |its |your |his |her |our |any |these |those |such )?(?=[a-z])", re.IGNORECASE)  # fmt: skip


def doers(case: Case) -> Iterator[str]:
    """ "Created by a parent" where the text has "created by the school"."""
    printed = [each for reading in case.statements for each in done_by(case, reading)]
    for deed, doer in done_by(case, case.claim):
        theirs = [other for same, other in printed if same.stem == deed.stem]
        if theirs and not any(_alike(case, doer, other) for other in theirs):
            yield f"“{deed.low} by {doer.low}” is in the cited text “by {theirs[0].low}”"


def done_by(case: Case, reading: Reading) -> Iterator[tuple[Word, Word]]:
    """Each deed told in the passive with its doer."""
    for match in _BY.finditer(reading.text):
        after = [word for word in reading.words if word.start >= match.end()][:2]
        deed = next((word for word in reading.words if word.start == match.start(1)), None)
        others = bool(after) and after[0].low == "third"
        doer = after[-1] if others else next((word for word in after if personal(case, word)), None)
        if deed and doer:
            yield deed, doer


_OWNER = re.compile(r"\b([a-z]+?)(?:['’]s|s['’]) (?:own )?([a-z]+)", re.IGNORECASE)


def owners(case: Case) -> Iterator[str]:
    """ "The seller's country" where the text has "the buyer's country"."""
    printed = [each for reading in case.statements for each in _owned(case, reading)]
    for owner, thing in _owned(case, case.claim):
        theirs = [other for other, same in printed if same.stem == thing.stem]
        if theirs and not any(_alike(case, owner, other) for other in theirs):
            yield f"“{owner.low} {thing.low}” is in the cited text of “{theirs[0].low}”"
    mine, text = (
        _holders(case, case.claim),
        [each for reading in case.statements for each in _holders(case, reading)],
    )
    if mine and text and not set(mine) & set(text):
        yield f"what belongs to {mine[0].value} in the claim belongs to {text[0].value} in the cited text"


def _owned(case: Case, reading: Reading) -> Iterator[tuple[Word, Word]]:
    for match in _OWNER.finditer(reading.text):
        owner = next((word for word in reading.words if word.start == match.start(1)), None)
        thing = next((word for word in reading.words if word.start == match.start(2)), None)
        bare = read(match[1]).words
        if owner and thing and bare and personal(case, bare[0]):
            yield bare[0], thing


_HOLDS = re.compile(
    r"(?P<who>\b[\w’']+) (?:also |still |will |shall |do |does )?(?:owns?|retains?|keeps?|holds?|remains? the owners?|is the owner|are the owners?)\b(?! (?:\w+ ){0,3}(?:records?|data|logs?|copies|information|secret|confidential)\b)"
    r"|\bbelongs? to (?P<to>[\w’']+)|\bproperty of (?P<of>[\w’']+)",
    re.IGNORECASE,
)


def _holders(case: Case, reading: Reading) -> list[frames.Who]:
    """Who owns or keeps rights, by the provider or the user."""
    found: list[frames.Who] = []
    for match in _HOLDS.finditer(reading.text):
        words = read(match["who"] or match["to"] or match["of"]).words
        party = (
            frames.Who.PROVIDER
            if words and words[0].low == "us"
            else frames.who(words[0], case)
            if words
            else frames.Who.UNSAID
        )
        if party is not frames.Who.UNSAID:
            found.append(party)
    return found


_PREVAILS = re.compile(
    r"\b(?:prevails?|takes? precedence|overrides?|supersedes?|controls?|wins?|go(?:es)? before)\b",
    re.IGNORECASE,
)


def precedence(case: Case) -> Iterator[str]:
    """Which of two texts prevails, where the cited text lets another prevail."""
    mine = list(_prevailing(case.claim))
    text = [words for reading in case.statements for words in _prevailing(reading)]
    winning = {each.stem for words in text for each in words}
    printed = frozenset().union(*(each.stems for each in case.statements)) - winning
    for words in mine:
        if text and words and all(each.stem in printed for each in words):
            yield f"“{' '.join(each.low for each in words)}” prevails in the claim and not in the cited text"


def _prevailing(reading: Reading) -> Iterator[tuple[Word, ...]]:
    """What stands before a verb of prevailing: the last content words of its clause, at most two."""
    for match in _PREVAILS.finditer(reading.text):
        start = max([0, *(each.end() for each in _CUT.finditer(reading.text, 0, match.start()))])
        yield tuple(each for each in reading.words if start <= each.start < match.start() and each.content)[
            -2:
        ]


_CUT = re.compile(r"[,;:.]\s|\b(?:over|and|but|if|when|where)\s")
_GIVEN = re.compile(
    r"\b(?:sends?|sent|shares?|shared|discloses?|disclosed|pass(?:es|ed)?(?: on)?|gives?|given|hand(?:s|ed)?(?: over)?|forward(?:s|ed)?|transfer(?:s|red)?|"
    r"provide(?:s|d)?|sells?|sold|report(?:s|ed)?|submit(?:s|ted)?|make(?:s)? available|made available|released?|leaks?|leased?|shown?|go(?:es)?)\b"
    r"[^.;:,]{0,60}?\b(?<!up )(?:to|with)\s+(?P<whom>(?!be\b|do\b|the extent)[^.;:,]{2,60})",
    re.IGNORECASE,
)
_WHOM_ENDS = re.compile(r"\b(?:of|for|in|on|by|if|when|where|unless|without|who|that|which|so|as|after|before|within|under|to|from|about|at|once|and|or)\b", re.IGNORECASE)  # fmt: skip


# Who gives something to anyone at all gives it to others.
_SOMEONE = ("others", "other people", "someone else", "somebody else")


def recipients(case: Case) -> Iterator[str]:
    """To whom something goes: a word for whom must stand in the text, or a like one."""
    unborne = set(case.uncovered)
    for match in _GIVEN.finditer(case.claim.text):
        end = _WHOM_ENDS.search(case.claim.text, match.start("whom"))
        until = min(match.end("whom"), end.start()) if end else match.end("whom")
        whom = [
            at
            for at, each in enumerate(case.claim.words)
            if match.start("whom") <= each.start < until and each.content and each.stem not in PLAIN
        ]
        someone = match["whom"].lower().startswith(_SOMEONE) and not frames.NO.search(case.claim.text)
        if (
            whom
            and not someone
            and whom[-1] in unborne
            and not case.claim.words[whom[-1]].low.endswith(("ing", "ly"))
        ):
            yield f"“{' '.join(case.claim.words[at].low for at in whom)}” gets something in the claim and is not in the cited text"


_BEARERS = (
    re.compile(r"\b(?P<who>[\w’']+?)(?:['’]s?)? (?:sole |own |full |exclusive )?responsibility\b", re.IGNORECASE),
    re.compile(r"\bresponsibility of (?:the |our |your )?(?P<who>[\w’']+)", re.IGNORECASE),
    re.compile(r"\b(?:it is|is) (?:entirely |solely )?(?:for|up to|left to|down to) (?:the |our |your )?(?P<who>[\w’']+) (?:alone )?to\b", re.IGNORECASE),
    re.compile(r"\b(?:rests?|lies?) with (?:the |our |your )?(?P<who>[\w’']+)", re.IGNORECASE),
    re.compile(r"\b(?P<who>[\w’']+) (?:is|are|remains?|will be|shall be) (?:\w+ly |fully |alone )?(?:responsible|liable|accountable) for\b", re.IGNORECASE),
)  # fmt: skip


def bearers(case: Case) -> Iterator[str]:
    """Whose duty or responsibility something is, where the text lays it on somebody else alone."""
    mine = _bearing(case, case.claim)
    text = [each for reading in case.statements for each in _bearing(case, reading)]
    if mine and text and not any(_alike(case, one, other) for one in mine for other in text):
        yield f"what is for {mine[0].low} in the claim is for {text[0].low} in the cited text"


def _bearing(case: Case, reading: Reading) -> list[Word]:
    if frames.NO.search(reading.text):
        return []
    found = [read(match["who"]).words for each in _BEARERS for match in each.finditer(reading.text)]
    return [words[0] for words in found if words and _party(case, words[0])]


def _party(case: Case, word: Word) -> bool:
    return word.low in ("your", "our") or personal(case, word)


_OURS = {"our": frames.Who.PROVIDER, "your": frames.Who.USER}


def _alike(case: Case, one: Word, other: Word) -> bool:
    """Whether two words may name the same person."""
    if one.low in _OURS or other.low in _OURS:
        one_side, other_side = (_OURS.get(each.low) or frames.who(each, case) for each in (one, other))
        return one_side is other_side
    if one.stem == other.stem or sign(case, one) == sign(case, other):
        return True
    kin = related(one.low), related(other.low)
    known = one.stem in kin[1].like | kin[1].wider or other.stem in kin[0].like | kin[0].wider
    return known or bool(read(one.low).meanings & read(other.low).meanings)
