"""Furniture that a site's documents share goes at the edges; shared clauses stay."""

from __future__ import annotations

from clausewatch.nouns.document import Page, Text
from clausewatch.text import block_prints, read, without_recurring

MENU = "<ul><li><a href=/a>Our mission</a><li><a href=/b>Transparency reports</a><li>Dark</ul><p>Language</p>"
TAIL = "<p><a href=/c>Careers at Example</a></p><p>Example Ltd, Harbour Street</p><p><a href=mailto:a@example.org>a@example.org</a></p>"
SHARED = "<h2>Liability</h2><p>To the extent that the law allows it, Example Ltd is not liable for the loss of any data.</p>"


def page(title: str, own: str) -> Text:
    body = f"<body>{MENU}<h1>{title}</h1><p>Last updated: 3 May 2024</p><p>{own}</p>{SHARED}<p>{own}</p>{TAIL}</body>"
    return read(Page(body.encode())).text


TERMS = page(
    "Terms", "You may use the service only as these terms allow, and we may change them when we must."
)
PRIVACY = page(
    "Privacy", "We collect what you send us and keep it for thirty days, after which it is deleted for good."
)


def test_menus_that_another_document_has_too_are_dropped() -> None:
    text = without_recurring(TERMS, [block_prints(PRIVACY)])
    assert text.content.startswith("Terms\n\nLast updated: 3 May 2024")
    assert "Careers" not in text.content


def test_shared_clauses_addresses_and_dates_stay() -> None:
    text = without_recurring(TERMS, [block_prints(PRIVACY)])
    assert "is not liable for the loss of any data" in text.content
    assert "Liability" in text.content
    assert "Example Ltd, Harbour Street" in text.content
    assert "a@example.org" in text.content


def test_spans_move_along() -> None:
    text = without_recurring(TERMS, [block_prints(PRIVACY)])
    assert [link.href for link in text.links] == ["mailto:a@example.org"]
    assert text.content[text.links[0].start : text.links[0].end] == "a@example.org"
    joined = [block.of(text.content) for block in text.blocks]
    assert [words for words in joined if words] == text.content.split("\n\n")


def test_without_others_or_prose_of_its_own_nothing_goes() -> None:
    assert without_recurring(TERMS, []) == TERMS
    assert without_recurring(TERMS, [block_prints(TERMS)]) == TERMS


def test_the_order_of_the_others_does_not_matter() -> None:
    other = block_prints(
        page("Cookies", "Cookies are small files which the browser keeps for us until you remove them.")
    )
    first, second = [block_prints(PRIVACY), other], [other, block_prints(PRIVACY)]
    assert without_recurring(TERMS, first) == without_recurring(TERMS, second)
