"""The fetcher against a real server: what comes back, and what a hostile or broken host can do to it."""

from __future__ import annotations

import gzip
import itertools
import resource
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped] # ships no type information
import pytest
import trustme
import zstandard
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.capture.capture_kit import (
    Handler,
    Names,
    Request,
    Server,
    Sleeps,
    TickClock,
    answer,
    fetch,
    fetcher,
)

from clausewatch.capture.client import Client
from clausewatch.errors import BadInputError
from clausewatch.nouns.catalog import Render, Source
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.nouns.identity import digest
from clausewatch.ports import Fetched, Validators

PAGE = b"<!doctype html><title>Terms</title><p>You may not resell the service.</p>"


def problem_of(fetched: Fetched) -> Problem:
    assert fetched.exchange.problem is not None
    problem = fetched.exchange.problem
    assert ": " in problem.detail
    assert problem.detail.rstrip().count(". ") >= 1, "the detail ends with a mend"
    return problem


def test_a_page_comes_back_with_everything_known_of_it() -> None:
    said = answer(PAGE, ETag='"v1"', X_Odd="Kept As Sent", Content_Type="text/html; charset=ISO-8859-1")
    with Server({"/terms": said}) as server:
        fetched = fetch(server.url("/terms#section"))
    exchange = fetched.exchange
    assert (fetched.body, fetched.media_type, fetched.charset) == (PAGE, "text/html", "iso-8859-1")
    assert exchange.problem is None
    assert (exchange.url, exchange.final_url) == (server.url("/terms#section"), server.url("/terms"))
    assert (exchange.status, exchange.not_modified, exchange.tls) == (200, False, None)
    assert ("X-Odd", "Kept As Sent") in exchange.headers
    assert [(hop.url, hop.status, hop.address) for hop in exchange.hops] == [
        (server.url("/terms"), 200, "127.0.0.1")
    ]
    assert exchange.wire_bytes == len(PAGE)
    sent = server.requests[0].headers
    assert sent["user-agent"].startswith("Clausewatch/")
    assert "https://watch.example/contact" in sent["user-agent"]
    assert sent["host"] == f"127.0.0.1:{server.port}"
    assert {name.lower(): value for name, value in exchange.request_headers} == sent


def test_conditional_requests() -> None:
    def page(request: Request) -> bytes:
        fresh = request.headers.get("if-none-match") == '"v1"' or "if-modified-since" in request.headers
        return answer(status=304, ETag='"v1"') if fresh else answer(PAGE, ETag='"v1"')

    with Server({"/": page}) as server:
        full = fetch(server.url())
        known = fetch(server.url(), Validators(etag=full.exchange.header("etag")))
        dated = fetch(server.url(), Validators(last_modified="Sun, 01 Mar 2026 12:00:00 GMT"))
        same = fetch(server.url(), Validators(etag='"v1"', url=full.exchange.final_url))
        elsewhere = fetch(server.url(), Validators(etag='"v1"', url=server.url("/old")))
        hostile = fetch(server.url(), Validators(etag='"v1"\r\nX-Evil: 1'))
    assert full.body == PAGE
    for fetched in (known, dated, same):
        assert fetched.exchange.not_modified
        assert (fetched.exchange.status, fetched.body, fetched.exchange.problem) == (304, None, None)
    assert elsewhere.body == PAGE
    assert hostile.body == PAGE
    assert not any("x-evil" in request.headers for request in server.requests)


def test_a_304_nobody_asked_for_is_a_problem() -> None:
    with Server({"/": answer(status=304)}) as server:
        assert problem_of(fetch(server.url())).failure is Failure.PROTOCOL


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
    ],
    ids=["gzip", "br", "zstd", "chain"],  # the bytes hold the time of day
)
def test_content_codings(encoding: str, body: bytes) -> None:
    with Server({"/": answer(body, Content_Encoding=encoding)}) as server:
        fetched = fetch(server.url())
    assert fetched.body == PAGE
    assert (fetched.exchange.wire_encoding, fetched.exchange.wire_bytes) == (encoding, len(body))
    assert server.requests[0].headers["accept-encoding"] == "gzip, br, zstd"


