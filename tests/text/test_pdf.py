"""Reading PDFs: which words are kept, in which order, as which blocks."""

from __future__ import annotations

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import blue, white
from tests.text.pdf_kit import BOLD, HEIGHT, WIDTH, Sheet, shown, wrapped

from clausewatch.nouns.document import MarkKind, Page
from clausewatch.nouns.evidence import Verdict
from clausewatch.text import judge, read, to_markdown

PROSE = (
    "You may use the service only as these terms allow, and we may change them when the law requires it. "
    "We tell you at least thirty days before a change takes effect, so that you can decide whether to stay. "
)
OTHER = (
    "Your content stays yours. You give us a licence to store and show it for as long as it is needed to run the "
    "service for you and for those with whom you share it, and for no other purpose whatsoever. "
)


def test_wrapped_lines_are_one_paragraph_and_gaps_part_paragraphs() -> None:
    sheet = Sheet()
    y = sheet.prose(72, 100, 400, PROSE)
    sheet.prose(72, y + 12, 400, OTHER)
    assert shown(sheet.text()) == [("paragraph", 0, "", PROSE.strip()), ("paragraph", 0, "", OTHER.strip())]


def test_an_indent_alone_begins_a_paragraph() -> None:
    sheet = Sheet()
    first, second = wrapped("    " + PROSE + PROSE, 400), wrapped(OTHER, 390)
    y = sheet.lines(72, 100, first)
    sheet.put(90, y, second[0])
    sheet.lines(72, y + 12, second[1:])
    assert [words for *_, words in shown(sheet.text())] == [(PROSE + PROSE).strip(), OTHER.strip()]


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other_under_a_title(columns: int) -> None:
    sheet = Sheet()
    sheet.put(150, 80, "Terms of Use of the Example Service", 20, BOLD)
    step = 470 / columns
    for column in range(columns):
        sheet.prose(60 + column * step, 120, step - 15, f"Column {column} begins. {PROSE}{OTHER} It ends.")
    words = sheet.text().content
    wanted = " ".join(f"Column {column} begins. {PROSE}{OTHER} It ends." for column in range(columns))
    assert words.split() == ["Terms", "of", "Use", "of", "the", "Example", "Service", *wanted.split()]


def test_columns_drawn_line_by_line_are_still_columns() -> None:
    sheet = Sheet()
    left, right = wrapped(PROSE + OTHER, 220), wrapped(OTHER + PROSE, 220)
    for number, (one, two) in enumerate(zip(left, right, strict=False)):
        sheet.put(60, 100 + 12 * number, one)
        sheet.put(310, 100 + 12 * number, two)
    wanted = " ".join(left[: len(right)]) + " " + " ".join(right[: len(left)])
    assert sheet.text().content.split() == wanted.split()


def test_a_sidebar_does_not_cut_into_the_text() -> None:
    sheet = Sheet()
    sheet.prose(60, 100, 330, (PROSE + OTHER) * 2)
    sheet.prose(420, 130, 110, "In short: be kind to others and keep your password to yourself.", 8)
    content = " ".join(sheet.text().content.split())
    assert " ".join(((PROSE + OTHER) * 2).split()) in content
    assert "In short: be kind to others and keep your password to yourself." in content


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    sheet = Sheet()
    lines = wrapped((PROSE + OTHER) * 4, 220)
    sheet.lines(60, 100, lines[:9])
    sheet.lines(310, 100, lines[9:18])
    sheet.page()
    sheet.lines(60, 100, lines[18:])
    assert [words for *_, words in shown(sheet.text())] == [((PROSE + OTHER) * 4).strip()]


def headed(pages: int, *, sides: bool = False) -> Sheet:
    """Pages of one paragraph each under a running head, over a page number."""
    sheet = Sheet()
    for number in range(1, pages + 1):
        left = sides and number % 2 == 0
        sheet.put(72, 40, "Example Ltd" if left else "Terms of Use", 8)
        sheet.put(72 if left else 500, 800, f"Page {number} of {pages}", 8)
        sheet.prose(72, 100, 400, f"Here begins part {number}. {PROSE}")
        sheet.page()
    return sheet


