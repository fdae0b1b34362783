"""Hostile words in a real browser: nothing runs, nothing is fetched from elsewhere, no word breaks a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.web.browsing import launched
from tests.web.conftest import BASE
from tests.web.hostile_kit import OWNERS, TERMS, hostile
from tests.web.test_charts_in_chromium import Witness

from clausewatch.drawing import open_artist
from clausewatch.storage import records
from clausewatch.storage.records import RecordFilter
from clausewatch.web import Site, create_app, start_server

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Served:
    """Where the hostile instance is served, and the pages looked at."""

    address: str
    paths: tuple[str, ...]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with hostile(tmp_path_factory.mktemp("hostile")) as on:
        instance = on.instance
        with instance.database.read() as connection:
            found = records.records(connection, RecordFilter(platform="nettle"))[0]
        pair = f"{found.from_version[:12]}..{(found.to_version or '')[:12]}"
        site = Site(instance.database, instance.bodies, on.clock, BASE, artist=open_artist())
        server = start_server(create_app(site), "127.0.0.1", 0)
        terms = f"/platform/{TERMS}/"
        yield Served(
            server.url.rstrip("/"),
            (
                "/",
                "/changes/",
                "/health/",
                f"/change/{found.id}/",
                "/platform/nettle/",
                "/platform/nettle/facts/",
                terms,
                f"{terms}history/",
                f"{terms}diff/{pair}",
                f"{terms}diff/{pair}?view=inline&changed=1",
                f"{terms}hyperlink-https-nettle-example-open/",
                f"{terms}notices/",
                f"/compare/?p={','.join(OWNERS)}&topic=DISPUTE.arbitration",
                "/topic/DISPUTE.arbitration/",
                "/registry/?q=binding",
                "/review/",
            ),
        )
        server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launched(playwright) as started:
        yield started


def test_nothing_runs_and_nothing_is_asked_of_others(browser: Browser, served: Served) -> None:
    witness = Witness()
    page = witness.watch(browser.new_context(viewport={"width": 390, "height": 800}).new_page())
    wide: list[str] = []
    for path in served.paths:
        answer = page.goto(served.address + path)
        assert answer is not None
        assert answer.status == 200, path
        shown, room = page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if shown > room:
            wide.append(f"{path}: {shown} > {room}")
    assert witness.said == []
    assert [each for each in witness.asked if not each.startswith(served.address)] == []
    assert wide == []
    page.context.close()
