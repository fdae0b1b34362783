"""Whether a claim turns the sense of the clause it tells: denial, opposite words, order of events, number of another clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from clausewatch.meaning.gate import frames
from clausewatch.meaning.gate.case import USER_WORDS, Case
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.wording import Reading, Word, read, stem

_CLAUSE = re.compile(
    r"[.;:!?][\"”)]*(?:\s|$)|\n|,? (?:and|but|or) (?=(?:we|you|it|they|users?|customers?|will|may|must|can|shall|are|is|do|does)\b)"
    r"|, (?=(?:we|you|it|they|and|but|which|who)\b)|,? (?=(?:although|though|unless|except|while|whereas)\b)",
    re.IGNORECASE,
)
# Signs of a denial inside a verb or a noun.
_DENYING = frozenset(map(stem, "waive prohibit forbid ban refuse disclaim decline deny forgo exclude reject prevent refrain lose forfeit".split()))  # fmt: skip
_HARMLESS = re.compile(r"\b(?:no|not) (?:later|more|less|fewer|longer|earlier|sooner|only|limited|necessarily|exceed\w*|withstanding)\b|\bwhether or not\b|\bnon-?exclusive\b|\bif not\b|\bdo not hesitate\b", re.IGNORECASE)  # fmt: skip
_NARROWING = re.compile(r"\b(?:only|solely|exclusively|unless|except\w*|without|until|before|prior|limit\w*|restrict\w*|instead|rather|outside|save|apart|barring|needs?|requires?|required|free|opt\w*|off|out|fail\w*|lack\w*|never|cannot|under|below|younger|at least|minimum|less|fewer|un\w{4,}|in\w{5,}|dis\w{4,}|mis\w{4,})\b", re.IGNORECASE)  # fmt: skip
_AGES = re.compile(r"\b(?:nobody|no one|none|neither)\b", re.IGNORECASE)
# The share of a claim's content words that one clause must have to be the clause that it tells.
TOLD = 0.6


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a statement with its words, their stems and groups of meaning."""

    text: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    meanings: frozenset[str]


def clauses(reading: Reading) -> tuple[Clause, ...]:
    """The clauses of a statement, in order."""
    return _clauses(reading.text)


@lru_cache(maxsize=4096)
def _clauses(text: str) -> tuple[Clause, ...]:
    return tuple(_cut(read(text)))


def _cut(reading: Reading) -> Iterator[Clause]:
    start = 0
    cuts = [each.end() for each in _CLAUSE.finditer(reading.text)]
    at = 0
    for end in (*cuts, len(reading.text)):
        first = at
        while at < len(reading.words) and reading.words[at].start < end:
            at += 1
        places = range(first, at)
        if len(places) > 2 or (places and end == len(reading.text)):
            words = tuple(reading.words[at] for at in places)
            meanings = frozenset().union(*(reading.groups[at] for at in places))
            yield Clause(reading.text[start:end], words, frozenset(each.stem for each in words), meanings)
            start = end
        else:
            at = first


def _has(clause: Clause, case: Case, at: int) -> bool:
    word = case.claim.words[at]
    return (
        word.stem in clause.stems
        or bool(case.claim.groups[at] & clause.meanings)
        or bool(related(word.low).like & clause.stems)
    )


def _content(case: Case) -> list[int]:
    return [at for at, each in enumerate(case.claim.words) if each.content and each.low.partition("'")[0] not in case.provider and each.low not in USER_WORDS]  # fmt: skip


def _told(case: Case) -> tuple[Clause, float] | None:
    """The clause with most of the claim's content words, and their share; none where two have as many."""
    own = _content(case)
    stems = {case.claim.words[at].stem for at in own}
    found = [
        ((sum(_has(clause, case, at) for at in own), len(clause.stems & stems)), clause)
        for each in case.statements
        for clause in clauses(each)
    ]
    if not own or not found:
        return None
    found.sort(key=lambda each: each[0], reverse=True)
    if len(found) > 1 and found[0][0] == found[1][0]:
        return None
    return found[0][1], found[0][0][0] / len(own)


def _denials(text: str, words: tuple[Word, ...]) -> int:
    plain = sum(each.low in frames.NEGATIVE or each.low.startswith("non-") for each in words)
    return max(0, plain - len(_HARMLESS.findall(text))) + sum(each.stem in _DENYING for each in words)


