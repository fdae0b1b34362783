"""Dated editions and what they say of a matter -> how it spread over platforms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from itertools import groupby

from clausewatch.meaning.classify import is_analysed
from clausewatch.meaning.compare.kinds import would_say
from clausewatch.nouns.adoption import (
    Adoption,
    AdoptionEvent,
    AdoptionPoint,
    Doubt,
    EditionHeld,
    Step,
)
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.finding import Modality, TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId, VersionId
from clausewatch.nouns.stated import StatedId

_DOUBTED = {
    Step.TAKEN_UP: Step.FIRST_SEEN,
    Step.TAKEN_UP_AGAIN: Step.SEEN_AGAIN,
    Step.DROPPED: Step.NO_LONGER_SEEN,
}


class _State(Enum):
    ABSENT = auto()
    UNKNOWN = auto()
    SILENT = auto()
    SPEAKS = auto()


@dataclass(frozen=True, slots=True)
class _Read:
    """An edition of a document with what it says.

    `relevant` documents are of a kind that would say it, one that `may_say` is too or did at some time. `first` is the
    document's first edition, `after_known` follows an analysed one.
    """

    edition: EditionHeld
    state: _State
    row: StatedId
    relevant: bool
    may_say: bool
    first: bool
    after_known: bool


@dataclass(frozen=True, slots=True)
class _Turn:
    """From `at` on the platform is in that state."""

    at: datetime
    state: _State


def known(edition: EditionHeld) -> bool:
    """Whether it is known what the edition says: it was analysed, and in a language that analysis covers."""
    return edition.analysed and is_analysed(edition.language)


def adoption_of(
    asked: tuple[TopicId, Modality | None],
    owners: Iterable[Platform],
    editions: Iterable[EditionHeld],
    said: Mapping[VersionId, StatedId],
) -> Adoption:
    """How the topic spread over the platforms, from editions (oldest first in each document) and the row of each that says
    it, where one does.

    A platform speaks while one of its documents does. It is silent while every captured document of a kind that would
    speak of it is analysed and none does; while one of those is not, nothing is known of it, and it is not counted.
    """
    topic, modality = asked
    chains = {document: list(chain) for document, chain in groupby(editions, lambda each: each.document)}
    spoke = {document for document, chain in chains.items() if any(each.version in said for each in chain)}
    events: list[AdoptionEvent] = []
    turns: list[tuple[_Turn, PlatformId]] = []
    counted: list[EditionHeld] = []
    for owner in owners:
        reads: list[_Read] = []
        for document in owner.documents:
            relevant = would_say(topic, (document.type,))
            chain = chains.get(document.id, [])
            if relevant or document.id in spoke:
                counted += chain
                reads += _reads(chain, said, relevant=relevant)
        for turn, event in _walked(owner.id, reads):
            turns.append((turn, owner.id))
            events += [event] if event else []
    return Adoption(
        topic=topic,
        modality=modality,
        events=tuple(sorted(events, key=lambda each: (each.at, each.platform))),
        points=tuple(_points(turns)),
        editions=len(counted),
        analysed=sum(known(each) for each in counted),
    )


def borne_out(adoption: Adoption, doubts: Mapping[AdoptionEvent, Doubt | None]) -> Adoption:
    """The same, with a doubt wherever the record does not bear a claim out.

    `doubts` says it of each of the `claims`: None where the words that the step rests on came or went with the change.
    """
    events = tuple(
        replace(each, step=_DOUBTED[each.step], doubt=doubts[each])
        if each.step in _DOUBTED and doubts[each]
        else each
        for each in adoption.events
    )
    return replace(adoption, events=events)


def claims(adoption: Adoption) -> tuple[AdoptionEvent, ...]:
    """The events that say that a platform changed its mind: those `borne_out` asks about."""
    return tuple(each for each in adoption.events if each.step in _DOUBTED)


def _reads(
    chain: list[EditionHeld], said: Mapping[VersionId, StatedId], *, relevant: bool
) -> Iterator[_Read]:
    may_say = relevant or any(each.version in said for each in chain)
    before: EditionHeld | None = None
    for edition in chain:
        row = said.get(edition.version, "")
        state = _State.SPEAKS if row else _State.SILENT
        state = state if known(edition) else _State.UNKNOWN
        after_known = before is not None and known(before)
        yield _Read(edition, state, row, relevant, may_say, before is None, after_known)
        before = edition


def _walked(platform: PlatformId, reads: list[_Read]) -> Iterator[tuple[_Turn, AdoptionEvent | None]]:
    """Every change of the platform's state, with the event that it is; what was unknown for a while makes none."""
    now: dict[DocumentId, _Read] = {}
    state = _State.ABSENT
    last: _State | None = None
    speaker: _Read | None = None
    spoke = False
    ordered = sorted(reads, key=lambda each: each.edition.observed_at)
    for at, group in groupby(ordered, lambda each: each.edition.observed_at):
        came = {each.edition.document: each for each in group}
        now |= came
        found = _together(now.values())
        event = None
        if found is _State.SPEAKS:
            if last is not _State.SPEAKS:
                event = _begun(platform, _telling(came.values()), again=spoke)
            spoke = True
            speaker = _telling(now.values())
        elif found is not _State.UNKNOWN and last is _State.SPEAKS and speaker is not None:
            event = _dropped(platform, speaker, came.values(), unread=state is _State.UNKNOWN)
        if found is not state:
            yield _Turn(at, found), event
        last = last if found is _State.UNKNOWN else found
        state = found


