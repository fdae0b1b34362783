"""robots.txt: what a host lets us fetch (RFC 9309)."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from protego import Protego

from clausewatch.capture.caller import Caller
from clausewatch.capture.client import REDIRECTS, Answer, Ask, Headers
from clausewatch.capture.decode import Undecodable, decode
from clausewatch.capture.guard import Target, check_url, pin
from clausewatch.capture.meter import Budget
from clausewatch.capture.redirect import onward
from clausewatch.capture.resolver import Resolver
from clausewatch.capture.settings import PRODUCT, FetchSettings
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.ports import Clock

# RFC 9309, 2.5 asks for at least 500 KiB; 2.3.1.2 for at least five redirects.
_LIMIT = 500 * 1024
_MAX_REDIRECTS = 5
_LONGEST_GRUDGE = 86_400.0

_MOST_ORIGINS = 512
_AGENT_LINE = re.compile(r"user[- ]?agent[ \t]*[: \t][ \t]*(.*)", re.IGNORECASE)
_TOKEN = re.compile(r"\*|[A-Za-z_-]*")
_OTHERS = "user-agent: others"


@dataclass(frozen=True, slots=True)
class Robots:
    """What a robots.txt says to us; with `rules` None everything is allowed."""

    rules: Protego | None = None

    def allows(self, url: str) -> bool:
        return self.rules is None or self.rules.can_fetch(url, PRODUCT.lower())

    def delay(self) -> float:
        """The Crawl-delay in seconds, 0 where there is none."""
        return (self.rules.crawl_delay(PRODUCT.lower()) or 0.0) if self.rules else 0.0


def parse_robots(body: bytes) -> Robots:
    """The rules of a robots.txt as they concern us, whatever its bytes.

    Groups for other agents are folded into one first: a hostile file of many agents times many rules would otherwise
    cost minutes. A group is ours when its product token is ours, whatever the case (RFC 9309, 2.2.1).
    """
    text = body[:_LIMIT].decode("utf-8-sig", "replace")
    kept: list[str] = []
    for line in text.splitlines():
        stripped = line.partition("#")[0].strip()
        agent = _AGENT_LINE.fullmatch(stripped)
        folded = _agent(agent[1]) if agent else stripped
        if folded and not (agent and kept and kept[-1] == folded):
            kept.append(folded)
    return Robots(Protego.parse("\n".join(kept)))


def _agent(value: str) -> str:
    found = _TOKEN.match(value)
    token = found[0].lower() if found else ""
    return f"user-agent: {token}" if token in ("*", PRODUCT.lower()) else _OTHERS


@dataclass(frozen=True, slots=True)
class _Known:
    until: datetime
    robots: Robots | Problem


class RobotsKeeper:
    """Knows each origin's robots.txt, fetching it when needed, at most once at a time per origin. Thread-safe.

    Remembers 512 origins: rules for `robots_ttl_seconds`, a failure until it may be tried again.
    """

    def __init__(self, settings: FetchSettings, clock: Clock, resolver: Resolver, caller: Caller) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver = resolver
        self._caller = caller
        self._known: dict[str, _Known] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def rules(self, page: Target, headers: Headers, budget: Budget) -> Robots | Problem:
        """The rules that `page` stands under, or why it may not be fetched for now.

        By RFC 9309: a robots.txt answered with 4xx, or behind more than five redirects, allows all (2.3.1.3); one that
        cannot be had for a server's or the network's failure forbids all (2.3.1.4), and so does 429.
        """
        known = self._fresh(page.origin)
        if known is None:
            with self._lock:
                lock = self._locks.setdefault(page.origin, threading.Lock())
            with lock:
                known = self._fresh(page.origin) or self._remember(
                    page.origin, self._fetch(page, headers, budget)
                )
        if isinstance(known.robots, Problem):
            left = max(0.0, (known.until - self._clock.now()).total_seconds())
            detail = f"{page.url} waits for its host's robots.txt: {known.robots.detail}"
            return replace(known.robots, detail=detail, retry_after_seconds=left)
        return known.robots

    def _fresh(self, origin: str) -> _Known | None:
        known = self._known.get(origin)
        return known if known and self._clock.now() < known.until else None

    def _remember(self, origin: str, robots: Robots | Problem) -> _Known:
        if isinstance(robots, Problem):
            seconds = min(robots.retry_after_seconds or self._settings.robots_retry_seconds, _LONGEST_GRUDGE)
        else:
            seconds = self._settings.robots_ttl_seconds
        known = _Known(self._clock.now() + timedelta(seconds=seconds), robots)
        with self._lock:
            while len(self._known) >= _MOST_ORIGINS:
                self._known.pop(next(iter(self._known)))
            self._known[origin] = known
        return known

    def _fetch(self, page: Target, headers: Headers, budget: Budget) -> Robots | Problem:
        target: Target | Problem = check_url(f"{page.origin}/robots.txt")
        for _ in range(_MAX_REDIRECTS + 1):
            if isinstance(target, Problem):
                return target
            route = pin(target, self._resolver, self._settings)
            if isinstance(route, Problem):
                return route
            asked = tuple(pair for pair in headers if pair[0] != "Host")
            ask = Ask(route, (("Host", target.authority), *asked), budget, _LIMIT, whole=False)
            answer = self._caller.call(ask, self._settings.gap_seconds)
            if isinstance(answer, Problem):
                return answer
            if answer.status not in REDIRECTS:
                return self._read(target, answer)
            target = onward(target, answer)
        return Robots()

    def _read(self, target: Target, answer: Answer) -> Robots | Problem:
        if answer.status >= 500 or answer.status == 429:
            return Problem(
                Failure.ROBOTS,
                f"{target.url} was answered with status {answer.status}, so nothing is fetched for now. "
                "It is tried again later",
                self._caller.asked_wait(answer),
            )
        if answer.problem is not None:
            return answer.problem
        if not 200 <= answer.status < 300:
            return Robots()
        decoded = decode(answer.body, answer.listed("content-encoding"), _LIMIT)
        if isinstance(decoded, Undecodable):
            return Problem(
                Failure.ROBOTS,
                f"{target.url} cannot be decoded ({decoded.reason}), so nothing is fetched for now. "
                "It is tried again later",
            )
        return parse_robots(decoded.body)