@pytest.mark.parametrize(("pages", "sides"), [(2, False), (5, False), (6, True)])
def test_running_heads_and_page_numbers_are_left_out(pages: int, sides: bool) -> None:
    content = headed(pages, sides=sides).text().content
    assert "Page" not in content
    assert "Terms of Use" not in content
    assert "Example Ltd" not in content
    assert all(f"Here begins part {number}. {PROSE.strip()}" in content for number in range(1, pages + 1))


@pytest.mark.parametrize(("y", "place"), [(40, 0), (800, -1)])
@pytest.mark.parametrize(
    "rule", [["You must be 18 or older."], ["No liability is accepted", "for the loss of data."]]
)
def test_a_rule_at_the_edge_of_every_page_stays_once(rule: list[str], y: float, place: int) -> None:
    sheet = Sheet()
    for number in range(1, 4):
        sheet.lines(72, y, rule)
        sheet.put(500, 820, f"Page {number} of 3", 8)
        sheet.prose(72, 100, 400, f"Here begins part {number}. {PROSE}")
        sheet.page()
    text = sheet.text()
    words = " ".join(rule)
    assert [block.of(text.content) for block in text.blocks][place] == words
    assert text.content.count(words) == 1
    assert "Page" not in text.content


def test_a_rule_at_the_edge_that_the_text_holds_already_goes() -> None:
    sheet = Sheet()
    for number in range(1, 4):
        sheet.put(72, 40, "You must be 18 or older.")
        sheet.prose(72, 100, 400, f"Part {number}. {PROSE}You must be 18 or older. {OTHER}")
        sheet.page()
    assert sheet.text().content.count("You must be 18 or older.") == 3


@pytest.mark.parametrize("rise", [3, 5])
def test_powers_are_told_from_numbers(rise: float) -> None:
    sheet = Sheet()
    end = sheet.put(72, 100, "The limit is 10")
    end = sheet.put(end, 100 - rise, "6", 6)
    sheet.put(end + 2, 100, "EUR and the fee is 50.")
    assert sheet.text().content == "The limit is 10^6 EUR and the fee is 50."


def test_a_single_page_keeps_every_word() -> None:
    content = headed(1).text().content
    assert content.startswith("Terms of Use")
    assert content.endswith("Page 1 of 1")


def test_headings_at_the_top_of_pages_are_no_running_heads() -> None:
    sheet = Sheet()
    for number in (1, 2, 3):
        sheet.put(72, 80, f"Article {number + 4 * number}", 16, BOLD)
        sheet.prose(72, 110, 400, f"{number} {PROSE}")
        sheet.page()
    headings = [words for kind, *_, words in shown(sheet.text()) if kind == "heading"]
    assert headings == ["Article 5", "Article 10", "Article 15"]


def test_headings_have_levels_by_their_dress() -> None:
    sheet = Sheet()
    sheet.put(72, 80, "Privacy Policy", 22, BOLD)
    sheet.put(72, 120, "1. What we collect", 14, BOLD)
    y = sheet.prose(72, 140, 400, PROSE)
    sheet.put(72, y + 10, "1.1 From you", 10, BOLD)
    y = sheet.prose(72, y + 26, 400, OTHER)
    sheet.put(72, y + 10, "2. What we do", 14, BOLD)
    sheet.prose(72, y + 30, 400, PROSE)
    text = sheet.text()
    assert [(level, words) for kind, level, _, words in shown(text) if kind == "heading"] == [
        (1, "Privacy Policy"),
        (2, "1. What we collect"),
        (4, "1.1 From you"),
        (2, "2. What we do"),
    ]
    assert text.title == "Privacy Policy"
    assert text.language == "en"