_INNER = re.compile(r"\b(?:if|that|who|which|where|when|whom|what)\b(?:\s[\w'’]+){0,5}?\s(?:not|never|no|nothing|n't|cannot|don't|doesn't)\b", re.IGNORECASE)  # fmt: skip
_STOPPING = re.compile(
    r"\b(?:object|stop|cease|unsubscrib|opt|end|terminat|remov|delet|withdraw|revok|disabl|idle)",
    re.IGNORECASE,
)
_DOUBLE = re.compile(r"\b(?:without|unless|until|only|before|prior|except\w*)\b", re.IGNORECASE)


def denials(case: Case) -> Iterator[str]:
    """A plain claim that affirms what its clause denies, or denies what it affirms."""
    best = _told(case)
    if best is None or best[1] < TOLD or len(clauses(case.claim)) != 1 or len(_content(case)) < 3:
        return
    clause = best[0]
    mine, theirs = _denials(case.claim.text, case.claim.words), _denials(clause.text, clause.words)
    if _INNER.search(case.claim.text) or _INNER.search(clause.text):
        return
    if (
        mine == 0
        and theirs == 1
        and not _NARROWING.search(case.claim.text)
        and not _DOUBLE.search(clause.text)
    ):
        yield "the claim affirms what the cited text denies"
    around = " ".join((case.said, *case.headings))
    if (
        mine == 1
        and theirs == 0
        and not _STOPPING.search(clause.text)
        and not _AGES.search(case.claim.text)
        and not _NARROWING.search(clause.text)
        and not frames.BANNING_LEAD.search(around)
    ):
        yield "the claim denies what the cited text affirms"


_DENIED = ("mis", "un", "non", "dis", "in", "im", "ir")


def opposites(case: Case) -> Iterator[str]:
    """A word in whose place the clause told has its opposite."""
    best = _told(case)
    if best is None:
        return
    clause = best[0]
    if _denials(case.claim.text, case.claim.words) != _denials(clause.text, clause.words):
        return
    for at in _content(case):
        word = case.claim.words[at]
        if word.low.startswith(_DENIED):
            continue
        turned = related(word.low).opposite & clause.stems
        if turned and word.stem not in case.stems and not turned & case.claim.stems:
            yield f"“{word.low}” is the opposite of what the cited text has"


_BEFORE = re.compile(r"\b(?:before(?:hand)?|prior to|ahead of|in advance(?: of)?|until)\b", re.IGNORECASE)
_AFTER = re.compile(
    r"\b(?:after(?:wards)?|once|following (?=(?:the|your|an?|its)\b)|upon|later)\b(?! than)", re.IGNORECASE
)
_ALONE = re.compile(r"beforehand|in advance$|afterwards|later", re.IGNORECASE)


def _order(text: str) -> tuple[str, str] | None:
    """What comes first and what later, where one sentence has one sign of order."""
    marks = [*_BEFORE.finditer(text), *_AFTER.finditer(text)]
    if len(marks) != 1:
        return None
    mark = marks[0]
    left, right = text[: mark.start()].strip(" ,"), text[mark.end() :].strip(" ,.")
    if not left and "," in right:
        right, _, left = right.partition(",")
    if _ALONE.match(mark[0]):
        cut = re.search(r".*(?:,| and | but )", left)
        if cut is None:
            return None
        left, right = left[cut.end() :], left[: cut.end()]
    return (left, right) if mark.re is _BEFORE else (right, left)


def orders(case: Case) -> Iterator[str]:
    """Two events in the other order than in the cited text."""
    mine = _order(case.plain_claim)
    if mine is None:
        return
    for sentence in re.split(r"(?<=[.;])\s|\n", case.said):
        theirs = _order(sentence.strip())
        if theirs is None:
            continue
        early, late = _bag(mine[0]), _bag(mine[1])
        first, last = _bag(theirs[0]), _bag(theirs[1])
        same = _share(early, first) * _share(late, last)
        other = _share(early, last) * _share(late, first)
        if other > max(same, ORDER):
            yield "the claim tells two events in the other order"


# The product of the shares that two events must have of each other's words, crosswise. See `orders`.
ORDER = 0.1


def _bag(text: str) -> frozenset[str]:
    """The words of one event, so far as they tell it, and what is like them."""
    return frozenset(each.low for each in read(text).words if each.content)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    grown = frozenset(map(stem, other)).union(*(related(each).like for each in other))
    return sum(stem(each) in grown for each in one) / max(1, len(one))


def subjects(case: Case) -> Iterator[str]:
    """A person who may or must, where the cited text says so only of someone else."""
    claim = _subject(case)
    if claim is None:
        return
    head, verb = claim
    seen = [
        _subject_of(case, clause.words, verb)
        for each in case.statements
        for clause in clauses(each)
        if any(word.stem == verb for word in clause.words)
    ]
    if seen and all(seen) and not any(head & each for each in seen):
        yield f"“{verb}” is said of someone else in the cited text"


