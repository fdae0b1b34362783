"""The only way out for a browser: a forward proxy on loopback that resolves, checks and connects in its stead.

A browser resolves names itself, again for every connection, so no check made outside of it can hold. This one is told to
send everything here, and here each connection goes through the same guard as a plain fetch: the name is resolved once, all
its addresses are checked, and the connection goes to a checked one.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import re
import secrets
import selectors
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from clausewatch.capture.guard import Route, Target, check_url, pin
from clausewatch.capture.resolver import Resolver
from clausewatch.capture.settings import FetchSettings
from clausewatch.nouns.evidence import Failure, Problem

_HEAD = 64 * 1024
_PIECE = 1 << 16
_SILENCE = 30.0
_MOST_CONNECTIONS = 256
_MOST_ADDRESSES = 3
_MOST_REFUSALS = 1_000
_CREDENTIAL = b"proxy-authorization"
_ASKS = (
    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="capture"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
_HOP_BY_HOP = (b"connection", b"proxy-connection", _CREDENTIAL, b"keep-alive", b"upgrade")
_BODILESS = re.compile(rb"HTTP/1\.[01] (?:204|304) ")
_INTERIM = re.compile(rb"HTTP/1\.[01] 1[0-9]{2} ")


@dataclass(slots=True)
class Traffic:
    """What went through: bytes towards the browser, where connections went, and what was refused and why."""

    received: int = 0
    connected: dict[str, str] = field(default_factory=dict)
    refused: dict[str, Problem] = field(default_factory=dict)
    too_heavy: bool = False


class FilteringProxy:
    """Serves one rendering, on a port of its own, until left; only with the credential that it made up for this one.

    Other users of the machine can reach the port as well: without `user` and `password` (RFC 7617) nothing is carried.

    `most_bytes` bounds all that comes back; beyond it every connection is closed and `traffic.too_heavy` set.
    """

    def __init__(self, settings: FetchSettings, resolver: Resolver, most_bytes: int) -> None:
        self._settings = settings
        self._resolver = resolver
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._closing = False
        self.traffic = Traffic()
        self.user, self.password = "capture", secrets.token_urlsafe(24)
        pair = f"{self.user}:{self.password}".encode()
        self._credential = b"Basic " + base64.b64encode(pair)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, name="browser-proxy", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._drop_all()

    def _drop_all(self) -> None:
        with self._lock:
            held = list(self._open)
        for each in held:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._closing:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                full = len(self._open) >= _MOST_CONNECTIONS
            if full or self.traffic.too_heavy:
                client.close()
                continue
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._held(client), contextlib.suppress(OSError, ValueError):
            client.settimeout(_SILENCE)
            head, rest = _read_head(client)
            if not self._admits(head):
                client.sendall(_ASKS)
                return
            method, address, _ = head.split(b"\r\n", 1)[0].split(b" ", 2)
            tunnel = method == b"CONNECT"
            name = address.decode("ascii")
            target = check_url(f"https://{name}/" if tunnel else name)
            upstream = self._connect(target, name)
            if isinstance(upstream, Problem):
                self._refuse(target, name, upstream)
                if tunnel:
                    client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                # A plain request gets no answer at all: one of ours could be taken for the page.
                return
            with self._held(upstream):
                if tunnel:
                    client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                    upstream.sendall(rest)
                    self._relay(client, upstream)
                elif isinstance(target, Target):
                    upstream.sendall(_forwarded(method, target, head))
                    self._pass_body(client, upstream, rest, _length(head))
                    self._pass_answer(client, upstream, bodiless=method == b"HEAD")

    def _admits(self, head: bytes) -> bool:
        told = (
            line.partition(b":")[2].strip() for line in head.split(b"\r\n")[1:] if _name(line) == _CREDENTIAL
        )
        return any(hmac.compare_digest(each, self._credential) for each in told)

    @contextlib.contextmanager
    def _held(self, one: socket.socket) -> Iterator[None]:
        with self._lock:
            self._open.add(one)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(one)
            one.close()

    def _connect(self, target: Target | Problem, name: str) -> socket.socket | Problem:
        if isinstance(target, Problem):
            return target
        route = pin(target, self._resolver, self._settings)
        if isinstance(route, Problem):
            return route
        if self._leads_back(route):
            return Problem(Failure.REFUSED_ADDRESS, f"{name}: the browser may not call its own proxy")
        problem = Problem(
            Failure.CONNECT, f"{name}: there is no address to connect to. It is tried again later"
        )
        for address in route.addresses[:_MOST_ADDRESSES]:
            try:
                made = socket.create_connection((address, route.port), self._settings.connect_seconds)
            except OSError as error:
                problem = Problem(
                    Failure.CONNECT, f"{name}: no connection to {address} ({error}). It is tried again later"
                )
            else:
                made.settimeout(_SILENCE)
                self.traffic.connected[target.origin] = address
                return made
        return problem

    def _leads_back(self, route: Route) -> bool:
        return route.port == self.port and any(each.startswith("127.") for each in route.addresses)

    def _refuse(self, target: Target | Problem, name: str, problem: Problem) -> None:
        if len(self.traffic.refused) < _MOST_REFUSALS:
            parts = urlsplit(name if "://" in name else f"//{name}")
            host = target.host if isinstance(target, Target) else (parts.hostname or name)[:200]
            self.traffic.refused.setdefault(host, problem)

    def _pass_body(self, client: socket.socket, upstream: socket.socket, rest: bytes, length: int) -> None:
        """Carries the request's body and nothing behind it: the next request may be for another host."""
        left = length - len(rest)
        upstream.sendall(rest[:length])
        while left > 0:
            piece = client.recv(min(_PIECE, left))
            if not piece:
                raise ValueError("the body ended early")
            upstream.sendall(piece)
            left -= len(piece)

    def _pass_answer(self, client: socket.socket, upstream: socket.socket, *, bodiless: bool) -> None:
        """Carries one answer back, and says that this connection takes no second request.

        A body of known length ends there, any other with the connection.
        """
        rest = b""
        while True:
            head, rest = _read_head(upstream, rest)
            lines = head.split(b"\r\n")
            if not _INTERIM.match(lines[0]):
                break
        client.sendall(b"\r\n".join([lines[0], *_end_to_end(lines[1:]), b"Connection: close", b"", rest]))
        left = 0 if bodiless or _BODILESS.match(lines[0]) else _told_length(lines[1:])
        piece = rest
        while self._count(len(piece), inward=True):
            left = None if left is None else left - len(piece)
            if (left is not None and left <= 0) or not (piece := upstream.recv(_PIECE)):
                return
            client.sendall(piece)

    def _relay(self, client: socket.socket, upstream: socket.socket) -> None:
        """Carries bytes both ways until one side ends, nothing moves, or the page has become too heavy."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(client, selectors.EVENT_READ, upstream)
            waiting.register(upstream, selectors.EVENT_READ, client)
            while ready := waiting.select(_SILENCE):
                for key, _ in ready:
                    assert isinstance(key.fileobj, socket.socket)
                    piece = key.fileobj.recv(_PIECE)
                    if not piece or not self._count(len(piece), inward=key.fileobj is upstream):
                        return
                    key.data.sendall(piece)

    def _count(self, size: int, *, inward: bool) -> bool:
        if not inward:
            return True
        with self._lock:
            self.traffic.received += size
            heavy = self.traffic.received > self._most_bytes
        if heavy:
            self.traffic.too_heavy = True
            self._drop_all()
        return not heavy


def _read_head(sender: socket.socket, got: bytes = b"") -> tuple[bytes, bytes]:
    """A message's head and what came behind it; `got` is what was read before. Raises ValueError without a sound head."""
    while b"\r\n\r\n" not in got:
        piece = sender.recv(_PIECE)
        if not piece or len(got) > _HEAD:
            raise ValueError("no message came, or one with an endless head")
        got += piece
    head, _, rest = got.partition(b"\r\n\r\n")
    return head, rest