def test_a_bold_run_in_is_marked_strong() -> None:
    sheet = Sheet()
    lines = wrapped(PROSE, 330)
    end = sheet.put(72, 100, "Changes. ", 10, BOLD)
    sheet.put(end, 100, lines[0])
    sheet.lines(72, 112, lines[1:])
    text = sheet.text()
    assert text.content == "Changes. " + PROSE.strip()
    assert [(mark.kind, text.content[mark.start : mark.end]) for mark in text.marks] == [
        (MarkKind.STRONG, "Changes.")
    ]


def test_items_keep_marks_and_depth() -> None:
    sheet = Sheet()
    sheet.put(72, 100, "You may not:")
    for y, x, mark, words in (
        (
            115,
            72,
            "(a)",
            "resell the service to anybody who is not part of your household, or let others use it in",
        ),
        (139, 72, "(b)", "harm others:"),
        (151, 100, "\u2022", "by threats"),
        (163, 100, "\u2022", "by fraud"),
        (175, 72, "(c)", "break the law."),
    ):
        sheet.put(x, y, mark)
        sheet.put(x + 24, y, words)
    sheet.put(96, 127, "your name")
    assert shown(sheet.text()) == [
        ("paragraph", 0, "", "You may not:"),
        ("item", 1, "(a)", "resell the service to anybody who is not part of your household, or let others use it in your name"),
        ("item", 1, "(b)", "harm others:"),
        ("item", 2, "•", "by threats"),
        ("item", 2, "•", "by fraud"),
        ("item", 1, "(c)", "break the law."),
    ]  # fmt: skip


def test_aligned_cells_are_rows_of_a_table() -> None:
    sheet = Sheet()
    y = sheet.prose(72, 100, 450, PROSE) + 12
    for row, font in (
        (("Data", "Purpose", "Days"), BOLD),
        (("Logs", "Security", "30"), "Times-Roman"),
        (("Cookies", "Advertising", "90"), "Times-Roman"),
    ):
        for x, words in zip((72, 200, 400), row, strict=True):
            sheet.put(x, y, words, 10, font)
        y += 14
    sheet.prose(72, y + 12, 450, OTHER)
    text = sheet.text()
    assert [kind for kind, *_ in shown(text)] == ["paragraph", "row", "row", "row", "paragraph"]
    rows = text.blocks[1:4]
    assert [[cell.of(text.content) for cell in row.cells] for row in rows] == [
        ["Data", "Purpose", "Days"],
        ["Logs", "Security", "30"],
        ["Cookies", "Advertising", "90"],
    ]
    assert [row.header for row in rows] == [True, False, False]


def test_cells_of_several_lines_stay_cells() -> None:
    sheet = Sheet()
    y = 100.0
    for number in range(3):
        ends = [
            sheet.prose(x, y, 180, f"{name} {number}: {PROSE}") for x, name in ((72, "Left"), (300, "Right"))
        ]
        y = max(ends) + 10
    text = sheet.text()
    assert [[cell.of(text.content) for cell in row.cells] for row in text.blocks] == [
        [f"{name} {number}: {PROSE.strip()}" for name in ("Left", "Right")] for number in range(3)
    ]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["You have an obliga-", "tion to pay."], "You have an obligation to pay."),
        (["Opt-out is free. You may opt-", "out at any time."], "Opt-out is free. You may opt-out at any time."),
        (["We are bound by the EU-", "US framework."], "We are bound by the EU-US framework."),
        (["In the years 2020-", "2024 we did."], "In the years 2020-2024 we did."),
        (["Both pre-", "and post-contract."], "Both pre- and post-contract."),
        (["THE SERVICE, OTHER-", "WISE, IS PROVIDED AS IT STANDS."], "THE SERVICE, OTHERWISE, IS PROVIDED AS IT STANDS."),
        (["A long-", "term plan binds for a term."], "A long-term plan binds for a term."),
        (["It is a self-", "service, told by e-", "mail or third-", "party post."], "It is a self-service, told by e-mail or third-party post."),
        (["A non-", "profit may keep a profit."], "A non-profit may keep a profit."),
        (["For ex-", "ample a part-", "ner in co-", "operation on high-", "lights."], "For example a partner in cooperation on highlights."),
        (["See https://example.org/legal/", "terms for more."], "See https://example.org/legal/terms for more."),
    ],
)  # fmt: skip
def test_hyphens_at_line_ends(lines: list[str], wanted: str) -> None:
    sheet = Sheet()
    sheet.lines(72, 100, lines)
    assert sheet.text().content == wanted


