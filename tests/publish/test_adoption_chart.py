"""The adoption chart's specification: its data, its words, its colours; and that Vega-Lite would read it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from clausewatch.nouns.adoption import Adoption, AdoptionPoint
from clausewatch.publish.charts import AdoptionInk, adoption_spec

INK = AdoptionInk("#111111", "#222222", "#333333", "#444444", "#555555")
UNTIL = datetime(2026, 4, 1, tzinfo=UTC)


def adoption(*points: tuple[int, int, int, int]) -> Adoption:
    dated = tuple(AdoptionPoint(datetime(2026, month, 1, tzinfo=UTC), *rest) for month, *rest in points)
    return Adoption("ACCESS.age", None, (), dated, 7, 5)


def test_both_counts_are_drawn_as_steps_up_to_the_day_asked_for() -> None:
    spec = adoption_spec(adoption((1, 1, 2, 0), (3, 2, 5, 0), (5, 3, 5, 0)), "Age", UNTIL, INK)
    assert spec["mark"] == {"type": "line", "interpolate": "step-after", "strokeWidth": 2}
    rows = [(each["at"][:7], each["series"], each["platforms"]) for each in spec["data"]["values"]]
    assert rows == [
        ("2026-01", "speak of it", 1),
        ("2026-03", "speak of it", 2),
        ("2026-04", "speak of it", 2),
        ("2026-01", "captured and analysed", 2),
        ("2026-03", "captured and analysed", 5),
        ("2026-04", "captured and analysed", 5),
    ]
    colours = spec["encoding"]["color"]["scale"]
    assert dict(zip(colours["domain"], colours["range"], strict=True)) == {
        "speak of it": "#111111",
        "captured and analysed": "#222222",
    }
    assert spec["encoding"]["strokeDash"]["scale"]["domain"] == colours["domain"]
    assert spec["encoding"]["y"]["scale"]["domainMin"] == 0
    assert "5 of 7 editions are analysed" in spec["description"]


def test_what_is_not_analysed_is_a_line_of_its_own() -> None:
    spec = adoption_spec(adoption((1, 1, 2, 3)), "Age", UNTIL, INK)
    unknown = [each["platforms"] for each in spec["data"]["values"] if each["series"] == "not analysed"]
    assert unknown == [3, 3]
    assert spec["encoding"]["color"]["scale"]["range"][-1] == "#333333"


def test_the_same_gives_the_same_and_nothing_is_fetched() -> None:
    spec = adoption_spec(adoption((1, 1, 2, 0)), "Age", UNTIL, INK)
    assert json.dumps(spec) == json.dumps(adoption_spec(adoption((1, 1, 2, 0)), "Age", UNTIL, INK))
    assert "url" not in spec["data"]
    assert adoption_spec(adoption(), "Age", UNTIL, INK)["data"]["values"] == []
