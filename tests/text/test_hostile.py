"""No page, however hostile, makes reading crash, hang or swell: always a verdict, an outline and Markdown."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata

import pytest
from tests.hostile_pages import FAMILIES, framed, page

from clausewatch import structure, text
from clausewatch.nouns.document import Page
from clausewatch.nouns.evidence import Verdict
from clausewatch.text.bounds import MOST_TAGS, bounded
from clausewatch.text.characters import composed

VERDICTS = {verdict.value for verdict in Verdict}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_page_of_the_family_is_read_within_limits(family: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile_pages", family], capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    begun = [line["page"] for line in lines if "verdict" not in line]
    told = {line["page"]: line for line in lines if "verdict" in line}
    assert done.returncode == 0, f"{begun[-1:]} ended it: {done.stderr[-800:]}"
    assert list(told) == begun == [name for name, _ in FAMILIES[family]()]
    for name, line in told.items():
        assert {line["verdict"], line["again"]} <= VERDICTS, name
        assert line["tiled"], name
        assert bool(line["markdown"]) == bool(line["chars"]), name
        assert line["markdown"] < 100_000 + 20 * line["chars"], name


def test_there_are_over_two_hundred_hostile_pages() -> None:
    assert sum(1 for family in FAMILIES.values() for _ in family()) > 200


def test_the_words_before_deep_nesting_and_within_it_stay() -> None:
    content = text.read(framed("<div><span>" * 30_000 + "At the bottom.")).text.content
    assert "You may not sell your account" in content
    assert "At the bottom." in content


def test_what_is_nested_as_pages_are_is_not_laid_flat() -> None:
    markup = "<div>" * 900 + "x" + "</div>" * 900 + "<p>text" * 21_000
    assert bounded(markup) == markup


def test_a_page_with_too_many_tags_says_what_is_left_out() -> None:
    given = page("<p>first</p>" + "<br>" * MOST_TAGS + "<p>last</p>")
    reading = text.read(given)
    assert reading.text.content == "first"
    assert [each.reason for each in reading.signals.dropped] == ["all beyond the first 90,000 tags"]


def test_a_run_of_combining_marks_is_kept_and_parted() -> None:
    # Unicode Standard Annex 15, 13: a joiner after each thirty marks.
    marks = "\u0301\u0316" * 50
    made = composed("a" + marks)
    assert unicodedata.is_normalized("NFC", made)
    assert sorted(unicodedata.normalize("NFD", made).replace("\u034f", "")) == sorted("a" + marks)
    assert "\u034f" in made


def test_links_nested_by_broken_markup_do_not_multiply() -> None:
    read = text.read(framed("<a href=/x>w<marquee>w<p>" * 2_000)).text
    assert len(read.links) < 10 * len(read.blocks)


def test_lists_nested_without_end_keep_their_words_at_the_deepest_level_told() -> None:
    read = text.read(framed("<ul><li>item " * 3_000)).text
    assert sum(block.of(read.content) == "item" for block in read.blocks) == 3_000
    assert max(block.level for block in read.blocks) == 20


@pytest.mark.parametrize("markup", ["", "<", "<!--", "<title>", "\x00", "<p>" + "." * 50_000, "&#xD800;"])
def test_odd_scraps_have_verdict_outline_and_markdown(markup: str) -> None:
    given = Page(markup.encode())
    reading = text.read(given)
    assert text.judge(reading, given).reasons
    outline = structure.outline(reading.text)
    assert bool(outline.provisions) == bool(text.to_markdown(reading.text))
