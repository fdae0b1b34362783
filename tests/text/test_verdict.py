"""The verdict: what must never become a version, and what must."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Judgement, Page, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.text import judge, read

TOPICS = [
    "account",
    "payment",
    "content",
    "data",
    "liability",
    "notice",
    "support",
    "warranty",
    "venue",
    "safety",
]


def section(topic: str) -> str:
    return (
        f"<h2>About {topic}</h2><p>You must keep the rules on {topic} that we set out here, and we may change them when "
        f"the law on {topic} requires it. If you do not agree, you can close your account at any time.</p>"
        f"<p>We keep records on {topic} for ninety days. We share them with nobody but the processors named in our list, "
        f"who act for us under a written contract and only as far as {topic} makes it necessary.</p>"
    )


def page(*topics: str, title: str = "Terms of use") -> bytes:
    inside = "".join(section(topic) for topic in topics)
    return f"<html lang=en><head><title>{title}</title></head><body><main><h1>{title}</h1>{inside}</main></body></html>".encode()


def said(text: str, title: str = "Example") -> bytes:
    return f"<html><head><title>{title}</title></head><body><nav><a href=/>Home</a></nav><main><h1>{text}</h1></main></body></html>".encode()


GOOD = page(*TOPICS)


def text_of(body: bytes) -> Text:
    return read(Page(body)).text


def verdict(
    body: bytes, previous: bytes | None = GOOD, status: int = 200, media: str = "text/html"
) -> Judgement:
    given = Page(body, status=status, media_type=media)
    return judge(read(given), given, text_of(previous) if previous else None)


@pytest.mark.parametrize("previous", [GOOD, None])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (said("Checking your browser before you continue"), Verdict.CHALLENGE),
        (said("Please verify that you are not a robot"), Verdict.CHALLENGE),
        (said("This page could not be found"), Verdict.SOFT_404),
        (said("Seite nicht gefunden"), Verdict.SOFT_404),
        (said("We are down for maintenance and will be back soon"), Verdict.MAINTENANCE),
        (said("Something went wrong"), Verdict.ERROR),
        (said("Une erreur est survenue"), Verdict.ERROR),
        (said("Please log in to continue"), Verdict.LOGIN_WALL),
        (said("This service is not available in your country"), Verdict.REGION_BLOCK),
        (b"<html><body><form><input type=password> Password</form></body></html>", Verdict.LOGIN_WALL),
        (b"<html><head></head><body></body></html>", Verdict.EMPTY),
        (b"", Verdict.EMPTY),
        (b"<html><body><div id=root></div><script src=/app.js></script></body></html>", Verdict.SHELL),
        (
            said("We value your privacy")
            + b"<p>We and our partners use cookies. Accept all cookies or reject all."
            b"</p><p>Cookies: consent</p>",
            Verdict.CONSENT_WALL,
        ),
    ],
)
def test_what_is_no_document(body: bytes, expected: Verdict, previous: bytes | None) -> None:
    judgement = verdict(body, previous)
    assert judgement.verdict is expected
    assert judgement.reasons


@pytest.mark.parametrize(
    ("status", "expected"),
    [(404, Verdict.SOFT_404), (500, Verdict.ERROR), (451, Verdict.REGION_BLOCK), (401, Verdict.LOGIN_WALL)],
)
def test_the_status_speaks_when_the_text_is_not_the_document(status: int, expected: Verdict) -> None:
    assert verdict(said("Hello"), status=status).verdict is expected


def test_a_text_cut_off_in_the_middle_is_truncated() -> None:
    whole = page(*TOPICS)
    assert verdict(whole[: len(whole) * 2 // 3]).verdict is Verdict.TRUNCATED
    assert verdict(whole[: len(whole) * 2 // 3], None).verdict is Verdict.TRUNCATED
    assert verdict(page(*TOPICS[:4])).verdict is Verdict.TRUNCATED


def test_a_section_taken_out_or_the_last_one_deleted_is_an_edit() -> None:
    assert verdict(page(*TOPICS[:4], *TOPICS[5:])).verdict is Verdict.OK
    assert verdict(page(*TOPICS[:9])).verdict is Verdict.OK
    assert verdict(page(*TOPICS[2:])).verdict is Verdict.OK


def test_another_language_and_another_document() -> None:
    german = (
        "<html><body><main><h1>Nutzungsbedingungen</h1>"
        + "<p>Wir verarbeiten die Daten der Nutzer nur, soweit es für den Vertrag mit uns nötig ist und das Gesetz es nicht verbietet.</p>"
        * 9
        + "</main></body></html>"
    )
    assert verdict(german.encode()).verdict is Verdict.WRONG_LANGUAGE
    assert verdict(german.encode(), None).verdict is Verdict.OK
    home = (
        "<html><head><title>Example</title></head><body><main><h1>Build faster today</h1>"
        "<p>The studio gives your team one bright place to draw, build and ship their work together, every day.</p>"
        "<p>Teams on five continents love it, and their customers love what they have made with it so far.</p></main></body></html>"
    )
    assert verdict(home.encode()).verdict is Verdict.OTHER_DOCUMENT
    assert verdict(home.encode(), None).verdict is Verdict.OTHER_DOCUMENT


def test_a_policy_may_speak_of_errors_captchas_and_logins() -> None:
    extra = b"<p>You must log in to continue. Solve the captcha. If the page is not found or something went wrong, write to us.</p>"
    body = page(*TOPICS).replace(b"</main>", extra + b"</main>")
    assert verdict(body).verdict is Verdict.OK
    assert verdict(body, None).verdict is Verdict.OK


def test_a_rewrite_under_the_same_name_is_the_document() -> None:
    new = b"<html><head><title>Terms of use</title></head><body><main><h1>Terms of use</h1>" + b"".join(
        f"<p>This agreement binds you and us on {topic}; our liability for {topic} is limited as the law allows.</p>".encode()
        for topic in TOPICS
    )
    assert verdict(new + b"</main></body></html>").verdict is Verdict.OK


def test_markdown_is_judged_alike() -> None:
    whole = "# Terms\n\n" + "\n\n".join(
        f"You must keep the rule on {topic} and we may change it. It binds us too." for topic in TOPICS * 3
    )
    old = read(Page(whole.encode(), media_type="text/markdown")).text

    def of(text: str) -> Verdict:
        given = Page(text.encode(), media_type="text/markdown")
        return judge(read(given), given, old).verdict

    assert of(whole) is Verdict.OK
    assert of(whole[: len(whole) // 2]) is Verdict.TRUNCATED
    assert of("Something went wrong. Try again later.") is Verdict.ERROR
    assert of("") is Verdict.EMPTY
    assert of(whole.replace("account", "accounts")) is Verdict.OK
