"""Charts in reports: drawn as of the report's own instant, so that equal records give equal files."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from clausewatch.errors import ClausewatchError
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.report import Picture
from clausewatch.publish.charts import Look, Timeline, distinct, timeline_finding, timeline_spec
from clausewatch.publish.report import DigestTold, PlatformTold
from clausewatch.web.charted import MOST_LANES, marks_of, platform_timeline
from clausewatch.web.desk import Desk

_COUNTED = re.compile(r"(?<=[\"#])(clip|gradient_)[0-9]+(?=[\")])")


def platform_picture(desk: Desk, told: PlatformTold) -> Picture | None:
    """The platform's timeline as of the profile; None without a change of a rule, or anyone who draws."""
    if desk.gallery is None or not told.records:
        return None
    with desk.site.database.read() as connection:
        chart = platform_timeline(connection, told.platform, told.at)
    return _drawn(desk, chart.noun)


def digest_picture(desk: Desk, told: DigestTold) -> Picture | None:
    """The period's changes of rules, a lane for each platform; None without any, or anyone who draws."""
    found = [each for each in told.records if each.record.change_class is ChangeClass.SUBSTANTIVE]
    if desk.gallery is None or not found:
        return None
    owners = {each.platform.id: each.platform.name for each in found}
    names = dict(zip(owners, distinct(owners.values()), strict=True))
    shown = dict(list(names.items())[:MOST_LANES])
    lanes = {each.document.id: shown[each.platform.id] for each in found if each.platform.id in shown}
    newest_first = sorted((each.record for each in found), key=lambda each: each.observed_at, reverse=True)
    noun = Timeline(
        title="Changes of rules in this time",
        lane_kind="Platform",
        lanes=tuple(shown.values()),
        marks=marks_of(newest_first, lanes),
        stretches=(),
        strokes=(),
        now=datetime.combine(told.ends + timedelta(days=1), time(), UTC),
        left_out=sum(each.platform.id not in shown for each in found),
    )
    return _drawn(desk, noun)


def _drawn(desk: Desk, noun: Timeline) -> Picture | None:
    """Drawn in the report's own turn: a report that cannot have its picture in time goes without."""
    gallery = desk.gallery
    if gallery is None:
        return None
    try:
        svg = gallery.artist.svg({**timeline_spec(noun, Look.LIGHT), "background": "white"})
    except ClausewatchError:
        return None
    return Picture(_numbered(svg.decode()), timeline_finding(noun))


def _numbered(svg: str) -> str:
    """The drawing with its clips and gradients numbered from 0: the engine counts on over all that it ever drew."""
    names: dict[str, str] = {}
    return _COUNTED.sub(lambda found: names.setdefault(found[0], f"{found[1]}{len(names)}"), svg)
