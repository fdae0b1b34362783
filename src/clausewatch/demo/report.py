"""Holds what was found against the story, and says plainly what was right and what was wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from clausewatch.demo.match import same_change
from clausewatch.demo.story import Expected, ExpectedChange, Story, StoryDocument, StoryPlatform, StoryState
from clausewatch.nouns.change import ChangeClass, ChangeRecord
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import DocumentId, PlatformId


@dataclass(frozen=True, slots=True)
class Found:
    """What the pipeline made of one capture: the capture's verdict, and the change record that it led to, if any."""

    document_id: DocumentId
    observed_at: datetime
    record: ChangeRecord | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class StateResult:
    """One page of the story held against what was found while it stood.

    `wanted_alert` is the story's, or, where a fair other class was given, that class's. `changes_found` counts those of
    the story's changes that some found change holds. `wrong` says in words what differs; empty when all is right.
    """

    document_id: DocumentId
    state: StoryState
    found_class: ChangeClass | None
    class_right: bool
    wanted_alert: bool
    alerts: int
    changes_found: int
    silent_edit_found: bool
    wrong: tuple[str, ...]

    @property
    def missed(self) -> bool:
        return self.wanted_alert and not self.alerts

    @property
    def false_alerts(self) -> int:
        return max(0, self.alerts - self.wanted_alert)


