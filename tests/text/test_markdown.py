"""read_markdown keeps the promises of Text on every kind of Markdown block and on any string at all."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.nouns.document import BlockKind, MarkKind, Text
from clausewatch.text.markdown import read_markdown


def blocks(text: Text) -> list[tuple[str, int, str, str]]:
    return [(b.kind.value, b.level, b.marker, b.of(text.content)) for b in text.blocks]


def test_headings_paragraphs_and_title() -> None:
    text = read_markdown(
        "House Rules\n===========\n\nLast updated: today.\n\n## 2. Scope ##\n\nOne\ntwo  \nthree.\n"
    )
    assert blocks(text) == [
        ("heading", 1, "", "House Rules"),
        ("paragraph", 0, "", "Last updated: today."),
        ("heading", 2, "", "2. Scope"),
        ("paragraph", 0, "", "One two three."),
    ]
    assert text.title == "House Rules"
    assert text.content == "House Rules\n\nLast updated: today.\n\n2. Scope\n\nOne two three."


def test_lists_nest_and_keep_their_marks() -> None:
    source = "Intro:\n\n*   one\n    \n    more\n*   two\n    1.  deep\n    2.  deeper\n*   last\n\nEnd.\n\n3) three\n4) four"
    text = read_markdown(source)
    assert blocks(text) == [
        ("paragraph", 0, "", "Intro:"),
        ("item", 1, "•", "one"),
        ("item", 1, "", "more"),
        ("item", 1, "•", "two"),
        ("item", 2, "1.", "deep"),
        ("item", 2, "2.", "deeper"),
        ("item", 1, "•", "last"),
        ("paragraph", 0, "", "End."),
        ("item", 1, "3)", "three"),
        ("item", 1, "4)", "four"),
    ]
    assert text.content == "Intro:\n\none\nmore\ntwo\ndeep\ndeeper\nlast\n\nEnd.\n\nthree\nfour"


def test_tables_have_rows_cells_and_headers() -> None:
    text = read_markdown(
        "|  |  |\n| --- | --- |\n| a \\| b<br>c |  |\n\nx\n\n| H | K |\n| --- | --- |\n| 1 | **2** |"
    )
    assert [(b.kind, b.header, b.table) for b in text.blocks] == [
        (BlockKind.ROW, False, 1),
        (BlockKind.PARAGRAPH, False, 0),
        (BlockKind.ROW, True, 2),
        (BlockKind.ROW, False, 2),
    ]
    assert text.content == "a | b c\t\n\nx\n\nH\tK\n1\t2"
    assert [[c.of(text.content) for c in b.cells] for b in text.blocks] == [
        ["a | b c", ""],
        [],
        ["H", "K"],
        ["1", "2"],
    ]


def test_links_and_marks_stand_apart() -> None:
    text = read_markdown(
        "See **our [rules](https://a.example/x?a=1&b=2)** and _more_ `now`, <https://b.example/>."
    )
    assert text.content == "See our rules and more now, https://b.example/."
    assert [(text.content[link.start : link.end], link.href) for link in text.links] == [
        ("rules", "https://a.example/x?a=1&b=2"),
        ("https://b.example/", "https://b.example/"),
    ]
    assert [(text.content[mark.start : mark.end], mark.kind) for mark in text.marks] == [
        ("our rules", MarkKind.STRONG),
        ("more", MarkKind.EMPHASIS),
        ("now", MarkKind.CODE),
    ]


def test_leftover_emphasis_marks_still_mark() -> None:
    text = read_markdown("**Effective:**November 1. Five \\*\\* stars.")
    assert text.content == "Effective:November 1. Five ** stars."
    assert [(m.start, m.end, m.kind) for m in text.marks] == [(0, 10, MarkKind.STRONG)]


def test_a_link_that_could_run_script_is_only_its_words() -> None:
    text = read_markdown(
        "[click](javascript:alert(1)) [here](JaVaScRiPt:x) [up](#top) [w](mailto:a@b.example)"
    )
    assert text.content == "click here up w"
    assert [link.href for link in text.links] == ["#top", "mailto:a@b.example"]


def test_escapes_entities_and_invisible_characters() -> None:
    text = read_markdown("1\\. Who&nbsp;&amp; w\u2060hy\u200b \\[x\\]  &#x65;&#x301;\u00ad\u00a0end")
    assert text.content == "1. Who & why [x] é end"
    assert unicodedata.is_normalized("NFC", text.content)


def test_html_shows_its_words_only() -> None:
    text = read_markdown(
        "<div><p>First <b>bold</b></p><p>A&amp;B</p></div>\n\n<script>\nbad()\n</script>\n\n"
        "one<br>two <span class='x'>three</span> <user-id> <!-- no --> x <script>y</script>z"
    )
    assert [b.of(text.content) for b in text.blocks] == ["First bold", "A&B", "one two three <user-id> x z"]


def test_indented_and_fenced_text_is_kept() -> None:
    text = read_markdown("Intro.\n\n    Customer **will** comply.\n\n```\na  b\n\nc\n```")
    assert [(b.kind.value, b.of(text.content)) for b in text.blocks] == [
        ("paragraph", "Intro."),
        ("paragraph", "Customer will comply."),
        ("code", "a b"),
        ("code", "c"),
    ]


def test_reference_links_and_pictures() -> None:
    text = read_markdown("[Rules][r] ![logo](x.png) stay.\n\n[r]: https://a.example/r")
    assert text.content == "Rules stay."
    assert [link.href for link in text.links] == ["https://a.example/r"]


def test_a_heading_in_an_ordered_item_keeps_the_number() -> None:
    text = read_markdown("4.  ### Fees\n    \n    You pay.")
    assert blocks(text) == [("heading", 3, "4.", "Fees"), ("item", 1, "", "You pay.")]


def test_nesting_beyond_reason_loses_no_word() -> None:
    text = read_markdown("\n".join("> " * 200 + f"word{n}" for n in range(3)))
    assert all(f"word{n}" in text.content for n in range(3))


MARKDOWN = st.text(
    st.sampled_from("ab1. \n\n\t*_#>|-=+`[]()<>!&;\\:é\u0301\u00a0\u200b条,/\"'~^x{}0\r\x00\ud800"),
    max_size=300,
)


@settings(max_examples=400, deadline=None)
@given(MARKDOWN)
def test_any_string_gives_a_text_to_the_promises(source: str) -> None:
    text = read_markdown(source)
    content = text.content
    assert unicodedata.is_normalized("NFC", content)
    end = 0
    for number, block in enumerate(text.blocks):
        separator = content[end : block.start]
        assert separator == "" if number == 0 else separator in ("\n", "\n\n")
        assert block.start < block.end
        inner = block.of(content)
        if block.kind is not BlockKind.ROW:
            assert inner == " ".join(inner.split())
        else:
            assert inner == "\t".join(cell.of(content) for cell in block.cells)
        end = block.end
    assert end == len(content)
    spans = [(x.start, x.end) for x in text.links] + [(x.start, x.end) for x in text.marks]
    for start, stop in spans:
        assert 0 <= start < stop <= len(content)
        assert content[start:stop].strip() == content[start:stop]


WORDS = st.lists(st.from_regex(r"[a-zA-Zéü条款]{1,8}[.,:;]?", fullmatch=True), min_size=1, max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(["", "# ", "* ", "3. ", "    ", "> ", "**", "_"]), WORDS), max_size=12)
)
def test_no_word_is_lost(parts: list[tuple[str, list[str]]]) -> None:
    close = {"**": "**", "_": "_"}
    source = "\n\n".join(mark + " ".join(words) + close.get(mark, "") for mark, words in parts)
    wanted = unicodedata.normalize("NFC", " ".join(word for _, words in parts for word in words))
    assert read_markdown(source).content.split() == wanted.split()


def test_thousands_of_open_brackets_are_read() -> None:
    assert len(read_markdown("![[" * 20_000).content) == 60_000


def test_what_is_struck_out_is_none_of_the_text() -> None:
    told = read_markdown(
        "# Fees\n\nA trip costs ~~seven~~ nine euros, not ~~six **or** seven~~ more.\n\n~~Old.~~\n\nAbout ~5 ~~ 6."
    )
    assert told.content == "Fees\n\nA trip costs nine euros, not more.\n\nAbout ~5 ~~ 6."
