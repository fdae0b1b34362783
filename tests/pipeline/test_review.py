"""Review: a ruling is shown everywhere, survives what is analysed later, lapses with its words, and is logged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from tests.pipeline.live_kit import BEGIN, Live, live

from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.meaning import analyse as analysing
from clausewatch.meaning import recipe
from clausewatch.meaning.classify import Refusal, classify_all
from clausewatch.meaning.decide import decided
from clausewatch.meaning.queue import ordered
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.meaning.topics import TopicModel
from clausewatch.nouns.advice import Answer, Proposal, ProposedSentence, Spent
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Edition, Span
from clausewatch.nouns.finding import Asked, Finding, Modality, Part, TopicScore
from clausewatch.nouns.review import EDITOR, EDITORS_WORDS, Decision, Item, ItemKind, Matter, Reviewed, Ruling
from clausewatch.nouns.stated import Said
from clausewatch.pipeline.advise import Budget, about_provision, advise
from clausewatch.pipeline.analyse import analyse_current, subject_of
from clausewatch.pipeline.review import Owned, items_in, owned, rule
from clausewatch.pipeline.said import findings_in, said_in
from clausewatch.pipeline.verify import verify_instance
from clausewatch.storage import Database, review, stated
from clausewatch.web import Site, create_app

URL = "https://birchwood.example/terms"
_AGE = "You must be at least 16 years old."
_OLDER = "You must be at least 18 years old."
_LOSS = "We are not liable for any loss above EUR 40."
_FILL = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and Birchwood, as these terms say.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices", "Assignment")
)
_HOSTILE = "<script>alert(1)</script>\"'><img src=x>"


def _page(age: str = _AGE) -> bytes:
    return (
        "<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>"
        f"<h2>Age</h2><p>{age}</p><h2>Liability</h2><p>{_LOSS}</p>{_FILL}</main></body></html>"
    ).encode()


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    with live(tmp_path, "terms") as made:
        made.answers.pages[URL] = _page()
        made.round()
        yield made


def _of(on: Live) -> Owned:
    (of,) = owned(on.instance.database)
    return of


def _items(on: Live) -> tuple[Item, ...]:
    items = items_in(on.instance.database, on.instance.editions.get, _of(on))
    assert items is not None
    return items


def _finding(on: Live, words: str) -> Item:
    (found,) = [each for each in _items(on) if each.kind is ItemKind.FINDING and each.about == words]
    return found


def _sentence(on: Live, words: str) -> Item:
    return next(
        each for each in _items(on) if each.kind is ItemKind.SENTENCE and words in each.values[0].machine
    )


def _rule(on: Live, item: Item, ruling: Ruling, **given: object) -> None:
    decision = Decision(ruling, "Ada", "it is so", **given)  # type: ignore[arg-type]
    rule(on.instance.database, on.instance.editions.get, item.id, decision, on.clock.now())


def _edition(on: Live) -> Edition:
    edition = on.instance.editions.get(on.versions()[-1].id)
    assert edition is not None
    return edition


def _said(on: Live, title: str) -> Said:
    edition, of = _edition(on), _of(on)
    said = said_in(on.instance.database, edition, subject_of(of.document, of.owner))
    (number,) = [n for n, each in enumerate(edition.outline.provisions) if each.title == title]
    return said[number]


def _get(on: Live, path: str) -> str:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    answer = TestClient(app, base_url="http://127.0.0.1").get(path)
    assert answer.status_code == 200
    return answer.text


def _found_by(on: Live, title: str) -> set[tuple[str, str, str]]:
    """Topic, modality and severity under which the provision is found."""
    with on.instance.database.read() as connection:
        rows = stated.stated_over_time(connection, on.document.id)
        mine = [each for each in rows if each.title == title and each.observed_to is None]
        told = stated.topics_of(connection, [each.id for each in mine])
    return {(one.topic, one.modality.value, one.severity.value) for each in told.values() for one in each}


def _otherwise(many: Sequence[Asked], model: TopicModel) -> tuple[Finding | Refusal, ...]:
    """Another way of classifying: everything is boilerplate."""
    topics = (TopicScore("GENERAL.boilerplate", 0.9),)
    return tuple(
        found
        if isinstance(found, Refusal)
        else replace(found, topics=topics, modality=Modality.DEFINITION, severity=Severity.LOW, abstain=False)
        for found in classify_all(many, model)
    )


@pytest.fixture
def another_recipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From here on the program says something else, under another recipe."""
    monkeypatch.setattr(recipe, "METHOD", "meaning/test")
    monkeypatch.setattr(analysing, "classify_all", _otherwise)
    recipe.recipe.cache_clear()
    yield
    monkeypatch.undo()
    recipe.recipe.cache_clear()


