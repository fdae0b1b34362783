"""Whether a claim turns the sense of the clause it tells: denial, opposite words, order of events, number of another clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from clausewatch.meaning.gate import frames
from clausewatch.meaning.gate.case import USER_WORDS, Case
from clausewatch.meaning.gate.complements import complementary
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.wording import Reading, Word, phrase_class, read, stem

_CLAUSE = re.compile(
    r"[.;:!?][\"”)]*(?:\s|$)|\n|,? (?:and|but|or) (?=(?:we|you|it|they|users?|customers?|will|may|must|can|shall|are|is|do|does)\b)"
    r"|, (?:and|but) (?=(?-i:[A-Z][\w’']+ )(?:shall|will|may|must|can|has|is|does)\b)"
    r"|, (?=(?:we|you|it|they|and|but|which|who)\b)|,? (?=(?:although|though|unless|except|while|whereas)\b)",
    re.IGNORECASE,
)
# Signs of a denial inside a verb or a noun.
DENYING = frozenset(map(stem, "waive prohibit forbid ban bar refuse disclaim decline deny forgo exclude reject prevent refrain lose forfeit".split()))  # fmt: skip
HARMLESS = re.compile(r"\b(?:no|not) (?:later|more|less|fewer|longer|earlier|sooner|only|limited|necessarily|exceed\w*|withstanding)\b|\bwhether or not\b|\bnon-?exclusive\b|\bif not\b|\bdo not hesitate\b", re.IGNORECASE)  # fmt: skip
_NARROWING = re.compile(r"\b(?:only|solely|exclusively|unless|except\w*|without|until|before|prior|limit\w*|restrict\w*|instead|rather|outside|save|apart|barring|needs?|requires?|required|confined?|free|opt\w*|off|out|fail\w*|lack\w*|never|cannot|under|below|younger|at least|minimum|less|fewer|un\w{4,}|in\w{5,}|dis\w{4,}|mis\w{4,})\b", re.IGNORECASE)  # fmt: skip
_ASKED = re.compile(
    r"\bwithout (?:\w+ ){0,3}(?:ask\w*|consent|permission|approval|authori[sz]ation|agreement)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:only (?:with|after|if)|needs?|requires?|must (?:first )?(?:ask|get|obtain|have))\b", re.IGNORECASE
)
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


def content(case: Case) -> list[int]:
    """Places of the claim's content words that name no party."""
    return [at for at, each in enumerate(case.claim.words) if each.content and each.low.partition("'")[0] not in case.provider and each.low not in USER_WORDS]  # fmt: skip


def told_clause(case: Case) -> tuple[Clause, float] | None:
    """The clause with most of the claim's content words, and their share; none where two have as many."""
    own = content(case)
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
    opted = len(_OPTED_OUT.findall(text))
    return max(0, plain - len(HARMLESS.findall(text))) + sum(each.stem in DENYING for each in words) + opted


INNER = re.compile(r"\b(?:if|that|who|which|where|when|whom|what)\b(?:\s[\w'’]+){0,5}?\s(?:not|never|no|nothing|n't|cannot|don't|doesn't)\b", re.IGNORECASE)  # fmt: skip
_STOPPING = re.compile(
    r"\b(?:object|stop|cease|unsubscrib|opt|end|terminat|remov|delet|withdraw|revok|disabl|idle)",
    re.IGNORECASE,
)
_DOUBLE = re.compile(r"\b(?:without|unless|until|only|before|prior|except\w*)\b", re.IGNORECASE)


