"""Who may ask for what, over every route that the application has: pages, doors, the hook, and the API with every token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Host, Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from tests.web.accounts_kit import BASE, House, house
from tests.web.test_accounts_matrix import LEAST
from tests.web.test_hostile_everywhere import ROUTES

from clausewatch.nouns.account import Account, ApiToken, Membership, Organisation, Role, TokenScope
from clausewatch.pipeline.passwords import key_of, new_id, new_token
from clausewatch.storage import accounts, sessions
from clausewatch.web import create_app

API = "/api/v1"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

# By hand, what the API of an instance with accounts has beside what anybody reads, and the scope that it takes.
OWN = {
    f"GET {API}/watches": "read",
    f"GET {API}/watches/{{watch}}": "read",
    f"POST {API}/watches": "watch",
    f"DELETE {API}/watches/{{watch}}": "watch",
}
# What is written without an account: by whoever holds a link's token, or the secret of the hook.
SIGNED = {"POST /watch/{watch}/unsubscribe", "POST /hooks/plan"}
# What stays open where nothing is public: ways in, feeds at secret addresses, what is the same in every instance.
OPEN = {
    *(path for door, least in LEAST.items() if least == "anybody" for path in [door.partition(" ")[2]]),
    "/watch/{watch}/feed.atom",
    "/watch/{watch}/feed.json",
    "/watch/{watch}/calendar.ics",
    "/watch/{watch}/unsubscribe",
    "/favicon.ico",
    "/robots.txt",
    "/hooks/plan",
    f"{API}/",
}
# Each with the status by which it is refused what takes no more than reading, and what takes changing watches.
TOKENS: dict[str, tuple[int, int]] = {
    "none": (401, 401),
    "made up": (401, 401),
    "over": (401, 401),
    "of a disabled account": (401, 401),
    "of a former member": (401, 401),
    "read": (0, 403),
    "watch of a reader": (0, 403),
    "watch": (0, 0),
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("everywhere")) as made:
        yield replace(made, members=replace(made.members, plan_secret=SECRET), made=[])


@pytest.fixture(scope="module", params=[True, False], ids=["public", "private"])
def app(request: pytest.FixtureRequest, lived: House) -> tuple[Starlette, bool]:
    site = replace(lived.site, members=replace(lived.members, public=request.param))
    return create_app(site), request.param


@pytest.fixture(scope="module")
def client(app: tuple[Starlette, bool]) -> Iterator[TestClient]:
    made = TestClient(app[0], base_url=BASE, follow_redirects=False, raise_server_exceptions=False)
    with made as opened:
        yield opened


@pytest.fixture(scope="module")
def tokens(lived: House) -> dict[str, str]:
    of, now = lived.organisation("programs"), lived.clock.at
    both = (TokenScope.READ, TokenScope.WATCH)

    def member(name: str, role: Role = Role.EDITOR) -> Account:
        return lived.person(f"{name}@programs.example", of, role)

    member("owner", Role.OWNER)
    made = {
        "over": _token(lived, of, member("over"), both, days=0),
        "of a disabled account": _token(lived, of, disabled := member("disabled"), both),
        "of a former member": _token(lived, of, former := member("former"), both),
        "read": _token(lived, of, member("read"), (TokenScope.READ,)),
        "watch of a reader": _token(lived, of, reader := member("reader"), both),
        "watch": _token(lived, of, member("watch"), both),
    }
    with lived.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(disabled, disabled=True))
        accounts.save_member(connection, Membership(of.id, reader.id, Role.READER, now))
        # Not by `remove_member`, which ends tokens as well.
        connection.exec_driver_sql("DELETE FROM membership WHERE account = ?", (former.id,))
    return {"none": "", "made up": "cwt_" + new_token(), **made}


def _token(
    lived: House, of: Organisation, who: Account, scopes: tuple[TokenScope, ...], days: int = 3_000
) -> str:
    secret, now = f"cwt_{new_token()}", lived.clock.at
    made = ApiToken(new_id(), key_of(secret), of.id, who.id, "ci", scopes, now, now + timedelta(days=days))
    with lived.members.instance.database.write() as connection:
        sessions.add_token(connection, made)
    return secret


def everything(app: Starlette) -> set[str]:
    """Each method and path of the application. What is neither a route nor the API's mount is not understood here."""
    found: set[str] = set()

    def add(route: BaseRoute, before: str = "") -> None:
        if isinstance(route, Mount):
            assert route.path == API
            for each in route.routes:
                add(each, API)
            return
        if (included := getattr(route, "original_router", None)) is not None:  # as FastAPI keeps a router
            for each in included.routes:
                add(each, before)
            return
        assert isinstance(route, Route | APIRoute), f"{type(route)} is no route that this test knows"
        assert route.methods, f"{route.path} answers every method"
        found.update(f"{method} {before}{route.path}" for method in route.methods)

    for each in app.routes:
        add(each)
    return found


def shown(app: Starlette) -> list[str]:
    """The paths without what is the same for all and holds nothing."""
    return sorted({each.partition(" ")[2] for each in everything(app)})


