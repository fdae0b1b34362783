"""Of which time the captures of a version in a pack must be."""

from __future__ import annotations

import pytest

from clausewatch.proof.check_leaves import check_version
from clausewatch.proof.statement import Leaf, LeafKind

BEFORE, AT, AFTER = (f"2026-03-0{day}T09:00:00.000000Z" for day in (1, 2, 3))


def checked(cause: str, *seen: str) -> None:
    names = [f"c{number}" for number, _ in enumerate(seen)]
    said = {"captures": names, "bodies": ["b"], "document": "d/t", "t0": AT, "cause": cause}
    captures = {
        name: {"body": "b", "document": "d/t", "observed_at": at}
        for name, at in zip(names, seen, strict=True)
    }
    check_version(Leaf(LeafKind.VERSION, {}, said), captures)


def test_a_version_is_of_the_time_of_one_of_its_captures() -> None:
    checked("published", BEFORE, AT)
    for seen in (BEFORE, AFTER):
        with pytest.raises(ValueError, match="of its time"):
            checked("published", seen)


def test_a_better_reading_may_name_later_captures_and_no_earlier_ones() -> None:
    """It keeps the time of the version that it replaces, and names the captures that showed that last."""
    checked("reread", AT)
    checked("reread", AFTER)
    with pytest.raises(ValueError, match="of its time"):
        checked("reread", BEFORE)
