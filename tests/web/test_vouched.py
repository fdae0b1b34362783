"""Signing in by a provider: the good ways, and every attack on OpenID Connect that we know of, tried and refused."""

from __future__ import annotations

import hmac
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response
from joserfc import jws
from joserfc.jwk import RSAKey
from tests.web.accounts_kit import BASE, PASSWORD, House, Visitor, closed, house, offering, words
from tests.web.provider_kit import CLIENT, Provider, configured, provided

from clausewatch.config import Settings
from clausewatch.nouns.account import Account, Deed, Role
from clausewatch.pipeline import identity
from clausewatch.pipeline.passwords import key_of, new_recovery_codes, new_totp
from clausewatch.storage import accounts, sessions, ways
from clausewatch.wiring.ways import issuers

SIGN_IN = "/sign-in/with/example/"


def settings(*providers: dict[str, object]) -> Settings:
    return Settings.model_validate({"accounts": {"oidc": list(providers)}})


@dataclass
class World:
    house: House
    provider: Provider
    ada: Account

    def restart(self, **more: object) -> None:
        """Configures the provider anew."""
        clock = self.house.clock
        self.house = offering(self.house, issuers=issuers(settings(configured(self.provider, **more)), clock))

    def onward(self, visitor: Visitor, path: str = SIGN_IN, given: dict[str, object] | None = None) -> str:
        """The address at the provider that a button leads to."""
        answer = visitor.post(path, given or {})
        found = re.search(r'content="0; url=([^"]+)"', answer.text)
        assert found is not None, words(answer)
        return unescape(found[1])

    def back(self, visitor: Visitor, **changed: str) -> Response:
        """All the way to the provider and back."""
        return came_back(visitor, self.provider.visited(self.onward(visitor), **changed))

    def link(self) -> Account:
        """Ada linked her account."""
        ada = self.house.visitor(self.ada)
        address = self.onward(ada, "/account/providers/example/")
        answer = came_back(ada, self.provider.visited(address))
        assert answer.headers["location"] == "/account/#ways", words(answer)
        return self.ada

    def log(self, who: Account) -> list[tuple[str, str]]:
        with self.house.members.instance.database.read() as connection:
            return [(each.what, each.about) for each in sessions.deeds_by(connection, who.id)]

    def account(self, email: str) -> Account | None:
        with self.house.members.instance.database.read() as connection:
            return accounts.account_of(connection, email)


def came_back(visitor: Visitor, address: str) -> Response:
    assert address.startswith(f"{BASE}{SIGN_IN}back/?")
    return visitor.get(address.removeprefix(BASE))


def signed_in(visitor: Visitor) -> str:
    """The address that the visitor is signed in with; empty for nobody."""
    found = re.search(r'Signed in as <bdi class="address">([^<]+)<', visitor.get("/account/").text)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("vouched")) as found:
        yield found


@pytest.fixture
def world(made: House) -> Iterator[World]:
    """The house with nobody in it but Ada, and a provider that she has not linked yet."""
    with provided(made.clock.now) as provider:
        found = World(made, provider, made.person("ada@ours.example", made.organisation("ours")))
        found.restart()
        yield found
    with made.members.instance.database.write() as connection:
        for each in accounts.accounts(connection):
            accounts.forget_account(connection, each)


def test_a_linked_account_signs_in_with_a_fresh_session(world: World) -> None:
    world.link()
    visitor = world.house.visitor()
    visitor.get("/sign-in/")
    before = visitor.token
    answer = world.back(visitor)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/")
    assert visitor.token != before
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert signed_in(visitor) == "ada@ours.example"
    stale = world.house.visitor()
    stale.client.cookies.set("__Host-clausewatch", before, domain="watch.example", path="/")
    assert signed_in(stale) == ""
    assert ("linked a sign-in", "of Example Login") in world.log(world.ada)
    assert world.log(world.ada)[0] == ("signed in", "with Example Login")