def denials(case: Case) -> Iterator[str]:
    """A plain claim that affirms what its clause denies, or denies what it affirms."""
    best = told_clause(case)
    if best is None or best[1] < TOLD or len(clauses(case.claim)) != 1 or len(content(case)) < 3:
        return
    clause = best[0]
    mine, theirs = _denials(case.claim.text, case.claim.words), _denials(clause.text, _at_issue(case, clause))
    if INNER.search(case.claim.text) or INNER.search(clause.text) or complementary(case):
        return
    if (
        mine == 0
        and theirs == 1
        and not _NARROWING.search(case.claim.text)
        and not _DOUBLE.search(clause.text)
    ):
        yield "the claim affirms what the cited text denies"
    asked = _ASKED.search(clause.text)
    around = " ".join((case.said, *case.headings))
    free = asked and mine == theirs == 0 and not frames.BANNING_LEAD.search(around)
    if asked and free and _ASKS.search(case.claim.text):
        yield f"the cited text has “{asked[0]}”, the claim the contrary"
    if (
        mine == 1
        and theirs == 0
        and not _ELLIPSIS.search(case.claim.text)
        and not _STOPPING.search(clause.text)
        and not _AGES.search(case.claim.text)
        and not _NARROWING.search(clause.text)
        and not frames.BANNING_LEAD.search(" ".join((clause.text, *case.headings, *_lead_ins(case))))
    ):
        yield "the claim denies what the cited text affirms"


_NAMED = re.compile(r"[“\"][A-Z][^”\"]{2,60}[”\"]")


def _at_issue(case: Case, clause: Clause) -> tuple[Word, ...]:
    """The clause's words, without attributes ("non-infringing") of which the claim does not speak, and names in quotation marks."""
    if not clause.words:
        return ()
    # Words count their places from where the statement begins, the clause from its own beginning.
    shift = clause.words[0].start - clause.text.find(clause.words[0].raw)
    named = [(match.start() + shift, match.end() + shift) for match in _NAMED.finditer(clause.text)]
    return tuple(
        each
        for each in clause.words
        if not any(start <= each.start < end for start, end in named)
        and (not each.low.startswith("non-") or stem(each.low.removeprefix("non-")) in case.claim.stems)
    )


# Two sides of one event: who lets another borrow lends.
_CONVERSE = frozenset(map(stem, "lend borrow buy sell give take receive send teach learn".split()))


def _lead_ins(case: Case) -> Iterator[str]:
    """Statements that a list hangs on."""
    yield from (each.text for each in case.statements if each.text.rstrip().endswith(":"))


# "..., the other is not": a denial of a second matter.
_ELLIPSIS = re.compile(r"\b(?:is|are|may|can|does|do|will|must) not\W*$", re.IGNORECASE)
_DENIED = ("mis", "un", "non", "dis", "in", "im", "ir")


def opposites(case: Case) -> Iterator[str]:
    """A word in whose place the clause told has its opposite."""
    best = told_clause(case)
    if best is None:
        return
    clause = best[0]
    if _denials(case.claim.text, case.claim.words) != _denials(clause.text, clause.words):
        return
    for at in content(case):
        word = case.claim.words[at]
        if word.low.startswith(_DENIED):
            continue
        turned = related(word.low).opposite & clause.stems
        if word.stem in _CONVERSE and turned & _CONVERSE:
            continue
        if turned and word.stem not in case.stems and not turned & (case.claim.stems | _likes(case)):
            yield f"“{word.low}” is the opposite of what the cited text has"


def _likes(case: Case) -> frozenset[str]:
    """Stems of words that say the same as the claim's content words."""
    return frozenset().union(*(related(case.claim.words[at].low).like for at in content(case)))


def subjects(case: Case) -> Iterator[str]:
    """Someone who does or must what the cited text says only of someone else."""
    for clause in clauses(case.claim):
        told = _acting(case, clause.words)
        if told is not None and told[0].low not in frames.NEGATIVE:
            yield from _other_subject(case, *told)


def _other_subject(case: Case, head: Word, verb: str) -> Iterator[str]:
    seen = [
        _acting(case, clause.words, verb)
        for each in case.statements
        for clause in clauses(each)
        if any(word.stem == verb for word in clause.words)
    ]
    others = [each[0] for each in seen if each is not None]
    if others and len(others) == len(seen) and not any(_same(case, head, each) for each in others):
        yield f"“{head.low}” is said to “{verb}”, in the cited text “{others[0].low}” is"


_PERSON = stem("somebody")
_MODAL = frozenset("may can must will shall should cannot".split())
_PASSIVE = frozenset("be been being is are was were".split())
_STANDING = frozenset(map(stem, "responsible liable entitled accountable".split()))


