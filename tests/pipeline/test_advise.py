"""The adviser at work: asked once, within its budget, and shown only as far as the text bears it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.pipeline.live_kit import BEGIN, Live, live

from clausewatch.nouns.advice import Answer, Declined, Proposal, ProposedSentence, Question, Spent
from clausewatch.nouns.finding import Part
from clausewatch.pipeline.advise import Budget, Subject, about_change, about_provision, advise
from clausewatch.storage import advice, catalog, records
from clausewatch.storage.records import RecordFilter
from clausewatch.web import Site, create_app

URL = "https://birchwood.example/terms"
_FILL = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and Birchwood, as these terms say in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices", "Assignment")
)
_BEFORE = "We may end your account after giving you 30 days' notice by e-mail."
_AFTER = "We may end your account after giving you 14 days' notice by e-mail."


def _page(clause: str) -> bytes:
    return (
        "<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>"
        f"<h2>Ending</h2><p>{clause}</p>{_FILL}</main></body></html>"
    ).encode()


@dataclass
class Scripted:
    """An adviser that says what the test tells it to and remembers what it was asked."""

    answer: Answer
    model: str = "birch-1"
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.answer


def _answer(*texts: str) -> Answer:
    sentences = tuple(ProposedSentence(Part.USERS, text, ("s1",)) for text in texts)
    return Answer(Proposal("", (), sentences), Spent(300, 50))


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    with live(tmp_path, "terms") as made:
        made.answers.pages[URL] = _page(_BEFORE)
        made.round()
        yield made


def _with(on: Live, adviser: Scripted) -> Live:
    return replace(on, instance=replace(on.instance, adviser=adviser))


def _provision_page(on: Live) -> str:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    answer = TestClient(app, base_url="http://127.0.0.1").get("/platform/birchwood/terms/provision/ending/")
    assert answer.status_code == 200
    return answer.text


def _ending(on: Live) -> Subject:
    edition = on.instance.editions.get(on.versions()[-1].id)
    assert edition is not None
    (found,) = [each for each in edition.outline.provisions if each.title == "Ending"]
    with on.instance.database.read() as connection:
        owner = catalog.platform(connection, "birchwood")
    assert owner is not None
    return about_provision(owner, on.document, edition, found)


def test_the_same_question_is_asked_once_and_shown_as_far_as_the_text_bears_it(on: Live) -> None:
    adviser = Scripted(
        _answer(
            "Birchwood may end your account after 30 days' notice.", "Birchwood may end your account at once."
        )
    )
    on = _with(on, adviser)
    first = advise(on.instance, _ending(on), Budget())
    second = advise(on.instance, _ending(on), Budget())
    assert len(adviser.asked) == 1
    assert (first.cached, second.cached) == (False, True)
    assert first.advice is not None
    assert first.advice == second.advice
    assert [each.text for each in first.advice.sentences] == [
        "Birchwood may end your account after 30 days' notice."
    ]
    assert len(first.advice.refused) == 1
    shown = _provision_page(on)
    assert "Written by a model" in shown
    assert "after 30 days&#39; notice" in shown
    assert "at once" not in shown


def test_the_same_words_in_a_later_version_are_shown_what_was_proposed_before(on: Live) -> None:
    on = _with(on, Scripted(_answer("Birchwood may end your account after 30 days' notice.")))
    advise(on.instance, _ending(on), Budget())
    on.answers.pages[URL] = _page(_BEFORE).replace(b"Support matters", b"No support matters")
    on.clock.advance(hours=13)
    on.round()
    assert len(on.versions()) == 2
    on.clock.advance(minutes=10)
    again = advise(on.instance, _ending(on), Budget())
    assert again.cached
    assert "Written by a model" in _provision_page(on)
    with on.instance.database.read() as connection:
        assert advice.used(connection, BEGIN).questions == 1


def test_another_wording_is_another_question(on: Live) -> None:
    adviser = Scripted(_answer())
    on = _with(on, adviser)
    advise(on.instance, _ending(on), Budget())
    on.answers.pages[URL] = _page(_AFTER)
    on.clock.advance(hours=12)
    on.round()
    advise(on.instance, _ending(on), Budget())
    assert [each.statements[-1].text for each in adviser.asked] == [_BEFORE, _AFTER]


@pytest.mark.parametrize(
    "budget",
    [
        Budget(daily_tokens=350),
        Budget(per_minute=1),
        Budget(daily_cost=0.001, input_price=3.0, output_price=15.0),
    ],
)
def test_a_budget_that_is_spent_asks_nothing_until_time_passes(on: Live, budget: Budget) -> None:
    adviser = Scripted(Answer(None, Spent(300, 50), Declined.GARBAGE, "no JSON"))
    on = _with(on, adviser)
    assert advise(on.instance, _ending(on), budget).answer.declined is Declined.GARBAGE
    refused = advise(on.instance, _ending(on), budget)
    assert refused.answer.declined is Declined.OVER_BUDGET
    assert len(adviser.asked) == 1
    on.clock.advance(hours=25)
    assert advise(on.instance, _ending(on), budget).answer.declined is Declined.GARBAGE
    assert len(adviser.asked) == 2


def test_nothing_is_published_of_an_answer_that_failed(on: Live) -> None:
    on = _with(on, Scripted(Answer(None, Spent(10, 0), Declined.TIMEOUT, "timed out")))
    assert advise(on.instance, _ending(on), Budget()).advice is None
    assert "Written by a model" not in _provision_page(on)


def test_an_oversized_provision_is_not_sent(on: Live) -> None:
    adviser = Scripted(_answer())
    on = _with(on, adviser)
    subject = _ending(on)
    (only,) = subject.question.statements
    long = replace(subject.question, statements=(replace(only, text=only.text * 400),))
    outcome = advise(on.instance, replace(subject, question=long), Budget())
    assert outcome.answer.declined is Declined.OVERSIZED
    assert adviser.asked == []


def test_a_change_is_put_with_its_old_and_new_statements(on: Live) -> None:
    on.answers.pages[URL] = _page(_AFTER)
    on.clock.advance(hours=12)
    on.round()
    with on.instance.database.read() as connection:
        (record,) = records.records(connection, RecordFilter(document=on.document.id))
        owner = catalog.platform(connection, "birchwood")
    assert owner is not None
    said = ProposedSentence(Part.WHAT, "The notice falls from 30 days to 14 days.", ("old1", "new1"))
    wrong = ProposedSentence(Part.WHAT, "The notice falls from 30 days to 7 days.", ("old1", "new1"))
    adviser = Scripted(Answer(Proposal("", (), (said, wrong)), Spent(1, 1)))
    outcome = advise(_with(on, adviser).instance, about_change(owner, on.document, record), Budget())
    assert [each.id for each in adviser.asked[0].statements] == ["old1", "new1"]
    assert outcome.advice is not None
    assert wrong.text in [each.text for each in outcome.advice.refused]
