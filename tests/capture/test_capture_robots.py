"""robots.txt as RFC 9309 has it, fetched through the same guard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
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

from clausewatch.capture.robots import parse_robots
from clausewatch.nouns.catalog import Source
from clausewatch.nouns.evidence import Failure
from clausewatch.ports import Fetched, Validators

PAGE = b"<p>Terms</p>"


def _with_robots(robots: Handler | bytes, path: str = "/terms", **changes: Any) -> tuple[Fetched, list[str]]:
    with Server({"/robots.txt": robots, path: answer(PAGE)}) as server:
        fetched = fetch(server.url(path), **{"obey_robots": True, "quick_retries": 0, **changes})
    return fetched, server.paths()


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (b"", True),
        (b"User-agent: *\nDisallow:\n", True),
        (b"User-agent: *\nDisallow: /terms\n", False),
        (b"User-agent: *\nDisallow: /\nAllow: /terms$\n", True),
        (b"User-agent: otherbot\nDisallow: /\n", True),
        (b"User-agent: *\nDisallow:\n\nUser-agent: CLAUSEWATCH\nDisallow: /\n", False),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: clausewatch/2.0\nAllow: /\n", True),
        (b"User-agent: a\nUser-agent: clausewatch\nUser-agent: b\nDisallow: /t*s # no\n", False),
        (b"\xef\xbb\xbfuser-agent:*\r\ndisallow:/terms\r\n", False),
        (b"User-agent: claus\nDisallow: /\n", True),
        (b"<html><body>not a robots.txt</body></html>", True),
        (b"\xff\xfe\x00\x01garbage\nDisallow: /", True),
    ],
)
def test_rules(robots: bytes, allowed: bool) -> None:
    fetched, paths = _with_robots(answer(robots, Content_Type="text/plain"))
    if allowed:
        assert (fetched.body, fetched.exchange.problem) == (PAGE, None)
        assert paths == ["/robots.txt", "/terms"]
    else:
        assert fetched.exchange.problem
        assert fetched.exchange.problem.failure is Failure.ROBOTS
        assert fetched.exchange.problem.retry_after_seconds is None
        assert paths == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_missing_robots_allows_all(status: int) -> None:
    fetched, _ = _with_robots(answer(b"User-agent: *\nDisallow: /", status))
    assert fetched.body == PAGE


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_failing_robots_forbids_for_now(status: int) -> None:
    fetched, paths = _with_robots(answer(b"", status))
    problem = fetched.exchange.problem
    assert problem
    assert problem.failure is Failure.ROBOTS
    assert problem.retry_after_seconds == 600
    assert "/terms" in problem.detail
    assert paths == ["/robots.txt"]


def test_an_unreachable_robots_forbids_for_the_networks_reason() -> None:
    fetched, paths = _with_robots(lambda _: iter([]))
    problem = fetched.exchange.problem
    assert problem
    assert problem.failure is Failure.CONNECT
    assert problem.retry_after_seconds == 600
    assert paths == ["/robots.txt"]


def test_robots_may_be_ignored_by_the_operator() -> None:
    fetched, paths = _with_robots(answer(b"User-agent: *\nDisallow: /"), obey_robots=False)
    assert fetched.body == PAGE
    assert paths == ["/terms"]


def test_robots_redirects() -> None:
    def pages(steps: int) -> dict[str, Handler | bytes]:
        chain: dict[str, Handler | bytes] = {
            f"/r{step}": answer(status=301, Location=f"/r{step + 1}") for step in range(1, steps)
        }
        rules = answer(b"User-agent: *\nDisallow: /")
        return {
            **chain,
            "/robots.txt": answer(status=301, Location="/r1"),
            f"/r{steps}": rules,
            "/terms": answer(PAGE),
        }

    with Server(pages(5)) as near, Server(pages(6)) as far:
        five = fetch(near.url("/terms"), obey_robots=True)
        six = fetch(far.url("/terms"), obey_robots=True)
    assert five.exchange.problem
    assert five.exchange.problem.failure is Failure.ROBOTS
    assert six.body == PAGE


def test_a_robots_redirect_into_the_house_is_refused() -> None:
    fetched, paths = _with_robots(answer(status=302, Location="http://169.254.169.254/"))
    assert fetched.exchange.problem
    assert fetched.exchange.problem.failure is Failure.REFUSED_ADDRESS
    assert paths == ["/robots.txt"]


def test_only_500_kib_of_a_robots_are_read() -> None:
    filler = b"# filler\n" * 60_000
    late, _ = _with_robots(answer(filler + b"User-agent: *\nDisallow: /\n"))
    early, _ = _with_robots(answer(b"User-agent: *\nDisallow: /\n" + filler))

    def endless(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /terms\n"
        yield from (b"# filler\n" * 10_000 for _ in range(2_000))

    flood, _ = _with_robots(endless)
    assert late.body == PAGE
    for fetched in (early, flood):
        assert fetched.exchange.problem
        assert fetched.exchange.problem.failure is Failure.ROBOTS


def test_robots_are_remembered_for_their_time() -> None:
    clock = TickClock()
    with (
        Server({"/a": answer(PAGE), "/b": answer(PAGE)}) as server,
        fetcher(clock=clock, obey_robots=True) as made,
    ):
        for path in ("/a", "/b"):
            assert made.fetch(Source("x", server.url(path)), Validators()).body == PAGE
        clock.advance(86_401)
        made.fetch(Source("x", server.url("/a")), Validators())
    assert server.paths() == ["/robots.txt", "/a", "/b", "/robots.txt", "/a"]


def test_a_failing_robots_is_asked_again_after_its_time() -> None:
    clock = TickClock()
    said = iter([answer(b"", 503, Retry_After="60"), answer(b"")])
    with (
        Server({"/robots.txt": lambda _: next(said), "/a": answer(PAGE)}) as server,
        fetcher(clock=clock, obey_robots=True) as made,
    ):
        first = made.fetch(Source("x", server.url("/a")), Validators())
        clock.advance(20)
        second = made.fetch(Source("x", server.url("/a")), Validators())
        clock.advance(41)
        third = made.fetch(Source("x", server.url("/a")), Validators())
    assert first.exchange.problem
    assert first.exchange.problem.retry_after_seconds == 60
    assert second.exchange.problem
    assert second.exchange.problem.retry_after_seconds == 40
    assert third.body == PAGE


def test_threads_ask_for_robots_once() -> None:
    def slow(_: Request) -> bytes:
        time.sleep(0.1)
        return answer(b"")

    with (
        Server({"/robots.txt": slow, "/a": answer(PAGE)}) as server,
        fetcher(obey_robots=True) as made,
        ThreadPoolExecutor(6) as pool,
    ):
        got = list(pool.map(lambda _: made.fetch(Source("x", server.url("/a")), Validators()), range(6)))
    assert all(fetched.body == PAGE for fetched in got)
    assert server.paths().count("/robots.txt") == 1


def test_a_crawl_delay_lengthens_the_gap_within_a_bound() -> None:
    for asked, waited in ((b"7", 7.0), (b"9999", 30.0), (b"nan", 0.0), (b"-3", 0.0)):
        sleeps = Sleeps()
        robots = answer(b"User-agent: *\nCrawl-delay: " + asked + b"\nDisallow: /private\n")
        fetched, _ = _with_robots(robots, sleep=sleeps)
        assert fetched.body == PAGE
        assert max(sleeps.slept, default=0.0) == pytest.approx(waited, abs=0.5)


def test_the_robots_of_every_hop_count() -> None:
    names = Names({"a.example": [("127.0.0.1",)], "b.example": [("127.0.0.1",)]})
    with Server({"/robots.txt": answer(b"User-agent: *\nDisallow: /"), "/t": answer(PAGE)}) as second:
        onward = answer(status=302, Location=second.url("/t", host="b.example"))
        with Server({"/t": onward}) as first:
            fetched = fetch(first.url("/t", host="a.example"), resolver=names, obey_robots=True)
    assert fetched.exchange.problem
    assert fetched.exchange.problem.failure is Failure.ROBOTS
    assert second.paths() == ["/robots.txt"]


def test_many_agents_times_many_rules_stay_cheap() -> None:
    agents = "".join(f"User-agent: bot{number}\n" for number in range(12_000))
    rules = "Disallow: /x*y*z\n" * 14_000
    robots = parse_robots((agents + "User-agent: *\n" + rules).encode())
    assert robots.allows("http://a.example/terms")


@given(st.binary(max_size=500))
def test_any_bytes_are_a_robots(body: bytes) -> None:
    robots = parse_robots(b"User-agent: *\n" + body)
    assert robots.allows("http://a.example/terms") in (True, False)
    assert robots.delay() >= 0