def _acting(case: Case, words: tuple[Word, ...], verb: str = "") -> tuple[Word, str] | None:
    """The person before the first verb (or that verb) of a clause in the active voice, and the verb's stem."""
    found = _place_of(words, verb) if verb else _first_verb(case, words)
    if found is None:
        return None
    start, at = found
    while start > 2 and words[start - 1].low.isdigit():
        start -= 2
    passive = words[at].stem not in _STANDING and (
        words[at].low.endswith("ed") or words[at - 1].low in _PASSIVE
    )
    if passive or start == 0 or not personal(case, words[start - 1]):
        return None
    return words[start - 1], words[at].stem


def _place_of(words: tuple[Word, ...], verb: str) -> tuple[int, int] | None:
    """Where the verb with its modal starts, and the verb; none where it is no verb of a clause."""
    at = next((at for at, word in enumerate(words) if at and word.stem == verb), None)
    if at is None:
        return None
    if words[at].stem in _STANDING and words[at - 1].low in _PASSIVE:
        return at - 1, at
    modal = next((back for back in range(at - 1, -1, -1) if words[back].low in _MODAL), None)
    if modal is None and not _finite(words[at]):
        return None
    return (at if modal is None else modal), at


def _first_verb(case: Case, words: tuple[Word, ...]) -> tuple[int, int] | None:
    for at, word in enumerate(words):
        if at and word.stem in _STANDING and words[at - 1].low in _PASSIVE:
            return at - 1, at
        if at and word.low in _MODAL:
            skip = 2 if at + 1 < len(words) and words[at + 1].low == "not" else 1
            verb = at + skip
            return (at, verb) if verb < len(words) and words[verb].content else None
        if 0 < at < _EARLY_ON and _finite(word) and personal(case, words[at - 1]):
            return at, at
    return None


# A finite verb further on is mostly one of a subordinate clause or a noun in the plural.
_EARLY_ON = 5


def _finite(word: Word) -> bool:
    return word.content and word.low.endswith("s") and not word.low.endswith(("ss", "'s"))


def _same(case: Case, one: Word, other: Word) -> bool:
    if sign(case, one) == sign(case, other):
        return True
    kin = related(one.low), related(other.low)
    known = one.stem in kin[1].like | kin[1].wider or other.stem in kin[0].like
    return known or bool(read(one.low).meanings & read(other.low).meanings)


_OPTED_OUT = re.compile(r"\bopt(?:s|ed|ing)?[- ]out\b", re.IGNORECASE)
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
_NOT_BUT = re.compile(r"(?<!\bis)(?<!\bare),? (?:and |but )?not (?:an? |the )?([\w-]+)", re.IGNORECASE)


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
        if not personal(case, named):
            continue
        said = {sign(case, word) for each in case.statements for word in _contrasted(each)}
        if said and sign(case, named) not in said:
            yield f"“not {named.low}” is not whom the cited text rules out"


def _contrasted(reading: Reading) -> list[Word]:
    starts = {match.start(1) for match in _NOT_BUT.finditer(reading.text)}
    return [word for word in reading.words if word.start in starts]


def personal(case: Case, word: Word) -> bool:
    """Whether the word names a party, a person or a body that acts."""
    if frames.who(word, case) is not frames.Who.UNSAID:
        return True
    if not word.content:
        return False
    bare = (stem(word.low.partition("'")[0]),)
    return (
        bare in phrase_class("ACTORS")
        or bare in phrase_class("PERSONS")
        or _PERSON in related(word.low).wider
    )


def _pairs(case: Case, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """The first person of a clause, the person after a preposition in it, and the preposition."""
    for clause in clauses(reading):
        first = next((word for word in clause.words if personal(case, word)), None)
        if first is None:
            continue
        base = reading.text.find(clause.text)
        for match in _TO.finditer(clause.text):
            after = [word for word in clause.words if word.start >= base + match.end()][:1]
            if after and after[0] is not first and personal(case, after[0]):
                yield sign(case, first), sign(case, after[0]), match[1].lower()


def sign(case: Case, word: Word) -> str:
    party = frames.who(word, case)
    return word.stem if party is frames.Who.UNSAID else party.value
