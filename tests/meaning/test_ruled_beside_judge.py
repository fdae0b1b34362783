"""An editor's word on modality or party, where the judge said otherwise than the rules: it settles that matter alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clausewatch.meaning.review import ruled_findings
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span, Statement, StatementKind
from clausewatch.nouns.finding import JUDGED, Basis, Finding, Modality, Party, Plain, Recipe
from clausewatch.nouns.review import Matter, Reviewed, Ruling, Target

LIKELY = Finding(
    statement=Statement(StatementKind.SENTENCE, 0, 10, 0),
    topics=(),
    modality=Modality.PROHIBITION,
    bound_party=Party.THIRD_PARTY,
    beneficiary=Party.NONE,
    basis=Basis.INFERRED,
    severity=Severity.LOW,
    severity_reasons=(),
    facts=(),
    abstain=True,
    recipe=Recipe(JUDGED, "1"),
    ruled=Plain(Modality.DISCLOSURE, Party.PLATFORM),
)
AT = datetime(2026, 3, 1, tzinfo=UTC)


def ruled(*rulings: tuple[Matter, str]) -> Finding:
    by = [
        Reviewed(n, Target("birchwood/terms", "l1", ("ab",), matter), Ruling.ACCEPT, value, value, value, "", "Ada", AT, False, "", "")
        for n, (matter, value) in enumerate(rulings, 1)
    ]  # fmt: skip
    (found,) = ruled_findings([LIKELY], {Span(0, 10): "ab"}, by)
    return found


@pytest.mark.parametrize(
    ("rulings", "plain"),
    [
        ([(Matter.MODALITY, "prohibition")], Plain(Modality.PROHIBITION, Party.PLATFORM)),
        ([(Matter.PARTY, "third-party")], Plain(Modality.DISCLOSURE, Party.THIRD_PARTY)),
        ([(Matter.MODALITY, "right")], Plain(Modality.RIGHT, Party.PLATFORM)),
        ([(Matter.MODALITY, "prohibition"), (Matter.PARTY, "third-party")], Plain(Modality.PROHIBITION, Party.THIRD_PARTY)),
    ],
)  # fmt: skip
def test_what_no_editor_settled_stays_with_the_rules(rulings: list[tuple[Matter, str]], plain: Plain) -> None:
    assert ruled(*rulings).plain == plain


def test_what_both_were_settled_of_is_likely_no_more() -> None:
    assert ruled((Matter.MODALITY, "prohibition"), (Matter.PARTY, "third-party")).ruled is None
