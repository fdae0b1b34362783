"""A real server on loopback that says exactly what a test wants, and what else capture's tests share."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from types import TracebackType
from typing import Any, Self

from clausewatch.capture import FetchSettings, HttpFetcher, SystemResolver
from clausewatch.capture.resolver import Resolver
from clausewatch.nouns.catalog import Source
from clausewatch.ports import Fetched, Validators

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    connection: int
    at: float


Page = bytes | Iterable[bytes]
Handler = Callable[[Request], Page]


def answer(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """A well-formed answer; underscores in header names become hyphens."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    given.setdefault("Content-Type", "text/html; charset=utf-8")
    if status != 304:
        given.setdefault("Content-Length", str(len(body)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + body


@dataclass
class Server:
    """Serves `pages` by path until left; anything else is 404."""

    pages: dict[str, Handler | bytes]
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    running: int = 0
    most_running: int = 0
    opened: int = 0
    bind: str = "127.0.0.1"

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._listener = socket.create_server((self.bind, 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.opened += 1
            threading.Thread(target=self._serve, args=(connection, self.opened), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            stream = self.tls.wrap_socket(connection, server_side=True) if self.tls else connection
            with stream, stream.makefile("rb") as reader:
                while request := self._read(reader, number):
                    self._reply(stream, request)
        except OSError:
            connection.close()

    def _reply(self, stream: socket.socket, request: Request) -> None:
        with self._lock:
            self.requests.append(request)
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        try:
            page = self.pages.get(request.path, answer(b"not here", 404))
            said = page if isinstance(page, bytes) else page(request)
            for piece in [said] if isinstance(said, bytes) else said:
                stream.sendall(piece)
            if not isinstance(said, bytes) or b"onnection: close" in said or not said.startswith(b"HTTP/1.1"):
                stream.shutdown(socket.SHUT_RDWR)
        finally:
            with self._lock:
                self.running -= 1

    def _read(self, reader: Any, number: int) -> Request | None:
        first = reader.readline().split()
        if len(first) < 2:
            return None
        headers: dict[str, str] = {}
        while (line := reader.readline().strip()) and b":" in line:
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return Request(first[1].decode("latin-1"), headers, number, time.monotonic())


@dataclass
class TickClock:
    """A clock that stands until it is moved."""

    time: datetime = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Names:
    """A resolver that answers from lists, one list per question, the last one for ever."""

    table: dict[str, list[tuple[str, ...]]]
    asked: list[str] = field(default_factory=list)

    def resolve(self, host: str) -> tuple[str, ...]:
        self.asked.append(host)
        answers = self.table.get(host)
        if not answers:
            raise OSError(f"no such name {host}")
        return answers.pop(0) if len(answers) > 1 else answers[0]


@dataclass
class Sleeps:
    """A sleep that only notes how long."""

    slept: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def settings(**changes: Any) -> FetchSettings:
    """Settings for loopback: quick, without robots.txt or gaps unless a test wants them."""
    given: dict[str, Any] = {
        "contact": "https://watch.example/contact",
        "connect_seconds": 2.0,
        "read_seconds": 2.0,
        "total_seconds": 10.0,
        "max_bytes": 1_000_000,
        "gap_seconds": 0.0,
        "obey_robots": False,
        "allowed_networks": LOOPBACK,
    }
    return FetchSettings(**{**given, **changes})


def fetcher(
    resolver: Resolver | None = None,
    clock: TickClock | None = None,
    sleep: Callable[[float], None] | None = None,
    **changes: Any,
) -> HttpFetcher:
    return HttpFetcher(
        settings(**changes), clock or TickClock(), resolver or SystemResolver(), sleep or Sleeps()
    )


def fetch(url: str, validators: Validators | None = None, **changes: Any) -> Fetched:
    """One fetch by a fetcher of its own."""
    with fetcher(**changes) as made:
        return made.fetch(Source("document#source", url), validators or Validators())
