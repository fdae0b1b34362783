"""The adoption chart's specification: its data, its words, its colours; and its table."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from clausewatch.nouns.adoption import AdoptionPoint
from clausewatch.publish.charts import (
    Look,
    Spread,
    adoption_finding,
    adoption_height,
    adoption_key,
    adoption_spec,
    adoption_twin,
)

UNTIL = datetime(2026, 4, 1, tzinfo=UTC)


def spread(*points: tuple[int, int, int, int]) -> Spread:
    dated = tuple(AdoptionPoint(datetime(2026, month, 1, tzinfo=UTC), *rest) for month, *rest in points)
    return Spread("Age: platforms over time", dated, UNTIL)


def layers(noun: Spread, look: Look = Look.LIGHT) -> dict[str, Any]:
    spec: dict[str, Any] = adoption_spec(noun, look)
    return {each["data"]["name"]: each for each in spec["layer"]}


def test_both_counts_are_drawn_as_steps_up_to_the_day_asked_for() -> None:
    found = layers(spread((1, 1, 2, 0), (3, 2, 5, 0), (5, 3, 5, 0)))
    assert found["counts"]["mark"]["interpolate"] == "step-after"
    rows = [
        (datetime.fromtimestamp(each["at"] / 1000, UTC).month, each["series"], each["platforms"])
        for each in found["counts"]["data"]["values"]
    ]
    assert rows == [
        (1, "captured and analysed", 2),
        (3, "captured and analysed", 5),
        (4, "captured and analysed", 5),
        (1, "speak of it", 1),
        (3, "speak of it", 2),
        (4, "speak of it", 2),
    ]
    colours, widths = (found["counts"]["encoding"][each]["scale"] for each in ("color", "strokeWidth"))
    assert colours["domain"] == widths["domain"] == ["speak of it", "captured and analysed"]
    assert len(set(colours["range"])) == len(set(widths["range"])) == 2


def test_what_is_not_analysed_is_a_line_of_its_own_and_told_in_the_key() -> None:
    noun = spread((1, 1, 2, 3))
    rows = layers(noun)["counts"]["data"]["values"]
    assert [each["platforms"] for each in rows if each["series"] == "not analysed"] == [3, 3]
    assert "not analysed" in adoption_key(noun)
    assert "not analysed" not in adoption_key(spread((1, 1, 2, 0)))


def test_a_dot_stands_where_the_number_changes() -> None:
    noun = spread((1, 1, 2, 0), (2, 1, 3, 0), (3, 2, 3, 0))
    assert [each["Out of"] for each in layers(noun)["steps"]["data"]["values"]] == ["2", "3"]


@pytest.mark.parametrize("look", Look)
def test_the_same_gives_the_same_and_nothing_is_fetched(look: Look) -> None:
    spec = adoption_spec(spread((1, 1, 2, 0)), look)
    assert json.dumps(spec) == json.dumps(adoption_spec(spread((1, 1, 2, 0)), look))
    assert '"url"' not in json.dumps(spec)
    assert spec["height"] == adoption_height(look)
    assert adoption_spec(spread(), look)["layer"] == []


def test_the_finding_and_the_table_say_the_same() -> None:
    noun = spread((1, 1, 2, 0), (2, 4, 5, 1), (3, 3, 5, 1))
    assert adoption_finding(noun) == (
        "3 of 5 platforms speak of it since 1 March 2026; 1 of 2 on 1 January 2026, when tracking began; "
        "at most 4, from 1 February 2026. Captured until 1 April 2026."
    )
    rows = [[cell.words for cell in row] for row in adoption_twin(noun).rows]
    assert rows[-1] == ["1 March 2026", "3", "5", "1"]
    assert adoption_finding(spread()) == "No platform was captured and analysed."
