"""The site over real HTTP: the right page at each time, as real servers would send it."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest

from clausewatch.demo import DemoSite, SimulatedClock, Story
from clausewatch.demo.answers import Ask, answer
from clausewatch.errors import BadInputError

JANUARY = datetime(2026, 1, 20, 9, tzinfo=UTC)
LUMEN, CORVID, PALETTE = "www.lumen-assistant.example", "www.corvid-code.example", "palette-studio.example"
HARBOR, MITRA = "harborlight.example", "mitra.example"


class Client:
    """One keep-alive connection and the clock behind the site."""

    def __init__(self, port: int, clock: SimulatedClock) -> None:
        self.clock = clock
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def get(
        self, host: str, path: str, method: str = "GET", **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, headers={"Host": host, **sent})
        response = self.connection.getresponse()
        return response, response.read()


@pytest.fixture
def client(story: Story) -> Iterator[Client]:
    clock = SimulatedClock(JANUARY)
    with DemoSite(story, clock) as site:
        client = Client(site.start(), clock)
        yield client
        client.connection.close()


def test_every_page_is_served_byte_for_byte_while_it_is_in_force(client: Client, story: Story) -> None:
    for platform in story.platforms:
        for document in platform.documents:
            for state in document.states:
                client.clock.set(state.at)
                response, body = client.get(f"{platform.host}:8080", document.path)
                assert (response.status, body) == (state.http_status, story.page(state)), state.file
                assert response.headers["Content-Type"] == "text/html; charset=utf-8"
                assert parsedate_to_datetime(response.headers["Date"]) == state.at


def test_before_the_story_begins_there_is_nothing(client: Client) -> None:
    client.clock.set(datetime(2025, 12, 31, tzinfo=UTC))
    assert client.get(LUMEN, "/legal/terms")[0].status == 404


def test_tags_match_whatever_the_coding_until_the_page_changes(client: Client) -> None:
    first, _ = client.get(CORVID, "/legal/privacy", Accept_Encoding="gzip, br")
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    assert first.headers["Vary"] == "Accept-Encoding"
    again, body = client.get(CORVID, "/legal/privacy", If_None_Match=f'"other", {tag}')
    assert (again.status, body) == (304, b"")
    assert again.headers["ETag"].removeprefix("W/") == tag.removeprefix("W/")
    client.clock.set(datetime(2026, 2, 18, tzinfo=UTC))
    changed, body = client.get(CORVID, "/legal/privacy", If_None_Match=tag)
    assert changed.status == 200
    assert body


def test_dates_decide_only_where_no_tag_is_asked_for(client: Client) -> None:
    first, _ = client.get(PALETTE, "/legal/terms")
    assert "ETag" not in first.headers
    modified = first.headers["Last-Modified"]
    assert client.get(PALETTE, "/legal/terms", If_Modified_Since=modified)[0].status == 304
    assert (
        client.get(PALETTE, "/legal/terms", If_Modified_Since="Thu, 01 Jan 2026 00:00:00 GMT")[0].status
        == 200
    )
    assert client.get(PALETTE, "/legal/terms", If_Modified_Since="yesterday")[0].status == 200
    both = client.get(LUMEN, "/legal/terms", If_None_Match='"stale"', If_Modified_Since=modified)
    assert both[0].status == 200


def test_one_platform_sends_no_validator(client: Client) -> None:
    response, _ = client.get(
        MITRA, "/about/terms", If_None_Match="*", If_Modified_Since="Fri, 01 Jan 2027 00:00:00 GMT"
    )
    assert response.status == 200
    assert {"ETag", "Last-Modified"}.isdisjoint(response.headers)


def test_an_error_status_is_never_answered_not_modified(client: Client) -> None:
    client.clock.set(datetime(2026, 5, 11, 9, tzinfo=UTC))
    response, _ = client.get(LUMEN, "/legal/usage-policy", If_None_Match="*")
    assert response.status == 403
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("host", "path", "accepts", "coding"),
    [
        (CORVID, "/legal/privacy", "gzip, deflate, br", "br"),
        (CORVID, "/legal/privacy", "gzip", "gzip"),
        (CORVID, "/legal/privacy", "br;q=0, gzip;q=0.5", "gzip"),
        (CORVID, "/legal/privacy", "br; q=0.0, gzip; q=0", None),
        (HARBOR, "/legal/dpa", "br", "br"),
        (HARBOR, "/legal/dpa", "gzip", None),
        (LUMEN, "/legal/privacy", "br, gzip", "gzip"),
        (MITRA, "/about/terms", "br, gzip", None),
    ],
)
def test_bodies_come_in_a_coding_that_is_accepted(
    client: Client, host: str, path: str, accepts: str, coding: str | None
) -> None:
    plain = client.get(host, path)[1]
    response, body = client.get(host, path, Accept_Encoding=accepts)
    assert response.headers.get("Content-Encoding") == coding
    undone = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding or "", bytes)(body)
    assert undone == plain
    assert coding is None or len(body) < len(plain) / 2
    assert client.get(host, path, Accept_Encoding=accepts)[1] == body


def test_a_moved_document_redirects_on_the_same_host(client: Client) -> None:
    response, _ = client.get(LUMEN, "/legal/acceptable-use")
    assert (response.status, response.headers["Location"]) == (301, "/legal/usage-policy")
    assert client.get(LUMEN, response.headers["Location"])[0].status == 200


def test_each_host_has_robots_a_home_page_and_a_real_404(client: Client, story: Story) -> None:
    for platform in story.platforms:
        robots, text = client.get(platform.host, "/robots.txt")
        assert (robots.status, robots.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
        assert b"User-agent: *" in text
        home = client.get(platform.host, "/")[1].decode()
        assert all(f'href="{document.path}"' in home for document in platform.documents)
        assert client.get(platform.host, "/assets/site.css")[0].status == 404


def test_query_strings_do_not_choose_the_page(client: Client) -> None:
    assert client.get(LUMEN, "/legal/terms?utm_source=mail")[1] == client.get(LUMEN, "/legal/terms")[1]


def test_a_proxy_style_request_names_the_host_in_its_target(client: Client) -> None:
    assert client.get("proxy.example", f"http://{LUMEN}/legal/terms")[0].status == 200


def test_a_foreign_host_is_misdirected(client: Client) -> None:
    response, body = client.get("127.0.0.1", "/legal/terms")
    assert response.status == 421
    assert LUMEN.encode() in body


def test_head_answers_like_get_without_a_body_and_the_connection_stays(client: Client) -> None:
    socket = None
    for _ in range(3):
        head, nothing = client.get(LUMEN, "/legal/terms", "HEAD")
        assert nothing == b""
        whole, body = client.get(LUMEN, "/legal/terms")
        assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(body))
        assert socket is None or socket is client.connection.sock
        socket = client.connection.sock


def test_the_same_request_at_the_same_time_gets_the_same_answer(story: Story) -> None:
    ask = Ask(LUMEN, "/legal/terms", "gzip")
    assert answer(story, ask, JANUARY) == answer(story, ask, JANUARY)


def test_a_given_port_is_used_and_freed_again(story: Story) -> None:
    site = DemoSite(story, SimulatedClock(JANUARY))
    port = site.start()
    site.stop()
    site.stop()
    assert site.start(port) == port
    site.stop()


def test_a_taken_or_impossible_port_is_refused_by_name(story: Story) -> None:
    with DemoSite(story, SimulatedClock(JANUARY)) as site:
        port = site.start()
        for wrong in (port, 70_000):
            with pytest.raises(BadInputError, match=f"port {wrong}: cannot be listened on"):
                DemoSite(story, SimulatedClock(JANUARY)).start(wrong)


def test_the_clock_refuses_a_time_that_names_no_instant() -> None:
    clock = SimulatedClock(JANUARY)
    with pytest.raises(ValueError, match="no time zone"):
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001 (the case)
    assert clock.now() == JANUARY
