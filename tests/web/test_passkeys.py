"""Passkeys: made, used and removed by a software authenticator; and every answer that must not be taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fido2.webauthn import AuthenticatorData
from httpx2 import Response
from tests.web.accounts_kit import BASE, House, Visitor, house, offering, words
from tests.web.authenticator_kit import PRESENT, VERIFIED, Authenticator, content, text
from tests.web.test_vouched import signed_in

from clausewatch.nouns.account import Account
from clausewatch.nouns.ways import Passkey
from clausewatch.pipeline import passkeys
from clausewatch.pipeline.passkeys import RelyingParty, relying_party
from clausewatch.pipeline.passwords import new_totp
from clausewatch.storage import accounts, sessions, ways

HOST = "watch.example"


@dataclass
class World:
    house: House
    ada: Account
    eve: Account

    def passkeys(self, who: Account) -> tuple[Passkey, ...]:
        with self.house.members.instance.database.read() as connection:
            return ways.passkeys(connection, who.id)

    def log(self, who: Account) -> list[tuple[str, str]]:
        with self.house.members.instance.database.read() as connection:
            return [(each.what, each.about) for each in sessions.deeds_by(connection, who.id)]

    def made(self, who: Account, **more: Any) -> Authenticator:
        """A passkey of that account."""
        key = Authenticator(BASE, HOST, **more)
        answer = make(self.house.visitor(who), key)
        assert answer.headers["location"] == "/account/#ways", words(answer)
        return key


def make(visitor: Visitor, key: Authenticator, name: str = "My phone") -> Response:
    options = visitor.post("/account/passkeys/options/")
    assert options.status_code == 200, options.text
    return visitor.post("/account/passkeys/", {"name": name, "answer": key.made(options.json())})


def options(visitor: Visitor) -> dict[str, Any]:
    answer = visitor.post("/sign-in/passkey/options/")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def enter(visitor: Visitor, key: Authenticator, after: str = "") -> Response:
    return visitor.post("/sign-in/passkey/", {"answer": key.signed(options(visitor)), "next": after})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("passkeys")) as found:
        yield found


@pytest.fixture
def world(made: House) -> Iterator[World]:
    ours = made.organisation("ours")
    offers = offering(made, passkeys=RelyingParty(HOST, BASE))
    yield World(offers, made.person("ada@ours.example", ours), made.person("eve@ours.example"))
    with made.members.instance.database.write() as connection:
        for each in accounts.accounts(connection):
            accounts.forget_account(connection, each)


def test_a_passkey_is_made_signs_in_and_is_removed(world: World) -> None:
    key = world.made(world.ada)
    assert world.log(world.ada)[0] == ("made a passkey", "My phone")
    visitor = world.house.visitor()
    visitor.get("/sign-in/")
    before = visitor.token
    answer = enter(visitor, key, "/account/password/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/password/")
    assert visitor.token != before
    assert signed_in(visitor) == "ada@ours.example"
    assert world.log(world.ada)[0] == ("signed in", "with a passkey")
    assert "My phone" in words(visitor.get("/account/"))
    (kept,) = world.passkeys(world.ada)
    assert kept.used_at == world.house.clock.at
    ada = world.house.visitor(world.ada)
    path = f"/account/ways/{kept.id}/end/"
    assert world.house.visitor(world.eve).post(path).status_code == 404
    assert ada.post(path).headers["location"] == "/account/#ways"
    assert signed_in(visitor) == ""
    assert "belongs to no account here" in words(enter(world.house.visitor(), key))
    assert world.log(world.ada)[0] == ("removed a way to sign in", "")


def test_what_is_asked_of_the_authenticator(world: World) -> None:
    key = world.made(world.ada)
    asked = world.house.visitor(world.ada).post("/account/passkeys/options/").json()
    told = asked["publicKey"]
    assert told["rp"]["id"] == HOST
    assert told["authenticatorSelection"]["userVerification"] == "required"
    assert told["authenticatorSelection"]["residentKey"] == "required"
    assert [content(each["id"]) for each in told["excludeCredentials"]] == [key.credential]
    assert content(told["user"]["id"]) == world.ada.id.encode()
    used = options(world.house.visitor())["publicKey"]
    assert used["userVerification"] == "required"
    assert used["rpId"] == HOST
    assert "allowCredentials" not in used
    assert len(content(used["challenge"])) == 32


def test_a_passkey_stands_for_the_second_step_as_well(world: World) -> None:
    key = world.made(world.ada)
    with world.house.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(world.ada, totp=new_totp()))
    visitor = world.house.visitor()
    assert enter(visitor, key).status_code == 303
    assert signed_in(visitor) == "ada@ours.example"


DISHONEST: dict[str, dict[str, Any]] = {
    "another site": {"origin": "https://evil.example"},
    "a sibling": {"origin": "https://other.watch.example"},
    "another port": {"origin": f"{BASE}:8443"},
    "plain": {"origin": "http://watch.example"},
    "a longer name": {"origin": f"{BASE}.evil.example"},
    "another party": {"host": "evil.example"},
    "in a frame": {"crossed": True},
    "nobody present": {"flags": VERIFIED},
    "nobody verified": {"flags": PRESENT},
    "nothing said": {"flags": AuthenticatorData.FLAG(0)},
}


@pytest.mark.parametrize("kind", DISHONEST)
def test_no_answer_for_another_site_or_without_its_user(world: World, kind: str) -> None:
    key = world.made(world.ada)
    for name, value in DISHONEST[kind].items():
        setattr(key, name, value)
    visitor = world.house.visitor()
    answer = enter(visitor, key)
    assert answer.status_code == 400
    assert "does not hold for this site" in words(answer)
    assert signed_in(visitor) == ""
    fresh = Authenticator(**{"origin": BASE, "host": HOST, **DISHONEST[kind]})
    assert "does not hold for this site" in words(make(world.house.visitor(world.eve), fresh))
    assert world.passkeys(world.eve) == ()


def test_an_answer_of_the_other_kind_is_none(world: World) -> None:
    key = world.made(world.ada)
    visitor = world.house.visitor()
    answer = key.signed(options(visitor), "webauthn.create")
    assert visitor.post("/sign-in/passkey/", {"answer": answer}).status_code == 400
    eve = world.house.visitor(world.eve)
    asked = eve.post("/account/passkeys/options/").json()
    made = Authenticator(BASE, HOST).made(asked, "webauthn.get")
    assert eve.post("/account/passkeys/", {"name": "x", "answer": made}).status_code == 400
    assert world.passkeys(world.eve) == ()


def test_a_challenge_works_once(world: World) -> None:
    key = world.made(world.ada)
    visitor = world.house.visitor()
    answer = key.signed(options(visitor))
    assert visitor.post("/sign-in/passkey/", {"answer": answer}).status_code == 303
    other = world.house.visitor()
    for who in (visitor, other):
        replayed = who.post("/sign-in/passkey/", {"answer": answer})
        assert "not begun in this browser" in words(replayed)
    assert signed_in(other) == ""


def test_a_challenge_is_of_one_browser(world: World) -> None:
    key = world.made(world.ada)
    theirs = key.signed(options(world.house.visitor()))
    visitor = world.house.visitor()
    assert "not begun in this browser" in words(visitor.post("/sign-in/passkey/", {"answer": theirs}))
    assert signed_in(visitor) == ""


def test_a_challenge_is_for_ten_minutes_and_one_purpose(world: World) -> None:
    key = world.made(world.ada)
    visitor = world.house.visitor()
    answer = key.signed(options(visitor))
    world.house.clock.later(minutes=11)
    assert "took too long" in words(visitor.post("/sign-in/passkey/", {"answer": answer}))
    ada = world.house.visitor(world.ada)
    asked = ada.post("/account/passkeys/options/").json()
    crossed = key.signed({"publicKey": {"challenge": asked["publicKey"]["challenge"]}})
    assert "not begun in this browser" in words(ada.post("/sign-in/passkey/", {"answer": crossed}))


def test_a_challenge_of_our_own_making_is_needed(world: World) -> None:
    key = world.made(world.ada)
    invented = {"publicKey": {"challenge": text(b"x" * 32)}}
    answer = world.house.visitor().post("/sign-in/passkey/", {"answer": key.signed(invented)})
    assert answer.status_code == 400


def test_another_users_passkey_is_not_ones_own(world: World) -> None:
    """The handle of one account with the passkey of another; and one key under the other's credential."""
    ada, eve = world.made(world.ada), world.made(world.eve)
    eve.handle = ada.handle
    answer = enter(world.house.visitor(), eve)
    assert answer.status_code == 400
    eve.credential = ada.credential
    visitor = world.house.visitor()
    assert enter(visitor, eve).status_code == 400
    assert signed_in(visitor) == ""
    eve.handle = b""
    assert enter(visitor, eve).status_code == 400


