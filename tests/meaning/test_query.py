"""A search as a person writes it: what is understood, what explains itself, and what is marked in the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.meaning.folding import folded, inflected, words_in
from clausewatch.meaning.highlight import excerpt, marks
from clausewatch.meaning.query import BadQueryError, read_query
from clausewatch.nouns.search import Clause, Facet, Filter, Query, Words
from clausewatch.storage.matching import Vocabulary, forms_asked, matching

NAMES = {
    Facet.PLATFORM: {"birchwood": "birchwood", "Birch Wood": "birchwood", "nettle": "nettle"},
    Facet.TYPE: {"Terms of Service": "Terms of Service"},
    Facet.LANGUAGE: {"en": "en"},
}


def read(text: str) -> Query:
    return read_query(text, NAMES)


def test_words_phrases_beginnings_and_exclusions() -> None:
    assert read('Cafés "opt out" arbitrat* -fee opt-in').clauses == (
        Clause((Words(("cafes",), exact=False),)),
        Clause((Words(("opt", "out")),)),
        Clause((Words(("arbitrat",), prefix=True),)),
        Clause((Words(("fee",), exact=False),), excluded=True),
        Clause((Words(("opt", "in")),)),
    )


def test_or_binds_its_neighbours_and_a_repeated_field_is_either() -> None:
    one, two, three = (Words((each,), exact=False) for each in ("one", "two", "three"))
    assert read("one two OR three").clauses == (Clause((one,)), Clause((two, three)))
    found = read('platform:"birch wood" severity:HIGH platform:nettle -type:"terms of service"').clauses
    assert set(found) == {
        Clause((Filter(Facet.PLATFORM, "birchwood"), Filter(Facet.PLATFORM, "nettle"))),
        Clause((Filter(Facet.SEVERITY, "high"),)),
        Clause((Filter(Facet.TYPE, "Terms of Service"),), excluded=True),
    }


def test_days_and_spans_of_days() -> None:
    query = read("x from:2025 to:2025-02")
    assert (query.since, query.until) == (date(2025, 1, 1), date(2025, 2, 28))
    assert read("at:2024-02").at == date(2024, 2, 29)
    today = date(2026, 11, 26)
    for written, meant in (
        ("at:2026", today),
        ("at:2026-11", today),
        ("at:2025", date(2025, 12, 31)),
        ("at:2026-12", date(2026, 12, 31)),
        ("at:2026-11-30", date(2026, 11, 30)),
    ):
        assert read_query(written, NAMES, today).at == meant
    assert read_query("to:2026", NAMES, today).until == date(2026, 12, 31), "a range may end ahead"


def test_a_family_stands_for_its_topics_and_names_for_their_topic() -> None:
    (clause,) = read("topic:DATA").clauses
    assert len(clause.alternatives) > 3
    assert all(isinstance(each, Filter) and each.value.startswith("DATA.") for each in clause.alternatives)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('say "never', "not closed"),
        ("platfrom:nettle", "platform:nettle"),
        ("platform:netle", "platform:nettle"),
        ("severity:hgh", "severity:high"),
        ("topic:nothing_like_it_at_all", "no topic"),
        ("at:2025-02-30", "no such day"),
        ("at:yesterday", "2025-03-01"),
        ("from:2025 to:2024", "Swap"),
        ("at:2025 at:2024", "twice"),
        ("-fee", "leave out"),
        ("platform:", "without a space"),
        ("OR fee", "lacks a side"),
        ("fee OR OR charge", "two ORs"),
        ("fee OR at:2025", "dates"),
        ("-at:2025", "cannot be left out"),
        ("ab*", "3 letters"),
        ("***", "no word"),
        ("word " * 25, "25 terms"),
        ("-".join(["word"] * 40), "too many words"),
        ("x" * 1001, "1,001 characters"),
    ],
)
def test_what_cannot_be_understood_explains_itself(text: str, told: str) -> None:
    with pytest.raises(BadQueryError) as caught:
        read(text)
    assert told in str(caught.value)
    assert caught.value.mend
    assert len(str(caught.value)) < 500


@given(st.text(max_size=300) | st.text(alphabet="ab \"*-:()^ORNT{}\0\ud800ǂǃ&|!<>'\\", max_size=60))
def test_any_text_is_a_query_or_is_told_and_only_words_reach_the_index(text: str) -> None:
    """No operator of FTS5 or of tsquery comes from what was written: it is made of quoted letters and digits alone."""
    try:
        query = read(text)
    except BadQueryError as error:
        str(error).encode()
        return
    found = matching(query, Vocabulary(forms_asked(query), {}))
    for group in (*found.wanted, found.unwanted):
        for each in group:
            assert each.words
            assert all(word.isalnum() for word in each.words)


def test_folding_is_the_same_for_texts_and_queries_in_every_script() -> None:
    assert folded("Don’t “opt-out” of Café_ﬁnal") == ("don", "t", "opt", "out", "of", "cafe", "final")
    assert folded("隐私政策") == ("隐", "私", "政", "策")
    assert folded("Straße ÅNGSTRÖM İ") == ("strasse", "angstrom", "i")
    assert folded("ǂnow ǃ") == ("now",)
    text = "Der Käufer   zahlt 40 €."
    assert [text[each.start : each.end] for each in words_in(text)] == ["Der", "Käufer", "zahlt", "40"]


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("delete", "deleting"),
        ("deleted", "delete"),
        ("policies", "policy"),
        ("stop", "stopped"),
        ("stopped", "stopping"),
        ("process", "processes"),
        ("fee", "fees"),
        ("terms", "term"),
        ("applies", "apply"),
    ],
)
def test_regular_inflections_find_each_other(word: str, form: str) -> None:
    assert form in inflected(word)


@pytest.mark.parametrize(("word", "other"), [("fee", "feed"), ("us", "u"), ("this", "thi"), ("thing", "th")])
def test_what_is_no_inflection_is_not_asked_for(word: str, other: str) -> None:
    assert other not in inflected(word)


def test_marks_lie_on_the_verbatim_words() -> None:
    text = "We DELETED your Café data; deleting <b>data</b> takes 30 days."
    wanted = read('delete caf* OR cafe "30 days" data').words
    assert [text[each.start : each.end] for each in marks(text, wanted)] == [
        "DELETED",
        "Café",
        "data",
        "deleting",
        "data",
        "30 days",
    ]


def test_an_excerpt_shows_the_stretch_with_most_marks() -> None:
    text = "One fee here. " + "Nothing of the kind. " * 60 + "A fee, a fee and another fee." + " More." * 100
    shown = excerpt(text, read("fee").words, 200)
    assert shown.text in text
    assert len(shown.marks) == 3
    assert shown.cut == (True, True)
    assert "".join(piece for piece, _ in shown.pieces()) == shown.text
    assert [piece for piece, marked in shown.pieces() if marked] == ["fee"] * 3
    assert excerpt(text, (), 200).text.startswith("One fee")