@dataclass(frozen=True, slots=True)
class PlatformResult:
    """One platform's states, with the counts that the report shows."""

    id: PlatformId
    name: str
    states: tuple[StateResult, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over states. `refused` are the pages told as bad captures that were taken for such."""

    states: int
    classes_right: int
    alerts_wanted: int
    alerts_raised: int
    alerts_missed: int
    alerts_false: int
    bad_captures: int
    refused: int
    silent_edits: int
    silent_edits_found: int
    changes: int
    changes_found: int


@dataclass(frozen=True, slots=True)
class StoryReport:
    """The whole comparison. `unplaced` are finds that no state of the story accounts for."""

    platforms: tuple[PlatformResult, ...]
    unplaced: tuple[Found, ...]

    @property
    def states(self) -> tuple[StateResult, ...]:
        return tuple(state for platform in self.platforms for state in platform.states)

    @property
    def totals(self) -> Totals:
        return totals(self.states)

    @property
    def wrong(self) -> tuple[StateResult, ...]:
        """The states with something wrong, in the story's order."""
        return tuple(state for state in self.states if state.wrong)


def compare_with_story(story: Story, found: tuple[Found, ...]) -> StoryReport:
    """Every state of the story, right or wrong, by what was found from its coming up to its successor's."""
    documents = {document.id: document for document in story.documents}
    placed: dict[tuple[DocumentId, datetime], list[Found]] = {}
    unplaced: list[Found] = []
    for each in sorted(found, key=lambda one: one.observed_at):
        document = documents.get(each.document_id)
        state = document.state_at(each.observed_at) if document else None
        if state is None:
            unplaced.append(each)
        else:
            placed.setdefault((each.document_id, state.at), []).append(each)
    results = tuple(_platform(platform, placed) for platform in story.platforms)
    return StoryReport(results, tuple(unplaced))


def totals(states: tuple[StateResult, ...]) -> Totals:
    """The counts of these states."""
    bad = [each for each in states if each.state.expected.change_class is ChangeClass.CAPTURE]
    silent = [each for each in states if each.state.expected.dates.silent_edit]
    return Totals(
        states=len(states),
        classes_right=sum(each.class_right for each in states),
        alerts_wanted=sum(each.wanted_alert for each in states),
        alerts_raised=sum(each.alerts for each in states),
        alerts_missed=sum(each.missed for each in states),
        alerts_false=sum(each.false_alerts for each in states),
        bad_captures=len(bad),
        refused=sum(each.found_class is ChangeClass.CAPTURE for each in bad),
        silent_edits=len(silent),
        silent_edits_found=sum(each.silent_edit_found for each in silent),
        changes=sum(len(each.state.expected.changes) for each in states),
        changes_found=sum(each.changes_found for each in states),
    )


def _platform(
    platform: StoryPlatform, placed: dict[tuple[DocumentId, datetime], list[Found]]
) -> PlatformResult:
    states = tuple(
        _judge(document, state, placed.get((document.id, state.at), []))
        for document in platform.documents
        for state in document.states
    )
    return PlatformResult(platform.id, platform.name, states)


def _judge(document: StoryDocument, state: StoryState, finds: list[Found]) -> StateResult:
    expected = state.expected
    records = [find.record for find in finds if find.record is not None]
    record = _speaking(records)
    found_class = record.change_class if record else _class_by_verdict(finds)
    class_right = bool(finds) and _class_right(expected, found_class)
    alerts = sum(each.alert for each in records)
    wanted = _wanted_alert(expected, found_class)
    hits = [
        any(same_change(told, each) for each in (record.changes if record else ()))
        for told in expected.changes
    ]
    wrong = (
        *_class_words(expected, finds, found_class, class_right=class_right),
        *(["an alert was due and none was raised"] if wanted and not alerts else []),
        *([f"{alerts - wanted} alert(s) too many"] if alerts > wanted else []),
        *_second_thoughts(records, record),
        *(_change_words(told) for told, hit in zip(expected.changes, hits, strict=True) if not hit),
        *(_date_words(expected, record) if record and wanted else ()),
    )
    silent = bool(record and record.dates.silent_edit)
    return StateResult(
        document.id, state, found_class, class_right, wanted, alerts, sum(hits), silent, tuple(wrong)
    )


def _speaking(records: list[ChangeRecord]) -> ChangeRecord | None:
    """The record that tells what a state is: the first between versions, else the first of a bad capture."""
    return next(
        (each for each in records if each.change_class is not ChangeClass.CAPTURE), next(iter(records), None)
    )


def _class_by_verdict(finds: list[Found]) -> ChangeClass | None:
    """Where no record was written: a refused page is of the class capture, any other brought nothing new."""
    return ChangeClass.CAPTURE if finds and not finds[0].verdict.good else None


def _class_right(expected: Expected, found: ChangeClass | None) -> bool:
    if found is None:
        return not expected.classes or ChangeClass.NOISE in expected.classes
    return found in expected.classes


def _wanted_alert(expected: Expected, found: ChangeClass | None) -> bool:
    if found is not None and found is expected.alt_class:
        return found is ChangeClass.SUBSTANTIVE
    return expected.alert


def _class_words(
    expected: Expected, finds: list[Found], found: ChangeClass | None, *, class_right: bool
) -> Iterator[str]:
    if not finds:
        yield "was never captured"
        return
    told = " or ".join(expected.classes) or "the first version"
    verdict = finds[0].verdict
    if not class_right:
        came = f"a bad capture ({verdict})" if found is ChangeClass.CAPTURE else found or "nothing new"
        yield f"is {told}, was taken for {came}"
    elif found is ChangeClass.CAPTURE and verdict is not expected.verdict:
        yield f"is a bad capture of the kind {expected.verdict}, was called {verdict}"


def _second_thoughts(records: list[ChangeRecord], first: ChangeRecord | None) -> Iterator[str]:
    for record in records:
        if record is not first and record.change_class is not ChangeClass.CAPTURE:
            yield f"a second record came while the same page stood: {record.change_class}, {record.headline}"


def _change_words(told: ExpectedChange) -> str:
    text = told.new or told.old or ""
    return f"not found: {told.kind} in “{told.section}”: {text if len(text) <= 90 else text[:89] + '…'}"


def _date_words(expected: Expected, record: ChangeRecord) -> Iterator[str]:
    for field in fields(expected.dates):
        told, found = getattr(expected.dates, field.name), getattr(record.dates, field.name)
        if told is not None and told != found:
            yield f"{field.name.replace('_', ' ')} is {told}, was read as {found}"
