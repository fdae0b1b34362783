"""The picture of a history, and whether a document is watched well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.web.small_instance import NOW, TERMS, Builder

from clausewatch.nouns.evidence import Verdict
from clausewatch.pipeline.coverage import State, coverage
from clausewatch.storage import records, versions
from clausewatch.storage.health import SourceHealth
from clausewatch.web.timeline import WIDTH, timeline


def test_everything_stands_inside_the_picture(instance: Builder) -> None:
    with instance.database.read() as connection:
        known = versions.versions(connection, TERMS)
        found = records.records(connection, records.RecordFilter(document=TERMS))
    picture = timeline(known, found * 40, NOW)
    assert picture is not None
    assert len(picture.dots) == len(found) * 40
    assert all(0 <= dot.x <= WIDTH and dot.y - dot.radius >= 0 for dot in picture.dots)
    assert all(0 <= tick.x <= WIDTH for tick in (*picture.ticks, *picture.versions))
    assert {dot.shape for dot in picture.dots} == {"told", "quiet"}


def test_no_version_no_picture() -> None:
    assert timeline((), (), NOW) is None


@pytest.mark.parametrize("years", [0, 1, 3, 12, 60])
def test_the_labels_of_time_stay_few(instance: Builder, years: int) -> None:
    with instance.database.read() as connection:
        known = versions.versions(connection, TERMS)
    picture = timeline(known, (), NOW + timedelta(days=365 * years))
    assert picture is not None
    assert len(picture.ticks) <= 12


_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("watched", "verdict", "good", "state"),
    [
        (True, Verdict.OK, NOW - _DAY / 2, State.FRESH),
        (True, Verdict.OK, NOW - 3 * _DAY, State.STALE),
        (True, Verdict.CHALLENGE, NOW - _DAY, State.FAILING),
        (True, None, None, State.NEVER),
        (True, Verdict.ERROR, None, State.NEVER),
        (False, Verdict.OK, datetime(2020, 1, 1, tzinfo=UTC), State.IMPORTED),
    ],
)
def test_coverage_is_told_honestly(
    watched: bool, verdict: Verdict | None, good: datetime | None, state: State
) -> None:
    source = SourceHealth("s", "p/d", "", watched, 12.0, good, good, verdict, (), None, 0)
    found = coverage((source,), NOW)
    assert found.state is state
    assert found.troubled is (state in (State.STALE, State.FAILING, State.NEVER))


@pytest.mark.parametrize("verdict", [None, Verdict.ERROR])
def test_what_was_taken_over_is_told_apart_from_what_was_never_captured(verdict: Verdict | None) -> None:
    declared = SourceHealth("s", "p/d", "", True, 12.0, None, None, verdict, (), None, 0, NOW - _DAY)
    found = coverage((declared,), NOW)
    assert (found.state, found.imported_until, found.last_good) == (State.TAKEN_OVER, NOW - _DAY, None)
    assert found.troubled
    beside = replace(declared, source="t", last_good=NOW, verdict=Verdict.OK, document_good=NOW)
    assert coverage((declared, beside), NOW).state is State.NEVER
