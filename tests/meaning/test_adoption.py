"""How a matter spreads, from dated editions: who is said to be first, and what is not claimed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.meaning.adoption import adoption_of, borne_out, claims
from clausewatch.nouns.adoption import Adoption, AdoptionPoint, Doubt, EditionHeld, Step
from clausewatch.nouns.catalog import Document, Platform

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
TOPIC = "DISPUTE.arbitration"


def day(number: int) -> datetime:
    return BEGIN + timedelta(days=number)


def platform(name: str, *types: str) -> Platform:
    documents = tuple(
        Document(f"{name}/{number}", name, f"D{number}", kind, ()) for number, kind in enumerate(types)
    )
    return Platform(name, name.title(), f"{name.title()} Ltd", "", documents)


def spread(owners: list[Platform], histories: dict[str, str], language: str = "en") -> Adoption:
    """Histories by document, a letter a day: `y` says it, `n` does not, `?` is not analysed, ` ` brings no edition.

    Small letters come with a change of rules on record, capitals without one.
    """
    editions: list[EditionHeld] = []
    said: dict[str, str] = {}
    for document, history in sorted(histories.items()):
        days = [number for number, letter in enumerate(history) if letter != " "]
        for number in days:
            letter, at = history[number], day(number)
            version = f"v{number}-{document}"
            editions.append(EditionHeld(document, version, at, language, letter != "?", letter.islower()))
            if letter in "yY":
                said[version] = f"r{number}-{document}"
    return adoption_of((TOPIC, None), owners, editions, said)


def steps(of: Adoption) -> list[tuple[str, Step, int, Doubt | None]]:
    return [(each.platform, each.step, (each.at - BEGIN).days, each.doubt) for each in of.events]


def counts(of: Adoption) -> list[tuple[int, int, int, int]]:
    return [((each.at - BEGIN).days, each.speaking, each.captured, each.unknown) for each in of.points]


TERMS = "Terms of Service"


def test_first_is_who_was_seen_to_take_it_up_and_not_who_had_it_when_tracking_began() -> None:
    owners = [platform("alder", TERMS), platform("birch", TERMS), platform("cedar", TERMS)]
    found = spread(owners, {"alder/0": "y", "birch/0": "n   y", "cedar/0": " n  y"})
    assert steps(found) == [
        ("alder", Step.ALREADY_THERE, 0, None),
        ("birch", Step.TAKEN_UP, 4, None),
        ("cedar", Step.TAKEN_UP, 4, None),
    ]
    assert [each.platform for each in found.first_taken_up] == ["birch", "cedar"]
    assert found.whole


def test_the_denominator_moves_with_what_was_captured() -> None:
    owners = [platform("alder", TERMS), platform("birch", TERMS), platform("cedar", "Imprint")]
    found = spread(owners, {"alder/0": "y  n", "birch/0": "  n  y", "cedar/0": "n"})
    assert counts(found) == [(0, 1, 1, 0), (2, 1, 2, 0), (3, 0, 2, 0), (5, 1, 2, 0)]
    assert ("alder", Step.DROPPED, 3, None) in steps(found)
    # An imprint would not speak of arbitration: it is neither counted nor waited for.
    assert found.editions == 4


def test_what_is_dropped_and_comes_back_is_taken_up_again_and_never_first() -> None:
    found = spread([platform("alder", TERMS)], {"alder/0": "yny"})
    assert [step for _, step, _, _ in steps(found)] == [Step.ALREADY_THERE, Step.DROPPED, Step.TAKEN_UP_AGAIN]
    assert found.first_taken_up == ()
    dropped = found.events[1]
    assert (dropped.version, dropped.row) == ("v1-alder/0", "r0-alder/0")


def test_what_is_not_analysed_is_no_silence_and_no_beginning() -> None:
    owners = [platform("alder", TERMS), platform("birch", TERMS), platform("cedar", TERMS)]
    found = spread(owners, {"alder/0": "?y", "birch/0": "y?y", "cedar/0": "y?n"})
    assert steps(found) == [
        ("birch", Step.ALREADY_THERE, 0, None),
        ("cedar", Step.ALREADY_THERE, 0, None),
        ("alder", Step.FIRST_SEEN, 1, Doubt.UNREAD),
        ("cedar", Step.NO_LONGER_SEEN, 2, Doubt.UNREAD),
    ]
    assert found.first_taken_up == ()
    assert counts(found) == [(0, 2, 2, 1), (1, 1, 1, 2), (2, 2, 3, 0)]
    assert (found.analysed, found.editions) == (5, 8)


def test_a_language_that_is_not_analysed_counts_as_not_analysed() -> None:
    found = spread([platform("alder", TERMS)], {"alder/0": "n"}, language="de-AT")
    assert counts(found) == [(0, 0, 0, 1)]
    assert found.analysed == 0


def test_one_document_is_enough_to_speak_and_every_one_is_needed_for_silence() -> None:
    owner = platform("alder", TERMS, "Acceptable Use Policy")
    found = spread([owner], {"alder/0": "n  n", "alder/1": " ? n y"})
    assert counts(found) == [(0, 0, 1, 0), (1, 0, 0, 1), (3, 0, 1, 0), (5, 1, 1, 0)]
    found = spread([owner], {"alder/0": "n", "alder/1": "  y"})
    assert steps(found) == [("alder", Step.ALREADY_THERE, 2, None)]


def test_a_document_of_an_unlikely_kind_that_spoke_once_leaves_no_claim_when_unread() -> None:
    found = spread([platform("alder", "Imprint")], {"alder/0": "ny?n"})
    assert counts(found) == [(1, 1, 1, 0), (2, 0, 0, 1), (3, 0, 0, 0)]
    assert [(step, doubt) for _, step, _, doubt in steps(found)] == [
        (Step.TAKEN_UP, None),
        (Step.NO_LONGER_SEEN, Doubt.UNREAD),
    ]


def test_an_edition_without_a_change_of_rules_claims_neither_beginning_nor_end() -> None:
    found = spread([platform("alder", TERMS)], {"alder/0": "nYNY"})
    assert [(step, doubt) for _, step, _, doubt in steps(found)] == [
        (Step.FIRST_SEEN, Doubt.UNCHANGED),
        (Step.NO_LONGER_SEEN, Doubt.UNCHANGED),
        (Step.SEEN_AGAIN, Doubt.UNCHANGED),
    ]
    assert found.first_taken_up == ()
    assert counts(found) == [(0, 0, 1, 0), (1, 1, 1, 0), (2, 0, 1, 0), (3, 1, 1, 0)]


def test_a_change_that_did_not_touch_the_words_bears_no_step_out() -> None:
    found = spread([platform("alder", TERMS), platform("birch", TERMS)], {"alder/0": "nyny", "birch/0": "yn"})
    asked = claims(found)
    assert [each.step for each in asked] == [
        Step.TAKEN_UP,
        Step.DROPPED,
        Step.DROPPED,
        Step.TAKEN_UP_AGAIN,
    ]
    doubted = borne_out(found, dict.fromkeys(asked, Doubt.UNCHANGED))
    assert [(step, doubt) for _, step, _, doubt in steps(doubted)] == [
        (Step.ALREADY_THERE, None),
        (Step.FIRST_SEEN, Doubt.UNCHANGED),
        (Step.NO_LONGER_SEEN, Doubt.UNCHANGED),
        (Step.NO_LONGER_SEEN, Doubt.UNCHANGED),
        (Step.SEEN_AGAIN, Doubt.UNCHANGED),
    ]
    assert doubted.points == found.points
    assert borne_out(found, dict.fromkeys(asked)) == found


HISTORY = st.text("ynYN? ", max_size=8)
ENDS = (Step.DROPPED, Step.NO_LONGER_SEEN)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(HISTORY, HISTORY), max_size=4))
def test_counts_add_up_and_follow_from_the_events(histories: list[tuple[str, str]]) -> None:
    owners = [platform(f"p{number}", TERMS, "Imprint") for number in range(len(histories))]
    given_ = {
        f"p{number}/{at}": text for number, pair in enumerate(histories) for at, text in enumerate(pair)
    }
    found = spread(owners, given_)
    for point in found.points:
        assert 0 <= point.speaking <= point.captured
        assert point.captured + point.unknown <= len(owners)
    assert [each.at for each in found.points] == sorted({each.at for each in found.points})
    for owner in owners:
        mine = [each.step for each in found.events if each.platform == owner.id]
        assert not mine or mine[0] not in ENDS
        assert all((a in ENDS) != (b in ENDS) for a, b in pairwise(mine))
        assert mine.count(Step.TAKEN_UP) <= 1
    last = found.points[-1] if found.points else AdoptionPoint(BEGIN, 0, 0, 0)
    known = not any("?" in text for text in given_.values())
    if known:
        standing = [[e.step for e in found.events if e.platform == o.id][-1:] for o in owners]
        assert last.speaking == sum(bool(each) and each[0] not in ENDS for each in standing)
        assert found.whole
