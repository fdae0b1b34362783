"""The API compares a provision as of a day: what every platform said then, whatever it says now."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.pipeline.live_kit import Live
from tests.pipeline.test_comparing_then import _RULE, on

from clausewatch.web import Site, create_app
from clausewatch.web.api import shapes

__all__ = ["on"]


@pytest.fixture
def site(on: tuple[Live, datetime]) -> tuple[TestClient, datetime, Live]:
    made, then = on
    instance = made.instance
    app = create_app(Site(instance.database, instance.bodies, made.clock, "https://watch.example"))
    return TestClient(app), then, made


def waited(client: TestClient, address: str) -> Response:
    """The answer once the provisions are gathered; until then it says when to ask again."""
    pause = threading.Event()
    for _ in range(600):
        answer = client.get(address)
        if answer.status_code != 503:
            break
        assert int(answer.headers["retry-after"]) > 0
        pause.wait(0.05)
    return answer


def compared(client: TestClient, platform: str, provision: str, at: str) -> dict[str, Any]:
    path = f"/api/v1/documents/{platform}/terms/provisions/{provision}/comparison"
    answer = waited(client, f"{path}?at={at}" if at else path)
    assert answer.status_code == 200, answer.text
    shapes.Comparison.model_validate_json(answer.content)
    again = client.get(
        answer.request.url.path + f"?at={at}", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    found: dict[str, Any] = answer.json()
    return found


def test_a_day_means_all_platforms_as_of_its_end(site: tuple[TestClient, datetime, Live]) -> None:
    """Alder had the rule then; Birchwood has it now."""
    client, then, made = site
    day = then.date().isoformat()
    told = compared(client, "alder", "disputes", day)
    assert told["statement"]["text"] == _RULE
    assert told["at"] == f"{day}T23:59:59.999999+00:00"
    assert told["platforms"]["birchwood"]["state"] == "silent"
    now = compared(client, "birchwood", "disputes", "")
    assert (now["at"], now["platforms"]["alder"]["state"]) == (None, "silent")
    assert compared(client, "birchwood", "disputes", made.clock.now().date().isoformat())["at"] is None


def test_a_version_chooses_the_wording_and_others_stand_as_today(
    site: tuple[TestClient, datetime, Live],
) -> None:
    client, then, _ = site
    first = client.get("/api/v1/documents/alder/terms/versions").json()["items"][-1]["id"]
    told = compared(client, "alder", "disputes", first[:12])
    assert told["at"] is None
    assert told["platforms"]["birchwood"]["state"] == "comparable"
    instant = then.isoformat().replace("+", "%2B")
    path = "/api/v1/documents/alder/terms/provisions/disputes/comparison"
    assert waited(client, f"{path}?at={instant}").json()["at"] == then.isoformat()


def test_a_provision_that_did_not_stand_then_is_not_there(site: tuple[TestClient, datetime, Live]) -> None:
    client, then, _ = site
    path = "/api/v1/documents/birchwood/terms/provisions/disputes/comparison"
    assert client.get(f"{path}?at={then.date().isoformat()}").status_code == 404
    assert client.get(f"{path}?at={(then - timedelta(days=9)).date().isoformat()}").status_code == 404


def test_a_day_to_come_is_refused(site: tuple[TestClient, datetime, Live]) -> None:
    client, _, made = site
    ahead = (made.clock.now() + timedelta(days=1)).date().isoformat()
    answer = client.get(f"/api/v1/documents/birchwood/terms/provisions/disputes/comparison?at={ahead}")
    assert answer.status_code == 400
    assert "lies ahead" in answer.json()["reason"]
