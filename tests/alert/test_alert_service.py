"""How soon alerts arrived: percentiles, the share of a day, what is still open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.alert import service_level
from clausewatch.nouns.subscription import AlertState, Channel, Way

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def way(observed: float, decided: float = 0, delivered: float | None = 0, dead: bool = False) -> Way:
    """Observed so many hours ago, decided and delivered so many minutes later each."""
    seen = NOW - timedelta(hours=observed)
    chosen = seen + timedelta(minutes=decided)
    taken = None if delivered is None else chosen + timedelta(minutes=delivered)
    state = AlertState.DELIVERED if taken else AlertState.GIVEN_UP if dead else AlertState.PENDING
    return Way(
        "a",
        "r",
        "lumen/terms",
        Channel.EMAIL,
        "legal@example.org",
        seen,
        chosen,
        taken,
        state,
        gathered=False,
    )


def test_percentiles_are_of_the_nearest_rank() -> None:
    level = service_level([way(48, 1, minutes) for minutes in range(1, 101)], NOW)
    assert level.deciding.p99 == timedelta(minutes=1)
    told = level.delivering
    assert [told.p50, told.p90, told.p99, told.worst] == [
        timedelta(minutes=each) for each in (50, 90, 99, 100)
    ]
    assert level.whole.worst == timedelta(minutes=101)
    assert (level.judged, level.within_day, level.share) == (100, 100, 1.0)


def test_what_did_not_arrive_counts_against_the_share_once_it_is_settled() -> None:
    level = service_level(
        [
            way(48, 1, 5),
            way(48, 1, 24 * 60),
            way(2, 1, None),
            way(25, 1, None),
            way(1, 1, None, dead=True),
        ],
        NOW,
    )
    assert (level.judged, level.within_day) == (4, 1)
    assert (level.waiting, level.dead) == (2, 1)
    assert (level.deciding.count, level.whole.count) == (5, 2)


def test_exactly_a_day_is_within_it() -> None:
    assert service_level([way(48, 60, 23 * 60)], NOW).within_day == 1


def test_nothing_has_no_figures() -> None:
    level = service_level([], NOW)
    assert level.share is None
    assert level.whole.worst is None
    waiting = service_level([way(1, 1, None)], NOW)
    assert (waiting.share, waiting.deciding.count) == (None, 1)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_alerts_have_percentiles_too(count: int) -> None:
    told = service_level([way(48, 0, each) for each in range(1, count + 1)], NOW).delivering
    assert told.p99 == told.worst == timedelta(minutes=count)
    assert told.p50 == timedelta(minutes=(count + 1) // 2)


@given(st.lists(st.floats(0, 10_000), min_size=1, max_size=60))
def test_percentiles_rise_and_are_times_that_occurred(minutes: list[float]) -> None:
    ways = [way(500, 0, each) for each in minutes]
    told = service_level(reversed(ways), NOW).delivering
    figures = [told.p50, told.p90, told.p99, told.worst]
    assert None not in figures
    assert figures == sorted(figures)  # type: ignore[type-var]
    assert set(figures) <= {each.delivered_at - each.decided_at for each in ways if each.delivered_at}
