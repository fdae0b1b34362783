"""Pages rendered by a real Chromium: what comes out, what no page gets it to do, and where it ends."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from tests.capture.browser_kit import HOST, SITE, Victim, browser_path, render, rendering
from tests.capture.capture_kit import Handler, Request, Server, answer

from clausewatch.capture import BrowserFetcher
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.ports import Fetched

pytestmark = pytest.mark.browser


def page(body: str, script: str = "") -> bytes:
    return answer(
        f"<!doctype html><html lang='en'><head><title>Terms</title></head><body><main>{body}</main>"
        f"<script>{script}</script></body></html>".encode()
    )


def document(fetched: Fetched) -> str:
    assert fetched.exchange.problem is None, fetched.exchange.problem
    assert fetched.body is not None
    return fetched.body.decode()


def problem(fetched: Fetched) -> Problem:
    assert fetched.exchange.problem is not None
    assert fetched.body is None
    return fetched.exchange.problem


# What a page may try to reach an address it must not reach. `say` notes how each attempt ended.
HOSTILE = """
const outcome = {};
const say = (name, words) => { outcome[name] = words; document.getElementById("log").textContent = JSON.stringify(outcome); };
const tries = [];
const attempt = (name, promise) => tries.push(promise.then(() => say(name, "REACHED"), () => say(name, "refused")));
const event = (target, good, bad) => new Promise((yes, no) => { target[good] = yes; target[bad] = no; setTimeout(no, 1500); });
const urls = {
  v4: "http://127.0.0.1:VICTIM/", v6: "http://[::1]:SIXTH/", metadata: "http://169.254.169.254/latest/",
  name: "http://inside.example:VICTIM/", localhost: "http://localhost:VICTIM/", decimal: "http://2130706433:VICTIM/",
  redirected: "/to-loopback", mapped: "http://[::ffff:127.0.0.1]:VICTIM/", tls: "https://127.0.0.1:VICTIM/",
  any: "http://0.0.0.0:VICTIM/", rebound: "http://turning.example:SITE/late",
};
attempt("once", fetch("http://turning.example:SITE/cors", { mode: "no-cors" }).then(() => { throw new Error(); }));
for (const [name, url] of Object.entries(urls)) attempt(name, fetch(url, { mode: "no-cors" }));
attempt("socket", event(new WebSocket("ws://127.0.0.1:VICTIM/"), "onopen", "onerror"));
attempt("events", event(new EventSource("http://127.0.0.1:VICTIM/"), "onopen", "onerror"));
const image = new Image(); attempt("image", event(image, "onload", "onerror")); image.src = "http://127.0.0.1:VICTIM/a.png";
navigator.sendBeacon("http://127.0.0.1:VICTIM/beacon", "x");
const code = `fetch("http://127.0.0.1:VICTIM/", {mode: "no-cors"}).then(() => postMessage("y"), () => close()); ` +
  `try { new RTCPeerConnection() } catch (e) {}`;