def test_a_credential_that_is_there_is_not_made_anothers(world: World) -> None:
    ada = world.made(world.ada)
    twin = Authenticator(BASE, HOST, credential=ada.credential)
    answer = make(world.house.visitor(world.eve), twin)
    assert "there already" in words(answer)
    assert world.passkeys(world.eve) == ()


def test_one_makes_a_passkey_for_oneself_alone(world: World) -> None:
    """The options were given to Eve in this browser; then Ada signed in there."""
    eve = world.house.visitor(world.eve)
    asked = eve.post("/account/passkeys/options/").json()
    answer = Authenticator(BASE, HOST).made(asked)
    ada = world.house.visitor(world.ada)
    assert ada.post("/account/passkeys/", {"name": "x", "answer": answer}).status_code == 400
    assert world.passkeys(world.ada) == ()


@pytest.mark.parametrize(
    ("before", "then", "taken"),
    [(5, 6, True), (5, 5, False), (5, 4, False), (5, 0, False), (0, 0, True), (0, 1, True)],
)
def test_a_counter_that_goes_back_is_refused_and_told(
    world: World, before: int, then: int, taken: bool
) -> None:
    key = world.made(world.ada, counter=before)
    key.counter = then
    visitor = world.house.visitor()
    answer = enter(visitor, key)
    assert (answer.status_code == 303) is taken
    (kept,) = world.passkeys(world.ada)
    assert kept.counter == (then if taken else before)
    if not taken:
        assert "may have been copied" in words(answer)
        assert world.log(world.ada)[0] == ("was refused a passkey whose counter went back", "My phone")
        assert signed_in(visitor) == ""