def test_a_body_that_is_not_what_its_coding_says() -> None:
    with Server({"/": answer(PAGE, Content_Encoding="gzip")}) as server:
        fetched = fetch(server.url())
    assert problem_of(fetched).failure is Failure.PROTOCOL
    assert fetched.body is None


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_bombs_are_too_large(name: str) -> None:
    makers = {
        "gzip": gzip.compress,
        "br": lambda body: brotli.compress(body, quality=4),
        "zstd": zstandard.compress,
    }
    bomb = makers[name](bytes(30_000_000))
    with Server({"/": answer(bomb, Content_Encoding=name)}) as server:
        fetched = fetch(server.url())
    assert problem_of(fetched).failure is Failure.TOO_LARGE
    assert fetched.body is None


def _flood(head: bytes, piece: bytes, times: int) -> Iterator[bytes]:
    yield head
    for _ in range(times):
        yield piece


CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n", b"x" * 0x10000),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 0x10000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", CHUNK),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", b"x" * 0x10000),
    ],
)
def test_200_mb_are_not_swallowed(head: bytes, piece: bytes) -> None:
    with Server({"/": lambda _: _flood(head, piece, 3_200)}) as server:
        tracemalloc.start()
        fetched = fetch(server.url())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert problem_of(fetched).failure is Failure.TOO_LARGE
    assert fetched.body is None
    assert peak < 12_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0


def test_a_body_of_exactly_the_limit_is_taken() -> None:
    with Server({"/": answer(b"x" * 5_000), "/more": answer(b"x" * 5_001)}) as server:
        assert fetch(server.url(), max_bytes=5_000).body == b"x" * 5_000
        assert problem_of(fetch(server.url("/more"), max_bytes=5_000)).failure is Failure.TOO_LARGE


def _drip(text: bytes, pause: float = 0.05) -> Iterator[bytes]:
    for index in range(len(text)):
        time.sleep(pause)
        yield text[index : index + 1]


@pytest.mark.parametrize(
    "dripped",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100,
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
)
def test_a_slow_loris_is_left_after_the_total_time(dripped: bytes) -> None:
    with Server({"/": lambda _: _drip(dripped)}) as server:
        begun = time.monotonic()
        fetched = fetch(server.url(), total_seconds=0.6, read_seconds=0.5)
        took = time.monotonic() - begun
    assert problem_of(fetched).failure is Failure.TIMEOUT
    assert problem_of(fetched).retry_after_seconds
    assert took < 2


def test_silence_is_left_after_the_read_time() -> None:
    def silent(_: Request) -> bytes:
        time.sleep(1.5)
        return answer(PAGE)

    with Server({"/": silent}) as server:
        begun = time.monotonic()
        assert problem_of(fetch(server.url(), read_seconds=0.3)).failure is Failure.TIMEOUT
        assert time.monotonic() - begun < 1.2


def test_a_dead_host_is_tried_again_and_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    sleeps = Sleeps()
    fetched = fetch(f"http://127.0.0.1:{port}/", sleep=sleeps)
    assert problem_of(fetched).failure is Failure.CONNECT
    assert problem_of(fetched).retry_after_seconds == 900.0
    assert (fetched.exchange.status, fetched.exchange.hops) == (None, ())
    assert sleeps.slept == [0.5, 1.0]


def test_an_unknown_name_is_told() -> None:
    problem = problem_of(fetch("http://nowhere.example/", resolver=Names({})))
    assert problem.failure is Failure.DNS
    assert "nowhere.example" in problem.detail


@pytest.mark.parametrize(
    "garbage",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00\x01\x02\x03" * 50 + b"\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 103 Early\r\n\r\n",
        b"HTTP/1.1 302 Found\r\n\r\n",
    ],
)
def test_garbage_is_a_protocol_problem(garbage: bytes) -> None:
    with Server({"/": lambda _: iter([garbage])}) as server:
        fetched = fetch(server.url())
    assert problem_of(fetched).failure is Failure.PROTOCOL
    assert fetched.body is None
    assert problem_of(fetched).detail.isprintable()


