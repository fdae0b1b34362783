"""What looks wrong is looked at again soon, and an astonishing text counts when it was seen twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.pipeline.live_kit import BEGIN, Live, live, page

from clausewatch.nouns.catalog import Render
from clausewatch.nouns.evidence import Failure, Problem, Verdict
from clausewatch.storage import captures, catalog, records
from clausewatch.storage.records import RecordFilter

URL = "https://birchwood.example/terms"
USUAL = page("accounts", "payments", "content", "conduct", "liability", "termination")
EDITED = page("accounts", "payments", "content", "conduct", "insurance", "termination")
OTHER = page("warranty", "arbitration", "licences", "exports", "notices", "assignment")
CHALLENGE = b"<html><title>Just a moment...</title><body><h1>Checking your browser before you continue</h1></body></html>"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    """A document that was seen once, well."""
    with live(tmp_path, "terms") as made:
        made.answers.pages[URL] = USUAL
        made.round()
        assert made.next_due() == BEGIN + timedelta(hours=12)
        made.clock.advance(hours=12)
        yield made


def last(on: Live) -> tuple[Verdict, tuple[str, ...]]:
    newest = on.verdicts()[-1]
    return newest.verdict, newest.reasons


def test_a_bad_capture_is_taken_again_soon_then_ever_later(on: Live) -> None:
    """20 minutes, 40, 80 ... but never later than the cadence; the first good one ends it."""
    on.answers.pages[URL] = CHALLENGE
    waits = []
    for _ in range(7):
        on.round()
        assert last(on)[0] is Verdict.CHALLENGE
        due = on.next_due()
        assert due is not None
        waits.append((due - on.clock.now()) / timedelta(minutes=1))
        on.clock.time = due
    assert waits == [20, 40, 80, 160, 320, 640, 720]
    on.answers.pages[URL] = USUAL
    on.round()
    assert last(on)[0] is Verdict.OK
    assert on.next_due() == on.clock.now() + timedelta(hours=12)


def test_what_a_host_asked_for_is_respected(on: Live) -> None:
    """A failed fetch keeps its own pause: a second look never comes before a Retry-After."""
    on.answers.pages[URL] = Problem(Failure.STATUS, "answered with status 429", 7200.0)
    on.round()
    assert last(on)[0] is Verdict.ERROR
    assert on.next_due() == on.clock.now() + timedelta(hours=2)


def test_a_small_edit_counts_at_once(on: Live) -> None:
    on.answers.pages[URL] = EDITED
    on.round()
    assert [text.count("insurance") > 0 for text in on.texts()] == [False, True]


def test_a_record_keeps_when_the_text_before_was_last_seen(on: Live) -> None:
    on.round()
    seen = on.clock.now()
    on.clock.advance(hours=12)
    on.answers.pages[URL] = EDITED
    on.round()
    with on.instance.database.read() as connection:
        (told,) = records.records(connection, RecordFilter())
    assert told.dates.last_seen == seen


def test_another_text_waits_to_be_seen_a_second_time(on: Live) -> None:
    on.answers.pages[URL] = OTHER
    on.round()
    verdict, reasons = last(on)
    assert verdict is Verdict.UNCONFIRMED
    assert any("second time" in reason for reason in reasons)
    assert len(on.texts()) == 1
    # Archived all the same.
    body = on.verdicts()[-1].body
    assert body is not None
    assert on.instance.bodies.get(body) == OTHER
    # Asked again at once by hand, it is the same disturbance: no second sight yet.
    on.clock.advance(minutes=5)
    assert not on.round().captures
    due = on.next_due()
    assert due == BEGIN + timedelta(hours=12, minutes=20)
    on.clock.time = due
    on.round()
    assert last(on)[0] is Verdict.OK
    assert len(on.texts()) == 2
    assert "arbitration" in on.texts()[-1]
    assert on.next_due() == on.clock.now() + timedelta(hours=12)
    with on.instance.database.read() as connection:
        (record,) = records.records(connection, RecordFilter(document=on.document.id))
    assert (record.from_version, record.to_version) == tuple(each.id for each in on.versions())


def test_a_passing_text_leaves_no_trace_in_the_history(on: Live) -> None:
    on.answers.pages[URL] = OTHER
    on.round()
    on.clock.advance(minutes=20)
    on.answers.pages[URL] = USUAL
    on.round()
    assert last(on)[0] is Verdict.OK
    assert len(on.texts()) == 1
    with on.instance.database.read() as connection:
        assert records.records(connection, RecordFilter(document=on.document.id)) == ()


def test_a_text_that_changes_every_time_never_counts(on: Live) -> None:
    """Each sight must agree with an earlier one, not merely differ from the current version."""
    for letter in "abcd":
        words = page("warranty", "arbitration", "licences", "exports", "notices").split(b" ")
        on.answers.pages[URL] = b" ".join(
            word if b"<" in word or b">" in word else word + letter.encode() for word in words
        )
        on.round()
        on.clock.advance(hours=12)
    assert {each.verdict for each in on.verdicts()[1:]} <= {Verdict.UNCONFIRMED, Verdict.OTHER_DOCUMENT}
    assert len(on.texts()) == 1


def test_two_looks_in_quick_succession_are_one(on: Live) -> None:
    on.answers.pages[URL] = OTHER
    on.round()
    on.clock.advance(minutes=2)
    with on.instance.database.write() as connection:
        catalog.make_due(connection, None)
    on.round()
    assert last(on)[0] is Verdict.UNCONFIRMED
    assert len(on.texts()) == 1


def test_a_round_cut_off_before_reading_ends_the_same(on: Live) -> None:
    """The capture is there but unread when the process ends; reading it later plans the same second look."""
    from clausewatch.pipeline.local import capture_due, process_waiting

    on.answers.pages[URL] = OTHER
    capture_due(on.instance)
    assert on.next_due() == on.clock.now() + timedelta(hours=12)
    taken_at = on.clock.now()
    on.clock.advance(minutes=3)
    process_waiting(on.instance)
    assert on.next_due() == taken_at + timedelta(minutes=20)
    process_waiting(on.instance)
    assert len(on.verdicts()) == 2


SHELL = b"<html><head><title>Terms of Use</title><script src='/app.js'></script></head><body><div id='root'></div></body></html>"


def test_a_shell_is_taken_by_browser_next_and_from_then_on(tmp_path: Path) -> None:
    """A query finds it: another process, opened on the same rows, goes on by browser."""
    with live(tmp_path, "terms") as first:
        first.answers.pages[URL] = SHELL
        first.round()
        assert last(first)[0] is Verdict.SHELL
    with live(tmp_path, "terms") as on:
        on.answers.rendered[URL] = USUAL
        for _ in range(3):
            on.clock.advance(hours=12)
            on.round()
        assert on.answers.asked == [(URL, Render.BROWSER)] * 3
        assert [each.verdict for each in on.verdicts()] == [
            Verdict.SHELL, Verdict.OK, Verdict.UNCHANGED, Verdict.UNCHANGED,
        ]  # fmt: skip
        with on.instance.database.read() as connection:
            taken = captures.readings(connection, on.document.id)
            named = captures.bodies(connection, on.document.id)
        assert taken[0][0].exchange.renderer == "Chromium 1"
        picture = taken[0][0].screenshot
        assert picture is not None
        assert on.instance.bodies.get(picture).startswith(b"\x89PNG")
        assert picture in {body for _, body in named}


def test_one_shell_after_good_texts_is_first_asked_again_over_http(on: Live) -> None:
    on.answers.pages[URL] = SHELL
    on.round()
    assert last(on)[0] is Verdict.SHELL
    on.clock.advance(minutes=20)
    on.answers.pages[URL] = USUAL
    on.round()
    assert last(on)[0] is Verdict.OK
    assert {render for _, render in on.answers.asked} == {Render.HTTP}


def test_without_a_browser_a_shell_is_told_with_the_mend_and_a_whole_page_counts(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        on.answers.pages[URL] = SHELL
        on.answers.rendered[URL] = Problem(Failure.NEEDS_BROWSER, "install clausewatch[browser]")
        for _ in range(2):
            on.round()
            on.clock.advance(hours=12)
        verdict, reasons = last(on)
        assert verdict is Verdict.SHELL
        assert "install clausewatch[browser]" in reasons
        on.answers.pages[URL] = USUAL
        on.round()
        assert last(on)[0] is Verdict.OK
        assert len(on.texts()) == 1


def test_a_source_declared_for_the_browser_has_no_stand_in(tmp_path: Path) -> None:
    with live(tmp_path, "terms", render=Render.BROWSER) as on:
        on.answers.pages[URL] = USUAL
        on.answers.rendered[URL] = Problem(Failure.NEEDS_BROWSER, "install clausewatch[browser]")
        on.round()
        assert last(on) == (Verdict.SHELL, ("install clausewatch[browser]",))
        assert on.next_due() == on.clock.now() + timedelta(hours=12)
