"""Outlines: where provisions begin, what they are called, and that no word is lost."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from dulwich.repo import Repo
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.nouns.document import Outline, Span, Text
from clausewatch.structure import RECIPE, locate, outline, title_of
from clausewatch.text.markdown import read_markdown


def read(source: str) -> tuple[Text, Outline]:
    text = read_markdown(source)
    return text, outline(text)


def titles(made: Outline) -> list[tuple[str, str]]:
    return [(provision.number, provision.title) for provision in made.provisions]


def check_promises(text: Text, made: Outline) -> None:
    """Provisions tile the text; lead-in and statements tile what follows each heading, apart and in order."""
    content = text.content
    reached = 0
    for provision in made.provisions:
        assert not content[reached : provision.start].strip()
        assert reached <= provision.start < provision.end
        reached = provision.end
        parts = [Span(made.start, made.end) for made in provision.statements]
        assert parts == sorted(parts, key=lambda span: span.start)
        parts = sorted(
            [*parts, *([provision.lead_in] if provision.lead_in else [])], key=lambda span: span.start
        )
        inner = parts[0].start if parts else provision.end
        assert inner >= provision.start
        for part in parts:
            assert part.start < part.end <= provision.end
            assert part.start >= inner
            assert not content[inner : part.start].strip()
            inner = part.end
        assert not content[inner : provision.end].strip()
        assert provision.title
    assert not content[reached:].strip()
    assert len({provision.id for provision in made.provisions}) == len(made.provisions)


PLAIN_LINES = """# Use Policy

Effective March 3, 2026

This policy applies to all people who use our tools.

General Standards

Do Not Build Traps

This includes using our tools to:

* Build traps
* Sell traps
    * to hunters
    * to anyone

Do Not Spread Rumours

This includes using our tools to:

* Invent rumours

## Other Rules

