"""The text of provisions' pages: grounded in their own words, held to the gate, never twice in a document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.meaning.gold import documents, finding, passes, provision
from tests.meaning.test_knowledge import VERDICTS

from clausewatch.meaning.compose import composed, composed_all, first_told
from clausewatch.meaning.context import Background, provision_text, sector_is_named
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.quote import around, quoted
from clausewatch.meaning.words import occurs
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Claim, GateRuling, Modality, Part, Party, SentenceKind
from clausewatch.nouns.knowledge import Analysed, Composition

BACKGROUND = Background(knowledge(), regulations())

SUSPEND = "We may suspend your account after 30 days of arrears, unless you pay before."
WRITE = "You can write to privacy@lumen.example within 14 days."


def suspending() -> Analysed:
    content = f"{SUSPEND} {WRITE}"
    return provision(
        content,
        finding(
            content, SUSPEND, "LIFECYCLE.suspend_terminate", Modality.POWER, Party.PLATFORM, Severity.HIGH
        ),
        finding(content, WRITE, "LIFECYCLE.appeal", Modality.RIGHT, Party.USER),
        title="Arrears",
    )


def grounded(of: Composition) -> list[str]:
    return [sentence.text for sentence in of.sentences if sentence.kind is SentenceKind.GROUNDED]


@pytest.fixture(scope="module")
def labelled(shared: Path) -> list[tuple[list[Analysed], tuple[Composition, ...]]]:
    """The labelled documents with the text composed for them."""
    return [(each, composed_all(each, passes, BACKGROUND)) for each in documents(shared).values()]


def test_a_power_is_told_with_its_words_its_facts_and_its_ways_out() -> None:
    told = grounded(composed(suspending(), passes, BACKGROUND))
    assert any(text.endswith(f": “{SUSPEND}”") and "Lumen" in text for text in told)
    assert (
        "The period named is 30 days: “We may suspend your account after 30 days of arrears, unless you pay before.”"
        in told
    )
    assert "An exception is made: “unless you pay before”." in told
    assert any(text.startswith("The e-mail address given is privacy@lumen.example: “") for text in told)
    assert any(text.startswith("The time limit named is 14 days: “") for text in told)


def test_the_platforms_own_period_is_no_time_limit_for_the_reader() -> None:
    told = grounded(composed(suspending(), passes, BACKGROUND))
    assert not any(text.startswith("The time limit named is 30 days") for text in told)
    assert not any(text.startswith("The period named is 14 days") for text in told)


def test_a_printed_number_is_no_part_of_the_quotation() -> None:
    content = "12.3. Lumen may end the trial."
    of = provision(content, finding(content, content, "OUTPUT.preview", Modality.POWER))
    assert any(
        text.endswith(": “Lumen may end the trial.”") for text in grounded(composed(of, passes, BACKGROUND))
    )


def test_what_the_gate_refuses_is_said_plainer_or_left_out_and_counted() -> None:
    asked: list[Claim] = []

    def strict(claim: Claim) -> GateRuling:
        asked.append(claim)
        return GateRuling(passes="days" not in claim.text and "choice" not in claim.text, reasons=("no",))

    result = composed(suspending(), strict, BACKGROUND)
    assert result.dropped == len(result.refused) > 0
    assert not any("days" in text or "choice" in text for text in grounded(result))
    assert any("The time limit named is 14 days" in text for text in result.refused)
    for claim in asked:
        assert claim.cited[0].text in {SUSPEND, WRITE}
        assert claim.cited[0].span is not None
        assert claim.platform == "Lumen"


def test_the_plainest_wording_is_tried_when_the_fuller_one_is_refused() -> None:
    result = composed(
        suspending(), lambda claim: GateRuling(passes=claim.text.startswith("The clause says: ")), BACKGROUND
    )
    assert f"The clause says: “{SUSPEND}”" in grounded(result)
    assert all(text.startswith("The clause says: ") for text in grounded(result))


def test_a_gate_that_refuses_all_leaves_context_alone() -> None:
    result = composed(suspending(), lambda _: GateRuling(passes=False), BACKGROUND)
    assert grounded(result) == []
    assert result.sentences
    assert result.dropped == len(grounded(composed(suspending(), passes, BACKGROUND)))


def test_context_names_its_source_and_grounded_text_its_spans() -> None:
    for sentence in composed(suspending(), passes, BACKGROUND).sentences:
        if sentence.kind is SentenceKind.GROUNDED:
            assert sentence.spans
            assert not sentence.source
        else:
            assert not sentence.spans
            assert sentence.source


def test_the_same_words_twice_in_a_document_are_told_under_their_headings() -> None:
    content = f"{WRITE}\n{WRITE}"
    first = finding(content, WRITE, "LIFECYCLE.appeal", Modality.RIGHT, Party.USER)
    again = len(WRITE) + 1
    second = replace(
        first,
        statement=replace(first.statement, start=again, end=again + len(WRITE)),
        facts=tuple(replace(fact, start=fact.start + again, end=fact.end + again) for fact in first.facts),
    )
    clauses = (provision(content, first, title="Appeals"), provision(content, second, title="Errors"))
    one, two = composed_all(clauses, passes, BACKGROUND)
    assert grounded(one)
    assert grounded(two)
    assert not set(grounded(one)) & set(grounded(two))
    assert all(text.startswith(("Under “Errors”", "The clause “Errors”")) for text in grounded(two))
    third = composed_all((*clauses, clauses[1]), passes, BACKGROUND)[2]
    assert not set(grounded(third)) & {*grounded(one), *grounded(two)}


def test_a_list_item_is_told_with_the_last_words_that_lead_into_it() -> None:
    content = "Be fair. You may not:\nresell the service to other people"
    item = finding(
        content,
        "resell the service to other people",
        "ACCESS.licence_grant",
        Modality.PROHIBITION,
        Party.USER,
    )
    item = replace(item, statement=replace(item.statement, depth=1))
    of = provision(content, item)
    of = replace(of, provision=replace(of.provision, lead_in=Span(0, 21)))
    assert any(
        text.endswith(": “You may not:” – “resell the service to other people”")
        for text in grounded(composed(of, passes, BACKGROUND))
    )


def test_who_is_bound_and_who_has_a_choice_is_told_once_for_the_clause() -> None:
    told = [s.text for s in composed(suspending(), passes, BACKGROUND).sentences if s.part is Part.BOUND]
    assert told == [
        "The clause “Arrears” leaves a choice to Lumen and users.",
        "An exception is made: “unless you pay before”.",
    ]


def test_what_is_not_analysed_gets_no_text() -> None:
    content = "Nous pouvons suspendre votre compte."
    other = replace(finding(content, content, ()), language="fr")
    assert composed(provision(content, other), passes, BACKGROUND) == Composition(())


def test_a_doubtful_finding_brings_no_context() -> None:
    of = suspending()
    doubtful = replace(of, findings=tuple(replace(each, abstain=True) for each in of.findings))
    result = composed(doubtful, passes, BACKGROUND)
    assert grounded(result)
    assert all(sentence.kind is SentenceKind.GROUNDED for sentence in result.sentences)


def test_a_sector_is_named_only_where_its_words_stand() -> None:
    plain = "You may not build weapons."
    named = "You may not build weapons for a nuclear reactor or the military."

    def sectors(words: str) -> list[str]:
        of = provision(words, finding(words, words, "HARM.weapons", Modality.PROHIBITION, Party.USER))
        return [s.text for s in composed(of, passes, BACKGROUND).sentences if "/sectors/" in s.source]

    assert sectors(plain) == []
    assert [text.split(":")[0] for text in sectors(named)] == ["Defence and arms industry", "Nuclear energy"]


def test_general_advice_needs_what_it_speaks_of() -> None:
    without = "You may object to the use of your content for training models."
    having = "You may object to the use of your content for training in your account settings."

    def advice(words: str) -> list[str]:
        of = provision(words, finding(words, words, "CONTENT.training_optout", Modality.RIGHT, Party.USER))
        return [s.text for s in composed(of, passes, BACKGROUND).sentences if "/actions/" in s.source]

    assert advice(without) == []
    assert advice(having) == [
        "Where the text names a setting, a user can find it and note the date of the choice."
    ]


@pytest.mark.shared
def test_no_two_provisions_of_a_document_share_grounded_text(
    labelled: list[tuple[list[Analysed], tuple[Composition, ...]]],
) -> None:
    for _, pages in labelled:
        texts = Counter(text for page in pages for text in grounded(page))
        assert [text for text, times in texts.items() if times > 1] == []
        # Each page has all its context, once; where the document is shown whole none of it comes up again.
        for page in pages:
            own = [s.source for s in page.sentences if s.source]
            assert len(own) == len(set(own))
        whole = first_told(page.sentences for page in pages)
        context = Counter(s.source for sentences in whole for s in sentences if s.source)
        assert set(context) == {s.source for page in pages for s in page.sentences if s.source}
        assert [source for source, times in context.items() if times > 1] == []
        assert [s for each in whole for s in each if not s.source] == [
            s for page in pages for s in page.sentences if not s.source
        ]


@pytest.mark.shared
def test_grounded_sentences_quote_exactly_and_every_number_and_address_stands_in_their_spans(
    labelled: list[tuple[list[Analysed], tuple[Composition, ...]]],
) -> None:
    seen = 0
    for provisions, pages in labelled:
        for of, page in zip(provisions, pages, strict=True):
            for sentence in page.sentences:
                if sentence.kind is not SentenceKind.GROUNDED:
                    continue
                seen += 1
                cited = " ".join(
                    (*(span.of(of.content) for span in sentence.spans), of.provision.title, of.platform)
                )
                assert all(
                    of.provision.start <= span.start < span.end <= of.provision.end for span in sentence.spans
                )
                assert all(words in cited for words in re.findall(r"“([^“”]*)”", sentence.text)), sentence
                assert set(re.findall(r"\d+", sentence.text)) <= set(re.findall(r"\d+", cited))
                assert set(re.findall(r"\S+@\S+\w", sentence.text)) <= {
                    found
                    for word in re.findall(r"\S+@\S+\w", cited)
                    for found in (word, f"“{word}", f"(“{word}")
                }
    assert seen > 500


@pytest.mark.shared
def test_every_statement_that_says_something_is_introduced(
    labelled: list[tuple[list[Analysed], tuple[Composition, ...]]],
) -> None:
    silent = [
        of.content
        for provisions, pages in labelled
        for of, page in zip(provisions, pages, strict=True)
        if any(each.topics for each in of.findings) and not grounded(page)
    ]
    assert silent == []


@pytest.mark.shared
def test_nothing_of_ours_is_a_verdict_and_no_sector_comes_from_nowhere(
    labelled: list[tuple[list[Analysed], tuple[Composition, ...]]],
) -> None:
    known = {topic.id: topic for topic in knowledge().topics}
    for provisions, pages in labelled:
        for of, page in zip(provisions, pages, strict=True):
            for sentence in page.sentences:
                ours = sentence.text
                for span in sorted(sentence.spans, key=lambda span: span.start - span.end):
                    ours = ours.replace(span.of(of.content), "")
                ours = re.sub(r"“[^“”]*”|\"[^\"]*\"", "", ours)
                assert not VERDICTS.search(ours), sentence
                if "/sectors/" in sentence.source:
                    topic, _, place = sentence.source.split("/")
                    sector = known[topic].sectors[int(place) - 1]
                    assert sector_is_named(sector, provision_text(of))


@pytest.mark.shared
def test_the_same_input_gives_the_same_text(shared: Path) -> None:
    of = documents(shared)["Claude.ai", "Claude.ai/Privacy Policy.md", "Privacy Policy"]
    assert composed_all(of, passes, BACKGROUND) == composed_all(of, passes, BACKGROUND)


def test_parts_come_in_their_order_and_grounded_before_context() -> None:
    sentences = composed(suspending(), passes, BACKGROUND).sentences
    parts = list(Part)
    places = [(parts.index(s.part), s.kind is SentenceKind.CONTEXT) for s in sentences]
    assert places == sorted(places)


def test_words_are_whole_plurals_are_met_and_capitals_are_capitals() -> None:
    assert occurs(("reactor",), "two Reactors")
    assert not occurs(("reactor",), "reactors-like bioreactor".replace("reactors", "react"))
    assert occurs(("pharmac*",), "a pharmacy")
    assert occurs(("mental health",), "mental-health apps")
    assert occurs(("EU",), "in the EU.")
    assert not occurs(("EU",), "eu")
    assert not occurs((), "anything")


def test_marks_around_a_quotation_do_not_meet_those_inside() -> None:
    curly = "Inputs are “Materials” here."
    both = 'The word "Service" means “all” of it.'
    assert quoted(curly, Span(0, len(curly))) is not None
    assert getattr(quoted(curly, Span(0, len(curly))), "printed", "") == f'"{curly}"'
    assert quoted(both, Span(0, len(both))) is None


@given(st.text(max_size=900), st.integers(0, 900), st.integers(0, 900))
def test_any_quotation_is_verbatim_and_around_keeps_the_fact(content: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(content)), min(other, len(content))))
    found = quoted(content, Span(start, end))
    if found is not None:
        assert found.span.of(content) in found.printed
        assert start <= found.span.start <= found.span.end <= end
        assert len(found.span.of(content)) <= 400
    if end > start and content[start:end].strip():
        near = around(content, Span(start, end), Span(0, len(content)))
        if near is not None:
            assert near.span.start <= start + len(content[start:end]) - len(content[start:end].lstrip())
            assert near.span.end >= end
