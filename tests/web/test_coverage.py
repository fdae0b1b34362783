"""Whether a document is watched well."""

from __future__ import annotations

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
