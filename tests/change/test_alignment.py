"""Alignment: identities that outlive edits, moves and renumbering, and work that grows with the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.change.editions import Clause, edition

from clausewatch.change import compare, first_lineage, pairing
from clausewatch.change.units import Unit, units

RULES: list[Clause] = [
    ("1 Accounts", ["You keep the keys of your account secret and tell us when they are lost."]),
    ("2 Payment", ["You pay every month ahead, and unpaid bills bear interest after two weeks."]),
    ("3 Notice", ["We write to you at least 30 days before a price rises."]),
]


def test_lineage_survives_an_edit_a_move_and_the_renumbering_of_an_insertion() -> None:
    old = edition(RULES)
    new = edition(
        [
            ("1 Notice", ["We write to you at least 14 days before a price rises."]),
            ("2 Children", ["Children under the age of twelve need a guardian beside them."]),
            ("3 Accounts", RULES[0][1]),
            ("4 Payment", RULES[1][1]),
        ],
        "2026-02-01",
    )
    accounts, payment, notice = first_lineage(old)
    assert compare(old, new).lineage[0] == notice
    assert compare(old, new).lineage[2:] == (accounts, payment)
    assert compare(old, new).lineage[1] not in (accounts, payment, notice)


def test_lineage_survives_two_steps() -> None:
    first = edition(RULES)
    second = edition([RULES[2], *RULES[:2]], "2026-02-01")
    third = edition([*RULES[:2], ("3 Notice", ["We write to you at least 7 days before a price rises."])], "2026-03-01")  # fmt: skip
    carried = compare(first, second).lineage
    again = compare(replace(second, lineage=carried), third).lineage
    assert again == first_lineage(first)


def _clauses(sections: int, turned: int = 0) -> list[Clause]:
    said: list[Clause] = [
        (f"Part {at}", [f"rule {at * 10 + n} binds person {at * 7 + n} in matter {at * 31 + n * 3} and matter {at + n}." for n in range(10)])
        for at in range(sections)
    ]  # fmt: skip
    return said[turned:] + said[:turned]


@pytest.mark.parametrize("reordered", [False, True])
def test_the_work_of_pairing_grows_with_the_text_and_not_with_its_square(
    monkeypatch: pytest.MonkeyPatch, *, reordered: bool
) -> None:
    counted = 0
    judge = pairing.likeness

    def counting(old: Unit, new: Unit) -> float:
        nonlocal counted
        counted += 1
        return judge(old, new)

    monkeypatch.setattr(pairing, "likeness", counting)
    work: list[int] = []
    for sections in (60, 240):
        counted = 0
        edited = [
            (head, [one.replace("binds", "frees") if n == at % 10 else one for n, one in enumerate(said)])
            for at, (head, said) in enumerate(_clauses(sections, sections // 2 if reordered else 0))
        ]
        pairing.pair(units(edition(_clauses(sections))), units(edition(edited)))
        work.append(counted)
    assert work[0] >= 60
    # Four times the text: with the square it would be sixteen times the work.
    assert work[1] <= 6 * work[0]
