"""The client against a served instance: every address, lists, kept answers, failures, waiting."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any, NotRequired, get_origin, get_type_hints, is_typeddict

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.web.api_kit import API, OTHER, Whole, addresses, whole
from tests.web.small_instance import TERMS

from clausewatch.client import ApiError, BusyError, Client, NotFoundError, UnreachableError, answers
from clausewatch.web import start_server
from clausewatch.web.api.pace import Pace


class Noted:
    """The application, with the addresses that were asked for and what was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.seen: list[tuple[str, int]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def note(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.seen.append((scope["path"].removeprefix(API), message["status"]))
            await send(message)

        await self.app(scope, receive, note if scope["type"] == "http" else send)


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("whole")) as made:
        yield made


@pytest.fixture(scope="module")
def served(on: Whole) -> Iterator[tuple[str, Noted]]:
    noted = Noted(on.app)
    server = start_server(noted, "127.0.0.1", 0)  # type: ignore[arg-type]
    yield server.url, noted
    server.stop()


@pytest.fixture
def client(served: tuple[str, Noted]) -> Iterator[Client]:
    served[1].seen.clear()
    with Client(served[0]) as opened:
        yield opened


def _calls(client: Client, names: Mapping[str, list[str]]) -> dict[str, Callable[[], object]]:
    """A call for every address of the API; lists are read to their end."""
    version, other = names["version"][0], names["version"][1]
    change, provision = names["change"][0], names["provision"][0]
    here = "/documents/{platform}/{document}"
    return {
        "/platforms": lambda: list(client.platforms()),
        "/platforms/{platform}": lambda: client.platform("birchwood"),
        "/platforms/{platform}/facts": lambda: client.facts("birchwood"),
        "/platforms/{platform}/regulations": lambda: client.coverage("birchwood"),
        "/documents": lambda: list(client.documents()),
        here: lambda: client.document(TERMS),
        f"{here}/versions": lambda: list(client.versions(TERMS)),
        f"{here}/versions/{{version}}": lambda: client.version(TERMS, version),
        f"{here}/diff": lambda: list(client.diff(TERMS, other, version, changed=True)),
        f"{here}/provisions": lambda: list(client.provisions(TERMS)),
        f"{here}/provisions/{{provision}}": lambda: client.provision(TERMS, provision),
        f"{here}/provisions/{{provision}}/history": lambda: client.provision_history(TERMS, provision),
        f"{here}/provisions/{{provision}}/comparison": lambda: client.provision_comparison(TERMS, provision),
        f"{here}/baselines": lambda: list(client.acceptances(TERMS)),
        f"{here}/drift": lambda: client.drift(TERMS),
        "/changes": lambda: list(client.changes()),
        "/changes/{change}": lambda: client.change(change),
        "/changes/{change}/redline": lambda: list(client.redline(change)),
        "/corrections": lambda: list(client.corrections()),
        "/review": lambda: list(client.review()),
        "/topics": lambda: list(client.topics()),
        "/topics/{topic}": lambda: client.topic(names["topic"][0]),
        "/topics/{topic}/adoption": lambda: client.adoption(names["topic"][0]),
        "/regulations": lambda: list(client.regulations()),
        "/regulations/{regulation}": lambda: client.regulation(names["regulation"][0]),
        "/facets": client.facets,
        "/compare": lambda: client.compare(["birchwood", "nettle"], ["SHARE.retention"]),
        "/search": lambda: list(client.search("messages")),
        "/instance": client.instance,
        "/health": lambda: list(client.health()),
        "/dates": lambda: list(client.dates()),
        "/measures": lambda: list(client.measures()),
        "/watches": lambda: list(client.watches()),
        "/watches/{watch}": lambda: client.watch(names["watch"][0]),
        "/alerts": client.alerts,
        "/deliveries": lambda: list(client.deliveries()),
        "/baselines": lambda: list(client.baselines()),
        "/log": client.log,
        "/log/keys": lambda: list(client.log_keys()),
        "/log/leaves": lambda: list(client.leaves()),
        "/log/proofs/{kind}/{subject}": lambda: client.proof("version", version),
    }


def test_every_address_of_the_api_has_a_call_and_gives_what_it_answers(
    on: Whole, client: Client, served: tuple[str, Noted]
) -> None:
    calls = _calls(client, on.names)
    assert set(calls) == set(addresses(on))
    for path, call in calls.items():
        served[1].seen.clear()
        found = call()
        asked, status = served[1].seen[0]
        assert status == 200
        assert re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), asked), (path, asked)
        if isinstance(found, dict):
            assert on.client.get(API + asked).json() == found or "?" in addresses(on)[path]
        else:
            assert found, path