def test_the_page_leads_on_by_itself_and_asks_for_what_the_standard_says(world: World) -> None:
    visitor = world.house.visitor()
    assert "Sign in with Example Login" in words(visitor.get("/sign-in/"))
    address = world.onward(visitor)
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{world.provider.url}/authorize?")
    assert asked["redirect_uri"] == [f"{BASE}{SIGN_IN}back/"]
    assert asked["scope"] == ["openid email"]
    assert len(asked["state"][0]) == 43
    assert asked["nonce"] != asked["state"]
    again = parse_qs(urlsplit(world.onward(visitor)).query)
    assert {asked[name][0] for name in ("state", "nonce", "code_challenge")}.isdisjoint(
        {again[name][0] for name in ("state", "nonce", "code_challenge")}
    )


def test_a_secret_by_form_where_the_provider_takes_no_header(world: World) -> None:
    world.provider.configuration = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    world.link()
    assert world.back(world.house.visitor()).headers["location"] == "/account/"


def hs256(provider: Provider, claims: dict[str, object]) -> str:
    """Signed with the public key as if it were a shared secret (RFC 8725, 2.1)."""
    head, body = (in_words(json.dumps(each).encode()) for each in ({"alg": "HS256", "kid": "one"}, claims))
    secret = provider.key.as_pem(private=False)
    return f"{head}.{body}.{in_words(hmac.digest(secret, f'{head}.{body}'.encode(), 'sha256'))}"


