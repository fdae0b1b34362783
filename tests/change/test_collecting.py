"""The collector's hand told from the publisher's: joined pages, captured edges, failed parts, evidence, variants."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.change.editions import Clause, edition

from clausewatch.change import compare, variants
from clausewatch.nouns.change import ChangeClass, ChangeRecord, PastState
from clausewatch.nouns.evidence import Collection, Verdict
from clausewatch.nouns.observed import UNCOLLECTED, Aspect, Collected, Place

RULES: list[Clause] = [
    ("Loans", ["You may borrow up to five boats for fourteen days.", "We charge a fee for each day that a boat is late."]),
    ("Care", ["You must dry each boat before you return it.", "- No anchors on board", "- No paint on the hull"]),
    ("Disputes", ["The courts of the harbour town decide.", "You may object in writing within thirty days."]),
]  # fmt: skip
PAGE: list[Clause] = [
    (
        "Rowing school terms",
        [
            "The rowing school teaches members of every age on the river and on the lake.",
            "A course has ten lessons, and a lesson that is missed is not taught again.",
            "You can leave a course before the second lesson and pay for what was taught.",
            "Our teachers decide whether the water is safe, and their word is final.",
        ],
    )
]
ONE, TWO = Collection(1, "a"), Collection(2, "a")
REMADE = Collected(ONE, Collection(1, "b"))


def record(old: list[Clause], new: list[Clause], collected: Collected = UNCOLLECTED) -> ChangeRecord:
    return compare(edition(old), edition(new, "2026-02-01"), (), collected).record


def test_a_page_that_is_joined_or_left_out_is_the_collectors_work() -> None:
    joined = record(RULES, RULES + PAGE, Collected(ONE, TWO))
    assert (joined.change_class, joined.alert, joined.changes) == (ChangeClass.NOISE, False, ())
    assert any("from 1 to 2" in reason for reason in joined.reasons)
    assert not record(RULES + PAGE, RULES, Collected(TWO, ONE)).alert
    assert record(RULES, RULES + PAGE).alert
    assert record(RULES, RULES + PAGE, Collected(TWO, ONE)).alert


def test_an_edit_inside_what_remains_is_real_though_a_page_was_joined() -> None:
    edited = [(heading, [one.replace("fourteen", "seven") for one in said]) for heading, said in RULES]
    found = record(RULES, edited + PAGE, Collected(ONE, TWO))
    assert found.alert
    assert [change.new for change in found.changes] == ["You may borrow up to five boats for seven days."]


def test_a_clause_added_when_the_method_changed_is_real() -> None:
    more = [*RULES[:2], (RULES[2][0], [*RULES[2][1], "You lose the right to object when you pay."])]
    assert record(RULES, more, REMADE).alert
    assert record(more, RULES, REMADE).alert


def test_a_banner_above_the_title_is_the_collectors_only_when_the_method_changed() -> None:
    def topped(banner: str) -> ChangeRecord:
        plain = edition(RULES)
        with_banner = edition([("Harbour news", [banner]), *RULES], "2026-02-01")
        return compare(plain, with_banner, (), REMADE).record

    quiet = topped("We wrote more about how the harbour uses cookies.")
    assert (quiet.change_class, quiet.alert) == (ChangeClass.NOISE, False)
    assert Place.MENU in quiet.observed.where or Place.BANNER in quiet.observed.where
    assert record(RULES, [("Harbour news", ["We now charge twice the fee."]), *RULES]).alert


def test_a_rewritten_opening_is_real_even_when_the_method_changed() -> None:
    other = [("Boats", ["Nobody may borrow a boat without a licence from the port."]), *RULES[1:]]
    assert record(RULES, other, REMADE).alert


FAILED: list[Clause] = [("Sorry", ["An unexpected error has occurred.", "Please try again later."])]


def test_the_first_good_text_after_an_error_page_is_no_change() -> None:
    whole: list[Clause] = [
        *PAGE,
        *((f"Lesson {n}", [f"{one} Lesson {n} is no exception." for one in PAGE[0][1]]) for n in range(4)),
    ]
    back = record(FAILED + RULES, whole + RULES)
    assert not back.alert
    assert not record(whole + RULES, FAILED + RULES).alert
    edited: list[Clause] = [
        (heading, [one.replace("fourteen", "seven") for one in said]) for heading, said in RULES
    ]
    assert record(FAILED + RULES, whole + edited).alert


def test_a_rule_that_speaks_of_errors_replacing_a_rule_is_real() -> None:
    said = "If a payment request is blocked because an unexpected error has occurred, try again later."
    assert record(RULES, [*RULES[:2], ("Disputes", [said])]).alert


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("CONFIDENTIALITY. Keep secrets of the other party.", "5.CONFIDENTIALITY. Keep secrets of the other party."),
        ("for loans made by the harbour to a member", "C.3.a.ii. for loans made by the harbour to a member"),
        ("Write to rules@harbour.example about this.", "Write to mailto:rules@harbour.example about this."),
        ("- Fees of the port, More information", "- Fees of the port, More informationOpens in new tab"),
        ("See https://harbour.example/old/list for the list.", "See https://legal.harbour.example/new/list for the list."),
        ("- sales of boats by the harbour;", "- sales of boats by the harbour; and/or"),
    ],
)  # fmt: skip
def test_what_is_no_other_rule_does_not_alert(before: str, after: str) -> None:
    old, new = [*RULES, ("More", [before])], [*RULES, ("More", [after])]
    assert not record(old, new).alert
    assert not record(new, old).alert


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("See Section 4.2 of the annex.", "See Section 4.3 of the annex."),
        ("Write to rules@harbour.example about this.", "Write to rule@harbour.example about this."),
        ("See https://harbour.example/a for the list.", "See https://pier.example/a for the list."),
        ("A boat costs 25 euros a day.", "A boat costs 40 euros a day."),
        ("There is a limit on the length of boats.", "There is no limit on the length of boats."),
        ("- boats, and", "- boats, or"),
        ("The courts of Brest decide.", "The courts of Nantes decide."),
        ("Harbour Ltd. keeps your data.", "Harbour GmbH keeps your data."),
    ],
)
@pytest.mark.parametrize("collected", [UNCOLLECTED, REMADE, Collected(ONE, TWO)])
def test_what_is_another_rule_alerts_however_it_was_collected(
    before: str, after: str, collected: Collected
) -> None:
    old, new = [*RULES, ("More", [before])], [*RULES, ("More", [after])]
    assert record(old, new, collected).alert
    assert record(new, old, collected).alert


def test_a_list_in_another_language_is_a_variant_though_it_is_mostly_names() -> None:
    english: list[Clause] = [
        ("List of the partners and of the hosts", ["- Anvil Ltd, for the storage of data", "- Bellows AB"])
    ]
    german: list[Clause] = [
        ("Liste der Partner und der Anbieter", ["- Anvil Ltd, für die Speicherung von Daten", "- Bellows AB"])
    ]
    old, new = edition(english), edition(german, "2026-02-01")
    before, after = (replace(one, version=replace(one.version, language="")) for one in (old, new))
    assert compare(before, after).record.change_class is ChangeClass.VARIANT


def test_a_heading_repeated_as_a_line_and_the_way_to_a_page_are_no_rules() -> None:
    for line in ("Disputes", "Help Harbour Rules Disputes"):
        crumbed = [RULES[0], (RULES[1][0], [*RULES[1][1], line]), RULES[2]]
        assert not record(RULES, crumbed).alert, line


def test_the_evidence_is_on_the_record() -> None:
    first, second = edition(RULES, "2026-01-01"), edition(RULES[:2], "2026-01-11")
    again = edition(RULES, "2026-03-12")
    past = tuple(PastState(e.version.id, e.version.observed_at, e.version.fingerprint, e.version.text) for e in (first, second))  # fmt: skip
    seen = compare(second, again, past, Collected(ONE, TWO, (Verdict.ERROR,))).record.observed
    assert seen.seen_exactly == seen.seen_words == first.version.observed_at
    assert (seen.stood_days, seen.usual_days, seen.returns) == (60.0, 10.0, 1)
    assert seen.collected.failures == (Verdict.ERROR,)
    assert seen.differs == (Aspect.WORDING,)
    assert set(seen.where) == {Place.BODY, Place.HEADING}


def test_numbers_and_dates_are_told_apart() -> None:
    priced = [*RULES, ("Price", ["A boat costs 25 euros."])]
    dearer = [*RULES, ("Price", ["A boat costs 40 euros."])]
    assert record(priced, dearer).observed.differs == (Aspect.NUMBERS,)
    moved = compare(edition(RULES, printed="2026-01-01"), edition(RULES, "2026-02-01", "2026-01-30")).record
    assert moved.observed.differs == (Aspect.DATES,)


def states(*prints: str) -> tuple[PastState, ...]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return tuple(PastState(f"v{at}", start + timedelta(days=at), said) for at, said in enumerate(prints))


def test_a_document_that_alternates_has_its_variants_told() -> None:
    found = variants(states("a", "b", "a", "b", "a", "c"))
    assert [(one.version, one.times) for one in found] == [("v4", 3), ("v3", 2)]
    assert variants(states("a", "b", "a", "c")) == ()
    assert variants(states("a", "a", "b", "b")) == ()
    assert variants(()) == ()


SENTENCE = st.lists(
    st.sampled_from(
        [
            "you",
            "we",
            "may",
            "must",
            "not",
            "share",
            "keep",
            "boats",
            "data",
            "30",
            "days",
            "rule",
            "any",
            "other",
        ]
    ),
    min_size=3,
    max_size=9,
).map(" ".join)
CLAUSES: st.SearchStrategy[list[Clause]] = st.lists(
    st.tuples(st.sampled_from(["Loans", "Care", "Data"]), st.lists(SENTENCE, min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)
COLLECTED = st.sampled_from([UNCOLLECTED, REMADE, Collected(ONE, TWO)])


@settings(deadline=None, max_examples=40)
@given(CLAUSES, COLLECTED)
def test_a_text_against_itself_is_empty_however_it_was_collected(
    clauses: list[Clause], collected: Collected
) -> None:
    one = edition(clauses)
    found = compare(one, one, (), collected).record
    assert (found.changes, found.alert, found.observed.differs) == ((), False, ())


@settings(deadline=None, max_examples=40)
@given(CLAUSES, st.data())
def test_other_provisions_of_the_same_blocks_give_the_same_class(
    clauses: list[Clause], data: st.DataObject
) -> None:
    """Provisions that part the text elsewhere, their statements the same, never change whether it alerts."""
    old = edition(clauses)
    at = data.draw(st.integers(0, len(clauses) - 1))
    new = edition([*clauses[:at], (clauses[at][0], ["Zebras may quagga"]), *clauses[at + 1 :]], "2026-02-01")
    told = compare(old, new).record
    merged = []
    for one in (old, new):
        whole = one.outline.provisions
        statements = tuple(statement for provision in whole for statement in provision.statements)
        single = replace(whole[0], statements=statements, end=whole[-1].end)
        merged.append(replace(one, outline=replace(one.outline, provisions=(single,))))
    other = compare(merged[0], merged[1]).record
    assert (told.change_class, told.alert) == (other.change_class, other.alert)
    assert compare(merged[0], old).record.change_class is not ChangeClass.SUBSTANTIVE


@settings(deadline=None, max_examples=40)
@given(CLAUSES, CLAUSES, COLLECTED)
def test_swapping_the_sides_alerts_alike(
    before: list[Clause], after: list[Clause], collected: Collected
) -> None:
    back = Collected(collected.after, collected.before)
    there = compare(edition(before), edition(after, "2026-02-01"), (), collected).record
    again = compare(edition(after), edition(before, "2026-02-01"), (), back).record
    assert there.alert == again.alert
