"""The fetcher: one source in, one exchange and body out, whatever the network does."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Self

from clausewatch.capture.caller import Caller, Timing
from clausewatch.capture.client import REDIRECTS, Answer, Ask, Headers
from clausewatch.capture.decode import Undecodable, decode
from clausewatch.capture.guard import Target, check_url, pin, split_address
from clausewatch.capture.media import media_of
from clausewatch.capture.meter import Budget
from clausewatch.capture.redirect import onward
from clausewatch.capture.resolver import Resolver
from clausewatch.capture.robots import Robots, RobotsKeeper
from clausewatch.capture.settings import PRODUCT, FetchSettings
from clausewatch.capture.waits import later
from clausewatch.nouns.catalog import Render, Source
from clausewatch.nouns.evidence import Exchange, Failure, Hop, Problem
from clausewatch.ports import Clock, Fetched, Validators

_ACCEPT = (
    "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,text/markdown;q=0.9,*/*;q=0.5"
)


@dataclass(slots=True)
class _Trip:
    """The way along one source's redirects so far. `last` is the last answer, `target` where it came from."""

    target: Target
    budget: Budget
    validators: Validators
    headers: Headers = ()
    hops: list[Hop] = field(default_factory=list)
    last: Answer | None = None


class HttpFetcher:
    """`ports.Fetcher` over HTTP/1.1. Thread-safe; give one to all threads and close it in the end.

    `clock` dates Retry-After and the memory of robots.txt; `sleep` and `monotonic` serve gaps, retries and limits.
    Raises BadInputError at once for settings that cannot work.
    """

    def __init__(
        self,
        settings: FetchSettings,
        clock: Clock,
        resolver: Resolver,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        for _, to in settings.connect_to:
            split_address(to)
        self._settings = settings
        self._resolver = resolver
        self._monotonic = monotonic
        self._caller = Caller(settings, Timing(clock, monotonic, sleep))
        self._robots = RobotsKeeper(settings, clock, resolver, self._caller)

    def fetch(self, source: Source, validators: Validators) -> Fetched:
        """The exchange with its problem, if any, and the decoded body, also of an answer with an error status.

        Status, headers and TLS facts are those of the last answer that came, `final_url` its address; a problem names
        the address that failed, which after a redirect may be the next one. `elapsed_ms` is time on the network.
        """
        target = check_url(source.url)
        if isinstance(target, Problem):
            return _unasked(source, target)
        if source.render is Render.BROWSER:
            return _unasked(
                source,
                Problem(
                    Failure.NEEDS_BROWSER,
                    f"{source.url}: the catalogue says that this page needs a browser. "
                    "Fetch it with one, or set render to auto",
                ),
            )
        trip = _Trip(target, Budget(self._settings.total_seconds, self._monotonic), validators)
        problem = self._travel(trip)
        return self._told(source, trip, problem)

    def close(self) -> None:
        """Closes the connections kept open."""
        self._caller.close()

    def turn(self, target: Target) -> AbstractContextManager[None]:
        """The host's turn, with the gap that it and the settings ask for: nothing else of ours asks it meanwhile."""
        robots = self._rules(target)
        delay = 0.0 if isinstance(robots, Problem) else robots.delay()
        gap = max(self._settings.gap_seconds, min(delay, self._settings.max_crawl_delay_seconds))
        return self._caller.turn(target.host, gap)

    def barred(self, target: Target) -> Problem | None:
        """Why the host's robots.txt keeps us from that page; None where it does not."""
        robots = self._rules(target)
        if isinstance(robots, Problem):
            return robots
        return None if robots.allows(target.url) else _disallowed(target.url)

    def _rules(self, target: Target) -> Robots | Problem:
        if not self._settings.obey_robots:
            return Robots()
        budget = Budget(self._settings.total_seconds, self._monotonic)
        return self._robots.rules(target, self._headers(target), budget)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _travel(self, trip: _Trip) -> Problem | None:
        """Follows redirects until an answer stays; each hop is checked like the first."""
        target = trip.target
        seen = {target.url}
        while True:
            # 1. Ask this hop.
            answer = self._hop(trip, target)
            if isinstance(answer, Problem):
                return answer
            trip.hops.append(Hop(target.url, answer.status, answer.address))
            trip.last, trip.target = answer, target
            # 2. Stay, unless it sends us on.
            if answer.status not in REDIRECTS:
                return None
            ahead = onward(target, answer)
            if isinstance(ahead, Problem):
                return ahead
            # 3. Neither in circles nor for ever.
            if ahead.url in seen or len(trip.hops) > self._settings.max_redirects:
                return _endless(trip.hops[0].url, ahead.url, len(trip.hops))
            seen.add(ahead.url)
            target = ahead

    def _hop(self, trip: _Trip, target: Target) -> Answer | Problem:
        route = pin(target, self._resolver, self._settings)
        if isinstance(route, Problem):
            return route
        gap = self._settings.gap_seconds
        if self._settings.obey_robots:
            robots = self._robots.rules(target, self._headers(target), trip.budget)
            if isinstance(robots, Problem):
                return robots
            if not robots.allows(target.url):
                return _disallowed(target.url)
            gap = max(gap, min(robots.delay(), self._settings.max_crawl_delay_seconds))
        headers = self._headers(target) + _conditions(target, trip.validators)
        if trip.last is None:
            trip.headers = headers
        answer = self._caller.call(Ask(route, headers, trip.budget, self._settings.max_bytes), gap)
        if isinstance(answer, Answer):
            trip.headers = headers
        return answer

    def _headers(self, target: Target) -> Headers:
        return (
            ("Host", target.authority),
            ("User-Agent", self._settings.user_agent),
            ("Accept", _ACCEPT),
            ("Accept-Language", self._settings.accept_language),
            ("Accept-Encoding", "gzip, br, zstd"),
        )

    def _told(self, source: Source, trip: _Trip, problem: Problem | None) -> Fetched:
        """What happened, as an exchange, with the body of the last answer."""
        answer = trip.last
        body: bytes | None = None
        encoding = answer.listed("content-encoding") if answer else ""
        if answer is not None and problem is None:
            body, problem = self._body(trip, answer, encoding)
        media_type, charset = media_of(answer.header("content-type"), body or b"") if answer else ("", None)
        not_modified = answer is not None and answer.status == 304 and problem is None
        exchange = Exchange(
            url=source.url,
            final_url=trip.target.url,
            request_headers=trip.headers,
            status=answer.status if answer else None,
            headers=answer.headers if answer else (),
            hops=tuple(trip.hops),
            tls=answer.tls if answer else None,
            elapsed_ms=round(trip.budget.spent() * 1000),
            not_modified=not_modified,
            wire_encoding=encoding,
            wire_bytes=len(answer.body) if answer else 0,
            problem=self._patient(problem, answer),
        )
        return Fetched(exchange, media_type if body is not None else "", charset, body)

    def _body(self, trip: _Trip, answer: Answer, encoding: str) -> tuple[bytes | None, Problem | None]:
        """The decoded body of an answer that stays, and what is wrong with it."""
        url = trip.target.url
        if answer.status == 304:
            asked = any(name.startswith("If-") for name, _ in trip.headers)
            return None, None if asked else Problem(
                Failure.PROTOCOL, f"{url}: the host said 304 to a request without conditions. Try again later"
            )
        wrong = _status(url, answer.status)
        if answer.problem is not None or answer.status < 200:
            return None, wrong or answer.problem
        decoded = decode(answer.body, encoding, self._settings.max_bytes)
        if isinstance(decoded, Undecodable):
            return None, wrong or Problem(
                Failure.PROTOCOL, f"{url}: {decoded.reason}. Look at the address with a browser"
            )
        if answer.cut or decoded.cut:
            return None, wrong or Problem(
                Failure.TOO_LARGE,
                f"{url}: the body is larger than {self._settings.max_bytes} bytes. "
                "Give the document's own address, or raise max_bytes",
            )
        return decoded.body, wrong

    def _patient(self, problem: Problem | None, answer: Answer | None) -> Problem | None:
        """The problem with the wait it calls for."""
        if problem is None or problem.retry_after_seconds is not None:
            return problem
        status = answer.status if answer else None
        asked = self._caller.asked_wait(answer) if answer and status and status >= 400 else None
        wait = later(problem.failure, status, asked, self._settings.transient_wait_seconds)
        return replace(problem, retry_after_seconds=wait)


def _conditions(target: Target, validators: Validators) -> Headers:
    """The conditional headers; only for the address that gave the validators, where that is known."""
    if validators.url is not None and validators.url != target.url:
        return ()
    pairs = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
    return tuple((name, value) for name, value in pairs if value and _sendable(value))


def _sendable(value: str) -> bool:
    """Whether a value that a host once sent can be sent back in a header."""
    return len(value) <= 1_000 and all(" " <= letter <= "ÿ" and letter != "\x7f" for letter in value)


def _disallowed(url: str) -> Problem:
    return Problem(
        Failure.ROBOTS,
        f"{url}: the host's robots.txt disallows it to {PRODUCT}. "
        "Ask the host's owner, or take the document from elsewhere",
    )


def _endless(first: str, last: str, count: int) -> Problem:
    return Problem(
        Failure.TOO_MANY_REDIRECTS,
        f"{first}: after {count} redirects it leads on to {last}, in a circle or too far. "
        "Give the address that a browser ends at",
    )


def _status(url: str, status: int) -> Problem | None:
    if 200 <= status < 300:
        return None
    if status >= 400:
        return Problem(
            Failure.STATUS, f"{url}: answered with status {status}. See whether the document has moved"
        )
    return Problem(Failure.PROTOCOL, f"{url}: answered with the unexpected status {status}. Try again later")


def _unasked(source: Source, problem: Problem) -> Fetched:
    return Fetched(
        Exchange(source.url, source.url, (), None, (), (), None, 0, problem=problem), "", None, None
    )