def in_words(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def unsigned(_provider: Provider, claims: dict[str, object]) -> str:
    head, body = (in_words(json.dumps(each).encode()) for each in ({"alg": "none", "kid": "one"}, claims))
    return f"{head}.{body}."


def with_its_own_key(provider: Provider, claims: dict[str, object]) -> str:
    """Signed with another key, which the header brings along."""
    other = RSAKey.generate_key(2048, {"kid": "one"})
    head = {"alg": "RS256", "kid": "one", "jwk": other.as_dict(private=False), "jku": f"{provider.url}/evil"}
    return jws.serialize_compact(head, json.dumps(claims), other, algorithms=["RS256"])


def broken(provider: Provider, claims: dict[str, object]) -> str:
    head, body, signature = provider.signed(claims).split(".")
    return f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


FORGED = {
    "none": (unsigned, "signature does not hold"),
    "HS256 with the public key": (hs256, "signature does not hold"),
    "a key of its own": (with_its_own_key, "signature does not hold"),
    "a broken signature": (broken, "signature does not hold"),
    "a key that is not published": (
        lambda provider, claims: provider.signed(claims, kid="two"),
        "does not publish",
    ),
    "no token": (lambda _provider, _claims: "x.y", "signature does not hold"),
}


@pytest.mark.parametrize("kind", FORGED)
def test_no_forged_token(world: World, kind: str) -> None:
    world.link()
    forge: Callable[[Provider, dict[str, object]], str]
    forge, told = FORGED[kind]
    world.provider.sign = forge
    visitor = world.house.visitor()
    answer = world.back(visitor)
    assert answer.status_code == 400
    assert told in words(answer)
    assert signed_in(visitor) == ""


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "another nonce": ({"nonce": "x"}, "to another sign-in"),
    "no nonce": ({"nonce": None}, "to another sign-in"),
    "nonces to choose from": ({"nonce": ["a", "b"]}, "to another sign-in"),
    "another audience": ({"aud": "somebody else"}, "for another site"),
    "no audience": ({"aud": None}, "for another site"),
    "two audiences and no party": ({"aud": [CLIENT, "somebody else"]}, "for another site"),
    "another party": ({"aud": [CLIENT], "azp": "somebody else"}, "for another site"),
    "another issuer": ({"iss": "https://evil.example"}, "of another provider"),
    "expired": ({"exp": 1}, "too old"),
    "no end": ({"exp": None}, "too old"),
    "an end that is no number": ({"exp": "never"}, "too old"),
    "of a time to come": ({"iat": 99_999_999_999}, "time to come"),
    "nobody": ({"sub": None}, "who you are"),
    "a number for a person": ({"sub": 7}, "who you are"),
    "a long person": ({"sub": "x" * 300}, "who you are"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_no_token_that_says_something_else(world: World, kind: str) -> None:
    world.link()
    world.provider.claims, told = WRONG[kind]
    visitor = world.house.visitor()
    answer = world.back(visitor)
    assert answer.status_code == 400
    assert told in words(answer)
    assert signed_in(visitor) == ""


def test_a_key_that_was_changed_is_fetched_anew_and_not_ever_again(world: World) -> None:
    world.link()
    world.provider.key = RSAKey.generate_key(2048, {"kid": "two"})
    world.provider.sign = lambda provider, claims: provider.signed(claims, kid="two")
    assert world.back(world.house.visitor()).status_code == 400  # fetched a moment ago
    world.house.clock.later(minutes=2)
    assert world.back(world.house.visitor()).headers["location"] == "/account/"
    before = world.provider.asked.count("/keys")
    world.provider.sign = lambda provider, claims: provider.signed(claims, kid="three")
    for _ in range(3):
        assert world.back(world.house.visitor()).status_code == 400
    assert world.provider.asked.count("/keys") == before


@pytest.mark.parametrize(
    "changed", [{"state": "x" * 43}, {"state": ""}, {"code": ""}, {"error": "access_denied"}]
)
def test_no_answer_to_something_else(world: World, changed: dict[str, str]) -> None:
    world.link()
    visitor = world.house.visitor()
    world.provider.asked.clear()
    answer = world.back(visitor, **changed)
    assert answer.status_code == 400
    assert "/token" not in world.provider.asked
    assert signed_in(visitor) == ""


def test_only_the_browser_that_began_it_comes_back(world: World) -> None:
    """Login CSRF: somebody else's answer, given to a victim, signs nobody in and links nothing."""
    world.link()
    attacker, victim = world.house.visitor(), world.house.visitor(world.ada)
    world.provider.person = {"sub": "mallory"}
    address = world.provider.visited(world.onward(attacker))
    assert came_back(victim, address).status_code == 400
    mallory = world.house.person("mallory@ours.example")
    linking = world.house.visitor(mallory)
    begun = world.onward(linking, "/account/providers/example/")
    answer = came_back(victim, world.provider.visited(begun))
    assert "not begun in this browser" in words(answer)
    with world.house.members.instance.database.read() as connection:
        assert [each.subject for each in ways.links(connection, world.ada.id)] == ["ada-at-provider"]


def test_a_link_that_was_begun_before_another_signed_in_is_not_made(world: World) -> None:
    ada = world.house.visitor(world.ada)
    begun = world.onward(ada, "/account/providers/example/")
    ada.post("/sign-out/")
    assert came_back(ada, world.provider.visited(begun)).status_code == 400


def test_an_answer_counts_once_and_for_ten_minutes(world: World) -> None:
    world.link()
    visitor = world.house.visitor()
    address = world.provider.visited(world.onward(visitor))
    assert came_back(visitor, address).status_code == 303
    assert "finished already" in words(came_back(visitor, address))
    late = world.provider.visited(world.onward(visitor))
    world.house.clock.later(minutes=11)
    assert "took too long" in words(came_back(visitor, late))


def test_a_code_that_was_used_or_stolen_is_worth_nothing(world: World) -> None:
    """The code of another's sign-in, injected into one's own: the verifier does not fit it (RFC 9700, 4.5)."""
    world.link()
    victim, attacker = world.house.visitor(), world.house.visitor()
    stolen = parse_qs(urlsplit(world.provider.visited(world.onward(victim))).query)["code"][0]
    answer = world.back(attacker, code=stolen)
    assert "did not take its own code" in words(answer)
    assert signed_in(attacker) == ""
    answer = world.back(attacker, code="used-before")
    assert "did not take its own code" in words(answer)


def test_no_mix_up_of_issuers(world: World) -> None:
    """RFC 9207: another issuer, or none where the provider promised one; and another provider's way back."""
    world.link()
    visitor = world.house.visitor()
    world.provider.asked.clear()
    for named in ("https://evil.example", ""):
        assert "of another provider" in words(world.back(visitor, iss=named))
    assert "/token" not in world.provider.asked
    with provided(world.house.clock.now) as evil:
        both = settings(configured(world.provider), configured(evil, id="evil", name="Evil"))
        world.house = offering(world.house, issuers=issuers(both, world.house.clock))
        fresh = world.house.visitor()
        address = world.provider.visited(world.onward(fresh))
        answer = fresh.get(address.removeprefix(BASE).replace("/example/", "/evil/"))
        assert "not begun in this browser" in words(answer)
        assert evil.asked == []


@pytest.mark.parametrize(
    "after",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "/changes/", "javascript:alert(1)"],
)
def test_it_leads_nowhere_else(world: World, after: str) -> None:
    world.link()
    visitor = world.house.visitor()
    address = world.provider.visited(world.onward(visitor, SIGN_IN, {"next": after}))
    assert came_back(visitor, address).headers["location"] == "/account/"


def test_it_leads_to_where_one_was_going(world: World) -> None:
    world.link()
    visitor = world.house.visitor()
    address = world.provider.visited(world.onward(visitor, SIGN_IN, {"next": "/account/password/"}))
    assert came_back(visitor, address).headers["location"] == "/account/password/"


def test_the_host_of_a_request_is_not_believed(world: World) -> None:
    visitor = world.house.visitor()
    csrf = visitor.csrf()
    answer = visitor.client.post(
        SIGN_IN,
        data={"form": csrf},
        headers={"origin": BASE, "host": "watch.example", "x-forwarded-host": "evil.example"},
    )
    assert "evil.example" not in answer.text


PUBLISHED: dict[str, dict[str, object]] = {
    "another issuer": {"issuer": "https://evil.example"},
    "no way to go": {"authorization_endpoint": None},
    "a script": {"authorization_endpoint": "javascript:alert(1)"},
    "a file": {"token_endpoint": "file:///etc/passwd"},
    "a secret in the address": {"jwks_uri": "http://user:secret@127.0.0.1/keys"},
    "no host": {"token_endpoint": "http:///token"},
    "a line break": {"token_endpoint": "http://127.0.0.1/\r\nx: y"},
}


@pytest.mark.parametrize("kind", PUBLISHED)
def test_what_a_provider_publishes_is_looked_at(world: World, kind: str) -> None:
    world.provider.configuration = PUBLISHED[kind]
    answer = world.house.visitor().post(SIGN_IN)
    assert answer.status_code == 502
    assert "cannot be used" in words(answer)
    assert 'http-equiv="refresh"' not in answer.text


@pytest.mark.parametrize("endpoint", ["token_endpoint", "jwks_uri"])
def test_discovery_leads_to_no_private_address(world: World, endpoint: str) -> None:
    """SSRF: the discovery document names an address within, which is not the one network that the operator opened."""
    world.link()
    path = {"token_endpoint": "token", "jwks_uri": "keys"}[endpoint]
    with provided(world.house.clock.now, "127.0.0.2") as within:
        for host in (within.url, "http://169.254.169.254", "http://[::1]:80", "http://0x7f000002"):
            world.provider.configuration = {endpoint: f"{host}/{path}"}
            world.restart()
            answer = world.back(world.house.visitor())
            assert answer.status_code == 502, host
            assert "cannot be reached" in words(answer)
        assert within.asked == []


def test_a_private_provider_is_asked_where_the_operator_says_so_alone(world: World) -> None:
    world.restart(networks=[])
    world.provider.asked.clear()
    answer = world.house.visitor().post(SIGN_IN)
    assert answer.status_code == 502
    assert world.provider.asked == []


def test_a_provider_that_is_down_is_asked_once_in_a_while(world: World) -> None:
    world.provider.configuration = {"issuer": "https://other.example"}
    for _ in range(3):
        assert world.house.visitor().post(SIGN_IN).status_code == 502
    assert world.provider.asked == ["/.well-known/openid-configuration"]
    world.provider.configuration = {}
    world.house.clock.later(seconds=30)
    assert world.house.visitor().post(SIGN_IN).status_code == 200


def test_only_those_configured_are_there(world: World) -> None:
    visitor = world.house.visitor()
    assert visitor.post("/sign-in/with/other/").status_code == 404
    assert visitor.get("/sign-in/with/other/back/?state=x&code=y").status_code == 404


def test_tries_are_counted(world: World) -> None:
    visitor = world.house.visitor()
    csrf = visitor.csrf()
    codes = [visitor.post(SIGN_IN, csrf=csrf).status_code for _ in range(42)]
    assert (codes[39], codes[40]) == (200, 429)
    back = [visitor.get(f"{SIGN_IN}back/?state=x&code=y").status_code for _ in range(42)]
    assert (back[39], back[40]) == (400, 429)


VERIFIED = {"sub": "s", "email": "Ada@Ours.example", "email_verified": True}


@pytest.mark.parametrize(
    ("trusted", "person", "known"),
    [
        (True, VERIFIED, True),
        (False, VERIFIED, False),
        (True, {**VERIFIED, "email_verified": False}, False),
        (True, {**VERIFIED, "email_verified": "true"}, False),
        (True, {**VERIFIED, "email_verified": 1}, False),
        (True, {"sub": "s", "email": "ada@ours.example"}, False),
        (True, {**VERIFIED, "email": ["ada@ours.example"]}, False),
        (True, {**VERIFIED, "email": "ada@ours.example\n"}, True),
    ],
)
def test_an_account_is_linked_by_a_verified_address_of_a_trusted_provider_alone(
    world: World, trusted: bool, person: dict[str, object], known: bool
) -> None:
    world.restart(trust_email=trusted)
    world.provider.person = person
    visitor = world.house.visitor()
    answer = world.back(visitor)
    assert (answer.status_code == 303) is known
    assert signed_in(visitor) == ("ada@ours.example" if known else "")
    assert (("linked a sign-in", "of Example Login") in world.log(world.ada)) is known


def test_an_address_does_not_do_away_with_a_second_step(world: World) -> None:
    world.restart(trust_email=True)
    with world.house.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(world.ada, totp=new_totp()))
    world.provider.person = VERIFIED
    visitor = world.house.visitor()
    assert "link it on your account page" in words(world.back(visitor))
    assert signed_in(visitor) == ""