def test_footnotes_follow_the_sentence_that_runs_over_the_page() -> None:
    sheet = Sheet()
    lines = wrapped(PROSE + OTHER, 400)
    y = sheet.lines(72, 700, lines[:4])
    sheet.put(72, y + 20, "1 Save where the law of your country says otherwise.", 7)
    sheet.page()
    sheet.lines(72, 100, lines[4:])
    assert [words for *_, words in shown(sheet.text())] == [
        (PROSE + OTHER).strip(),
        "1 Save where the law of your country says otherwise.",
    ]


def test_links_of_annotations() -> None:
    sheet = Sheet()
    sheet.put(72, 100, "See our policy for more.")
    sheet.canvas.linkURL("https://example.org/p", (103, HEIGHT - 103, 128, HEIGHT - 90), relative=0)
    text = sheet.text()
    assert [(text.content[link.start : link.end], link.href) for link in text.links] == [
        ("policy", "https://example.org/p")
    ]


def test_what_nobody_sees_is_no_text() -> None:
    sheet = Sheet()
    sheet.prose(72, 100, 400, PROSE)
    sheet.canvas.setFillColor(white)
    sheet.put(72, 300, "white on white")
    sheet.canvas.setFillColor(blue)
    sheet.canvas.rect(60, HEIGHT - 410, 300, 30, fill=1)
    sheet.canvas.setFillColor(white)
    sheet.put(72, 400, "White on blue is seen.")
    sheet.canvas.setFillColor(blue)
    sheet.put(72, 500, "tiny", 0.5)
    sheet.put(-500, 500, "beyond the left edge")
    hidden = sheet.canvas.beginText(72, 200)
    hidden.setTextRenderMode(3)
    hidden.textLine("invisible")
    sheet.canvas.drawText(hidden)
    sheet.canvas.saveState()
    sheet.canvas.rotate(45)
    sheet.canvas.drawString(400, 100, "DRAFT")
    sheet.canvas.restoreState()
    assert sheet.text().content == PROSE.strip() + "\n\nWhite on blue is seen."


def picture_page(sheet: Sheet) -> None:
    sheet.canvas.drawInlineImage(_picture(), 0, 0, WIDTH, HEIGHT)


def _picture() -> object:
    from PIL import Image

    return Image.new("L", (40, 56), 220)


def test_what_a_scanner_recognised_is_text() -> None:
    sheet = Sheet()
    picture_page(sheet)
    for number, line in enumerate(wrapped(PROSE + OTHER, 400)):
        hidden = sheet.canvas.beginText(72, 700 - 12 * number)
        hidden.setTextRenderMode(3)
        hidden.setFont("Times-Roman", 10)
        hidden.textLine(line)
        sheet.canvas.drawText(hidden)
    assert sheet.text().content == (PROSE + OTHER).strip()


def test_pictures_without_text_are_no_document() -> None:
    sheet = Sheet()
    for _ in range(3):
        picture_page(sheet)
        sheet.page()
    page = Page(sheet.bytes(), "application/pdf")
    judgement = judge(read(page), page)
    assert (judgement.verdict, judgement.reasons) == (
        Verdict.SHELL,
        ("the PDF's pages are pictures without text",),
    )


