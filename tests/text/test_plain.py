"""Reading plain text: headings, wrapped lines, lists, tables, printed pages, other scripts; front matter of Markdown."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page, Text
from clausewatch.text import read


def text_of(source: str, media: str = "text/plain") -> Text:
    return read(Page(source.encode(), media)).text


def shown(source: str) -> list[tuple[str, int, str, str]]:
    text = text_of(source)
    return [(block.kind.value, block.level, block.marker, block.of(text.content)) for block in text.blocks]


def test_headings_of_every_dress() -> None:
    source = "TERMS OF USE\n\n1. Scope\n\nThese terms apply.\n\n1.1 Your part\n\nYou agree.\n\nPrivacy\n=======\nWe care.\n\nMore\n----\nEnd."
    assert shown(source) == [
        ("heading", 1, "", "TERMS OF USE"),
        ("heading", 2, "", "1. Scope"),
        ("paragraph", 0, "", "These terms apply."),
        ("heading", 3, "", "1.1 Your part"),
        ("paragraph", 0, "", "You agree."),
        ("heading", 1, "", "Privacy"),
        ("paragraph", 0, "", "We care."),
        ("heading", 2, "", "More"),
        ("paragraph", 0, "", "End."),
    ]


def test_short_numbered_lines_in_a_row_are_no_headings() -> None:
    assert {kind for kind, *_ in shown("1. Apples\n\n2. Pears\n\n3. Plums")} == {"paragraph"}


def test_lists_count_on() -> None:
    assert shown("You may not:\n  1. resell it\n     to others\n  2. copy it\n") == [
        ("paragraph", 0, "", "You may not:"),
        ("item", 1, "1.", "resell it to others"),
        ("item", 1, "2.", "copy it"),
    ]


def test_a_number_that_begins_a_wrapped_line_is_no_item() -> None:
    assert shown("As said in section\n5. Nothing else applies.") == [
        ("paragraph", 0, "", "As said in section 5. Nothing else applies.")
    ]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("我们可以在法律要求时\n更改这些条款。", "我们可以在法律要求时更改这些条款。"),
        ("نجمع بيانات\nالحساب فقط.", "نجمع بيانات الحساب فقط."),
        ("an obliga-\ntion", "an obligation"),
        ("Opt-out is free: opt-\nout now", "Opt-out is free: opt-out now"),
        ("soft\u00ad\nware", "software"),
        ("see https://example.org/a/\nb now", "see https://example.org/a/b now"),
    ],
)
def test_wrapped_lines_are_joined(source: str, wanted: str) -> None:
    assert text_of(source).content == wanted


def test_an_indent_parts_paragraphs() -> None:
    source = "One begins here and\ngoes on to its end.\n   Two begins here and\ngoes on."
    assert (
        text_of(source).content == "One begins here and goes on to its end.\n\nTwo begins here and goes on."
    )


def test_aligned_columns_are_rows() -> None:
    text = text_of("Data      Days\nLogs      30\nCookies   90")
    assert [[cell.of(text.content) for cell in row.cells] for row in text.blocks] == [
        ["Data", "Days"],
        ["Logs", "30"],
        ["Cookies", "90"],
    ]


def test_running_heads_around_form_feeds_are_left_out() -> None:
    pages = [
        f"Request 99            Terms             May 2024\n\n{words}\n\nDoe                                  [Page {number}]\n"
        for number, words in enumerate(
            ("We keep data for as long as", "the law says. Then it goes.", "The end."), 1
        )
    ]
    assert (
        text_of("\f".join(pages)).content
        == "We keep data for as long as the law says. Then it goes.\n\nThe end."
    )


def test_ten_thousand_lines_of_one_paragraph_are_read() -> None:
    assert len(text_of("word of a long paragraph\n" * 10_000).content.split()) == 50_000


def test_front_matter_is_no_text() -> None:
    source = (
        "---\ntitle: Terms\ntags:\n  - legal\n---\n\n# Terms\n\nSee [us][1].\n\n[1]: https://example.org\n"
    )
    text = text_of(source, "text/markdown")
    assert text.content == "Terms\n\nSee us."
    assert [link.href for link in text.links] == ["https://example.org"]


def test_rules_around_prose_are_no_front_matter() -> None:
    assert text_of("---\nNot a key at all\n---\n\nText", "text/markdown").content.startswith(
        "Not a key at all"
    )


def test_nested_lists_html_and_tables_in_markdown() -> None:
    source = (
        "- one\n  - two\n    1. three\n\n<div>shown <b>bold</b></div>\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    )
    text = text_of(source, "text/markdown")
    assert [(block.level, block.marker) for block in text.blocks[:3]] == [(1, "•"), (2, "•"), (3, "1.")]
    assert "shown bold" in text.content
    assert text.content.endswith("A\tB\n1\t2")
