"""Texts that were cut off, with and without the markup mended after the cut, and edits that only look like it."""

from __future__ import annotations

import pytest
from tests.text.verdict_kit import GOOD, TOPICS, ask, plain_site, policy

from clausewatch.nouns.evidence import Verdict

WHOLE = policy()
MIDDLE = WHOLE.index("for ninety days", len(WHOLE) // 2)


def closed(inside: str) -> bytes:
    return plain_site(inside, "Terms of use - Example")


def table(
    rows: int, tail: str = "<p>We tell you of every new processor thirty days ahead, by a letter to you.</p>"
) -> bytes:
    inside = "".join(
        f"<tr><td>Processor {n}</td><td>Stores data of kind {n}</td><td>Norway</td></tr>" for n in range(rows)
    )
    head = "<tr><th>Name</th><th>Purpose</th><th>Place</th></tr>"
    return plain_site(f"<h1>Sub-processors</h1><p>These processors act for us under contract and the law.</p><table>{head}{inside}</table>{tail}", "Sub-processors")  # fmt: skip


@pytest.mark.parametrize("share", [0.4, 0.55, 0.7, 0.85])
def test_bytes_that_just_stop(share: float) -> None:
    body = GOOD[: int(len(GOOD) * share)]
    assert ask(body, GOOD).verdict is Verdict.TRUNCATED
    assert ask(body).verdict is Verdict.TRUNCATED


@pytest.mark.parametrize("tail", ["<script>var a = {", "<style>.a {", "<a href='/ter", "<p>We keep"])
def test_bytes_that_stop_within_script_tag_or_sentence(tail: str) -> None:
    body = GOOD.partition(b"</main>")[0] + tail.encode()
    assert ask(body, None).verdict is Verdict.TRUNCATED


def test_a_cut_in_mid_sentence_with_the_markup_closed_again() -> None:
    judgement = ask(closed(WHOLE[:MIDDLE] + "</p>"), GOOD)
    assert judgement.verdict is Verdict.TRUNCATED
    assert "beginning" in judgement.reasons[0]


def test_the_same_cut_is_seen_although_an_earlier_section_was_edited() -> None:
    edited = (
        WHOLE[:MIDDLE]
        .replace("records on payment", "papers on payment")
        .replace("About account", "On your account")
    )
    assert ask(closed(edited + "</p>"), GOOD).verdict is Verdict.TRUNCATED


def test_a_cut_between_two_sections_well_before_the_end() -> None:
    assert ask(closed(policy(*TOPICS[:4])), GOOD).verdict is Verdict.TRUNCATED


def test_the_last_sections_deleted_is_an_edit() -> None:
    assert ask(closed(policy(*TOPICS[:8])), GOOD).verdict is Verdict.OK


def test_a_shortened_sentence_with_the_rest_in_place_is_an_edit() -> None:
    assert ask(closed(WHOLE.replace(" for ninety days", "", 1)), GOOD).verdict is Verdict.OK


@pytest.mark.parametrize("shown", [10, 20, 25])
def test_a_table_that_shows_its_first_page_only(shown: int) -> None:
    judgement = ask(table(shown), table(63))
    assert judgement.verdict is Verdict.TRUNCATED
    assert f"first {shown} of 63" in judgement.reasons[0]


@pytest.mark.parametrize("left", [62, 50, 37, 11])
def test_rows_taken_out_of_a_table_is_an_edit(left: int) -> None:
    assert ask(table(left), table(63)).verdict is Verdict.OK


def test_a_longer_table_is_an_edit() -> None:
    assert ask(table(63), table(10)).verdict is Verdict.OK


def test_a_table_whose_last_cells_came_empty() -> None:
    body = table(20).replace(b"<td>Norway</td>", b"<td></td>")
    judgement = ask(body, table(20))
    assert judgement.verdict is Verdict.TRUNCATED
    assert "20 of 20" in judgement.reasons[0]


def test_a_column_changed_in_a_few_rows_is_an_edit() -> None:
    assert ask(table(20).replace(b"<td>Norway</td>", b"<td></td>", 3), table(20)).verdict is Verdict.OK


@pytest.mark.parametrize("ending", ["Contact: legal@example.com", "Contact: <a href=x>legal@example.com</a>", "Call +49 30 1234567", "See https://example.com/legal", "That is all."])  # fmt: skip
def test_end_tags_may_be_left_out(ending: str) -> None:
    body = f"<!doctype html><html lang=en><body>{WHOLE}<p>{ending}".encode()
    assert ask(body).verdict is Verdict.OK
    assert ask(body, body).verdict is Verdict.OK


def test_a_page_that_closes_no_paragraph_ends_where_it_likes_but_not_before_the_last_good_text() -> None:
    whole = "<!doctype html><html lang=en><body>" + WHOLE.replace("</p>", "\n")
    assert ask((whole + "<p>Example Ltd, Dublin").encode()).verdict is Verdict.OK
    cut = whole[: whole.index("ninety days", len(whole) // 2)].encode()
    assert ask(cut, whole.encode()).verdict is Verdict.TRUNCATED


def test_words_in_mid_sentence_are_a_cut_where_paragraphs_are_closed() -> None:
    body = f"<!doctype html><html lang=en><body>{WHOLE}<p>We may end your account if you".encode()
    assert ask(body).verdict is Verdict.TRUNCATED
