"""Every page in Chromium: no violation that axe-core finds, nothing refused by the policy, nothing asked of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import pytest
import urllib3
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Route
from tests.web.browsing import launched
from tests.web.conftest import StillClock
from tests.web.small_instance import EMPTY, TERMS, Builder
from tools.tour import Tour, tour

from clausewatch.cli.reporting import SECONDS_IN_PAGES
from clausewatch.drawing import open_artist
from clausewatch.web import Site, create_app, start_server
from clausewatch.wiring import typesetter

pytestmark = pytest.mark.browser

WIDTHS = (1440, 390)
# What the width decides, and what the colours do; all else is the same in every look.
_BY_WIDTH = ["target-size", "scrollable-region-focusable", "color-contrast", "link-in-text-block"]
_BY_COLOUR = ["color-contrast", "link-in-text-block"]
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A form's target, which leads on; and what nothing links to, because machines know where it is or a script asks for it.
NO_PAGES = {
    "/platform/{platform}/{document}/diff/",
    "/platform/{platform}/{document}/evidence.wacz",
    "/change/{record}/evidence.wacz",
    "/compare/evidence.wacz",
    "/favicon.ico",
    "/chart/vega.js",
    "/watch/{watch}/feed.atom",
    "/watch/{watch}/feed.json",
    "/feed.json",
    "/watch/{watch}/calendar.ics",
    "/watch/{watch}/unsubscribe",
    "/sitemap/provisions-{number:int}.xml",
    "/log/stamps/{path:path}",
    "/log/heads/{size}",
    "/timegate/{target:path}",
}
# Pages in states that following links need not meet.
ALSO = (
    "/registry/?q=songbirds",
    f"/platform/{EMPTY}/",
    f"/platform/{TERMS}/",
    f"/platform/{TERMS}/history/",
    f"/platform/{TERMS}/disputes/?at=2026-02-20",
    "/compare/?p=birchwood,nettle&topic=DISPUTE.forum",
    "/api/v1/",
)
BEGIN = (
    "/",
    "/design/",
    *ALSO,
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/pages.xml",
    "/sitemap/changes-1.xml",
    "/card/",
)
FAILURES = ("/platform/birchwod/", "/nowhere/", "/changes/?since=yesterday")


@dataclass(frozen=True, slots=True)
class Served:
    """The small instance at work, and one address of every page."""

    url: str
    app: Starlette
    found: Tour

    @property
    def pages(self) -> dict[str, str]:
        return self.found.pages


@dataclass(frozen=True, slots=True)
class Seen:
    """What one page did in the browser."""

    violations: list[str]
    console: list[str]
    elsewhere: list[str]
    wider: bool


@pytest.fixture(scope="module")
def served(instance: Builder) -> Iterator[Served]:
    artist = open_artist()
    site = Site(
        instance.database,
        instance.bodies,
        StillClock(),
        "https://watch.example",
        typesetter=typesetter(SECONDS_IN_PAGES),
        artist=artist,
        log=instance.log,
    )
    app = create_app(site)
    server = start_server(app, "127.0.0.1", 0)
    yield Served(server.url, app, tour(app.routes, server.url, BEGIN))
    server.stop()
    if artist is not None:
        artist.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launched(playwright) as started:
        yield started


@pytest.fixture(scope="module")
def seen(served: Served, browser: Browser) -> dict[tuple[str, int], Seen]:
    """Every page, wide and narrow, each light and then dark."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text()
    found = {}
    addresses = dict.fromkeys((*served.pages.values(), *ALSO, *FAILURES))
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light")
        context.add_init_script(axe)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"
        )
        for address in addresses:
            page = context.new_page()
            found[address, width] = _see(page, served.url, address, whole=width == WIDTHS[0])
            page.close()
        context.close()
    return found


def _see(page: Page, url: str, address: str, *, whole: bool) -> Seen:
    console: list[str] = []
    elsewhere: list[str] = []
    failing = address in FAILURES

    def said(message: ConsoleMessage) -> None:
        # A failure's own status is reported there too.
        if message.type in ("error", "warning") and not (failing and "status of 40" in message.text):
            console.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(url):
            elsewhere.append(request.url)

    page.on("console", said)
    page.on("pageerror", lambda error: console.append(str(error)))
    page.on("request", asked)
    page.goto(url + address)
    # What is folded must hold up as well.
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    wider = bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
    rules: dict[str, object] = (
        {"type": "tag", "values": _TAGS} if whole else {"type": "rule", "values": _BY_WIDTH}
    )
    violations = _violations(page, rules)
    page.emulate_media(color_scheme="dark")
    violations += [f"dark: {each}" for each in _violations(page, {"type": "rule", "values": _BY_COLOUR})]
    return Seen(violations, console, elsewhere, wider)


def _violations(page: Page, rules: dict[str, object]) -> list[str]:
    result = page.evaluate(
        "options => axe.run(document, options)", {"runOnly": rules, "resultTypes": ["violations"]}
    )
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for each in result["violations"]
        for node in each["nodes"][:3]
    ]


