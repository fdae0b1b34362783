"""What is shown of a provision's meaning beside its own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Provision, Span, Statement, StatementKind
from clausewatch.nouns.finding import (
    HUMAN,
    Basis,
    Finding,
    Modality,
    Part,
    Party,
    Recipe,
    Sentence,
    SentenceKind,
    TopicScore,
)
from clausewatch.nouns.review import Matter, Reviewed, Ruled, Ruling, Target
from clausewatch.nouns.stated import Said
from clausewatch.web.analysis import (
    Meaning,
    Section,
    beside_its_words,
    meaning_of,
    topic_of,
    topics_named,
    topics_ruled,
)


def provision(*bounds: tuple[int, int]) -> Provision:
    statements = tuple(Statement(StatementKind.SENTENCE, start, end, 0) for start, end in bounds)
    return Provision("fees", ("Fees",), "Fees", "", 0, bounds[-1][1], None, statements)


def grounded(*bounds: tuple[int, int], part: Part = Part.WHAT, source: str = "") -> Sentence:
    spans = tuple(Span(*each) for each in bounds)
    return Sentence(part, SentenceKind.GROUNDED, f"The clause says: {bounds}", spans, source)


CONTEXT = Sentence(Part.WHAT, SentenceKind.CONTEXT, "Fee terms say what is paid.", (), "FEES.amount/what")
USERS = grounded((10, 20), part=Part.USERS)


def meaning(*what: Sentence) -> Meaning:
    sections = (Section(Part.WHAT, "What it is", what), Section(Part.USERS, "For users", (USERS,)))
    return Meaning((), Severity.NONE, (), "", (), (), sections, (), "", "", None)


def left(found: Meaning, of: Provision) -> list[Sentence]:
    return [each for section in beside_its_words(found, of).sections for each in section.sentences]


def test_a_short_provision_is_not_quoted_again_below_its_words() -> None:
    of = provision((0, 100), (101, 200))
    assert left(meaning(grounded((0, 100)), CONTEXT), of) == [CONTEXT, USERS]
    assert left(meaning(grounded((0, 100))), of) == [USERS]
    assert [each.part for each in beside_its_words(meaning(grounded((0, 100))), of).sections] == [Part.USERS]


def test_the_gravest_of_a_long_one_stay() -> None:
    of = provision(*((start, start + 99) for start in range(0, 1000, 100)))
    told = grounded((0, 100)), grounded((300, 399))
    assert left(meaning(*told), of) == [*told, USERS]


def test_what_names_a_part_of_a_statement_or_is_an_editors_stays() -> None:
    of = provision((0, 100), (101, 200))
    fact, edited = grounded((10, 20), (0, 60)), grounded((0, 100), source="editor")
    assert left(meaning(fact, edited, grounded((0, 100)), grounded((101, 200))), of) == [fact, edited, USERS]


def test_an_entry_is_named_by_its_topic() -> None:
    assert topic_of("CONTENT.training/power/users")[0] == "CONTENT.training"
    assert topic_of("CONTENT.training/what")[1] == "Model training on user content"
    assert topic_of("GONE.topic/what") == ("", "")


def test_topics_are_called_by_their_names() -> None:
    assert topics_named("same topic: DISPUTE.arbitration; in the U.S. law") == (
        "same topic: “Arbitration”; in the U.S. law"
    )
    assert topics_named("by its topic NONE.such") == "by its topic NONE.such"


def _sure_of(finding: Finding, *applied: Reviewed) -> int:
    said = Said((finding,))
    return meaning_of(Ruled(said, said, said, applied)).topics[0][2]


def test_only_what_an_editor_named_is_said_to_be_named_by_one() -> None:
    """A program that is certain to the last digit is still a program."""
    machine = Finding(
        Statement(StatementKind.SENTENCE, 0, 10, 0),
        (TopicScore("DISPUTE.arbitration", 1.0),),
        Modality.OBLIGATION,
        Party.USER,
        Party.PLATFORM,
        Basis.EXPLICIT,
        Severity.HIGH,
        (),
        (),
        False,
        Recipe("rules", "1"),
    )
    human = replace(machine, recipe=Recipe(HUMAN, "2026-03-01"))
    at = datetime(2026, 3, 1, tzinfo=UTC)
    target = Target("birchwood/terms", "l1", ("ab",), Matter.PARTY)
    party = Reviewed(1, target, Ruling.EDIT, "platform", "user", "platform", "", "Ada", at, True, "", "")
    topic = replace(party, target=replace(target, matter=Matter.TOPIC))
    assert _sure_of(machine) == 99
    assert _sure_of(human, party) == 99
    assert _sure_of(human, topic) == 100


def test_a_ruled_value_of_topics_names_them_and_no_other_value_does() -> None:
    found = topics_ruled("DISPUTE.arbitration GONE.topic", Matter.TOPIC)
    assert found == (("DISPUTE.arbitration", "Arbitration"), ("GONE.topic", "GONE.topic"))
    assert topics_ruled("user", Matter.PARTY) == ()
    assert topics_ruled("", Matter.TOPIC) == ()
