"""A provision that was withdrawn and is put back is the one that went, and the record says since when it was away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.change.editions import Clause
from tests.pipeline.live_kit import DOCUMENT, live
from tests.pipeline.test_languages import keep

from clausewatch.nouns.change import ChangeKind
from clausewatch.pipeline.compare import LOOK_BACK
from clausewatch.storage import records, versions
from clausewatch.storage.records import RecordFilter

LOANS: Clause = ("Loans", ["You may borrow up to five boats for fourteen days in a row."])
REFUNDS: Clause = ("Refunds", ["You get the fee back when we cancel a trip for bad weather."])
CARE: Clause = ("Care", ["You must dry each boat and its ropes before you return it."])
TOWING: Clause = ("Towing", ["We tow boats home for a fee that we tell you beforehand."])


def test_it_keeps_its_lineage_and_is_told_as_put_back(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        first = keep(on, [LOANS, REFUNDS, CARE], "2026-03-02", "en").version.id
        keep(on, [LOANS, CARE], "2026-03-10", "en")
        keep(on, [LOANS, CARE, TOWING], "2026-04-01", "en")
        edited: Clause = ("Refunds", [REFUNDS[1][0].replace("bad weather", "poor weather")])
        last = keep(on, [LOANS, TOWING, edited, CARE], "2026-05-01", "en").version.id
        with on.instance.database.read() as connection:
            before, after = (versions.lineage_of(connection, one) for one in (first, last))
            told = records.records(connection, RecordFilter(document=DOCUMENT))[-1]
    assert after[2] == before[1]
    assert len(set(after)) == len(after)
    assert "“Refunds” is put back: it was away since 2026-03-10." in told.reasons
    back = [one for one in told.changes if one.away_since]
    assert [(one.kind, one.lineage, one.away_since) for one in back] == [
        (ChangeKind.ADDED, before[1], datetime(2026, 3, 10, tzinfo=UTC))
    ]


def test_what_only_resembles_it_or_went_too_long_ago_is_new(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        first = keep(on, [LOANS, REFUNDS], "2026-03-02", "en").version.id
        other: Clause = ("Refunds", ["You get no fee back unless you cancel a trip two days before."])
        keep(on, [LOANS], "2026-03-03", "en")
        unlike = keep(on, [LOANS, other], "2026-03-04", "en").version.id
        for day in range(5, 6 + LOOK_BACK):
            said = [f"You may borrow up to {day} boats for fourteen days in a row."]
            keep(on, [("Loans", said)], f"2026-03-{day:02d}", "en")
        late = keep(on, [LOANS, REFUNDS], "2026-04-20", "en").version.id
        with on.instance.database.read() as connection:
            before, new, last = (versions.lineage_of(connection, one) for one in (first, unlike, late))
    assert new[1] != before[1]
    assert last[1] not in (before[1], new[1])
