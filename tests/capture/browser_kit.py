"""A site for the browser on one loopback address, and victims on others that nothing may ever reach."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from typing import Any, Self

import pytest
from tests.capture.capture_kit import Names, Server, Sleeps, TickClock, settings
from tests.chromium import find

from clausewatch.capture import BrowserFetcher, BrowserSettings, HttpFetcher
from clausewatch.nouns.catalog import Render, Source
from clausewatch.ports import Fetched, Validators

SITE = "127.0.0.2"
HOST = "site.example"


def browser_path() -> str:
    """The browser of the tests; without one they skip, in CI they fail."""
    found = find()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium is here and CI must not skip")
        pytest.skip("no Chromium is here: run `make setup-browser` or set CLAUSEWATCH_CHROMIUM")
    return found


@dataclass
class Victim:
    """Counts whatever knocks at a port of an address that is not allowed, over TCP and UDP."""

    address: str = "127.0.0.1"
    knocks: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._tcp = socket.socket(family, socket.SOCK_STREAM)
        self._tcp.bind((self.address, 0))
        self._tcp.listen(16)
        self.port = int(self._tcp.getsockname()[1])
        self._udp = socket.socket(family, socket.SOCK_DGRAM)
        self._udp.bind((self.address, self.port))
        threading.Thread(target=self._answer, daemon=True).start()
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._tcp.shutdown(socket.SHUT_RDWR)
        self._tcp.close()
        self._udp.close()

    def _answer(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._tcp.accept()
                self.knocks.append("tcp")
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
                client.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._udp.recvfrom(2000)
                self.knocks.append("udp")


@contextlib.contextmanager
def rendering(
    names: dict[str, list[tuple[str, ...]]] | None = None,
    manners: dict[str, Any] | None = None,
    **limits: Any,
) -> Iterator[BrowserFetcher]:
    """A browser fetcher that may go to the site's address alone."""
    chosen = settings(allowed_networks=(ip_network(f"{SITE}/32"),), **(manners or {}))
    resolver = Names({HOST: [(SITE,)], **(names or {})})
    browser = BrowserSettings(**{"executable": browser_path(), "seconds": 60.0, **limits})
    with HttpFetcher(chosen, TickClock(), resolver, Sleeps()) as http:
        yield BrowserFetcher(http, chosen, browser, resolver)


def render(made: BrowserFetcher, server: Server, path: str = "/", language: str = "") -> Fetched:
    """The page at that path of the site, rendered."""
    source = Source("document#source", server.url(path, HOST), render=Render.BROWSER)
    return made.fetch(replace(source, language=language), Validators())
