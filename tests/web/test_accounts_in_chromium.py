"""The pages of accounts in Chromium: gone through by keyboard and without scripts; no violation that axe-core finds."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.web.accounts_kit import PASSWORD, House, house
from tests.web.browsing import launched
from tests.web.provider_kit import Provider, configured, provided
from tests.web.test_accessible import _violations

from clausewatch.config import Settings
from clausewatch.nouns.account import Account, Organisation, Proof, Role
from clausewatch.pipeline import identity
from clausewatch.storage import subscriptions
from clausewatch.web import create_app, start_server
from clausewatch.web.accounts import DOORS
from clausewatch.wiring.ways import issuers, passkeys

pytestmark = pytest.mark.browser

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_BY_LOOK = ["target-size", "color-contrast", "link-in-text-block", "scrollable-region-focusable"]


@dataclass(frozen=True)
class Served:
    house: House
    url: str
    of: Organisation
    who: Account
    provider: Provider

    def signed_in(self, context: BrowserContext) -> None:
        token = identity.begin_session(
            self.house.members.people, self.who, "Chromium", "192.0.2.1", "", Proof(self.house.clock.at)
        )
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
        # Passkeys sign for one origin, port and all, so the port is known before the server is.
        port = free_port()
        base_url = f"http://localhost:{port}"
        with provided(made.clock.now) as provider:
            chosen = {"accounts": {"oidc": [configured(provider)]}, "instance": {"base_url": base_url}}
            settings = Settings.model_validate(chosen)
            offered = {"issuers": issuers(settings, made.clock), "passkeys": passkeys(settings)}
            site = replace(made.site, base_url=base_url, members=replace(made.members, **offered))  # type: ignore[arg-type]
            server = start_server(create_app(site), "127.0.0.1", port)
            yield Served(made, base_url, of, who, provider)
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_passkey_is_made_and_signs_in(served: Served, browser: Browser) -> None:
    """By Chromium's own WebAuthn, with a virtual authenticator: under our policy of contents, from our script's file."""
    who = served.house.person("keys@example.org", served.of)
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    added = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    page.goto(f"{served.url}/sign-in/")
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What to call it").fill("This computer")
    served.house.clock.later(minutes=11)
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("You signed in too long ago for this.").wait_for()
    page.reload()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"{served.url}/account/passkeys/")
    page.get_by_label("What to call it").fill("This computer")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url(f"{served.url}/account/#ways")
    assert page.get_by_text("This computer", exact=True).is_visible()
    kept = devtools.send("WebAuthn.getCredentials", added)["credentials"]
    assert [(each["rpId"], each["isResidentCredential"]) for each in kept] == [("localhost", True)]
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{served.url}/account/password/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{served.url}/account/password/")
    page.goto(f"{served.url}/account/")
    assert page.get_by_text(who.email).first.is_visible()
    served.house.clock.later(minutes=11)
    page.goto(f"{served.url}/account/second-step/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{served.url}/account/second-step/")
    assert page.get_by_label("One-time code").is_visible()
    page.goto(f"{served.url}/account/")
    page.get_by_role("button", name="Sign out").click()
    devtools.send("WebAuthn.setUserVerified", {**added, "isUserVerified": False})
    page.goto(f"{served.url}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("No passkey was used.").wait_for()
    assert complaints == ["Failed to load resource: the server responded with a status of 400 (Bad Request)"]
    context.close()


def test_a_provider_signs_in_with_and_without_scripts(served: Served, browser: Browser) -> None:
    """The browser goes to the provider and back by itself: no policy of ours stands in the way."""
    who = served.house.person("linked@example.org", served.of)
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        if scripts:
            page.goto(f"{served.url}/sign-in/")
            page.get_by_label("E-mail address").fill(who.email)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.get_by_role("link", name="Link Example Login").click()
            page.get_by_role("button", name="Go to Example Login").click()
            page.wait_for_url(f"{served.url}/account/#ways")
            page.get_by_role("button", name="Sign out").click()
        page.goto(f"{served.url}/account/password/")
        assert page.get_by_role("button", name="Sign in with a passkey").is_visible() is scripts
        page.get_by_role("button", name="Sign in with Example Login").click()
        page.wait_for_url(f"{served.url}/account/password/")
        page.goto(f"{served.url}/account/passkeys/")
        page.get_by_role("heading", name="Sign in again").wait_for()
        page.get_by_role("button", name="Sign in with Example Login").click()
        page.wait_for_url(f"{served.url}/account/passkeys/")
        assert page.get_by_text("takes JavaScript").is_visible() is not scripts
        assert page.get_by_role("button", name="Make it").is_visible() is scripts
        context.close()


def _link_mailed(served: Served, page: Page, to: str) -> str:
    """The path of the link in the mail to that address, which is sent after the page was shown."""
    for _ in range(200):
        for sent in served.house.box.taken:
            assert isinstance(sent.content, bytes)
            body = message_from_bytes(sent.content, policy=policy.default).get_body(("plain",))
            found = re.search(r"/account/email/new/\?token=[\w-]{43}", body.get_content()) if body else None
            if found is not None and sent.rcpt_tos == [to]:
                return found[0]
        page.wait_for_timeout(50)
    raise AssertionError("no mail came")


@pytest.mark.parametrize("scripts", [True, False])
def test_ones_address_is_changed_with_and_without_scripts(
    served: Served, browser: Browser, scripts: bool
) -> None:
    who = served.house.person(f"old-{scripts:d}@example.org", served.of)
    new = f"new-{scripts:d}@example.org"
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{served.url}/sign-in/")
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).press("Enter")
    page.get_by_role("link", name="Change your e-mail address").press("Enter")
    page.get_by_label("New e-mail address").fill(new)
    page.get_by_role("button", name="Send the link").press("Enter")
    page.get_by_role("heading", name="Look into your mail").wait_for()
    path = _link_mailed(served, page, new)
    page.goto(f"{served.url}{path}")
    page.get_by_role("button", name="Change it").press("Enter")
    page.wait_for_url(f"{served.url}/account/")
    assert page.get_by_text(new).first.is_visible()
    context.close()


def test_axe_finds_no_violation_and_nothing_is_wider_than_the_page(served: Served, browser: Browser) -> None:
    """Every page with a GET door: wide and narrow, light and dark, all that is folded opened."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text()
    names = {"organisation": served.of.id, "watch": served.watch(), "provider": "example"}
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