def test_a_linked_account_with_a_second_step_is_asked_for_its_code(world: World) -> None:
    world.link()
    first, second = new_recovery_codes()[:2]
    with world.house.members.instance.database.write() as connection:
        kept = replace(world.ada, totp=new_totp(), recovery=(key_of(first), key_of(second)))
        accounts.change_account(connection, kept)
    visitor, thief = world.house.visitor(), world.house.visitor()
    answer = world.back(visitor)
    assert "Your second step" in words(answer)
    assert signed_in(visitor) == ""
    found = re.search(r'name="ticket" value="([^"]+)"', answer.text)
    assert found is not None
    ticket = found[1]
    assert thief.post("/sign-in/code/", {"ticket": ticket, "code": first}).status_code == 400
    assert visitor.post("/sign-in/code/", {"ticket": ticket, "code": "000000"}).status_code == 400
    answer = visitor.post("/sign-in/code/", {"ticket": ticket, "code": first})
    assert answer.headers["location"] == "/account/"
    assert signed_in(visitor) == "ada@ours.example"
    again = world.house.visitor()
    assert again.post("/sign-in/code/", {"ticket": ticket, "code": second}).status_code == 400


def test_codes_after_a_provider_are_counted_by_account(world: World) -> None:
    world.link()
    with world.house.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(world.ada, totp=new_totp()))
    visitor = world.house.visitor()
    found = re.search(r'name="ticket" value="([^"]+)"', world.back(visitor).text)
    assert found is not None
    codes = [
        visitor.post("/sign-in/code/", {"ticket": found[1], "code": "000000"}).status_code for _ in range(12)
    ]
    assert (codes[9], codes[10]) == (400, 429)


