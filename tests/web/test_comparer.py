"""Gathering in the background: nothing is answered until it is done, and it rests after it failed."""

from __future__ import annotations

import threading
from types import MappingProxyType

import pytest

from clausewatch.meaning.compare import corpus_of
from clausewatch.nouns.finding import Asked
from clausewatch.pipeline.comparing import Collection
from clausewatch.pipeline.passages import tools
from clausewatch.web.comparer import Comparer


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
    for thread in threading.enumerate():
        if thread.name == "comparer":
            thread.join()
    return found


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
