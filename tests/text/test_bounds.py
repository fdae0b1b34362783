"""Markup cut down to what can be read in bounded time, without a word of the document lost."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page
from clausewatch.text import read
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