def _together(reads: Iterable[_Read]) -> _State:
    every = list(reads)
    if any(each.state is _State.SPEAKS for each in every):
        return _State.SPEAKS
    if any(each.state is _State.UNKNOWN and each.may_say for each in every):
        return _State.UNKNOWN
    return _State.SILENT if any(each.relevant for each in every) else _State.ABSENT


def _telling(reads: Iterable[_Read]) -> _Read:
    """Of those that speak, the one that says least about a beginning: no claim rests on the surest of several."""
    speaking = [each for each in reads if each.state is _State.SPEAKS]
    return min(speaking, key=lambda each: (not each.first, each.after_known, each.edition.document, each.row))


def _begun(platform: PlatformId, read: _Read, *, again: bool) -> AdoptionEvent:
    doubt = None if read.first else _doubt(read, unread=not read.after_known)
    step = Step.TAKEN_UP_AGAIN if again else Step.TAKEN_UP
    if read.first:
        step = Step.ALREADY_THERE
    elif doubt:
        step = _DOUBTED[step]
    edition = read.edition
    return AdoptionEvent(
        edition.observed_at, platform, step, edition.document, edition.version, read.row, doubt
    )


def _dropped(platform: PlatformId, spoke: _Read, came: Iterable[_Read], *, unread: bool) -> AdoptionEvent:
    """The edition of the document that spoke last; where another one settled it, that one."""
    now = list(came)
    read = next((each for each in now if each.edition.document == spoke.edition.document), now[0])
    doubt = _doubt(read, unread=unread or not read.after_known)
    step = Step.NO_LONGER_SEEN if doubt else Step.DROPPED
    edition = read.edition
    return AdoptionEvent(
        edition.observed_at, platform, step, edition.document, edition.version, spoke.row, doubt
    )


def _doubt(read: _Read, *, unread: bool) -> Doubt | None:
    if unread:
        return Doubt.UNREAD
    return None if read.edition.changed else Doubt.UNCHANGED


def _points(turns: list[tuple[_Turn, PlatformId]]) -> Iterator[AdoptionPoint]:
    states: dict[PlatformId, _State] = {}
    before = (0, 0, 0)
    ordered = sorted(turns, key=lambda each: each[0].at)
    for at, group in groupby(ordered, lambda each: each[0].at):
        states |= {platform: turn.state for turn, platform in group}
        counts = _counted(states)
        if counts != before:
            yield AdoptionPoint(at, *counts)
        before = counts


def _counted(states: Mapping[PlatformId, _State]) -> tuple[int, int, int]:
    every = list(states.values())
    speaking = every.count(_State.SPEAKS)
    return speaking, speaking + every.count(_State.SILENT), every.count(_State.UNKNOWN)
