"""Text blocks as HTML: nothing lost, nothing added, nothing nested wrongly."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.web.small_instance import EVIL_LINKS, FIRST

from clausewatch import structure
from clausewatch.nouns.document import Block, BlockKind, Link, Mark, MarkKind, PrintedDate, Text
from clausewatch.text.markdown import read_markdown
from clausewatch.web.addresses import safe_href
from clausewatch.web.inline import Inline
from clausewatch.web.prose import Frame, excerpt, prose

_WORDS = st.text("ab<>&\"'\u202e\u05d0 ", min_size=1, max_size=12)
_KINDS = st.sampled_from(BlockKind)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A text of random blocks with links and emphasis anywhere inside them."""
    content, blocks = "", []
    for kind, words, level in draw(st.lists(st.tuples(_KINDS, _WORDS, st.integers(0, 9)), max_size=8)):
        blocks.append(Block(kind, len(content), len(content) + len(words), level, table=level % 2))
        content += words + "\n\n"
    spans = []
    for block in blocks:
        length = block.end - block.start
        for a, b in draw(st.lists(st.tuples(st.integers(0, length), st.integers(0, length)), max_size=3)):
            spans.append((block.start + min(a, b), block.start + max(a, b)))
    links = tuple(Link(start, end, "https://birch.example/") for start, end in spans[::2])
    marks = tuple(Mark(start, end, MarkKind.STRONG) for start, end in spans[1::2])
    return Text(content[:-2], tuple(blocks), links, marks)


@settings(max_examples=200, deadline=None)
@given(texts())
def test_no_character_is_lost_or_added(text: Text) -> None:
    page = LexborHTMLParser(f"<main>{prose(text, Frame())}</main>")
    main = page.css_first("main")
    assert main is not None
    shown = "".join(main.text().split())
    assert shown == "".join(text.content.split())
    assert page.css("a a") == []
    for inline in (Inline(text).write(block.start, block.end) for block in text.blocks):
        assert inline.count("<a ") == inline.count("</a>")


def test_lists_nest_and_tables_hold_their_rows() -> None:
    page = LexborHTMLParser(f"<main>{prose(read_markdown(FIRST), Frame())}</main>")
    inner = page.css_first("ul.items li ul.items li")
    assert inner is not None
    assert inner.text().split()[-3:] == ["or", "their", "eggs"]
    assert [len(row.css("td, th")) for row in page.css("table tr")] == [2, 2, 2]
    assert page.css_first("th[scope=col]") is not None


def test_headings_skip_no_step() -> None:
    blocks, content = [], ""
    for level in (1, 4, 6, 2, 3, 1):
        blocks.append(Block(BlockKind.HEADING, len(content), len(content) + 1, level))
        content += "h\n\n"
    html = prose(Text(content[:-2], tuple(blocks)), Frame())
    assert [html[at + 2] for at in range(len(html)) if html.startswith("<h", at)] == list("234342")


def test_an_excerpt_leaves_the_title_out_but_never_the_words() -> None:
    text = read_markdown("# Rules\n\n**Be kind**\n\nYou must be kind.\n\n## Short\n\nShort\n")
    outline = structure.outline(text)
    shown = [str(excerpt(text, each).opening) for each in outline.provisions]
    assert any("You must be kind." in each for each in shown)
    assert all(each for each in shown)
    for provision, html in zip(outline.provisions, shown, strict=True):
        for statement in provision.statements:
            assert statement.of(text.content) in html


def test_only_harmless_links_are_links() -> None:
    for href in EVIL_LINKS:
        assert safe_href(href) is None, href
    for href in ("https://birch.example/a?b=c", "HTTP://birch.example", "mailto:me@birch.example"):
        assert safe_href(href) == href


def test_printed_dates_are_marked_once() -> None:
    text = Text(
        "Updated 5 May 2026.", (Block(BlockKind.PARAGRAPH, 0, 19),), (), (Mark(10, 13, MarkKind.STRONG),)
    )
    found = structure_date(text)
    html = prose(text, Frame(dates=(found,)))
    assert html.count('id="date-8"') == 1


def structure_date(text: Text) -> PrintedDate:
    from datetime import date

    from clausewatch.nouns.document import DateKind

    start = text.content.index("5 May")
    return PrintedDate(DateKind.UPDATED, date(2026, 5, 5), start, start + len("5 May 2026"))


def test_a_long_document_is_set_whole() -> None:
    """15,000 words in blocks of 30 under 440 headings are set whole."""
    sentence = "You must not do this or that without asking us, and we may end the service for you. " * 2
    source = "\n\n".join(f"## Clause {number}\n\n{sentence}" for number in range(440))
    text = read_markdown(source)
    assert len(text.content.split()) > 15_000
    outline = structure.outline(text)
    shown = prose(text, Frame(outline.provisions, lambda provision: f"/{provision}/"))
    assert str(shown).count("Clause ") >= 440