const worker = new Worker(URL.createObjectURL(new Blob([code])));
attempt("worker", new Promise((yes, no) => { worker.onmessage = yes; setTimeout(no, 1500); }));
for (const src of ["http://127.0.0.1:VICTIM/frame", "file:///etc/passwd", "view-source:file:///etc/passwd",
    "data:text/html,<script>fetch('http://127.0.0.1:VICTIM/',{mode:'no-cors'})<\\/script>"]) {
  const frame = document.createElement("iframe"); frame.src = src; document.body.append(frame);
}
for (const rel of ["dns-prefetch", "preconnect", "prefetch", "prerender", "preload", "icon"]) {
  const link = document.createElement("link"); link.rel = rel; link.href = "http://127.0.0.1:VICTIM/" + rel; link.as = "script";
  document.head.append(link);
}
const peers = (scope) => {
  const Peer = scope.RTCPeerConnection || scope.webkitRTCPeerConnection;
  if (!Peer) return "none";
  const peer = new Peer({ iceServers: [{ urls: ["stun:127.0.0.1:VICTIM", "turn:127.0.0.1:VICTIM?transport=tcp"], username: "a", credential: "b" }] });
  peer.createDataChannel("x"); peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  return "some";
};
const inner = document.createElement("iframe"); document.body.append(inner);
say("peers", peers(window) + peers(inner.contentWindow));
try { new WebTransport("https://127.0.0.1:VICTIM/"); } catch (error) { say("transport", "refused"); }
navigator.serviceWorker?.register("/worker.js").then(() => say("service", "REACHED"), () => say("service", "refused"));
window.open("http://127.0.0.1:VICTIM/popup"); alert("stop"); confirm("stop?");
const file = document.createElement("a"); file.href = "/file.bin"; file.download = "f"; document.body.append(file); file.click();
navigator.geolocation?.getCurrentPosition(() => say("place", "REACHED"), () => say("place", "refused"));
Promise.all(tries).then(() => say("done", "yes"));
"""


def test_a_hostile_page_reaches_nothing_it_may_not() -> None:
    """Fetches, frames, sockets, workers, prefetches, peers, popups: no knock at loopback by any name, family or protocol."""
    with Victim() as victim, Victim("::1") as sixth:

        def hostile(request: Request) -> bytes:
            port = request.headers["host"].rpartition(":")[2]
            script = HOSTILE.replace("VICTIM", str(victim.port)).replace("SIXTH", str(sixth.port))
            return page("<p id='log'></p>", script.replace("SITE", port))

        pages: dict[str, Handler | bytes] = {
            "/": hostile,
            "/to-loopback": answer(b"", 302, Location=f"http://127.0.0.1:{victim.port}/"),
            "/cors": answer(b"fine", Connection="close"),
            "/late": answer(b"late"),
            "/file.bin": answer(b"\x00" * 100, Content_Type="application/octet-stream"),
            "/worker.js": answer(b"", Content_Type="text/javascript"),
        }
        names: dict[str, list[tuple[str, ...]]] = {
            "inside.example": [("127.0.0.1",)],
            "turning.example": [(SITE,), ("127.0.0.1",)],
        }
        with Server(pages, bind=SITE) as server, rendering(names) as made:
            rendered = document(render(made, server))
        assert victim.knocks == []
        assert sixth.knocks == []
        outcome = json.loads(rendered.partition('id="log">')[2].partition("</p>")[0])
        assert outcome.pop("done") == "yes"
        assert outcome.pop("peers") == "nonenone"
        assert set(outcome.values()) == {"refused"}
        assert len(outcome) >= 17
        assert "root:" not in rendered
        # The trap works: whoever connects is counted.
        socket.create_connection(("127.0.0.1", victim.port)).close()
        while not victim.knocks:
            pass


def test_peers_stay_without_udp_where_a_page_finds_them_all_the_same() -> None:
    """The browser's own switches hold without our script that takes the constructors away."""
    from playwright.sync_api import sync_playwright

    from clausewatch.capture.chromium import switches

    with Victim() as victim, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=switches(9), proxy={"server": "http://127.0.0.1:9"}
        )
        tab = browser.new_page()
        tab.set_content("<p>peers</p>")
        candidates = tab.evaluate(
            """async (port) => {
              const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
              const found = []; peer.onicecandidate = (event) => { if (event.candidate) found.push(event.candidate.candidate); };
              peer.createDataChannel("x"); await peer.setLocalDescription(await peer.createOffer());
              await new Promise((done) => setTimeout(done, 1500));
              return found;
            }""",
            victim.port,
        )
        browser.close()
    assert [each for each in candidates if " udp " in each.lower()] == []
    assert victim.knocks == []


def test_what_is_rendered_comes_with_its_facts() -> None:
    """Language and zone of the declaration, our name in the User-Agent, the hops, a picture; a frame leads nowhere else."""
    script = """
      document.getElementById("out").textContent = [navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone,
        innerWidth + "x" + innerHeight, Notification.permission].join(" ");
      document.getElementById("leave").onclick = () => { location.href = "/elsewhere"; };
      document.getElementById("swap").onclick = () => { history.pushState({}, "", "/other"); document.querySelector("main").textContent = "Other page"; };
    """
    body = (
        "<p id='out'></p><p>The text of the terms.</p><button aria-expanded='false' id='leave'>Leave</button>"
        "<button aria-expanded='false' id='swap'>Swap</button><nav><button aria-expanded='false'>Menu</button></nav>"
    )
    pages: dict[str, Handler | bytes] = {
        "/old": answer(b"", 301, Location="/"),
        "/": page(body, script),
        "/elsewhere": page("<p>Elsewhere</p>"),
    }
    with (
        Server(pages, bind=SITE) as server,
        rendering(manners={"gap_seconds": 1.0, "obey_robots": True}) as made,
    ):
        fetched = render(made, server, "/old", "de-AT")
        text = document(fetched)
        paths = server.paths()
    assert "de-AT Europe/Berlin 1280x900 denied" in text
    assert "The text of the terms." in text
    assert "Elsewhere" not in text
    assert "Other page</main>" not in text
    exchange = fetched.exchange
    assert exchange.header("content-type") == "text/html; charset=utf-8"
    sent = dict(exchange.request_headers)
    assert sent["User-Agent"].endswith("Clausewatch/0.1.0 (+https://watch.example/contact)")
    assert exchange.renderer.startswith("Chromium ")
    assert [(hop.status, hop.address) for hop in exchange.hops] == [(200, SITE)]
    assert exchange.final_url == server.url("/", HOST)
    assert fetched.media_type == "text/html"
    assert fetched.screenshot is not None
    assert fetched.screenshot.startswith(b"\x89PNG")
    assert paths[:3] == ["/robots.txt", "/old", "/"]
    assert "/elsewhere" not in paths