def test_whoever_is_disabled_stays_out(world: World) -> None:
    world.link()
    with world.house.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(world.ada, disabled=True))
    visitor = world.house.visitor()
    assert world.back(visitor).status_code == 400
    assert signed_in(visitor) == ""


NEW = {"sub": "new", "email": "new@theirs.example", "email_verified": True}


def test_where_anybody_may_sign_up_a_trusted_address_makes_an_account(world: World) -> None:
    world.restart(trust_email=True)
    world.provider.person = NEW
    assert "Sign in with Example Login" in words(world.house.visitor().get("/sign-up/"))
    visitor = world.house.visitor()
    assert world.back(visitor).status_code == 303
    assert signed_in(visitor) == "new@theirs.example"
    made = world.account("new@theirs.example")
    assert made is not None
    assert (made.password, made.verified_at is not None) == ("", True)
    with world.house.members.instance.database.read() as connection:
        assert [each.role for each in accounts.memberships(connection, made.id)] == [Role.OWNER]
    guess = {"email": "new@theirs.example", "password": ""}
    assert world.house.visitor().post("/sign-in/", guess).status_code == 400


def test_who_began_an_account_with_anothers_address_does_not_keep_it(world: World) -> None:
    """Account pre-hijacking: a password set before the owner of the address came is worth nothing after."""
    world.restart(trust_email=True)
    given = {"email": "new@theirs.example", "password": "the attackers own words"}
    mallory = world.house.visitor()
    mallory.post("/sign-up/", given)
    link = world.house.link()
    world.provider.person = NEW
    assert world.back(world.house.visitor()).status_code == 303
    assert mallory.post("/sign-in/", given).status_code == 400
    token = link.partition("token=")[2]
    answer = mallory.post("/verify/", {"token": token, "password": given["password"]})
    assert answer.status_code == 400


