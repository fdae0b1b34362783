"""The claim gate: what one element makes of a sentence, and what no input may do to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.meaning.gate import gate
from clausewatch.meaning.gate.wording import stem
from clausewatch.nouns.finding import Cited, Claim, GateRuling

OWN = Path(__file__).parent / "gate_claims.jsonl"


def ruled(claim: str, *statements: str, path: tuple[str, ...] = (), platform: str = "Tern") -> GateRuling:
    cited = tuple(Cited(str(at), text) for at, text in enumerate(statements))
    return gate(Claim(claim, cited, path, platform))


@cache
def own() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines())


def outcomes(label: str) -> Iterator[tuple[str, bool]]:
    for row in own():
        if row["label"] == label:
            texts = [each["text"] for each in row["statements"]]
            path = tuple(row["heading_path"])
            yield row["id"], ruled(row["claim"], *texts, path=path, platform=row["platform"]).passes


def test_our_own_claims_are_mostly_ruled_as_labelled() -> None:
    """Floors a little under what was measured when the rules were last tuned on them (.957 and .952)."""
    passed = [passes for _, passes in outcomes("supported")]
    refused = [not passes for _, passes in outcomes("unsupported")]
    assert len(passed) + len(refused) >= 300
    assert sum(passed) / len(passed) >= 0.92
    assert sum(refused) / len(refused) >= 0.94


TEXT = "We may suspend your account on ten (10) days' notice, unless the law requires us to act sooner."
BORNE = "Tern may suspend your account on 10 days' notice, unless the law requires it to act sooner."


def test_a_true_paraphrase_passes_without_reasons() -> None:
    assert ruled(BORNE, TEXT) == GateRuling(passes=True)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (BORNE.replace("10 days", "12 days"), "12 days"),
        (BORNE.replace("10 days", "10 business days"), "10 business days"),
        (BORNE.replace("10 days", "10 weeks"), "10 weeks"),
        (BORNE.replace("may", "will"), "will"),
        (BORNE.replace("Tern may", "You may"), "the user"),
        (BORNE.replace("may", "may not"), "denie"),
        ("Tern may suspend your account on 10 days' notice.", "left out"),
        (BORNE.replace("suspend", "delete"), "delete"),
        (BORNE.replace("on 10 days' notice", "without notice"), "without notice"),
        (BORNE.replace("Tern may", "Tern may always"), "always"),
        (BORNE.replace("your account", "the accounts of hospitals"), "hospitals"),
        (BORNE.rstrip(".") + ", which breaches the GDPR.", "legal conclusion"),
        (BORNE.rstrip(".") + " because it wants to cut costs.", "the reason"),
        (BORNE.rstrip(".") + " and by writing to help@tern.example.", "help@tern.example"),
        ("Tern writes: “We will suspend your account on ten (10) days' notice”.", "the quotation"),
        (BORNE.rstrip(".") + ", as Europol asks.", "Europol"),
        ("Only Tern may suspend your account on 10 days' notice, unless the law requires it to.", "only"),
    ],
)
def test_one_element_away_is_refused_and_the_reason_names_it(claim: str, reason: str) -> None:
    ruling = ruled(claim, TEXT)
    assert not ruling.passes
    assert any(reason.lower() in each.lower() for each in ruling.reasons), ruling.reasons


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("You have two weeks to object.", "You have fourteen (14) days to object."),
        ("You have a fortnight to object.", "You have 14 days to object."),
        ("Logs are kept for a year and a half.", "We keep logs for 18 months."),
        ("The price is $1,500.", "The price is USD 1500."),
        ("The fee is one percent a month.", "The fee is 1% per month."),
    ],
)
def test_equal_quantities_are_equal_however_they_are_written(claim: str, text: str) -> None:
    assert ruled(claim, text).passes


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("You have two months to object.", "You have sixty (60) days to object."),
        ("The price is €1,500.", "The price is $1,500."),
        ("The fee is 1% per year.", "The fee is 1% per month."),
        ("We answer within at least 10 days.", "We answer within at most 10 days."),
        (
            "Tern keeps server logs for 7 years.",
            "We keep server logs for 90 days, and billing records for 7 years.",
        ),
    ],
)
def test_quantities_that_differ_are_refused(claim: str, text: str) -> None:
    assert not ruled(claim, text).passes


def test_a_ban_may_hang_on_its_lead_in() -> None:
    texts = ("You must not use Tern to:", "impersonate a public official")
    assert ruled("You may not use Tern to impersonate a public official.", *texts).passes
    assert not ruled("You may use Tern to impersonate a public official.", *texts).passes


@given(st.sampled_from([row["statements"][0]["text"] for row in own()]))
@settings(max_examples=60, deadline=None)
def test_an_exact_quotation_of_a_whole_statement_passes(text: str) -> None:
    assert ruled(f"The document says: “{text.rstrip('.')}”.", text).passes


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_ruled_on_and_twice_alike(claim: str, text: str) -> None:
    first = ruled(claim, text)
    assert first == ruled(claim, text)
    assert first.passes == (not first.reasons)


@pytest.mark.parametrize(
    ("claim", "statements", "reason"),
    [
        ("", ("Text.",), "empty"),
        ("Tern may suspend.", (), "no statement"),
        ("Tern may suspend.", ("  ",), "no statement"),
        ("Tern may suspend.", ("x" * 20_001,), "20,001 characters"),
        ("word " * 5000, ("Text.",), "no sentence"),
        ("Tern may suspend.", tuple("Text." for _ in range(201)), "too much"),
    ],
)
def test_what_cannot_be_weighed_is_refused(claim: str, statements: tuple[str, ...], reason: str) -> None:
    ruling = ruled(claim, *statements)
    assert not ruling.passes
    assert reason in ruling.reasons[0]


@pytest.mark.parametrize(
    "piece",
    ["a ", "“", '"', "1,000 ", "without ", "A b ", "if ", "(30) ", "unless the ", "not ", "x@", "a.b@c.", "European Union and ", "$"],
)  # fmt: skip
def test_hostile_repetitions_are_ruled_on(piece: str) -> None:
    """The suite's time limit is what a quadratic expression would break."""
    long = piece * (19_900 // len(piece))
    assert not ruled("Hospitals may " + piece * (1_900 // len(piece)) + " leave.", long).passes


def acceptable_use(shared: Path) -> tuple[str, ...]:
    """Statements of the real policy, as the hand-made claims cite them."""
    rows = map(json.loads, (shared / "data/gate/claims.jsonl").open(encoding="utf-8"))
    mine = [row for row in rows if row["path"] == "Claude.ai/Acceptable Use Policy.md"]
    return tuple(dict.fromkeys(each["text"] for row in mine for each in row["statements"]))


@pytest.mark.shared
@pytest.mark.parametrize(
    "claim", ["Accounts may be terminated without prior notice.", "Federal agencies must find alternatives."]
)
def test_what_the_commercial_service_wrote_is_refused(shared: Path, claim: str) -> None:
    statements = acceptable_use(shared)
    assert len(statements) > 10
    for cited in (statements, *((each,) for each in statements)):
        assert not ruled(claim, *cited, path=("Usage Policy",), platform="Claude.ai").passes


@pytest.mark.parametrize(
    ("claim", "cited", "passes"),
    [
        ("The police may hear of it.", "We may report it to the police.", True),
        ("The police will hear of it.", "You will hear of our policies.", False),
        ("You hear of a new policy.", "We tell you of changes to our policies.", True),
        ("You hear of new policing.", "We tell you of changes to our policies.", False),
        ("Birchwood designates a contact.", "We have designated a contact.", True),
        ("Birchwood relies on consent.", "We rely on your consent.", True),
        ("Birchwood is authorised by law.", "We are authorized by law.", True),
    ],
)
def test_a_word_that_only_looks_like_a_form_of_another_bears_nothing(
    claim: str, cited: str, passes: bool
) -> None:
    asked = Claim(claim, (Cited("s1", cited),), (), "Birchwood", "Birchwood Ltd")
    assert gate(asked).passes is passes


@pytest.mark.parametrize(
    ("forms", "others"),
    [
        ("police policed policing", "policy policies"),
        ("designate designated designation", "design designed designs"),
        ("imply implies implied", "implement implements implementation"),
        ("role roles", "roll rolling"),
        ("story stories", "store stored storing"),
        ("authorise authorised authorization", "author authors"),
        ("general generally", "generate generated generation"),
        ("conversion conversions", "conversation conversations"),
        ("rely relies reliance", "relate related relation"),
        ("companion companions", "company companies"),
    ],
)
def test_forms_of_a_word_meet_and_those_of_a_false_friend_do_not(forms: str, others: str) -> None:
    (own,), (other,) = {stem(each) for each in forms.split()}, {stem(each) for each in others.split()}
    assert own != other
    assert stem(own) == own