def test_an_editors_values_are_shown_and_found_by(on: Live) -> None:
    before = _found_by(on, "Age")
    assert {each[0] for each in before} == {"ACCESS.age"}
    item = _finding(on, _AGE)
    _rule(on, item, Ruling.REPLACE, values=((Matter.TOPIC, "ACCESS.account"), (Matter.SEVERITY, "high")))
    (finding,) = _said(on, "Age").findings
    assert [each.topic for each in finding.topics] == ["ACCESS.account"]
    assert (finding.severity, finding.recipe.method) == (Severity.HIGH, "human")
    assert {(each[0], each[2]) for each in _found_by(on, "Age")} == {("ACCESS.account", "high")}
    of = _of(on)
    shown = findings_in(on.instance.database, _edition(on), subject_of(of.document, of.owner))
    assert finding in shown
    page = _get(on, "/platform/birchwood/terms/age/")
    assert "Reviewed by an editor on" in page
    assert "named by an editor" in page
    assert "1 provision" in _get(on, "/registry/?q=topic:ACCESS.account")
    assert verify_instance(on.instance, lambda _done, _all: None).findings == ()


def test_topics_and_comparisons_follow_the_ruling(on: Live) -> None:
    analyse_current(on.instance, on.document.id)
    topic = ((Matter.TOPIC, "OUTPUT.provenance"), (Matter.MODALITY, "permission"))
    _rule(on, _finding(on, _AGE), Ruling.REPLACE, values=topic)
    for path in ("/topic/OUTPUT.provenance/", "/compare/?p=birchwood&topic=OUTPUT.provenance"):
        shown = _get(on, path)
        assert shown.count(f"{_AGE}</blockquote>") == 1, path
        assert '<span class="badge">permits</span>' in shown, path


def test_what_is_composed_follows_the_topic_that_an_editor_gave(on: Live) -> None:
    before = {each.source for each in _said(on, "Age").sentences if each.source}
    _rule(on, _finding(on, _AGE), Ruling.REPLACE, values=((Matter.TOPIC, "DATA.cookies"),))
    after = {each.source for each in _said(on, "Age").sentences if each.source}
    assert any("age" in each for each in before)
    assert not any("ACCESS.age" in each for each in after)
    assert after != before


