"""Which sentences of the cited text a claim tells: only their limits and their sense are the claim's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate.case import Case, plain
from clausewatch.meaning.gate.wording import Reading, Word

_END = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[A-Z“\"(])|\n")
# A further sentence is told when it brings at least this share of the claim's content words that no sentence chosen
# before has.
FURTHER = 0.15

Told = tuple[int, int, int]
"""A sentence: the place of its statement, where it starts and where it ends."""


def sentences(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where the sentences of a statement start and end."""
    start = 0
    for each in _END.finditer(reading.text):
        yield start, each.end()
        start = each.end()
    yield start, len(reading.text)


def sources(case: Case) -> tuple[Told, ...]:
    """The sentences (statement, start, end) that together have most of the claim's words, the fewest that do."""
    open_words = [(at, word) for at, word in enumerate(case.whole.words) if word.content]
    rest = {at for at, _ in open_words}
    spans = [(at, *span) for at, each in enumerate(case.statements) for span in sentences(each)]
    borne = {span: _borne(case, span, open_words) for span in spans}
    found: list[Told] = []
    while spans and rest:
        best = max(spans, key=lambda span: len(borne[span] & rest))
        gain = borne[best] & rest
        if found and len(gain) < FURTHER * len(open_words):
            break
        found.append(best)
        rest -= gain
        spans.remove(best)
    return tuple(found)


def told_text(case: Case) -> str:
    """The sentences that a claim tells as one text, as the case has the whole."""
    return " \n ".join(plain(case.statements[at].text[start:end]) for at, start, end in sources(case))


def _borne(case: Case, span: Told, own: list[tuple[int, Word]]) -> set[int]:
    at, start, end = span
    words = [place for place, each in enumerate(case.statements[at].words) if start <= each.start < end]
    stems = {case.statements[at].words[place].stem for place in words}
    groups = frozenset().union(*(case.statements[at].groups[place] for place in words))
    return {place for place, word in own if word.stem in stems or case.whole.groups[place] & groups}
