"""The fictional platforms' web site: one HTTP server on the loopback address for all their hosts."""

from __future__ import annotations

import threading
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from clausewatch.demo.answers import Answer, Ask, answer
from clausewatch.demo.story import Story
from clausewatch.errors import BadInputError
from clausewatch.ports import Clock

ADDRESS = "127.0.0.1"

_IDLE_SECONDS = 30.0


class DemoSite:
    """Serves the page in force at the clock's now. The Host header chooses the platform, whatever port it names."""

    def __init__(self, story: Story, clock: Clock) -> None:
        self._story = story
        self._clock = clock
        self._server: _Server | None = None

    def start(self, port: int = 0) -> int:
        """Listens on the loopback address and returns the port: the one given, or a free one for 0.

        Raises BadInputError for a port that cannot be had.
        """
        try:
            self._server = _Server(port, self._story, self._clock)
        except (OSError, OverflowError) as error:
            raise BadInputError(
                f"port {port}", f"cannot be listened on ({error})", "Give a free one, or 0."
            ) from error
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="demo-site", daemon=True
        ).start()
        return self._server.server_port

    def stop(self) -> None:
        """Stops listening; a second call does nothing."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # idle keep-alive connections must not hold up the end
    request_queue_size = 64

    def __init__(self, port: int, story: Story, clock: Clock) -> None:
        self.story = story
        self.clock = clock
        super().__init__((ADDRESS, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header's value: the simulated time, as every page's date is."""
        del timestamp
        return format_datetime(self.server.clock.now().replace(microsecond=0), usegmt=True)

    def version_string(self) -> str:
        return "demo"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the standard library's)
        """Says nothing: what was asked and answered is in the captures."""

    def _reply(self, *, with_body: bool) -> None:
        target = urlsplit(self.path)
        authority = target.netloc or self.headers.get("Host", "")
        if not authority and self.request_version == "HTTP/1.1":
            self.send_error(HTTPStatus.BAD_REQUEST, "Host header missing")  # RFC 9112, 3.2
            return
        ask = Ask(
            host=authority.rpartition("@")[2].partition(":")[0].lower(),
            path=target.path or "/",
            accept_encoding=self.headers.get("Accept-Encoding", ""),
            if_none_match=self.headers.get("If-None-Match"),
            if_modified_since=self.headers.get("If-Modified-Since"),
        )
        self._send(answer(self.server.story, ask, self.server.clock.now()), with_body=with_body)

    def _send(self, reply: Answer, *, with_body: bool) -> None:
        self.send_response_only(reply.status)
        self.send_header("Date", self.date_time_string())
        self.send_header("Server", reply.server or self.version_string())
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(reply.body)
        self.wfile.flush()