_PERSON = stem("somebody")
_MODAL = frozenset("may can must will shall should cannot".split())
_PASSIVE = frozenset("be been being".split())


def _parties(case: Case, words: tuple[Word, ...]) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        party = frames.who(word, case)
        if party is not frames.Who.UNSAID:
            found.add(party.value)
        elif word.content:
            found.add(word.stem)
    return frozenset(found)


def _subject(case: Case) -> tuple[frozenset[str], str] | None:
    words = case.claim.words
    for at, each in enumerate(words[:14]):
        if each.low in _MODAL:
            rest = [
                word for word in words[at + 1 : at + 5] if word.low != "not" and not word.low.endswith("ly")
            ]
            if not rest or not rest[0].content or rest[0].low.endswith("ed"):
                return None
            before = words[max(0, at - 6) : at]
            person = any(_PERSON in related(word.low).wider for word in before if word.content)
            return (_parties(case, before), rest[0].stem) if person else None
    return None


def _subject_of(case: Case, words: tuple[Word, ...], verb: str) -> frozenset[str]:
    for at, each in enumerate(words):
        if each.stem != verb:
            continue
        for back in range(at - 1, -1, -1):
            if words[back].low in _MODAL:
                if words[back + 1].low in _PASSIVE or words[at - 1].low in _PASSIVE:
                    return frozenset()
                return _grown(case, words[max(0, back - 8) : back])
    return frozenset()


def _grown(case: Case, words: tuple[Word, ...]) -> frozenset[str]:
    named = _parties(case, words)
    wider = (related(word.low) for word in words if word.content)
    return named.union(*(each.like | each.wider for each in wider)) if named else named


_OPT = re.compile(r"\bopt(?:s|ed|ing)?[- ](in|out)\b", re.IGNORECASE)


def choices(case: Case) -> Iterator[str]:
    """ "Unless you opt out" for "if you opt in", or the other way round: what holds without a choice is turned."""
    mine, theirs = (
        {each[1].lower() for each in _OPT.finditer(text)} for text in (case.claim.text, case.said)
    )
    if mine and theirs and not mine & theirs:
        yield f"the claim tells of opting {min(mine)}, the cited text of opting {min(theirs)}"


_TO = re.compile(
    r"\b(from|to|against|on behalf of|towards)\s+(?:an? |the |their |its |your )?", re.IGNORECASE
)
_NOT_BUT = re.compile(r",? (?:and |but )?not (?:an? |the )?([\w-]+)", re.IGNORECASE)


def exchanges(case: Case) -> Iterator[str]:
    """Two persons in each other's places: "parents need consent from players" for "players need consent from a parent"."""
    for mine in _pairs(case, case.claim):
        for reading in case.statements:
            for theirs in _pairs(case, reading):
                if (
                    mine[0] != mine[1]
                    and mine[2] == theirs[2]
                    and mine[0] == theirs[1]
                    and mine[1] == theirs[0]
                ):
                    yield f"“{mine[0]}” and “{mine[1]}” stand in each other's places in the cited text"
    for match in _NOT_BUT.finditer(case.claim.text):
        named = next(word for word in case.claim.words if word.start >= match.start(1))
        if not _personal(case, named):
            continue
        said = {word.stem for each in case.statements for word in _contrasted(each)}
        if (
            said
            and named.stem not in said
            and not _parties(case, (named,))
            & {
                party
                for each in case.statements
                for word in _contrasted(each)
                for party in _parties(case, (word,))
            }
        ):
            yield f"“not {named.low}” is not whom the cited text rules out"


def _contrasted(reading: Reading) -> list[Word]:
    starts = {match.start(1) for match in _NOT_BUT.finditer(reading.text)}
    return [word for word in reading.words if word.start in starts]


def _personal(case: Case, word: Word) -> bool:
    party = frames.who(word, case) is not frames.Who.UNSAID
    return party or (word.content and _PERSON in related(word.low).wider)


def _pairs(case: Case, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """The first person of a clause, the person after a preposition in it, and the preposition."""
    for clause in clauses(reading):
        first = next((word for word in clause.words if _personal(case, word)), None)
        if first is None:
            continue
        base = reading.text.find(clause.text)
        for match in _TO.finditer(clause.text):
            after = [word for word in clause.words if word.start >= base + match.end()][:1]
            if after and after[0] is not first and _personal(case, after[0]):
                yield _sign(case, first), _sign(case, after[0]), match[1].lower()


def _sign(case: Case, word: Word) -> str:
    party = frames.who(word, case)
    return word.stem if party is frames.Who.UNSAID else party.value
