"""The browser's way out, without a browser: what the proxy carries, what it refuses, what it counts."""

from __future__ import annotations

import base64
import socket
from ipaddress import ip_network

import pytest
from tests.capture.browser_kit import SITE, Victim
from tests.capture.capture_kit import Names, Request, Server, answer, settings

from clausewatch.capture.proxy import FilteringProxy

PAGE = answer(b"a page")


def proxy(**names: list[tuple[str, ...]]) -> FilteringProxy:
    table = {name.replace("_", "."): answers for name, answers in names.items()}
    return FilteringProxy(settings(allowed_networks=(ip_network(f"{SITE}/32"),)), Names(table), 100_000)


def said(running: FilteringProxy, request: bytes, more: bytes = b"") -> bytes:
    """All that comes back for these bytes, sent with the credential, until the proxy closes."""
    first, _, rest = request.partition(b"\r\n")
    pair = base64.b64encode(f"{running.user}:{running.password}".encode())
    return answered(running, first + b"\r\nProxy-Authorization: Basic " + pair + b"\r\n" + rest, more)


def answered(running: FilteringProxy, request: bytes, more: bytes = b"") -> bytes:
    with socket.create_connection(("127.0.0.1", running.port), 5) as client:
        client.sendall(request)
        got = b""
        while piece := client.recv(65_536):
            got += piece
            if more and b"\r\n\r\n" in got:
                client.sendall(more)
                more = b""
        return got


def test_a_request_goes_to_the_checked_address_with_the_checked_host() -> None:
    seen: list[Request] = []

    def note(request: Request) -> bytes:
        seen.append(request)
        return PAGE

    with Server({"/a?b=1": note}, bind=SITE) as server, proxy(site_example=[(SITE,)]) as running:
        got = said(
            running,
            f"GET http://site.example:{server.port}/a?b=1 HTTP/1.1\r\nHost: inside.example\r\n"
            "Accept: */*\r\n\r\n".encode(),
        )
    assert got.endswith(b"a page")
    assert b"Connection: close" in got
    assert seen[0].headers["host"] == f"site.example:{server.port}"
    assert "proxy-authorization" not in seen[0].headers
    assert seen[0].headers["accept"] == "*/*"


def test_a_second_request_on_a_connection_is_not_carried() -> None:
    """It may be for another host, and would reach the first one unchecked."""
    with Server({"/": PAGE}, bind=SITE) as server, proxy(site_example=[(SITE,)]) as running:
        one = f"GET http://site.example:{server.port}/ HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        said(running, one + b"GET http://inside.example/two HTTP/1.1\r\nHost: y\r\n\r\n")
        assert server.paths() == ["/"]


@pytest.mark.parametrize(
    "line",
    [
        "CONNECT 127.0.0.1:{port} HTTP/1.1",
        "CONNECT inside.example:{port} HTTP/1.1",
        "CONNECT [::ffff:127.0.0.1]:{port} HTTP/1.1",
        "CONNECT 2130706433:{port} HTTP/1.1",
        "CONNECT 127.1:{port} HTTP/1.1",
        "CONNECT user@127.0.0.1:{port} HTTP/1.1",
        "CONNECT 169.254.169.254:80 HTTP/1.1",
        "GET http://127.0.0.1:{port}/ HTTP/1.1",
        "GET http://inside.example:{port}/ HTTP/1.1",
        "GET http://0.0.0.0:{port}/ HTTP/1.1",
        "GET ftp://127.0.0.1:{port}/ HTTP/1.1",
        "GET file:///etc/passwd HTTP/1.1",
        "GET /etc/passwd HTTP/1.1",
        "nonsense",
    ],
)
def test_what_leads_inside_is_not_connected(line: str) -> None:
    with Victim() as victim, proxy(inside_example=[("127.0.0.1",)]) as running:
        got = said(running, line.format(port=victim.port).encode() + b"\r\nHost: a.example\r\n\r\n")
        assert victim.knocks == []
        assert got in (b"", b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        assert running.traffic.connected == {}


def test_a_tunnel_carries_both_ways_and_each_is_resolved_and_checked_anew() -> None:
    with (
        Server({"/": PAGE}, bind=SITE) as server,
        proxy(turning_example=[(SITE,), ("127.0.0.1",)]) as running,
    ):
        way = f"CONNECT turning.example:{server.port} HTTP/1.1\r\n\r\n".encode()
        got = said(running, way, b"BAD\r\n")
        assert got.startswith(b"HTTP/1.1 200")
        assert said(running, way).startswith(b"HTTP/1.1 403")
        assert "loopback" in running.traffic.refused["turning.example"].detail


def test_the_proxy_ends_at_its_weight() -> None:
    with (
        Server({"/": answer(b"x" * 500_000)}, bind=SITE) as server,
        proxy(site_example=[(SITE,)]) as running,
    ):
        got = said(running, f"GET http://site.example:{server.port}/ HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert running.traffic.too_heavy
        assert len(got) <= 200_000
        # Nothing more is taken on.
        with socket.create_connection(("127.0.0.1", running.port), 5) as client:
            assert client.recv(10) == b""


def test_the_proxy_does_not_call_itself() -> None:
    allowed = settings(allowed_networks=(ip_network("127.0.0.0/8"),))
    with FilteringProxy(allowed, Names({}), 100_000) as running:
        way = f"CONNECT 127.0.0.1:{running.port} HTTP/1.1\r\n\r\n".encode()
        assert said(running, way).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    "told", ["", "Proxy-Authorization: Basic Y2FwdHVyZTo=\r\n", "Proxy-Authorization: x\r\n"]
)
@pytest.mark.parametrize(
    "line", ["CONNECT site.example:{port} HTTP/1.1", "GET http://site.example:{port}/ HTTP/1.1"]
)
def test_who_does_not_know_the_captures_credential_gets_nothing(line: str, told: str) -> None:
    with Server({"/": PAGE}, bind=SITE) as server, proxy(site_example=[(SITE,)]) as running:
        asked = f"{line.format(port=server.port)}\r\nHost: a.example\r\n{told}\r\n"
        assert answered(running, asked.encode()).startswith(b"HTTP/1.1 407 ")
        assert running.traffic.connected == {}
        assert server.paths() == []


def test_each_capture_has_a_credential_of_its_own() -> None:
    with proxy() as one, proxy() as other:
        assert one.password != other.password
