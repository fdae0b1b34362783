"""The front page: the latest changes of rules, the platforms, and how well they are covered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.change import ChangeClass
from clausewatch.pipeline.coverage import State, coverages
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import catalog, health, records
from clausewatch.storage.records import RecordFilter
from clausewatch.web.charted import severity_profile
from clausewatch.web.desk import Desk, kept_route
from clausewatch.web.drawn import Figure
from clausewatch.web.head import Head
from clausewatch.web.lookup import RecordLine, lines
from clausewatch.web.pages.health import KEPT_FIRST

_LATEST = 12
_SILENT = 4
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """A platform with what it amounts to here."""

    platform: Platform
    versions: int
    changes: int
    troubled: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the front page shows."""

    latest: tuple[RecordLine, ...]
    silent: tuple[RecordLine, ...]
    platforms: tuple[PlatformLine, ...]
    kept: int
    versions: int
    provisions: int
    changes: int
    changes_in_month: int
    quiet: int
    states: tuple[tuple[State, int], ...]
    last_good: datetime | None
    last_observed: datetime | None
    profile: Figure | None
    now: datetime

    @property
    def month_known(self) -> bool:
        """Whether anything was observed in the last 30 days, so that a count of them means something."""
        return self.last_observed is not None and self.now - self.last_observed <= _MONTH


def routes(desk: Desk) -> list[Route]:
    return [kept_route(desk, "/", home)]


def home(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /"""
    now = desk.site.clock.now()
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        facts = health.document_facts(connection)
        sources = health.source_health(connection)
        told = records.count_alerting(connection)
        classes = records.count_by_class(connection, RecordFilter())
        month = records.count_by_class(connection, RecordFilter(since=now - _MONTH))
        latest = as_ruled(connection, records.briefly(connection, RecordFilter(alerting=True, limit=_LATEST)))
        silent = as_ruled(
            connection, records.briefly(connection, RecordFilter(silent=True, alerting=True, limit=_SILENT))
        )
        chart = severity_profile(connection, now)
    by_document = coverages(platforms, sources, now)
    states = Counter(each.state for each in by_document.values())
    shown = lines(platforms, (*latest, *silent))
    good = [each.last_good for each in facts.values() if each.last_good is not None]
    kept = [each.latest_version for each in facts.values() if each.latest_version is not None]
    page = HomePage(
        latest=shown[: len(latest)],
        silent=shown[len(latest) :],
        platforms=tuple(
            PlatformLine(
                platform=platform,
                versions=sum(facts[each.id].versions for each in platform.documents if each.id in facts),
                changes=sum(told.get(each.id, 0) for each in platform.documents),
                troubled=sum(by_document[each.id].troubled for each in platform.documents),
            )
            for platform in platforms
        ),
        kept=sum(each.versions > 0 for each in facts.values()),
        versions=sum(each.versions for each in facts.values()),
        provisions=sum(each.provisions for each in facts.values()),
        changes=classes.get(ChangeClass.SUBSTANTIVE, 0),
        changes_in_month=month.get(ChangeClass.SUBSTANTIVE, 0),
        quiet=sum(classes.values()) - classes.get(ChangeClass.SUBSTANTIVE, 0),
        states=tuple((state, states[state]) for state in KEPT_FIRST if states[state]),
        last_good=max(good, default=None),
        last_observed=max((*good, *kept), default=None),
        profile=desk.figure(chart) if chart.noun.tallies else None,
        now=now,
    )
    head = Head(
        title="What platforms changed in their rules",
        path="/",
        section="home",
        description="Changes in the policies by which platforms govern people and businesses, with every word traced.",
        feed="/feed.atom",
        analysis=True,
    )
    return desk.page("home.html", head, page)
