"""The days that change records name, as an iCalendar object (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.identity import RecordId
from clausewatch.publish.spoken import spoken_headline
from clausewatch.publish.words import DISCLAIMER, day, one_line, sendable

if TYPE_CHECKING:
    from icalendar import Event

_TITLES = {"effective": "takes effect", "objection": "last day to object"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a record names: `kind` says as what, `told_at` when the record was observed."""

    record: RecordId
    kind: str
    on: date
    told_at: datetime
    title: str
    text: str
    url: str


def days_of(record: ChangeRecord, document: Document, platform: Platform, base_url: str) -> tuple[Day, ...]:
    """The days a record names that one would put into a calendar: when it takes effect, until when to object.

    A date of effect that stood before and was past when the record was observed is not the change's, and left out.
    """
    effective = record.dates.upcoming(record.observed_at.date())
    named = (("effective", effective), ("objection", record.dates.objection))
    return tuple(
        Day(
            record=record.id,
            kind=kind,
            on=on,
            told_at=record.observed_at,
            title=f"{platform.name}, {document.name}: {_TITLES[kind]}",
            text=f"{spoken_headline(record.headline)}\n\nObserved {day(record.observed_at.date())}. {DISCLAIMER}",
            url=f"{base_url}/change/{record.id}/",
        )
        for kind, on in named
        if on is not None
    )


def calendar(name: str, days: Iterable[Day]) -> bytes:
    """The calendar of these days, each a whole-day event that leaves the day free.

    An event's UID comes from its record and kind, and its stamp is when the record was observed, so the same records
    give the same bytes and a calendar that subscribes never shows a day twice.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Clausewatch//Policy dates//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", one_line(name, 120))
    for each in sorted(days, key=lambda one: (one.on, one.record, one.kind)):
        made.add_component(_event(each))
    return bytes(made.to_ical())


def _event(each: Day) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{each.record}-{each.kind}@clausewatch")
    event.add("dtstamp", each.told_at)
    event.add("dtstart", each.on)
    event.add("dtend", _after(each.on))
    event.add("summary", one_line(each.title, 200))
    event.add("description", sendable(each.text))
    event.add("url", sendable(each.url))
    event.add("categories", [each.kind])
    event.add("transp", "TRANSPARENT")
    return event


def _after(on: date) -> date:
    """The day after: DTEND of a whole-day event is not part of it (RFC 5545, 3.6.1)."""
    return on + timedelta(days=1) if on < date.max else on
