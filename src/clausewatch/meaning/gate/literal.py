"""Claims that repeat a statement nearly word for word: what little differs must not turn its sense."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from clausewatch.meaning.gate.case import PROVIDER_WORDS, USER_WORDS, Case
from clausewatch.meaning.gate.wording import Word, stem

_PROVIDER, _USER = "<provider>", "<user>"
_FORCE = {
    "may": "may", "can": "may", "could": "may", "might": "may", "will": "will", "must": "must", "shall": "must", "should": "should",
    "cannot": "may", "can't": "may", "won't": "will", "mustn't": "must",
}  # fmt: skip
_WEAK = frozenset(["be", "allow", "permit", "could", "possibl", "perhap", "right", "is", "are"])
_NOT = frozenset("not never no cannot can't don't doesn't won't mustn't non isn't aren't".split())
# Statement and claim are alike when this share of the longer one's words is in step. Seeded errors on data/topics.
ALIKE = 0.7
_MOST_WORDS = 400


def turned(case: Case) -> Iterator[str]:
    """Reasons why a nearly literal claim says something else: another force, another party, a denial more or less."""
    mine = normal(case.claim.words, case)
    if len(mine) < 5 or len(mine) > _MOST_WORDS:
        return
    for statement in case.statements:
        theirs = normal(statement.words, case)
        if len(theirs) > _MOST_WORDS or len(theirs) < 5:
            continue
        matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
        if matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
            continue
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal" and b - a <= 4 and d - c <= 4:
                yield from _difference(theirs[a:b], mine[c:d])


def normal(words: tuple[Word, ...], case: Case) -> list[str]:
    """Stems, with one sign for every name of the publisher and one for the user; modals and negations as printed."""
    found: list[str] = []
    for word in words:
        bare = word.low.partition("'")[0]
        if bare in PROVIDER_WORDS or bare in case.provider:
            if not found or found[-1] != _PROVIDER:
                found.append(_PROVIDER)
        elif bare in USER_WORDS:
            found.append(_USER)
        else:
            found.append(word.low if word.low in _FORCE or word.low in _NOT else stem(word.low))
    return found


def _difference(theirs: list[str], mine: list[str]) -> Iterator[str]:
    before, after = _force(theirs), _force(mine)
    if before in ("may", "should") and not after and len(theirs) <= 2 and not _WEAK & set(mine):
        yield f"the text has “{before}” where the claim has none"
    if before and after and before != after:
        yield f"“{' '.join(mine)}” stands where the text has “{' '.join(theirs)}”"
    denied = sum(each in _NOT for each in mine) - sum(each in _NOT for each in theirs)
    same_party = {_PROVIDER, _USER} & set(mine) == {_PROVIDER, _USER} & set(theirs)
    if denied % 2:
        yield f"the claim {'denies' if denied > 0 else 'affirms'} what the text {'affirms' if denied > 0 else 'denies'}"
    if not same_party and {_PROVIDER, _USER} & set(mine) and {_PROVIDER, _USER} & set(theirs):
        yield "the claim names the other party"


def _force(words: list[str]) -> str:
    found = [_FORCE[each] for each in words if each in _FORCE]
    return found[0] if found else ""
