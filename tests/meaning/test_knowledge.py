"""The shipped knowledge and regulations, and what is said of files that cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from clausewatch.errors import BadInputError
from clausewatch.meaning.knowledge import knowledge, read_knowledge, read_regulations, regulations
from clausewatch.nouns.finding import Modality

VERDICTS = re.compile(
    r"\b(compl(y|ies|ied|ying|iance|iant)|non-compliant|violat\w*|breach\w*|illegal\w*|unlawful\w*|infring\w*|unenforceable)\b",
    re.IGNORECASE,
)
"""Words by which a sentence would say whether a law is kept."""

TOPIC = """\
version: '1'
topics:
- id: A.one
  title: One
  what: What.
  why: Why.
  by_modality:
    power: {users: U., businesses: B.}
  sectors:
    - {sector: Care, when: the text names care, note: N., terms: [care]}
  facts: []
  questions: []
  actions: []
  severity: {high: when so}
  change_watch: []
  related: []
"""
ENTRY = """\
version: '1'
as_of: '2026-01-01'
entries:
- id: law.one
  instrument: Law
  citation: C
  provision: Art. 1
  jurisdiction: EU
  gist: Gist.
  condition: if so
  applies_from: '2026-08-02'
  source: example.org
  topics: [A.one]
  bearings: [grants_right]
  tier: 1
"""


def published() -> Iterator[tuple[str, str]]:
    """Every sentence of the shipped data that may be shown to people, with its id."""
    for topic in knowledge().topics:
        yield from ((topic.id, text) for text in (topic.title, topic.what, topic.why))
        yield from ((topic.id, text) for text in (*topic.questions, *topic.actions))
        for _, effect in topic.effects:
            yield from ((topic.id, text) for text in (effect.users, effect.businesses))
        for sector in topic.sectors:
            yield from ((topic.id, text) for text in (sector.sector, sector.note))
    for entry in regulations().entries:
        yield from ((entry.id, text) for text in (entry.gist, entry.condition, entry.instrument))


@pytest.mark.shared
def test_every_topic_of_the_taxonomy_is_known_and_no_other(shared: Path) -> None:
    tree = yaml.safe_load((shared / "reference" / "taxonomy.yaml").read_text(encoding="utf-8"))
    taxonomy = {leaf["id"] for family in tree["families"] for leaf in family["leaves"]}
    assert {topic.id for topic in knowledge().topics} == taxonomy
    assert {topic for entry in regulations().entries for topic in entry.topics} <= taxonomy


def test_no_published_sentence_says_whether_a_law_is_kept() -> None:
    assert [(id_, text) for id_, text in published() if VERDICTS.search(text)] == []


def test_no_sentence_stands_under_two_topics() -> None:
    texts = [
        text
        for topic in knowledge().topics
        for text in (topic.what, topic.why, *topic.questions, *topic.actions)
    ]
    texts += [
        text
        for topic in knowledge().topics
        for _, effect in topic.effects
        for text in (effect.users, effect.businesses)
    ]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_no_opening_is_stamped_on_many_topics() -> None:
    openings = Counter(" ".join(topic.what.split()[:4]) for topic in knowledge().topics)
    assert openings.most_common(1)[0][1] <= 4


def test_laws_named_in_the_knowledge_only_ever_bear_on_something() -> None:
    named = re.compile(r"\b(GDPR|DSA|DMCA|HIPAA|COPPA|CCPA|AI Act|Directive|P2B Regulation)\b")
    for topic in knowledge().topics:
        for sentence in re.split(r"(?<=[\w)]\.) (?=[A-Z])", topic.why):
            if named.search(sentence):
                assert re.search(r"\bbears? on\b", sentence), (topic.id, sentence)


def test_every_condition_and_mark_of_a_regulation_is_there() -> None:
    for entry in regulations().entries:
        assert entry.condition.startswith("if "), entry.id
        assert entry.topics, entry.id
        assert entry.bearings, entry.id
    assert sum(entry.verify for entry in regulations().entries) >= 39


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("A.one\n", "A.two\n", "A.two"),
        ("related: []", "related: [A.onne]", "Did you mean A.one?"),
        ("  what: What.\n", "", "`what` is no text"),
        ("power:", "might:", "`might` is no modality"),
        ("terms: [care]", "terms: care", "`terms` is no list"),
        ("title: One", "title: One\n  colour: red", "unknown field `colour`"),
        ("version: '1'\n", "", "no `version`"),
        ("topics:\n- id", "topic:\n- id", "no list `topics`"),
        ("  why: Why.", "  why: [", "no YAML"),
        ("- id: A.one", "- name: A.one", "no `id`"),
        ("  facts: []", "  facts: &a []\n  extra: *a", "alias"),
        ("high: when so", "awful: when so", "`awful` is no severity"),
    ],
)
def test_a_broken_knowledge_file_is_told_with_its_place(old: str, new: str, says: str) -> None:
    with pytest.raises(BadInputError) as told:
        read_knowledge(TOPIC.replace(old, new).encode(), "mine.yaml", ["A.one"])
    assert says in str(told.value)
    assert str(told.value).startswith("mine.yaml")
    assert told.value.mend


def test_an_id_that_stands_twice_is_told_with_the_line_of_the_second() -> None:
    doubled = TOPIC + TOPIC.split("topics:\n")[1]
    with pytest.raises(BadInputError, match=r"mine\.yaml, line 17, A\.one: its id stands twice"):
        read_knowledge(doubled.encode(), "mine.yaml")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[A.one]", "[A.oen]", "`A.oen` is no topic. Did you mean A.one?"),
        ("'2026-08-02'", "'1925'", "`applies_from` is no date"),
        ("grants_right", "breaks", "`breaks` is no bearing"),
        ("tier: 1", "tier: 3", "`tier`"),
        ("  condition: if so\n", "", "`condition` is no text"),
        ("tier: 1", "tier: 1\n  verify: perhaps", "`verify`"),
        ("tier: 1", "tier: 1\n  audience: birds", "`birds` is no audience"),
    ],
)
def test_a_broken_file_of_regulations_is_told_with_its_place(old: str, new: str, says: str) -> None:
    with pytest.raises(BadInputError) as told:
        read_regulations(ENTRY.replace(old, new).encode(), "laws.yaml", ["A.one"])
    assert says in str(told.value)
    assert str(told.value).startswith("laws.yaml, line 4, law.one")


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    with pytest.raises(BadInputError, match=r"line 2: it is not in UTF-8"):
        read_knowledge(b"version: '1'\n\xff\xfe", "mine.yaml")


def test_sound_files_are_read() -> None:
    read = read_knowledge(TOPIC.encode(), "mine.yaml")
    effect = read.topics[0].effect(Modality.POWER)
    assert effect is not None
    assert effect.users == "U."
    entry = read_regulations(ENTRY.encode(), "laws.yaml", ["A.one"]).entries[0]
    assert str(entry.applies_from) == "2026-08-02"
    assert (
        read_regulations(ENTRY.replace("'2026-08-02'", "null").encode(), "l", ["A.one"])
        .entries[0]
        .applies_from
        is None
    )