@pytest.mark.usefixtures("another_recipe")
class TestAnalysedAnew:
    """The fixture comes first, so each test rules under the other recipe and then goes back, or the other way."""

    def test_a_ruling_outlives_the_recipe(self, on: Live, monkeypatch: pytest.MonkeyPatch) -> None:
        item = _finding(on, _AGE)
        assert item.values[0].machine == "GENERAL.boilerplate"
        _rule(on, item, Ruling.REPLACE, values=((Matter.TOPIC, "ACCESS.account"), (Matter.MODALITY, "right")))
        _rule(on, _sentence(on, "16"), Ruling.EDIT, text="Users must be at least 16 years old.")
        monkeypatch.undo()
        recipe.recipe.cache_clear()
        assert analyse_current(on.instance, on.document.id).versions == 1
        said = _said(on, "Age")
        assert [each.topic for each in said.findings[0].topics] == ["ACCESS.account"]
        assert said.findings[0].modality is Modality.RIGHT
        assert "Users must be at least 16 years old." in [each.text for each in said.sentences]
        assert {each[:2] for each in _found_by(on, "Age")} == {("ACCESS.account", "right")}
        # What nobody ruled on is the new recipe's.
        assert "GENERAL.boilerplate" not in {each[0] for each in _found_by(on, "Liability")}

    def test_a_rejection_does_not_meet_what_the_program_says_later(
        self, on: Live, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _rule(on, _finding(on, _AGE), Ruling.REJECT, matters=(Matter.TOPIC,))
        assert _found_by(on, "Age") == set()
        assert _finding(on, _AGE).reviewed
        monkeypatch.undo()
        recipe.recipe.cache_clear()
        analyse_current(on.instance, on.document.id)
        assert {each[0] for each in _found_by(on, "Age")} == {"ACCESS.age"}
        assert _finding(on, _AGE) in ordered(_items(on))


def test_where_the_words_changed_the_ruling_lapses_and_the_item_comes_back(on: Live) -> None:
    _rule(on, _finding(on, _AGE), Ruling.REPLACE, values=((Matter.TOPIC, "ACCESS.account"),))
    assert _finding(on, _AGE) not in ordered(_items(on))
    on.answers.pages[URL] = _page(_OLDER)
    on.clock.advance(hours=12)
    on.round()
    item = _finding(on, _OLDER)
    assert item.values[0].shown == "ACCESS.age"
    assert item in ordered(_items(on))
    assert "words changed since review of 2026-03-02" in item.why
    # The version before is still shown as it was ruled, also among what was stated then.
    with on.instance.database.read() as connection:
        rows = stated.stated_over_time(connection, on.document.id, item.lineage)
        told = stated.topics_of(connection, [each.id for each in rows])
    assert [{one.topic for one in told[each.id]} for each in rows] == [{"ACCESS.account"}, {"ACCESS.age"}]
    # And when the words come back, so does the ruling.
    on.answers.pages[URL] = _page(_AGE)
    on.clock.advance(hours=12)
    on.round()
    assert _finding(on, _AGE).values[0].shown == "ACCESS.account"


def test_a_later_ruling_outranks_and_both_stay(on: Live) -> None:
    for number, topic in enumerate(("ACCESS.account", "GENERAL.boilerplate")):
        on.clock.advance(minutes=number)
        _rule(on, _finding(on, _AGE), Ruling.REPLACE, values=((Matter.TOPIC, topic),))
    on.clock.advance(minutes=5)
    _rule(on, _finding(on, _AGE), Ruling.ACCEPT, matters=(Matter.TOPIC,))
    with on.instance.database.read() as connection:
        kept = review.rulings(connection, on.document.id)
        logged = review.corrections(connection, 10)
    assert [(each.old, each.new) for each in kept] == [
        ("ACCESS.age", "ACCESS.account"),
        ("ACCESS.account", "GENERAL.boilerplate"),
        ("GENERAL.boilerplate", "GENERAL.boilerplate"),
    ]
    assert [each.number for each in logged] == [2, 1]
    assert [each.at for each in kept] == [BEGIN + timedelta(minutes=each) for each in (0, 1, 6)]
    assert _finding(on, _AGE).values[0].shown == "GENERAL.boilerplate"


def test_a_rejected_sentence_goes_and_an_edited_one_is_the_editors(on: Live) -> None:
    gone, edited = _sentence(on, "The clause"), _sentence(on, "16: ")
    _rule(on, gone, Ruling.REJECT)
    _rule(on, edited, Ruling.EDIT, text="Users must be at least 16 years old.")
    shown = {each.text: each.source for each in _said(on, "Age").sentences}
    assert gone.values[0].machine not in shown
    assert edited.values[0].machine not in shown
    assert shown["Users must be at least 16 years old."] == EDITOR
    assert "written by an editor" in _get(on, "/platform/birchwood/terms/age/")
    # A rejected sentence can be taken back.
    _rule(on, gone, Ruling.ACCEPT)
    assert gone.values[0].machine in [each.text for each in _said(on, "Age").sentences]


def test_the_gate_holds_editors_too_unless_they_stand_by_their_words(on: Live) -> None:
    item, wrong = _sentence(on, "16: "), "Users must be at least 21 years old."
    with pytest.raises(BadInputError, match=r"the gate refuses it: .*21"):
        _rule(on, item, Ruling.EDIT, text=wrong)
    with on.instance.database.read() as connection:
        assert review.rulings(connection, on.document.id) == ()
    _rule(on, item, Ruling.EDIT, text=wrong, override=True)
    assert {each.text: each.source for each in _said(on, "Age").sentences}[wrong] == EDITORS_WORDS
    page = _get(on, "/platform/birchwood/terms/age/")
    assert "The editor’s words, not borne out by the check" in page


def test_a_sentence_is_replaced_by_one_that_rests_on_places_of_its_provision(on: Live) -> None:
    item = _sentence(on, "EUR 40: ")
    (place,) = [each.span for each in item.grounds if each.text == _LOSS]
    with pytest.raises(BadInputError, match="lies in no statement"):
        _rule(on, item, Ruling.REPLACE, text="Birchwood is not liable above EUR 40.", spans=(Span(0, 5),))
    _rule(
        on, item, Ruling.REPLACE, text=_LOSS, spans=(Span(place.start + 3, place.end),), part=Part.BUSINESSES
    )
    (shown,) = [each for each in _said(on, "Liability").sentences if each.source == EDITOR]
    assert (shown.text, shown.spans, shown.part) == (_LOSS, (place,), Part.BUSINESSES)


def test_bad_rulings_keep_nothing(on: Live) -> None:
    item, sentence = _finding(on, _AGE), _sentence(on, "16: ")
    cases: list[tuple[Item, Decision, str]] = [
        (item, Decision(Ruling.REJECT, "Ada"), "--reason: is empty"),
        (item, Decision(Ruling.ACCEPT, "  "), "--reviewer: is empty"),
        (item, Decision(Ruling.ACCEPT, "Ada\x1b[2J"), "invisible character U\\+001B"),
        (item, Decision(Ruling.ACCEPT, "Ada \u202e"), "invisible character U\\+202E"),
        (item, Decision(Ruling.REJECT, "Ada", "two\nlines"), "invisible character U\\+000A"),
        (item, Decision(Ruling.ACCEPT, "A" * 101), "101 characters"),
        (item, Decision(Ruling.EDIT, "Ada", "so", ((Matter.TOPIC, "ACCESS.nonsense"),)), "'ACCESS.nonsense'"),
        (item, Decision(Ruling.EDIT, "Ada", "so", ((Matter.TOPIC, "ACCESS.age"),)), "is that already"),
        (item, Decision(Ruling.EDIT, "Ada", "so"), "no new value"),
        (item, Decision(Ruling.EDIT, "Ada", "so", text="Words."), "is a finding"),
        (sentence, Decision(Ruling.EDIT, "Ada", "so", ((Matter.TOPIC, "ACCESS.age"),)), "is a sentence"),
        (sentence, Decision(Ruling.EDIT, "Ada", "so", text="  "), "--text: is empty"),
        (sentence, Decision(Ruling.ACCEPT, "Ada", text="Words."), "takes no new value"),
        (sentence, Decision(Ruling.ACCEPT, "Ada", matters=(Matter.TOPIC,)), "is a sentence"),
    ]  # fmt: skip
    for asked, decision, said in cases:
        with pytest.raises(BadInputError, match=said):
            rule(on.instance.database, on.instance.editions.get, asked.id, decision, on.clock.now())
    for unknown in ("birchwood/terms:000000000000", "nowhere/at-all:1", "nonsense", ""):
        with pytest.raises(UnknownNameError, match="item"):
            rule(
                on.instance.database, on.instance.editions.get, unknown, Decision(Ruling.ACCEPT, "Ada"), BEGIN
            )
    with on.instance.database.read() as connection:
        assert review.rulings(connection, on.document.id) == ()


def test_the_corrections_log_tells_all_of_it_and_hostile_words_do_nothing(on: Live) -> None:
    assert "Nothing published was corrected so far" in _get(on, "/corrections/")
    decision = Decision(
        Ruling.REPLACE, f"Mallory {_HOSTILE}", f"because {_HOSTILE}", ((Matter.TOPIC, "ACCESS.account"),)
    )
    rule(on.instance.database, on.instance.editions.get, _finding(on, _AGE).id, decision, on.clock.now())
    # What confirms, or rules on what was never shown, corrects nothing.
    _rule(on, _finding(on, _LOSS), Ruling.ACCEPT)
    page = _get(on, "/corrections/")
    assert page.count('class="story"') == 1
    assert "<script" not in page
    assert "Mallory &lt;script&gt;" in page
    for told in ("ACCESS.age", "ACCESS.account", "because &lt;script&gt;", _AGE, "2 March 2026, 09:00 UTC"):
        assert told in page
    assert 'href="/platform/birchwood/terms/age/"' in page
    assert 'href="/corrections/"' in _get(on, "/methodology/")


def test_a_ruling_made_on_what_is_shown_no_more_keeps_nothing(
    on: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyse_current(on.instance, on.document.id)
    item, asked = _finding(on, _LOSS), "clausewatch.pipeline.review.decided"

    def overtaken(*given: Any) -> tuple[Reviewed, ...]:
        monkeypatch.setattr(asked, decided)
        _rule(on, item, Ruling.EDIT, values=((Matter.SEVERITY, "none"),))
        return decided(*given)

    monkeypatch.setattr(asked, overtaken)
    with pytest.raises(BadInputError, match="in this very moment"):
        _rule(on, item, Ruling.EDIT, values=((Matter.SEVERITY, "low"),))
    with on.instance.database.read() as connection:
        assert [each.new for each in review.rulings(connection, on.document.id)] == ["none"]


def test_rejecting_what_is_none_already_corrects_nothing(on: Live) -> None:
    _rule(on, _finding(on, _AGE), Ruling.EDIT, values=((Matter.SEVERITY, "none"),))
    _rule(on, _finding(on, _AGE), Ruling.REJECT, matters=(Matter.SEVERITY,))
    with on.instance.database.read() as connection:
        kept = review.rulings(connection, on.document.id)
    assert [(each.old, each.new, each.correction) for each in kept] == [
        ("medium", "none", True),
        ("none", "", False),
    ]


def test_the_queue_page_shows_what_to_type_and_forgets_what_was_ruled(on: Live) -> None:
    item = ordered(_items(on))[0]
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    pages = TestClient(app, base_url="http://127.0.0.1")
    first = pages.get("/review/").text
    assert f"clausewatch review accept {item.id} --reviewer NAME" in first
    assert "These pages only read" in first
    _rule(on, item, Ruling.ACCEPT)
    assert f" {item.id} " not in pages.get("/review/").text
    assert pages.get("/review/?platform=nowhere").status_code == 400
    assert pages.get("/review/?page=99").status_code == 200


def test_the_queue_page_calls_topics_by_their_names(on: Live) -> None:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    page = LexborHTMLParser(TestClient(app, base_url="http://127.0.0.1").get("/review/").text)
    rows = [row for row in page.css(".facts > div") if row.css_first("dt").text() == "Topic"]  # type: ignore[union-attr]
    assert rows
    known = {each.id: each.name for each in taxonomy().topics}
    for row in rows:
        identity = row.css_first("code").text()  # type: ignore[union-attr]
        assert row.css_first("dd").text().startswith(known[identity])  # type: ignore[union-attr]


def test_a_model_written_sentence_is_rejected_or_written_anew(on: Live) -> None:
    edition, of = _edition(on), _of(on)
    (found,) = [each for each in edition.outline.provisions if each.title == "Liability"]
    kept, wrong = (
        "Birchwood is not liable for loss above EUR 40.",
        "Any loss above EUR 40 is not covered by Birchwood.",
    )
    proposed = tuple(ProposedSentence(Part.USERS, text, ("s1",)) for text in (kept, _LOSS))

    class Scripted:
        model = "birch-1"

        def ask(self, question: object) -> Answer:
            assert question
            return Answer(Proposal("", (), proposed), Spent(1, 1))

    subject = about_provision(of.owner, of.document, edition, found)
    outcome = advise(replace(on.instance, adviser=Scripted()), subject, Budget())
    assert outcome.advice is not None
    written = [each for each in _items(on) if each.kind is ItemKind.ADVICE]
    assert [each.values[0].shown for each in written] == [kept, _LOSS]
    assert all(each.doubt > 0.5 for each in written)
    _rule(on, written[0], Ruling.REJECT)
    _rule(on, written[1], Ruling.EDIT, text=wrong, override=True)
    page = _get(on, "/platform/birchwood/terms/liability/")
    assert kept not in page
    assert "Written by a model" not in page
    assert wrong in page


def _proposed(on: Live, title: str, topics: tuple[str, ...]) -> tuple[Item, Item]:
    """The items of what a model proposed of the provision on liability: its title and its topics."""
    edition, of = _edition(on), _of(on)
    (found,) = [each for each in edition.outline.provisions if each.title == "Liability"]

    class Scripted:
        model = f"birch-{len(title)}"

        def ask(self, question: object) -> Answer:
            assert question
            return Answer(Proposal(title, topics, ()), Spent(1, 1))

    outcome = advise(
        replace(on.instance, adviser=Scripted()),
        about_provision(of.owner, of.document, edition, found),
        Budget(),
    )
    assert outcome.advice is not None
    assert (outcome.advice.title, outcome.advice.topics) == (title, topics)
    items = _items(on)
    (named,) = [each for each in items if each.kind is ItemKind.ADVICE_TITLE]
    (about,) = [each for each in items if each.kind is ItemKind.ADVICE_TOPICS]
    return named, about


_LIABILITY = "/platform/birchwood/terms/liability/"


def test_a_models_title_and_topics_are_confirmed_or_withdrawn(on: Live) -> None:
    title, topics = _proposed(on, "No liability above EUR 40", ("RISK.liability_limit", "PAY.fees"))
    assert {title.id, topics.id} <= {each.id for each in ordered(_items(on))}
    assert "No liability above EUR 40" in _get(on, _LIABILITY)
    _rule(on, title, Ruling.ACCEPT)
    _rule(on, topics, Ruling.REJECT)
    assert {title.id, topics.id}.isdisjoint(each.id for each in ordered(_items(on)))
    page = _get(on, _LIABILITY)
    assert "No liability above EUR 40" in page
    assert "Topics it proposed" not in page
    assert "an editor’s title" not in page
    _rule(on, title, Ruling.REJECT)
    assert "No liability above EUR 40" not in _get(on, _LIABILITY)
    assert "Written by a model" not in _get(on, _LIABILITY)
    assert "model-written title" in _get(on, "/corrections/").lower()
    assert verify_instance(on.instance, lambda _done, _all: None).findings == ()


def test_an_editors_title_and_topics_outrank_what_a_model_proposes_later(on: Live) -> None:
    title, topics = _proposed(on, "No liability above EUR 40", ("RISK.liability_limit", "PAY.fees"))
    with pytest.raises(BadInputError, match="the gate refuses it"):
        _rule(on, title, Ruling.EDIT, text="No liability above EUR 4,000")
    _rule(on, title, Ruling.EDIT, text="Not liable for loss above EUR 40")
    _rule(on, topics, Ruling.EDIT, values=((Matter.TOPIC, "RISK.user_indemnity"),))
    with on.instance.database.read() as connection:
        kept = review.rulings(connection, on.document.id)
    assert [each.new for each in kept] == [
        "Not liable for loss above EUR 40",
        "RISK.user_indemnity RISK.liability_limit PAY.fees",
    ]
    _rule(on, topics, Ruling.REPLACE, values=((Matter.TOPIC, "RISK.user_indemnity"),))
    page = _get(on, _LIABILITY)
    assert "an editor’s title" in page
    assert "named by an editor" in page
    assert "No liability above EUR 40" not in page
    later, others = _proposed(on, "No liability for any loss above EUR 40", ("PAY.fees",))
    assert (later.values[0].shown, others.values[0].shown) == (
        "Not liable for loss above EUR 40",
        "RISK.user_indemnity",
    )
    assert "No liability for any loss above EUR 40" not in _get(on, _LIABILITY)


@pytest.mark.parametrize(
    ("which", "given", "reason"),
    [
        (0, {"values": ((Matter.TOPIC, "PAY.fees"),)}, "is a model-written title"),
        (0, {"text": "Not liable for loss above EUR 40", "part": Part.USERS}, "stands in no part of a page"),
        (1, {"text": "Liability"}, "is model-proposed topics"),
        (1, {"values": ((Matter.TOPIC, "NO.such"),)}, "not in the taxonomy"),
        (1, {"values": ((Matter.SEVERITY, "high"),)}, "is model-proposed topics"),
        (1, {"values": ((Matter.TOPIC, "PAY.fees"),), "override": True}, "has no place, part or gate"),
        (1, {"values": ((Matter.TOPIC, "PAY.fees"),)}, "is that already"),
    ],
)
def test_what_cannot_be_ruled_on_a_proposal_is_told(
    on: Live, which: int, given: dict[str, Any], reason: str
) -> None:
    item = _proposed(on, "No liability above EUR 40", ("PAY.fees",))[which]
    with pytest.raises((BadInputError, UnknownNameError), match=reason):
        _rule(on, item, Ruling.REPLACE, **given)
    with on.instance.database.read() as connection:
        assert review.rulings(connection, on.document.id) == ()


def test_an_editors_headline_is_what_pages_and_feeds_say(on: Live) -> None:
    on.answers.pages[URL] = _page(_OLDER)
    on.clock.advance(hours=12)
    on.round()
    (item,) = [each for each in _items(on) if each.kind is ItemKind.HEADLINE]
    (summary,) = [each for each in _items(on) if each.kind is ItemKind.SUMMARY]
    instance = on.instance
    standing = TestClient(
        create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1")),
        base_url="http://127.0.0.1",
    )
    assert f"/change/{item.subject}/" in standing.get("/feed.atom").text
    _rule(on, item, Ruling.EDIT, text="The age rises from 16 to 18 years.", override=True)
    _rule(on, summary, Ruling.REJECT)
    # The entry that was made before is kept, and is not this one.
    ruled = standing.get("/feed.atom").text
    assert "The age rises from 16 to 18 years." in ruled
    assert item.values[0].machine not in ruled
    for path in (
        "/",
        "/changes/",
        "/feed.atom",
        "/platform/birchwood/terms/history/",
        f"/change/{item.subject}/",
    ):
        text = _get(on, path)
        assert "The age rises from 16 to 18 years." in text
        assert item.values[0].machine not in text
    assert "Withdrawn by an editor" in _get(on, f"/change/{item.subject}/")
    assert f'href="/change/{item.subject}/"' in _get(on, "/corrections/")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE review SET reviewer = 'Mallory' WHERE number = 1", "ruling 1"),
        ("UPDATE review SET correction = NOT correction WHERE number = 1", "ruling 1"),
        ("UPDATE review SET reason = reason || '.' WHERE number = 2", "ruling 2"),
        ("DELETE FROM review WHERE number = 1", "ruling 2"),
        ("UPDATE record SET headline = 'Birchwood sells all data'", "change record"),
        ("UPDATE record SET alert = NOT alert", "change record"),
        ("UPDATE search SET words = words || ' amount'", "provision"),
        ("UPDATE search SET facets = facets || ' x'", "provision"),
    ],
)
def test_verify_names_what_was_altered(on: Live, change: str, named: str) -> None:
    item = _finding(on, _AGE)
    _rule(on, item, Ruling.REPLACE, values=((Matter.TOPIC, "ACCESS.account"),))
    _rule(on, item, Ruling.REPLACE, values=((Matter.SEVERITY, "high"),))
    on.answers.pages["https://birchwood.example/terms"] = _page(_AGE.replace("16", "18"))
    on.clock.advance(hours=12)
    on.round()
    assert verify_instance(on.instance, lambda _done, _all: None).findings == ()
    with on.instance.database.write() as connection:
        assert connection.execute(sa.text(change)).rowcount > 0
    found = verify_instance(on.instance, lambda _done, _all: None).findings
    assert any(each.subject.startswith(named) for each in found)


def test_two_editors_at_one_instant_are_both_heard(tmp_path: Path, database: Database) -> None:
    """On one document: who comes second is told to look again, and nothing of either is lost."""
    with live(tmp_path, "terms", at=database) as on:
        on.answers.pages[URL] = _page()
        on.round()
        items = _finding(on, _AGE), _finding(on, _LOSS)

        def settle(item: Item) -> int:
            for told in range(20):
                try:
                    _rule(on, item, Ruling.REPLACE, values=((Matter.TOPIC, "ACCESS.account"),))
                except BadInputError as error:
                    if "in this very moment" not in error.reason:
                        raise
                else:
                    return told
            raise AssertionError("never heard")

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(settle, items))
        with database.read() as connection:
            kept = review.rulings(connection, on.document.id)
            assert review.broken(connection) == ()
        assert [each.number for each in kept] == [1, 2]
        assert {each.about for each in kept} == {_AGE, _LOSS}
        assert {each[0] for title in ("Age", "Liability") for each in _found_by(on, title)} == {
            "ACCESS.account"
        }
