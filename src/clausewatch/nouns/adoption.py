"""How a matter spread: which platforms were seen to speak of it, when, and out of how many at that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.finding import Modality, TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId, VersionId
from clausewatch.nouns.stated import StatedId


class Step(StrEnum):
    """What was seen of a platform. `TAKEN_UP`, `TAKEN_UP_AGAIN` and `DROPPED` alone say that it changed its mind then.

    `ALREADY_THERE`: it spoke of it when tracking of the document began. The others carry a `Doubt`.
    """

    ALREADY_THERE = "already there"
    FIRST_SEEN = "first seen"
    TAKEN_UP = "taken up"
    TAKEN_UP_AGAIN = "taken up again"
    SEEN_AGAIN = "seen again"
    DROPPED = "dropped"
    NO_LONGER_SEEN = "no longer seen"


class Doubt(StrEnum):
    """Why a step is no claim about the platform.

    `UNREAD`: it may have been earlier, in editions that are not analysed. `UNCHANGED`: no change of a rule is on record for
    the edition, or it did not touch these words, as where more or less of the pages was captured. `REWORDED`: nearly the same words
    stood on both sides of the change, lettered otherwise or elsewhere, so they were only recognised otherwise.
    """

    UNREAD = "editions before it are not analysed"
    UNCHANGED = "no change of these words as a rule is on record"
    REWORDED = "nearly the same words stood before and after"


@dataclass(frozen=True, slots=True)
class EditionHeld:
    """A version in force of a document, in the order of observing, and whether it is known what it says.

    `analysed` says whether it is by the recipe that was asked for. `changed` says that the record of what changed when it came is one of a change of rules.
    """

    document: DocumentId
    version: VersionId
    observed_at: datetime
    language: str
    analysed: bool
    changed: bool = False


@dataclass(frozen=True, slots=True)
class AdoptionEvent:
    """A step of one platform: `version` is the edition in which it was seen, `row` what states it, or stated it last."""

    at: datetime
    platform: PlatformId
    step: Step
    document: DocumentId
    version: VersionId
    row: StatedId
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class AdoptionPoint:
    """From `at` on, `speaking` of `captured` platforms speak of it; of `unknown` others the edition is not analysed.

    `captured` counts platforms with an analysed edition of a kind that would say it.
    """

    at: datetime
    speaking: int
    captured: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Adoption:
    """One topic over time, or what speaks of it with one modality: events and points, oldest first.

    `editions` counts versions of documents that would speak of it or did, `analysed` those of which it is known.
    """

    topic: TopicId
    modality: Modality | None
    events: tuple[AdoptionEvent, ...]
    points: tuple[AdoptionPoint, ...]
    editions: int
    analysed: int

    @property
    def whole(self) -> bool:
        """Whether every edition is analysed."""
        return self.analysed == self.editions

    @property
    def beginnings(self) -> tuple[AdoptionEvent, ...]:
        """The first event of each platform, oldest first: how it came to be seen to speak of it."""
        seen: dict[PlatformId, AdoptionEvent] = {}
        for each in self.events:
            seen.setdefault(each.platform, each)
        return tuple(seen.values())

    @property
    def first_taken_up(self) -> tuple[AdoptionEvent, ...]:
        """Who was first seen to take it up, on one day or several at once. Others may have had it before tracking."""
        taken = [each for each in self.beginnings if each.step is Step.TAKEN_UP]
        return tuple(each for each in taken if each.at == taken[0].at)
