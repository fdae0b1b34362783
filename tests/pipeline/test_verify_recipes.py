"""`verify` where sentences were made under another recipe: counted and said, and what needs no recipe still checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from tests.pipeline.live_kit import Live, live, page

from clausewatch.cli import main, verifying
from clausewatch.meaning import recipe
from clausewatch.pipeline.verify import Verification, verify_instance


@pytest.fixture
def on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    with live(tmp_path, "terms") as made:
        made.answers.pages["https://birchwood.example/terms"] = page("refunds", "age", "disputes")
        made.round()
        monkeypatch.setattr(verifying, "opened", lambda: made.instance)
        yield made


@pytest.fixture
def _another_recipe(on: Live, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    assert on.versions()
    monkeypatch.setattr(recipe, "METHOD", "meaning/later")
    recipe.recipe.cache_clear()
    yield
    monkeypatch.undo()
    recipe.recipe.cache_clear()


def _verified(on: Live) -> Verification:
    return verify_instance(on.instance, lambda _done, _all: None)


def test_sentences_of_the_present_recipe_are_all_held_to_the_gate(on: Live) -> None:
    found = _verified(on)
    assert (found.findings, found.ungated) == ((), 0)
    assert found.sentences > 3
    told = CliRunner().invoke(main, ["verify"])
    assert told.exit_code == 0
    assert "another recipe" not in told.output


@pytest.mark.usefixtures("_another_recipe")
def test_sentences_of_another_recipe_are_counted_and_said(on: Live) -> None:
    found = _verified(on)
    assert (found.findings, found.sentences) == ((), 0)
    assert found.ungated > 3
    assert found.quotations > 0
    told = CliRunner().invoke(main, ["verify"])
    assert told.exit_code == 0
    assert f"{found.ungated} sentences were made under another recipe" in told.output
    first = json.loads(CliRunner().invoke(main, ["verify", "--json"]).stdout.splitlines()[0])
    assert (first["ok"], first["sentences_of_other_recipes"]) == (True, found.ungated)


@pytest.mark.usefixtures("_another_recipe")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE provision SET text = replace(text, 'may', 'can')", "its digest is another"),
        ("UPDATE provision SET stop = stop + 1", "its end is kept as"),
    ],
)
def test_what_needs_no_recipe_is_checked_all_the_same(on: Live, change: str, reason: str) -> None:
    with on.instance.database.write() as connection:
        assert connection.execute(sa.text(change)).rowcount > 0
    assert any(reason in each.reason for each in _verified(on).findings)
    assert CliRunner().invoke(main, ["verify"]).exit_code == 1
