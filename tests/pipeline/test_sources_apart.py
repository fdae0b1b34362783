"""A document of three sources is compared source by source: what one page does is never another's, nor the declaration's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.pipeline.live_kit import Live, live, page

from clausewatch.nouns.catalog import Platform, Source
from clausewatch.nouns.change import ChangeClass, ChangeKind, ChangeRecord
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import source_id
from clausewatch.nouns.observed import Turn
from clausewatch.pipeline.local import capture_due, process_waiting
from clausewatch.pipeline.verify import verify_instance
from clausewatch.storage import catalog, records, versions
from clausewatch.storage.records import RecordFilter

ONE, TWO, THREE = (f"https://birchwood.example/{name}" for name in ("one", "two", "three"))
FIRST = page("accounts", "payments", "content", title="Terms of Use, Part One")
SECOND = page("conduct", "liability", "termination", title="Terms of Use, Part Two")
SECOND_EDITED = page("conduct", "liability", "suspension", title="Terms of Use, Part Two")
THIRD = page("licences", "exports", "notices", title="Terms of Use, Part Three")
FOURTH = page("refunds", "parcels", "warranties", title="Terms of Use, Part Four")
CHALLENGE = b"<html><title>Just a moment...</title><body><h1>Checking your browser before you continue</h1></body></html>"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    with live(tmp_path, "one", "two", "three") as made:
        made.answers.pages = {ONE: FIRST, TWO: SECOND, THREE: THIRD}
        made.round()
        yield made


def turn(on: Live, **pages: bytes) -> list[ChangeRecord]:
    """One round later; the records between versions so far, oldest first."""
    on.clock.advance(hours=12)
    on.answers.pages |= {f"https://birchwood.example/{name}": body for name, body in pages.items()}
    on.round()
    with on.instance.database.read() as connection:
        found = records.records(connection, RecordFilter(document=on.document.id))
    return [each for each in found if each.to_version is not None]


def declare(on: Live, *urls: str) -> None:
    sources = tuple(Source(source_id(on.document.id, url), url) for url in urls)
    on.document = replace(on.document, sources=sources)
    with on.instance.database.write() as connection:
        owner = Platform("birchwood", "Birchwood", "Birchwood Ltd", "test", (on.document,))
        catalog.save_platforms(connection, (owner,), watched=True)


def lineages(on: Live) -> list[frozenset[str]]:
    with on.instance.database.read() as connection:
        return [frozenset(versions.lineage_of(connection, each.id)) for each in on.versions()]


def test_each_version_says_which_stretch_came_from_which_source(on: Live) -> None:
    stored = on.instance.editions.get(on.versions()[0].id)
    assert stored is not None
    assert [part.url for part in stored.text.parts] == [ONE, TWO, THREE]
    for part, topic in zip(stored.text.parts, ("accounts", "conduct", "licences"), strict=True):
        assert topic in stored.text.content[part.start : part.end]


def test_a_source_that_was_bad_comes_back_with_an_edit(on: Live) -> None:
    assert turn(on, two=CHALLENGE) == []
    found = turn(on, two=SECOND_EDITED)
    assert len(found) == 1
    record = found[0]
    assert record.alert
    assert record.changes
    assert {change.source for change in record.changes} == {TWO}
    told = {each.url: each for each in record.observed.pages}
    assert (told[ONE].differences, told[ONE].failures) == (0, ())
    assert told[TWO].differences > 0
    assert told[TWO].failures == (Verdict.CHALLENGE,)
    assert f"{TWO} was bad in between (challenge); its last good text is compared." in record.reasons
    assert f"Wording changed on 1 of 3 pages: {TWO}." in record.reasons


def test_two_sources_that_move_at_once_are_both_named(on: Live) -> None:
    third = page("licences", "exports", "messages", title="Terms of Use, Part Three")
    record = turn(on, two=SECOND_EDITED, three=third)[0]
    assert {change.source for change in record.changes} == {TWO, THREE}
    assert f"Wording changed on 2 of 3 pages: {TWO}, {THREE}." in record.reasons


def test_sources_declared_in_another_order_are_no_change(on: Live) -> None:
    declare(on, THREE, ONE, TWO)
    found = turn(on)
    found = found or turn(on, one=FIRST + b"<!-- another build -->")
    assert len(found) == 1
    record = found[0]
    assert (record.change_class, record.alert, record.changes) == (ChangeClass.NOISE, False, ())
    assert record.observed.reordered
    assert "The same pages are joined in another order, which is the collector's work." in record.reasons
    first, second = lineages(on)
    assert first == second


def test_an_edit_is_told_alone_when_the_order_changed_with_it(on: Live) -> None:
    declare(on, THREE, TWO, ONE)
    record = turn(on, two=SECOND_EDITED)[0]
    assert record.alert
    assert {change.source for change in record.changes} == {TWO}
    assert not [change for change in record.changes if change.kind is ChangeKind.MOVED]


def test_a_source_withdrawn_from_the_declaration_is_our_doing(on: Live) -> None:
    declare(on, ONE, TWO)
    found = turn(on, one=FIRST + b"<!-- another build -->")
    assert len(found) == 1
    record = found[0]
    assert (record.change_class, record.alert, record.changes) == (ChangeClass.NOISE, False, ())
    assert [each.turn for each in record.observed.pages] == [Turn.KEPT, Turn.KEPT, Turn.WITHDRAWN]
    assert f"{THREE} was taken out of the declaration: that is the collector's doing." in record.reasons


def test_what_a_source_says_that_is_withdrawn_before_it_is_read_is_no_text_of_the_document(
    tmp_path: Path,
) -> None:
    """The process ended between taking and reading, and the declaration was changed meanwhile."""
    with live(tmp_path, "one", "two") as on:
        on.answers.pages = {ONE: page("privacy", "fees"), TWO: page("content", "ads", title="More")}
        on.round()
        on.clock.advance(hours=12)
        on.answers.pages = {
            ONE: page("privacy", "refunds"),
            TWO: page("content", "ads", "games", title="More"),
        }
        capture_due(on.instance)
        declare(on, ONE)
        assert process_waiting(on.instance).read == 2
        assert [each.partition("\n")[0] for each in on.texts()] == ["Terms of Use"]
        assert any(
            "taken out of the document before it was read" in " ".join(each.reasons) for each in on.verdicts()
        )
        assert verify_instance(on.instance, lambda _done, _all: None).findings == ()


def test_an_edit_beside_a_source_newly_declared_alerts_alone(on: Live) -> None:
    declare(on, ONE, "https://birchwood.example/four", TWO, THREE)
    on.answers.pages["https://birchwood.example/four"] = FOURTH
    record = turn(on, two=SECOND_EDITED)[0]
    assert record.alert
    assert {change.source for change in record.changes} == {TWO}
    assert Turn.DECLARED in {each.turn for each in record.observed.pages}


def test_a_source_under_another_address_is_the_same_page(on: Live) -> None:
    declare(on, ONE, "https://birchwood.example/second", THREE)
    on.answers.pages["https://birchwood.example/second"] = SECOND_EDITED
    record = turn(on)[0]
    assert record.alert
    assert {change.source for change in record.changes} == {"https://birchwood.example/second"}
    assert Turn.READDRESSED in {each.turn for each in record.observed.pages}
    assert not [change for change in record.changes if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)]
