"""Shells that are made when first asked for: most commands call no other machine, and need not load what would."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from clausewatch.nouns.catalog import Source
from clausewatch.nouns.subscription import Message, Watch
from clausewatch.ports import Called, Caller, Courier, Delivered, Fetched, Fetcher, SignedCaller, Validators

Shell = TypeVar("Shell")


class _Later(Generic[Shell]):
    """Makes the shell once, whichever thread asks first."""

    def __init__(self, make: Callable[[], Shell]) -> None:
        self._make = make
        self._made: Shell | None = None
        self._lock = threading.Lock()

    @property
    def made(self) -> Shell | None:
        return self._made

    def __call__(self) -> Shell:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


class LaterFetcher:
    """`ports.Fetcher`: the fetcher that `make` gives."""

    def __init__(self, make: Callable[[], Fetcher]) -> None:
        self._fetcher = _Later(make)

    def fetch(self, source: Source, validators: Validators) -> Fetched:
        """What the fetcher fetches."""
        return self._fetcher().fetch(source, validators)

    def close(self) -> None:
        """Closes the connections kept open, if there was a fetcher at all."""
        if self._fetcher.made is not None:
            self._fetcher.made.close()


class LaterCourier:
    """`ports.Courier`: the courier that `make` gives."""

    def __init__(self, make: Callable[[], Courier]) -> None:
        self._courier = _Later(make)

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        """What the courier says."""
        return self._courier().deliver(message, watch)


class LaterCaller:
    """`ports.Caller`: the caller that `make` gives."""

    def __init__(self, make: Callable[[], Caller]) -> None:
        self._caller = _Later(make)

    def call(self, url: str, body: bytes | None = None, media_type: str = "") -> Called:
        """What the caller brings."""
        return self._caller().call(url, body, media_type)


class LaterSignedCaller:
    """`ports.SignedCaller`: the caller that `make` gives."""

    def __init__(self, make: Callable[[], SignedCaller]) -> None:
        self._caller = _Later(make)

    def call(
        self, url: str, body: bytes | None = None, media_type: str = "", authorization: str = ""
    ) -> Called:
        """What the caller brings."""
        return self._caller().call(url, body, media_type, authorization)
