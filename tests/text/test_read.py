"""Reading pages: which words are kept, as which blocks, and that nothing at all makes the reader fail."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.nouns.document import BlockKind, MarkKind, Page, Text
from clausewatch.text import read, to_markdown

PROSE = "You may use the service only as these terms allow, and we may change them when the law requires it."


def text_of(body: str, **more: object) -> Text:
    return read(Page(body.encode(), **more)).text  # type: ignore[arg-type]


def kinds(text: Text) -> list[tuple[str, int, str, str]]:
    return [(block.kind.value, block.level, block.marker, block.of(text.content)) for block in text.blocks]


def test_blocks_keep_headings_lists_and_tables() -> None:
    text = text_of(
        f"""<html lang=en><body><main><h1>Terms</h1><p>{PROSE}</p>
        <ol type=a><li>First<ul><li>inner</li></ul></li><li value=4><p>Second</p><p>more</p></li></ol>
        <table><tr><th>Data</th><th>Days</th></tr><tr><td>Logs</td><td>30</td></tr></table></main></body></html>"""
    )
    assert kinds(text) == [
        ("heading", 1, "", "Terms"),
        ("paragraph", 0, "", PROSE),
        ("item", 1, "a.", "First"),
        ("item", 2, "•", "inner"),
        ("item", 1, "d.", "Second"),
        ("item", 1, "", "more"),
        ("row", 0, "", "Data\tDays"),
        ("row", 0, "", "Logs\t30"),
    ]
    assert [block.header for block in text.blocks[-2:]] == [True, False]
    assert [cell.of(text.content) for cell in text.blocks[-1].cells] == ["Logs", "30"]
    assert text.title == "Terms"
    assert "a.\n" not in text.content


def test_links_and_marks_stand_apart_from_the_text() -> None:
    text = text_of(
        f'<main><p>{PROSE}</p><p><b>Run-in.</b> See <a href="/p?a=1">the <em>policy</em></a>.</p></main>',
        url="https://example.org/legal/",
    )
    [link] = text.links
    assert (text.content[link.start : link.end], link.href) == ("the policy", "https://example.org/p?a=1")
    assert [(mark.kind, text.content[mark.start : mark.end]) for mark in text.marks] == [
        (MarkKind.STRONG, "Run-in."),
        (MarkKind.EMPHASIS, "policy"),
    ]


def test_words_parted_by_a_break_are_not_glued() -> None:
    text = text_of(f"<main><p>{PROSE}</p><p>Example Ltd<br>1 High Street<br/>London</p></main>")
    assert text.content.endswith("Example Ltd 1 High Street London")


def test_bullets_written_by_hand_are_items() -> None:
    text = text_of(f"<main><p>{PROSE}</p><p>• one thing<br>• another thing</p></main>")
    assert kinds(text)[1:] == [("item", 1, "•", "one thing"), ("item", 1, "•", "another thing")]


def test_spans_count_code_points_of_the_composed_text() -> None:
    text = text_of(f"<main><p>{PROSE}</p><p>cafe\u0301 <b>re\u0301sume\u0301</b> 😀 <i>end</i></p></main>")
    assert [text.content[mark.start : mark.end] for mark in text.marks] == ["r\u00e9sum\u00e9", "end"]


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav><a href=/a>Products</a> <a href=/b>Prices</a></nav>",
        "<div class='top-menu'><a href=/a>Products</a> <a href=/b>Prices</a> <a href=/c>Docs</a></div>",
        "<div role=dialog><p>We use cookies to make this site work better for you.</p><button>Accept</button></div>",
        "<div id=cookie-banner><p>We use cookies to make this site work better.</p><button>Accept</button></div>",
        "<footer><a href=/imprint>Imprint</a> Example Ltd</footer>",
        "<div><a href=/1>Home</a><a href=/2>Pricing</a><a href=/3>Log in</a><a href=/4>Blog</a></div>",
        "<a class='sr-only' href='#main'>Skip to content</a>",
        "<script>var words = 'Never shown anywhere';</script>",
    ],
)
def test_what_is_no_part_of_the_document_is_left_out(chrome: str) -> None:
    text = text_of(f"<body>{chrome}<div><h1>Policy</h1><p>{PROSE}</p><p>{PROSE}</p></div></body>")
    assert text.content == f"Policy\n\n{PROSE}\n\n{PROSE}"


def test_folded_answers_are_read_and_hidden_dialogs_are_not() -> None:
    text = text_of(
        f"""<main><h1>Questions</h1><h3><button aria-controls=a aria-expanded=false>Who?</button></h3>
        <div id=a hidden><p>{PROSE}</p></div><details><summary>When?</summary><p>{PROSE}</p></details>
        <div class=modal hidden><p>Subscribe to our newsletter today, it is free of charge.</p></div></main>"""
    )
    assert [words for *_, words in kinds(text)] == ["Questions", "Who?", PROSE, "When?", PROSE]


def test_a_declaration_selects_and_removes() -> None:
    body = f"<body><p>out</p><div class=doc><p>{PROSE}</p><p class=ad>Buy</p></div></body>"
    assert text_of(body, select=(".doc",), remove=(".ad",)).content == PROSE
    dropped = read(Page(body.encode(), select=("[[",))).signals.dropped
    assert "unusable selector [[" in {part.reason for part in dropped}


def test_a_text_that_stands_only_in_a_data_island_is_recovered() -> None:
    blocks = ",".join(f'{{"type":"p","n":"2.{n}","html":"{PROSE}"}}' for n in range(12))
    page = f'<body><div id=app></div><script type="application/json">{{"doc":[{{"type":"h","n":"2.","html":"Use"}},{blocks}]}}</script></body>'
    reading = read(Page(page.encode()))
    assert reading.signals.recovered
    assert reading.text.content.startswith(f"2. Use\n\n2.0 {PROSE}\n\n2.1 {PROSE}")


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("Größe".encode("cp1252"), "iso-8859-1"),
        ("Größe".encode(), None),
        ("Größe".encode("utf-16"), None),
        (b"<meta charset=windows-1252>" + "Größe".encode("cp1252"), None),
        ("Größe".encode(), "no-such-charset"),
    ],
)
def test_the_charset_is_found(body: bytes, charset: str | None) -> None:
    assert (
        read(Page(b"<body><p>" + body if body[:2] != b"\xff\xfe" else body, charset=charset)).text.content
        == "Größe"
    )


def test_deep_nesting_neither_recurses_nor_loses_the_words() -> None:
    assert text_of("<div>" * 12_000 + PROSE).content == PROSE
    assert text_of("<b>" * 3_000 + PROSE).content.startswith("You may")


def test_many_breaks_and_marks_cost_no_quadratic_time() -> None:
    assert len(text_of("<p>" + "<b>a</b> \u00e9\u200b " * 20_000).marks) == 20_000
    assert len(text_of("<p>" + "a<br><br>" * 20_000).blocks) == 20_000
    assert len(text_of("<b><b><b>bold " + PROSE).marks) == 1


def test_plain_text_has_paragraphs_and_items() -> None:
    text = read(Page(b"Title\n=====\n\nOne\ntwo\n\n* a\n* b\n", media_type="text/plain; charset=utf-8")).text
    assert [words for *_, words in kinds(text)] == ["Title", "One two", "a", "b"]


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "idna", "x-user", "gbk", "base64"]))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_it_fail(body: bytes, charset: str | None) -> None:
    for media in ("text/html", "text/plain"):
        check(read(Page(body, media_type=media, charset=charset)).text)


WORD = st.text(alphabet="abcdefghäöé中文", min_size=1, max_size=8)
INLINE = st.builds(
    lambda tag, word: f"<{tag}>{word}</{tag}> ",
    st.sampled_from(["b", "em", "span", "a href=/x", "code"]),
    WORD,
)
SENTENCE = st.lists(st.one_of(WORD.map(lambda word: word + " "), INLINE), min_size=1, max_size=12).map(
    "".join
)
ELEMENT = st.sampled_from(["p", "div", "li", "h2", "h4", "blockquote", "section", "dd", "td", "pre"])
PARTS = st.recursive(
    SENTENCE,
    lambda inner: (
        st.builds(
            lambda tag, kids: f"<{tag}>{''.join(kids)}</{tag}>",
            st.sampled_from(["div", "ul", "ol", "section", "dl", "blockquote"]),
            st.lists(inner, max_size=4),
        )
        | st.builds(lambda tag, kid: f"<{tag}>{kid}</{tag}>", ELEMENT, inner)
    ),
    max_leaves=12,
)


@given(PARTS)
@settings(max_examples=200, deadline=None)
def test_no_word_of_the_main_part_is_lost_or_invented(inside: str) -> None:
    text = text_of(f"<main><h1>T</h1><p>{PROSE}</p>{inside}<p>{PROSE}</p></main>")
    check(text)
    expected = re.sub(r"<[^<>]*>", " ", inside).split()
    assert text.content.split() == ["T", *PROSE.split(), *expected, *PROSE.split()]
    shown = [word for word in re.sub(r"[\\|`#]", " ", to_markdown(text)).split() if word[0].isalpha()]
    assert [word for word in text.content.split() if word[0].isalpha()] == shown


def check(text: Text) -> None:
    """The promises of `Text`: blocks cover the content but the separators, marks and links lie inside blocks."""
    at = 0
    for block in text.blocks:
        assert not text.content[at : block.start].strip("\n")
        assert block.start < block.end
        at = block.end
        if block.kind is not BlockKind.ROW:
            assert " ".join(block.of(text.content).split()) == block.of(text.content)
        for cell in block.cells:
            assert block.start <= cell.start <= cell.end <= block.end
    assert at == len(text.content)
    pieces = [(link.start, link.end) for link in text.links] + [(mark.start, mark.end) for mark in text.marks]
    for start, end in pieces:
        assert any(block.start <= start < end <= block.end for block in text.blocks)
