"""Of how many documents the text of a day was not analysed: the same whether one asks for each document or counts them all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tests.web.small_instance import BEGIN, fill

from clausewatch.storage.search import searchable
from clausewatch.storage.versions import versions_in_force


def test_every_document_with_a_text_of_that_day_waits(tmp_path: Path) -> None:
    builder = fill(tmp_path)
    counted = set()
    for day in (None, *((BEGIN + timedelta(days=each)).date() for each in range(-1, 80, 9))):
        with builder.database.read() as connection:
            standing = versions_in_force(connection, at=_end_of(day))
            waiting = searchable(connection, day).waiting
        # None of them was analysed.
        assert waiting == len(standing)
        counted.add(waiting)
    assert len(counted) > 1
    builder.database.close()


def _end_of(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.max, UTC)
