"""Charts in a real browser: pictures without JavaScript; zoom, filters and links with it; nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.web.browsing import launched
from tests.web.conftest import BASE, StillClock
from tests.web.small_instance import HOSTILE, TERMS, Builder

from clausewatch.drawing import open_artist
from clausewatch.web import Site, create_app, start_server

pytestmark = pytest.mark.browser

HISTORY = f"/platform/{TERMS}/history/"


@dataclass
class Witness:
    """What a page said and asked for."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> Page:
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self.asked.append(request.url))
        return page


@pytest.fixture(scope="module")
def address(instance: Builder) -> Iterator[str]:
    """The small instance, served with one who draws."""
    site = Site(instance.database, instance.bodies, StillClock(), BASE, artist=open_artist())
    server = start_server(create_app(site), "127.0.0.1", 0)
    yield server.url.rstrip("/")
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launched(playwright) as started:
        yield started


@pytest.mark.parametrize(("width", "dark", "drawn"), [(1440, False, "light"), (390, True, "narrow-dark")])
def test_without_javascript_the_fitting_picture_is_shown(
    browser: Browser, address: str, width: int, *, dark: bool, drawn: str
) -> None:
    context = browser.new_context(
        java_script_enabled=False,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    page.goto(address + HISTORY)
    image = page.locator("figure.chart img")
    image.scroll_into_view_if_needed()
    with page.expect_response(lambda answer: f"/{drawn}.svg" in answer.url) as picture:
        page.reload()
        image.scroll_into_view_if_needed()
    assert picture.value.status in (200, 304)
    box = image.bounding_box()
    body = page.locator("body").bounding_box()
    assert box is not None
    assert body is not None
    assert box["width"] > 300
    assert body["width"] <= width
    page.locator(".chart-table summary").click()
    assert page.locator(".chart-table tbody tr").first.is_visible()
    context.close()


def test_by_keyboard_a_reader_explores_filters_and_follows_a_mark(browser: Browser, address: str) -> None:
    witness = Witness()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = witness.watch(context.new_page())
    page.goto(address + HISTORY)
    assert not [each for each in witness.asked if "vega.js" in each], "nothing large is loaded unasked"
    page.locator(".chart-tools button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".chart-stage svg")
    status = page.locator(".chart-tools [role=status]")
    page.wait_for_selector(".chart-tools fieldset")
    assert status.inner_text() == "2 of 2 changes shown"
    links = page.locator(".chart-stage svg [role=link]")
    assert links.count() == 2
    page.locator(".chart-tools input[type=checkbox]").first.focus()
    page.keyboard.press("Space")
    page.get_by_text("1 of 2 changes shown").wait_for()
    assert links.count() == 1
    page.get_by_role("button", name="Closer").focus()
    page.keyboard.press("Enter")
    page.get_by_text("From 2026-").wait_for()
    page.get_by_role("button", name="Whole time").press("Enter")
    page.wait_for_timeout(100)
    links.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")
    assert not witness.said, witness.said
    assert all(each.startswith((address, "data:")) for each in witness.asked)
    context.close()


def test_hostile_words_are_words_in_the_drawn_chart(browser: Browser, address: str) -> None:
    witness = Witness()
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme="dark")
    page = witness.watch(context.new_page())
    page.goto(f"{address}/platform/{HOSTILE.partition('/')[0]}/")
    page.locator(".chart-tools button").first.click()
    page.wait_for_selector(".chart-stage svg [role=link]")
    page.locator(".chart-stage svg [role=link]").first.hover(force=True)
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert page.locator("#vg-tooltip-element script, #vg-tooltip-element img, .chart-stage img").count() == 0
    assert not witness.said, witness.said
    context.close()
