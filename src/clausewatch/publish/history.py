"""The document's history around one change record, as its notice shows it: in a sentence and as a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clausewatch.nouns.catalog import Document
from clausewatch.nouns.change import ChangeClass, ChangeRecord
from clausewatch.publish.charts import (
    Look,
    Mark,
    Spec,
    Timeline,
    distinct,
    timeline_finding,
    timeline_height,
    timeline_spec,
    width,
)
from clausewatch.publish.spoken import spoken_headline

_LOOK = Look.NARROW_LIGHT
"""Mail is read on telephones, and a picture cannot know in which scheme: on its own paper it is read in either."""

_MOST_MARKS = 400


@dataclass(frozen=True, slots=True)
class History:
    """The changes of a document up to one of its records. `png` is their picture, None where nobody could draw it."""

    told: str
    width: int
    height: int
    png: bytes | None = None


def history_of(record: ChangeRecord, known: Iterable[ChangeRecord], document: Document) -> Timeline:
    """The document's changes of rules as of the instant at which that one was observed, which is ringed.

    Promise: the same however much later it is asked for, as long as the records before it are the same.
    """
    (lane,) = distinct((document.name,))
    past = [
        each
        for each in known
        if each.observed_at <= record.observed_at and each.change_class is ChangeClass.SUBSTANTIVE
    ]
    past.sort(key=lambda each: (each.observed_at, each.id))
    marks = tuple(
        Mark(
            lane=lane,
            at=each.observed_at,
            words=spoken_headline(each.headline),
            severity=each.severity,
            direction=each.direction,
            href="",
            effective=each.dates.upcoming(each.observed_at.date()),
        )
        for each in past[-_MOST_MARKS:]
    )
    return Timeline(
        title=f"Changes of rules in {document.name}",
        lane_kind="Document",
        lanes=(lane,),
        marks=marks,
        stretches=(),
        strokes=(),
        now=record.observed_at,
        left_out=max(len(past) - _MOST_MARKS, 0),
        ringed=record.observed_at,
    )


def drawable(noun: Timeline) -> Spec:
    """What is to be drawn of it."""
    return timeline_spec(noun, _LOOK)


def told_history(noun: Timeline, png: bytes | None) -> History:
    """It in words, with the picture that was drawn of it."""
    return History(timeline_finding(noun), width(_LOOK), timeline_height(noun, _LOOK), png)
