"""The claim gate's second opinion: what marks a claim has, and when they overturn the rules."""

from __future__ import annotations

from clausewatch.meaning.gate import gate
from clausewatch.meaning.gate.marks import Marks
from clausewatch.meaning.gate.ruling import heard_and_marked
from clausewatch.meaning.gate.second import Opinion, Weights, opinion, weights
from clausewatch.nouns.finding import Cited, Claim

TEXT = "We may delete inactive accounts after two years, once we have told you by email."
CLEAR = Weights(
    bias=0.0, of={"+only": 2.0, "p:swapped": 1.0, "own": 3.0, "near": -3.0}, refuse=1.5, let_pass=-1.0
)


def marked(claim: str, text: str = TEXT) -> Marks:
    found = heard_and_marked(Claim(claim, (Cited("s1", text),), (), "Tern"))
    assert found is not None
    return found[1]


def test_a_small_word_that_only_one_has_is_a_mark_with_words() -> None:
    found = marked("Tern may delete only inactive accounts after two years.")
    assert found.words["+only"] == "“only” is in the claim, not in the cited text"
    assert found.words["-once"] == "the cited text's “once” is not in the claim"
    assert "+may" not in found.sizes


def test_a_word_of_the_same_group_is_not_added() -> None:
    found = marked("Tern is free to erase idle accounts after two years.")
    assert "+free" in found.sizes
    assert "+g:may" not in found.sizes


def test_the_strongest_marks_are_the_reasons() -> None:
    found = Marks(
        {"+only": 1.0, "p:swapped": 1.0}, {"+only": "only is added", "p:swapped": "parties swapped"}
    )
    assert opinion(found, CLEAR) == Opinion(against=("only is added", "parties swapped"))


def test_marks_without_words_refuse_nothing() -> None:
    assert opinion(Marks({"own": 1.0}, {}), CLEAR) == Opinion()


def test_unclear_marks_leave_the_ruling_to_the_rules() -> None:
    assert opinion(Marks({"p:swapped": 1.0}, {"p:swapped": "swapped"}), CLEAR) == Opinion()


def test_clear_marks_for_the_claim_are_favourable() -> None:
    assert opinion(Marks({"near": 1.0}, {}), CLEAR) == Opinion(favourable=True)


def test_a_sure_objection_is_never_overturned() -> None:
    ruling = gate(
        Claim("Tern may delete inactive accounts after nine years.", (Cited("s1", TEXT),), (), "Tern")
    )
    assert not ruling.passes


def test_a_framed_quotation_does_not_come_to_it() -> None:
    claim = Claim(
        "The period named is two years: “We may delete inactive accounts after two years”.",
        (Cited("s1", TEXT),),
    )
    assert heard_and_marked(claim) is None


def test_long_input_has_marks_too() -> None:
    text = " ".join(f"We may delete account number {at} without notice." for at in range(150))
    assert marked("Tern must never delete accounts. " * 40, text).sizes["denials"] > 0


def test_the_shipped_weights_keep_apart_what_to_refuse_and_what_to_pass() -> None:
    shipped = weights()
    assert shipped.let_pass < shipped.refuse
    assert shipped.of["+only"] > 0
