"""Claims that repeat a statement nearly word for word: what little differs must not turn its sense."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from clausewatch.meaning.gate.case import COMPANY_ENDINGS, PROVIDER_WORDS, USER_WORDS, Case
from clausewatch.meaning.gate.plainwords import PLAIN
from clausewatch.meaning.gate.wording import Reading, Word, read, stem

_PROVIDER, _USER = "<provider>", "<user>"
_FORCE = {
    "may": "may", "can": "may", "could": "may", "might": "may", "will": "will", "must": "must", "shall": "must", "should": "should",
    "cannot": "may", "can't": "may", "won't": "will", "mustn't": "may",
}  # fmt: skip
_JOINS = frozenset("but and or unless except if".split())
_OF_CHOICE = frozenset(["may", "must", "can", "shall"])
_WEAK = frozenset(
    [
        "be",
        "allow",
        "permit",
        "could",
        "possibl",
        "perhap",
        "right",
        "is",
        "are",
        *map(stem, ("prohibited", "forbidden", "banned", "barred", "entitled", "free")),
    ]
)
_NOT = frozenset("not never no nobody none cannot can't don't doesn't won't mustn't non isn't aren't".split())
_BANS = frozenset(map(stem, ("prohibited", "forbidden", "banned", "barred", "prohibit", "forbid")))
# A claim repeats a statement when this share of its words stands there in the same order. Measured on data/gate, the seeded
# sentences and tests/meaning.
ALIKE = 0.75
_MOST_WORDS = 400


def turned(case: Case) -> Iterator[str]:
    """Reasons why a nearly literal claim says something else: another force, another party, a denial more or less."""
    mine = _bans(normal(case.claim.words, case))
    if len(mine) < 5 or len(mine) > _MOST_WORDS:
        return
    for statement in case.statements:
        theirs = _bans(normal(statement.words, case))
        if len(theirs) > _MOST_WORDS or len(theirs) < 5:
            continue
        matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
        if sum(each.size for each in matcher.get_matching_blocks()) < ALIKE * len(mine):
            continue
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "delete" and b - a == 1 and a > 0 and b < len(theirs):
                yield from _narrower(case, statement, theirs[a], theirs[b])
            if kind != "equal" and b - a <= 4 and d - c <= 4:
                yield from _difference(
                    theirs[a:b], mine[c:d], moved=_one_denial(theirs) and _one_denial(mine)
                )


def _bans(words: list[str]) -> list[str]:
    """The words with one form of a ban: who must not may not."""
    return [
        "may" if each in _OF_CHOICE and after == "not" else each for each, after in pairwise([*words, ""])
    ]


def _narrower(case: Case, statement: Reading, lost: str, kept: str) -> Iterator[str]:
    """A word lost before a word that stayed: "health information" is not all information. Adverbs narrow less."""
    printed = {each.stem: each for each in statement.words}
    one, other = printed.get(lost), printed.get(kept)
    if one is None or other is None or not one.content or not other.content or one.low.endswith("ly"):
        return
    if one.stem in PLAIN or read(one.low).meanings & case.claim.meanings or one.end + 1 != other.start:
        return
    yield f"the text speaks of “{one.low} {other.low}” only"


def neighbours(case: Case) -> float:
    """The share of the claim's pairs of neighbouring words that are neighbours in a statement too."""
    printed = {pair for each in case.statements for pair in pairwise(normal(each.words, case))}
    mine = list(pairwise(normal(case.claim.words, case)))
    return sum(each in printed for each in mine) / max(1, len(mine))


def normal(words: tuple[Word, ...], case: Case) -> list[str]:
    """Stems, with one sign for every name of the publisher and one for the user; modals and negations as printed."""
    found: list[str] = []
    for word in words:
        bare = word.low.partition("'")[0]
        if bare in PROVIDER_WORDS or bare in case.provider:
            if not found or found[-1] != _PROVIDER:
                found.append(_PROVIDER)
        elif found and found[-1] == _PROVIDER and bare in COMPANY_ENDINGS:
            continue
        elif bare in USER_WORDS:
            found.append(_USER)
        else:
            found.append(word.low if word.low in _FORCE or word.low in _NOT else stem(word.low))
    return found


def _difference(theirs: list[str], mine: list[str], *, moved: bool) -> Iterator[str]:
    """What differs; with `moved` both deny once, and the claim does so in another place ("nobody may have more" for "may have no more")."""
    before, after = _force(theirs), _force(mine)
    if before in ("may", "should") and not after and len(theirs) <= 2 and not _WEAK & set(mine):
        yield f"the text has “{before}” where the claim has none"
    if before and after and before != after:
        yield f"“{' '.join(mine)}” stands where the text has “{' '.join(theirs)}”"
    denied = _denials(mine) - _denials(theirs)
    same_party = {_PROVIDER, _USER} & set(mine) == {_PROVIDER, _USER} & set(theirs)
    if denied % 2 and not moved:
        yield f"the claim {'denies' if denied > 0 else 'affirms'} what the text {'affirms' if denied > 0 else 'denies'}"
    if not same_party and {_PROVIDER, _USER} & set(mine) and {_PROVIDER, _USER} & set(theirs):
        yield "the claim names the other party"


def _one_denial(words: list[str]) -> bool:
    """Whether a sentence of one clause denies once, so that its denial can only be of the whole."""
    return _denials(words) == 1 and not _JOINS & set(words)


def _denials(words: list[str]) -> int:
    return sum(each in _NOT or each in _BANS for each in words)


def _force(words: list[str]) -> str:
    found = [_FORCE[each] for each in words if each in _FORCE]
    return found[0] if found else ""
