"""Tokens of programs, watches by API, pages that are not public, and plans by a signed webhook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from httpx2 import Response
from standardwebhooks import Webhook
from starlette.testclient import TestClient
from tests.web.accounts_kit import BASE, House, house

from clausewatch.alert.plans import shipped_plans
from clausewatch.client import Client, NotFoundError
from clausewatch.nouns.account import Account, ApiToken, Membership, Organisation, Role, TokenScope
from clausewatch.nouns.subscription import AlertState
from clausewatch.pipeline.passwords import key_of, new_id, new_token
from clausewatch.publish import watch_line
from clausewatch.storage import accounts, sessions, subscriptions
from clausewatch.web import create_app
from clausewatch.web.api.shapes import Listing, Problem
from clausewatch.web.api.watches import WatchMade, WatchTold
from clausewatch.web.server import start_server

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
WATCHES = "/api/v1/watches"
ASKED = {"name": "Birds", "channel": "feed", "platforms": ["birchwood"], "pace": "weekly"}


@dataclass
class Program:
    """A program of an organisation, with one token of each kind."""

    house: House
    client: TestClient
    of: Organisation
    owner: Account

    def token(self, *scopes: TokenScope, days: int = 30) -> str:
        secret, now = f"cwt_{new_token()}", self.house.clock.at
        made = ApiToken(
            new_id(), key_of(secret), self.of.id, self.owner.id, "ci", scopes, now, now + timedelta(days=days)
        )
        with self.house.members.instance.database.write() as connection:
            sessions.add_token(connection, made)
        return secret

    def ask(self, method: str, path: str, token: str = "", body: Any = None) -> Response:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        content = None if body is None else json.dumps(body)
        return self.client.request(
            method, path, headers={**headers, "content-type": "application/json"}, content=content
        )


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("api")) as made:
        yield replace(made, members=replace(made.members, plan_secret=SECRET))


@pytest.fixture(scope="module")
def opened(lived: House) -> Iterator[TestClient]:
    with TestClient(create_app(lived.site), base_url=BASE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def program(lived: House, opened: TestClient) -> Program:
    of = lived.organisation("programs")
    return Program(lived, opened, of, lived.person(f"{new_id()}@programs.example", of))


def test_watches_are_made_listed_and_ended(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    made = program.ask("POST", WATCHES, token, ASKED)
    assert made.status_code == 201, made.text
    WatchMade.model_validate(made.json())
    listed = program.ask("GET", WATCHES, token)
    Listing[WatchTold].model_validate_json(listed.content, strict=True)
    assert listed.headers["cache-control"] == "no-store"
    with program.house.members.instance.database.read() as connection:
        (kept,) = subscriptions.watches_of(connection, program.of.id)
    assert listed.json()["items"] == [{**watch_line(kept), "paused": None}]
    one = program.ask("GET", f"{WATCHES}/{kept.id}", token)
    assert one.json() == listed.json()["items"][0]
    WatchTold.model_validate_json(one.content, strict=True)
    assert one.headers["cache-control"] == "no-store"
    assert "secret" not in listed.json()["items"][0]
    ended = program.ask("DELETE", f"{WATCHES}/{kept.id}", token)
    assert (ended.status_code, ended.content) == (204, b"")
    assert program.ask("DELETE", f"{WATCHES}/{kept.id}", token).status_code == 404
    assert program.ask("GET", WATCHES, token).json()["items"] == []
    (over,) = program.ask("GET", f"{WATCHES}?all=true", token).json()["items"]
    assert over == program.ask("GET", f"{WATCHES}/{kept.id}", token).json()
    assert not over["active"]


def test_the_client_reads_an_organisations_watches(program: Program) -> None:
    made = program.ask("POST", WATCHES, program.token(TokenScope.WATCH), ASKED).json()
    server = start_server(create_app(program.house.site), "127.0.0.1", 0)
    try:
        with Client(server.url, token=program.token(TokenScope.READ)) as client:
            assert client.watch(made["id"]) == next(client.watches())
            assert client.watch(made["id"])["id"] == made["id"]
            with pytest.raises(NotFoundError):
                client.watch("songbirds")
            program.ask("DELETE", f"{WATCHES}/{made['id']}", program.token(TokenScope.WATCH))
            assert list(client.watches()) == []
            assert [each["active"] for each in client.watches(ended=True)] == [False]
    finally:
        server.stop()


def test_a_paused_watch_says_why(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    first = program.ask("POST", WATCHES, token, ASKED).json()["id"]
    program.house.clock.later(seconds=1)
    second = program.ask("POST", WATCHES, token, {**ASKED, "platforms": ["nettle"], "search": "fees"}).json()
    small = replace(shipped_plans()[2], platforms=1)
    members = replace(program.house.members, plans=(small,))
    with TestClient(create_app(replace(program.house.site, members=members)), base_url=BASE) as client:
        inner = replace(program, client=client)
        why = {each["id"]: each["paused"] for each in inner.ask("GET", WATCHES, token).json()["items"]}
        assert why[first] is None
        assert "with this it would be 2" in why[second["id"]]
        assert inner.ask("GET", f"{WATCHES}/{second['id']}", token).json()["paused"] == why[second["id"]]


def test_a_webhooks_secret_is_answered_once(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    asked = {**ASKED, "channel": "webhook", "target": "https://hooks.example/in"}
    assert program.ask("POST", WATCHES, token, asked).json()["secret"].startswith("whsec_")
    assert "whsec_" not in program.ask("GET", WATCHES, token).text
    given = program.ask(
        "POST", WATCHES, token, {**asked, "target": "https://hooks.example/2", "secret": SECRET}
    )
    assert given.json()["secret"] is None


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_watches_take_a_token(program: Program, method: str) -> None:
    path = f"{WATCHES}/x" if method == "DELETE" else WATCHES
    for token in ("", "nonsense", "cwt_" + new_token(), program.token(TokenScope.WATCH, days=0)):
        answer = program.ask(method, path, token, ASKED if method == "POST" else None)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"
        assert Problem.model_validate(answer.json(), strict=True).status == 401


def test_a_scope_is_no_other(program: Program) -> None:
    token = program.token(TokenScope.READ)
    assert program.ask("GET", WATCHES, token).status_code == 200
    for method, path in (("POST", WATCHES), ("DELETE", f"{WATCHES}/x")):
        answer = program.ask(method, path, token, ASKED if method == "POST" else None)
        assert answer.status_code == 403
        assert 'scope="watch"' in answer.headers["www-authenticate"]


def test_anothers_watch_is_not_there(program: Program, lived: House, opened: TestClient) -> None:
    mine = program.ask("POST", WATCHES, program.token(TokenScope.WATCH), ASKED).json()["id"]
    of = lived.organisation("others")
    other = Program(lived, opened, of, lived.person(f"{new_id()}@others.example", of))
    assert other.ask("DELETE", f"{WATCHES}/{mine}", other.token(TokenScope.WATCH)).status_code == 404
    assert other.ask("GET", WATCHES, other.token(TokenScope.READ)).json()["items"] == []
    for theirs in (mine, "songbirds", "nothing"):
        assert other.ask("GET", f"{WATCHES}/{theirs}", other.token(TokenScope.READ)).status_code == 404
    assert other.ask("DELETE", f"{WATCHES}/songbirds", other.token(TokenScope.WATCH)).status_code == 404


def test_a_token_is_worth_what_its_maker_may(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    database, now = program.house.members.instance.database, program.house.clock.at
    with database.write() as connection:
        accounts.save_member(connection, Membership(program.of.id, program.owner.id, Role.READER, now))
    assert program.ask("POST", WATCHES, token, ASKED).status_code == 403
    assert program.ask("GET", WATCHES, token).status_code == 200
    with database.write() as connection:
        accounts.change_account(connection, replace(program.owner, disabled=True))
    assert program.ask("GET", WATCHES, token).status_code == 401
    with database.write() as connection:
        accounts.remove_member(connection, program.of.id, program.owner.id)
    assert program.ask("GET", WATCHES, token).status_code == 401


def test_the_plan_bites_here_as_well(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    everything = program.ask("POST", WATCHES, token, {**ASKED, "platforms": []})
    assert everything.status_code == 403
    assert "is about all" in everything.json()["reason"]
    with program.house.members.instance.database.write() as connection:
        accounts.grant_plan(connection, program.of.id, "watcher", program.house.clock.at)
    answer = program.ask("GET", WATCHES, token)
    assert answer.status_code == 403
    assert answer.json()["mend"].startswith("Professional allows it")


@pytest.mark.parametrize("field", ["organisation", "id", "active", "created_at"])
def test_a_body_sets_only_what_is_documented(program: Program, field: str) -> None:
    answer = program.ask("POST", WATCHES, program.token(TokenScope.WATCH), {**ASKED, field: "x"})
    assert answer.status_code == 422


def test_mail_goes_to_members_alone(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    asked = {**ASKED, "channel": "email", "target": "victim@elsewhere.example"}
    assert program.ask("POST", WATCHES, token, asked).status_code == 400
    assert program.ask("POST", WATCHES, token, {**asked, "target": program.owner.email}).status_code == 201


def test_bodies_are_bounded(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    assert program.ask("POST", WATCHES, token, {**ASKED, "name": "x" * 70_000}).status_code == 413
    chunked = program.client.post(
        WATCHES, content=iter([b"{}"]), headers={"authorization": f"Bearer {token}"}
    )
    assert chunked.status_code == 411
    bodies: tuple[Any, ...] = ([], "x", {"name": 3}, {**ASKED, "platforms": "birchwood"})
    for body in bodies:
        assert program.ask("POST", WATCHES, token, body).status_code == 422


def test_reading_is_public_unless_the_operator_says_otherwise(program: Program) -> None:
    assert program.ask("GET", "/api/v1/platforms").status_code == 200
    assert program.ask("GET", "/api/v1/platforms", "wrong").status_code == 401, "a wrong token is told"
    assert program.ask("POST", "/api/v1/platforms", program.token(TokenScope.WATCH), {}).status_code == 405
    made = program.house
    site = replace(made.site, members=replace(made.members, public=False))
    with TestClient(create_app(site), base_url=BASE, follow_redirects=False) as client:
        inner = replace(program, client=client)
        for path in ("/platforms", "/changes", "/openapi.json", "/search?q=songbirds"):
            assert inner.ask("GET", f"/api/v1{path}").status_code == 401
            assert inner.ask("GET", f"/api/v1{path}", program.token(TokenScope.READ)).status_code == 200


def test_pages_that_are_not_public_lead_to_the_sign_in(lived: House) -> None:
    private = replace(lived, members=replace(lived.members, public=False), made=[])
    of = private.organisation("readers")
    inside = private.visitor(private.person("one@readers.example", of, Role.READER))
    for path in (
        "/",
        "/changes/",
        "/platform/birchwood/",
        "/feed.atom",
        "/registry/?q=songbirds",
        "/nowhere/",
    ):
        outside = private.visitor().get(path)
        assert (outside.status_code, outside.headers["location"]) == (303, "/sign-in/")
        assert inside.get(path).status_code in (200, 404)
    assert inside.get("/changes/").headers["cache-control"] == "private, no-cache"
    assert private.visitor().get("/sign-in/").status_code == 200
    assert private.visitor().get("/watch/songbirds/feed.atom").status_code == 200


def test_deliveries_and_alerts_tell_nothing_of_members_watches(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    asked = {**ASKED, "channel": "webhook", "target": "https://hooks.members.example/in"}
    mine = program.ask("POST", WATCHES, token, asked).json()["id"]
    before = program.ask("GET", "/api/v1/deliveries").json()
    with program.house.members.instance.database.write() as connection:
        told = subscriptions.alerts(connection)[0]
        made = replace(told, id=new_id(), watch=mine, state=AlertState.PENDING, created_at=told.created_at)
        assert subscriptions.save_alerts(connection, (made,)) == 1
    assert before["items"], "the operator's own are told"
    assert program.ask("GET", "/api/v1/deliveries").json() == before
    assert program.ask("GET", f"/api/v1/deliveries?watch={mine}").status_code == 404
    assert program.ask("GET", f"{WATCHES}/{mine}").status_code == 401
    newest = program.ask("GET", "/api/v1/alerts")
    assert made.id in newest.text
    assert "members.example" not in newest.text


def test_an_instance_that_had_accounts_once_shows_no_members_watches(program: Program) -> None:
    mine = program.ask("POST", WATCHES, program.token(TokenScope.WATCH), ASKED).json()["id"]
    with TestClient(create_app(replace(program.house.site, members=None)), base_url=BASE) as client:
        listed = {each["id"] for each in client.get(f"{WATCHES}?all=true&limit=200").json()["items"]}
        assert "songbirds" in listed
        assert mine not in listed
        assert client.get(f"{WATCHES}/{mine}").status_code == 404


def test_watches_come_in_pages(program: Program) -> None:
    token = program.token(TokenScope.WATCH)
    made = {
        program.ask("POST", WATCHES, token, {**ASKED, "search": each}).json()["id"]
        for each in ("fees", "messages")
    }
    first = program.ask("GET", f"{WATCHES}?limit=1", token).json()
    second = program.ask("GET", first["next"], token).json()
    assert {each["id"] for each in (*first["items"], *second["items"])} == made
    assert second["next"] is None


def test_who_asks_too_often_is_told_before_the_token_is_looked_at(lived: House) -> None:
    with TestClient(create_app(replace(lived.site, requests_per_minute=1)), base_url=BASE) as client:
        first, second = client.get(WATCHES), client.get(WATCHES)
    assert (first.status_code, second.status_code) == (401, 429)
    assert int(second.headers["retry-after"]) > 0
    assert "www-authenticate" not in second.headers


def test_the_documentation_says_which_take_a_token(program: Program) -> None:
    described = program.ask("GET", "/api/v1/openapi.json").json()
    assert described["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    assert set(described["paths"]["/watches"]) == {"get", "post"}
    assert described["paths"]["/watches"]["post"]["security"] == [{"token": []}]
    assert "security" not in described["paths"]["/platforms"]["get"]
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert {"401", "403"} <= set(operation["responses"]), path
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert set(response["content"]) == {"application/problem+json"}, (path, status)
    post = described["paths"]["/watches"]["post"]
    assert {"411", "422"} <= set(post["responses"])
    assert "411" not in described["paths"]["/platforms"]["get"]["responses"]
    assert "POST /api/v1/watches" in program.ask("GET", "/api/v1/").text


def signed(told: object, *, secret: str = SECRET, at: datetime | None = None, name: str = "msg_1") -> Any:
    body = json.dumps(told)
    moment = at or datetime.now(UTC)
    return {
        "content": body,
        "headers": {
            "webhook-id": name,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(secret).sign(name, moment, body),
        },
    }


def test_a_signed_webhook_grants_a_plan(program: Program) -> None:
    told = {"type": "plan.granted", "data": {"organisation": program.of.id, "plan": "watcher"}}
    answer = program.client.post("/hooks/plan", **signed(told))
    assert answer.json() == {"granted": True, "organisation": program.of.id, "plan": "watcher"}
    with program.house.members.instance.database.read() as connection:
        assert accounts.granted_plan(connection, program.of.id) == "watcher"
        assert any("watcher" in each.what for each in sessions.deeds(connection, program.of.id, 9))


def test_owners_hear_which_watches_a_lesser_plan_pauses(program: Program) -> None:
    program.ask("POST", WATCHES, program.token(TokenScope.WATCH), {**ASKED, "pace": "daily"})
    box = program.house.box
    before = len(box.taken)
    told = {"type": "plan.granted", "data": {"organisation": program.of.id, "plan": "reader"}}
    for _ in range(2):
        program.client.post("/hooks/plan", **signed(told))
    (mail,) = box.taken[before:]
    assert mail.rcpt_tos == [program.owner.email]
    assert isinstance(mail.content, bytes)
    content = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
    assert content is not None
    text = " ".join(content.get_content().split())
    assert "nothing is sent any more for: Birds (the plan Reader tells weekly, not daily)" in text
    assert f"{BASE}/account/{program.of.id}/" in text


def test_what_is_not_signed_so_grants_nothing(program: Program) -> None:
    told = {"type": "plan.granted", "data": {"organisation": program.of.id, "plan": "watcher"}}
    good = signed(told)
    other = "whsec_" + "A" * 43 + "="
    for sent in (
        signed(told, secret=other),
        signed(told, at=datetime.now(UTC) - timedelta(minutes=10)),
        {**good, "content": good["content"].replace("watcher", "reader")},
        {**good, "headers": {**good["headers"], "webhook-id": "msg_2"}},
        {"content": good["content"], "headers": {}},
    ):
        assert program.client.post("/hooks/plan", **sent).status_code == 401
    with program.house.members.instance.database.read() as connection:
        assert accounts.granted_plan(connection, program.of.id) == "professional"


def test_a_message_that_somebody_kept_brings_no_old_plan_back(program: Program) -> None:
    now = datetime.now(UTC)

    def grant(plan: str) -> dict[str, object]:
        return {"type": "plan.granted", "data": {"organisation": program.of.id, "plan": plan}}

    old = signed(grant("professional"), at=now - timedelta(seconds=60))
    assert program.client.post("/hooks/plan", **old).json()["granted"]
    assert program.client.post("/hooks/plan", **signed(grant("reader"), at=now)).json()["granted"]
    assert not program.client.post("/hooks/plan", **old).json()["granted"]
    with program.house.members.instance.database.read() as connection:
        assert accounts.granted_plan(connection, program.of.id) == "reader"


def test_a_message_that_is_tried_again_late_brings_no_old_plan_back(program: Program) -> None:
    """The sender signs each try anew; what happened when is in the message."""

    def grant(plan: str, happened: str) -> dict[str, object]:
        data = {"organisation": program.of.id, "plan": plan}
        return {"type": "plan.granted", "timestamp": happened, "data": data}

    for plan, happened, granted in (
        ("reader", "2026-04-02T12:00:00.250000+00:00", True),
        ("professional", "2026-04-02T12:00:00Z", False),
        ("watcher", "2026-04-02T14:00:01.5+02:00", True),
        ("professional", "2099-01-01T00:00:00Z", True),
    ):
        sent = program.client.post("/hooks/plan", **signed(grant(plan, happened), name=f"msg_{plan}"))
        assert sent.json()["granted"] is granted, plan
    later = program.client.post("/hooks/plan", **signed(grant("reader", "2098-01-01T00:00:00Z")))
    assert later.json()["granted"], "what would be to come counts from when it was sent"
    for wrong in ("yesterday", "2026-04-02T12:00:00", 3):
        answer = program.client.post("/hooks/plan", **signed({**grant("reader", ""), "timestamp": wrong}))
        assert answer.status_code == 400


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"type": "plan.granted", "data": {"organisation": "nobody", "plan": "watcher"}}, 404),
        ({"type": "plan.granted", "data": {"organisation": "nobody", "plan": "golden"}}, 400),
        ({"type": "plan.granted", "data": 3}, 400),
        ({"type": "other"}, 400),
        ([], 400),
    ],
)
def test_what_a_hook_cannot_mean_is_told(program: Program, told: object, status: int) -> None:
    assert program.client.post("/hooks/plan", **signed(told)).status_code == status


def test_without_a_secret_there_is_no_hook(lived: House) -> None:
    site = replace(lived.site, members=replace(lived.members, plan_secret=""))
    with TestClient(create_app(site), base_url=BASE) as client:
        assert client.post("/hooks/plan", **signed({})).status_code == 404
