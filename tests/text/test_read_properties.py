"""On pages made up at random: no visible word of the main content is lost, none is invented; and no bytes make reading raise."""

from __future__ import annotations

import html
import re
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausewatch import structure, text
from clausewatch.nouns.document import Page, Text

_ALPHABET = "abcdefgxyzABCéßñøłжшا漢字かな0123456789.,;:!?'’“”&<>…/()§%€"
"""Without dashes: at the beginning of lines they are list marks, which a Text holds apart from its words."""
words = st.text(st.sampled_from(_ALPHABET), min_size=1, max_size=9)
spaces = st.sampled_from([" ", "\n", "  ", "\t", "&#32;", "\r\n   "])
INLINE = (
    "b",
    "strong",
    "em",
    "i",
    "span",
    "code",
    "u",
    "a href='/x'",
    "a href='#y'",
    "span class=h",
    "font color=red",
)
BLOCK = (
    "p",
    "div",
    "section",
    "h2",
    "h3",
    "blockquote",
    "div class=text",
    "article",
    "pre",
    "address",
    "h4 id=x",
)


CLAUSES = (
    "We may share it with brokers.",
    "You must not sell your account",
    "Es gilt das Recht von Irland.",
    "Irish law applies to these terms; see <a href=/x>Rome I</a>.",
    "如有争议，由人民法院管辖。",
    "You may cancel within 14 days, as told <a href=/o>here</a>.",
)
NAMES = (
    "ads",
    "social",
    "language",
    "banner",
    "share",
    "cta",
    "promo",
    "search",
    "related",
    "sidebar",
    "menu",
    "toast",
)
BOXES = (
    "<div class={name}><p>{clause}</p></div>",
    "<div id={name}><h3>Our rules</h3>{clause}</div>",
    "<form><input type=checkbox><p>{clause}</p></form>",
    "<form><label>{clause}</label><input></form>",
    "<section><header><h2>2. Rules</h2><p>{clause}</p></header></section>",
    "<aside><p>{clause} <a href=/n>More</a> is told below it, for all who ask.</p></aside>",
    "<section><h2>3. Rules</h2><div>{clause} <a href=/n>More</a></div></section>",
    "<div><div class={name}><div>{clause}</div></div><a href=/n>More</a></div>",
    "<div><p>{clause}</p><ul><li><a href=/a>Ann Inc</a></li><li><a href=/b>Bob Inc</a></li><li><a href=/c>Cat Inc</a></li></ul></div>",
    "<p>© 2024 Example Ltd. {clause}</p>",
    "<p>Was this helpful? {clause}</p>",
)


def _element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag.split(maxsplit=1)[0]}>"


@st.composite
def inline(draw: st.DrawFn, depth: int = 2) -> str:
    """Words parted by white space; some inside marks or links, some written as entities."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        if depth and draw(st.integers(0, 3)) == 0:
            parts.append(_element(draw(st.sampled_from(INLINE)), draw(inline(depth - 1))))
        else:
            word = draw(words)
            coded = "".join(f"&#{ord(char)};" for char in word) if draw(st.booleans()) else html.escape(word)
            parts.append(coded)
        parts.append(draw(spaces) if draw(st.integers(0, 5)) else "<br>")
    return "".join(parts)


@st.composite
def block(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.integers(0, 5 if depth else 1))
    if kind <= 1:
        return _element(draw(st.sampled_from(BLOCK)), draw(inline()))
    if kind == 2:
        items = [
            _element("li", draw(inline()) + "".join(draw(st.lists(block(depth - 1), max_size=1))))
            for _ in range(3)
        ]
        return _element(draw(st.sampled_from(["ul", "ol", "ol type=a", "ol start=4"])), "".join(items))
    if kind == 3:
        width = draw(st.integers(1, 3))
        cell = draw(st.sampled_from(["td", "th", "td colspan=2"]))
        rows = [
            _element("tr", "".join(_element(cell, draw(inline(1))) for _ in range(width))) for _ in range(2)
        ]
        return _element("table", "".join(rows))
    if kind == 4:
        return _element("dl", _element("dt", draw(inline(1))) + _element("dd", draw(inline(1))))
    return _element(
        draw(st.sampled_from(["div", "section", "article"])),
        "".join(draw(st.lists(block(depth - 1), min_size=1, max_size=3))),
    )


@st.composite
def boxed(draw: st.DrawFn) -> str:
    """A clause in a box that looks like furniture of the site."""
    box = draw(st.sampled_from(BOXES))
    return box.format(name=draw(st.sampled_from(NAMES)), clause=draw(st.sampled_from(CLAUSES)))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A main part of nested blocks under a heading, between a menu and a footer that are no part of it."""
    prose = (
        "<p>We may change these terms at any time, and you may end your account whenever you like to do so.</p>"
        * 12
    )
    inner = "".join(draw(st.lists(st.one_of(block(), boxed()), min_size=1, max_size=6)))
    last = draw(st.one_of(st.just(prose), boxed().map(lambda box: prose + box)))
    menu = "<nav><a href=/m1>mmm1</a> <a href=/m2>mmm2</a></nav>"
    hidden = "<div style='display:none'>hhh</div><script>sss()</script><!-- ccc --><template>ttt</template>"
    return f"<!doctype html><title>Terms</title><body>{menu}<main><h1>Terms</h1>{prose}{inner}{hidden}{last}</main><footer>fff</footer>"