def test_a_comparison_as_of_a_day_says_of_when_it_is(on: Whole, client: Client) -> None:
    told = client.provision_comparison(TERMS, on.names["provision"][0], at="2026-03-05")
    assert told["at"] == "2026-03-05T23:59:59.999999+00:00"
    assert client.provision_comparison(TERMS, on.names["provision"][0])["at"] is None


def test_answers_have_the_fields_that_their_types_name(on: Whole, client: Client) -> None:
    kinds = {
        "/platforms": answers.Platform,
        "/documents/{platform}/{document}/versions/{version}": answers.VersionDetail,
        "/documents/{platform}/{document}/provisions": answers.Provision,
        "/changes": answers.ChangeRecord,
        "/changes/{change}/redline": answers.RedlinedChange,
        "/watches": answers.Watch,
        "/log/proofs/{kind}/{subject}": answers.Proof,
        "/documents/{platform}/{document}/drift": answers.Drift,
    }
    calls = _calls(client, on.names)
    for path, kind in kinds.items():
        found = calls[path]()
        for each in found if isinstance(found, list) else [found]:
            _fits(each, kind)


def _fits(value: Any, kind: Any) -> None:
    hints, written = get_type_hints(kind), get_type_hints(kind, include_extras=True)
    required = {name for name, each in written.items() if get_origin(each) is not NotRequired}
    assert required <= set(value) <= set(hints), kind
    for name, each in value.items():
        if is_typeddict(hints[name]):
            _fits(each, hints[name])


def test_a_list_is_read_page_by_page_and_only_as_far_as_it_is_needed(
    on: Whole, client: Client, served: tuple[str, Noted]
) -> None:
    topics = client.topics()
    first = next(topics)
    assert len(served[1].seen) == 1
    rest = list(topics)
    assert len(served[1].seen) == 2
    listed = on.client.get(f"{API}/topics?limit=200").json()["items"]
    assert [first, *rest] == listed


def test_what_did_not_change_is_answered_from_what_was_kept(
    client: Client, served: tuple[str, Noted]
) -> None:
    once, again = client.version(TERMS, "2026-03-01"), client.version(TERMS, "2026-03-01")
    assert once == again
    assert "We keep your messages for 90 days." in once["text"]
    assert [status for _, status in served[1].seen] == [200, 304]


def test_only_so_many_answers_are_kept(served: tuple[str, Noted]) -> None:
    served[1].seen.clear()
    with Client(served[0], kept=1) as client:
        for name in ("birchwood", "nettle", "birchwood", "birchwood"):
            client.platform(name)
    assert [status for _, status in served[1].seen] == [200, 200, 200, 304]


def test_filters_reach_the_instance(client: Client) -> None:
    every = list(client.changes(all=True))
    assert {each["class"] for each in every} >= {"substantive", "noise"}
    assert {each["platform"] for each in client.changes(platform="nettle", all=True)} == {"Nettle"}
    assert [each["id"] for each in client.changes(change_class="noise")] == [
        each["id"] for each in every if each["class"] == "noise"
    ]
    assert {each["id"] for each in client.documents(platform="nettle")} == {OTHER}
    assert list(client.changes(since="2030-01-01")) == []
    was = client.provision(TERMS, "history", at="2026-01-06")
    assert "30 days" in was["text"]


def test_a_failure_is_an_exception_with_the_problems_title_and_detail(client: Client) -> None:
    with pytest.raises(NotFoundError) as missing:
        client.platform("birchwod")
    assert (missing.value.status, missing.value.title) == (404, "Not Found")
    assert "no platform of that name is tracked here" in missing.value.detail
    assert missing.value.mend == "Look at the list of platforms."
    with pytest.raises(ApiError) as refused:
        list(client.changes(since="yesterday"))
    assert refused.value.status == 400
    assert not isinstance(refused.value, NotFoundError)
    assert "is no date" in str(refused.value)


