"""Word files: accepting every mark gives the new text, rejecting them the old; hostile words stay words."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.report_kit import BIDI, HOSTILE, W, edition, redline_of, report_of, resolved

from clausewatch.nouns.change import Op, Piece
from clausewatch.nouns.document import BlockKind
from clausewatch.nouns.report import Fact, Facts, Grid, Heading, Paper, Points, Quote, Redlined, Words
from clausewatch.publish.report import report_docx
from clausewatch.publish.report.bound import MOST_CHARACTERS
from clausewatch.publish.words import sendable

P, H, LI = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM
LONG = "We keep what you tell us for as long as the account stands and for thirty days after it was closed by you."
OLD = [
    (H, "Your data"),
    (P, LONG),
    (P, "You may object within 14 days."),
    (LI, "first"),
    (LI, "second thing"),
    (P, "Bye."),
]
NEW = [
    (H, "Your data and ours"),
    (P, "You may object within 30 days."),
    (LI, "first"),
    (LI, "a new thing"),
    (P, "Bye."),
    (P, LONG),
    (P, "Tab\there\nand a line."),
]
WORDS = st.lists(
    st.tuples(
        st.sampled_from([P, H, LI, BlockKind.CODE]), st.text("ab c.\t\u202e<&é", min_size=1, max_size=40)
    ),
    min_size=1,
    max_size=8,
)


def test_acceptance_gives_the_new_text_and_rejection_the_old() -> None:
    file = report_docx(redline_of(edition("a" * 20, OLD), edition("b" * 20, NEW)))
    assert resolved(file, "accept") == [text for _, text in NEW]
    assert resolved(file, "reject") == [text for _, text in OLD]


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_whatever_the_texts_are(old: list[tuple[BlockKind, str]], new: list[tuple[BlockKind, str]]) -> None:
    file = report_docx(redline_of(edition("a" * 20, old), edition("b" * 20, new)))
    assert resolved(file, "accept") == [text for _, text in new]
    assert resolved(file, "reject") == [text for _, text in old]


def test_word_sees_insertions_deletions_and_a_move() -> None:
    file = report_docx(redline_of(edition("a" * 20, OLD), edition("b" * 20, NEW)))
    opened = docx.Document(io.BytesIO(file))
    body = opened.element.body
    found = {tag: list(body.iter(f"{W}{tag}")) for tag in ("ins", "del", "moveFrom", "moveTo")}
    assert all(found.values())
    assert all(each.get(f"{W}author") == "Clausewatch" for tags in found.values() for each in tags)
    starts = [
        each.get(f"{W}name")
        for tag in ("moveFromRangeStart", "moveToRangeStart")
        for each in body.iter(f"{W}{tag}")
    ]
    assert starts == ["move1", "move1"]
    numbers = [each.get(f"{W}id") for tags in found.values() for each in tags]
    assert len(set(numbers)) == len(numbers)
    assert opened.core_properties.title == "Lumen Assistant: Usage Policy"
    assert "Your data" in next(
        each.text for each in opened.paragraphs if each.style and each.style.name == "Passage Heading"
    )


def test_every_block_is_written_and_equal_reports_give_equal_bytes() -> None:
    report = report_of(
        Heading("Part"),
        Words("Said", link="https://a.example/?x=1&y=2"),
        Facts((Fact("Label", "value", code=True),)),
        Points(("one", "two")),
        Quote("quoted", language="ar"),
        Grid(("Matter", "A"), (("Topic", "states"),)),
        Redlined((Piece(Op.INSERTED, "came"),), quoted=True),
    )
    file = report_docx(report)
    assert file == report_docx(report)
    assert file != report_docx(report, Paper.LETTER)
    opened = docx.Document(io.BytesIO(file))
    said = [each.text for each in opened.paragraphs]
    for words in ("Part", "Said", "one", "two", "quoted"):
        assert words in said
    assert [cell.text for cell in opened.tables[0].rows[1].cells] == ["Topic", "states"]


def test_hostile_words_stay_words() -> None:
    texts = [HOSTILE, BIDI, "x" * 20_000, "a\"b'c<d>"]
    report = report_of(*(Quote(each) for each in texts), *(Heading(each) for each in texts), title=HOSTILE)
    file = report_docx(report)
    opened = docx.Document(io.BytesIO(file))
    said = [each.text for each in opened.paragraphs]
    assert all(sendable(each) in said for each in texts)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))


def test_five_megabytes_are_bounded_and_say_so() -> None:
    file = report_docx(report_of(Quote("word " * 1_000_000)))
    opened = docx.Document(io.BytesIO(file))
    assert sum(len(each.text) for each in opened.paragraphs) < MOST_CHARACTERS + 1_000
    assert "cut here" in opened.paragraphs[-1].text
