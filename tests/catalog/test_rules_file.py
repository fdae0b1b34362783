"""Rules files: what reads as what, and every fault told with its line and mend."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from clausewatch.catalog.rules_file import MOST_RULES, read_rules, ready_rules
from clausewatch.catalog.rules_tree import MOST_BYTES
from clausewatch.errors import BadInputError
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Modality
from clausewatch.nouns.knowledge import QuickFactId
from clausewatch.nouns.requirement import (
    AtLeast,
    AtMost,
    Forbid,
    Matter,
    NoChange,
    OneOf,
    Require,
    Stand,
    Unit,
)

HEAD = "version: 1\nrules:\n"


def rule(requirement: str, more: str = "") -> str:
    return f"{HEAD}  - id: one\n    title: One\n    {requirement}\n{more}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "forbid: {topic: CONTENT.training, modality: [power, disclosure], stance: does}",
            Forbid(
                Matter(
                    "CONTENT.training",
                    modalities=frozenset({Modality.POWER, Modality.DISCLOSURE}),
                    stands=frozenset({Stand.DOES}),
                )
            ),
        ),
        (
            "require: {topic: LIFECYCLE.appeal, words: appeal}",
            Require(Matter("LIFECYCLE.appeal", words=("appeal",))),
        ),
        ("at_least: {fact: change-notice, days: 30}", AtLeast(QuickFactId.CHANGE_NOTICE, 30, Unit.DAYS)),
        ("at_most: {fact: retention, days: 90}", AtMost(QuickFactId.RETENTION, 90, Unit.DAYS)),
        ("at_least: {fact: age, years: 13}", AtLeast(QuickFactId.AGE, 13, Unit.YEARS)),
        (
            "one_of: {fact: governing-law, in: [Switzerland, Ireland]}",
            OneOf(QuickFactId.GOVERNING_LAW, ("Switzerland", "Ireland")),
        ),
        ("no_change: {severity: high}", NoChange(Severity.HIGH)),
    ],
)
def test_a_requirement_reads_as_it_is_written(written: str, meant: object) -> None:
    (found,) = read_rules(rule(written).encode(), "rules.yaml")
    assert found.requirement == meant


def test_a_group_of_places_is_written_out() -> None:
    (found,) = read_rules(rule("one_of: {fact: governing-law, in: [EU, Norway]}").encode(), "rules.yaml")
    assert isinstance(found.requirement, OneOf)
    assert len(found.requirement.places) == 28
    assert {"Ireland", "Sweden", "Norway"} <= set(found.requirement.places)


def test_a_ready_made_rule_is_taken_over_with_what_is_set_beside_it() -> None:
    text = f"{HEAD}  - use: no-arbitration\n    id: ours\n    severity: high\n    platforms: [Birchwood]\n    unknown: fail\n    only_new: true\n"
    (found,) = read_rules(text.encode(), "rules.yaml")
    ready = ready_rules()["no-arbitration"]
    assert (found.id, found.title, found.requirement) == ("ours", ready.title, ready.requirement)
    assert (found.severity, found.platforms) == (Severity.HIGH, ("Birchwood",))
    assert found.unknown_fails
    assert found.only_new


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "it is empty"),
        (" \n", 1, "it is empty"),
        ("rules: []", 1, "`version` is missing"),
        ("version: 2\nrules: []", 1, "Use one of: 1"),
        ("version: 1\nrules: []", 2, "lists nothing"),
        ("version: 1\nrules: {}", 2, "no list"),
        ("- one", 1, "no set of keys"),
        ("version: 1\nrulez: []", 2, "Did you mean `rules`?"),
        (rule("forbid: {topic: CONTENT.trainin}"), 5, "Did you mean `CONTENT.training`"),
        (rule("forbid: {topic: CONTENT.training, modality: powr}"), 5, "Did you mean `power`?"),
        (rule("forbid: {topic: CONTENT.training, stance: refuse}"), 5, "Did you mean `refuses`?"),
        (rule("forbid: {}"), 5, "needs a topic or a fact"),
        (rule("forbid: {topic: CONTENT.training, fact: training}"), 5, "needs a topic or a fact"),
        (rule("at_least: {fact: change-notise, days: 30}"), 5, "Did you mean `change-notice`"),
        (rule("at_least: {fact: governing-law, days: 30}"), 5, "no known fact"),
        (rule("at_least: {fact: change-notice, years: 1}"), 5, "counted in days"),
        (rule("at_least: {fact: change-notice, days: thirty}"), 5, "whole number"),
        (rule("at_least: {fact: change-notice, days: 0}"), 5, "whole number"),
        (rule("at_least: {fact: change-notice, days: ٣٠}"), 5, "whole number"),
        (rule("at_least: {fact: change-notice, days: 00000019999999}"), 5, "whole number"),
        (rule("at_least: {fact: change-notice, days: 100001}"), 5, "whole number"),
        (rule("at_least: {fact: change-notice, days: 030}"), 5, "whole number"),
        (rule("forbid: {topic: CONTENT.training, words: '§'}"), 5, "`§` cannot be looked for"),
        (rule("forbid: {topic: CONTENT.training, words: [model, C++]}"), 5, "`C++` cannot be looked for"),
        (rule("no_change: {severity: high}", "    documents:\n"), 6, "`documents` has no value"),
        (rule("no_change: {severity: high}", "    unknown: ~\n"), 6, "`unknown` has no value"),
        ("version:\nrules: []", 1, "`version` has no value"),
        (rule("one_of: {fact: governing-law, in: [Irland]}"), 5, "Did you mean `Ireland`"),
        (rule("one_of: {fact: governing-law, in: []}"), 5, "lists nothing"),
        (rule("no_change: {severity: grave}"), 5, "severity"),
        (rule("forbid: {topic: CONTENT.training}\n    require: {topic: CONTENT.training}"), 3, "exactly one"),
        (rule("severity: high"), 3, "asks for nothing"),
        (rule("use: no-arbitratoin"), 5, "Did you mean `no-arbitration`?"),
        (rule("no_change: {severity: high}\n    document_types: Terms of Servise"), 6, "Terms of Service"),
        (f"{HEAD}  - id: One Two\n    title: x\n    no_change: {{severity: high}}\n", 3, "`one-two`"),
        (f"{HEAD}  - title: x\n    no_change: {{severity: high}}\n", 3, "no `id`"),
        (f"{HEAD}  - use: no-arbitration\n  - use: no-arbitration\n", 4, "stands twice"),
        (rule('no_change: {severity: high}\n    title: "a\\eb"'), 6, "stands twice"),
        (
            f'{HEAD}  - id: one\n    title: "a\\eb"\n    no_change: {{severity: high}}\n',
            4,
            "control character",
        ),
        (
            f"{HEAD}  - id: one\n    title: {'x' * 400}\n    no_change: {{severity: high}}\n",
            4,
            "300 characters",
        ),
        (f"{HEAD}  - &a\n    use: no-arbitration\n  - *a\n", 3, "anchor"),
        (f"{HEAD}  - !!python/object:os.system {{}}\n", 3, "tag"),
        (f"{HEAD}  - {'[' * 40}{']' * 40}\n", 3, "deeper"),
        ("version: 1\nrules: [unclosed\n", 3, "no YAML"),
        ("version: 1\n---\nversion: 1\n", 2, "second document"),
        (
            f"{HEAD}{''.join(f'  - {{id: r{n}, use: no-arbitration}}{chr(10)}' for n in range(MOST_RULES + 1))}",
            3,
            "Split",
        ),
        ("#" * (MOST_BYTES + 1), 1, "Split it"),
    ],
)
def test_a_fault_is_told_with_its_line_and_mend(text: str, line: int, words: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_rules(text.encode(), "rules.yaml")
    assert refused.value.subject == f"rules.yaml, line {line}"
    assert words in str(refused.value)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BadInputError, match="UTF-8"):
        read_rules(b"version: 1\nrules: \xff", "rules.yaml")


def test_every_ready_made_rule_can_be_used() -> None:
    text = HEAD + "".join(f"  - use: {each}\n" for each in ready_rules())
    assert read_rules(text.encode(), "rules.yaml") == tuple(ready_rules().values())


def test_the_example_of_the_how_to_reads_and_every_ready_made_rule_is_named_there() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "rules.md").read_text(encoding="utf-8")
    example = page[page.index("    version: 1\n") : page.index("Each rule asks for")]
    found = read_rules(dedent(example).encode(), "rules.md")
    assert [each.id for each in found] == ["no-training-on-content", "notice", "law", "appeal", "calm"]
    assert [each for each in ready_rules() if f"`{each}`" not in page] == []
