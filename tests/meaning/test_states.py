"""In which state a platform is in a matter: one decision, its words, and that cells add up whatever is held."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.meaning.compare import state_of
from clausewatch.meaning.said import topics_perhaps
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import Severity
from clausewatch.nouns.comparison import CellState, Holding
from clausewatch.nouns.document import Statement, StatementKind
from clausewatch.nouns.finding import Basis, Finding, Modality, Party, Recipe, TopicScore
from clausewatch.publish import STATE_MEANING

ARBITRATION = ("DISPUTE.arbitration",)


def held(kind: str = "Terms of Service", **but: bool) -> Holding:
    facts = {"readable": True, "analysed": True, "stale": False} | but
    return Holding(f"birchwood/{kind}", kind, **facts)


@pytest.mark.parametrize(
    ("holdings", "state"),
    [
        ((held(),), CellState.SILENT),
        ((), CellState.NOT_CAPTURED),
        ((held("Tracker Policy"),), CellState.NOT_CAPTURED),
        ((held(readable=False, analysed=False),), CellState.NOT_ANALYSED),
        ((held(readable=False), held("Commercial Terms")), CellState.NOT_ANALYSED),
        ((held(), held("Tracker Policy", readable=False)), CellState.SILENT),
        ((held(readable=False), held("Privacy Policy")), CellState.NOT_ANALYSED),
        ((held(analysed=False),), CellState.WAITING),
        ((held(), held("Commercial Terms", analysed=False)), CellState.WAITING),
        ((held(), held("Tracker Policy", analysed=False)), CellState.SILENT),
        ((held(stale=True),), CellState.STALE),
        ((held(), held("Commercial Terms", stale=True)), CellState.STALE),
        ((held(), held("Tracker Policy", stale=True)), CellState.SILENT),
    ],
)
def test_what_is_held_decides_what_its_silence_means(holdings: tuple[Holding, ...], state: CellState) -> None:
    assert state_of(ARBITRATION, holdings, speaks=False) is state
    unsure = state if state is CellState.NOT_CAPTURED else CellState.PERHAPS
    assert state_of(ARBITRATION, holdings, speaks=False, perhaps=True) is unsure
    assert state_of(ARBITRATION, holdings, speaks=True, perhaps=True) is CellState.COMPARABLE


_HOLDINGS = st.lists(
    st.builds(
        held,
        st.sampled_from(["Terms of Service", "Privacy Policy", "Tracker Policy", "System Card"]),
        readable=st.booleans(),
        analysed=st.booleans(),
        stale=st.booleans(),
    ),
    max_size=4,
)


@given(_HOLDINGS, st.sampled_from([each.id for each in taxonomy().topics]))
def test_silence_is_claimed_only_of_whole_knowledge_and_removal_never_makes_it(
    holdings: list[Holding], topic: str
) -> None:
    state = state_of((topic,), holdings, speaks=False)
    if state is CellState.SILENT:
        assert any(each.readable and each.analysed and not each.stale for each in holdings)
    assert state_of((topic,), holdings, speaks=False) is state_of((topic,), holdings[::-1], speaks=False)
    assert state_of((topic,), [], speaks=False) is CellState.NOT_CAPTURED


def test_the_words_of_the_states() -> None:
    words = {state.value for state in CellState}
    assert {
        "silent",
        "not captured",
        "stale",
        "not analysed (language)",
        "not analysed yet",
        "perhaps",
    } < words
    assert set(STATE_MEANING) == set(CellState)
    assert "not counted" in STATE_MEANING[CellState.PERHAPS]


def finding(*topics: tuple[str, float], abstain: bool) -> Finding:
    return Finding(
        statement=Statement(StatementKind.SENTENCE, 0, 10),
        topics=tuple(TopicScore(*each) for each in topics),
        modality=Modality.NONE,
        bound_party=Party.NONE,
        beneficiary=Party.NONE,
        basis=Basis.EXPLICIT,
        severity=Severity.NONE,
        severity_reasons=(),
        facts=(),
        abstain=abstain,
        recipe=Recipe("test", "1"),
    )


WORDS = "Nothing telling stands here at all."


def test_perhaps_is_what_is_ranked_high_enough_and_no_firm_finding_tells() -> None:
    findings = (
        finding(("ACCESS.age", 0.9), ("PAY.fees", 0.5), ("PAY.refund", 0.45), abstain=False),
        finding(("PAY.fees", 0.55), ("DISPUTE.forum", 0.5), abstain=True),
        finding(("HARM.weapons", 0.45), abstain=True),
        finding(("HARM.weapons", 0.5), abstain=True),
        finding(("DISPUTE.arbitration", 0.2), abstain=True),
        finding(abstain=True),
    )
    assert topics_perhaps(findings, WORDS) == (
        TopicScore("DISPUTE.forum", 0.5),
        TopicScore("HARM.weapons", 0.5),
        TopicScore("PAY.refund", 0.45),
    )
    assert TopicScore("PAY.fees", 0.55) in topics_perhaps(findings[1:], WORDS)