def _forwarded(method: bytes, target: Target, head: bytes) -> bytes:
    """The head as the origin server wants it (RFC 9112, 3.2.1): one request on this connection, Host as checked."""
    kept = [line for line in _end_to_end(head.split(b"\r\n")[1:]) if _name(line) not in (b"host", b"expect")]
    first = b"%s %s HTTP/1.1" % (method, target.path.encode("ascii"))
    host = b"Host: " + target.authority.encode("ascii")
    return b"\r\n".join([first, host, *kept, b"Connection: close", b"", b""])


def _end_to_end(lines: list[bytes]) -> list[bytes]:
    """Header lines without those that concern one connection alone (RFC 9110, 7.6.1)."""
    return [line for line in lines if _name(line) not in _HOP_BY_HOP]


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].strip().lower()


def _length(head: bytes) -> int:
    """How long the request's body is. Raises ValueError where it does not say so plainly."""
    lines = head.split(b"\r\n")[1:]
    if not any(_name(line) in (b"transfer-encoding", b"content-length") for line in lines):
        return 0
    told = _told_length(lines)
    if told is None:
        raise ValueError("a body of unknown length")
    return told


def _told_length(lines: list[bytes]) -> int | None:
    """The length of the body by its header lines; None where they do not say it plainly (RFC 9112, 6.3)."""
    lengths = {line.partition(b":")[2].strip() for line in lines if _name(line) == b"content-length"}
    if any(_name(line) == b"transfer-encoding" for line in lines) or len(lengths) != 1:
        return None
    (told,) = lengths
    return int(told) if told.isdigit() else None