def test_an_address_that_is_not_trusted_makes_no_account(world: World) -> None:
    world.provider.person = NEW
    assert "Sign in with Example Login" not in words(world.house.visitor().get("/sign-up/"))
    assert world.back(world.house.visitor()).status_code == 400
    assert world.account("new@theirs.example") is None


def test_where_accounts_are_by_invitation_an_address_makes_none(world: World) -> None:
    world.house = closed(world.house)
    world.restart(trust_email=True)
    world.provider.person = NEW
    assert "by invitation" in words(world.back(world.house.visitor()))
    assert world.account("new@theirs.example") is None


def invited(world: World, email: str) -> str:
    by = Deed(world.house.clock.at, "invited", email)
    return identity.invite(world.house.members.people, email, None, Role.OWNER, by).token


def test_an_invitation_is_taken_up_with_a_provider_once(world: World) -> None:
    world.house = closed(world.house)
    world.restart()
    world.provider.person = {"sub": "new"}
    token = invited(world, "new@theirs.example")
    visitor = world.house.visitor()
    assert "Sign in with Example Login" in words(visitor.get(f"/sign-up/?token={token}"))
    answer = came_back(visitor, world.provider.visited(world.onward(visitor, SIGN_IN, {"token": token})))
    assert answer.status_code == 303
    assert signed_in(visitor) == "new@theirs.example"
    other = world.house.visitor()
    world.provider.person = {"sub": "other"}
    answer = came_back(other, world.provider.visited(world.onward(other, SIGN_IN, {"token": token})))
    assert "works once" in words(answer)
    assert signed_in(other) == ""


def test_an_invitation_takes_no_account_over(world: World) -> None:
    world.restart()
    for email, subject in (("ada@ours.example", "mallory"), ("new@theirs.example", "ada-at-provider")):
        if subject == "ada-at-provider":
            world.provider.person = {"sub": subject}
            world.link()
        world.provider.person = {"sub": subject}
        token = invited(world, email)
        visitor = world.house.visitor()
        answer = came_back(visitor, world.provider.visited(world.onward(visitor, SIGN_IN, {"token": token})))
        assert answer.status_code == 400
        assert signed_in(visitor) == ""


def test_the_address_is_asked_for_apart_where_the_token_has_none(world: World) -> None:
    world.provider.configuration = {"userinfo_endpoint": f"{world.provider.url}/userinfo"}
    world.restart(trust_email=True)
    world.provider.person = {"sub": "s"}
    world.provider.userinfo = {**VERIFIED, "sub": "somebody else"}
    assert world.back(world.house.visitor()).status_code == 400
    world.provider.userinfo = dict(VERIFIED)
    assert world.back(world.house.visitor()).status_code == 303
    assert set(world.provider.authorized) == {"Bearer an-access-token"}


def test_a_sign_in_is_of_one_account(world: World) -> None:
    world.link()
    other = world.house.visitor(world.house.person("other@ours.example"))
    begun = world.onward(other, "/account/providers/example/")
    assert "linked to another account" in words(came_back(other, world.provider.visited(begun)))


def test_linking_takes_a_fresh_sign_in(world: World) -> None:
    ada = world.house.visitor(world.ada)
    world.house.clock.later(minutes=11)
    answer = ada.post("/account/providers/example/")
    assert answer.headers["location"] == "/account/confirm/?next=/account/providers/example/"


def _way(world: World, who: Account) -> str:
    with world.house.members.instance.database.read() as connection:
        (link,) = ways.links(connection, who.id)
    return f"/account/ways/{link.id}/end/"


