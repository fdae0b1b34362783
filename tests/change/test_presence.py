"""Since when a document says something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clausewatch.change import spells
from clausewatch.nouns.change import Spell

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
RULE = "You must not resell access."


def history(*contents: str) -> list[tuple[str, datetime, str]]:
    return [(f"v{number}", BEGIN + timedelta(days=number), text) for number, text in enumerate(contents)]


def at(number: int) -> datetime:
    return BEGIN + timedelta(days=number)


def test_words_that_came_and_stayed() -> None:
    told = history("Terms", f"Terms\n\n{RULE}", f"Terms\n\n{RULE} And more.")
    assert spells([RULE], told) == ((Spell("v1", at(1)),),)


def test_words_withdrawn_and_put_back_stood_twice() -> None:
    told = history(RULE, "Terms", "Terms", f"{RULE} Terms")
    assert spells([RULE], told) == ((Spell("v0", at(0), "v1", at(1)), Spell("v3", at(3))),)


def test_words_never_said_have_no_spell() -> None:
    assert spells(["You may resell access.", " "], history(RULE)) == ((), ())


def test_a_quotation_over_list_items_and_cells_is_found() -> None:
    told = history("You must not:\n\nresell access\nshare keys", "Plan\tPrice")
    assert spells(["not: resell access\n  share   keys", "Plan Price"], told) == (
        (Spell("v0", at(0), "v1", at(1)),),
        (Spell("v1", at(1)),),
    )


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_spells_say_of_every_version_whether_the_words_stood_in_it(stood: list[bool]) -> None:
    told = history(*(RULE if each else "Terms" for each in stood))
    (found,) = spells([RULE], told)
    for number, each in enumerate(stood):
        inside = [
            one
            for one in found
            if one.since_at <= at(number) and (one.until_at is None or at(number) < one.until_at)
        ]
        assert len(inside) == each


@given(
    st.lists(st.sampled_from(["keep", "we", "keeper", "data"]), min_size=1, max_size=5),
    st.lists(
        st.tuples(
            st.sampled_from(["keep", "we", "keeper", "data"]), st.sampled_from([" ", "\n", "\n\n", "\t"])
        ),
        max_size=120,
    ),
)
def test_words_are_found_wherever_the_text_as_one_line_has_them(
    quote: list[str], text: list[tuple[str, str]]
) -> None:
    content = "".join(word + space for word, space in text).strip()
    words = " ".join(quote)
    (found,) = spells([words], history(content))
    assert bool(found) == (words in " ".join(content.split()))