def test_a_turned_page_is_read_upright() -> None:
    sheet = Sheet()
    sheet.canvas.rotate(90)
    for number, line in enumerate(wrapped(PROSE + OTHER, 400)):
        sheet.canvas.drawString(100, -100 - 12 * number, line)
    assert sheet.text().content.split() == (PROSE + OTHER).split()


def test_the_title_is_taken_from_the_file_only_if_the_text_bears_it() -> None:
    for declared, wanted in (
        ("Terms of Service", "Terms of Service"),
        ("Microsoft Word - terms_v7_final.docx", "Example Ltd Terms of Service"),
        ("Quarterly report", "Example Ltd Terms of Service"),
    ):
        sheet = Sheet(declared)
        sheet.put(72, 80, "Example Ltd Terms of Service", 18, BOLD)
        sheet.prose(72, 120, 400, PROSE)
        assert sheet.text().title == wanted


def test_contents_with_leaders_lose_their_page_numbers() -> None:
    sheet = Sheet()
    sheet.lines(72, 100, ["1. Scope .................... 1", "2. Data ..................... 12"])
    sheet.prose(72, 200, 400, PROSE)
    assert [words for *_, words in shown(sheet.text())][:2] == ["1. Scope", "2. Data"]


def test_the_signature_decides_and_not_the_declared_type() -> None:
    sheet = Sheet()
    sheet.prose(72, 100, 400, PROSE)
    body = sheet.bytes()
    assert read(Page(body, "text/html")).text.content == PROSE.strip()
    page = Page(b"<!doctype html><p>" + PROSE.encode() + b"</p>", "application/pdf")
    assert read(page).text.content == PROSE.strip()


def test_markdown_of_a_pdf_is_read_back_the_same() -> None:
    sheet = Sheet()
    sheet.put(72, 80, "Terms", 18, BOLD)
    sheet.prose(72, 120, 400, PROSE)
    text = sheet.text()
    assert read(Page(to_markdown(text).encode(), "text/markdown")).text.content == text.content


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
SENTENCE = st.lists(WORD, min_size=8, max_size=60).map(lambda words: " ".join(words).capitalize() + ".")


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(SENTENCE, min_size=4, max_size=24), st.integers(1, 3), st.booleans())
def test_what_was_set_in_columns_comes_back_word_for_word(
    paragraphs: list[str], columns: int, heads: bool
) -> None:
    sheet = Sheet()
    step = 480 / columns
    page, column, y = 1, 0, 100.0

    def furnish() -> None:
        if heads:
            sheet.put(60, 40, "Running head of the document", 8)
            sheet.put(290, 810, str(page), 8)

    for paragraph in paragraphs:
        for line in wrapped(paragraph, step - 16):
            if y > 330:
                column, y = column + 1, 100.0
            if column == columns:
                furnish()
                sheet.page()
                page, column = page + 1, 0
            sheet.put(60 + column * step, y, line)
            y += 12
        y += 10
    furnish()
    # A column of one line beside others cannot be told from words set at the far end of a line.
    assume(column == 0 or y > 150)
    words = sheet.text().content.split()
    if heads and page == 1:
        words = words[5:-1]
    assert words == " ".join(paragraphs).split()


@pytest.mark.parametrize(
    ("before", "raised", "after", "wanted"),
    [
        ("We keep your data", "1", " for thirty days.", "We keep your data[1] for thirty days."),
        ("We keep your data.", "1, 2", " You may object.", "We keep your data.[1, 2] You may object."),
        ("The room has 40 m", "2", " of floor.", "The room has 40 m^2 of floor."),
        ("This is the 1", "st", " edition.", "This is the 1st edition."),
    ],
)
def test_references_to_notes_are_no_part_of_the_word(
    before: str, raised: str, after: str, wanted: str
) -> None:
    sheet = Sheet()
    sheet.prose(72, 60, 400, "The rules of this page bind all who use the service, wherever they are. " * 3)
    end = sheet.put(sheet.put(72, 140, before), 136, raised, 6)
    sheet.put(end, 140, after)
    assert wanted in sheet.text().content
