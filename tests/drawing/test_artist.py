"""The one who draws: pictures of the asked size, faults told, nothing fetched, and an end to what takes too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from tests.publish.test_publish_charts import COUNTS, EVIL, STORY

from clausewatch.drawing import ChartArtist, open_artist
from clausewatch.errors import ClausewatchError
from clausewatch.nouns.change import Direction, Severity
from clausewatch.publish.charts import Look, distinct, heat_spec, profile_spec, timeline_spec
from clausewatch.web.drawn import HEAT, PROFILE, TIMELINE


@pytest.fixture(scope="module")
def artist() -> Iterator[ChartArtist]:
    found = open_artist()
    assert found is not None, "the development environment has the extra `charts`"
    yield found
    found.close()


@pytest.mark.parametrize("look", list(Look))
def test_pictures_are_as_large_as_pages_say(artist: ChartArtist, look: Look) -> None:
    sizes = [
        (timeline_spec(STORY, look), TIMELINE.height(STORY, look)),
        (heat_spec(COUNTS, look), HEAT.height(COUNTS, look)),
        (profile_spec(COUNTS, look), PROFILE.height(COUNTS, look)),
    ]
    for spec, height in sizes:
        root = ET.fromstring(artist.svg(spec))
        assert (root.get("width"), root.get("height")) == (str(spec["width"]), str(height))


def test_a_more_severe_change_is_a_larger_mark(artist: ChartArtist) -> None:
    """Three widths for three severities, by what the engine draws, not by what the specification asks."""
    severities = (Severity.LOW, Severity.MEDIUM, Severity.HIGH)
    marks = tuple(
        replace(each, severity=severity, direction=Direction.NEUTRAL)
        for each, severity in zip(STORY.marks, severities, strict=True)
    )
    root = ET.fromstring(artist.svg(timeline_spec(replace(STORY, marks=marks), Look.LIGHT)))
    drawn = [each for each in root.iter() if "days ago" in each.get("aria-label", "")]
    radii = [float((each.get("d") or "M0").removeprefix("M").partition(",")[0]) for each in drawn]
    assert len(radii) == 3
    assert radii == sorted(radii)
    assert radii[2] > 1.8 * radii[0]


def test_a_png_has_twice_the_pixels(artist: ChartArtist) -> None:
    body = artist.png(timeline_spec(STORY, Look.LIGHT))
    assert body.startswith(b"\x89PNG")
    assert int.from_bytes(body[16:20], "big") == 2 * 1040


def test_words_of_others_are_drawn_as_words(artist: ChartArtist) -> None:
    lanes = distinct((EVIL,))
    noun = replace(
        STORY, lanes=lanes, marks=tuple(replace(each, lane=lanes[0], words=EVIL) for each in STORY.marks)
    )
    root = ET.fromstring(artist.svg(timeline_spec(noun, Look.LIGHT)))
    assert not [each for each in root.iter() if each.tag.endswith("script")]
    assert any("alert(datum.x)" in (each.text or "") for each in root.iter())


def test_a_fault_is_told_and_the_next_chart_is_drawn(artist: ChartArtist) -> None:
    with pytest.raises(ClausewatchError, match="cannot be drawn"):
        artist.svg({"mark": {"type": "no such mark"}, "data": {"values": []}})
    with pytest.raises(ClausewatchError, match="bytes"):
        artist.svg({"description": "x" * 3_000_000})
    assert b"<svg" in artist.svg(heat_spec(COUNTS, Look.LIGHT))


def test_nothing_is_fetched(artist: ChartArtist) -> None:
    spec = {
        "mark": "point",
        "data": {"url": "http://127.0.0.1:9/secret.json"},
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }
    try:
        drawn = artist.svg(spec)
    except ClausewatchError:
        return
    assert b"secret" not in drawn


def test_who_takes_too_long_is_ended_and_begun_anew() -> None:
    found = open_artist()
    assert found is not None
    hasty = ChartArtist(found.recipe, seconds=0.001)
    with pytest.raises(ClausewatchError, match="took too long"):
        hasty.svg(heat_spec(COUNTS, Look.LIGHT))
    assert hasty._worker is None
    found.close()


def test_a_worker_that_died_with_words_unread_is_put_away_whole() -> None:
    """Closing the pipe writes what is left in it, which fails where nobody reads any more."""
    artist = ChartArtist("test")
    worker = artist._running()
    worker.kill()
    worker.wait()
    assert worker.stdin is not None
    worker.stdin.write(b"left over")
    artist.close()
    assert artist._worker is None
    assert worker.stdin.closed