def test_a_connection_closed_without_an_answer() -> None:
    with Server({"/": lambda _: iter([])}) as server:
        assert problem_of(fetch(server.url())).failure is Failure.CONNECT
    assert len(server.requests) == 3


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=200).map(lambda tail: b"HTTP/1.1 200 OK\r\n" + tail),
        st.binary(max_size=200).map(lambda tail: b"HTTP/1.1 301 Moved\r\nLocation: " + tail + b"\r\n\r\n"),
        st.binary(max_size=200).map(lambda tail: b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + tail),
        st.binary(max_size=200).map(
            lambda tail: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + tail
        ),
        st.binary(max_size=99).map(
            lambda tail: b"HTTP/1.1 200 OK\r\nContent-Type: text/html;charset=" + tail + b"\r\n\r\nx"
        ),
        st.binary(max_size=99).map(lambda tail: b"HTTP/1.1 503 No\r\nRetry-After: " + tail + b"\r\n\r\nx"),
    )
)
def test_nothing_that_a_host_says_makes_the_fetcher_raise(said: bytes) -> None:
    with Server({"/": lambda _: iter([said])}) as server:
        fetched = fetch(server.url(), quick_retries=0, resolver=Names({}), read_seconds=1.0)
    assert fetched.exchange.url == server.url()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_recorded(status: int) -> None:
    pages: dict[str, Handler | bytes] = {
        "/old": answer(b"moved", status, Location="/new?a=b"),
        "/new?a=b": answer(status=307, Location="terms"),
        "/terms": answer(PAGE),
    }
    with Server(pages) as server:
        fetched = fetch(server.url("/old"))
    assert fetched.body == PAGE
    assert [hop.status for hop in fetched.exchange.hops] == [status, 307, 200]
    assert fetched.exchange.final_url == server.url("/terms")
    assert server.opened == 1


def test_a_large_redirect_body_is_not_read() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: /terms\r\nContent-Length: 900000\r\n\r\n"
    with Server({"/": lambda _: _flood(head, b"x" * 9_000, 100), "/terms": answer(PAGE)}) as server:
        assert fetch(server.url()).body == PAGE


def test_circles_and_long_ways_end() -> None:
    pages = {f"/{step}": answer(status=302, Location=f"/{step + 1}") for step in range(20)}
    with Server(
        {"/a": answer(status=302, Location="/b"), "/b": answer(status=302, Location="/a"), **pages}
    ) as server:
        circle = fetch(server.url("/a"))
        far = fetch(server.url("/0"), max_redirects=5)
    assert problem_of(circle).failure is Failure.TOO_MANY_REDIRECTS
    assert len(circle.exchange.hops) == 2
    assert problem_of(far).failure is Failure.TOO_MANY_REDIRECTS
    assert len(far.exchange.hops) == 6


def test_a_meta_refresh_is_not_followed() -> None:
    page = b'<meta http-equiv="refresh" content="0;url=/elsewhere">'
    with Server({"/": answer(page)}) as server:
        assert fetch(server.url()).body == page
        assert server.paths() == ["/"]


@pytest.mark.parametrize("status", [403, 404, 410, 451, 500])
def test_an_error_page_is_a_problem_and_still_a_body(status: int) -> None:
    with Server({"/": answer(b"<p>sorry", status)}) as server:
        fetched = fetch(server.url(), quick_retries=0)
    problem = problem_of(fetched)
    assert problem.failure is Failure.STATUS
    assert str(status) in problem.detail
    assert fetched.body == b"<p>sorry"
    assert fetched.exchange.status == status
    assert (problem.retry_after_seconds is not None) == (status == 500)


def test_passing_errors_are_tried_again_soon() -> None:
    turns = iter([answer(b"", 503, Retry_After="1"), answer(b"", 502), answer(PAGE)])
    sleeps = Sleeps()
    with Server({"/": lambda _: next(turns)}) as server:
        fetched = fetch(server.url(), sleep=sleeps)
    assert fetched.body == PAGE
    assert sleeps.slept == [1.0, 1.0]
    assert len(server.requests) == 3


