"""Outlines: what is one provision, what are its statements, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.nouns.document import Outline, Provision, StatementKind, Text
from clausewatch.structure import locate, outline, sentences
from clausewatch.text.markdown import read_markdown

POLICY = """\
Rules of use
============

Effective March 1, 2026

These rules bind everyone who uses the service.

General standards

Do not build weapons

This includes using the service to:

*   design explosives
*   acquire precursors
    *   by mail or
    *   by courier
*   evade export controls

Do not deceive people

This includes using the service to:

*   impersonate a person
*   hide that a machine is speaking

2\\. Your account
----------------

2.1 **Accuracy.** Keep your details current. Tell us of changes, e.g. a new address, within 14 days.

2.2 **Security.** Keep your password secret.

3\\. Fees
--------

| Plan | Price |
| --- | --- |
| Solo | 9 euros |
| Team | 25 euros |
"""


def read(source: str) -> tuple[Text, Outline]:
    text = read_markdown(source)
    return text, outline(text)


def by_id(found: Outline, name: str) -> Provision:
    return next(each for each in found.provisions if each.id == name)


def test_a_plain_line_before_a_list_heads_one_provision() -> None:
    """Heading, lead-in and items, nested ones too, are one clause under the line above both headings."""
    text, found = read(POLICY)
    clause = by_id(found, "do-not-build-weapons")
    assert clause.path == ("Rules of use", "General standards", "Do not build weapons")
    assert clause.lead_in is not None
    assert clause.lead_in.of(text.content) == "This includes using the service to:"
    assert [each.of(text.content) for each in clause.statements] == [
        "design explosives",
        "acquire precursors",
        "by mail or",
        "by courier",
        "evade export controls",
    ]
    assert [each.depth for each in clause.statements] == [1, 1, 2, 2, 1]


def test_numbered_run_ins_are_clauses_with_their_number() -> None:
    text, found = read(POLICY)
    clause = by_id(found, "accuracy")
    assert (clause.number, clause.title, clause.path[-2:]) == (
        "2.1",
        "Accuracy",
        ("Your account", "Accuracy"),
    )
    assert clause.statements[-1].of(text.content).endswith("within 14 days.")


def test_table_rows_are_statements() -> None:
    text, found = read(POLICY)
    fees = by_id(found, "fees")
    assert fees.number == "3"
    assert {each.kind for each in fees.statements} == {StatementKind.ROW}
    assert fees.statements[-1].of(text.content) == "Team\t25 euros"


def test_a_date_line_is_no_heading() -> None:
    _, found = read(POLICY)
    assert not any("2026" in each for provision in found.provisions for each in provision.path)


def test_ids_are_unique_and_stable() -> None:
    source = "## Same\n\nOne.\n\n## Same\n\nTwo.\n\n## Same 2\n\nThree.\n"
    ids = [each.id for each in read(source)[1].provisions]
    assert len(set(ids)) == 3
    assert ids == [each.id for each in read(source)[1].provisions]


def test_chinese_text_has_sentences_and_articles() -> None:
    text, found = read("第一条 使用\n\n您不得出售账户。我们可以终止服务！请联系我们。\n")
    said = [each.of(text.content) for provision in found.provisions for each in provision.statements]
    assert "您不得出售账户。" in said
    assert "我们可以终止服务！" in said


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("We use it, e.g. for tests. Nothing more.", 2),
        ("Acme Inc. may end this. You may too.", 2),
        ("See section 3.1. It applies.", 2),
        ("Write to help@acme.example. We answer.", 2),
        ("The U.S. Government may use it.", 1),
        ("Really? Yes! Fine.", 3),
        ("Wait... then go.", 1),
        ("J. Smith signs. Done.", 2),
    ],
)
def test_sentences(line: str, expected: int) -> None:
    assert len(sentences(line, 0, len(line))) == expected


LINES = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60),
    st.sampled_from(
        ["# Title", "## Part", "Short line", "It includes:", "*   item one", "    *   nested", "1.  first", "1.1 Point. X.",
         "**Run in.** Text follows. And more.", "| a | b |\n| - | - |\n| c | d |", "", "A sentence. Another one!"]
    ),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_every_character_lies_in_exactly_one_provision(lines: list[str]) -> None:
    """Provisions follow each other without overlap; statements lie inside, in order; only white space is left out."""
    text, found = read("\n\n".join(lines))
    at = 0
    for provision in found.provisions:
        assert not text.content[at : provision.start].strip()
        assert at <= provision.start <= provision.end
        at = provision.end
        inside = provision.start
        for each in provision.statements:
            assert inside <= each.start < each.end <= provision.end
            inside = each.end
    assert not text.content[at:].strip()
    ids = [each.id for each in found.provisions]
    assert len(set(ids)) == len(ids)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_sentences_lose_no_word(line: str) -> None:
    found = sentences(line, 0, len(line))
    assert "".join(line.split()) == "".join("".join(each.of(line).split()) for each in found)


def test_a_quotation_is_located_exactly() -> None:
    text, _ = read("One two. One two.")
    assert [span.of(text.content) for span in locate(text, "One two.")] == ["One two.", "One two."]
    assert locate(text, "one two.") == ()
    assert locate(text, "") == ()


def test_a_long_text_is_cut_into_its_clauses() -> None:
    """45,000 words in 300 titled clauses are 300 provisions."""
    source = "\n\n".join(f"**Clause {n}.** " + "The provider may change this. " * 30 for n in range(300))
    text = read_markdown(source)
    found = outline(text)
    assert len(found.provisions) == 300


@pytest.mark.shared
def test_a_real_usage_policy(archive_policy: str) -> None:
    """The weapons clause of a real policy is one provision with its lead-in and its four items."""
    _, found = read(archive_policy)
    clause = by_id(found, "do-not-develop-or-design-weapons")
    assert clause.path[-2:] == ("Universal Usage Standards", "Do Not Develop or Design Weapons")
    assert len(clause.statements) == 4
    assert clause.lead_in is not None


@pytest.fixture
def archive_policy(shared: Path) -> str:
    """The newest text of the policy in the real archive."""
    from clausewatch.catalog import open_ota

    repository = open_ota(shared / "data" / "ota" / "genai-eu-versions.bundle", "Claude.ai")
    bodies = [each.body for each in repository if each.document == "Acceptable Use Policy"]
    repository.close()
    return bodies[-1].decode()