def nested(depth: int) -> bytes:
    return b"\x81" * depth + b"\x00"


RUBBISH: dict[str, Callable[[dict[str, Any]], str]] = {
    "nothing": lambda _: "",
    "no JSON": lambda _: "{",
    "deep JSON": lambda _: "[" * 20_000,
    "a list": lambda _: "[]",
    "empty": lambda _: "{}",
    "no response": lambda told: json.dumps({**told, "response": None}),
    "numbers": lambda told: json.dumps({**told, "response": dict.fromkeys(told["response"], 7)}),
    "no base64": lambda told: json.dumps({**told, "response": dict.fromkeys(told["response"], "é")}),
    "empty parts": lambda told: json.dumps({**told, "response": dict.fromkeys(told["response"], "")}),
    "deep CBOR": lambda told: json.dumps(
        {**told, "response": {**told["response"], "attestationObject": text(nested(5_000))}}
    ),
    "short data": lambda told: json.dumps(
        {**told, "response": {**told["response"], "authenticatorData": text(b"x" * 10)}}
    ),
    "another name": lambda told: json.dumps({**told, "id": "AAAA"}),
}


@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_is_refused_in_words(world: World, kind: str) -> None:
    key = world.made(world.ada)
    visitor, eve = world.house.visitor(), world.house.visitor(world.eve)
    spoilt = RUBBISH[kind](json.loads(key.signed(options(visitor))))
    answer = visitor.post("/sign-in/passkey/", {"answer": spoilt})
    assert answer.status_code in (400, 303)
    assert (signed_in(visitor) == "ada@ours.example") is (answer.status_code == 303 and kind == "deep CBOR")
    asked = eve.post("/account/passkeys/options/").json()
    fresh = json.loads(Authenticator(BASE, HOST).made(asked))
    answer = eve.post("/account/passkeys/", {"name": "x", "answer": RUBBISH[kind](fresh)})
    assert answer.status_code in (400, 303)
    assert len(world.passkeys(world.eve)) == (kind == "short data")


