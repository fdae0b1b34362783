"""The governance timeline: a lane for each document, changes as marks, outages and quiet times in the lane's band."""

from __future__ import annotations

from datetime import datetime, timedelta

from clausewatch.nouns.change import Direction, Severity
from clausewatch.publish.charts.frame import (
    DIRECTIONS,
    SEVERITIES,
    bounded,
    colours,
    framed,
    millis,
    name_axis,
    name_room,
    time_axis,
)
from clausewatch.publish.charts.shapes import Look, Mark, Spec, StretchKind, Timeline

_LANE = {False: 34, True: 50}
_AROUND = {False: 96, True: 158}
_MOST_BESIDE = 190
"""Pixels of names beside which both keys fit above the lanes: together they take 812 of 1040 in the widest font that a browser
shows (DejaVu Sans, Chromium on Linux). Where names take more the key of severities stands beneath."""
_BENEATH = 36
_SIZES = {Severity.NONE: 40, Severity.LOW: 60, Severity.MEDIUM: 130, Severity.HIGH: 250}
_SHAPES = {
    Direction.STRICTER: "triangle-up",
    Direction.LOOSER: "triangle-down",
    Direction.NEUTRAL: "circle",
    Direction.UNCLEAR: "diamond",
}
_SHORTEST = timedelta(days=30)
_FURTHEST = timedelta(days=2 * 366)
"""A day of effect beyond that is told and not drawn: it would press all else together."""
_SHORTEST_STRETCH = 160
"""A stretch is drawn at least this part of the whole long, or one capture could not be seen."""


def timeline_height(noun: Timeline, look: Look) -> int:
    """The outer height of the picture, in pixels."""
    beneath = _BENEATH if _sizes_beneath(noun, look) and not look.narrow else 0
    return _AROUND[look.narrow] + beneath + _LANE[look.narrow] * max(len(noun.lanes), 1)


def _sizes_beneath(noun: Timeline, look: Look) -> bool:
    """Whether the key of severities stands beneath the chart: it has no room beside the other one."""
    return look.narrow or name_room(noun.lanes) > _MOST_BESIDE


def timeline_spec(noun: Timeline, look: Look) -> Spec:
    """The timeline as a Vega-Lite specification. Its parameters `from` and `to` say which time is shown."""
    begins, ends = _bounds(noun)
    layers = [
        *_bands(noun, look),
        _today(noun, look),
        _notice(noun, look),
        _effects(noun, look),
        _marks(noun, look),
        _ring(noun, look),
        *_lane_names(noun, look),
    ]
    parts: Spec = {
        "params": [{"name": "from", "value": millis(begins)}, {"name": "to", "value": millis(ends)}],
        "encoding": {"y": _lanes(noun, look), "x": {"type": "temporal"}},
        "layer": [each for each in layers if _has_rows(each)],
        "usermeta": {"rows": noun.lane_kind},
    }
    return framed(look, timeline_height(noun, look), noun.title, parts)


def _has_rows(layer: Spec) -> bool:
    """Whether there is anything to draw; a layer without rows is an error to the engine's scales."""
    data = layer.get("data")
    return isinstance(data, dict) and bool(data.get("values"))


def mark_row(mark: Mark) -> dict[str, object]:
    """A change as a row of data, with all that a tooltip or a filter asks of it."""
    words = bounded(mark.words)
    told = f"{mark.at:%-d %B %Y}, {mark.lane}: {words}"
    return {
        "lane": mark.lane,
        "at": millis(mark.at),
        "Observed": f"{mark.at:%-d %B %Y}",
        "What": words,
        "Severity": mark.severity.value,
        "Direction": DIRECTIONS[mark.direction],
        "Effective": f"{mark.effective:%-d %B %Y}" if mark.effective else "not dated",
        "href": mark.href,
        "told": f"{told} ({mark.severity.value} severity, {DIRECTIONS[mark.direction]})",
    }


def _bounds(noun: Timeline) -> tuple[datetime, datetime]:
    times = [each.at for each in noun.marks] + [each.at for each in noun.strokes]
    times += [at for each in noun.stretches for at in (each.begins, each.ends)]
    effects = [
        datetime(each.ahead.year, each.ahead.month, each.ahead.day, tzinfo=noun.now.tzinfo)
        for each in noun.marks
        if each.ahead
    ]
    first, last = min([*times, noun.now]), max([*times, noun.now])
    last = max([last, *(each for each in effects if each - noun.now < _FURTHEST)])
    whole = max(last - first, _SHORTEST)
    if noun.ringed:
        # The ring is 28 pixels wide and would be cut at the edge: of 350 pixels on a telephone this leaves 18.
        return first - whole / 18, last + whole / 18
    return first - whole / 50, last + whole / 40


def _x(field: str, look: Look) -> Spec:
    limits: Spec = {"type": "utc", "domainMin": {"expr": "from"}, "domainMax": {"expr": "to"}, "nice": False}
    return {"field": field, "type": "temporal", "scale": limits, "axis": time_axis(look)}


def _lanes(noun: Timeline, look: Look) -> Spec:
    scale: Spec = {"domain": list(noun.lanes)}
    return {
        "field": "lane",
        "type": "nominal",
        "sort": None,
        "scale": scale,
        "axis": None if look.narrow else name_axis(noun.lanes),
    }


