"""Words of a claim in whose place the cited text has the contrary: "stays" for "is deleted", "refundable" for "non-refundable"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate import frames
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.senses import DENYING, content, told_clause
from clausewatch.meaning.gate.wording import stem

# What a document says is done with a thing, and its contrary. Of a pair only one side may stand in a sentence: where the text
# has both, nothing is said.
_PAIRS = """
keep kept retain retained store stored stay stays remain remains preserve | delete deleted deletion erase erased remove removed removal destroy destroyed wipe purge discard
start starts begin begins commence | end ends stop stops cease expire expires lapse
continue continues resume | stop stops end ends cease terminate terminates discontinue
open | close closes closed shut
enable enabled activate activated | disable disabled deactivate deactivated
public publicly | private privately confidential
visible | hidden invisible
include includes included | exclude excludes excluded
accept accepts accepted | reject rejects rejected refuse refuses refused decline declines
increase increases raise raises rise rises | decrease decreases reduce reduces lower lowers
charge charges charged bill billed | refund refunds refunded reimburse
voluntary optional | mandatory compulsory obligatory
join joins | leave leaves
beginning start outset | end expiry expiration
free unpaid | paid
automatically | manually
"""
_CONTRARY: dict[str, frozenset[str]] = {}
_ALIKE: dict[str, frozenset[str]] = {}
for _line in _PAIRS.strip().splitlines():
    _one, _other = (frozenset(map(stem, each.split())) for each in _line.split("|"))
    for _here, _there in ((_one, _other), (_other, _one)):
        for _key in _here - _there:
            _CONTRARY[_key] = _CONTRARY.get(_key, frozenset()) | (_there - _here)
            _ALIKE[_key] = _ALIKE.get(_key, frozenset()) | _here


def contraries(case: Case) -> Iterator[str]:
    """A word for what is done with a thing, where the clause told has its contrary and no word of the same side."""
    told = told_clause(case)
    if told is None or _denied(case.claim.text, case.claim.stems) != _denied(told.text, told.stems):
        return
    for at in content(case):
        word = case.claim.words[at]
        against = _CONTRARY.get(word.stem, frozenset()) & told.stems
        if against and not _ALIKE[word.stem] & case.stems and not against & case.claim.stems:
            yield f"“{word.low}” is the contrary of what the cited text has"


_PRIVATIVES = ("non", "un", "in", "im", "ir")


def privatives(case: Case) -> Iterator[str]:
    """What the text has only with a prefix that denies it ("non-refundable"), told by a claim that denies nothing."""
    if frames.NO.search(case.claim.text) or case.claim.stems & DENYING:
        return
    for at in content(case):
        key = case.claim.words[at].stem
        turned = {f"{each}{key}" for each in _PRIVATIVES} & case.stems
        if len(key) > 4 and turned and key not in case.stems:
            yield f"the cited text has “{case.claim.words[at].low}” only denied"


_NOT = re.compile(r"\b(?:not|never|no|nobody|none|without|cannot|neither|nor|unless|until|only|\w+n['’]t)\b", re.IGNORECASE)


def _denied(text: str, stems: frozenset[str]) -> bool:
    return bool(_NOT.search(text)) or bool(stems & DENYING)
