"""Words that betray a topic: when they do, in which documents that counts, and which words are shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clausewatch.meaning.clauses import clauses_perhaps, matter_of_perhaps
from clausewatch.meaning.cues import cued
from clausewatch.meaning.quote import MOST_QUOTED
from clausewatch.meaning.said import topics_perhaps
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Statement, StatementKind
from clausewatch.nouns.finding import HUMAN, Basis, Finding, Modality, Party, Recipe, TopicScore

INCITING = "Do not post words that incite readers to violence among neighbours."
TERMS, POLICY = "Terms of Service", "Privacy Policy"


def finding(text: str, *topics: tuple[str, float], at: int = 0, abstain: bool = False) -> Finding:
    return Finding(
        statement=Statement(StatementKind.SENTENCE, at, at + len(text)),
        topics=tuple(TopicScore(*each) for each in topics),
        modality=Modality.PROHIBITION,
        bound_party=Party.USER,
        beneficiary=Party.NONE,
        basis=Basis.EXPLICIT,
        severity=Severity.NONE,
        severity_reasons=(),
        facts=(),
        abstain=abstain,
        recipe=Recipe("test", "1"),
    )


@pytest.mark.parametrize(
    ("text", "topic", "words"),
    [
        (INCITING, "HARM.violence", "incite readers to violence"),
        ("Harassing, hateful or defamatory content.", "HARM.hate", "hateful or defamatory content"),
        ("İİ We monitored your use.", "LIFECYCLE.monitoring", "monitored your use"),
        ("Monitor it. We monitor use.", "LIFECYCLE.monitoring", "monitor use"),
    ],
)
def test_a_cue_is_found_whatever_its_order_and_endings_and_where_it_stands_closest(
    text: str, topic: str, words: str
) -> None:
    assert cued(text)[topic].of(text) == words


def test_words_that_stand_far_apart_or_say_little_betray_nothing() -> None:
    apart = "We monitor {} use."
    assert "LIFECYCLE.monitoring" in cued(apart.format(" ".join(["that"] * 8)))
    assert "LIFECYCLE.monitoring" not in cued(apart.format(" ".join(["that"] * 9)))
    assert "not submit" in taxonomy().topic("ENTERPRISE.regulated_data").cues
    assert not cued("You will not submit it.")
    assert not cued("")


def test_a_cue_betrays_the_topic_that_it_is_listed_under() -> None:
    found = [topic.id in cued(cue) for topic in taxonomy().topics for cue in topic.cues]
    assert sum(found) > 0.7 * len(found)


def test_a_cue_makes_a_topic_perhaps_spoken_of_unless_it_is_settled() -> None:
    topic = "HARM.violence"
    other = finding(INCITING, ("PAY.usage_limits", 0.8), (topic, 0.2))
    assert topics_perhaps((other,), INCITING) == (TopicScore(topic, 0.2),)
    assert topics_perhaps((finding(INCITING),), INCITING) == (TopicScore(topic, 0.0),)
    assert topics_perhaps((finding(INCITING, at=7),), INCITING, 7) == (TopicScore(topic, 0.0),)
    assert topics_perhaps((finding(INCITING, (topic, 0.5), abstain=True),), INCITING) == (
        TopicScore(topic, 0.5),
    )
    assert topics_perhaps((finding(INCITING, (topic, 0.9)), other), INCITING) == ()
    assert topics_perhaps((replace(other, language="fr"),), INCITING) == ()
    assert topics_perhaps((replace(other, recipe=Recipe(HUMAN, "2026-11-01")),), INCITING) == ()


def test_what_only_a_cue_betrays_counts_where_the_document_would_say_it() -> None:
    assert [each.matter for each in clauses_perhaps((finding(INCITING),), INCITING, TERMS)] == [
        matter_of_perhaps("HARM.violence")
    ]
    assert clauses_perhaps((finding(INCITING),), INCITING, POLICY) == ()
    ranked = finding(INCITING, ("HARM.violence", 0.5), abstain=True)
    assert len(clauses_perhaps((ranked,), INCITING, POLICY)) == 1


def test_the_likelier_statement_is_shown_and_weighs_less() -> None:
    text = f"{INCITING} {INCITING}"
    both = finding(INCITING), finding(INCITING, ("HARM.violence", 0.3), at=len(INCITING) + 1, abstain=True)
    (shown,) = clauses_perhaps(both, text, TERMS)
    assert (shown.start, shown.weight) == (len(INCITING) + 1, 0.7)


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("", "Do not"),
        ("An account is needed for it. " * 40, "Do not"),
        ("one thing, another thing, " * 40, "another thing, one"),
        ("one thing and another thing and " * 40, "incite"),
    ],
)
def test_of_a_long_statement_the_words_around_the_cue_are_quoted(before: str, begins: str) -> None:
    text = before + INCITING
    (shown,) = clauses_perhaps((finding(text),), text, TERMS)
    quoted = text[shown.start : shown.stop].strip()
    assert quoted.startswith(begins)
    assert "to violence" in quoted[:MOST_QUOTED]
    assert shown.stop == len(text)
