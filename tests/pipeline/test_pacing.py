"""A live document that names a day of taking effect is captured oftener around it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.pipeline.live_kit import BEGIN, live, page

TOPICS = ("payments", "refunds", "arbitration")


def effective(day: str) -> bytes:
    body = page(*TOPICS)
    return body.replace(b"</h1>", f"</h1><p>Effective date: {day}</p>".encode(), 1)


def test_a_document_is_watched_closely_around_the_day_it_takes_effect(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        url = on.document.sources[0].url
        on.answers.pages[url] = effective("4 March 2026")
        on.round()
        assert on.next_due() == BEGIN + timedelta(hours=12), "the day is known when the text is read"
        on.clock.advance(hours=12)
        on.round()
        assert on.next_due() == BEGIN + timedelta(hours=24)
        on.clock.advance(hours=12)
        on.round()
        assert on.next_due() == datetime(2026, 3, 3, 10, 0, tzinfo=UTC), "the day begins somewhere"
        on.clock.time = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
        on.round()
        assert on.next_due() == on.clock.now() + timedelta(hours=1)
        on.clock.time = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
        on.round()
        assert on.next_due() == on.clock.now() + timedelta(hours=12), "the day is over"
