"""What a page says first is what is so: nothing is counted as kept that is not, and words are plain."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from selectolax.lexbor import LexborHTMLParser
from tests.web.conftest import Get
from tests.web.small_instance import TERMS, Builder

from clausewatch.nouns.change import ChangeClass, ChangeRecord
from clausewatch.storage import records
from clausewatch.storage.records import RecordFilter
from clausewatch.web.labels import class_option, of_class, opening, takes_effect


def _page(get: Get, path: str) -> LexborHTMLParser:
    answer = get(path)
    assert answer.status == 200, path
    return LexborHTMLParser(answer.data)


def _words(page: LexborHTMLParser, selector: str) -> str:
    return " ".join(" ".join(each.text(separator=" ").split()) for each in page.css(selector))


def _records(instance: Builder) -> tuple[ChangeRecord, ...]:
    with instance.database.read() as connection:
        return records.records(connection, RecordFilter(document=TERMS))


def test_the_front_page_counts_what_is_kept_and_not_what_is_declared(get: Get) -> None:
    """Birchwood declares a document that was never captured."""
    page = _page(get, "/")
    assert "2 documents by which 2 platforms govern" in _words(page, ".front .standing")
    states = [each.text() for each in page.css("#watch ~ dl dt")]
    assert states[-1] == "Never captured"


def test_what_was_never_tried_is_named_apart_on_the_health_board(get: Get) -> None:
    page = _page(get, "/health/")
    assert "No captures yet" not in _words(page, "table")
    assert "Declared, never captured: 1 document of 1 platform" in _words(page, "h2")
    assert "/platform/birchwood/" in [each.attributes["href"] for each in page.css("#never ~ ul a")]


def test_headlines_carry_no_tail_and_dates_are_read_by_both(get: Get, instance: Builder) -> None:
    for path in ("/", "/changes/", f"/platform/{TERMS}/history/", f"/platform/{TERMS}/"):
        for headline in _page(get, path).css(".headline"):
            assert "more change" not in headline.text()
            assert "effective 20" not in headline.text()
    found = next(each for each in _records(instance) if takes_effect(each))
    effective = takes_effect(found)
    assert effective
    page = _page(get, f"/change/{found.id}/")
    times = {each.attributes["datetime"]: each.text() for each in page.css("article > .standing time")}
    assert times == {effective.isoformat(): f"{effective.day} {effective:%B %Y}"}


def test_a_day_that_was_past_is_not_said_to_be_ahead(instance: Builder) -> None:
    found = next(each for each in _records(instance) if takes_effect(each))
    past = found.observed_at.date() - timedelta(days=30)
    late = replace(found, dates=replace(found.dates, effective=past, effective_new=True))
    assert late.dates.upcoming(late.observed_at.date()) == past
    assert takes_effect(late) is None


def test_a_long_quotation_is_folded_and_whole() -> None:
    short = "word " * 100
    assert opening(short) == (short, "")
    long = " ".join(f"word{number}" for number in range(200))
    begin, rest = opening(long)
    assert f"{begin} {rest}" == long
    assert len(begin) <= 420
    unbroken = "x" * 1_000
    assert "".join(opening(unbroken)) == unbroken


def test_every_class_can_be_chosen_in_plain_words(get: Get) -> None:
    page = _page(get, "/changes/")
    options = [each.text() for each in page.css("select[name=class] option")]
    assert options == ["any", *map(class_option, ChangeClass)]


def test_records_are_counted_in_words_that_go_with_their_number() -> None:
    counted = [
        of_class(count, each) for each in (ChangeClass.CAPTURE, ChangeClass.EDITORIAL) for count in (1, 22)
    ]
    assert counted == ["1 capture", "22 captures", "1 editorial", "22 editorial"]
    assert of_class(3, ChangeClass.NOISE) == "3 of noise"
