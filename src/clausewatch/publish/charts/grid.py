"""Counts by month: the heat map of rows and months, and the severity profile over months."""

from __future__ import annotations

from collections import Counter
from datetime import date

from clausewatch.nouns.change import Severity
from clausewatch.publish.charts.frame import SEVERITIES, colours, framed, heat, millis, name_axis, time_axis
from clausewatch.publish.charts.shapes import Grid, Look, Spec

_ROW = {False: 22, True: 34}
_PROFILE = {False: 200, True: 190}


def heat_height(noun: Grid, look: Look) -> int:
    """The outer height of the heat map, in pixels."""
    return (92 if look.narrow else 78) + _ROW[look.narrow] * max(len(noun.rows), 1)


def profile_height(look: Look) -> int:
    """The outer height of the severity profile, in pixels."""
    return _PROFILE[look.narrow]


def heat_spec(noun: Grid, look: Look) -> Spec:
    """How many changes each row had in each month, as coloured cells with their number; blank means none."""
    shade = colours(look)
    cells = month_totals(noun)
    most = max(cells.values(), default=1)
    values = [
        {
            "row": row, "month": millis(month), "until": millis(_next(month)), "changes": count,
            "Month": f"{month:%B %Y}", "Changes": count, "told": f"{row}, {month:%B %Y}: {count}",
            "bright": count * 2 > most,
        }
        for (row, month), count in cells.items()
    ]  # fmt: skip
    span: Spec = {"type": "utc", "domain": _span(noun), "nice": False}
    ramp: Spec = {"range": heat(look), "domain": [1, max(most, 2)]}
    legend: Spec = {
        "orient": "top", "title": "changes in the month", "direction": "horizontal", "format": "d", "gradientLength": 120,
        "values": sorted({1, most}),
    }  # fmt: skip
    tips = [
        {"field": "row", "title": noun.row_kind, "type": "nominal"},
        {"field": "Month"},
        {"field": "Changes"},
    ]
    lanes = {"domain": list(noun.rows), "paddingInner": 0.12}
    cell: Spec = {
        "mark": {"type": "rect", "stroke": shade["paper"], "strokeWidth": 1.5, "cornerRadius": 2,
                 "height": {"band": 0.5 if look.narrow else 1}, "yOffset": 8 if look.narrow else 0},
        "encoding": {
            "x": {"field": "month", "type": "temporal", "scale": span, "axis": time_axis(look)},
            "x2": {"field": "until"},
            "color": {"field": "changes", "type": "quantitative", "scale": ramp, "legend": legend},
            "tooltip": tips,
            "description": {"field": "told", "type": "nominal"},
        },
    }  # fmt: skip
    layers: list[Spec] = [cell]
    if look.narrow:
        layers.append(_names_above(noun))
    parts: Spec = {
        "data": {"name": "cells", "values": values},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "sort": None, "scale": lanes, "axis": None if look.narrow else name_axis(noun.rows)},
        },
        "layer": layers,
    }  # fmt: skip
    return framed(look, heat_height(noun, look), noun.title, parts)


def profile_spec(noun: Grid, look: Look) -> Spec:
    """How many changes of each severity every month had, as columns."""
    shade = colours(look)
    counts: Counter[tuple[date, Severity]] = Counter()
    for each in noun.tallies:
        counts[each.month, each.severity] += each.count
    values: list[dict[str, object]] = []
    for month in noun.months:
        below = 0
        for severity in SEVERITIES:
            count = counts[month, severity]
            if count:
                values.append(
                    {
                        "month": millis(month),
                        "until": millis(_next(month)),
                        "Severity": severity.value,
                        "below": below,
                        "above": below + count,
                        "changes": count,
                        "Month": f"{month:%B %Y}",
                        "told": f"{month:%B %Y}: {count} of {severity.value} severity",
                    }
                )
            below += count
    known = [each.value for each in SEVERITIES]
    legend: Spec = {"orient": "top", "title": None, "direction": "horizontal", "symbolType": "square"}
    axis: Spec = {
        "format": "d",
        "tickMinStep": 1,
        "tickCount": 4,
        "title": None,
        "domain": False,
        "ticks": False,
    }
    parts: Spec = {
        "data": {"name": "columns", "values": values},
        "mark": {"type": "rect", "stroke": shade["paper"], "strokeWidth": 1.5},
        "encoding": {
            "x": {
                "field": "month", "type": "temporal", "axis": {**time_axis(look), "grid": False},
                "scale": {"type": "utc", "domain": _span(noun), "nice": False},
            },
            "x2": {"field": "until"},
            "y": {"field": "above", "type": "quantitative", "axis": axis, "scale": {"zero": True}},
            "y2": {"field": "below"},
            "color": {
                "field": "Severity", "type": "ordinal", "legend": legend,
                "scale": {"domain": known, "range": [shade[each] for each in known]},
            },
            "tooltip": [{"field": "Month"}, {"field": "Severity"}, {"field": "changes", "title": "Changes"}],
            "description": {"field": "told", "type": "nominal"},
        },
    }  # fmt: skip
    return framed(look, profile_height(look), noun.title, parts)


def month_totals(noun: Grid) -> dict[tuple[str, date], int]:
    """The changes of all severities in each row and month that has any."""
    totals: Counter[tuple[str, date]] = Counter()
    for each in noun.tallies:
        totals[each.row, each.month] += each.count
    return dict(sorted(totals.items(), key=lambda item: (noun.rows.index(item[0][0]), item[0][1])))


def _names_above(noun: Grid) -> Spec:
    return {
        "data": {"values": [{"row": each} for each in noun.rows]},
        "mark": {"type": "text", "align": "left", "dy": -9, "limit": 330, "aria": False},
        "encoding": {"x": {"value": 2}, "text": {"field": "row", "type": "nominal"}},
    }


def _span(noun: Grid) -> list[int]:
    return [millis(noun.months[0]), millis(_next(noun.months[-1]))] if noun.months else [0, 1]


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
