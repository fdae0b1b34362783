"""Items of lists say what their lead-in makes of them: modality, and the stance that comparisons and topic pages show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.compare import stance_by
from clausewatch.meaning.lead_ins import kept_lead_ins, lead_ins
from clausewatch.meaning.rules import modality_of
from clausewatch.meaning.said import findings_of
from clausewatch.nouns.change import Severity
from clausewatch.nouns.comparison import Stance
from clausewatch.nouns.document import (
    Cause,
    Edition,
    Outline,
    Provision,
    Span,
    Statement,
    StatementKind,
    Text,
    Version,
)
from clausewatch.nouns.finding import Asked, Modality
from clausewatch.nouns.stated import Said, Stated

_M = Modality


def _item(lead_in: str, text: str) -> Asked:
    return Asked(text, ("Use",), lead_in, "Terms of Service", "Birchwood", "Birchwood Ltd")


@pytest.mark.parametrize(
    ("lead_in", "text", "modality"),
    [
        ("You may not:", "rent the software", _M.PROHIBITION),
        ("You must not, unless the law lets you:", "copy the software", _M.PROHIBITION),
        ("You will not do any of these, unless we agree in writing or the law bars this rule:", "(a) copy it", _M.PROHIBITION),
        ("You agree not to, except where we allow it:", "copy the software", _M.PROHIBITION),
        ("Unless we agree otherwise, you may not:", "copy the software", _M.PROHIBITION),
        ("You will not use it for these purposes:", "(5) Other uses that laws prohibit or that may harm Birchwood", _M.PROHIBITION),
        ("You may not:", "In turn, we may end your account.", _M.POWER),
        ("You may:", "rent the software", _M.PERMISSION),
        ("You must:", "keep your password to yourself", _M.OBLIGATION),
    ],
)  # fmt: skip
def test_an_item_does_what_its_lead_in_says(lead_in: str, text: str, modality: Modality) -> None:
    assert modality_of(_item(lead_in, text)) is modality


@pytest.mark.parametrize(
    ("lead_in", "text", "stance"),
    [
        ("You may not:", "rent the software", Stance.PROHIBITS),
        ("You may not, without our consent:", "rent the software", Stance.LIMITS),
        ("You may not, unless we agree:", "rent the software", Stance.LIMITS),
        ("You may not:", "rent the software without our consent", Stance.LIMITS),
        ("Without limiting the generality of the above, you may not:", "rent the software", Stance.PROHIBITS),
        ("Ask us unless you are sure. You may not:", "rent the software", Stance.PROHIBITS),
        ("You may, only if you are an adult:", "rent the software", Stance.LIMITS),
        ("You may:", "rent the software", Stance.PERMITS),
        ("You must, unless we agree:", "keep it", Stance.REQUIRES),
    ],
)
def test_the_stance_of_an_item_is_that_of_its_lead_in(lead_in: str, text: str, stance: Stance) -> None:
    asked = _item(lead_in, text)
    assert stance_by(modality_of(asked), text, lead_in) is stance


def _provision(*parts: tuple[int, str], lead_in: str = "") -> tuple[str, Provision]:
    """Parts by depth (0 a sentence, -1 a row) one under the other, behind the lead-in."""
    content, statements = lead_in, []
    for depth, words in parts:
        start = len(content) + 1
        content += f"\n{words}"
        kind = (StatementKind.ROW, StatementKind.SENTENCE, StatementKind.ITEM)[min(depth, 1) + 1]
        statements.append(Statement(kind, start, len(content), max(depth, 0)))
    span = Span(0, len(lead_in)) if lead_in else None
    return content, Provision("p", ("Use",), "Use", "", 0, len(content), span, tuple(statements))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(0, "You must be 18."), (0, "You may not:"), (1, "rent it"), (1, "sell it")],
         ["", "", "You may not:", "You may not:"]),
        # The opening is itself an item of an outer list.
        ([(2, "You need an account."), (2, "Do not use it in a way that would"), (3, "harm people"), (2, "We answer mail.")],
         ["", "", "Do not use it in a way that would", ""]),
        # Another sentence stands between.
        ([(0, "You may not:"), (1, "rent it"), (0, "We like birds."), (1, "owls")], ["", "You may not:", "", ""]),
        ([(0, "You may not:"), (-1, "Fee: 3 euros"), (1, "rent it")], ["", "", ""]),
        ([(0, "You may not:"), (1, "harm others, such as by:"), (2, "threats"), (1, "sell it; or")],
         ["", "You may not:", "You may not: harm others, such as by:", "You may not:"]),
        ([(0, "You may not:"), (1, "harm others"), (2, "threats")], ["", "You may not:", "You may not:"]),
        ([(0, "You may not do any of the following."), (1, "rent it")], ["", "You may not do any of the following."]),
        ([(0, "We like birds."), (1, "owls")], ["", ""]),
    ],
)  # fmt: skip
def test_a_list_inside_a_provision_is_led_by_what_opens_it(
    parts: list[tuple[int, str]], expected: list[str]
) -> None:
    content, provision = _provision(*parts)
    assert list(lead_ins(content, provision)) == expected


_BOTH = (
    (1, "rent it"),
    (0, "Ask us first."),
    (1, "lend it"),
    (0, "We may:"),
    (1, "end your account"),
    (0, "We are kind."),
    (1, "warn you"),
)


def test_a_provision_keeps_its_lead_in_until_a_later_list_has_an_opening_of_its_own() -> None:
    content, provision = _provision(*_BOTH, lead_in="You must not:")
    assert lead_ins(content, provision) == (*("You must not:",) * 4, "We may:", "You must not:", "We may:")


def test_a_list_in_a_list_is_led_by_both_openings_unless_the_nearer_is_a_clause_of_its_own() -> None:
    parts = (
        (1, "harm others, such as by:"),
        (2, "threats"),
        (1, "We may:"),
        (2, "end your account"),
        (1, "sell it"),
    )
    content, provision = _provision(*parts, lead_in="You must not:")
    first = "You must not:"
    assert lead_ins(content, provision) == (first, f"{first} {parts[0][1]}", first, "We may:", first)
    assert modality_of(_item("We may:", "end your account")) is _M.POWER
    assert modality_of(_item(first, "end your account")) is _M.PROHIBITION


def test_what_stands_before_the_first_list_opens_no_later_one() -> None:
    words = "We may:\nThis is so. You must not:\nrent it"
    spans = [(0, 7), (8, 19), (34, 41)]
    kinds = (StatementKind.SENTENCE, StatementKind.SENTENCE, StatementKind.ITEM)
    statements = tuple(
        Statement(kind, *span, 1 if kind is StatementKind.ITEM else 0)
        for kind, span in zip(kinds, spans, strict=True)
    )
    provision = Provision("p", ("Use",), "Use", "", 0, len(words), Span(20, 33), statements)
    assert lead_ins(words, provision) == ("You must not:",) * 3


_BANS = (
    (1, "You may use the birch service from the age of 16."),
    (1, "You may not use the birch service, or let others use it, in any way that would:"),
    (2, "Engage in forecasting who will commit crimes from what people are like"),
    (2, "Generate or spread content that harms other people"),
)


def _edition() -> Edition:
    content, provision = _provision(*_BANS)
    observed = datetime(2025, 1, 1, tzinfo=UTC)
    version = Version("v", "d", observed, (), Cause.PUBLISHED, "t", "f", "Terms", "en", 40, (), "r")
    return Edition(version, Text(content, ()), Outline((provision,)))


def test_items_of_a_list_of_bans_inside_a_provision_are_bans() -> None:
    (found,) = findings_of(_edition(), Subject("d", "Terms of Service", "Birchwood", "Birchwood Ltd"))
    items = found.findings[2:]
    assert [each.modality for each in items] == [_M.PROHIBITION] * 2
    assert [stance_by(each.modality, each.statement.of(found.content)) for each in items] == [
        Stance.PROHIBITS
    ] * 2


def test_a_stored_provision_tells_the_same_lead_ins() -> None:
    (found,) = findings_of(_edition(), Subject("d", "Terms of Service", "Birchwood", "Birchwood Ltd"))
    content, provision = found.content, found.provision
    observed = datetime(2025, 1, 1, tzinfo=UTC)
    stated = Stated(
        *("s", "d", "l", "p", provision.path, provision.title, "", "", f"{content}\n"),
        Span(700, 700 + len(content) + 1),
        Said(tuple(each.moved(700) for each in found.findings)),
        *("en", Severity.NONE, "v", "v", observed, None),
    )
    assert kept_lead_ins(stated) == lead_ins(content, provision)
    told = kept_lead_ins(replace(stated, lead_in="You may:"))
    assert told == ("You may:", "You may:", *(_BANS[1][1],) * 2)


def test_what_a_platform_commits_to_is_required_of_nobody_else() -> None:
    assert stance_by(_M.COMMITMENT, "Birchwood deletes your data.") is Stance.STATES
    assert stance_by(_M.COMMITMENT, "Birchwood does not sell your data.") is Stance.REFUSES
    assert stance_by(_M.OBLIGATION, "You must keep it.") is Stance.REQUIRES
