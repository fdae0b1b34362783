"""Where a page holds several documents, a live capture reads the one that its declaration names."""

from __future__ import annotations

from pathlib import Path

from tests.pipeline.live_kit import Live, live, page

TERMS, MORE = "https://birchwood.example/terms", "https://birchwood.example/more"
RULES = "".join(
    f"<h3>{topic}</h3><p>{'You must keep to these rules at all times. ' * 9}</p>"
    for topic in ("Use", "Payment")
)
DATA = "".join(
    f"<h3>{topic}</h3><p>{'We keep what you send us for thirty days. ' * 9}</p>"
    for topic in ("Storage", "Sharing")
)
BOTH = (
    "<html lang=en><head><title>Legal</title></head><body><main>"
    f"<article><h2>Terms of Service</h2><p>Last updated 3 May 2025</p>{RULES}</article>"
    f"<article><h2>Privacy Policy</h2><p>Last updated 4 May 2025</p>{DATA}</article></main></body></html>"
).encode()


def first_text(site: Live, pages: dict[str, bytes]) -> str:
    site.answers.pages = dict(pages)
    site.round()
    return site.texts()[0]


def test_the_declared_document_of_the_page_is_read(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as site:
        text = first_text(site, {TERMS: BOTH})
        assert "these rules" in text
        assert "thirty days" not in text


def test_a_page_of_one_document_and_documents_of_several_pages_are_read_whole(tmp_path: Path) -> None:
    one = page("privacy", "cookies", title="Rules of the site")
    (tmp_path / "one").mkdir()
    with live(tmp_path / "one", "terms") as site:
        text = first_text(site, {TERMS: one})
        assert all(topic in text for topic in ("1. Privacy", "2. Cookies", "Rules of the site"))
    with live(tmp_path, "terms", "more") as site:
        text = first_text(site, {TERMS: BOTH, MORE: page("accounts", title="More rules")})
        assert all(words in text for words in ("these rules", "thirty days", "More rules"))
