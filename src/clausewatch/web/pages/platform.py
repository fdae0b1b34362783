"""A platform: its documents, how they fare, and what changed in them lately."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeClass, Severity
from clausewatch.pipeline.coverage import Coverage, coverages
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import health, records
from clausewatch.storage.health import DocumentFacts
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import platform_path
from clausewatch.web.charted import platform_timeline, severity_profile
from clausewatch.web.desk import Desk, kept_route
from clausewatch.web.drawn import Figure
from clausewatch.web.head import Crumb, Head
from clausewatch.web.lookup import RecordLine, lines, platform_of
from clausewatch.web.pages.facts import ShownFact, shown_facts

_LATEST = 15
_WORTH_COLUMNS = 5
"""Months and severities with a change; below, the timeline tells as much at a glance."""
_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of the platform with counts and coverage; `facts` is None before its first version."""

    document: Document
    facts: DocumentFacts | None
    changes: int
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class PlatformPage:
    """What a platform's page shows."""

    platform: Platform
    documents: tuple[DocumentLine, ...]
    severities: tuple[tuple[Severity, int], ...]
    changes: int
    changes_in_month: int
    changes_in_year: int
    quiet: int
    latest: tuple[RecordLine, ...]
    timeline: Figure
    profile: Figure | None
    facts: tuple[ShownFact, ...]
    captured: int
    last_observed: datetime | None
    now: datetime

    @property
    def month_known(self) -> bool:
        """Whether anything was observed in the last 30 days, so that a count of them means something."""
        return self.last_observed is not None and self.now - self.last_observed <= _MONTH

    @property
    def year_known(self) -> bool:
        """Whether anything was observed in the last twelve months."""
        return self.last_observed is not None and self.now - self.last_observed <= _YEAR


def routes(desk: Desk) -> list[Route]:
    return [kept_route(desk, "/platform/{platform}/", platform)]


def platform(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/"""
    found = platform_of(desk.site.database, request)
    if request.path_params["platform"] != found.id:
        return RedirectResponse(platform_path(found.id), status_code=301)
    now = desk.site.clock.now()
    names = tuple(each.id for each in found.documents)
    real = RecordFilter(platform=found.id, classes=(ChangeClass.SUBSTANTIVE,))
    with desk.site.database.read() as connection:
        facts = health.document_facts(connection, names)
        sources = health.source_health(connection, platforms=(found.id,))
        told = records.count_alerting(connection, found.id)
        severities = records.count_by_severity(connection, real)
        classes = records.count_by_class(connection, RecordFilter(platform=found.id))
        month = records.count_by_class(connection, RecordFilter(platform=found.id, since=now - _MONTH))
        year = records.count_by_class(connection, RecordFilter(platform=found.id, since=now - _YEAR))
        wanted = RecordFilter(platform=found.id, classes=(ChangeClass.SUBSTANTIVE,), limit=_LATEST)
        latest = as_ruled(connection, records.briefly(connection, wanted))
        picture = platform_timeline(connection, found, now)
        columns = severity_profile(connection, now, found)
    covered = coverages((found,), sources, now)
    facts_found, captured = shown_facts(desk, found)
    changes = classes.get(ChangeClass.SUBSTANTIVE, 0)
    page = PlatformPage(
        platform=found,
        documents=tuple(
            DocumentLine(each, facts.get(each.id), told.get(each.id, 0), covered[each.id])
            for each in found.documents
        ),
        severities=tuple((each, severities[each]) for each in reversed(Severity) if severities.get(each)),
        changes=changes,
        changes_in_month=month.get(ChangeClass.SUBSTANTIVE, 0),
        changes_in_year=year.get(ChangeClass.SUBSTANTIVE, 0),
        quiet=sum(classes.values()) - changes,
        latest=lines((found,), latest),
        timeline=desk.figure(picture),
        profile=desk.figure(columns) if len(columns.noun.tallies) >= _WORTH_COLUMNS else None,
        facts=facts_found,
        captured=captured,
        last_observed=_last_observed(facts.values()),
        now=now,
    )
    head = Head(
        title=found.name,
        path=platform_path(found.id),
        section="platforms",
        description=f"The policy documents of {found.name} that are tracked here, and what changed in them.",
        crumbs=(Crumb("Platforms", "/#platforms"),),
        analysis=True,
    )
    return desk.page("platform.html", head, page)


def _last_observed(facts: Iterable[DocumentFacts]) -> datetime | None:
    """The newest good capture or version of any of these documents."""
    known = (at for each in facts for at in (each.last_good, each.latest_version) if at is not None)
    return max(known, default=None)