def test_every_page_of_the_application_is_looked_at(served: Served) -> None:
    """A new page fails here until it is linked from another, or begins the tour."""
    routes = {
        each.path for each in served.app.routes if isinstance(each, Route) and "GET" in (each.methods or ())
    }
    # Only the pages of accounts ask for it, which this instance has none of.
    of_accounts = {each for each in routes if each.startswith("/static/passkey.")}
    assert routes - set(served.pages) - set(served.found.files) - NO_PAGES - of_accounts == set()


def test_axe_finds_no_violation(seen: dict[tuple[str, int], Seen]) -> None:
    """WCAG 2.2 A and AA and axe-core's best practices, wide and narrow, light and dark, all that is folded opened."""
    assert {key: each.violations for key, each in seen.items() if each.violations} == {}


def test_no_error_and_nothing_refused_by_the_policy(seen: dict[tuple[str, int], Seen]) -> None:
    assert {key: each.console for key, each in seen.items() if each.console} == {}


def test_no_page_asks_anything_of_anybody_else(seen: dict[tuple[str, int], Seen]) -> None:
    assert {key: each.elsewhere for key, each in seen.items() if each.elsewhere} == {}


def test_no_page_needs_sideways_scrolling(seen: dict[tuple[str, int], Seen]) -> None:
    assert [key for key, each in seen.items() if each.wider] == []


def test_typical_pages_are_small(served: Served) -> None:
    """HTML of less than 100 kB; the styles and scripts of all pages together in less than 64."""
    sizes = {path: len(urllib3.request("GET", served.url + path).data) for path in served.pages.values()}
    assert max(sizes.values()) < 100_000, sizes
    html = urllib3.request("GET", served.url + "/design/").data.decode()
    held = re.findall(r'(?:href|src)="(/static/[^"]+[.](?:css|js))"', html)
    assert sum(len(urllib3.request("GET", served.url + path).data) for path in held) < 64_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


PROVISION = f"/platform/{TERMS}/disputes/?at=2026-02-20"


def test_the_keyboard_skips_to_the_content_and_is_always_seen(served: Served, page: Page) -> None:
    """Tab shows the skip link first; it leads to <main>; every stop after it has an outline of 3 px and lies in view."""
    page.goto(served.url + PROVISION)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("each => document.activeElement === each && each.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        width, top, bottom = page.evaluate(
            "(() => { const each = document.activeElement, box = each.getBoundingClientRect();"
            " return [getComputedStyle(each).outlineWidth, box.top, box.bottom]; })()"
        )
        assert width == "3px"
        assert bottom > 0
        assert top < 900


def test_a_sentence_leads_to_its_words(served: Served, page: Page) -> None:
    """The link of a grounded sentence sets its words apart, by an outline as well as by a ground."""
    page.goto(f"{served.url}/platform/{TERMS}/using-the-service/?at=2026-02-20")
    page.locator(".grounded a").first.click()
    pointed = page.locator(".excerpt .words:target")
    assert pointed.count() == 1
    assert pointed.inner_text().strip()
    assert pointed.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"


def test_a_citation_is_copied_by_the_keyboard(served: Served, page: Page) -> None:
    page.goto(served.url + PROVISION)
    button = page.get_by_role("button", name="Copy the citation: APA")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Copied", exact=True).wait_for()
    words = page.locator("[data-copy='the citation: APA']").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == words.strip()


def test_all_is_there_without_scripts(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url + PROVISION)
    assert page.get_by_role("button", name="Copy").count() == 0
    assert "@online{" in page.locator(".citing").inner_text()
    page.locator("details.folded summary").first.click()
    assert page.locator("details.folded").first.get_attribute("open") is not None
    context.close()


def test_still_and_in_forced_colours(served: Served, browser: Browser) -> None:
    """Nothing scrolls smoothly where motion is unwanted; marks of change remain where colours are the reader's."""
    context = browser.new_context(reduced_motion="reduce", forced_colors="active")
    page = context.new_page()
    page.goto(served.url + "/design/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert "underline" in page.locator("ins").first.evaluate(
        "each => getComputedStyle(each).textDecorationLine"
    )
    assert "line-through" in page.locator("del").first.evaluate(
        "each => getComputedStyle(each).textDecorationLine"
    )
    context.close()


def test_a_comparison_is_read_downwards_on_a_narrow_screen(served: Served, browser: Browser) -> None:
    """Each matter heads its platforms; nothing lies beside the screen; roles of the table and the keyboard hold."""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, java_script_enabled=False, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{served.url}/compare/?p=birchwood,nettle&topic=DISPUTE.forum,SHARE.retention")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert (
        page.evaluate("(each => each.scrollWidth - each.clientWidth)(document.querySelector('.stacked'))")
        == 0
    )
    cells = [each.bounding_box() for each in page.locator(".matrix td").all()]
    assert len(cells) == 4
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in cells)
    assert [box["y"] for box in cells if box] == sorted(box["y"] for box in cells if box)
    assert page.locator(".matrix .whose").first.inner_text().startswith("Birchwood")
    assert page.get_by_role("rowheader").count() == 2
    assert page.get_by_role("columnheader").count() == 3
    assert page.get_by_role("cell").count() == 4
    jump = page.get_by_role("navigation", name="Matters compared").get_by_role("link").last
    jump.focus()
    page.keyboard.press("Enter")
    assert page.locator("#matter-SHARE\\.retention").bounding_box()["y"] < 400  # type: ignore[index]
    context.close()
