"""What lists in pages ask of storage: places before which to read, and counts of what is found; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.web.small_instance import TERMS, _platform

from clausewatch.nouns.change import ChangeClass, ChangeRecord, Direction, RecordDates, Severity
from clausewatch.nouns.document import Cause, Outline, Text, Version
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.review import Matter, Reviewed, Ruling, Target
from clausewatch.storage import Database, catalog, facets, records, review, versions
from clausewatch.storage.records import RecordFilter

_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _fill(database: Database) -> None:
    version = Version("v1", TERMS, _AT, (), Cause.PUBLISHED, "a" * 64, "f", "", "en", 1, (), "test/1")
    record = ChangeRecord(
        "r0", TERMS, "v1", None, None, _AT, Cause.PUBLISHED, Verdict.OK, ChangeClass.SUBSTANTIVE, True,
        Severity.LOW, Direction.UNCLEAR, "", (), RecordDates(), (), "test/1",
    )  # fmt: skip
    with database.write() as connection:
        catalog.save_platforms(
            connection, (_platform("birchwood", "Birchwood", (TERMS, "Terms of Use")),), watched=True
        )
        versions.save_version(connection, version, Text("x"), Outline(()), "s")
        # Three of one instant, so that the id has to decide.
        for number, at in enumerate((_AT, _AT, _AT, _AT + timedelta(microseconds=1))):
            records.save_record(connection, replace(record, id=f"r{number}", observed_at=at))


def test_records_are_read_on_from_a_place_without_gap_or_repetition(database: Database) -> None:
    _fill(database)
    seen: list[str] = []
    below = None
    with database.read() as connection:
        while found := records.records(connection, RecordFilter(limit=1, below=below), newest_first=True):
            seen.append(found[0].id)
            below = found[0].observed_at, found[0].id
    assert seen == ["r3", "r2", "r1", "r0"]


def test_corrections_are_read_on_below_a_number(database: Database) -> None:
    _fill(database)
    target = Target(TERMS, "line", ("a" * 64,), Matter.SENTENCE, "c" * 64)
    made = Reviewed(
        0,
        target,
        Ruling.EDIT,
        "old",
        "new",
        "machine",
        "why",
        "Ada",
        _AT,
        correction=True,
        about="",
        subject="x",
    )
    with database.write() as connection:
        review.save(connection, (made, made, replace(made, correction=False), made))
    with database.read() as connection:
        assert [each.number for each in review.corrections(connection, 2)] == [4, 2]
        assert [each.number for each in review.corrections(connection, 2, below=2)] == [1]


def test_facets_of_nothing_are_empty(database: Database) -> None:
    _fill(database)
    with database.read() as connection:
        for found in (facets.facets(connection), facets.facets(connection, "birchwood", TERMS)):
            assert found == facets.Facets(0, (), (), (), ())