def _shown(markup: str) -> str:
    """The characters of the main part that are on screen, white space aside: by the standard library's parser."""
    shown = html.unescape(_without_tags(markup))
    return "".join(unicodedata.normalize("NFC", shown).split())


def _without_tags(markup: str) -> str:
    main = markup[markup.index("<main>") : markup.index("</main>")]
    for begin, end in (
        ("<div style='display:none'>", "</div>"),
        ("<script>", "</script>"),
        ("<!--", "-->"),
        ("<template>", "</template>"),
    ):
        before, _, rest = main.partition(begin)
        main = before + rest.partition(end)[2]
    parts: list[str] = []
    while "<" in main:
        before, _, rest = main.partition("<")
        parts.append(before)
        main = rest.partition(">")[2]
    return "".join([*parts, main])


def _whole(read: Text) -> str:
    return "".join(read.content.split())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages())
def test_no_visible_word_is_lost_and_none_is_invented(markup: str) -> None:
    read = text.read(Page(markup.encode(), url="https://example.org/terms")).text
    assert _whole(read) == _shown(markup)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["1", "12", "6", "2024"]), min_size=1, max_size=4),
    st.sampled_from(["sup", "sub", "sup><a href=#n"]),
    st.sampled_from(["$50", "10", "the data", "7 km", "in 2024", "terms.", "30 "]),
)
def test_no_raised_or_lowered_figure_makes_a_number(raised: list[str], tag: str, before: str) -> None:
    tags = tag.split("><")
    opened = "".join(f"<{one}>" for one in tags)
    closed = "".join(f"</{one.split()[0]}>" for one in reversed(tags))
    inner = "".join(f"<p>We say {before}{opened}{figure}{closed} more.</p>" for figure in raised)
    content = text.read(Page(f"<main><h1>Terms</h1>{inner}</main>".encode())).text.content
    written = re.findall(r"\d+", re.sub("<[^>]*>", " ", inner))
    assert re.findall(r"\d+", content) == written


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages())
def test_blocks_tile_the_content_and_provisions_hold_every_word(markup: str) -> None:
    read = text.read(Page(markup.encode())).text
    assert unicodedata.is_normalized("NFC", read.content)
    at = 0
    for one in read.blocks:
        assert read.content[at : one.start] in {"", "\n", "\n\n"}
        at = one.end
    assert at == len(read.content)
    told = "".join(
        "".join(read.content[one.start : one.end].split()) for one in structure.outline(read).provisions
    )
    assert told == _whole(read)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A page with stretches cut, doubled, moved or overwritten by any bytes."""
    body = draw(pages()).encode()
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 300)))
        put = draw(st.one_of(st.binary(max_size=40), st.just(body[end : end + 200]), st.just(b"")))
        body = body[:start] + put + body[end:]
    return body


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    mutated(),
    st.sampled_from(["text/html", "text/plain", "text/markdown", "", "application/xhtml+xml; charset=x"]),
    st.sampled_from([None, "utf-8", "utf-16", "latin-1", "shift_jis", "nonsense", "\x00"]),
)
def test_reading_never_raises_whatever_the_bytes(body: bytes, media: str, charset: str | None) -> None:
    page = Page(body, media, charset, "https://example.org/x?y#z", 200, ("main", ":not("), ("nav",))
    reading = text.read(page)
    assert text.judge(reading, page).reasons
    assert bool(structure.outline(reading.text).provisions) == bool(reading.text.blocks)
    assert bool(text.to_markdown(reading.text)) == bool(reading.text.blocks)