def test_robots_txt_holds_for_the_browser_too() -> None:
    """A disallowed page is not asked; nor is one kept to which a script leads."""
    robots = answer(b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    pages: dict[str, Handler | bytes] = {
        "/robots.txt": robots,
        "/private": page("<p>Private</p>"),
        "/": page("<p>Terms</p>", "location.replace('/private')"),
    }
    with Server(pages, bind=SITE) as server, rendering(manners={"obey_robots": True}) as made:
        assert problem(render(made, server, "/private")).failure is Failure.ROBOTS
        assert server.paths() == ["/robots.txt"]
        assert problem(render(made, server)).failure is Failure.ROBOTS


def test_a_browser_that_is_led_to_loopback_is_told_why_not() -> None:
    """A host that sends browsers elsewhere than plain clients is caught at the proxy."""
    with Victim() as victim:

        def two_faced(request: Request) -> bytes:
            if "Mozilla" in request.headers["user-agent"]:
                return answer(b"", 302, Location=f"http://127.0.0.1:{victim.port}/")
            return page("<p>Terms</p>")

        with Server({"/": two_faced}, bind=SITE) as server, rendering() as made:
            found = problem(render(made, server))
        assert found.failure is Failure.REFUSED_ADDRESS
        assert "loopback" in found.detail
        assert victim.knocks == []


# How the nested page ends is the browser's own: its process breaks down at once, or is still busy when its time is up.
ENDED = frozenset({Failure.PROTOCOL, Failure.TIMEOUT})
LIMITS: dict[str, tuple[str, dict[str, Any], Failure | frozenset[Failure]]] = {
    "a busy loop": ("while (true) {}", {"seconds": 5.0}, Failure.TIMEOUT),
    "nesting that ends the browser's own process": (
        "let at = document.body; for (let i = 0; i < 60000; i++) { const next = document.createElement('div'); at.append(next); at = next; }",
        {"seconds": 20.0},
        ENDED,
    ),
    "too many bytes": (
        "for (let i = 0; i < 9; i++) fetch('/heavy?' + i).then(r => r.text())", {"max_page_bytes": 2_000_000}, Failure.TOO_LARGE,
    ),
    "too many answers": ("for (let i = 0; i < 50; i++) fetch('/light?' + i)", {"max_responses": 20}, Failure.TOO_LARGE),
    "too much memory": (
        "const kept = []; setInterval(() => { kept.push(new Uint8Array(30000000).fill(1)); document.title = kept.length; }, 20)",
        {"max_memory_bytes": 700_000_000}, Failure.TOO_LARGE,
    ),
    "too large a document": (
        "document.querySelector('main').append('terms '.repeat(100000))", {"max_document_bytes": 50_000}, Failure.TOO_LARGE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LIMITS)
def test_a_page_ends_at_its_limits(name: str) -> None:
    script, limits, failure = LIMITS[name]
    pages: dict[str, Handler | bytes] = {"/": page("<p>Terms</p>", script)}
    pages |= {f"/heavy?{number}": answer(b"x" * 900_000) for number in range(9)}
    pages |= {f"/light?{number}": answer(b"x") for number in range(50)}
    with Server(pages, bind=SITE) as server, rendering(**limits) as made:
        found = problem(render(made, server))
    assert found.failure in (failure if isinstance(failure, frozenset) else {failure})
    assert server.url("/", HOST) in found.detail


def test_what_needs_no_browser_gets_none() -> None:
    """A PDF comes as it is, a failure as it was: the browser, which would not start, is not even asked."""
    pages: dict[str, Handler | bytes] = {
        "/terms.pdf": answer(b"%PDF-1.7 terms", Content_Type="application/pdf"),
        "/busy": answer(b"", 503, Retry_After="900"),
    }
    with Server(pages, bind=SITE) as server, rendering(executable="/nowhere/chromium") as made:
        fetched = render(made, server, "/terms.pdf")
        assert (fetched.media_type, fetched.body, fetched.exchange.renderer) == (
            "application/pdf",
            b"%PDF-1.7 terms",
            "",
        )
        busy = render(made, server, "/busy").exchange.problem
        assert busy is not None
        assert (busy.failure, busy.retry_after_seconds) == (Failure.STATUS, 900.0)


def test_a_browser_that_is_not_there_is_told_with_the_mend(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Server({"/": page("<p>Terms</p>")}, bind=SITE) as server:
        with rendering(executable=str(tmp_path / "chromium")) as made:
            found = problem(render(made, server))
            assert found.failure is Failure.NEEDS_BROWSER
            assert "browser-check" in found.detail
        monkeypatch.setattr("clausewatch.capture.browser.extra_is_installed", lambda: False)
        with rendering() as made:
            assert isinstance(made, BrowserFetcher)
            found = problem(render(made, server))
            assert found.failure is Failure.NEEDS_BROWSER
            assert "clausewatch[browser]" in found.detail
