"""The pages of the imported archive in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from tests.web.browsing import launched

from clausewatch.web import Site, create_app, start_server
from clausewatch.wiring import open_instance

pytestmark = [pytest.mark.browser, pytest.mark.shared]

POLICY = "/platform/claude-ai/acceptable-use-policy/"


@pytest.fixture(scope="module")
def address(archive_home: Path) -> Iterator[str]:
    """Where the imported archive is served."""
    instance = open_instance(archive_home, {})
    site = Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1")
    server = start_server(create_app(site), "127.0.0.1", 0)
    yield server.url.rstrip("/")
    server.stop()
    instance.close()


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a headless browser with JavaScript switched off: everything must work so."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser.new_context(java_script_enabled=False).new_page()


def test_the_weapons_clause_is_one_provision(page: Page, address: str) -> None:
    """Heading, lead-in and list items of "Do Not Develop or Design Weapons" stand in one anchored provision."""
    page.goto(address + POLICY)
    provision = page.locator("#do-not-develop-or-design-weapons")
    assert provision.count() == 1
    shown = provision.inner_text()
    assert "Do Not Develop or Design Weapons" in shown
    assert "This includes using our products or services to" in shown
    items = provision.locator("li")
    assert items.count() == 4
    assert (
        "Circumvent regulatory controls to acquire weapons or their precursors" in items.nth(2).inner_text()
    )
    assert "Incite, facilitate, or promote violent extremism" not in shown


def test_the_provision_has_a_page_of_its_own(page: Page, address: str) -> None:
    page.goto(address + POLICY + "do-not-develop-or-design-weapons/")
    assert "Do Not Develop or Design Weapons" in page.locator("h1").inner_text()
    assert "Design or develop weaponization and delivery processes" in page.locator("main").inner_text()


def test_history_leads_to_a_redline(page: Page, address: str) -> None:
    """From the document to its history, from there to a change, and there to deleted and inserted words."""
    page.goto(address + "/platform/claude-ai/privacy-policy/history/")
    changes = page.locator("main a[href^='/change/']")
    assert changes.count() >= 2
    redlined = 0
    for link in [changes.nth(place).get_attribute("href") for place in range(changes.count())]:
        page.goto(address + str(link))
        redlined += page.locator("main ins").count() > 0 and page.locator("main del").count() > 0
    assert redlined >= 1


def test_two_versions_side_by_side_and_inline(page: Page, address: str) -> None:
    page.goto(address + POLICY + "history/")
    link = page.locator("main a[href*='/diff/']").first.get_attribute("href")
    assert link is not None
    page.goto(address + link)
    assert page.locator("h1").count() == 1
    page.goto(address + link.partition("?")[0] + "?view=inline")
    assert page.locator("main").inner_text().strip()


def test_no_page_is_wider_than_a_telephone(page: Page, address: str) -> None:
    """At 390 px nothing needs sideways scrolling."""
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", "/changes/", "/health/", POLICY, POLICY + "history/"):
        page.goto(address + path)
        box = page.locator("body").bounding_box()
        assert box is not None
        assert box["width"] <= 390, path
