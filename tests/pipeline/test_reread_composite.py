"""A better reader reads what a version showed of each source, and never what a source said that was part of no text yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.pipeline.live_kit import Live, live, page
from tests.pipeline.test_sources_apart import declare

from clausewatch import text
from clausewatch.nouns.document import Block, BlockKind, Page, Reading, Version, in_force
from clausewatch.pipeline import recipe
from clausewatch.pipeline.editions import Shelf
from clausewatch.pipeline.local import capture_due, process_waiting
from clausewatch.pipeline.reread import reread_document

ONE, TWO, THREE = (f"https://birchwood.example/{name}" for name in ("one", "two", "three"))
FIRST = page("accounts", "payments", title="Part One")
FIRST_EDITED = page("accounts", "refunds", title="Part One")
SECOND = page("conduct", "liability", title="Part Two")
SECOND_EDITED = page("conduct", "suspension", title="Part Two")
CHALLENGE = b"<html><title>Just a moment...</title><body><h1>Checking your browser before you continue</h1></body></html>"

_read_well = text.read


def richer(given: Page) -> Reading:
    reading = _read_well(given)
    told, more = reading.text, "And a word of ours."
    at_end = len(told.content) + 2
    block = Block(BlockKind.PARAGRAPH, at_end, at_end + len(more))
    return replace(
        reading, text=replace(told, content=f"{told.content}\n\n{more}", blocks=(*told.blocks, block))
    )


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    with live(tmp_path, "one", "two") as made:
        made.answers.pages = {ONE: FIRST, TWO: SECOND}
        made.round()
        yield made


def take(on: Live, one: bytes, two: bytes) -> None:
    on.clock.advance(hours=12)
    on.answers.pages |= {ONE: one, TWO: two}


def read_again(on: Live, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Version, str]]:
    """The better readings in force with their texts, oldest first."""
    monkeypatch.setattr(text, "read", richer)
    monkeypatch.setattr(recipe, "READING", "text/other structure/other")
    # What was read before is not remembered by the later program.
    later = replace(on.instance, readings=Shelf(6))
    reread_document(later, on.document.id)
    found = [(each, on.instance.bodies.get(each.text).decode()) for each in in_force(on.versions())]
    assert all("And a word of ours." in each for _, each in found)
    return found


@pytest.mark.parametrize(
    ("one", "two"), [(FIRST_EDITED, SECOND), (FIRST, SECOND_EDITED), (FIRST_EDITED, SECOND_EDITED)]
)
def test_an_edit_is_no_part_of_the_version_before(
    on: Live, monkeypatch: pytest.MonkeyPatch, one: bytes, two: bytes
) -> None:
    """The first of a round's captures is judged before the round's text is put together."""
    take(on, one, two)
    on.round()
    (_, before), (_, after) = read_again(on, monkeypatch)
    assert ("payments" in before, "liability" in before) == (True, True)
    assert ("refunds" in before, "suspension" in before) == (False, False)
    assert ("refunds" in after, "suspension" in after) == (one is FIRST_EDITED, two is SECOND_EDITED)


def test_what_was_said_while_another_source_was_bad_is_no_part_of_it_yet(
    on: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        take(on, FIRST_EDITED, CHALLENGE)
        on.round()
    ((_, told),) = read_again(on, monkeypatch)
    assert "payments" in told
    assert "refunds" not in told


def test_what_a_withdrawn_source_says_is_no_part_of_it(on: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """The declaration was changed between taking and reading, and one of the sources that are left is bad."""
    declare(on, ONE, TWO, THREE)
    on.answers.pages[THREE] = page("licences", "exports", title="Part Three")
    take(on, FIRST, SECOND)
    on.round()
    on.answers.pages[THREE] = page("licences", "notices", title="Part Three")
    take(on, CHALLENGE, SECOND)
    capture_due(on.instance)
    declare(on, ONE, TWO)
    assert process_waiting(on.instance).read == 3
    assert any("taken out of the document" in " ".join(each.reasons) for each in on.verdicts())
    (_, told) = read_again(on, monkeypatch)[-1]
    assert "exports" in told
    assert "notices" not in told


def test_the_latest_bytes_that_showed_the_version_are_read(on: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what only the new reader sees is no news at the next capture, whichever source was read first."""
    take(on, FIRST + b"<!-- another build -->", SECOND + b"<!-- another build -->")
    on.round()
    ((version, _),) = read_again(on, monkeypatch)
    newest = {each.capture for each in on.verdicts()[-2:]}
    assert set(version.captures) == newest