@pytest.mark.parametrize("name", ["../platforms", "a/b", "%2e%2e", "a?x=1", "a\nb", "é"])
def test_a_name_is_one_part_of_the_address_whatever_it_holds(client: Client, name: str) -> None:
    with pytest.raises(NotFoundError):
        client.platform(name)


@pytest.mark.parametrize("name", ["", "birchwood", "/terms", "birchwood/"])
def test_what_names_no_document_is_refused_before_anything_is_asked(client: Client, name: str) -> None:
    with pytest.raises(ValueError, match="write platform/document"):
        client.document(name)


def test_it_waits_as_it_is_asked_to_and_then_says_so(on: Whole) -> None:
    moment = [0.0]
    paused: list[float] = []
    server = start_server(Pace(on.app, 2, lambda: moment[0]), "127.0.0.1", 0)  # type: ignore[arg-type]

    def pause(seconds: float) -> None:
        paused.append(seconds)
        moment[0] += seconds

    with Client(server.url, pause=pause) as client:
        for _ in range(4):
            client.platform("nettle")
        assert paused == [30, 30]
    with Client(server.url, pause=lambda _: None, patience=1) as hasty, pytest.raises(BusyError) as busy:
        hasty.platform("nettle")
    assert (busy.value.status, busy.value.title) == (429, "Too Many Requests")
    server.stop()


def test_no_connection_is_held_while_it_waits() -> None:
    """One that the server closes at that very moment would be a failure of the request after."""
    connections: list[object] = []

    class Waiting(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            connections.append(self.client_address)
            super().setup()

        def do_GET(self) -> None:
            told = b"{}"
            self.send_response(503 if len(connections) == 1 else 200)
            self.send_header("retry-after", "5")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Waiting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Client(f"http://127.0.0.1:{server.server_address[1]}", pause=lambda _: None) as client:
        assert list(client.instance()) == []
        assert len(connections) == 2
    server.shutdown()
    server.server_close()


def test_nobody_there_and_something_else_there_are_told(on: Whole) -> None:
    server = start_server(on.app, "127.0.0.1", 0)
    server.stop()
    with (
        Client(server.url, timeout_seconds=2) as client,
        pytest.raises(UnreachableError, match="no answer came"),
    ):
        client.instance()
    for address in ("ftp://watch.example", "watch.example", ""):
        with pytest.raises(ValueError, match="no http or https address"):
            Client(address)


@pytest.mark.parametrize(
    ("status", "headers", "body", "error", "told"),
    [
        (502, {}, b"<h1>Bad gateway</h1>", ApiError, "Bad gateway"),
        (302, {"location": "https://elsewhere.example/"}, b"", ApiError, "answered 302"),
        (200, {}, b"<html>", UnreachableError, "no JSON"),
        (
            200,
            {},
            b'{"items": [], "next": "//elsewhere.example/api/v1/x"}',
            UnreachableError,
            "away from itself",
        ),
        (
            200,
            {},
            b'{"items": [], "next": "https://elsewhere.example/"}',
            UnreachableError,
            "away from itself",
        ),
        (404, {}, json.dumps({"title": 1}).encode(), NotFoundError, "answered 404"),
        (599, {}, b"", ApiError, "answered 599"),
    ],
)
def test_what_is_no_answer_of_an_instance_is_told_and_not_followed(
    status: int, headers: dict[str, str], body: bytes, error: type[Exception], told: str
) -> None:
    asked: Counter[str] = Counter()

    class Odd(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked[f"{self.path} {self.headers['authorization']}"] += 1
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = HTTPServer(("127.0.0.1", 0), Odd)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    with Client(url, token="t0k") as client, pytest.raises(error, match=re.escape(told)):
        list(client.platforms())
    server.shutdown()
    server.server_close()
    thread.join()
    assert asked == {"/api/v1/platforms?limit=100 Bearer t0k": 1}
