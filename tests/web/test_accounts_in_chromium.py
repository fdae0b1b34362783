"""The pages of accounts in Chromium: gone through by keyboard and without scripts; no violation that axe-core finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests.web.accounts_kit import PASSWORD, House, house
from tests.web.browsing import launched
from tests.web.test_accessible import _violations

from clausewatch.nouns.account import Account, Organisation, Role
from clausewatch.pipeline import identity
from clausewatch.storage import subscriptions
from clausewatch.web import create_app, start_server
from clausewatch.web.accounts import DOORS

pytestmark = pytest.mark.browser

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_BY_LOOK = ["target-size", "color-contrast", "link-in-text-block", "scrollable-region-focusable"]


@dataclass(frozen=True)
class Served:
    house: House
    url: str
    of: Organisation
    who: Account

    def signed_in(self, context: BrowserContext) -> None:
        token = identity.begin_session(self.house.members.people, self.who, "Chromium", "192.0.2.1", "")
        context.add_cookies([{"name": "clausewatch-session", "value": token, "url": self.url}])

    def watch(self) -> str:
        with self.house.members.instance.database.read() as connection:
            return subscriptions.watches_of(connection, self.of.id)[0].id


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with house(tmp_path_factory.mktemp("chromium")) as made:
        of = made.organisation("Legal department")
        who = made.person("ada@example.org", of)
        made.person("reader@example.org", of, Role.READER)
        server = start_server(create_app(replace(made.site, base_url="http://127.0.0.1")), "127.0.0.1", 0)
        yield Served(made, server.url, of, who)
        server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launched(playwright) as started:
        yield started


def test_a_person_gets_by_with_the_keyboard_and_without_scripts(served: Served, browser: Browser) -> None:
    """Signs in, makes a watch after a look at what it would have sent, and signs out. (This makes the watch seen below.)"""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/account/{served.of.id}/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/account/{served.of.id}/")
    page.get_by_role("link", name="A new watch").press("Enter")
    page.get_by_label("What to call it").fill("Birds")
    page.get_by_label("Birchwood").press("Space")
    page.get_by_role("button", name="Preview").press("Enter")
    page.get_by_role("heading", name="It would have sent").wait_for()
    assert page.get_by_label("Birchwood").is_checked()
    page.get_by_role("button", name="Save").press("Enter")
    page.wait_for_url(f"{served.url}/account/{served.of.id}/")
    assert page.get_by_text("Birds", exact=True).first.is_visible()
    page.goto(f"{served.url}/account/")
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url(f"{served.url}/")
    page.goto(f"{served.url}/account/")
    assert "/sign-in/" in page.url
    context.close()


def test_axe_finds_no_violation_and_nothing_is_wider_than_the_page(served: Served, browser: Browser) -> None:
    """Every page with a GET door: wide and narrow, light and dark, all that is folded opened."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text()
    names = {"organisation": served.of.id, "watch": served.watch(), "token": "x", "account": "x"}
    paths = [
        each.path.format(**names)
        for each in DOORS
        if each.method == "GET" and not each.path.endswith(".json")
    ]
    found = {}
    for width in (1440, 390):
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_init_script(axe)
        served.signed_in(context)
        outside = browser.new_context(viewport={"width": width, "height": 900})
        outside.add_init_script(axe)
        for path in paths:
            page = (context if path.startswith("/account/") else outside).new_page()
            page.goto(served.url + path)
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            told = ["wider"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
            whole: dict[str, object] = (
                {"type": "tag", "values": _TAGS} if width == 1440 else {"type": "rule", "values": _BY_LOOK}
            )
            told += _violations(page, whole)
            page.emulate_media(color_scheme="dark")
            told += _violations(page, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]})
            if told:
                found[path, width] = told
            page.close()
        context.close()
        outside.close()
    assert found == {}
