"""Of a time in which nothing was captured, pages and charts say so; they do not say that nothing changed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import BASE
from tests.web.small_instance import NOW, Builder

from clausewatch.storage import timelines
from clausewatch.web import Site, create_app
from clausewatch.web.charted import heat_map, newest, severity_profile


class Later:
    """A clock that stands so many days after the instance's."""

    def __init__(self, days: int) -> None:
        self._at = NOW + timedelta(days=days)

    def now(self) -> datetime:
        return self._at


def client(instance: Builder, days: int) -> TestClient:
    return TestClient(create_app(Site(instance.database, instance.bodies, Later(days), BASE)))


@pytest.fixture(scope="module")
def captured(instance: Builder) -> datetime:
    with instance.database.read() as connection:
        found = newest(timelines.last_observed(connection))
    assert found is not None
    return found


def test_the_newest_observation_is_that_of_the_platform_and_of_the_instant(
    instance: Builder, captured: datetime
) -> None:
    with instance.database.read() as connection:
        whole = timelines.last_observed(connection)
        own = timelines.last_observed(connection, ("birchwood",))
        before = timelines.last_observed(connection, None, captured - timedelta(microseconds=1))
        never = timelines.last_observed(connection, None, datetime(2001, 1, 1, tzinfo=captured.tzinfo))
    assert own == {document: at for document, at in whole.items() if document.startswith("birchwood/")}
    assert max(before.values()) < captured
    assert never == {}


def test_charts_of_months_end_with_the_month_of_the_newest_observation(
    instance: Builder, captured: datetime
) -> None:
    with instance.database.read() as connection:
        charts = (
            severity_profile(connection, NOW + timedelta(days=200)),
            heat_map(connection, (), NOW + timedelta(days=200)),
        )
    for chart in charts:
        assert chart.noun.months[-1] == captured.date().replace(day=1)
        assert chart.noun.captured == captured.date()
        assert f"Captured until {captured:%-d %B %Y}." in chart.kind.finding(chart.noun)


def test_recent_days_are_counted_only_where_something_was_observed_in_them(
    instance: Builder, captured: datetime
) -> None:
    soon, later = (client(instance, days).get("/").text for days in (0, 90))
    assert "in the last 30 days" in soon
    assert "in the last 30 days" not in later
    (said,) = re.findall(r'last observed on <time datetime="([0-9-]+)', later)
    assert said == captured.date().isoformat()


def test_a_platform_is_told_alike(instance: Builder) -> None:
    soon, later, old = (client(instance, days).get("/platform/birchwood/").text for days in (0, 90, 800))
    assert "<dt>In 30 days</dt>" in soon
    assert "observed until" not in soon
    assert "<dt>In 30 days</dt>" not in later
    assert "<dt>Last observed</dt>" in later
    assert re.search(r"<dt>In 12 months</dt><dd>[0-9]+, observed until <time", later)
    assert "<dt>In 12 months</dt>" not in old


def test_a_comparison_says_until_when_it_was_captured(instance: Builder) -> None:
    asked = "p=birchwood,nettle&topic=SHARE.retention"
    with instance.database.read() as connection:
        seen = newest(timelines.last_observed(connection, ("birchwood", "nettle")))
    assert seen is not None
    later = client(instance, 90)
    page = later.get(f"/compare/?{asked}").text
    text = later.get(f"/compare/export.md?{asked}").text
    assert re.search(rf'; last captured <time datetime="{seen.date()}', page)
    # In the heads of a wide table, and in each cell for the narrow one.
    assert page.count('</a> <span class="meta">last captured <time') == 2
    assert page.count('</bdi> <span class="meta">last captured <time') == 2
    assert f"as on record at {(NOW + timedelta(days=90)).date()}; last captured {seen.date()}" in text
    assert "| Last captured | " in text
    assert "nothing captured by then" in later.get(f"/compare/?{asked}&at=2001-01-01").text
