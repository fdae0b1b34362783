"""The meaning of what a change record touches, as its page shows it: bounded, and without what repeats itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clausewatch.nouns.finding import Part, Sentence
from clausewatch.web.analysis import Section, meaning_of
from clausewatch.web.meant import MeantChanges, MeantProvision
from clausewatch.web.parts import escaped_bytes

_MEANS = (Part.WHAT, Part.USERS, Part.BUSINESSES)
_MOST_BYTES = 24_000
"""Of HTML, about: a third of what a page holds, so that the redlines keep the rest."""

_SENTENCE, _SECTION = 520, 420
"""Markup around a sentence with its links, and around a provision, in bytes; counted in the template, not measured."""


@dataclass(frozen=True, slots=True)
class ToldProvision:
    """A provision with what it means for whom, and the steps that it names."""

    meant: MeantProvision
    sections: tuple[Section, ...]
    actions: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ToldMeaning:
    """What is told of the changed provisions. `more` of them are not told of here; their pages do.

    `language` is set where the text is in one that is not analysed. `regulations` are named once each. `reviewed` counts
    the provisions an editor ruled on, `reviewed_at` is when last. `weight` is about how many bytes all takes in a page.
    `earlier` is when it was found out, where an earlier recipe did.
    """

    provisions: tuple[ToldProvision, ...]
    more: int
    regulations: tuple[Sentence, ...]
    language: str
    reviewed: int
    reviewed_at: datetime | None
    weight: int
    earlier: datetime | None = None


def told_meaning(found: MeantChanges) -> ToldMeaning:
    """The provisions in order, as many as a page has room for, the first in any case."""
    told: list[ToldProvision] = []
    named: dict[str, Sentence] = {}
    dates: list[datetime] = []
    language, weight, taken = "", 0, 0
    for each in found.provisions:
        meaning = meaning_of(each.fresh)
        sections = tuple(section for section in meaning.sections if section.part in _MEANS)
        actions = tuple(one for one in meaning.sections if one.part is Part.ACTIONS)
        steps = tuple(sentence for section in actions for sentence in section.sentences)
        said = [sentence for section in sections for sentence in section.sentences]
        heavy = _weight((*said, *steps, *(one for one in meaning.regulations if one.source not in named)))
        if taken and weight + heavy > _MOST_BYTES:
            break
        weight, taken = weight + heavy, taken + 1
        language = language or meaning.language
        for sentence in meaning.regulations:
            named.setdefault(sentence.source, sentence)
        if meaning.reviewed:
            dates.append(meaning.reviewed)
        if sections or steps:
            told.append(ToldProvision(each, sections, steps))
    left = found.more + len(found.provisions) - taken
    return ToldMeaning(
        tuple(told),
        left,
        tuple(named.values()),
        language,
        len(dates),
        max(dates, default=None),
        weight,
        found.earlier,
    )


def _weight(sentences: Iterable[Sentence]) -> int:
    return _SECTION + sum(escaped_bytes(each.text) + _SENTENCE for each in sentences)
