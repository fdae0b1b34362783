"""Figures that stand raised or lowered, cells that reach down, texts in scroll boxes: read as they are meant."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page
from clausewatch.text import read, to_markdown

PROSE = "You agree that we may process your personal data and you must not misuse the service."


def last_block(inner: str) -> str:
    text = read(Page(f"<main><h1>Terms</h1><p>{PROSE * 3}</p>{inner}</main>".encode())).text
    return text.blocks[-1].of(text.content)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("You pay $50<sup>1</sup> a month", "You pay $50[1] a month"),
        ("up to 10<sup>6</sup> EUR", "up to 10^6 EUR"),
        ("up to 110<sup>6</sup> EUR", "up to 110[6] EUR"),
        ("10<sup>-3</sup> g", "10^-3 g"),
        ("200 m<sup>2</sup> of room", "200 m^2 of room"),
        ("only $19<sup>99</sup>", "only $19^99"),
        ("our data<sup><a href=#fn1>1</a></sup> and", "our data[1] and"),
        ("within 30<a href=#fn12><sup>12</sup></a> days", "within 30[12] days"),
        ("within 10<sup><a href=#fn2>2</a></sup> days", "within 10[2] days"),
        ("data.<sup>1, 2</sup> More", "data.[1, 2] More"),
        ("within 30 <sup>1</sup> days", "within 30 [1] days"),
        ("data<sup>[3]</sup> and", "data[3] and"),
        ("CO<sub>2</sub> and 101<sub>2</sub>", "CO2 and 101_2"),
        ("the 1<sup>st</sup> of Brand<sup>TM</sup>", "the 1st of BrandTM"),
        ("<sup>1</sup> The price without tax.", "1 The price without tax."),
    ],
)
def test_no_raised_figure_runs_into_another(markup: str, words: str) -> None:
    assert last_block(f"<p>{markup}</p>") == words


def test_the_link_of_a_note_keeps_its_place() -> None:
    page = Page(
        f"<main><p>{PROSE} See x<sup><a href=#fn1>1</a></sup> here.</p></main>".encode(),
        url="https://e.org/t",
    )
    text = read(page).text
    assert [(text.content[link.start : link.end], link.href) for link in text.links] == [
        ("1", "https://e.org/t#fn1")
    ]
    assert r"See x\[1\] here." in to_markdown(text)


@pytest.mark.parametrize(
    ("rows", "read_as"),
    [
        ("<tr><td rowspan=2>x<td>y<tr><td>z", ["A\tB\tC", "x\ty", "\tz"]),
        (
            "<tr><td>x<td rowspan=0>y<td>z<tr><td>u<td>w<tr><td>r<td>s",
            ["A\tB\tC", "x\ty\tz", "u\t\tw", "r\t\ts"],
        ),
        ("<tr><td colspan=2 rowspan=2>x<td rowspan=2>y<td>z<tr><td>w", ["A\tB\tC", "x\ty\tz", "\t\tw"]),
        ("<tr><td rowspan=none>x<td>y<tr><td>z<td>w", ["A\tB\tC", "x\ty", "z\tw"]),
    ],
)
def test_cells_stand_under_their_columns(rows: str, read_as: list[str]) -> None:
    text = read(
        Page(f"<main><p>{PROSE}</p><table><tr><th>A<th>B<th>C</tr>{rows}</table></main>".encode())
    ).text
    assert [block.of(text.content) for block in text.blocks if block.cells] == read_as


def test_a_text_in_a_scroll_box_is_read_and_an_entry_field_is_not() -> None:
    box = f"<h1>Terms</h1><form><textarea readonly>{PROSE * 4}\n\n2. Payment is due.</textarea><textarea>Your message</textarea></form>"
    text = read(Page(f"<body>{box}</body>".encode())).text
    assert [block.of(text.content) for block in text.blocks] == ["Terms", PROSE * 4, "2. Payment is due."]


def test_lines_of_preformatted_text_are_not_glued() -> None:
    assert last_block("<pre>one  line\nanother\n\nlast paragraph\nin two</pre>") == "last paragraph in two"


def test_the_account_tells_of_words_in_fields() -> None:
    fields = "<form><div><select><option>Delaware law<option>Irish law</select></div></form><textarea>Binding terms</textarea>"
    page = Page(
        f"<main><p>{PROSE * 3}</p>{fields}<noscript><p>No scripts here.</p></noscript></main>".encode()
    )
    assert [(part.reason, part.words, part.text) for part in read(page).signals.dropped] == [
        ("opaque: select", 4, "Delaware law Irish law"),
        ("opaque: textarea", 2, "Binding terms"),
        ("opaque: noscript", 3, "No scripts here."),
    ]
