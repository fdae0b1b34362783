"""Whether a document is watched well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.web.small_instance import NOW

from clausewatch.nouns.evidence import Verdict
from clausewatch.pipeline.coverage import State, coverage
from clausewatch.storage.health import SourceHealth

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
