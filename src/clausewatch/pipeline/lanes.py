"""Messages go out in lanes, one for each receiving server: one that does not answer holds up nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.ports import Clock

LEASE = timedelta(minutes=3)
"""How long a message belongs to who took it up: longer than any channel takes over one, so that it needs no renewal, and
short, because so long one waits whose bearer was killed. A channel ends after 90 seconds (`SmtpSettings`, `WebhookSettings`),
after at most 30 seconds for each address of its server."""

FAULT_WAIT = timedelta(minutes=10)
"""After a fault of ours, which trying again at once does not mend."""

_TURN = timedelta(minutes=2)
"""What one server may take of a round; what is left for it waits for the next. Not for e-mail, whose server is the
operator's own."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many alerts the other side took, and the faults of ours that kept some from being sent. `silent`: the server
    did not answer at all."""

    taken: int = 0
    faults: tuple[str, ...] = ()
    silent: bool = False

    def __add__(self, other: Sent) -> Sent:
        return Sent(self.taken + other.taken, self.faults + other.faults, self.silent or other.silent)


Job = Callable[[], Sent]


def lane_of(watch: Watch | None) -> str:
    """Which server takes the watch's messages: all e-mail has one, webhooks and chat one for each host."""
    if watch is None or watch.channel is Channel.FEED:
        return ""
    if watch.channel is Channel.EMAIL:
        return "email"
    return urlsplit(watch.target).netloc.lower()


class Lanes:
    """The lanes of one round: side by side, in each one message after the other.

    A lane whose server did not answer is closed for this round: its other messages stay due, no try of them is counted, and
    the next round begins with them, because the one that failed then waits longer.
    """

    def __init__(self, clock: Clock, threads: int) -> None:
        self._clock = clock
        self._threads = threads
        self._closed: set[str] = set()
        self._spent: dict[str, timedelta] = {}

    def run(self, jobs: Iterable[tuple[str, Job]]) -> Sent:
        """Does each job in its lane, in the order given, unless the lane is closed."""
        lanes: dict[str, list[Job]] = {}
        for lane, job in jobs:
            if lane not in self._closed:
                lanes.setdefault(lane, []).append(job)
        if len(lanes) < 2:
            return sum((self._run(*each) for each in lanes.items()), Sent())
        workers = max(1, min(self._threads, len(lanes)))
        with ThreadPoolExecutor(workers, thread_name_prefix="deliver") as pool:
            return sum(pool.map(self._run, lanes, lanes.values()), Sent())

    def _run(self, lane: str, jobs: list[Job]) -> Sent:
        done = Sent()
        for job in jobs:
            begun = self._clock.now()
            sent = job()
            self._spent[lane] = self._spent.get(lane, timedelta()) + (self._clock.now() - begun)
            done += sent
            if sent.silent or (lane != "email" and self._spent[lane] > _TURN):
                self._closed.add(lane)
                break
        return done
