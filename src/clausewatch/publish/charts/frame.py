"""What all charts share: sizes, colours of the style sheet, and how words of others are bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from clausewatch.nouns.change import Direction, Severity
from clausewatch.publish.charts.shapes import Look, Spec

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDE, NARROW = 1040, 350
"""Pixels: the text column of a page, and of one on a telephone 390 pixels wide."""

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"
# Format characters turn the direction of what follows, or cannot be seen (Unicode TR 9, 2.1 to 2.4; TR 36, 2.9).
_UNSEEN = re.compile(r"[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_LONG_WORD = 28

DIRECTIONS = {
    Direction.STRICTER: "stricter for users",
    Direction.LOOSER: "looser for users",
    Direction.NEUTRAL: "neutral",
    Direction.UNCLEAR: "direction unclear",
}
"""What a direction is called beside its mark."""

SEVERITIES = (Severity.LOW, Severity.MEDIUM, Severity.HIGH)

# Red and blue differ in lightness and for every common colour blindness; shapes say the same again.
_LIGHT = {
    "ink": "#1b1a17", "soft": "#57534a", "rule": "#d9d5ca", "paper": "#fcfbf8", "band": "#cfc9bb", "warn": "#b5730a",
    "stricter": "#a62b1f", "looser": "#1f6391", "neutral": "#6d685d", "unclear": "#8d7a3c",
    "low": "#d8b98a", "medium": "#c47a35", "high": "#8f1d1d", "heat": ["#f1e6cf", "#c98a4b", "#7c1f16"],
}  # fmt: skip
_DARK = {
    "ink": "#ebe8df", "soft": "#aca79b", "rule": "#3a3833", "paper": "#161614", "band": "#55524a", "warn": "#efb64f",
    "stricter": "#f28b7d", "looser": "#7fb9ea", "neutral": "#b3aea2", "unclear": "#cdb96e",
    "low": "#7a6440", "medium": "#c88a48", "high": "#f3a9a0", "heat": ["#3a3122", "#a36a35", "#ffb9a3"],
}  # fmt: skip


def colours(look: Look) -> dict[str, str]:
    """The named colours of that look."""
    return {name: value for name, value in (_DARK if look.dark else _LIGHT).items() if isinstance(value, str)}


def heat(look: Look) -> list[str]:
    """The ramp from few to many."""
    return list((_DARK if look.dark else _LIGHT)["heat"])


def width(look: Look) -> int:
    return NARROW if look.narrow else WIDE


def bounded(words: str, most: int = 120) -> str:
    """The words in one line of at most `most` characters, without what cannot be seen or turns the direction."""
    line = " ".join(_UNSEEN.sub(" ", words[: most * 4]).split())
    short = " ".join(
        word if len(word) <= _LONG_WORD else word[: _LONG_WORD - 1] + "…" for word in line.split()
    )
    return short if len(short) <= most else short[: most - 1].rstrip() + "…"


def distinct(names: Iterable[str], most: int = 32) -> tuple[str, ...]:
    """The names bounded, and told apart by a number where two are alike."""
    found: dict[str, None] = {}
    for each in names:
        name = stem = bounded(each, most) or "unnamed"
        number = 2
        while name in found:
            name, number = f"{stem} ({number})", number + 1
        found[name] = None
    return tuple(found)


def millis(at: datetime | date) -> int:
    """Milliseconds since 1970, UTC: the only form of time in a specification, so that no zone can shift it."""
    moment = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def framed(look: Look, height: int, title: str, parts: Spec) -> Spec:
    """A whole specification of exactly that outer height; its width is the look's."""
    shade = colours(look)
    return {
        "$schema": SCHEMA,
        "description": bounded(title, 200),
        "width": width(look),
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
        "background": shade["paper"],
        **parts,
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": shade["soft"], "labelFontSize": 12, "domainColor": shade["rule"], "tickColor": shade["rule"],
                "gridColor": shade["rule"], "title": None,
            },
            "legend": {
                "labelColor": shade["soft"], "labelFontSize": 12, "titleColor": shade["soft"], "titleFontSize": 12,
                "titleFontWeight": "normal", "symbolStrokeWidth": 1, "columnPadding": 30,
                "layout": {"top": {"anchor": "start", "margin": 44, "direction": "horizontal"}},
            },
            "text": {"color": shade["soft"], "fontSize": 12},
        },
    }  # fmt: skip


def name_room(names: Iterable[str]) -> float:
    """How many pixels the names of rows take."""
    return min(12 + 7.2 * max((len(each) for each in names), default=0), 240)


def name_axis(names: Iterable[str]) -> Spec:
    """Names of rows to the left, in a space counted from their letters: the drawing engine measures with a font of its own,
    which is narrower than some that a browser may show."""
    room = name_room(names)
    return {
        "labelLimit": 230, "labelPadding": 8, "ticks": False, "domain": False, "grid": False, "title": None,
        "minExtent": room, "maxExtent": room,
    }  # fmt: skip


def time_axis(look: Look) -> Spec:
    """Dates beneath, few enough to be read, with the grid behind."""
    return {
        "orient": "bottom", "grid": True, "gridOpacity": 0.6, "tickCount": 4 if look.narrow else 12, "labelOverlap": True,
        "labelSeparation": 10, "labelBound": 2,
        "format": {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%-d %b", "date": "%-d %b", "hours": "%H:%M"},
        "title": None,
    }  # fmt: skip
