"""Connections kept open between requests, by the address they were pinned to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from clausewatch.capture.connection import Connection
from clausewatch.capture.guard import Route

_MOST = 64
_LONGEST_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class _Kept:
    origin: str
    address: str
    port: int
    since: float
    connection: Connection


class IdleConnections:
    """At most 64 open connections, none older than 30 idle seconds. Thread-safe.

    A connection is given only to a route that names its origin and, among its checked addresses, its peer.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._kept: list[_Kept] = []
        self._lock = threading.Lock()

    def take(self, route: Route) -> tuple[str, Connection] | None:
        """The address and connection that served this route last, if it is still open."""
        origin = route.target.origin
        oldest = self._monotonic() - _LONGEST_SECONDS
        with self._lock:
            kept = next(
                (
                    each
                    for each in reversed(self._kept)
                    if each.origin == origin and each.port == route.port and each.address in route.addresses
                ),
                None,
            )
            if kept is None:
                return None
            self._kept.remove(kept)
        if kept.since >= oldest and kept.connection.is_connected:
            return kept.address, kept.connection
        kept.connection.close()
        return None

    def put(self, route: Route, address: str, connection: Connection) -> None:
        now = self._monotonic()
        with self._lock:
            self._kept.append(_Kept(route.target.origin, address, route.port, now, connection))
            stale = [each for each in self._kept if each.since < now - _LONGEST_SECONDS]
            surplus = [each for each in self._kept if each not in stale][:-_MOST]
            gone = stale + surplus
            self._kept = [each for each in self._kept if each not in gone]
        for each in gone:
            each.connection.close()

    def close(self) -> None:
        with self._lock:
            gone, self._kept = self._kept, []
        for each in gone:
            each.connection.close()
