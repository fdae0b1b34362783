"""Rulings at rest: added under rising numbers, read by document, the log in pages; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.web.small_instance import TERMS, _platform

from clausewatch.nouns.finding import Part
from clausewatch.nouns.review import Matter, Reviewed, Ruling, Target, newest
from clausewatch.storage import Database, catalog, review

_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
_TARGET = Target(TERMS, "line", ("a" * 64, "b" * 64), Matter.SENTENCE, "c" * 64)
_ONE = Reviewed(
    0, _TARGET, Ruling.EDIT, "old “words”", "new\u200dwords", "machine", "because", "Ada", _AT,
    correction=True, about="the words", subject="ending", part=Part.USERS, rests=("d" * 64,), overridden=True,
)  # fmt: skip


@pytest.fixture
def known(database: Database) -> Database:
    with database.write() as connection:
        owner = _platform("birchwood", "Birchwood", (TERMS, "Terms of Use"), ("birchwood/other", "Other"))
        catalog.save_platforms(connection, (owner,), watched=True)
    return database


def test_what_was_ruled_is_read_back_whole(known: Database) -> None:
    with known.write() as connection:
        kept = review.save(connection, (_ONE, replace(_ONE, ruling=Ruling.REJECT, new="")))
        assert [each.number for each in kept] == [1, 2]
    with known.read() as connection:
        assert review.rulings(connection, TERMS) == kept
        assert review.rulings(connection, "birchwood/other") == ()
        assert review.count(connection, TERMS) == 2
        assert review.on_records(connection, (TERMS,)) == ()
    assert newest(kept) == kept[1:]


def test_nothing_is_saved_where_the_transaction_fails(known: Database) -> None:
    class BrokenError(Exception):
        """Something after the ruling went wrong."""

    def fail() -> None:
        with known.write() as connection:
            review.save(connection, (_ONE,))
            raise BrokenError

    with pytest.raises(BrokenError):
        fail()
    with known.read() as connection:
        assert review.count_corrections(connection) == 0


def test_the_log_holds_corrections_alone_newest_first_in_pages(known: Database) -> None:
    made = [
        replace(_ONE, at=_AT + timedelta(hours=n), correction=n % 2 == 0, reason=f"reason {n}")
        for n in range(10)
    ]
    with known.write() as connection:
        for each in made:
            review.save(connection, (each,))
    with known.read() as connection:
        assert review.count_corrections(connection) == 5
        pages = [review.corrections(connection, 2, offset) for offset in (0, 2, 4, 6)]
    assert [[each.reason for each in page] for page in pages] == [
        ["reason 8", "reason 6"],
        ["reason 4", "reason 2"],
        ["reason 0"],
        [],
    ]


def test_rulings_on_changes_are_found_by_their_documents(known: Database) -> None:
    headline = replace(_ONE, target=Target(TERMS, "", ("e" * 64,), Matter.HEADLINE))
    with known.write() as connection:
        review.save(connection, (_ONE, headline))
    with known.read() as connection:
        assert [each.number for each in review.on_records(connection, (TERMS, "birchwood/other"))] == [2]
        assert review.on_records(connection, ("birchwood/other",)) == ()
        assert review.on_records(connection, ()) == ()
        assert review.states(connection) == {}


def test_a_ruling_waits_for_the_one_that_is_being_made(known: Database) -> None:
    """The second is sealed to the first, though it is asked for while the first may still be undone."""

    def other() -> int:
        with known.write() as connection:
            (kept,) = review.save(connection, (replace(_ONE, reason="the second"),))
        return kept.number

    with ThreadPoolExecutor(1) as pool:
        with known.write() as connection:
            review.save(connection, (_ONE,))
            asked = pool.submit(other)
            assert not wait_for([asked], timeout=0.5).done
        assert asked.result(timeout=60) == 2
    with known.read() as connection:
        assert [each.reason for each in review.rulings(connection, TERMS)] == ["because", "the second"]
        assert review.broken(connection) == ()


def test_a_ruling_waits_for_what_is_written_by_the_rulings_so_far(known: Database) -> None:
    def ruled() -> int:
        with known.write() as connection:
            return len(review.save(connection, (_ONE,)))

    with ThreadPoolExecutor(1) as pool:
        with known.write() as connection:
            review.hold_still(connection)
            asked = pool.submit(ruled)
            assert not wait_for([asked], timeout=0.5).done
            assert review.rulings(connection, TERMS) == ()
        assert asked.result(timeout=60) == 1


def test_of_many_rulings_at_one_instant_none_is_lost_and_the_chain_holds(known: Database) -> None:
    wanted = {f"{editor}, {n}" for editor in range(6) for n in range(5)}

    def rule(reason: str) -> None:
        with known.write() as connection:
            review.save(connection, (replace(_ONE, reason=reason), replace(_ONE, reason=reason)))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(rule, sorted(wanted)))
    with known.read() as connection:
        kept = review.rulings(connection, TERMS)
        assert review.broken(connection) == ()
    assert [each.number for each in kept] == list(range(1, 61))
    assert {each.reason for each in kept} == wanted
    # What one transaction adds stands together.
    assert all(one.reason == two.reason for one, two in zip(kept[::2], kept[1::2], strict=True))
