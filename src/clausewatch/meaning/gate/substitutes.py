"""A word of a nearly literal claim in whose place the cited text has another: it must be like that one, not like some word elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from clausewatch.meaning.gate.case import USER_WORDS, Case
from clausewatch.meaning.gate.plainwords import PLAIN
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.wording import Reading, Word, borne, read

# A claim is laid beside a statement when this share of its words stands there in the same order, as in `literal`.
_ALIKE = 0.7
_LEAST_WORDS, _MOST_WORDS, _MOST_REPLACED = 5, 400, 6


def substitutes(case: Case) -> Iterator[str]:
    """ "Decisions on insurance" where the text has "decisions on credit or housing", however near finance the rest of it is."""
    mine = case.claim.words
    if not _LEAST_WORDS <= len(mine) <= _MOST_WORDS:
        return
    for statement in case.statements:
        if len(statement.words) > _MOST_WORDS:
            continue
        matcher = SequenceMatcher(
            None, [each.stem for each in statement.words], [each.stem for each in mine], autojunk=False
        )
        if sum(each.size for each in matcher.get_matching_blocks()) < _ALIKE * len(mine):
            continue
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "replace" and max(b - a, d - c) <= _MOST_REPLACED:
                yield from _strange(case, statement, range(a, b), range(c, d))


def _strange(case: Case, statement: Reading, theirs: range, mine: range) -> Iterator[str]:
    replaced = [statement.words[at] for at in theirs if _tells(case, statement.words[at])]
    groups = frozenset().union(*(statement.groups[at] for at in theirs))
    for at in mine:
        word = case.claim.words[at]
        if not _tells(case, word) or word.stem in PLAIN or word.stem in case.stems or case.counted(at):
            continue
        if (
            replaced
            and not case.claim.groups[at] & groups
            and not any(_like(word, each) for each in replaced)
        ):
            yield f"“{word.low}” stands where the cited text has “{replaced[0].low}”"


def _tells(case: Case, word: Word) -> bool:
    bare = word.low.partition("'")[0]
    return word.content and bare not in case.provider and bare not in USER_WORDS and not word.low[0].isdigit()


def _like(one: Word, other: Word) -> bool:
    kin, wider = related(one.low), related(other.low)
    if other.stem in kin.like or one.stem in wider.like | wider.wider:
        return True
    bearing = borne().get(one.stem, frozenset())
    return other.stem in bearing or bool(bearing & read(other.low).meanings)
