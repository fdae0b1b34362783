"""A page that is shown in another language for a while: what is said before and after is compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.change.editions import Clause, edition
from tests.pipeline.live_kit import DOCUMENT, Live, live

from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.document import Edition
from clausewatch.pipeline.compare import compare_document
from clausewatch.storage import records, versions
from clausewatch.storage.records import RecordFilter

ENGLISH: list[Clause] = [
    ("Loans", ["You may borrow up to five boats for fourteen days.", "We charge a fee for each late day."]),
    ("Care", ["You must dry each boat before you return it."]),
]
EDITED: list[Clause] = [
    (ENGLISH[0][0], [ENGLISH[0][1][0].replace("five", "two"), ENGLISH[0][1][1]]),
    ENGLISH[1],
]
GERMAN: list[Clause] = [
    ("Ausleihe", ["Sie dürfen fünf Boote vierzehn Tage lang ausleihen."]),
    ("Pflege", ["Sie müssen jedes Boot trocknen, bevor Sie es zurückgeben."]),
]


def keep(on: Live, clauses: list[Clause], day: str, language: str) -> Edition:
    made = edition(clauses, day)
    made = replace(made, version=replace(made.version, document=DOCUMENT, language=language))
    on.instance.bodies.put(made.text.content.encode())
    with on.instance.database.write() as connection:
        state = versions.state_digest(made.text)
        versions.save_version(connection, made.version, made.text, made.outline, state)
    compare_document(on.instance, DOCUMENT)
    return made


def test_an_edit_behind_a_turn_in_another_language_alerts_and_lineage_goes_on(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        first = keep(on, ENGLISH, "2026-03-02", "en").version.id
        german = keep(on, GERMAN, "2026-03-03", "de").version.id
        edited = keep(on, EDITED, "2026-03-05", "en-GB").version.id
        again = keep(on, GERMAN, "2026-03-06", "de").version.id
        with on.instance.database.read() as connection:
            told = sorted(
                records.records(connection, RecordFilter(document=DOCUMENT)), key=lambda one: one.observed_at
            )
            lineage = {one: versions.lineage_of(connection, one) for one in (first, german, edited, again)}
    assert [(one.from_version, one.to_version) for one in told] == [
        (first, german),
        (first, edited),
        (german, again),
    ]
    classes = [ChangeClass.VARIANT, ChangeClass.SUBSTANTIVE, ChangeClass.NOISE]
    assert [one.change_class for one in told] == classes
    assert [one.alert for one in told] == [False, True, False]
    assert "five" in (told[1].changes[0].old or "")
    assert lineage[first] == lineage[edited]
    assert lineage[german] == lineage[again]


def test_a_late_import_in_the_same_language_supersedes_the_record_that_spans_it(tmp_path: Path) -> None:
    """A text found later between two that were compared past a third in another language: the edit is told once."""
    with live(tmp_path, "terms") as on:
        first = keep(on, ENGLISH, "2026-03-02", "en").version.id
        german = keep(on, GERMAN, "2026-03-04", "de").version.id
        edited = keep(on, [*EDITED, ("Towing", ["We tow boats for a fee."])], "2026-03-06", "en").version.id
        late = keep(on, EDITED, "2026-03-03", "en-GB").version.id
        with on.instance.database.read() as connection:
            told = records.records(connection, RecordFilter(document=DOCUMENT))
    steps = {(one.from_version, one.to_version): one for one in told}
    assert set(steps) == {(first, late), (late, german), (late, edited)}
    assert [one.new for one in steps[late, edited].changes] == ["We tow boats for a fee."]


def test_a_late_import_in_another_language_leaves_the_record_that_spans_it_standing(tmp_path: Path) -> None:
    """The two are compared past it once more, and what was told of them is told still."""
    with live(tmp_path, "terms") as on:
        first = keep(on, ENGLISH, "2026-03-02", "en").version.id
        edited = keep(on, EDITED, "2026-03-06", "en").version.id
        german = keep(on, GERMAN, "2026-03-04", "de").version.id
        with on.instance.database.read() as connection:
            told = records.records(connection, RecordFilter(document=DOCUMENT))
        assert {(one.from_version, one.to_version): one.change_class for one in told} == {
            (first, german): ChangeClass.VARIANT,
            (first, edited): ChangeClass.SUBSTANTIVE,
        }
