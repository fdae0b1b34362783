"""An instance of our own words for the journeys of readers, and a reader who uses a mouse or a keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page
from tests.pipeline.live_kit import BEGIN, Live, live

from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.nouns.identity import source_id
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.local import run_round
from clausewatch.storage import catalog

ARBITRATION = "Any dispute with {} must be resolved by binding individual arbitration and never in court."
KEPT = "We keep your personal data for {} days after you close your account. After that we delete your personal data."
_FILL = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices")
)
# What each says on three days: whether it has arbitration, and how long it keeps data. Birchwood follows alder.
DAYS = {
    "birchwood": ((False, 30), (True, 30), (True, 90)),
    "alder": ((False, 60), (True, 60), (True, 60)),
    "cedar": ((False, 14), (False, 14), (False, 14)),
}
AT = {"alder": 10, "birchwood": 20}


def body(name: str, *, arbitration: bool, days: int, effective: bool) -> bytes:
    """The terms of that platform."""
    clause = f"<h2>Disputes</h2><p>{ARBITRATION.format(name.title())}</p>" if arbitration else ""
    when = "<p>These terms take effect on 1 June 2026.</p>" if effective else ""
    return (
        "<!doctype html><html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>"
        f"<p>Last updated: 1 February 2026</p>{when}<h2>Your data</h2><p>{KEPT.format(days)}</p>{clause}{_FILL}</main></html>"
    ).encode()


@contextmanager
def observed(folder: Path) -> Iterator[Live]:
    """Three platforms over a month: alder takes up arbitration, birchwood follows without saying so and then
    keeps data longer from a day ahead on, cedar's server breaks."""
    with live(folder, "terms") as made:
        with made.instance.database.write() as connection:
            catalog.save_platforms(connection, (_owner("alder"), _owner("cedar")), watched=True)
        # Day by day: which of its three states each platform is in.
        for day, states in ((0, (0, 0, 0)), (10, (0, 1, 0)), (20, (1, 1, 0)), (30, (2, 1, 0))):
            for (name, said), state in zip(DAYS.items(), states, strict=True):
                arbitration, days = said[state]
                page = body(name, arbitration=arbitration, days=days, effective=days == 90)
                broken = Problem(Failure.STATUS, "the server answered 503")
                gone = name == "cedar" and day == 30
                made.answers.pages[f"https://{name}.example/terms"] = broken if gone else page
            made.clock.time = BEGIN + timedelta(days=day)
            run_round(made.instance)
            for name in DAYS:
                analyse_current(made.instance, f"{name}/terms")
        yield made


def _owner(name: str) -> Platform:
    url = f"https://{name}.example/terms"
    document = Document(
        f"{name}/terms", name, "Terms", "Terms of Service", (Source(source_id(f"{name}/terms", url), url),)
    )
    return Platform(name, name.title(), f"{name.title()} Ltd", "", (document,))


class Reader:
    """Somebody at a page: with `keys` they have no mouse."""

    def __init__(self, page: Page, base: str, *, keys: bool) -> None:
        self.page, self._base, self._keys = page, base, keys

    def open(self, path: str) -> None:
        answer = self.page.goto(self._base + path)
        assert answer is not None
        assert answer.status == 200, path

    def follow(self, selector: str, text: str = "") -> None:
        """The first link or button of that selector, with those words in it."""
        found = self._found(selector, text)
        with self.page.expect_navigation():
            if self._keys:
                self._reach(found)
                self.page.keyboard.press("Enter")
            else:
                found.click()

    def tick(self, selector: str) -> None:
        found = self._found(selector, "")
        if self._keys:
            self._reach(found)
            self.page.keyboard.press("Space")
        else:
            found.check()
        assert found.is_checked()

    def unfold(self, selector: str, text: str) -> None:
        """Opens a <details> by its summary."""
        found = self._found(selector, text)
        if self._keys:
            self._reach(found)
            self.page.keyboard.press("Enter")
        else:
            found.click()

    def write(self, selector: str, words: str) -> None:
        found = self._found(selector, "")
        if self._keys:
            self._reach(found)
            self.page.keyboard.type(words)
        else:
            found.fill(words)

    def said(self, selector: str = "main") -> str:
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def texts(self, selector: str) -> list[str]:
        return [" ".join(each.split()) for each in self.page.locator(selector).all_text_contents()]

    def path(self) -> str:
        return self.page.url.removeprefix(self._base)

    def _found(self, selector: str, text: str) -> Locator:
        found = self.page.locator(selector)
        return (found.filter(has_text=text) if text else found).first

    def _reach(self, target: Locator) -> None:
        """Tab by tab, as often as a patient person would: the list of topics alone has two hundred links."""
        handle = target.element_handle()
        for _ in range(500):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(one) => document.activeElement === one", handle):
                return
        raise AssertionError(f"the keyboard does not reach {target}")
