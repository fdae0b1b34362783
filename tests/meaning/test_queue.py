"""The order of the review queue, and which statements a ruling is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clausewatch.meaning.queue import ordered
from clausewatch.meaning.review import digest_of_words, resting, stretches_of, topics_in
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Provision, Span, Statement, StatementKind
from clausewatch.nouns.review import Item, ItemKind, Matter, Reviewed, Ruling, Target, newest

_AT = datetime(2026, 3, 2, tzinfo=UTC)
_ITEM = Item(
    "a", ItemKind.FINDING, "p/d", "line", ("w",), "", "clause", "Clause", (), "words", (), Severity.LOW, 0.5, (),
    _AT, (),
)  # fmt: skip


def _reviewed(number: int, target: Target) -> Reviewed:
    return Reviewed(
        number, target, Ruling.ACCEPT, "", "", "", "", "Ada", _AT, correction=False, about="", subject=""
    )


def test_the_gravest_come_first_then_the_most_doubtful_then_the_newest() -> None:
    later = _AT + timedelta(days=1)
    items = [
        replace(_ITEM, id="low doubt", doubt=0.1),
        replace(_ITEM, id="older"),
        replace(_ITEM, id="newer", at=later),
        replace(_ITEM, id="grave", severity=Severity.HIGH, doubt=0.0),
        replace(_ITEM, id="none", severity=Severity.NONE, doubt=1.0),
        replace(_ITEM, id="medium", severity=Severity.MEDIUM),
        replace(_ITEM, id="not listed", listed=False),
        replace(_ITEM, id="done", reviewed=(_reviewed(1, _ITEM.target(Matter.TOPIC)),)),
    ]
    wanted = ["grave", "medium", "newer", "older", "low doubt", "none"]
    assert [each.id for each in ordered(items)] == wanted
    assert [each.id for each in ordered(reversed(items))] == wanted


def test_the_four_values_of_a_finding_are_one_item_and_a_sentence_another() -> None:
    names = {
        _ITEM.target(each).item for each in (Matter.TOPIC, Matter.MODALITY, Matter.PARTY, Matter.SEVERITY)
    }
    assert len(names) == 1
    assert _ITEM.target(Matter.SENTENCE).item not in names


def test_of_several_rulings_on_a_target_the_newest_counts() -> None:
    one, other = _ITEM.target(Matter.TOPIC), _ITEM.target(Matter.PARTY)
    made = [_reviewed(3, one), _reviewed(1, one), _reviewed(2, other)]
    assert [each.number for each in newest(made)] == [2, 3]


def test_a_statement_is_named_by_its_words_and_what_leads_into_it() -> None:
    content = "You must not:\nsell it\nsell it"
    items = tuple(Statement(StatementKind.ITEM, at, at + 7, 1) for at in (14, 22))
    clause = Provision("clause", ("Clause",), "Clause", "", 0, len(content), Span(0, 13), items)
    lead, first, second = stretches_of(content, clause)
    assert lead.lead
    assert first.digest == second.digest == digest_of_words("You must not:", "sell it")
    assert first.digest != digest_of_words("You may:", "sell it")
    stretches = (lead, first, second)
    assert resting((Span(15, 17),), stretches) == (first.digest,)
    assert resting((), stretches) == (lead.digest, first.digest)
    assert resting((Span(13, 14),), stretches) == (lead.digest, first.digest)


def test_topics_that_are_none_any_more_are_left_out() -> None:
    assert topics_in("ACCESS.age GONE.topic ACCESS.account ACCESS.age") == ("ACCESS.age", "ACCESS.account")
