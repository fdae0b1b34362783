"""Comparable provisions on passages of our own: the right clause, or silence; never a copyright notice for advice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from clausewatch.errors import BadInputError
from clausewatch.meaning.compare import (
    Tools,
    columns_of,
    compare,
    corpus_of,
    engine,
    index_from,
    index_of_tables,
    is_passage,
    postings,
    read_ranker,
    shipped_ranker,
    table_of,
    yardstick,
)
from clausewatch.meaning.compare.engine import candidates
from clausewatch.meaning.compare.kinds import may_rule, would_say
from clausewatch.meaning.compare.pairs import everywhere
from clausewatch.meaning.compare.postings import index_of, packed
from clausewatch.meaning.compare.question import question_of, without_asides
from clausewatch.meaning.topics import shipped_model
from clausewatch.meaning.vectors import word_vectors
from clausewatch.nouns.audience import Audience, audience_of
from clausewatch.nouns.comparison import Cell, CellState, Passage, Stance
from clausewatch.nouns.document import Statement, StatementKind
from clausewatch.nouns.finding import Asked
from clausewatch.publish import cell_line

USE, TERMS = "Acceptable Use Policy", "Terms of Service"
BANNED = "You may not use the service to do any of the following:"
CORPUS = {
    "alder": [
        (USE, BANNED, "Run political campaigns or interfere with an election"),
        (USE, BANNED, "Give medical, legal or financial advice without review by a qualified professional"),
        (USE, BANNED, "Develop chemical, biological or nuclear weapons"),
        (
            TERMS,
            "",
            "The service and its logos are protected by copyright, © 2026 Alder Ltd, all rights reserved.",
        ),
        (TERMS, "", "These terms are governed by the laws of Norway and the courts of Oslo."),
    ],
    "birch": [
        (USE, BANNED, "Mislead voters, suppress turnout or campaign for a political candidate"),
        (
            TERMS,
            "",
            "Copyright notices: if you believe that content infringes your copyright, write to our agent.",
        ),
        (TERMS, "", "We may change the prices of subscriptions with thirty days' notice."),
        (TERMS, "", "You will indemnify us against claims that arise from your use of the service."),
    ],
    "cedar": [
        (TERMS, "", "Our airline partner holds the copyright in the pictures of its aircraft."),
        (TERMS, "", "Your subscription renews automatically every month until you cancel it."),
        (TERMS, "", "We will indemnify you against claims that the service infringes patents of others."),
    ],
}


def _passages() -> list[Passage]:
    return [
        Passage(
            Asked(text, ("Use",), lead_in, kind, platform),
            *(platform, f"{platform}/{kind}", kind, "v", datetime(2026, 1, 1, tzinfo=UTC)),
            Statement(StatementKind.ITEM, 0, len(text)),
        )
        for platform, given in CORPUS.items()
        for kind, lead_in, text in given
    ]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(shipped_model(), word_vectors())


def _answer(text: str, tools: Tools, lead_in: str = "", kind: str = USE) -> dict[str, Cell]:
    asked = Asked(text, (), lead_in, kind, "elm")
    return compare(asked, "elm", corpus_of(_passages(), tools), shipped_ranker())


def test_election_rule_finds_election_rules_and_else_silence(tools: Tools) -> None:
    found = _answer("Engage in political campaigning or election interference", tools, "Do not:")
    assert "election" in found["alder"].quotes[0].passage.asked.text
    assert "voters" in found["birch"].quotes[0].passage.asked.text
    assert found["alder"].stance is Stance.PROHIBITS
    assert found["cedar"] == Cell(CellState.SILENT)


def test_advice_rule_never_shows_a_copyright_notice(tools: Tools) -> None:
    found = _answer("Provide medical or legal advice without a qualified professional", tools, "Do not:")
    shown = [quote.passage.asked.text for cell in found.values() for quote in cell.quotes]
    assert any("medical" in text for text in shown)
    assert not any("copyright" in text.casefold() for text in shown)


def test_own_platform_is_left_out_and_each_other_has_one_cell(tools: Tools) -> None:
    corpus = corpus_of(_passages(), tools)
    found = compare(Asked("Develop nuclear weapons", (), BANNED, USE), "alder", corpus, shipped_ranker())
    assert sorted(found) == ["birch", "cedar"]


def test_every_shown_passage_says_why_and_stays_verbatim(tools: Tools) -> None:
    found = _answer("Develop bioweapons, chemical weapons, or weapons of mass destruction", tools, "Do not:")
    quote = found["alder"].quotes[0]
    assert quote.passage.asked.text == "Develop chemical, biological or nuclear weapons"
    assert any("weapons" in reason for reason in quote.reasons)
    assert shipped_ranker().threshold <= quote.score <= 1


def test_a_corpus_of_nothing_answers_nothing(tools: Tools) -> None:
    assert compare(Asked("Develop weapons"), "elm", corpus_of([], tools), shipped_ranker()) == {}


def test_a_question_without_a_known_word_is_met_with_silence(tools: Tools) -> None:
    assert all(cell.state is CellState.SILENT for cell in _answer("Zzqx vvkw qqrt", tools).values())


def test_asides_in_brackets_do_not_outweigh_the_matter() -> None:
    assert "feedback" not in without_asides("We own nothing that you send to us (including feedback).")
    assert without_asides("Weapons (including rifles)") == "Weapons (including rifles)"


def test_fragments_are_no_passages() -> None:
    assert not is_passage(Asked("On"))
    assert is_passage(Asked("Weapons", (), BANNED))


def test_likeness_is_the_cosine() -> None:
    index = index_of(packed(np.array([1, 2, 1, 3, 9]), np.array([0, 0, 1, 1, 2]), 3), 3)
    likeness = index.likeness(index.unit([1, 2, 77]), 3)
    assert likeness[0] == pytest.approx(1)
    assert 0 < likeness[1] < 1
    assert likeness[2] == 0


def test_a_damaged_weight_file_is_refused_with_its_name() -> None:
    with pytest.raises(BadInputError, match=r"weights\.json"):
        read_ranker(b'{"weights": []}', "weights.json")


def test_an_index_made_in_small_parts_is_the_index_made_at_once(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [table_of(_many(2, 20), tools)]
    whole = columns_of(index_of_tables(tables, tools))
    monkeypatch.setattr(postings, "_AT_ONCE", 7)
    monkeypatch.setattr(yardstick, "_AT_ONCE", 7)
    parts = columns_of(index_of_tables(tables, tools))
    told = [name for name in whole if name.startswith(("plain", "phrases", "context"))]
    assert len(told) == 11
    assert all(np.array_equal(parts[name], whole[name]) for name in told)
    assert np.allclose(parts["vectors"], whole["vectors"], atol=1e-5)


def _many(platforms: int = 3, each: int = 60) -> list[Passage]:
    """Statements put together from parts, so that all differ and some are near to one another."""
    acts = (
        "share",
        "sell",
        "keep",
        "delete",
        "publish",
        "license",
        "monitor",
        "review",
        "transfer",
        "encrypt",
    )
    things = (
        "payment data",
        "uploaded content",
        "account names",
        "voice recordings",
        "usage logs",
        "invoices",
    )
    ends = ("with partners", "for advertising", "after ninety days", "on request", "to train models")
    made = []
    for owner in range(platforms):
        for number in range(each):
            text = f"We {acts[number % 10]} your {things[(number + owner) % 6]} {ends[number // 7 % 5]} in case {number}."
            made.append(
                Passage(
                    Asked(text, ("Data", acts[number % 10]), "", TERMS, f"p{owner}"),
                    *(f"p{owner}", f"p{owner}/{number // 20}", TERMS, "v", datetime(2026, 1, 1, tzinfo=UTC)),
                    Statement(StatementKind.SENTENCE, 0, len(text)),
                )
            )
    return made


def test_a_shortlist_loses_none_of_the_best(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = corpus_of(_many(), tools)
    asked = Asked("We sell your voice recordings for advertising.", ("Data",), "", TERMS, "elm")
    question = question_of(asked, corpus)
    whole = candidates(question, corpus.names, corpus)
    likenesses = everywhere(question, corpus)
    assert np.allclose(whole.features[:, :5], likenesses[whole.rows], atol=1e-5)
    spread = corpus.index.spread.of(question.vector, question.topics, question.shares)
    assert np.allclose(spread, likenesses[:, 2:].std(0), rtol=1e-3)
    monkeypatch.setattr(engine, "SHORTLISTED", 3 * 40)
    short = candidates(question, corpus.names, corpus)
    for name in corpus.names:
        best, found = whole.rows[whole.places[name]], short.rows[short.places[name]]
        assert best[:10].tolist() == found[:10].tolist()
        assert len(found) == engine.CLOSELY_READ


def test_an_index_renewed_in_parts_is_the_index_made_at_once(tools: Tools) -> None:
    passages = _many()
    tables = [table_of(passages[first : first + 20], tools) for first in range(0, len(passages), 20)]
    before = index_of_tables(tables, tools)
    changed = table_of(
        [replace(each, asked=replace(each.asked, text="We sell zebras, quietly.")) for each in passages[:5]],
        tools,
    )
    kept = [before.table.part(first, first + 20) for first in range(0, len(passages), 20)]
    renewed = columns_of(index_of_tables([*kept[:2], changed, *kept[3:]], tools))
    anew = columns_of(index_of_tables([*tables[:2], changed, *tables[3:]], tools))
    assert renewed.keys() == anew.keys()
    assert all(np.array_equal(renewed[name], anew[name]) for name in anew)
    restored = index_from(anew)
    assert restored is not None
    assert restored.table.asked(41)[0] == "We sell zebras, quietly."
    assert index_from({name: anew[name] for name in list(anew)[1:]}) is None


def test_passages_come_back_as_they_were_given(tools: Tools) -> None:
    passages = _many(2, 30)
    corpus = corpus_of(passages, tools)
    assert [corpus.passage(row) for row in range(len(corpus))] == passages


@pytest.mark.parametrize(
    ("topic", "document_type", "may"),
    [
        ("HIRISK.prof_advice", "Copyright Claims Policy", False),
        ("CONTENT.copyright_claims", "Copyright Claims Policy", True),
        ("HIRISK.prof_advice", "Acceptable Use Policy", True),
        ("INTG.elections", "Brand Guidelines", False),
        ("INTG.impersonation", "Trademark Usage Guidelines", True),
    ],
)
def test_a_document_about_one_matter_sets_no_rule_on_others(
    topic: str, document_type: str, may: bool
) -> None:
    assert may_rule(topic, document_type) is may


def test_brand_guidelines_are_no_usage_policy() -> None:
    assert not would_say("DISPUTE.arbitration", ("Brand Guidelines",))
    assert would_say("DISPUTE.arbitration", ("Community Guidelines",))


def test_what_is_told_to_businesses_stands_beside_what_is_told_to_everyone(tools: Tools) -> None:
    users = "We use the content you submit to train our models and improve the service."
    firms = "We will not use the content you submit to train our models, or improve the service with it."
    passages = [
        Passage(
            Asked(text, ("Content",), "", kind, "alder"),
            *("alder", f"alder/{kind}", kind, "v", datetime(2026, 1, 1, tzinfo=UTC)),
            Statement(StatementKind.SENTENCE, 0, len(text)),
            readers=audience_of(kind),
        )
        for kind, text in (("Commercial Terms", firms), (TERMS, users))
    ]
    corpus = corpus_of([*passages, *_passages()[5:]], tools)
    for kind, readers in ((TERMS, Audience.EVERYONE), ("Commercial Terms", Audience.BUSINESSES)):
        asked = Asked(
            "We may use content that you submit to train our models.", ("Content",), "", kind, "elm"
        )
        cell = compare(asked, "elm", corpus, shipped_ranker(), ["alder"])["alder"]
        told = [cell.quotes[0], *cell.elsewhere]
        assert {each.passage.readers for each in told} == {Audience.EVERYONE, Audience.BUSINESSES}
        assert {each.passage.asked.text for each in told} == {users, firms}
        assert cell.stance is cell.quotes[0].stance
        line = cell_line(cell)
        assert [each["audience"] for each in line["quotes"][:1]] == [cell.quotes[0].passage.readers.value]  # type: ignore[index]
        assert readers in {each.passage.readers for each in told}


def test_of_clauses_as_likely_the_one_for_the_same_readers_speaks(tools: Tools) -> None:
    text = "We may use content that you submit to train our models."
    passages = [
        Passage(
            Asked(text, ("Content",), "", TERMS, "alder"),
            *("alder", f"alder/{readers}", "Terms", "v", datetime(2026, 1, 1, tzinfo=UTC)),
            Statement(StatementKind.SENTENCE, 0, len(text)),
            readers=readers,
        )
        for readers in (Audience.BUSINESSES, Audience.DEVELOPERS, Audience.EVERYONE)
    ]
    corpus = corpus_of([*passages, *_passages()[5:]], tools)
    asked = Asked(
        "Content that you submit may be used by us to train our models.", ("Content",), "", TERMS, "elm"
    )
    held = {each.readers for each in passages}
    for readers in held:
        cell = compare(asked, "elm", corpus, shipped_ranker(), ["alder"], readers)["alder"]
        assert cell.quotes[0].passage.readers is readers
        assert {each.passage.readers for each in cell.elsewhere} == held - {readers}