def _bands(noun: Timeline, look: Look) -> list[Spec]:
    """Bands of what was captured well, dashed where nothing was kept, and outages across them."""
    shade = colours(look)
    rows: dict[StretchKind, list[Spec]] = {kind: [] for kind in StretchKind}
    begins, ends = _bounds(noun)
    visible = (ends - begins) / _SHORTEST_STRETCH
    for each in noun.stretches:
        until = max(each.ends, each.begins + visible)
        rows[each.kind].append(
            {
                "lane": each.lane,
                "begins": millis(each.begins),
                "ends": millis(until),
                "told": each.kind.value,
            }
        )
    marks: dict[StretchKind, Spec] = {
        StretchKind.GOOD: {"strokeWidth": 7, "color": shade["band"], "opacity": 0.75},
        StretchKind.BLANK: {"strokeWidth": 1.5, "color": shade["soft"], "strokeDash": [2, 4]},
        StretchKind.OUTAGE: {"strokeWidth": 13, "color": shade["warn"], "strokeDash": [2, 2]},
    }
    bands: list[Spec] = [
        {
            "data": {"values": rows[kind]},
            "mark": {"type": "rule", "clip": True, "aria": False, **marks[kind]},
            "encoding": {"x": _x("begins", look), "x2": {"field": "ends"}},
        }
        for kind in (StretchKind.GOOD, StretchKind.BLANK, StretchKind.OUTAGE)
    ]
    strokes = [{"lane": each.lane, "at": millis(each.at)} for each in noun.strokes]
    bands.append(
        {
            "data": {"values": strokes},
            "mark": {
                "type": "tick",
                "clip": True,
                "aria": False,
                "thickness": 1,
                "size": 11,
                "color": shade["soft"],
            },
            "encoding": {"x": _x("at", look)},
        }
    )
    return bands


def _today(noun: Timeline, look: Look) -> Spec:
    shade = colours(look)
    return {
        "data": {"values": [{"at": millis(noun.now)}]},
        "mark": {"type": "rule", "clip": True, "aria": False, "color": shade["soft"], "strokeDash": [4, 3]},
        "encoding": {"x": _x("at", look), "y": None},
    }


def _notice(noun: Timeline, look: Look) -> Spec:
    """The line from the day a change was seen to the day it takes effect."""
    shade = colours(look)
    return {
        "data": {"name": "notice", "values": _effect_rows(noun)},
        "mark": {"type": "rule", "clip": True, "aria": False, "strokeWidth": 1.5, "color": shade["ink"]},
        "encoding": {"x": _x("at", look), "x2": {"field": "effect"}},
    }


def _effects(noun: Timeline, look: Look) -> Spec:
    shade = colours(look)
    return {
        "data": {"name": "effects", "values": _effect_rows(noun)},
        "mark": {
            "type": "point", "clip": True, "shape": "stroke", "angle": 90, "size": 180, "strokeWidth": 2.5, "filled": False,
            "aria": False, "color": shade["ink"],
        },
        "encoding": {"x": _x("effect", look)},
    }  # fmt: skip


def _effect_rows(noun: Timeline) -> list[dict[str, object]]:
    return [mark_row(each) | {"effect": millis(each.ahead)} for each in noun.marks if each.ahead]


def _marks(noun: Timeline, look: Look) -> Spec:
    shade = colours(look)
    names = list(DIRECTIONS.values())
    ranks = [each.value for each in Severity]
    legend: Spec = {"orient": "top", "title": None, "columns": 2 if look.narrow else 4, "symbolSize": 110}
    sizes: Spec = {
        "orient": "bottom" if _sizes_beneath(noun, look) else "top", "title": "severity", "titleOrient": "left", "titlePadding": 12, "values": [each.value for each in SEVERITIES], "direction": "horizontal", "symbolFillColor": shade["soft"],
        "symbolStrokeColor": shade["soft"], "symbolType": "circle",
    }  # fmt: skip
    hues = [shade[each] for each in ("stricter", "looser", "neutral", "unclear")]
    tips = [
        {"field": each, "type": "nominal"}
        for each in ("What", "Observed", "Effective", "Severity", "Direction")
    ]
    return {
        "data": {"name": "marks", "values": [mark_row(each) for each in noun.marks]},
        "mark": {
            "type": "point", "filled": True, "clip": True, "opacity": 0.92, "stroke": shade["paper"], "strokeWidth": 1,
            "cursor": "pointer",
        },
        "encoding": {
            "x": _x("at", look),
            "size": {
                "field": "Severity", "type": "ordinal", "legend": sizes,
                "scale": {"type": "ordinal", "domain": ranks, "range": [_SIZES[each] for each in Severity]},
            },
            "shape": {
                "field": "Direction", "type": "nominal", "legend": legend,
                "scale": {"domain": names, "range": [_SHAPES[each] for each in DIRECTIONS]},
            },
            "color": {"field": "Direction", "type": "nominal", "legend": legend, "scale": {"domain": names, "range": hues}},
            "tooltip": tips,
            "href": {"field": "href", "type": "nominal"},
            "description": {"field": "told", "type": "nominal"},
        },
    }  # fmt: skip


def _ring(noun: Timeline, look: Look) -> Spec:
    rows = [{"lane": noun.lanes[0], "at": millis(noun.ringed)}] if noun.ringed and noun.lanes else []
    return {
        "data": {"name": "ring", "values": rows},
        "mark": {
            "type": "point", "clip": True, "filled": False, "shape": "circle", "size": 640, "strokeWidth": 2.2, "opacity": 1,
            "aria": False, "color": colours(look)["ink"],
        },
        "encoding": {"x": _x("at", look)},
    }  # fmt: skip


def _lane_names(noun: Timeline, look: Look) -> list[Spec]:
    """On a telephone the names stand above their lanes."""
    if not look.narrow:
        return []
    return [
        {
            "data": {"values": [{"lane": each} for each in noun.lanes]},
            "mark": {"type": "text", "align": "left", "dy": -18, "limit": 330, "aria": False, "clip": False},
            "encoding": {"x": {"value": 2}, "text": {"field": "lane", "type": "nominal"}},
        }
    ]
