"""Short policies that speak of errors, checks and logins, and failed pages under a policy's title. All wording is ours."""

from __future__ import annotations

import pytest
from tests.text.verdict_kit import ask, bare, plain_site

from clausewatch.nouns.evidence import Verdict
from clausewatch.text.bounds import MOST_TAGS

COUNTRIES = "".join(f"<li>Land number {number}</li>" for number in range(50))
VENDORS = [f"<a href='https://v{number}.example'>Vendor {number} Inc</a>" for number in range(30)]
POLICIES: dict[str, tuple[str, str]] = {
    "uptime": ("Service Level Agreement", "<p>Uptime is 99.9%. Scheduled maintenance is excluded. We give you seven days of notice before scheduled maintenance.</p>"),
    "ended service": ("Privacy Notice", "<p>This service has been discontinued. This page describes how we handle your data after it: we delete all personal data within 90 days and you may ask for a copy until then.</p>"),
    "takedown": ("DMCA Policy", "<p>If the page you reported was removed, visitors get an error 404. You must send a counter notice to our agent under penalty of perjury within ten days.</p>"),
    "captcha": ("Privacy Policy", "<p>We use reCAPTCHA to verify you are human. Please verify you are human is a check that sends data to Google. We process your personal data for that purpose only.</p>"),
    "captcha heading": ("Acceptable Use Policy", "<h2>CAPTCHA</h2><p>You may be asked to verify you are human.</p><p>You must not bypass such checks by bots. We may suspend accounts.</p>"),
    "appeals": ("Appeals Policy", "<p>Access denied appeals: if your account was suspended, you may appeal within 30 days by writing to us. We answer within ten days and give reasons.</p>"),
    "logging in": ("Account Terms", "<p>You must log in to use the service. Logging in anew is required for each session. You must not share your password with anyone else, and we may end your account.</p><input type=password>"),
    "countries": ("Supported countries", f"<p>Our service is not available in your country if your country is not listed below. You may not access the services from elsewhere.</p><ul>{COUNTRIES}</ul>"),
    "cookies": ("Cookie Policy", "<p>We use cookies. Accept all cookies or reject cookies. Cookie settings let you manage cookies. We use necessary cookies, functional cookies and analytics cookies.</p>"),
    "vendor list": ("Subprocessors", f"<p>We use the following third parties to process customer personal data on our behalf under the terms.</p><ul><li>{'</li><li>'.join(VENDORS)}</li></ul>"),
    "vendor table": ("Subprocessors", f"<p>We use these third parties.</p><table><tr><th>Name</th><th>Country</th></tr><tr><td>{'</td><td>USA</td></tr><tr><td>'.join(VENDORS)}</td><td>USA</td></tr></table>"),
    "German uptime": ("Nutzungsbedingungen", "<p>Die Verfügbarkeit beträgt 99 Prozent im Jahr. Wegen Wartungsarbeiten ausgefallene Zeiten zählen nicht zu den Ausfällen im Sinne dieses Vertrags.</p>"),
}  # fmt: skip


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("frame", [bare, plain_site])
def test_a_short_policy_may_speak_of_them(name: str, frame: object) -> None:
    title, inside = POLICIES[name]
    assert callable(frame)
    judgement = ask(frame(f"<main><h1>{title}</h1>{inside}</main>", title))
    assert judgement.verdict is Verdict.OK, judgement.reasons


def test_a_plain_text_may_too() -> None:
    rule = "You agree that we may process your personal data as described and you must not misuse it. "
    body = f"TERMS\n\n{rule * 3}\n\nScheduled maintenance happens.\n".encode()
    assert ask(body, media="text/plain").verdict is Verdict.OK


FAILED: dict[str, tuple[Verdict, str]] = {
    "error": (Verdict.ERROR, "<p>We couldn't load this page. Please check your connection and try again later, or write to our support team for help.</p>"),
    "error in a long sentence": (Verdict.ERROR, "<p>It looks like something went wrong while we fetched the document for you, so please reload it or write to our support.</p>"),
    "maintenance": (Verdict.MAINTENANCE, "<p>Sorry, our site is undergoing scheduled maintenance. We expect to be back online in two hours. Thank you for your patience.</p>"),
    "login": (Verdict.LOGIN_WALL, "<p>Sorry, you need to be logged in to your account to view this content. Please sign in or create an account to continue.</p>"),
    "missing": (Verdict.SOFT_404, "<p>The document you requested could not be found. It may have moved, or the address that you typed in may have been wrong.</p>"),
    "challenge": (Verdict.CHALLENGE, "<p>Verify you are human. The check takes a few seconds and the page opens by itself once it has been passed.</p>"),
    "region": (Verdict.REGION_BLOCK, "<p>Unfortunately this service is not available in your country. We hope to bring it to more places in the time ahead of us.</p>"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILED)
@pytest.mark.parametrize("title", ["Terms of Service", "Privacy Policy"])
def test_a_failed_page_under_a_policys_title_is_no_policy(name: str, title: str) -> None:
    expected, inside = FAILED[name]
    assert ask(plain_site(f"<h1>{title}</h1>{inside}", title)).verdict is expected


def test_a_consent_dialog_under_a_policys_title_is_told_by_its_buttons() -> None:
    words = "<p>We and our partners use cookies. With your consent partners store cookies.</p>"
    dialog = f"<div>{words}<button>Accept all</button><button>Reject all</button></div>"
    assert ask(bare(dialog, "Privacy Policy")).verdict is Verdict.CONSENT_WALL


def test_what_our_own_bound_cut_off_is_too_large() -> None:
    clause = "<p>You agree that we may process your personal data as described in these terms.</p>"
    body = bare(
        f"<h1>Terms</h1>{clause * 9}{'<i></i>' * (MOST_TAGS // 2)}<p>You must not sue.</p>", "Terms of use"
    )
    judgement = ask(body)
    assert judgement.verdict is Verdict.TOO_LARGE
    assert "beyond the 90,000 tags" in judgement.reasons[0]
