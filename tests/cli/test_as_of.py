"""What a date means where an instant is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clausewatch.nouns.instants import end_of_day, instant_as_of, instant_from

LAST = datetime(2026, 8, 1, 23, 59, 59, 999_999, UTC)


def test_a_day_means_its_end_as_of_and_its_beginning_from() -> None:
    assert end_of_day(date(2026, 8, 1)) == LAST
    assert instant_as_of("2026-08-01") == LAST
    assert instant_from("2026-08-01") == datetime(2026, 8, 1, tzinfo=UTC)


@pytest.mark.parametrize("meant", [instant_as_of, instant_from])
def test_an_instant_means_itself(meant: object) -> None:
    assert callable(meant)
    assert meant("2026-08-01T09:00:00Z") == datetime(2026, 8, 1, 9, tzinfo=UTC)
    assert meant("2026-08-01T09:00:00") == datetime(2026, 8, 1, 9, tzinfo=UTC)
    assert meant("2026-08-01T00:30:00+02:00") == datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    for wrong in ("", "soon", "2026-13-01", "2026-02-30"):
        with pytest.raises(ValueError, match=r".+"):
            meant(wrong)
    with pytest.raises(OverflowError):
        meant("0001-01-01T00:00:00+14:00")
