"""The figures that the methodology's page shows, and that they are in step with the floors."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser
from tests.web.conftest import Get

from clausewatch.web.measured import load_measured

EVALS = import_module("evals.run")


def read(path: Path) -> dict[str, dict[str, object]]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_what_is_shown_is_in_step_with_the_floors() -> None:
    floors, shown = read(EVALS.FLOORS), read(EVALS.SHOWN)
    assert set(shown) == set(floors) <= set(EVALS.MEASURES)
    for name, floor in floors.items():
        assert shown[name]["corpus"] == floor["corpus"], f"run python -m evals.run --raise --only {name}"
        pinned, figures = floor["figures"], shown[name]["figures"]
        assert isinstance(pinned, dict)
        assert isinstance(figures, dict)
        assert set(figures) == set(pinned)
        for key, value in pinned.items():
            assert figures[key] <= value if key in EVALS.CEILINGS else figures[key] >= value, (name, key)


def test_every_figure_of_every_stage_has_words() -> None:
    shown, stages = read(EVALS.SHOWN), load_measured()
    assert len(stages) == len(shown)
    for stage in stages:
        rows = [row["figures"] for row in shown.values() if row["corpus"] == stage.corpus]
        sizes = {len(figures) for figures in rows if isinstance(figures, dict)}
        assert len(stage.figures) in sizes
        assert stage.size


def test_the_page_shows_each_stage_with_its_figures(get: Get) -> None:
    page = LexborHTMLParser(get("/methodology/").data)
    tables = [each for each in page.css("table.measured") if "topics" not in str(each.attributes["class"])]
    assert len(tables) == len(load_measured())
    for table, stage in zip(tables, load_measured(), strict=True):
        assert [cell.text() for cell in table.css("td")] == [figure.shown for figure in stage.figures]
        assert (stage.corpus in page.html) is not stage.own  # type: ignore[operator]
