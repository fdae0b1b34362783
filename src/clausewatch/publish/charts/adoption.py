"""How many platforms speak of a matter over time, beside how many could be asked: a step chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clausewatch.nouns.adoption import Adoption, AdoptionPoint
from clausewatch.publish.record_line import instant

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SPEAKING, CAPTURED, UNKNOWN = "speak of it", "captured and analysed", "not analysed"


@dataclass(frozen=True, slots=True)
class AdoptionInk:
    """Colours of the chart, as CSS writes them. Lines differ in their dashes as well."""

    speaking: str
    captured: str
    unknown: str
    text: str
    rule: str


def adoption_spec(
    adoption: Adoption, name: str, until: datetime, ink: AdoptionInk, size: tuple[int, int] = (640, 240)
) -> dict[str, Any]:
    """A Vega-Lite specification (version 6; 5 draws it too) with its data inside; the same nouns give the same one.

    Both counts are drawn because both move: a share alone would hide that tracking began at different times. Lines go on
    to `until`. The line of platforms whose edition is not analysed is there only where there are any. `size` is in pixels.
    """
    series = [SPEAKING, CAPTURED] + [UNKNOWN] * any(each.unknown for each in adoption.points)
    width, height = size
    return {
        "$schema": _SCHEMA,
        "title": {"text": f"{name}: platforms over time", "anchor": "start", "color": ink.text},
        "description": _described(adoption, name),
        "width": width,
        "height": height,
        "background": "transparent",
        "data": {"values": _values(adoption, until, series)},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
        "encoding": {
            "x": {
                "field": "at",
                "type": "temporal",
                "title": None,
                "scale": {"type": "utc"},
                "axis": _axis(ink, grid=False),
            },
            "y": {
                "field": "platforms",
                "type": "quantitative",
                "title": "platforms",
                "scale": {"domainMin": 0, "nice": True},
                "axis": {**_axis(ink, grid=True), "tickMinStep": 1, "format": "d"},
            },
            "color": _by_series(series, [ink.speaking, ink.captured, ink.unknown], ink),
            "strokeDash": _by_series(series, [[1, 0], [6, 3], [2, 3]], ink),
        },
        "config": {"view": {"stroke": None}},
    }


def _by_series(series: list[str], values: list[Any], ink: AdoptionInk) -> dict[str, Any]:
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": series, "range": values[: len(series)]},
        "legend": {"title": None, "orient": "top", "labelColor": ink.text, "symbolSize": 400},
    }


def _axis(ink: AdoptionInk, *, grid: bool) -> dict[str, Any]:
    lines = {"gridColor": ink.rule, "domainColor": ink.rule, "tickColor": ink.rule}
    return {"grid": grid, "labelColor": ink.text, "titleColor": ink.text, **lines}


def _values(adoption: Adoption, until: datetime, series: list[str]) -> list[dict[str, object]]:
    """One row for each point and line; the last counts are repeated at `until`."""
    points = [each for each in adoption.points if each.at <= until]
    if points:
        last = points[-1]
        points.append(AdoptionPoint(until, last.speaking, last.captured, last.unknown))
    counts = {SPEAKING: "speaking", CAPTURED: "captured", UNKNOWN: "unknown"}
    return [
        {"at": instant(point.at), "series": each, "platforms": getattr(point, counts[each])}
        for each in series
        for point in points
    ]


def _described(adoption: Adoption, name: str) -> str:
    if not adoption.points:
        return f"{name}: no platform was captured and analysed."
    first, last = adoption.points[0], adoption.points[-1]
    return (
        f"{name}: {last.speaking} of {last.captured} platforms speak of it on {last.at.date().isoformat()}, "
        f"{first.speaking} of {first.captured} on {first.at.date().isoformat()}. "
        f"{adoption.analysed} of {adoption.editions} editions are analysed."
    )