def test_a_host_that_asks_for_time_gets_it() -> None:
    clock = TickClock()
    pages: dict[str, Handler | bytes] = {"/": answer(b"busy", 429, Retry_After="120"), "/other": answer(PAGE)}
    with Server(pages) as server, fetcher(clock=clock) as made:
        first = made.fetch(Source("a", server.url()), Validators())
        other = made.fetch(Source("b", server.url("/other")), Validators())
        clock.advance(121)
        later = made.fetch(Source("b", server.url("/other")), Validators())
    assert problem_of(first).retry_after_seconds == 120
    assert first.body == b"busy"
    assert problem_of(other).retry_after_seconds == 120
    assert "left alone" in problem_of(other).detail
    assert later.body == PAGE
    assert server.paths() == ["/", "/other"]


def test_retry_after_is_bounded() -> None:
    with Server({"/": answer(b"", 503, Retry_After="999999999")}) as server:
        assert problem_of(fetch(server.url())).retry_after_seconds == 86_400
        assert len(server.requests) == 1


def test_connections_are_kept_and_stale_ones_replaced() -> None:
    def last(_: Request) -> Iterator[bytes]:
        yield answer(PAGE)

    with Server({"/": answer(PAGE), "/last": last}) as server, fetcher() as made:
        for path in ("/", "/", "/last"):
            assert made.fetch(Source("a", server.url(path)), Validators()).body == PAGE
        assert server.opened == 1
        time.sleep(0.05)
        assert made.fetch(Source("a", server.url()), Validators()).body == PAGE
        assert server.opened == 2


def test_a_kept_connection_is_not_used_for_another_name() -> None:
    names = Names({"one.example": [("127.0.0.1",)], "two.example": [("127.0.0.1",)]})
    with Server({"/": answer(PAGE)}) as server, fetcher(resolver=names) as made:
        for host in ("one.example", "two.example", "one.example"):
            assert made.fetch(Source("a", server.url(host=host)), Validators()).body == PAGE
    assert [request.connection for request in server.requests] == [1, 2, 1]
    assert [request.headers["host"].partition(":")[0] for request in server.requests] == [
        "one.example",
        "two.example",
        "one.example",
    ]


def test_a_dead_first_address_gives_way_to_the_next() -> None:
    names = Names({"two.example": [("127.0.0.9", "127.0.0.1")]})
    with Server({"/": answer(PAGE)}) as server:
        fetched = fetch(server.url(host="two.example"), resolver=names)
    assert fetched.body == PAGE
    assert fetched.exchange.hops[0].address == "127.0.0.1"


def test_one_at_a_time_per_host_and_hosts_side_by_side() -> None:
    def slow(_: Request) -> bytes:
        time.sleep(0.08)
        return answer(PAGE)

    names = Names({f"{name}.example": [("127.0.0.1",)] for name in "abcd"})
    with Server({"/": slow}) as server, fetcher(resolver=names) as made, ThreadPoolExecutor(8) as pool:
        one = list(pool.map(lambda _: made.fetch(Source("x", server.url()), Validators()), range(6)))
        alone = server.most_running
        urls = [server.url(host=f"{name}.example") for name in "abcd"]
        many = list(pool.map(lambda url: made.fetch(Source("x", url), Validators()), urls))
    assert all(fetched.body == PAGE for fetched in one + many)
    assert alone == 1
    assert server.most_running > 1


def test_the_gap_between_requests_to_one_host() -> None:
    with Server({"/": answer(PAGE)}) as server, fetcher(gap_seconds=0.15, sleep=time.sleep) as made:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: made.fetch(Source("x", server.url()), Validators()), range(4)))
        times = [request.at for request in server.requests]
    assert all(after - before >= 0.14 for before, after in itertools.pairwise(times))


def test_waiting_for_a_turn_does_not_count_as_time_spent() -> None:
    with (
        Server({"/": answer(PAGE)}) as server,
        fetcher(gap_seconds=0.4, total_seconds=0.3, sleep=time.sleep) as made,
    ):
        first = made.fetch(Source("x", server.url()), Validators())
        second = made.fetch(Source("x", server.url()), Validators())
    assert (first.body, second.body) == (PAGE, PAGE)
    assert second.exchange.elapsed_ms < 300


