"""A better reader comes, and refuses by itself what was published: no change of the platform, no alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.pipeline.live_kit import BEGIN, Live
from tests.pipeline.test_replay import alerts, at, turn

from clausewatch import text
from clausewatch.nouns.document import Block, BlockKind, Cause, Page, Reading, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.pipeline import recipe

_LEAD = "<p>Every lender named below may borrow your harvest diary, and each has signed our terms on personal data.</p>"
_NAMES = [f"{grain} House number {number}" for number in (1, 2, 3) for grain in ("Oat", "Rye", "Millet")]
_ROWS = "".join(f"<tr><td>{name}</td><td>Iceland</td></tr>" for name in _NAMES)
_WITH_LEAD = f"{_LEAD}<table><tr><th>Name</th><th>Land</th></tr>{_ROWS}</table>"
_WITHOUT = f"<table><tr><th>Name</th><th>Land</th></tr>{_ROWS}</table>"


def _page(inside: str) -> bytes:
    return f"<!doctype html><html lang='en'><head><title>Names</title></head><body><main><h1>Names</h1>{inside}</main></body></html>".encode()


def _later(monkeypatch: pytest.MonkeyPatch, reader: object) -> None:
    monkeypatch.setattr(text, "read", reader)
    monkeypatch.setattr(recipe, "READING", "text/other structure/other")


_read_well = text.read


def _richer(given: Page) -> Reading:
    reading = _read_well(given)
    told, more = reading.text, "And a word of ours."
    at_end = len(told.content) + 2
    block = Block(BlockKind.PARAGRAPH, at_end, at_end + len(more))
    content = f"{told.content}\n\n{more}"
    return replace(reading, text=replace(told, content=content, blocks=(*told.blocks, block)))


def _blind(given: Page) -> Reading:
    reading = _read_well(given)
    told = "Menu"
    return replace(reading, text=Text(told, (Block(BlockKind.PARAGRAPH, 0, len(told)),)))


def _history(folder: Path) -> None:
    with at(folder, BEGIN) as on:
        for inside in (_WITH_LEAD, _WITHOUT, _WITHOUT):
            turn(on, _page(inside))
        assert [each.verdict for each in on.verdicts()] == [Verdict.OK, Verdict.OK, Verdict.UNCHANGED]


def _told(on: Live) -> list[tuple[Cause, bool]]:
    return [(cause, alert) for _, cause, alert in alerts(on)]


def test_what_was_accepted_as_familiar_is_read_again_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _history(tmp_path)
    _later(monkeypatch, _richer)
    with at(tmp_path, BEGIN + timedelta(days=3)) as on:
        turn(on, _page(_WITHOUT))
        assert [each.cause for each in on.versions()].count(Cause.PUBLISHED) == 2
        assert on.versions()[-1].cause is Cause.REREAD
        assert on.verdicts()[-1].verdict in {Verdict.OK, Verdict.UNCHANGED}
        assert (Cause.REREAD, True) not in _told(on)


def test_bytes_that_the_new_reader_cannot_read_are_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _history(tmp_path)
    _later(monkeypatch, _blind)
    with at(tmp_path, BEGIN + timedelta(days=3)) as on:
        before = _told(on)
        for _ in range(2):
            turn(on, _page(_WITHOUT))
        assert [each.verdict for each in on.verdicts()][-2:] == [Verdict.UNCHANGED] * 2
        assert [each.cause for each in on.versions()] == [Cause.PUBLISHED] * 2
        assert _told(on) == before


def test_a_stretch_is_known_by_its_blocks() -> None:
    def of(*words: str) -> Text:
        content, blocks = "", []
        for each in words:
            start = len(content) + 2 * bool(content)
            content = f"{content}\n\n{each}" if content else each
            blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(each)))
        return Text(content, tuple(blocks))

    whole = of("One of all.", "Two of all.", "Three, gone since.", "Four of all.", "Five of all.")
    found = text.stretch_of(whole, of("Two of all.", "Four of all.", "New."), "")
    assert found is not None
    assert found.content == "Two of all.\n\nThree, gone since.\n\nFour of all."
    assert (
        text.stretch_of(whole, of("Five of all.", "This page could not be found anywhere at all."), "")
        is None
    )
