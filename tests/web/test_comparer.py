"""Gathering in the background: nothing is answered until it is done, and it rests after it failed."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest

from clausewatch.meaning.compare import corpus_of
from clausewatch.nouns.finding import Asked
from clausewatch.pipeline.comparing import Collection
from clausewatch.pipeline.passages import tools
from clausewatch.web.comparer import Comparer, Earlier


class _Archive:
    """Counts how often it is gathered; fails while told to."""

    def __init__(self) -> None:
        self.gathered = 0
        self.fails = True
        self.mark = 1
        self.now = 0.0

    def gather(self) -> Collection:
        self.gathered += 1
        if self.fails:
            raise OSError("the archive is away")
        nothing = corpus_of((), tools())
        return Collection((), nothing, MappingProxyType({}), lambda _: ())


@pytest.fixture
def archive() -> _Archive:
    return _Archive()


def _asked(comparer: Comparer) -> object:
    found = comparer.cells("alder", Asked("Weapons"))
    _gathered()
    return found


def _gathered() -> None:
    for thread in threading.enumerate():
        if thread.name == "comparer":
            thread.join()


def test_after_a_failure_it_waits_longer_each_time(archive: _Archive) -> None:
    comparer = Comparer(lambda: archive.mark, archive.gather, lambda: archive.now)
    tries = []
    for _ in range(40):
        assert _asked(comparer) is None
        tries.append(archive.gathered)
        archive.now += 1
    assert tries[:6] == [1, 1, 1, 1, 1, 2]
    assert tries[14:16] == [2, 3]
    assert tries[-1] == 4
    archive.now += 10_000
    archive.fails = False
    assert _asked(comparer) is None
    assert _asked(comparer) == {}


def test_what_is_held_answers_while_gathering_anew_fails(archive: _Archive) -> None:
    archive.fails = False
    comparer = Comparer(lambda: archive.mark, archive.gather, lambda: archive.now)
    comparer.prepare()
    archive.fails = True
    archive.mark = 2
    assert _asked(comparer) == {}
    assert _asked(comparer) == {}
    assert archive.gathered == 2


def _held(earlier: Earlier, at: datetime) -> object:
    comparer = earlier.comparer(at)
    if comparer is None:
        _gathered()
        return None
    return _asked(comparer)


def test_one_earlier_instant_is_held_and_not_pushed_out_at_once(archive: _Archive) -> None:
    then = datetime(2026, 3, 1, tzinfo=UTC)
    later = then + timedelta(1)
    asked: list[datetime] = []
    may = threading.Event()

    def gather(at: datetime) -> Collection:
        assert may.wait(30)
        asked.append(at)
        archive.now += 100 * len(asked)
        return archive.gather()

    def first(at: datetime) -> object:
        """What is told of the instant before it was gathered, which is done when this returns."""
        may.clear()
        comparer = earlier.comparer(at)
        found = comparer and comparer.cells("alder", Asked("Weapons"))
        may.set()
        _gathered()
        return found

    archive.fails = False
    earlier = Earlier(lambda at: (archive.mark, at), gather, lambda: archive.now)
    assert first(then) is None
    assert _held(earlier, then) == {}
    archive.now += 99
    assert earlier.comparer(later) is None, "who asked for the day before gets an answer first"
    archive.now += 1
    assert _held(earlier, then) == {}
    assert first(later) is None
    assert _held(earlier, later) == {}
    archive.now += 199
    assert earlier.comparer(then) is None
    assert asked == [then, later]


def test_of_an_earlier_instant_nothing_is_told_that_was_gathered_before_the_mark_differed(
    archive: _Archive,
) -> None:
    """What was withheld meanwhile is not told any more, also while gathering anew fails."""
    then = datetime(2026, 3, 1, tzinfo=UTC)
    archive.fails = False
    earlier = Earlier(lambda at: (archive.mark, at), lambda _: archive.gather(), lambda: archive.now)
    assert _held(earlier, then) is None
    assert _held(earlier, then) == {}
    archive.mark, archive.fails = 2, True
    assert _held(earlier, then) is None
    assert _held(earlier, then) is None
    archive.now, archive.fails = archive.now + 6, False
    assert _held(earlier, then) is None
    assert _held(earlier, then) == {}
    assert archive.gathered == 3


def test_while_an_earlier_instant_is_gathered_no_other_is(archive: _Archive) -> None:
    then, begun, go_on = datetime(2026, 3, 1, tzinfo=UTC), threading.Event(), threading.Event()

    def gather(_: datetime) -> Collection:
        begun.set()
        go_on.wait(20)
        return archive.gather()

    archive.fails = False
    earlier = Earlier(lambda at: at, gather, lambda: archive.now)
    first = earlier.comparer(then)
    assert begun.wait(20)
    archive.now += 10_000
    assert earlier.comparer(then + timedelta(1)) is None
    assert earlier.comparer(then) is first
    go_on.set()
    assert first is not None
    _asked(first)
    assert _asked(first) == {}


def test_where_gathering_an_earlier_instant_fails_another_may_follow(archive: _Archive) -> None:
    then = datetime(2026, 3, 1, tzinfo=UTC)
    earlier = Earlier(lambda at: at, lambda _: archive.gather(), lambda: archive.now)
    assert _held(earlier, then) is None
    assert earlier.comparer(then + timedelta(1)) is None
    archive.now += 31
    archive.fails = False
    assert _held(earlier, then + timedelta(1)) is None
    assert _held(earlier, then + timedelta(1)) == {}


@pytest.fixture
def queued(archive: _Archive) -> tuple[Earlier, list[datetime]]:
    """Of what happens in an archive that is gathered in no time; and what was gathered."""
    asked: list[datetime] = []

    def gather(at: datetime) -> Collection:
        asked.append(at)
        return archive.gather()

    archive.fails = False
    return Earlier(lambda at: (archive.mark, at), gather, lambda: archive.now), asked


THEN = datetime(2026, 3, 1, tzinfo=UTC)


def _day(number: int) -> datetime:
    return THEN + timedelta(number)


def test_who_asks_for_an_instant_after_the_other_waits_for_those_who_came_first(
    archive: _Archive, queued: tuple[Earlier, list[datetime]]
) -> None:
    earlier, gathered = queued
    _held(earlier, THEN)
    for second in range(200):
        archive.now += 1
        # One client asks for another day each time, and comes before the other each time.
        _held(earlier, _day(1000 + second))
        if _held(earlier, _day(1)) == {}:
            break
    assert gathered[-1] == _day(1)
    assert archive.now <= 100


def test_who_came_first_has_its_turn_whoever_asks_next(
    archive: _Archive, queued: tuple[Earlier, list[datetime]]
) -> None:
    earlier, gathered = queued
    _held(earlier, THEN)
    archive.now += 25
    assert [_held(earlier, _day(number)) for number in (1, 2, 1)] == [None, None, None]
    archive.now += 10
    assert _held(earlier, _day(2)) is None
    assert _held(earlier, _day(1)) == {}
    archive.now += 31
    assert _held(earlier, _day(3)) is None
    assert gathered == [THEN, _day(1), _day(2)]


def test_who_asks_no_more_is_waited_for_no_longer(
    archive: _Archive, queued: tuple[Earlier, list[datetime]]
) -> None:
    earlier, gathered = queued
    _held(earlier, THEN)
    _held(earlier, _day(1))
    archive.now += 1000
    _held(earlier, _day(2))
    assert gathered == [THEN, _day(2)]


def test_what_is_held_does_not_stay_because_it_is_gathered_anew(
    archive: _Archive, queued: tuple[Earlier, list[datetime]]
) -> None:
    """While versions come in, the mark differs every few seconds."""
    earlier, gathered = queued
    _held(earlier, THEN)
    for _ in range(40):
        archive.now += 1
        archive.mark += 1
        _held(earlier, THEN)
        _held(earlier, _day(1))
    assert _day(1) in gathered
