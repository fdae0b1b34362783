"""The passages of all platforms, held in memory for comparing and gathered anew when a version comes; also of an earlier day."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from clausewatch.nouns.audience import Audience
from clausewatch.nouns.comparison import Cell
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import PlatformId
from clausewatch.pipeline.comparing import Collection, cells
from clausewatch.web.recall import Recall

_ANSWERS = 2_000
_SHORTEST_REST, _LONGEST_REST = 5.0, 900.0
_KEPT = 30.0
_PATIENCE = 60.0
_WAITING = 1_000

_Question = tuple[Hashable, PlatformId, Asked, Audience | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell for every other platform, None while nothing was gathered; `passing` while a newer collection is to come."""

    cells: dict[PlatformId, Cell] | None
    passing: bool


@dataclass(frozen=True, slots=True)
class _Held:
    mark: Hashable
    collection: Collection


class Comparer:
    """Answers from a collection of this moment. Gathering takes seconds and is done beside the pages, once at a time.

    `mark` names the state of the archive cheaply; `gather` reads it. After a gathering that failed the next one waits, at
    first 5 seconds and after each further failure twice as long, at most 15 minutes; `seconds` tells the time. What is held
    answers while it is gathered anew if it `outlives` its mark, and else is let go at once. Thread-safe.
    """

    def __init__(
        self,
        mark: Callable[[], Hashable],
        gather: Callable[[], Collection],
        seconds: Callable[[], float] = time.monotonic,
        *,
        outlives: bool = True,
    ) -> None:
        self._mark = mark
        self._gather = gather
        self._seconds = seconds
        self._outlives = outlives
        self._failures = 0
        self._rests_until = 0.0
        self._held: _Held | None = None
        self._answers: Recall[_Question, dict[PlatformId, Cell]] = Recall(_ANSWERS)
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def compared(self, platform: PlatformId, asked: Asked, readers: Audience | None = None) -> Compared:
        """The comparison with the newest collection at hand.

        `readers` are whom the provision's document addresses, where its kind alone does not tell.
        """
        held, mark = self._current()
        if held is None:
            return Compared(None, passing=True)
        key = held.mark, platform, asked, readers
        found = self._answers.get(key, lambda: cells(held.collection, platform, asked, readers=readers))
        return Compared(found, passing=held.mark != mark)

    def cells(
        self, platform: PlatformId, asked: Asked, readers: Audience | None = None
    ) -> dict[PlatformId, Cell] | None:
        """Its cells alone; None while there are none."""
        return self.compared(platform, asked, readers).cells

    def begin(self) -> None:
        """Starts gathering unless what is held is of this moment; returns at once."""
        self._current()

    @property
    def busy(self) -> bool:
        """Whether it is gathering."""
        with self._lock:
            return self._worker is not None and self._worker.is_alive()

    def prepare(self) -> None:
        """Gathers now and returns when it is done."""
        self._hold(self._mark())

    def _current(self) -> tuple[_Held | None, Hashable]:
        """What is held, and the mark of this moment."""
        mark = self._mark()
        with self._lock:
            if self._held is not None and self._held.mark != mark and not self._outlives:
                self._held = None
            held = self._held
            idle = (self._worker is None or not self._worker.is_alive()) and not self._resting()
            if (held is None or held.mark != mark) and idle:
                self._worker = threading.Thread(target=self._work, args=(mark,), name="comparer", daemon=True)
                self._worker.start()
        return held, mark

    def _work(self, mark: Hashable) -> None:
        # A fault while gathering is the archive's, and `verify` names it; pages go on with what is held.
        with suppress(Exception):
            self._hold(mark)
            return
        with self._lock:
            # Doubled at most so often that the number stays small.
            rest = _SHORTEST_REST * 2 ** min(self._failures, 16)
            self._failures += 1
            self._rests_until = self._seconds() + min(_LONGEST_REST, rest)

    def _resting(self) -> bool:
        return self._failures > 0 and self._seconds() < self._rests_until

    def _hold(self, mark: Hashable) -> None:
        collection = self._gather()
        with self._lock:
            self._held = _Held(mark, collection)
            self._failures = 0


class Earlier:
    """A comparer as of an earlier instant: of one at a time, because its texts are as many as today's and lie in memory.

    Who asks for another instant waits until what is held was there for half a minute, and as long as gathering it took: so who
    asked for it gets an answer. Then the instant has its turn that was asked for first, of those that were asked for within the
    last minute: so whoever asks for other days without end keeps nobody out. Of the past nothing is told that was gathered
    before something of it was withheld, read better or found: it is gathered anew. Thread-safe.
    """

    def __init__(
        self,
        mark: Callable[[datetime], Hashable],
        gather: Callable[[datetime], Collection],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._mark = mark
        self._gather = gather
        self._seconds = seconds
        self._held: tuple[datetime, Comparer] | None = None
        self._kept_until = 0.0
        self._is_new = False
        # When each instant that waits was last asked for, in the order in which they were first.
        self._waiting: dict[datetime, float] = {}
        self._lock = threading.Lock()

    def comparer(self, at: datetime) -> Comparer | None:
        """The comparer as of that instant; None while it waits for its turn."""
        with self._lock:
            if self._held is not None and self._held[0] == at:
                return self._held[1]
            self._wait(at)
            if self._held is not None and (self._held[1].busy or self._seconds() < self._kept_until):
                return None
            first = next(iter(self._waiting))
            del self._waiting[first]
            made = Comparer(
                partial(self._mark, first), partial(self._timed, first), self._seconds, outlives=False
            )
            self._held, self._is_new = (first, made), True
            made.begin()
        return made if first == at else None

    def _wait(self, at: datetime) -> None:
        now = self._seconds()
        self._waiting[at] = now
        self._waiting = {each: asked for each, asked in self._waiting.items() if now - asked <= _PATIENCE}
        if len(self._waiting) > _WAITING:
            del self._waiting[min(self._waiting, key=self._waiting.__getitem__)]

    def _timed(self, at: datetime) -> Collection:
        begun = self._seconds()
        try:
            return self._gather(at)
        finally:
            ended = self._seconds()
            # What is gathered anew had its time already, or it would stay as long as versions come in.
            if self._is_new:
                self._is_new, self._kept_until = False, ended + max(_KEPT, ended - begun)