def test_every_route_is_in_a_table(app: tuple[Starlette, bool]) -> None:
    """A route that is added stands in one of the tables that are written by hand, or this fails."""
    found = {each for each in everything(app[0]) if "/static/" not in each}
    reads = {f"GET {path}" for path in ROUTES} - {f"GET {API}/watches", f"GET {API}/watches/{{watch}}"}
    known = reads | {*LEAST, *OWN, *SIGNED, "GET /favicon.ico"}
    heads = {f"HEAD{each.removeprefix('GET')}" for each in known if each.startswith("GET ")}
    assert found - heads == known


def test_a_route_that_is_added_does_not_slip_by(lived: House) -> None:
    """The tables above are compared with what the application has, so what this does not see would be tried by nobody."""
    app = create_app(lived.site)
    (api,) = (each.app for each in app.routes if isinstance(each, Mount))
    assert isinstance(api, Starlette)
    before = everything(app)
    app.routes.append(Route("/new/", _nothing, methods=["PUT"]))
    api.routes.append(Route("/inner", _nothing, methods=["POST"]))
    assert everything(app) - before == {"PUT /new/", f"POST {API}/inner"}
    for strange in (
        Mount("/files", create_app(lived.site)),
        WebSocketRoute("/socket", _nothing),
        Host("other", app),
    ):
        app.routes.append(strange)
        with pytest.raises(AssertionError):
            everything(app)
        app.routes.pop()


async def _nothing(*_asked: object) -> None:
    """Answers nothing."""


def test_only_what_is_in_the_tables_is_written(app: tuple[Starlette, bool], client: TestClient) -> None:
    """No other method does anything, whatever is sent along."""
    known = everything(app[0])
    for path in shown(app[0]):
        for method in METHODS:
            if f"{method} {path}" in known or (method == "HEAD" and f"GET {path}" in known):
                continue
            answer = client.request(method, filled(path), headers={"origin": BASE})
            assert answer.status_code in (303, 401, 404, 405, 411), (method, path, answer.status_code)
            assert answer.status_code != 303 or answer.headers["location"] == "/sign-in/"


def test_pages_take_a_session_where_nothing_is_public(
    app: tuple[Starlette, bool], client: TestClient, lived: House
) -> None:
    everywhere, public = app
    for path in shown(everywhere):
        if path.startswith((API, "/static/", "/account/")) or path in OPEN:
            continue
        if f"GET {path}" not in everything(everywhere):
            continue
        answer = client.get(filled(path))
        assert away(answer) is not public, path
        if not public:
            assert answer.headers["cache-control"] == "no-store"
    for path in sorted(OPEN):
        assert not away(client.get(filled(path))), path
    inside = House(lived.members, lived.clock, lived.box, lived.folder, made=[everywhere]).visitor(
        lived.person(f"{new_id()}@inside.example")
    )
    for path in ("/", "/changes/", "/platform/birchwood/", "/review/", "/health/", "/alerts/", "/baselines/"):
        answer = inside.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == ("no-cache" if public else "private, no-cache"), path


def test_what_is_watched_is_not_named_to_strangers_by_a_page_that_is_not_here(
    app: tuple[Starlette, bool], client: TestClient, lived: House
) -> None:
    everywhere, public = app
    for path in ("/static/birchwod", "/api/birchwod", "/watch/birchwod", "/account/x/y/birchwod"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert ("/platform/birchwood/" in answer.text) is public, path
    private = House(lived.members, lived.clock, lived.box, lived.folder, made=[everywhere])
    inside = private.visitor(lived.person(f"{new_id()}@near.example"))
    assert "/platform/birchwood/" in inside.get("/birchwod").text


@pytest.mark.parametrize("kind", TOKENS)
def test_every_operation_of_the_api_by_every_token(
    app: tuple[Starlette, bool], client: TestClient, lived: House, tokens: dict[str, str], kind: str
) -> None:
    everywhere, public = app
    reading, changing = TOKENS[kind]
    for each in sorted(everything(everywhere)):
        method, _, path = each.partition(" ")
        if not path.startswith(API) or method == "HEAD":
            continue
        lived.clock.later(minutes=20)  # so that nobody meets the limits of the one before
        headers = {"authorization": f"Bearer {tokens[kind]}"} if tokens[kind] else {}
        body = {"name": "x", "channel": "feed"} if method == "POST" else None
        answer = client.request(method, filled(path), headers=headers, json=body)
        refused = changing if OWN.get(each) == "watch" else reading
        if kind == "none" and each not in OWN and (public or path == f"{API}/"):
            refused = 0
        if refused:
            assert answer.status_code == refused, (each, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
            assert refused != 401 or answer.headers["www-authenticate"] == "Bearer"
            assert answer.headers["cache-control"] == "no-store"
        else:
            assert answer.status_code not in (401, 405, 500), (each, answer.text)
            # The plan may refuse what is asked for; the token is not what is refused.
            assert answer.status_code != 403 or answer.json()["subject"] == "This watch", each


def filled(path: str) -> str:
    """The path with names that nothing has."""
    return re.sub(r"{[^}]+}", "x", path)


def away(answer: Response) -> bool:
    return answer.status_code == 303 and answer.headers["location"] == "/sign-in/"
