"""How soon alerts arrived."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from clausewatch.publish import instant, level_line, way_line
from clausewatch.web.api import shapes_of_alerts as shapes
from clausewatch.web.api.answers import answer
from clausewatch.web.api.routing import router
from clausewatch.web.desk import Desk


def routes(desk: Desk) -> APIRouter:
    """GET /alerts."""
    found = router("alerts")

    @found.get(
        "/alerts",
        response_model=shapes.Service,
        summary="How soon alerts arrived, from observed to delivered, over 30 and 90 days; and the newest",
    )
    def alerts() -> Response:
        told = desk.served()
        return answer(
            {
                "at": instant(told.at),
                "periods": [
                    {
                        "days": each.days,
                        "at_once": level_line(each.at_once),
                        "digests": level_line(each.gathered),
                        "notices": level_line(each.notices),
                    }
                    for each in told.periods
                ],
                "newest": [way_line(each) for each in told.newest],
            }
        )

    return found
