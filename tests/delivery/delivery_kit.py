"""Real servers on loopback that take mail and webhooks, and say what they are told to say."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from clausewatch.nouns.change import Severity
from clausewatch.nouns.evidence import Problem
from clausewatch.nouns.subscription import Channel, Message, Watch

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
START = datetime(2026, 3, 1, tzinfo=UTC)
MESSAGE = Message(
    id="ab12cd34ef56ab12cd34",
    subject="[Clausewatch] Lumen Assistant: Usage Policy - Aufbewahrung für 90 Tage",
    text="> Größe, 数据 and 🙂 stand here, " + "long line " * 200 + "\n.\n.dot\nFrom here\n",
    html="<!DOCTYPE html><p>Größe &lt;script&gt; 数据</p>\n",
    payload='{"alert":"ab12","data":{"old":"Größe 数据"},"type":"change.recorded"}',
)


class NowClock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def email_watch(target: str = "legal@example.org") -> Watch:
    return Watch("w1", "Legal", Channel.EMAIL, target, (), (), Severity.LOW, START)


def webhook_watch(target: str, secret: str = SECRET) -> Watch:
    return Watch("w2", "Build", Channel.WEBHOOK, target, (), (), Severity.LOW, START, secret)


@dataclass
class Mailbox:
    """Keeps what comes; `rcpt` and `data` are the replies to give instead of taking it."""

    rcpt: str = ""
    data: str = ""
    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    seen: list[Session] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data:
            return self.data
        self.taken.append(envelope)
        self.seen.append(session)
        return "250 OK"


def _login(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: object) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"user", b"pass word")
    return AuthResult(success=good, handled=False)


@contextmanager
def mail_server(
    box: Mailbox, tls: ssl.SSLContext | None = None, *, implicit: bool = False, login: bool = False
) -> Iterator[Mailbox]:
    server = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=tls if implicit else None,
        tls_context=None if implicit else tls,
        require_starttls=tls is not None and not implicit,
        authenticator=_login if login else None,
        auth_required=login,
        auth_require_tls=tls is not None and not implicit,
    )
    server.start()
    box.port = server.port
    try:
        yield box
    finally:
        server.stop()


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A webhook receiver: answers `status` with `headers`, after `slow` seconds."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0
    got: list[Request] = field(default_factory=list)
    port: int = 0


@contextmanager
def webhook_server(receiver: Receiver, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(Request(self.path, dict(self.headers), body))
            time.sleep(receiver.slow)
            self.send_response(receiver.status, "Hostile\x1b[31m words")
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def raw_server(*sent: bytes, pause: float = 0.0) -> Iterator[int]:
    """Takes one connection after another, sends the pieces with pauses, and holds the connection."""
    listening = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                taken, _ = listening.accept()
                held.append(taken)
                for piece in sent:
                    time.sleep(pause)
                    taken.sendall(piece)
            except OSError:
                if listening.fileno() < 0:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for each in held:
            each.close()


@dataclass
class Guard:
    """Gives the addresses or the problem it was made with, and notes what it was asked."""

    answer: tuple[str, ...] | Problem = ("127.0.0.1",)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def open_addresses(self, host: str, port: int) -> tuple[str, ...] | Problem:
        self.asked.append((host, port))
        return self.answer


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
