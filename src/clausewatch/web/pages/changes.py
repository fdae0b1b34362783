"""The feed of change records, narrowed by a form, in pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.change import ChangeClass, ChangeRecord, Severity
from clausewatch.nouns.instants import end_of_day
from clausewatch.pipeline.said import as_ruled
from clausewatch.publish import Day
from clausewatch.storage import catalog, records
from clausewatch.storage.records import RecordFilter
from clausewatch.web.asking import (
    BadFilterError,
    day_asked,
    flag_asked,
    one_of,
    page_asked,
    platform_asked,
    unused,
)
from clausewatch.web.charted import heat_map
from clausewatch.web.desk import Desk, kept_route
from clausewatch.web.drawn import Figure
from clausewatch.web.head import Head
from clausewatch.web.lookup import RecordLine, days_named, lines

_ON_A_PAGE = 30
_SEVERITIES = (Severity.LOW, Severity.MEDIUM, Severity.HIGH)
_TAKES = ("platform", "class", "severity", "since", "until", "silent", "page")
_RECENT = 300
"""So many of the newest records are asked for days ahead: notice is given by weeks, seldom by a year."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form was sent with; empty means any."""

    platform: str
    change_class: str
    severity: str
    silent: bool
    page: int
    since: date | None = None
    until: date | None = None

    def address(self, page: int) -> str:
        """The same question, another page of answers."""
        given = [("platform", self.platform), ("class", self.change_class), ("severity", self.severity)]
        given += [(name, str(day)) for name, day in (("since", self.since), ("until", self.until)) if day]
        fields = [(name, value) for name, value in given if value or (name == "class" and self.narrowed)]
        fields += [("silent", "1")] * self.silent + [("page", str(page))] * (page > 1)
        return f"/changes/?{urlencode(fields)}" if fields else "/changes/"

    @property
    def narrowed(self) -> bool:
        return self.change_class != ChangeClass.SUBSTANTIVE.value


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What the feed of changes shows."""

    asked: Asked
    platforms: tuple[Platform, ...]
    classes: tuple[ChangeClass, ...]
    severities: tuple[Severity, ...]
    ahead: tuple[Day, ...]
    heat: Figure | None
    lines: tuple[RecordLine, ...]
    total: int
    first: int
    newer: str
    older: str


def routes(desk: Desk) -> list[Route]:
    return [kept_route(desk, "/changes/", changes, *_TAKES)]


def changes(desk: Desk, request: Request) -> Response:
    """GET /changes/?platform=&class=&severity=&since=&until=&silent=&page="""
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        asked = _asked(request, platforms)
        wanted = _filter(asked)
        offset = (asked.page - 1) * _ON_A_PAGE
        total = sum(records.count_by_class(connection, wanted).values())
        found = as_ruled(
            connection, records.briefly(connection, replace(wanted, limit=_ON_A_PAGE, offset=offset))
        )
        recent = RecordFilter(platform=wanted.platform, alerting=True, limit=_RECENT)
        dated = as_ruled(connection, records.briefly(connection, recent)) if asked.page == 1 else ()
        whole = asked == Asked("", ChangeClass.SUBSTANTIVE.value, "", silent=False, page=1)
        chart = heat_map(connection, platforms, desk.site.clock.now()) if whole else None
    page = ChangesPage(
        asked=asked,
        platforms=platforms,
        classes=tuple(ChangeClass),
        severities=_SEVERITIES,
        ahead=_ahead(desk, platforms, dated),
        heat=desk.figure(chart) if chart and chart.noun.tallies else None,
        lines=lines(platforms, found),
        total=total,
        first=offset + 1,
        newer=asked.address(asked.page - 1) if asked.page > 1 else "",
        older=asked.address(asked.page + 1) if offset + _ON_A_PAGE < total else "",
    )
    head = Head(
        title="Changes",
        path=asked.address(asked.page),
        section="changes",
        description="Change records of every tracked document, newest first.",
        feed="/feed.atom",
        analysis=True,
        unused=unused(request, *_TAKES),
    )
    return desk.page("changes.html", head, page)


def _ahead(desk: Desk, platforms: tuple[Platform, ...], found: tuple[ChangeRecord, ...]) -> tuple[Day, ...]:
    """The days that these records name and that are still to come, the nearest first."""
    today = desk.site.clock.now().date()
    days = days_named(platforms, found, "")
    return tuple(sorted((each for each in days if each.on >= today), key=lambda each: (each.on, each.title)))


def _asked(request: Request, platforms: tuple[Platform, ...]) -> Asked:
    given = request.query_params
    asked = Asked(
        platform=platform_asked(request, platforms),
        change_class=one_of("class", given.get("class", ChangeClass.SUBSTANTIVE), ChangeClass),
        severity=one_of("severity", given.get("severity", ""), (each.value for each in _SEVERITIES)),
        silent=flag_asked(request, "silent"),
        page=page_asked(request),
        since=day_asked("since", given.get("since", "")),
        until=day_asked("until", given.get("until", "")),
    )
    if asked.since and asked.until and asked.since > asked.until:
        raise BadFilterError("until", str(asked.until), f"is before {asked.since}", "Swap the two days")
    return asked


def _filter(asked: Asked) -> RecordFilter:
    least = Severity(asked.severity or Severity.NONE)
    return RecordFilter(
        platform=asked.platform or None,
        since=datetime.combine(asked.since, time(), UTC) if asked.since else None,
        until=end_of_day(asked.until) if asked.until else None,
        silent=asked.silent,
        classes=(ChangeClass(asked.change_class),) if asked.change_class else (),
        severities=tuple(each for each in Severity if each.rank >= least.rank) if asked.severity else (),
    )
