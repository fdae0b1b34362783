"""What a record's page lists, in which order, and under which numbers."""

from __future__ import annotations

from dataclasses import replace

from tests.publish.publish_kit import change, record

from clausewatch.nouns.change import Change, Severity
from clausewatch.web.changed import by_provision, edits_of, gravest_first, in_document_order, place_of


def clause(number: int, severity: Severity, section: str, *, word: str = "") -> Change:
    said = word or str(number)
    found = change(old=f"Clause {number}.", new=f"Clause {number} holds {said}.", section=section)
    return replace(found, severity=severity, provision=section)


FOUND = record(
    clause(0, Severity.LOW, "A"),
    clause(1, Severity.LOW, "B", word="now"),
    clause(2, Severity.HIGH, "A"),
    clause(3, Severity.MEDIUM, "C"),
    clause(4, Severity.LOW, "D", word="now"),
)


def test_the_gravest_stands_first_and_keeps_its_number() -> None:
    ordered = in_document_order(FOUND)
    assert [each.change.old for each in ordered] == [f"Clause {n}." for n in (0, 2, 1, 3, 4)]
    assert [each.number for each in ordered] == [0, 1, 2, 3, 4]
    gravest = gravest_first(FOUND, ordered, edits_of(ordered))
    assert [each.number for each in gravest] == [1, 3, 0, 2]
    assert [one.number for one in gravest[-1].again] == [4]
    assert (gravest[-1].places, gravest[-1].provisions, gravest[-1].more) == (2, 2, 0)


def test_a_number_is_found_in_either_order() -> None:
    ordered = in_document_order(FOUND)
    gravest = gravest_first(FOUND, ordered, edits_of(ordered))
    assert [place_of(ordered, number) for number in range(5)] == [0, 1, 2, 3, 4]
    assert [place_of(gravest, number) for number in range(5)] == [2, 0, 3, 1, 3]
    assert place_of(gravest, 99) == 0


def test_entries_of_one_provision_stand_together_only_where_they_follow() -> None:
    ordered = in_document_order(FOUND)
    sections = [each.group.section for each in by_provision(FOUND, ordered)]
    assert sections == [("A",), ("B",), ("C",), ("D",)]
    shown = by_provision(FOUND, gravest_first(FOUND, ordered, edits_of(ordered)))
    assert [each.group.section for each in shown] == [("A",), ("C",), ("A",), ("B",)]
