"""Does the browser still render? A page of ours, served on loopback, with all that rendering must cope with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from ipaddress import ip_network

from clausewatch.capture.browser import BrowserFetcher
from clausewatch.capture.browser_settings import BrowserSettings
from clausewatch.capture.fetcher import HttpFetcher
from clausewatch.capture.resolver import SystemResolver
from clausewatch.capture.settings import FetchSettings
from clausewatch.nouns.catalog import Render, Source
from clausewatch.ports import Clock, Fetched, Validators

_SENTENCES = (
    ("scripts", "The written sentence was fetched by a script."),
    ("shadow roots", "The shadow sentence stands in a shadow root."),
    ("slots", "The slotted sentence stands in its place."),
    ("details", "<details open"),
    ("accordions", "The accordion sentence comes when it is opened.</div>"),
    ("consent dialogs are refused", 'id="answer">The dialog was refused.'),
    ("the address guard", 'id="guard">The guard refused a metadata address.'),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that rendering must do, and whether it did."""

    name: str
    ok: bool
    detail: str = ""


def check_browser(settings: FetchSettings, browser: BrowserSettings, clock: Clock) -> tuple[Check, ...]:
    """Renders the self-test page and says, thing by thing, whether it came out; the first one is the browser itself."""
    loopback = replace(
        settings, allowed_networks=(ip_network("127.0.0.1/32"),), connect_to=(), gap_seconds=0.0
    )
    resolver = SystemResolver()
    with _site() as address, HttpFetcher(loopback, clock, resolver) as http:
        source = Source("self-test", address, render=Render.BROWSER)
        fetched = BrowserFetcher(http, loopback, browser, resolver).fetch(source, Validators())
    return tuple(_checks(fetched))


def _checks(fetched: Fetched) -> Iterator[Check]:
    problem = fetched.exchange.problem
    yield Check(
        "a browser renders", problem is None, problem.detail if problem else fetched.exchange.renderer
    )
    if problem is not None:
        return
    document = (fetched.body or b"").decode("utf-8", "replace")
    for name, sentence in _SENTENCES:
        found = sentence in document
        yield Check(name, found, "" if found else f"{sentence!r} is not in the rendered document")
    picture = fetched.screenshot or b""
    yield Check("screenshot", picture.startswith(b"\x89PNG"), f"{len(picture)} bytes")


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """The page, its sentence, or nothing."""
        page = files("clausewatch.capture") / "scripts" / "selftest.html"
        known = {
            "/": ("text/html; charset=utf-8", page.read_bytes()),
            "/sentence.txt": ("text/plain; charset=utf-8", _SENTENCES[0][1].encode()),
        }
        kind, body = known.get(self.path, ("text/plain", b""))
        self.send_response(200 if self.path in known else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the parent's)
        """Nothing is logged."""


@contextmanager
def _site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
