"""A search over provisions: what is asked, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clausewatch.nouns.document import Span
from clausewatch.nouns.identity import PlatformId
from clausewatch.nouns.stated import Stated


class Facet(StrEnum):
    """What found provisions are counted and narrowed by, in the order in which that is shown."""

    PLATFORM = "platform"
    TYPE = "type"
    TOPIC = "topic"
    MODALITY = "modality"
    PARTY = "party"
    SEVERITY = "severity"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words that stand side by side. With `prefix` the last one only begins so; `exact` ones are not inflected."""

    tokens: tuple[str, ...]
    prefix: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """A provision of that platform, type, topic ...: the value as it is stored."""

    facet: Facet
    value: str


Term = Words | Filter


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the alternatives must hold; with `excluded`, none may."""

    alternatives: tuple[Term, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All clauses hold. Provisions in force are meant; with `at`, those that stood at the end of that day (UTC); with
    `everything`, every wording that ever stood. `since` and `until` bound the day a wording was first observed."""

    clauses: tuple[Clause, ...] = ()
    at: date | None = None
    everything: bool = False
    since: date | None = None
    until: date | None = None

    @property
    def words(self) -> tuple[Words, ...]:
        """What is looked for in the text, and so marked in it."""
        return tuple(
            term
            for clause in self.clauses
            if not clause.excluded
            for term in clause.alternatives
            if isinstance(term, Words)
        )


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Verbatim words of a provision around what was found. `marks` lie in `text`; `cut` says at which ends it goes on."""

    text: str
    marks: tuple[Span, ...]
    cut: tuple[bool, bool]

    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text cut where marks begin and end, each piece with whether it is marked."""
        found = []
        at = 0
        for mark in self.marks:
            found += [(self.text[at : mark.start], False), (self.text[mark.start : mark.end], True)]
            at = mark.end
        found.append((self.text[at:], False))
        return tuple(piece for piece in found if piece[0])


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision that was found, whose it is, and what it counts for under each facet; `stated` is without what is said of it."""

    platform: PlatformId
    stated: Stated
    facets: Mapping[Facet, tuple[str, ...]]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, best first.

    `total` and `counts` are exact with `exact`; else so many were found at least, and `counts` is over these. `ranked` is
    how many can be paged through. `after` is the cursor of the next page, empty on the last one.
    """

    hits: tuple[Hit, ...]
    total: int
    exact: bool
    ranked: int
    counts: Mapping[Facet, tuple[tuple[str, int], ...]]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """How many documents can be searched, and how many wait to be analysed and so cannot, or not as they stand now.

    Where every wording of all time is searched, `waiting` counts versions: each holds wordings that are not found.
    """

    documents: int
    waiting: int
