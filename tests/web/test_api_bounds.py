"""How often and how much one may ask, and that every failure, ours too, is told as problem details."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Body, FastAPI, Query
from httpx2 import Response
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from tests.web.conftest import BASE, StillClock
from tests.web.small_instance import Builder

from clausewatch.config import load_settings
from clausewatch.errors import BadInputError, DamagedObjectError, UnavailableError
from clausewatch.web import Site, create_app
from clausewatch.web.api import pace, shapes
from clausewatch.web.api.app import HANDLERS
from clausewatch.web.api.bounds import Bounded
from clausewatch.web.api.pace import Pace


class Made(BaseModel):
    name: str


class Moment:
    """Seconds that go on when they are told to."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _problem(answer: Response, status: int) -> shapes.Problem:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = shapes.Problem.model_validate_json(answer.content, strict=True)
    assert told.status == status
    return told


async def _fine(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("fine")(scope, receive, send)


def _asks(app: Pace, address: str) -> TestClient:
    return TestClient(app, client=(address, 5_000))


def test_an_address_asks_as_often_as_it_may_and_again_when_its_bucket_fills() -> None:
    moment = Moment()
    app = Pace(_fine, 6, moment)
    client = _asks(app, "192.0.2.1")
    assert [client.get("/").status_code for _ in range(6)] == [200] * 6
    refused = client.get("/")
    told = _problem(refused, 429)
    assert refused.headers["retry-after"] == "10"
    assert refused.headers["cache-control"] == "no-store"
    assert "more than 6 times a minute" in told.detail
    moment.seconds = 9.0
    assert client.get("/").headers["retry-after"] == "1"
    moment.seconds = 10.0
    assert [client.get("/").status_code for _ in range(2)] == [200, 429]
    moment.seconds = 10_000.0
    assert [client.get("/").status_code for _ in range(7)] == [200] * 6 + [429]


def test_addresses_do_not_take_from_one_another_but_an_ipv6_site_is_one() -> None:
    app = Pace(_fine, 1, Moment())
    spent = ("192.0.2.1", "2001:db8:1:2::1", "::ffff:192.0.2.9")
    assert [_asks(app, each).get("/").status_code for each in spent] == [200] * 3
    again = ("192.0.2.2", "2001:db8:1:3::1", "::ffff:192.0.2.8", "unix")
    assert [_asks(app, each).get("/").status_code for each in again] == [200] * 4
    same = ("192.0.2.1", "2001:db8:1:2:ffff::9", "2001:db8:1:2::1%eth0", "unix")
    assert [_asks(app, each).get("/").status_code for each in same] == [429] * 4


def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_ADDRESSES", 3)
    app = Pace(_fine, 1, Moment())
    for number in range(50):
        assert _asks(app, f"192.0.2.{number}").get("/").status_code == 200
        assert len(app._left) <= 3
    assert _asks(app, "192.0.2.49").get("/").status_code == 429
    assert _asks(app, "192.0.2.0").get("/").status_code == 200


def test_without_a_limit_nothing_is_counted() -> None:
    app = Pace(_fine, 0, Moment())
    client = _asks(app, "192.0.2.1")
    assert {client.get("/").status_code for _ in range(50)} == {200}
    assert not app._left


def test_the_limit_is_of_the_api_alone(instance: Builder) -> None:
    site = Site(instance.database, instance.bodies, StillClock(), BASE, requests_per_minute=2)
    app = create_app(site)
    client = TestClient(app)
    assert [client.get("/api/v1/platforms").status_code for _ in range(4)] == [200, 200, 429, 429]
    _problem(client.get("/api/v1/nothing"), 429)
    paths = {each.path for each in app.routes if isinstance(each, Route)}
    static = [each for each in paths if each.startswith("/static/")]
    assert static
    for path in (*static, "/health/", "/feed.atom"):
        assert {client.get(path).status_code for _ in range(4)} == {200}


def test_the_setting_is_generous_and_checked(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}).serve.requests_per_minute == 600
    (tmp_path / "clausewatch.toml").write_text("[serve]\nrequests_per_minute = -1\n")
    with pytest.raises(BadInputError, match=r"serve\.requests_per_minute"):
        load_settings(tmp_path, {})


@pytest.fixture
def api() -> Iterator[TestClient]:
    """An application with the API's own handlers, whose routes fail in every way."""
    app = FastAPI(exception_handlers=HANDLERS)

    @app.get("/told/{kind}")
    def told(kind: str) -> None:
        raise {
            "bad": BadInputError("x", "is bad", "Mend it"),
            "gone": UnavailableError("x", "is not made here", "Ask later", 503),
            "damaged": DamagedObjectError("x", "is damaged", "Run clausewatch verify"),
            "broken": RuntimeError("a secret of ours"),
            "unauthorised": HTTPException(401, "a token is needed", {"www-authenticate": "Bearer"}),
        }[kind]

    @app.get("/query")
    def query(number: Annotated[int, Query(le=3)]) -> int:
        return number

    @app.post("/body")
    def body(made: Annotated[Made, Body()]) -> str:
        return made.name

    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/told/bad", 400),
        ("/told/gone", 503),
        ("/told/damaged", 500),
        ("/told/broken", 500),
        ("/told/unauthorised", 401),
        ("/query?number=9", 400),
        ("/query", 400),
        ("/nothing", 404),
        ("/body", 405),
    ],
)
def test_every_failure_has_the_one_shape(api: TestClient, path: str, status: int) -> None:
    answer = api.get(path)
    told = _problem(answer, status)
    assert "a secret of ours" not in answer.text
    assert told.subject
    assert told.reason
    assert told.mend


def test_headers_of_a_refusal_come_with_it(api: TestClient) -> None:
    assert api.get("/told/unauthorised").headers["www-authenticate"] == "Bearer"
    assert "GET" in api.post("/query").headers["allow"]


@pytest.mark.parametrize("sent", [{}, {"name": 3}, [], None, "x" * 1000])
def test_a_body_that_cannot_be_used_is_422(api: TestClient, sent: object) -> None:
    told = _problem(api.post("/body", json=sent), 422)
    assert told.title in ("Unprocessable Entity", "Unprocessable Content")


@pytest.mark.parametrize("length", ["65537", "9" * 5000, "-1", "1e3", "١"])
def test_a_body_that_is_too_long_or_of_no_length_is_413(length: str) -> None:
    client = TestClient(Bounded(Starlette(routes=[Route("/", lambda _: PlainTextResponse("fine"))])))
    answer = client.get("/", headers={b"content-length": length.encode()})
    assert len(answer.content) < 1_500
    _problem(answer, 413)


def test_a_short_body_is_passed_over() -> None:
    client = TestClient(Bounded(Starlette(routes=[Route("/", lambda _: PlainTextResponse("fine"))])))
    assert client.request("GET", "/", content=b"x" * 65_536).status_code == 200
