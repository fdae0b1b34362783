"""Sentences end where a reader ends them, in several languages, and no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.structure import sentences


def spans(prose: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in sentences(prose, 0, len(prose))]


CASES = [
    (["One rule.", "Another rule!", "A third?", "Yes."]),
    (["Do not share keys (e.g. API keys, tokens, i.e. secrets).", "We act."]),
    (["Lumen Tools, Inc. and Harbor Ltd. are affiliates.", "You agree."]),
    (["Notices go to Lumen Tools, Inc.", "You must keep a copy."]),
    (["See Section 3.1. for fees of 2.5 percent.", "Art. 6 GDPR applies."]),
    (["The U.S. Government may ask.", "Dr. A. Weber decides, No. 4 too."]),
    (["Write to legal@lumen.example or https://lumen.example/a.b.", "We answer within 30 days."]),
    (["3.1. You may export data.", "We keep none."]),
    (["He said “No.”", "Then he left…", "Nobody came."]),
    (["We may (see below. And above.) close accounts.", "You may appeal."]),
    (["我们收集信息。", "您可以拒绝！", "“好的。”", "他说。"]),
    (["Last updated: Mar. 1, 2026.", "It binds you from Sept. 15, 2026 on.", "We sail in Dec.", "You stay."]),
    (["Gültig ab 25. Mai 2018 für alle.", "Dies gilt z.B. für Kunden."]),
    (["Nous gardons vos données.", "Écrivez à M. Petit."]),
    (["xLab is a company.", "iOS users agree."]),
    (["It ended in 2024.", "New terms apply."]),
]


@pytest.mark.parametrize("wanted", CASES)
def test_sentences(wanted: list[str]) -> None:
    joiner = "" if "。" in wanted[0] else " "
    prose = joiner.join(wanted)
    assert [prose[start:end] for start, end in spans(prose)] == wanted


def test_a_lost_space_between_paragraphs_does_not_join_two_sentences() -> None:
    prose = "You agree to our Terms.These apply at once.2. Fees are due. Use Node.js or Booking.com."
    assert [prose[start:end] for start, end in spans(prose)] == [
        "You agree to our Terms.",
        "These apply at once.",
        "2. Fees are due.",
        "Use Node.js or Booking.com.",
    ]


@given(st.text(st.sampled_from("abcXYZ .!?…。！()[]\"”'0123é条\n\t:;-"), max_size=200))
def test_no_word_is_lost(prose: str) -> None:
    reached = 0
    for start, end in spans(prose):
        assert start < end
        assert not prose[reached:start].strip()
        assert prose[start:end].strip() == prose[start:end]
        reached = end
    assert not prose[reached:].strip()