def test_a_source_that_needs_a_browser_is_not_asked() -> None:
    with Server({"/": answer(PAGE)}) as server, fetcher() as made:
        fetched = made.fetch(Source("x", server.url(), render=Render.BROWSER), Validators())
    assert problem_of(fetched).failure is Failure.NEEDS_BROWSER
    assert server.requests == []


@pytest.mark.parametrize(
    "changes", [{"contact": ""}, {"contact": "a\r\nX: y"}, {"total_seconds": 0.0}, {"max_bytes": -1}]
)
def test_settings_that_cannot_work_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadInputError):
        fetch("http://a.example/", **changes)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _tls(authority: trustme.CA, name: str, folder: Path) -> tuple[Server, str, bytes]:
    certificate = authority.issue_cert(name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    roots = folder / "roots.pem"
    authority.cert_pem.write_to_path(str(roots))
    der = ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())
    return (
        Server({"/": answer(PAGE), "/down": answer(status=302, Location="http://plain.example/")}, context),
        str(roots),
        der,
    )


def test_tls_is_checked_against_the_name_and_its_facts_kept(authority: trustme.CA, tmp_path: Path) -> None:
    made, roots, der = _tls(authority, "good.example", tmp_path)
    names = Names({"good.example": [("127.0.0.1",)], "other.example": [("127.0.0.1",)]})
    with made as server:
        good = fetch(server.url(host="good.example"), resolver=names, tls_roots=roots)
        other = fetch(server.url(host="other.example"), resolver=names, tls_roots=roots)
        unknown = fetch(server.url(host="good.example"), resolver=names)
    assert good.body == PAGE
    assert good.exchange.tls is not None
    assert good.exchange.tls.protocol.startswith("TLSv1.")
    assert good.exchange.tls.cipher
    assert good.exchange.tls.peer_certificate == digest(der)
    for fetched in (other, unknown):
        assert problem_of(fetched).failure is Failure.TLS
        assert fetched.body is None
    assert len(server.requests) == 1


def test_tls_connections_are_kept_with_their_facts(authority: trustme.CA, tmp_path: Path) -> None:
    made, roots, _ = _tls(authority, "good.example", tmp_path)
    names = Names({"good.example": [("127.0.0.1",)]})
    with made as server, fetcher(resolver=names, tls_roots=roots) as client:
        both = [client.fetch(Source("x", server.url(host="good.example")), Validators()) for _ in range(2)]
    assert server.opened == 1
    assert both[0].exchange.tls == both[1].exchange.tls
    assert both[0].exchange.tls is not None


def test_a_downgrade_is_followed_and_recorded(authority: trustme.CA, tmp_path: Path) -> None:
    made, roots, _ = _tls(authority, "good.example", tmp_path)
    names = Names({"good.example": [("127.0.0.1",)]})
    with made as server, Server({"/": answer(PAGE)}) as plain:
        fetched = fetch(
            server.url("/down", host="good.example"),
            resolver=names,
            tls_roots=roots,
            connect_to=(("plain.example:80", f"127.0.0.1:{plain.port}"),),
        )
    assert fetched.body == PAGE
    assert [hop.url.partition(":")[0] for hop in fetched.exchange.hops] == ["https", "http"]
    assert fetched.exchange.tls is None
    assert plain.requests[0].headers["host"] == "plain.example"


def test_plain_http_at_a_tls_address_and_a_silent_handshake() -> None:
    with Server({"/": answer(PAGE)}) as server:
        spoken = fetch(f"https://127.0.0.1:{server.port}/", quick_retries=0, connect_seconds=0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent_url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        begun = time.monotonic()
        waited = fetch(silent_url, quick_retries=0, connect_seconds=0.3)
        took = time.monotonic() - begun
    assert problem_of(spoken).failure in (Failure.TLS, Failure.CONNECT, Failure.TIMEOUT)
    assert problem_of(waited).failure is Failure.TIMEOUT
    assert took < 1.5


def test_closing_lets_go_of_connections() -> None:
    with Server({"/": answer(PAGE)}) as server:
        made = fetcher()
        made.fetch(Source("x", server.url()), Validators())
        made.close()
        made.fetch(Source("x", server.url()), Validators())
        made.close()
        assert server.opened == 2
    assert isinstance(made._caller._client, Client)
    assert threading.active_count() < 200
