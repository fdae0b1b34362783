"""How many platforms speak of a matter over time, beside how many could be asked: a step chart."""

from __future__ import annotations

from clausewatch.nouns.adoption import AdoptionPoint
from clausewatch.publish.charts.frame import colours, framed, millis, time_axis
from clausewatch.publish.charts.shapes import Look, Spec, Spread
from clausewatch.publish.charts.twin import Cell, Twin, day

SPEAKING, CAPTURED, UNKNOWN = "speak of it", "captured and analysed", "not analysed"
_COUNTS = {SPEAKING: "speaking", CAPTURED: "captured", UNKNOWN: "unknown"}
_DASHES = {SPEAKING: [1, 0], CAPTURED: [1, 0], UNKNOWN: [2, 3]}
# The wide pale line lies beneath the narrow one, so that both are seen where the counts are the same.
_WIDTHS = {SPEAKING: 2, CAPTURED: 7, UNKNOWN: 2}
_HEIGHT = {False: 260, True: 300}


def adoption_height(look: Look) -> int:
    """The outer height of the picture, in pixels."""
    return _HEIGHT[look.narrow]


def adoption_spec(noun: Spread, look: Look) -> Spec:
    """The counts as steps, with their data inside; the same noun gives the same specification.

    Both counts are drawn because both move: a share alone would hide that tracking began at different times. The line of
    platforms whose edition is not analysed is there only where there are any.
    """
    shade = colours(look)
    series = [SPEAKING, CAPTURED] + [UNKNOWN] * any(each.unknown for each in noun.points)
    x: Spec = {
        "field": "at", "type": "temporal", "axis": {**time_axis(look), "grid": False}, "scale": {"type": "utc", "nice": False},
    }  # fmt: skip
    axis: Spec = {
        "format": "d", "tickMinStep": 1, "tickCount": 5, "title": None, "domain": False, "ticks": False, "labelPadding": 8,
    }  # fmt: skip
    y: Spec = {
        "field": "platforms",
        "type": "quantitative",
        "axis": axis,
        "scale": {"zero": True, "nice": True},
    }
    legend: Spec = {
        "title": None, "orient": "top", "direction": "vertical" if look.narrow else "horizontal", "symbolSize": 500,
        "symbolType": "stroke",
    }  # fmt: skip
    hues = dict(zip(_COUNTS, (shade["looser"], shade["band"], shade["warn"]), strict=True))
    tips = [{"field": each, "type": "nominal"} for each in ("From", "Speak of it", "Out of")]
    layers: list[Spec] = [
        {
            "data": {"name": "ground", "values": _rows(noun, [SPEAKING])},
            "mark": {"type": "area", "interpolate": "step-after", "aria": False, "opacity": 0.16, "color": shade["looser"]},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"name": "counts", "values": _rows(noun, [CAPTURED, *(each for each in series if each != CAPTURED)])},
            "mark": {"type": "line", "interpolate": "step-after", "aria": False},
            "encoding": {
                "x": x,
                "y": y,
                "color": {
                    "field": "series", "type": "nominal", "legend": legend,
                    "scale": {"domain": series, "range": [hues[each] for each in series]},
                },
                "strokeWidth": {
                    "field": "series", "type": "nominal", "legend": legend,
                    "scale": {"domain": series, "range": [_WIDTHS[each] for each in series]},
                },
                "strokeDash": {
                    "field": "series", "type": "nominal", "legend": legend,
                    "scale": {"domain": series, "range": [_DASHES[each] for each in series]},
                },
            },
        },
        {
            "data": {"name": "steps", "values": [_step(each) for each in _steps(noun)]},
            "mark": {"type": "point", "filled": True, "size": 34, "opacity": 1, "color": shade["looser"]},
            "encoding": {"x": x, "y": y, "tooltip": tips, "description": {"field": "told", "type": "nominal"}},
        },
    ]  # fmt: skip
    return framed(look, adoption_height(look), noun.title, {"layer": layers if noun.points else []})


def adoption_finding(noun: Spread) -> str:
    """Where the counts stand, where they began, and until when there is anything to count."""
    if not noun.points:
        return "No platform was captured and analysed."
    first, last = noun.points[0], noun.points[-1]
    most = max(noun.points, key=lambda each: each.speaking)
    said = f"{_of(last)} speak of it since {day(last.at)}"
    if len(noun.points) > 1:
        said += f"; {first.speaking} of {first.captured} on {day(first.at)}, when tracking began"
    if most.speaking > last.speaking:
        said += f"; at most {most.speaking}, from {day(most.at)}"
    return f"{said}. Captured until {day(noun.until)}."


def adoption_key(noun: Spread) -> str:
    """How to read the picture: only what it holds."""
    said = (
        "Narrow line: platforms that speak of it. Wide pale line: platforms with an analysed edition of a kind that would "
        "say it; it rises where tracking of one begins."
    )
    return (
        f"{said} Dotted: others, whose edition is not analysed."
        if any(each.unknown for each in noun.points)
        else said
    )


def adoption_twin(noun: Spread) -> Twin:
    """Every count, oldest first."""
    head = ("From", "Speak of it", "Out of", "Edition not analysed")
    rows = tuple(
        (Cell(day(each.at)), Cell(str(each.speaking)), Cell(str(each.captured)), Cell(str(each.unknown)))
        for each in noun.points
    )
    return Twin("Counts over time", head, rows)


def _rows(noun: Spread, series: list[str]) -> list[Spec]:
    """A row for each line and point; the last counts are repeated at `until`."""
    points = [(each.at, each) for each in noun.points if each.at <= noun.until]
    if points:
        points.append((noun.until, points[-1][1]))
    return [
        {"at": millis(at), "series": each, "platforms": getattr(point, _COUNTS[each])}
        for each in series
        for at, point in points
    ]


def _steps(noun: Spread) -> list[AdoptionPoint]:
    """The points at which another number of platforms speaks of it than before."""
    before = (None, *(each.speaking for each in noun.points))
    return [point for point, was in zip(noun.points, before, strict=False) if point.speaking != was]


def _step(point: AdoptionPoint) -> Spec:
    return {
        "at": millis(point.at),
        "platforms": point.speaking,
        "From": day(point.at),
        "Speak of it": str(point.speaking),
        "Out of": str(point.captured),
        "told": f"From {day(point.at)}: {_of(point)}",
    }


def _of(point: AdoptionPoint) -> str:
    return f"{point.speaking} of {point.captured} {'platform' if point.captured == 1 else 'platforms'}"
