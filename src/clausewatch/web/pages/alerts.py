"""How soon alerts reached whom they were for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.alert import masked_target
from clausewatch.nouns.subscription import Way
from clausewatch.pipeline.served import Period
from clausewatch.storage import catalog
from clausewatch.web.addresses import ALERTS, change_path
from clausewatch.web.desk import Desk, route
from clausewatch.web.head import Head

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An alert on its way: whom it was for, masked, and the document and page of what it tells."""

    way: Way
    document: str
    target: str
    href: str


@dataclass(frozen=True, slots=True)
class AlertsPage:
    """The service of each period, and the newest alerts of `total`."""

    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    total: int
    now: datetime


def routes(desk: Desk) -> list[Route]:
    return [route(desk, ALERTS, alerts)]


def alerts(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    """GET /alerts/"""
    found = desk.served()
    with desk.site.database.read() as connection:
        owners = catalog.platforms(connection)
    names = {
        document.id: f"{owner.name}, {document.name}" for owner in owners for document in owner.documents
    }
    lines = tuple(
        Line(
            each,
            names.get(each.document, each.document),
            masked_target(each.channel, each.target),
            change_path(each.record),
        )
        for each in found.newest[:_SHOWN]
    )
    head = Head(
        title="How soon alerts arrive",
        path=ALERTS,
        description="How long it took from seeing a change to telling of it, for every alert of the last 90 days.",
    )
    return desk.page("alerts.html", head, AlertsPage(found.periods, lines, found.total, found.at))
