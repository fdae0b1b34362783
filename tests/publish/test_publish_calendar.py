"""The calendar of days that records name, parsed back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from icalendar import Calendar
from tests.publish.publish_kit import BASE, DOCUMENT, HOSTILE, PLATFORM, record

from clausewatch.publish import DISCLAIMER, Day, calendar, days_of


def named(headline: str = "A longer retention", effective: date | None = date(2026, 4, 8)) -> tuple[Day, ...]:
    told = record(headline=headline)
    return days_of(replace(told, dates=replace(told.dates, effective=effective)), DOCUMENT, PLATFORM, BASE)


def test_a_day_of_effect_long_past_is_named_only_where_it_was_newly_printed() -> None:
    past = date(2024, 3, 1)
    assert named(effective=past) == ()
    told = record(headline="A longer retention")
    dates = replace(told.dates, effective=past, effective_new=True)
    (one,) = days_of(replace(told, dates=dates), DOCUMENT, PLATFORM, BASE)
    assert (one.kind, one.on) == ("effective", past)


def events(body: bytes) -> list[dict[str, object]]:
    made = Calendar.from_ical(body)
    return [{key.lower(): value for key, value in event.items()} for event in made.walk("VEVENT")]


def test_an_effective_date_is_a_whole_day_that_stays_free() -> None:
    body = calendar("Policy dates", named())
    (event,) = events(body)
    assert event["dtstart"].dt == date(2026, 4, 8)  # type: ignore[attr-defined]
    assert event["dtend"].dt == date(2026, 4, 9)  # type: ignore[attr-defined]
    assert event["summary"] == "Lumen Assistant, Usage Policy: takes effect"
    assert "A longer retention" in str(event["description"])
    assert DISCLAIMER in str(event["description"])
    assert event["url"] == f"{BASE}/change/ab12cd34ef56ab12cd34/"
    assert event["transp"] == "TRANSPARENT"
    assert b"METHOD:PUBLISH" in body


def test_a_record_without_an_effective_date_names_no_day() -> None:
    assert named(effective=None) == ()
    assert events(calendar("Nothing", ())) == []


def test_the_same_records_give_the_same_bytes_in_any_order() -> None:
    days = (*named(), *named(effective=date(2026, 5, 1)))
    assert calendar("Dates", days) == calendar("Dates", tuple(reversed(days)))


def test_hostile_words_end_no_line_and_add_no_property() -> None:
    body = calendar(f"x\r\nX-EVIL:1 {HOSTILE}", named(headline=f"a\r\nATTACH:https://evil.example/{HOSTILE}"))
    (event,) = events(body)
    assert "attach" not in event
    lines = body.split(b"\r\n")
    assert not any(line.startswith((b"X-EVIL", b"ATTACH")) for line in lines)
    assert max(map(len, lines)) <= 75


def test_the_last_day_there_is_can_be_named() -> None:
    (event,) = events(calendar("Far", named(effective=date.max)))
    assert event["dtstart"].dt == date.max  # type: ignore[attr-defined]
