"""Charts: what stands in a specification, what is said of it, and its table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clausewatch.nouns.change import Direction, Severity
from clausewatch.publish.charts import (
    Grid,
    Look,
    Mark,
    Spec,
    Stretch,
    StretchKind,
    Stroke,
    Tally,
    Timeline,
    bounded,
    distinct,
    grid_finding,
    heat_spec,
    heat_twin,
    profile_spec,
    profile_twin,
    stretches_twin,
    timeline_finding,
    timeline_height,
    timeline_key,
    timeline_spec,
    timeline_twin,
)

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
EVIL = "');alert(datum.x)//\u202e<script>" + "x" * 400


def _mark(days: int, lane: str, severity: Severity = Severity.HIGH, **more: object) -> Mark:
    made = Mark(
        lane, NOW - timedelta(days=days), f"{days} days ago", severity, Direction.STRICTER, f"/change/{days}/"
    )
    return replace(made, **more)  # type: ignore[arg-type]


LANES = ("Terms", "Privacy")
STORY = Timeline(
    title="Changes of rules of Birchwood",
    lane_kind="Document",
    lanes=LANES,
    marks=(
        _mark(200, "Terms", Severity.LOW, direction=Direction.UNCLEAR),
        _mark(40, "Terms", effective=date(2026, 5, 1)),
        _mark(30, "Privacy"),
    ),
    stretches=(
        Stretch("Terms", NOW - timedelta(days=220), NOW - timedelta(days=20), StretchKind.GOOD),
        Stretch("Terms", NOW - timedelta(days=20), NOW - timedelta(days=10), StretchKind.OUTAGE),
    ),
    strokes=(Stroke("Terms", NOW - timedelta(days=100)),),
    now=NOW,
)
MONTHS = (date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1))
COUNTS = Grid(
    title="Changes by month",
    row_kind="Platform",
    rows=("Birchwood", "Nettle"),
    months=MONTHS,
    tallies=(
        Tally("Birchwood", MONTHS[1], Severity.HIGH, 2, "/changes/?platform=birchwood"),
        Tally("Birchwood", MONTHS[1], Severity.LOW, 1, "/changes/?platform=birchwood"),
        Tally("Nettle", MONTHS[0], Severity.LOW, 1, "/changes/?platform=nettle"),
    ),
)


def _strings(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, path)
    elif isinstance(value, str):
        yield path, value


def _named(spec: Spec, name: str) -> list[dict[str, object]]:
    layers = spec.get("layer", [spec])
    assert isinstance(layers, list)
    return next((each["data"]["values"] for each in layers if each["data"].get("name") == name), [])


@pytest.mark.parametrize("look", list(Look))
def test_words_of_others_are_data_and_never_expressions(look: Look) -> None:
    lanes = distinct((EVIL, EVIL))
    noun = replace(STORY, lanes=lanes, marks=(_mark(3, lanes[0], words=EVIL), _mark(2, lanes[1])), title=EVIL)
    grid = replace(COUNTS, rows=lanes, tallies=(Tally(lanes[0], MONTHS[0], Severity.LOW, 3),))
    for spec in (timeline_spec(noun, look), heat_spec(grid, look), profile_spec(grid, look)):
        for path, text in _strings(spec):
            if "alert" in text:
                assert path[-1] == "description" or path[-2:] == ("scale", "domain") or "values" in path, path
                assert len(text) <= 240
                assert "\u202e" not in text
            assert path[-1] != "expr" or text in {"from", "to"}, (path, text)


def test_names_are_bounded_and_told_apart() -> None:
    assert distinct(("Terms", "Terms", "")) == ("Terms", "Terms (2)", "unnamed")
    assert bounded("a\u202eb\u200bc\nd") == "a b c d"
    assert len(bounded("x" * 10_000)) <= 120
    assert bounded("word " * 100).endswith("…")


def test_every_change_is_a_mark_and_a_row() -> None:
    marks = _named(timeline_spec(STORY, Look.LIGHT), "marks")
    rows = timeline_twin(STORY).rows
    assert [each["href"] for each in marks] == ["/change/200/", "/change/40/", "/change/30/"]
    assert [row[2].href for row in rows] == ["/change/30/", "/change/40/", "/change/200/"]
    assert [cell.words for cell in rows[1]] == [
        "20 February 2026", "Terms", "40 days ago", "high", "stricter for users", "1 May 2026",
    ]  # fmt: skip
    assert [row[3].words for row in stretches_twin(STORY).rows] == ["not captured well"]


def test_the_sentence_states_what_the_chart_shows() -> None:
    said = timeline_finding(STORY)
    assert said.startswith("3 substantive changes since September 2025, most in Terms (2).")
    assert "2 of high severity, 1 of low severity, 2 stricter for users." in said
    assert "1 change still to take effect, the next on 1 May 2026." in said
    assert "Longest without a change: 160 days" in said
    assert "1 outage of capture, 10 days in all." in said
    assert "No change" in timeline_finding(replace(STORY, marks=()))


def test_a_lane_in_focus_is_told_apart_from_what_is_around_it() -> None:
    said = timeline_finding(replace(STORY, focus="Privacy"))
    assert said.startswith("1 change since March 2026.")
    assert "The whole document had 2 substantive changes." in said


def test_the_key_explains_only_what_is_drawn() -> None:
    assert "hatched" in timeline_key(STORY)
    assert "dotted" not in timeline_key(STORY)
    bare = replace(STORY, stretches=(), strokes=())
    assert "band" not in timeline_key(bare)


def test_a_day_of_effect_far_ahead_does_not_press_the_rest_together() -> None:
    near = timeline_spec(STORY, Look.LIGHT)
    far = timeline_spec(
        replace(STORY, marks=(*STORY.marks, _mark(1, "Terms", effective=date(2399, 1, 1)))), Look.LIGHT
    )
    assert near["params"] == far["params"]


def test_counts_by_month_as_cells_columns_and_tables() -> None:
    cells = heat_spec(COUNTS, Look.DARK)["data"]["values"]  # type: ignore[index]
    assert sorted((each["row"], each["changes"]) for each in cells) == [("Birchwood", 3), ("Nettle", 1)]
    columns = profile_spec(COUNTS, Look.LIGHT)["data"]["values"]  # type: ignore[index]
    assert [(each["below"], each["above"]) for each in columns] == [(0, 1), (0, 1), (1, 3)]
    assert [[cell.words for cell in row] for row in heat_twin(COUNTS).rows] == [
        ["March 2026", "Birchwood", "3"],
        ["February 2026", "Nettle", "1"],
    ]
    assert [[cell.words for cell in row] for row in profile_twin(COUNTS).rows] == [
        ["March 2026", "1", "0", "2"],
        ["February 2026", "1", "0", "0"],
    ]
    said = grid_finding(COUNTS)
    assert (
        "4 substantive changes from February 2026 to April 2026 in 2 platforms, most in Birchwood (3)" in said
    )
    assert "busiest month was March 2026 with 3; 2 were of high severity." in said


def test_a_day_of_effect_that_is_past_stands_in_the_table_and_draws_no_line() -> None:
    past = replace(STORY, marks=(_mark(30, "Terms", effective=date(2026, 1, 1)),))
    assert [row[-1].words for row in timeline_twin(past).rows] == ["1 January 2026"]
    assert "leads to the day" not in timeline_key(past)
    assert not any("effect" in row for row in _all_rows(timeline_spec(past, Look.LIGHT)))


def _all_rows(spec: Any) -> list[dict[str, object]]:
    return [row for layer in spec["layer"] for row in layer.get("data", {}).get("values", ())]


@pytest.mark.parametrize("look", list(Look))
def test_the_same_noun_gives_the_same_specification(look: Look) -> None:
    assert json.dumps(timeline_spec(STORY, look)) == json.dumps(timeline_spec(STORY, look))
    assert json.dumps(heat_spec(COUNTS, look)) == json.dumps(heat_spec(COUNTS, look))


def _sizes_key(spec: Spec) -> dict[str, Any]:
    layers: Any = spec["layer"]
    (marks,) = (each for each in layers if each["data"].get("name") == "marks")
    found: dict[str, Any] = marks["encoding"]["size"]["legend"]
    return found


def test_beside_long_names_the_key_of_severities_stands_beneath_in_room_of_its_own() -> None:
    long = "Additional Product Privacy Terms"
    lanes = (long, "Privacy")
    wordy = replace(
        STORY,
        lanes=lanes,
        marks=tuple(replace(each, lane=long if each.lane == "Terms" else each.lane) for each in STORY.marks),
        stretches=(),
        strokes=(),
    )
    few, many = timeline_spec(STORY, Look.LIGHT), timeline_spec(wordy, Look.LIGHT)
    assert _sizes_key(few)["orient"] == "top"
    assert _sizes_key(many)["orient"] == "bottom"
    assert many["height"] == timeline_height(wordy, Look.LIGHT) > timeline_height(STORY, Look.LIGHT)
    narrow = timeline_spec(wordy, Look.NARROW_DARK)
    assert narrow["height"] == timeline_height(STORY, Look.NARROW_DARK)


def test_a_ring_at_the_edge_of_time_is_not_cut() -> None:
    ringed = replace(STORY, ringed=NOW, now=NOW, stretches=())
    params: Any = timeline_spec(ringed, Look.NARROW_LIGHT)["params"]
    begins, ends = (each["value"] for each in params)
    left = (ends - NOW.timestamp() * 1000) / (ends - begins)
    assert left * 340 > 14
