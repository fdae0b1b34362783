"""What stands around a document goes, what looks alike inside it stays; the account says which and why."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page, Text
from clausewatch.text import read, to_markdown

PROSE = "You may use the service only as these terms allow, and we may change them when the law requires it. "
CONSENT = """<div class=fx><div>Privacy preference center</div><div>When you visit websites, they may store data in
your browser, among them cookies that are needed for the site.</div><div><a href=#>Reject all cookies</a>
<a href=#>Allow all cookies</a></div><div>Analytics</div><div>These items help us to see how the site is used.</div></div>"""


def text_of(body: str) -> Text:
    return read(Page(f"<html lang=en><body>{body}</body></html>".encode())).text


def document(inner: str = "") -> str:
    return f"<div><h1>Terms</h1><p>{PROSE * 4}</p>{inner}<p>{PROSE * 4}</p></div>"


WHOLE = text_of(document()).content


@pytest.mark.parametrize(
    "around",
    [
        CONSENT,
        "<div><p>© 2024 Example Ltd. All rights reserved. All trademarks belong to their owners in the world.</p></div>",
        "<div>English | Deutsch | Français | Español</div>",
        "<div>Print</div>",
    ],
)
def test_furniture_around_the_document_goes(around: str) -> None:
    assert text_of(document() + around).content == WHOLE


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<p>English | Deutsch | Français | Español</p>", "English | Deutsch | Français | Español"),
        ("<p>Print</p>", "Print"),
        ("<p>Copyright 2024 Example Ltd.</p>", "Copyright 2024 Example Ltd."),
        (f"<div><h2>Cookies</h2><p>{PROSE}</p><a href=#>Accept all cookies</a></div>", "Accept all cookies"),
        (
            "<div><h2>Your consent</h2><a href=#>Accept all</a> <a href=#>Reject all</a> cookies here.</div>",
            "Your consent\n\nAccept all Reject all cookies here.",
        ),
    ],
)
def test_the_same_inside_the_document_stays(inside: str, words: str) -> None:
    assert words in text_of(document(inside)).content


def test_a_copyright_section_with_a_heading_stays() -> None:
    body = document() + "<div><h2>Copyright</h2><p>© 2024 Example Ltd. All rights reserved.</p></div>"
    assert text_of(body).content.endswith("Copyright\n\n© 2024 Example Ltd. All rights reserved.")


def test_a_footer_that_dates_the_document_stays() -> None:
    assert text_of(document() + "<div class=doc_footer>Latest update: May 15, 2023</div>").content.endswith(
        "2023"
    )


def test_the_title_is_no_menu_even_beside_one() -> None:
    top = "<div><div><a href=/a>Use cases</a> <a href=/b>Our blog</a> <a href=/c>Prices</a></div><h1>Cookie Policy</h1></div>"
    assert text_of(f"{top}<div><p>{PROSE * 4}</p></div>").content.startswith("Cookie Policy\n\nYou may")


def test_a_spoken_and_a_shown_copy_are_read_once() -> None:
    intro = "<h1>Terms of the app</h1><p>These are the terms of all our apps.</p>"
    twin = f'<div class="sr-only">{intro}</div><div aria-hidden="true">{intro}</div>'
    assert text_of(f"<main>{twin}<p>{PROSE}</p></main>").content.count("Terms of the app") == 1


def test_copies_for_wide_and_narrow_screens_are_read_once() -> None:
    twin = f'<div class="hidden md:block"><p>{PROSE}</p></div><div class="md:hidden"><p>{PROSE}</p></div>'
    assert text_of(f"<main><h1>Terms</h1>{twin}</main>").content.count("You may use") == 1


def test_a_clause_that_stands_twice_is_read_twice() -> None:
    twice = f"<section class=a><p>{PROSE}</p></section><section class=a><p>{PROSE}</p></section>"
    assert text_of(f"<main><h1>Terms</h1>{twice}</main>").content.count("You may use") == 2


def test_the_first_line_of_an_item_stands_apart_when_it_is_its_title() -> None:
    text = text_of(
        f"<main><p>{PROSE}</p><ol><li><b>General.</b><br>You pay in advance.</li><li>If you are in India:<br>Indian law"
        " governs.</li><li>One street<br>One town</li></ol><ul><li><h3>Analytics</h3><p>We count visits.</p></li></ul></main>"
    )
    markdown = to_markdown(text)
    assert "1. General.\n\n    You pay in advance." in markdown
    assert "2. If you are in India:\n\n    Indian law governs." in markdown
    assert "3. One street One town" in markdown
    assert "*   ### Analytics\n\nWe count visits." in markdown


def test_a_joiner_alone_is_no_paragraph() -> None:
    assert [block.of(WHOLE) for block in text_of(document("<p>\u200d</p>")).blocks] == [
        block.of(WHOLE) for block in text_of(document()).blocks
    ]


def test_the_account_tells_what_went_and_what_was_chosen() -> None:
    body = f"<nav><a href=/a>Prices</a></nav><main><h1>Terms</h1><p>{PROSE * 3}</p></main><div>Our offices are closed.</div>"
    signals = read(Page(body.encode())).signals
    assert [(part.reason, part.words, part.text) for part in signals.dropped] == [
        ("landmark:nav", 1, "Prices"),
        ("outside the chosen part", 4, "Our offices are closed."),
    ]
    assert signals.chosen.startswith("the main part, which holds 9")


def test_nothing_in_the_account_was_kept() -> None:
    reading = read(Page(f"<body>{document()}{CONSENT}</body>".encode()))
    assert [part.reason for part in reading.signals.dropped] == ["consent"]
    assert reading.signals.dropped[0].text not in reading.text.content