You must tell people that they talk to a machine.
"""


def test_plain_lines_before_lists_are_headings() -> None:
    text, made = read(PLAIN_LINES)
    check_promises(text, made)
    traps = made.provisions[1]
    assert traps.path == ("Use Policy", "General Standards", "Do Not Build Traps")
    assert traps.id == "do-not-build-traps"
    assert traps.lead_in is not None
    assert traps.lead_in.of(text.content) == "This includes using our tools to:"
    assert [(made.kind.value, made.depth, made.of(text.content)) for made in traps.statements] == [
        ("item", 1, "Build traps"),
        ("item", 1, "Sell traps"),
        ("item", 2, "to hunters"),
        ("item", 2, "to anyone"),
    ]
    assert text.content[traps.start :].startswith("General Standards\n\nDo Not Build Traps")
    assert made.provisions[2].path == ("Use Policy", "General Standards", "Do Not Spread Rumours")
    assert made.provisions[3].path == ("Use Policy", "Other Rules")
    assert made.provisions[0].title == "Use Policy"
    assert made.provisions[0].statements[0].of(text.content) == "Effective March 3, 2026"
    assert title_of(text, made) == "Use Policy"


def test_run_ins_numbers_and_lettered_paragraphs() -> None:
    text, made = read(
        "## 2. Using the Tools\n\n**2.1. Your Use.** You may use them. Be kind.\n\n"
        "**2.2. Limits.** You will not:\n\n(a) copy them;\n\n(b) sell them, that is:\n\n(i) for money; or\n\n(ii) for fame.\n\n"
        "You keep these limits.\n\n2.3 We may end your use.\n\n2.3.1 We tell you first.\n"
    )
    check_promises(text, made)
    assert titles(made) == [
        ("2.1", "Your Use"),
        ("2.2", "Limits"),
        ("2.3", "We may end your use."),
        ("2.3.1", "We tell you first."),
    ]
    assert made.provisions[0].path == ("Using the Tools", "Your Use")
    assert [s.of(text.content) for s in made.provisions[0].statements] == ["You may use them.", "Be kind."]
    limits = made.provisions[1]
    assert limits.lead_in is not None
    assert limits.lead_in.of(text.content) == "You will not:"
    assert [(s.kind.value, s.depth) for s in limits.statements] == [
        ("item", 1),
        ("item", 1),
        ("item", 2),
        ("item", 2),
        ("sentence", 0),
    ]
    assert made.provisions[2].path == ("Using the Tools",)


def test_bold_lines_are_headings_and_bold_sentences_are_not() -> None:
    text, made = read(
        "# Terms\n\n**1\\. Who we are**\n\nWe are Lumen.\n\n**Your data**\n\nIt is yours.\n\n"
        "**IF YOU DO NOT AGREE TO ALL OF THESE TERMS THEN YOU MUST NOT OPEN AN ACCOUNT OR USE THE TOOLS AT ALL.**\n\n"
        "**Last updated: January 2, 2026**\n"
    )
    check_promises(text, made)
    assert titles(made) == [("1", "Who we are"), ("", "Your data")]
    assert made.provisions[1].path == ("Terms", "Your data")


def test_items_that_are_titles_or_clauses_open_provisions() -> None:
    long = (
        "The customer pays all fees that are set out in the order within thirty days of the date of the invoice. "
        * 4
    )
    text, made = read(
        f"# Terms\n\n1. **SCOPE**\n    1. **Use.** {long}\n    2. **Fees.** {long}\n2. **ENDING**\n\n    {long}\n\n"
        "Done with the list of terms.\n"
    )
    check_promises(text, made)
    assert titles(made) == [
        ("1", "Use"),
        ("2", "Fees"),
        ("2", "ENDING"),
        ("", "Done with the list of terms."),
    ]
    assert made.provisions[0].path == ("Terms", "SCOPE", "Use")
    assert made.provisions[2].path == ("Terms", "ENDING")
    assert made.provisions[3].path == ("Terms",)


def test_a_list_of_lists_is_a_row_of_clauses() -> None:
    text, made = read(
        "# Rules\n\nFollow these rules:\n\n* **Protect people.** So do not use it for:\n    * threats\n    * fraud\n"
        "* **Respect privacy.** So do not:\n    * stalk\n"
    )
    check_promises(text, made)
    assert [provision.title for provision in made.provisions] == [
        "Rules",
        "Protect people",
        "Respect privacy",
    ]
    assert made.provisions[1].lead_in is not None
    assert made.provisions[1].lead_in.of(text.content) == "So do not use it for:"
    assert [s.of(text.content) for s in made.provisions[1].statements] == ["threats", "fraud"]


def test_tables_are_rows() -> None:
    text, made = read(
        "## Helpers\n\nWe use:\n\n| Name | Place |\n| --- | --- |\n| Nutmeg | Norway |\n| Anise | |\n"
    )
    check_promises(text, made)
    (helpers,) = made.provisions
    assert [(s.kind.value, s.of(text.content).split("\t")[0]) for s in helpers.statements] == [
        ("row", "Name"),
        ("row", "Nutmeg"),
        ("row", "Anise"),
    ]


def test_long_prose_is_cut_at_paragraphs_and_keeps_lists_with_their_announcement() -> None:
    filler = (
        "We keep records of what you ask for as long as the law asks us to keep them and no longer. " * 12
    )
    text, made = read(
        f"# Notice\n\n{filler}\n\nYou may:\n\n* ask\n* object\n\nOur office is open. {filler}\n\n{filler}"
    )
    check_promises(text, made)
    assert [p.title for p in made.provisions][:3] == ["Notice", "You may", "Our office is open"]
    assert all(p.path == ("Notice",) for p in made.provisions)


def test_same_titles_get_numbered_addresses() -> None:
    _, made = read(
        "# A\n\nOne.\n\n## Fees\n\nTwo.\n\n## Fees\n\nThree.\n\n## Fees 2\n\nFour.\n\n## Fees\n\nFive.\n"
    )
    assert [p.id for p in made.provisions] == ["a", "fees", "fees-2", "fees-2-2", "fees-3"]


def test_a_number_that_counts_on_ends_the_clause_before_it() -> None:
    _, made = read(
        "## 1. Service\n\n**1.1 Input and Output**\n\n1.1.1 You may type.\n\n1.1.2 You may speak.\n\n"
        "**1.2 Age.** You must be of age.\n"
    )
    assert titles(made) == [("1.1.1", "You may type."), ("1.1.2", "You may speak."), ("1.2", "Age")]
    assert made.provisions[1].path == ("Service", "Input and Output")
    assert made.provisions[2].path == ("Service", "Age")


def test_a_list_of_earlier_versions_does_not_head_the_terms_after_it() -> None:
    long = (
        "The customer pays all fees that are set out in the order within thirty days of the date of the invoice. "
        * 4
    )
    _, made = read(
        f"# Terms\n\n**Earlier versions**\n\n* May 1, 2026\n* May 1, 2025\n\nThese are our terms.\n\n1. **Fees.** {long}\n2. **Use.** {long}\n"
    )
    assert [p.path for p in made.provisions][1:] == [("Terms", "Fees"), ("Terms", "Use")]


def test_the_first_line_names_a_document_without_marked_title() -> None:
    _, made = read("Service Terms\n\nLast updated: May 1, 2026\n\n**Fees**\n\nYou pay.\n")
    assert [p.path for p in made.provisions] == [("Service Terms",), ("Service Terms", "Fees")]


def test_chinese() -> None:
    text, made = read(
        "# 用户协议\n\n第一条 服务\n\n我们提供服务。您应当遵守规则。\n\n第二条 禁止行为\n\n您不得：\n\n* 传播谣言\n* 侵犯隐私\n"
    )
    check_promises(text, made)
    assert titles(made) == [("第一条", "服务"), ("第二条", "禁止行为")]
    assert made.provisions[1].path == ("用户协议", "禁止行为")
    assert [s.of(text.content) for s in made.provisions[0].statements] == [
        "我们提供服务。",
        "您应当遵守规则。",
    ]


def test_nothing_and_headings_alone() -> None:
    assert outline(Text("")).provisions == ()
    text, made = read("# Only\n\n## Headings\n\n## Here\n")
    check_promises(text, made)
    assert [(p.title, p.statements) for p in made.provisions] == [("Headings", ()), ("Here", ())]
    assert RECIPE == "structure/2"


def test_a_quotation_may_run_over_white_space() -> None:
    text, _ = read("# Keep calm\n\nKeep   calm always. We keep calm.\n\nKeep calm\nalways.\n")
    assert [span.of(text.content) for span in locate(text, "Keep calm  always.")] == ["Keep calm always."] * 2
    assert [span.start for span in locate(text, "Keep calm Keep")] == [0]
    assert locate(text, "Keep quiet") == locate(text, " ") == ()


LINES = st.sampled_from(
    [
        "# Top", "## 1. Part", "### Deep", "**Bold line**", "**Run in.** Then words follow.", "Plain Line Here",
        "This is announced:", "* item one", "    * deeper item", "1. first", "2. **TITLE**", "    more of it",
        "(a) lettered;", "(i) roman;", "1.1 Clause text here.", "A sentence. Another one! 第三句。", "| a | b |\n| --- | --- |\n| c |  |",
        "_Slanted_", "Effective May 1, 2026", "```\ncode\n```", "> quoted: words", "x" * 700, "Word. " * 500, "- - - x",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25), st.sampled_from(["\n\n", "\n"]))
def test_any_document_keeps_the_promises(lines: list[str], joiner: str) -> None:
    text, made = read(joiner.join(lines))
    check_promises(text, made)
    assert outline(text) == made


def test_deep_lists_and_long_texts_keep_the_promises() -> None:
    deep = "\n".join("  " * depth + "* word" for depth in range(25))
    filler = "\n\n".join(
        f"## Part {n}\n\n{n}.1 You must not do thing {n} (see Art. {n}). We may act. " * 3 for n in range(900)
    )
    text = read_markdown(deep + "\n\n" + filler)
    made = outline(text)
    check_promises(text, made)


def _latest(shared: Path, tmp_path: Path) -> Repo:
    bundle = shared / "data" / "ota" / "genai-eu-versions.bundle"
    subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(tmp_path / "ota")], check=True)
    return Repo(str(tmp_path / "ota"))


@pytest.mark.shared
def test_a_real_acceptable_use_policy(shared: Path, tmp_path: Path) -> None:
    repo = _latest(shared, tmp_path)
    tree = repo[repo.head()].tree  # type: ignore[attr-defined]
    found: dict[str, bytes] = {}
    for entry in repo.object_store.iter_tree_contents(tree):
        if entry.path.endswith(b".md"):
            found[entry.path.decode()] = repo[entry.sha].data  # type: ignore[attr-defined]
    assert len(found) > 50
    for source in found.values():
        text, made = read(source.decode())
        check_promises(text, made)
    text, made = read(found["Claude.ai/Acceptable Use Policy.md"].decode())
    weapons = next(p for p in made.provisions if p.title == "Do Not Develop or Design Weapons")
    assert weapons.path == ("Usage Policy", "Universal Usage Standards", "Do Not Develop or Design Weapons")
    assert weapons.lead_in is not None
    assert len(weapons.statements) == 4
    assert all(s.kind.value == "item" for s in weapons.statements)


def test_a_date_set_as_a_heading_heads_nothing_at_the_top() -> None:
    _, made = read("# Terms\n\n## Last updated: May 1, 2026\n\nWe agree.\n\n### Fees\n\nYou pay.\n")
    assert [p.path for p in made.provisions] == [("Terms",), ("Terms", "Fees")]