def test_a_key_that_cannot_verify_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of no point on its curve: it would lock its owner out when it is the only way left."""
    from fido2.cose import ES256

    def crooked(_key: object) -> ES256:
        return ES256({1: 2, 3: -7, -1: 1, -2: b"\x01" * 32, -3: b"\x02" * 32})

    with monkeypatch.context() as patched:
        patched.setattr(ES256, "from_cryptography_key", crooked)
        answer = make(world.house.visitor(world.eve), Authenticator(BASE, HOST))
    assert answer.status_code == 400
    assert world.passkeys(world.eve) == ()


def test_making_one_takes_a_fresh_sign_in(world: World) -> None:
    ada = world.house.visitor(world.ada)
    world.house.clock.later(minutes=11)
    answer = ada.post("/account/passkeys/options/")
    assert answer.status_code == 400
    assert "Open this page again" in answer.json()["problem"]
    led = ada.get("/account/passkeys/").headers["location"]
    assert led == "/account/confirm/?next=/account/passkeys/"


def test_an_account_holds_twenty(world: World) -> None:
    for number in range(21):
        if number % 8 == 0:
            world.house.clock.later(minutes=20)
            ada = world.house.visitor(world.ada)
        last = make(ada, Authenticator(BASE, HOST), f"key {number}")
    assert "remove one first" in words(last)
    assert len(world.passkeys(world.ada)) == 20


def test_names_are_shown_as_text(world: World) -> None:
    ada = world.house.visitor(world.ada)
    make(ada, Authenticator(BASE, HOST), "<script>alert(1)</script>" + "x" * 100)
    (kept,) = world.passkeys(world.ada)
    assert len(kept.name) == 60
    page = ada.get("/account/").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_tries_are_counted_by_address_and_by_passkey(world: World) -> None:
    visitor = world.house.visitor()
    csrf = visitor.csrf()
    codes = [visitor.post("/sign-in/passkey/options/", csrf=csrf).status_code for _ in range(42)]
    assert (codes[39], codes[40]) == (200, 429)
    tried = json.dumps({"id": "AAAA"})
    codes = [visitor.post("/sign-in/passkey/", {"answer": tried}, csrf=csrf).status_code for _ in range(12)]
    assert (codes[9], codes[10]) == (400, 429)


def test_who_is_disabled_stays_out(world: World) -> None:
    key = world.made(world.ada)
    with world.house.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(world.ada, disabled=True))
    assert "belongs to no account here" in words(enter(world.house.visitor(), key))


def test_the_last_passkey_stays(world: World) -> None:
    world.made(world.ada)
    with world.house.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(world.ada, password=""))
    ada = world.house.visitor(world.ada)
    (first,) = world.passkeys(world.ada)
    assert ada.post(f"/account/ways/{first.id}/end/").status_code == 400
    again = Authenticator(BASE, HOST)
    assert make(ada, again).status_code == 303
    assert ada.post(f"/account/ways/{first.id}/end/").status_code == 303
    assert [each.credential for each in world.passkeys(world.ada)] == [again.credential]


def test_where_passkeys_are_not_offered_they_are_not_there(made: House) -> None:
    without = offering(made, passkeys=None)
    visitor = without.visitor()
    assert "passkey" not in visitor.get("/sign-in/").text
    assert visitor.post("/sign-in/passkey/options/").status_code == 404
    assert visitor.post("/sign-in/passkey/", {"answer": "{}"}).status_code == 404


def test_the_script_is_a_file_of_ours(world: World) -> None:
    page = world.house.visitor().get("/sign-in/")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.text.count("<script") == page.text.count('<script src="/static/passkey.') == 1


@pytest.mark.parametrize(
    ("base_url", "party"),
    [
        ("https://watch.example.org", RelyingParty("watch.example.org", "https://watch.example.org")),
        ("https://Watch.example.org:443/", RelyingParty("watch.example.org", "https://watch.example.org")),
        (
            "https://watch.example.org:8443",
            RelyingParty("watch.example.org", "https://watch.example.org:8443"),
        ),
        ("http://localhost:8300", RelyingParty("localhost", "http://localhost:8300")),
        ("http://watch.example.org", None),
        ("http://127.0.0.1:8300", None),
        ("https://192.0.2.1", None),
        ("https://[2001:db8::1]/", None),
    ],
)
def test_what_a_site_is_to_passkeys(base_url: str, party: RelyingParty | None) -> None:
    assert relying_party(base_url) == party


def test_no_passkey_for_a_session_that_ended_meanwhile(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the gate and the keeping, the owner of the account ends every session."""
    true_signs = passkeys._signs

    def meanwhile(key: Any) -> bool:
        with world.house.members.instance.database.write() as connection:
            sessions.end_sessions(connection, world.ada.id)
        return true_signs(key)

    monkeypatch.setattr(passkeys, "_signs", meanwhile)
    answer = make(world.house.visitor(world.ada), Authenticator(BASE, HOST))
    assert answer.status_code == 400
    assert world.passkeys(world.ada) == ()


def test_who_leaves_takes_the_names_of_passkeys_along(world: World) -> None:
    visitor = world.house.visitor(world.ada)
    make(visitor, Authenticator(BASE, HOST), "Phone of Ada Lovelace")
    assert visitor.post("/account/delete/").status_code == 303
    with world.house.members.instance.database.read() as connection:
        left = [
            str(tuple(row))
            for table in ("deed", "passkey", "ceremony")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
    assert left
    assert not [row for row in left if "Lovelace" in row]
