"""A request with manners: in its turn, after the host's pauses, tried again where that may help soon."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from clausewatch.capture.client import Answer, Ask, Client
from clausewatch.capture.settings import FetchSettings
from clausewatch.capture.turns import Turnstile
from clausewatch.capture.waits import TRANSIENT_STATUSES, quick_wait, retry_after
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.ports import Clock


@dataclass(frozen=True, slots=True)
class Timing:
    """Where time comes from: `clock` for dates that hosts name, `monotonic` and `sleep` for waiting."""

    clock: Clock
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]


class Caller:
    """Makes polite requests. Thread-safe."""

    def __init__(self, settings: FetchSettings, timing: Timing) -> None:
        self._settings = settings
        self._timing = timing
        self._client = Client(settings, timing.monotonic)
        self._turns = Turnstile(timing.sleep, timing.monotonic)

    def call(self, ask: Ask, gap: float) -> Answer | Problem:
        """The answer to `ask`, or why there is none, after at most the settings' quick retries.

        A host that asked with 429 or 503 to be left alone is not asked at all until then.
        """
        attempt = 0
        while True:
            result = self._once(ask, gap)
            wait = self._soon(result, attempt)
            if wait is None or attempt >= self._settings.quick_retries:
                return result
            self._timing.sleep(wait)
            attempt += 1

    def asked_wait(self, answer: Answer) -> float | None:
        """Seconds that the answer's Retry-After asks for, within the settings' bound."""
        now = self._timing.clock.now()
        return retry_after(answer.header("retry-after"), now, self._settings.max_retry_after_seconds)

    def turn(self, host: str, gap: float) -> AbstractContextManager[None]:
        """The host's turn for a request that someone else makes; it waits like ours."""
        return self._turns.turn(host, gap)

    def close(self) -> None:
        self._client.close()

    def _once(self, ask: Ask, gap: float) -> Answer | Problem:
        host = ask.route.target.host
        with self._turns.turn(host, gap):
            pause = self._turns.closed_for(host, self._timing.clock.now())
            if pause:
                return Problem(
                    Failure.STATUS,
                    f"{ask.route.target.url}: {host} asked to be left alone for another {pause:.0f} seconds. "
                    "It is asked again after that",
                    pause,
                )
            try:
                with ask.budget.spending():
                    result = self._client.ask(ask)
            except TimeoutError as error:
                return Problem(Failure.TIMEOUT, f"{ask.route.target.url}: {error}. It is tried again later")
            self._respect(host, result)
        return result

    def _respect(self, host: str, result: Answer | Problem) -> None:
        if isinstance(result, Answer) and result.status in (429, 503):
            asked = self.asked_wait(result)
            if asked and asked > self._settings.quick_wait_seconds:
                self._turns.close(host, self._timing.clock.now(), asked)

    def _soon(self, result: Answer | Problem, attempt: int) -> float | None:
        """Seconds until the next try within this fetch, None for none."""
        if isinstance(result, Problem):
            if result.retry_after_seconds is not None:
                return None
            wait = quick_wait(result.failure, None, None, attempt)
        elif result.problem is not None:
            wait = quick_wait(result.problem.failure, None, None, attempt)
        elif result.status in TRANSIENT_STATUSES:
            wait = quick_wait(None, result.status, self.asked_wait(result), attempt)
        else:
            return None
        return wait if wait is not None and wait <= self._settings.quick_wait_seconds else None
