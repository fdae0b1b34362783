"""How topics spread over platforms, step by step."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from clausewatch.publish import adoption_line, instant
from clausewatch.storage import catalog
from clausewatch.web.api import shapes_of_topics
from clausewatch.web.api.answers import answer
from clausewatch.web.api.routing import router
from clausewatch.web.desk import Desk
from clausewatch.web.over_time import ShownEvent, modality_asked
from clausewatch.web.pages.topic import topic_named


def routes(desk: Desk) -> APIRouter:
    """GET /topics/<topic>/adoption."""
    found = router("topics")

    @found.get(
        "/topics/{topic}/adoption",
        response_model=shapes_of_topics.Adoption,
        summary="How one topic spread over the platforms, step by step",
        description=(
            "From all editions on record that are analysed. Only `taken up`, `taken up again` and `dropped` say that the "
            "platform changed its terms so; `already there` means when tracking of the document began, and every "
            "other step carries its doubt."
        ),
    )
    def adoption(
        topic: str,
        modality: Annotated[
            str, Query(max_length=40, description="Only what does so, as `prohibition`.")
        ] = "",
    ) -> Response:
        asked = topic_named(topic)
        with desk.site.database.read() as connection:
            owners = catalog.platforms(connection)
        over = desk.over_time(owners, asked.id, modality_asked(modality))
        return answer(
            {
                **adoption_line(over.adoption),
                "outdated": over.outdated,
                "events": [_event(desk, each) for each in over.events],
            }
        )

    return found


def _event(desk: Desk, shown: ShownEvent) -> dict[str, object]:
    event, base = shown.event, desk.site.base_url.rstrip("/")
    return {
        "at": instant(event.at),
        "platform": event.platform,
        "step": event.step.value,
        "doubt": event.doubt.value if event.doubt else None,
        "document": event.document,
        "version": event.version,
        "provision": shown.title,
        "quotation": shown.quotation,
        "clipped": shown.clipped,
        "stance": shown.stance or None,
        "address": f"{base}{shown.href}",
        "record": shown.record,
    }