def test_a_link_is_ended_and_other_sessions_with_it(world: World) -> None:
    world.link()
    elsewhere = world.house.visitor()
    world.back(elsewhere)
    ada = world.house.visitor(world.ada)
    assert "Example Login" in words(ada.get("/account/"))
    path = _way(world, world.ada)
    stranger = world.house.visitor(world.house.person("other@ours.example"))
    assert stranger.post(path).status_code == 404
    assert ada.post(path).headers["location"] == "/account/#ways"
    assert signed_in(ada) == "ada@ours.example"
    assert signed_in(elsewhere) == ""
    assert world.back(world.house.visitor()).status_code == 400
    assert world.log(world.ada)[0] == ("removed a way to sign in", "")


def test_the_last_way_stays(world: World) -> None:
    world.restart(trust_email=True)
    world.provider.person = NEW
    visitor = world.house.visitor()
    world.back(visitor)
    made = world.account("new@theirs.example")
    assert made is not None
    path = _way(world, made)
    assert visitor.post(path).headers["location"] == "/account/confirm/?next=/account/"
    world.back(visitor)
    answer = visitor.post(path)
    assert answer.status_code == 400
    assert "could not sign in without it" in words(answer)
    world.house.clock.later(minutes=11)
    stale = visitor.post("/account/password/", {"new": PASSWORD})
    assert stale.headers["location"] == "/account/confirm/?next=/account/password/"
    world.back(visitor)
    assert visitor.post("/account/password/", {"new": PASSWORD}).status_code == 303
    assert visitor.post(path).status_code == 303
    assert visitor.post("/sign-in/", {"email": made.email, "password": PASSWORD}).status_code == 303


def test_a_provider_that_is_gone_is_no_way(world: World) -> None:
    """With the provider out of the settings, the password would be the last way: but a link to nowhere is none."""
    world.restart(trust_email=True)
    world.provider.person = NEW
    visitor = world.house.visitor()
    world.back(visitor)
    made = world.account("new@theirs.example")
    assert made is not None
    world.house = offering(world.house, issuers=())
    again = world.house.visitor(made)
    assert "not usable here now" in words(again.get("/account/"))
    assert again.post(_way(world, made)).status_code == 400


def test_who_leaves_takes_the_link_along(world: World) -> None:
    world.link()
    ada = world.house.visitor(world.ada)
    kept = ada.get("/account/export.json").json()
    assert [each["subject"] for each in kept["providers"]] == ["ada-at-provider"]
    assert ada.post("/account/delete/").status_code == 303
    with world.house.members.instance.database.read() as connection:
        assert ways.link_of(connection, world.provider.url, "ada-at-provider") is None


def signed_after(meanwhile: Callable[[], None], provider: Provider, claims: dict[str, object]) -> str:
    meanwhile()
    return provider.signed(claims)


def test_a_link_is_not_made_for_a_session_that_ended_meanwhile(world: World) -> None:
    """While the provider is asked, the owner of the account sets a new password, or the account is deleted."""
    people = world.house.members.people

    def new_password() -> None:
        asked = identity.ask_reset(people, world.ada.email)
        assert asked is not None
        assert identity.reset(people, asked.token, "a new password of hers")

    def deleted() -> None:
        with people.database.write() as connection:
            accounts.forget_account(connection, world.ada)

    for meanwhile in (new_password, deleted):
        ada = world.house.visitor(world.ada)
        address = world.onward(ada, "/account/providers/example/")
        world.provider.sign = partial(signed_after, meanwhile)
        answer = came_back(ada, world.provider.visited(address))
        world.provider.sign = None
        assert answer.status_code == 400, words(answer)
        assert "changed meanwhile" in words(answer)
        with people.database.read() as connection:
            assert ways.link_of(connection, world.provider.url, "ada-at-provider") is None


def test_who_has_no_password_is_not_asked_for_one_when_invited(world: World) -> None:
    world.restart(trust_email=True)
    world.provider.person = NEW
    world.back(world.house.visitor())
    token = invited(world, "new@theirs.example")
    visitor = world.house.visitor()
    page = visitor.get(f"/sign-up/?token={token}")
    assert "Your account has no password" in words(page)
    assert 'name="password"' not in page.text
    assert 'href="/reset/"' in page.text
    assert visitor.post("/sign-up/", {"token": token, "password": "guessed by somebody"}).status_code == 400
    answer = came_back(visitor, world.provider.visited(world.onward(visitor, SIGN_IN, {"token": token})))
    assert answer.status_code == 303
    assert signed_in(visitor) == "new@theirs.example"
