"""A document of several sources is put together only while all of them are good, and no edit is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from tests.pipeline.live_kit import Live, live, page

from clausewatch.nouns.evidence import Verdict
from clausewatch.pipeline.verify import verify_instance

ONE, TWO, THREE = (f"https://birchwood.example/{name}" for name in ("one", "two", "three"))
FIRST = page("accounts", "payments", "content", title="Terms of Use, Part One")
SECOND = page("conduct", "liability", "termination", title="Terms of Use, Part Two")
SECOND_EDITED = page("conduct", "liability", "suspension", title="Terms of Use, Part Two")
SECOND_AGAIN = page("conduct", "indemnity", "suspension", title="Terms of Use, Part Two")
CHALLENGE = b"<html><title>Just a moment...</title><body><h1>Checking your browser before you continue</h1></body></html>"


@pytest.fixture(params=[(ONE, TWO), (TWO, ONE)], ids=["bad-first", "edited-first"])
def on(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Live]:
    """Two sources, both good; the order in which they are declared and captured varies."""
    names = [url.rpartition("/")[2] for url in request.param]
    with live(tmp_path, *names) as made:
        made.answers.pages = {ONE: FIRST, TWO: SECOND}
        made.round()
        assert len(made.versions()) == 1
        yield made


def turn(on: Live, one: bytes, two: bytes) -> None:
    on.clock.advance(hours=12)
    on.answers.pages = {ONE: one, TWO: two}
    on.round()


def test_an_edit_under_an_outage_is_published_once_when_it_is_over(on: Live) -> None:
    turn(on, CHALLENGE, SECOND_EDITED)
    assert len(on.versions()) == 1
    assert any(
        "while another of its sources is bad" in " ".join(each.reasons) for each in on.verdicts()
    ) or any("of this round" in " ".join(each.reasons) for each in on.verdicts())
    turn(on, CHALLENGE, SECOND_EDITED)
    assert len(on.versions()) == 1
    turn(on, FIRST, SECOND_EDITED)
    assert len(on.versions()) == 2
    assert "suspension" in on.texts()[-1]
    assert "accounts" in on.texts()[-1]
    turn(on, FIRST, SECOND_EDITED)
    assert len(on.versions()) == 2


def test_the_texts_of_the_moment_are_composed_when_the_outage_ends(on: Live) -> None:
    """Two edits under one outage are one version: the first of them was never the document as a whole."""
    turn(on, CHALLENGE, SECOND_EDITED)
    turn(on, CHALLENGE, SECOND_AGAIN)
    turn(on, page("accounts", "prices", "content", title="Terms of Use, Part One"), SECOND_AGAIN)
    assert len(on.versions()) == 2
    assert "indemnity" in on.texts()[-1]
    assert "prices" in on.texts()[-1]


def test_an_edit_taken_back_under_an_outage_leaves_no_version(on: Live) -> None:
    turn(on, CHALLENGE, SECOND_EDITED)
    turn(on, CHALLENGE, SECOND)
    turn(on, FIRST, SECOND)
    assert len(on.versions()) == 1


def test_an_edit_in_the_round_in_which_the_other_recovers(on: Live) -> None:
    turn(on, CHALLENGE, SECOND)
    turn(on, FIRST, SECOND_EDITED)
    assert len(on.versions()) == 2
    assert "suspension" in on.texts()[-1]


def test_the_capture_that_brought_the_edit_is_named_first(on: Live) -> None:
    turn(on, FIRST, SECOND_EDITED)
    newest = on.versions()[-1]
    edited = next(each for each in on.verdicts() if each.capture == newest.captures[0])
    assert edited.source.endswith(next(s.id for s in on.document.sources if s.url == TWO).rpartition("#")[2])
    assert len(newest.captures) == 2
    assert verify_instance(on.instance, lambda _done, _all: None).findings == ()


@pytest.mark.parametrize("order", list(permutations(("one", "two", "three"))), ids="-".join)
def test_whatever_the_order_each_round_makes_at_most_one_version(
    order: tuple[str, ...], tmp_path: Path
) -> None:
    """Two sources edited in one round make one version, and one bad source keeps all from being published."""
    third = page("licences", "exports", "notices", title="Terms of Use, Part Three")
    third_edited = page("licences", "exports", "messages", title="Terms of Use, Part Three")
    with live(tmp_path, *order) as on:
        on.answers.pages = {ONE: FIRST, TWO: SECOND, THREE: third}
        on.round()
        on.clock.advance(hours=12)
        on.answers.pages = {ONE: FIRST, TWO: SECOND_EDITED, THREE: third_edited}
        on.round()
        assert len(on.versions()) == 2
        on.clock.advance(hours=12)
        on.answers.pages = {ONE: CHALLENGE, TWO: SECOND_AGAIN, THREE: third_edited}
        on.round()
        assert len(on.versions()) == 2
        on.clock.advance(hours=12)
        on.answers.pages = {ONE: FIRST, TWO: SECOND_AGAIN, THREE: CHALLENGE}
        on.round()
        assert len(on.versions()) == 2
        on.clock.advance(hours=12)
        on.answers.pages = {ONE: FIRST, TWO: SECOND_AGAIN, THREE: third_edited}
        on.round()
        assert len(on.versions()) == 3
        assert "indemnity" in on.texts()[-1]
        assert {each.verdict for each in on.verdicts()} == {Verdict.OK, Verdict.UNCHANGED, Verdict.CHALLENGE}
