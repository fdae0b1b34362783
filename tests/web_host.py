"""A real web server on loopback whose pages a test can change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Page = Callable[[BaseHTTPRequestHandler], None]


def html(body: str, status: int = 200) -> Page:
    """A page that answers with this HTML body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        content = f"<!doctype html><html lang=en><title>Terms</title><body><main>{body}</main>".encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "text/html; charset=utf-8")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def redirect(target: str) -> Page:
    """A page that sends on to another address."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def endless(size: int) -> Page:
    """A page of that many bytes, or as many as the client takes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(size))
        handler.end_headers()
        block = b"x" * 65536
        try:
            for _ in range(size // len(block)):
                handler.wfile.write(block)
        except OSError:
            handler.close_connection = True

    return answer


class WebHost:
    """Serves `pages` by path on 127.0.0.1; what is not there is 404, also robots.txt."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host.asked.append(self.path)
                host.pages.get(self.path, html("<p>nothing here</p>", 404))(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """A test's log is its assertions."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
