"""Near-copies: one company's clauses count as one, by what the catalogue says of companies and by the words."""

from __future__ import annotations

import pytest

from clausewatch.meaning.alike import Clauses, copies, held_nearly, likeness, nearly_same
from clausewatch.nouns.catalog import Platform

CLAUSE = (
    "You must be at least thirteen years old to use {} and you may not let anybody else use your account."
)
OTHER = "We may keep your messages for ninety days after you delete them, or longer where a law asks for it."


def owner(name: str, company: str) -> Platform:
    return Platform(name.lower(), name, company, "", ())


def grouped(*given: tuple[str, str, tuple[str, ...]], strangers: bool = False) -> list[list[str]]:
    every = [Clauses(owner(name, company), texts) for name, company, texts in given]
    return [[given[place][0] for place in group] for group in copies(every, of_strangers=strangers)]


def test_the_platforms_own_names_make_no_difference() -> None:
    one, other = CLAUSE.format("Birch Pics"), CLAUSE.format("Birch Chat")
    assert likeness(one, other, ("Birch Pics", "Birch Chat")) == 1.0
    assert not nearly_same(one, OTHER)
    assert not nearly_same("", "")


def test_only_platforms_of_one_company_are_grouped() -> None:
    pics, chat = CLAUSE.format("Pics"), CLAUSE.format("Chat").replace("thirteen", "sixteen")
    assert grouped(("Pics", "Birch", (pics,)), ("Chat", "birch ", (chat,)), ("Elm", "Elm", (pics,))) == [
        ["Pics", "Chat"],
        ["Elm"],
    ]
    assert grouped(("Pics", "", (pics,)), ("Chat", "", (pics,))) == [["Pics"], ["Chat"]]


def test_a_clause_of_its_own_keeps_a_platform_apart() -> None:
    pics = CLAUSE.format("Pics")
    assert grouped(("Pics", "Birch", (pics,)), ("Chat", "Birch", (pics, OTHER))) == [["Pics"], ["Chat"]]
    assert grouped(("Pics", "Birch", (pics, OTHER)), ("Chat", "Birch", (pics,))) == [["Pics", "Chat"]]


def test_strangers_stand_together_only_word_for_word() -> None:
    pics = CLAUSE.format("us")
    same, near = pics.upper(), pics.replace("thirteen", "sixteen")
    given = (("Pics", "Birch", (pics,)), ("Elm", "Elm", (same,)), ("Oak", "Oak", (near,)))
    assert grouped(*given, strangers=True) == [["Pics", "Elm"], ["Oak"]]
    assert grouped(*given) == [["Pics"], ["Elm"], ["Oak"]]


STATEMENT = "d. not “sell” or “share” the personal data that you entrust to us;"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "The processor shall (a) keep it safe, and (b) not sell or share the personal data that you entrust to us.",
            True,
        ),
        ("4) Not “sell” or “share” the personal data, that you entrust to us", True),
        ("iv. not sell or share any personal data that you entrust to us", True),
        ("The processor may sell or share the personal data that you entrust to us.", False),
        ("The processor shall not disclose what it learns from you to those who did not ask.", False),
        ("Not sell.", False),
        ("", False),
    ],
)
def test_a_statement_is_held_however_it_is_lettered_unless_its_sense_is_turned(text: str, held: bool) -> None:
    assert held_nearly(STATEMENT, [text]) is held


def test_what_may_be_done_is_no_copy_of_what_must_be() -> None:
    words = "We {} tell you thirty days before any change of these terms takes effect for your account."
    assert held_nearly(words.format("must"), [words.format("must")])
    assert not held_nearly(words.format("must"), [words.format("may")])
    assert not held_nearly(words.format("must"), [words.format("must never")])


def test_very_long_statements_are_compared_as_wholes() -> None:
    long = " ".join(f"word{number}" for number in range(3000))
    assert held_nearly("1. " + long, ["(a) " + long])
    assert not held_nearly(long, [" ".join(reversed(long.split()))])
    assert not held_nearly("(b) ...", ["anything"])
