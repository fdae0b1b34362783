"""Pages that hold several documents: cut only where that is evident, to the one that the address or the title names."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page
from clausewatch.text import read

PROSE = "You may use the service only as these terms allow, and we may change them when the law requires it. "


def sections(*titles: str, tag: str = "h2") -> str:
    return "".join(f"<{tag}>{title}</{tag}><p>{PROSE * 3}</p>" for title in titles)


FLAT = (
    "<main><h1>Privacy Policy</h1><p>We care about your data.</p>"
    + sections("What we collect", "Security of your data", "Contact us")
    + "<h2 id=cookies>Cookie Policy</h2><p>This Cookie Policy explains how Example Ltd uses cookies.</p>"
    + sections("What is a cookie?", "Your choices", "Contact us")
    + "</main>"
)
ARTICLES = (
    "<div><h1>Legal</h1>"
    "<article id=tou><h3>Terms of Use</h3><p>These Terms of Use bind you.</p>"
    + sections("Accounts", "Liability", tag="h4")
    + "</article><article id=privacy><h3>Privacy Policy</h3><p>Last updated: 3 May 2024</p>"
    + sections("What we collect", "Whom we tell", tag="h4")
    + "</article><article><h3>Trademarks</h3><p>Example and its wave are trademarks of Example Ltd.</p></article></div>"
)
TABS = (
    "<main><h1>Our rules</h1><div role=tabpanel id=t1><h2>Terms of Service</h2><p>These Terms of Service bind you.</p>"
    f"<p>{PROSE * 8}</p></div><div role=tabpanel id=t2 hidden><h2>Cookie Policy</h2><p>{PROSE * 8}</p></div></main>"
)
ONE = (
    "<main><h1>Terms of Service</h1><p>Last updated: 3 May 2024. These Terms of Service bind you.</p>"
    + sections(
        "Accounts",
        "Privacy Policy",
        "Acceptable Use Policy",
        "Refund Policy",
        "3. Copyright Policy",
        "Liability",
    )
    + "<h2 id=law>Governing Law</h2><p>The law of Freedonia governs these terms, and its courts decide.</p></main>"
)


def content(body: str, url: str = "", title: str = "") -> str:
    return read(Page(f"<html lang=en><body>{body}</body></html>".encode(), url=url, title=title)).text.content


def test_the_declared_title_picks_the_document() -> None:
    cookies = content(FLAT, title="Trackers Policy")
    assert cookies.startswith("Cookie Policy\n\nThis Cookie Policy explains")
    assert "What we collect" not in cookies
    assert cookies.endswith(PROSE.strip())
    privacy = content(FLAT, title="Privacy Policy")
    assert privacy.startswith("Privacy Policy")
    assert "cookie" not in privacy.lower()
    assert len(privacy) + len(cookies) + 2 == len(content(FLAT))


@pytest.mark.parametrize(("fragment", "begins"), [("tou", "Terms of Use"), ("privacy", "Privacy Policy")])
def test_the_fragment_picks_an_article(fragment: str, begins: str) -> None:
    chosen = content(ARTICLES, url=f"https://example.org/legal#{fragment}", title="Cookie Policy")
    assert begins in chosen[:30]
    assert "trademarks of Example" not in chosen
    assert len(chosen) < 0.7 * len(content(ARTICLES))


def test_several_articles_are_read_whole_without_a_name() -> None:
    whole = content(ARTICLES)
    assert all(title in whole for title in ("Terms of Use", "Privacy Policy", "trademarks of Example"))


def test_a_folded_tab_is_picked() -> None:
    assert content(TABS, url="https://example.org/#t2").startswith("Cookie Policy")
    assert "Cookie Policy" not in content(TABS, title="Terms of Service")


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://example.org/#law", ""),
        ("https://example.org/#law", "Terms of Service"),
        ("", "Terms of Service"),
        ("", "Privacy Policy"),
        ("", "Refund Policy"),
        ("", "Developer Terms"),
        ("https://example.org/#nowhere", "Imprint"),
    ],
)
def test_one_document_is_never_cut(url: str, title: str) -> None:
    assert content(ONE, url=url, title=title) == content(ONE)


@pytest.mark.parametrize("fragment", ["", "top", "%E2%82%AC%00", "main"])
def test_a_fragment_around_the_whole_or_nowhere_does_not_cut(fragment: str) -> None:
    body = FLAT.replace("<main>", "<main id=main><a id=top></a>")
    assert content(body, url=f"https://example.org/#{fragment}") in {
        content(body),
        content(body, title="Privacy Policy"),
    }
    assert content(body, url="https://example.org/#main") == content(body)


def test_a_fragment_inside_a_document_means_that_document() -> None:
    body = FLAT.replace("<h2>Your choices", "<h2 id=choices>Your choices")
    assert content(body, url="https://example.org/#choices") == content(body, title="Cookie Policy")


def test_a_title_that_fits_two_documents_picks_none() -> None:
    twice = FLAT.replace("Cookie Policy", "Privacy Notice").replace(
        "<h2 id=cookies", "<p>Updated 2024</p><h2 id=cookies"
    )
    assert content(twice, title="Privacy Policy") == content(twice)


def test_a_title_of_another_kind_than_the_page_means_its_section() -> None:
    use = content(ONE, title="Acceptable Use Policy")
    assert use == f"Acceptable Use Policy\n\n{(PROSE * 3).strip()}"
    assert content(ONE, title="Copyright Claims Policy").startswith("3. Copyright Policy")
    assert content(ONE, title="Trackers Policy") == content(ONE)
    twice = ONE.replace("<h2>Liability", "<h2>Copyright complaints")
    assert content(twice, title="Copyright Policy") == content(twice)
