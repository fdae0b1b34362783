"""Markup cut down to what can be read in bounded time, without a word of the document lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clausewatch.nouns.document import Page
from clausewatch.text import parts, read, twins
from clausewatch.text.bounds import bounded

DEEP = "<div>" * 21_000
CLAUSE = "<p>You may not sell your account.</p>"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>if (a<b && c){}</script>",
        "<SCRIPT>for(i=0;i<n;i++){x='<div>'}</SCRIPT >",
        "<style>a<b{}</style>",
        "<!-- a <b c -->",
        "<!--><i></i>",
        "<textarea><div></textarea>",
    ],
)
def test_what_looks_like_tags_in_scripts_and_comments_swallows_no_text(hidden: str) -> None:
    assert "You may not sell your account." in read(Page(f"{DEEP}{hidden}{CLAUSE}".encode())).text.content


@pytest.mark.parametrize("opened", ["<svg><style>", "<svg><script/>", "<math><style>"])
def test_a_style_inside_a_drawing_is_no_way_around_the_depth(opened: str) -> None:
    assert bounded(opened + DEEP).count("<div>") < 1_000


@pytest.mark.parametrize("attribute", ["a{}=b", "a{}", "a{}='<'", 'a{}="<b c>"', "a{} = b", "a{}=/x/"])
def test_a_tag_keeps_its_first_thousand_attributes(attribute: str) -> None:
    many = " ".join(attribute.format(number) for number in range(80_000))
    html = f"<main><p id=x {many}>We may change these terms.</p>{CLAUSE}</main>"
    cut = bounded(html)
    assert len(cut) < 60_000
    assert cut.endswith(f">We may change these terms.</p>{CLAUSE}</main>")
    assert cut.startswith("<main><p id=x a0")
    assert (
        read(Page(html.encode())).text.content
        == "We may change these terms.\n\nYou may not sell your account."
    )


@pytest.mark.parametrize(
    "html",
    [
        f"<p><img src='data:image/png;base64,{'A' * 50_000}' alt=x>{CLAUSE}",
        f"<script>{'var a = 1; ' * 5_000}</script>{CLAUSE}",
        f"<p>{'words stand here ' * 5_000}",
        "<p class='" + "a " * 20_000 + "'>x",
    ],
)
def test_long_stretches_that_hold_few_attributes_stay_as_they_are(html: str) -> None:
    assert bounded(html) == html


def _work(monkeypatch: pytest.MonkeyPatch, room: object, name: str, html: str) -> int:
    """How many elements or words the named function of a module was asked about while the page was read."""
    asked = 0
    real = getattr(room, name)

    def counted(*given: object) -> object:
        nonlocal asked
        found = real(*given)
        asked += len(found) if isinstance(found, list) else given[2] - given[1]  # type: ignore[operator]
        return found

    with monkeypatch.context() as patch:
        patch.setattr(room, name, counted)
        read(Page(html.encode(), url="https://example.org/t#z"))
    return asked


def _spoken(count: int) -> str:
    return "".join(
        f"<span class=sr-only>a b c {at}</span><span aria-hidden=true>a b c x{at}</span>"
        for at in range(count)
    )


def _titled(count: int) -> str:
    return "".join(
        f"<h2 id=z>Terms of Service</h2><p>{'You pay each month. ' * 30}</p>" for _ in range(count)
    )


@pytest.mark.parametrize(("room", "name", "made"), [(twins, "words_of", _spoken), (parts, "_words", _titled)])
def test_twice_the_page_is_no_more_than_twice_the_work(
    monkeypatch: pytest.MonkeyPatch, room: object, name: str, made: Callable[[int], str]
) -> None:
    once, twice = (_work(monkeypatch, room, name, f"<main>{made(count)}</main>") for count in (150, 300))
    assert 0 < once <= twice < 2.2 * once


@pytest.mark.parametrize("before", ["", "7" * 9_000, "<p>" * 3_000, "<a>" + "x" * 7_999, "<b>" + "é" * 8_001])
@pytest.mark.parametrize(("attributes", "thinned"), [(1_000, False), (1_001, False), (4_100, True)])
def test_a_long_tag_loses_attributes_wherever_it_stands(before: str, attributes: int, thinned: bool) -> None:
    page = f"{before}<p {' '.join('a' for _ in range(attributes))}>words</p>"

    assert (len(bounded(page)) < len(page)) is thinned
