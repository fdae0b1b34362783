"""Comparing as of an earlier day: what every platform said then, whatever it says now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.pipeline.live_kit import Live, live

from clausewatch.archive import ColumnFolder
from clausewatch.errors import UnknownNameError
from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.comparison import CellState
from clausewatch.nouns.identity import source_id
from clausewatch.pipeline.comparing import cells, found, gathered
from clausewatch.storage import catalog

_FILL = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices")
)
_RULE = "Any dispute with us must be resolved by binding individual arbitration."
_URL = "https://alder.example/terms"


def _page(body: str) -> bytes:
    return f"<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>{body}{_FILL}</main></html>".encode()


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, datetime]]:
    """Alder had the rule and dropped it, Birchwood took it up on the same day; with the last instant before."""
    with live(tmp_path_factory.mktemp("then"), "terms") as made:
        ours, theirs = "https://birchwood.example/terms", _URL
        document = Document(
            "alder/terms",
            "alder",
            "Terms",
            "Terms of Service",
            (Source(source_id("alder/terms", _URL), _URL),),
        )
        with made.instance.database.write() as connection:
            owner = Platform("alder", "Alder", "Alder Ltd", "test", (document,))
            catalog.save_platforms(connection, (owner,), watched=True)
        made.answers.pages |= {ours: _page(""), theirs: _page(f"<h2>Disputes</h2><p>{_RULE}</p>")}
        made.round()
        then = made.clock.now()
        made.clock.advance(days=3)
        made.answers.pages |= {ours: _page(f"<h2>Disputes</h2><p>{_RULE}</p>"), theirs: _page("")}
        made.round()
        yield made, then


def test_each_day_has_the_answer_of_its_texts(on: tuple[Live, datetime]) -> None:
    made, then = on
    now, before = gathered(made.instance), gathered(made.instance, then)
    asked = found(now, "birchwood/terms", _RULE)
    assert cells(now, "birchwood", asked)["alder"].state is CellState.SILENT
    (quote, *_) = cells(before, "birchwood", asked)["alder"].quotes
    assert quote.passage.asked.text == _RULE
    assert quote.passage.observed_at <= then
    assert found(before, "alder/terms", _RULE).text == _RULE
    with pytest.raises(UnknownNameError, match="did not stand"):
        found(before, "birchwood/terms", _RULE)


def test_what_is_kept_for_today_stays(on: tuple[Live, datetime], tmp_path: Path) -> None:
    made, then = on
    columns = ColumnFolder(tmp_path)
    instance = replace(made.instance, columns=columns)
    gathered(instance)
    kept = columns.read("comparison")
    gathered(instance, then)
    again = columns.read("comparison")
    assert kept is not None
    assert again is not None
    assert kept.about == again.about


def test_before_anything_was_captured_nothing_is_claimed(on: tuple[Live, datetime]) -> None:
    made, then = on
    asked = found(gathered(made.instance), "birchwood/terms", _RULE)
    early = gathered(made.instance, then.replace(year=then.year - 1))
    assert cells(early, "birchwood", asked)["alder"].state is CellState.NOT_CAPTURED
