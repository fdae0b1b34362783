"""Ways around accounts that a reviewer found open once, each closed: limits, letters, invitations, leaving, secrets, timing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from tests.web.accounts_kit import BASE, COOKIE, PASSWORD, House, Visitor, house, words

from clausewatch.nouns.account import Account, ApiToken, Deed, Organisation, Pass, Role, TokenScope
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Pace, Timing, Watch
from clausewatch.pipeline import identity
from clausewatch.pipeline.passwords import key_of, new_id
from clausewatch.storage import accounts, sessions, subscriptions
from clausewatch.storage.account_tables import one_time
from clausewatch.web.accounts.limits import network_of

SLACK = "https://hooks.slack.com/services/T000/B000/verysecret"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("attacked")) as made:
        yield made


@pytest.fixture
def at(lived: House) -> House:
    lived.clock.later(days=1)
    return lived


def member(at: House, name: str) -> tuple[Account, Organisation, Visitor]:
    of = at.organisation(name)
    who = at.person(f"{name}@example.org", of)
    return who, of, at.visitor(who)


def from_address(at: House, host: str) -> Visitor:
    client = TestClient(
        at.app, base_url=BASE, follow_redirects=False, raise_server_exceptions=False, client=(host, 50_000)
    )
    return Visitor(client)


def kept_watch(at: House, of: Organisation, channel: Channel, target: str = "", age: int = 0) -> Watch:
    made = Watch(
        new_id(),
        "Ours",
        channel,
        target,
        ("birchwood",),
        (),
        Severity.LOW,
        at.clock.at - timedelta(days=age),
        timing=Timing(Pace.WEEKLY),
        organisation=of.id,
    )
    with at.members.instance.database.write() as connection:
        subscriptions.save_watch(connection, made)
    return made


def test_one_machine_locks_out_few_people(at: House) -> None:
    """Who is stopped by address counts against no further account."""
    who, _, _ = member(at, "victim")
    attacker = from_address(at, "203.0.113.9")
    page = attacker.csrf()
    for each in range(40):
        given = {"email": f"{each}@elsewhere.example", "password": "a wrong guess"}
        assert attacker.post("/sign-in/", given, csrf=page).status_code == 400
    for _ in range(11):
        given = {"email": who.email, "password": "a wrong guess"}
        assert attacker.post("/sign-in/", given, csrf=page).status_code == 429
        assert attacker.post("/reset/", {"email": who.email}, csrf=page).status_code in (200, 429)
    honest = from_address(at, "198.51.100.7")
    assert honest.post("/sign-in/", {"email": who.email, "password": PASSWORD}).status_code == 303


def test_no_flood_of_letters_by_signing_in(at: House) -> None:
    """With an account that was made for somebody else's address."""
    attacker = at.visitor()
    given = {"email": "flooded@example.org", "password": PASSWORD}
    before = len(at.box.taken)
    attacker.post("/sign-up/", given)
    found = [attacker.post("/sign-in/", given).status_code for _ in range(5)]
    assert found == [200, 200, 429, 429, 429]
    assert len(at.box.taken) == before + 3


def test_no_flood_of_invitations(at: House) -> None:
    _, of, owner = member(at, "inviter")
    path, given = (
        f"/account/{of.id}/members/invite/",
        {"email": "flooded@elsewhere.example", "role": "reader"},
    )
    assert [owner.post(path, given).status_code for _ in range(5)] == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_the_whole_of_ipv4_is_no_one_network(host: str, network: str) -> None:
    assert network_of(host) == network


def test_what_a_proxy_that_is_not_trusted_would_be_said_counts_for_nothing(at: House) -> None:
    attacker = from_address(at, "203.0.113.10")
    page, found = attacker.csrf(), []
    for each in range(41):
        answer = attacker.client.post(
            "/sign-in/",
            data={"email": f"{each}@spoofed.example", "password": "a wrong guess", "form": page},
            headers={
                "origin": BASE,
                "x-forwarded-for": f"198.51.100.{each}",
                "forwarded": f"for=10.0.0.{each}",
            },
        )
        found.append(answer.status_code)
    assert found == [400] * 40 + [429]


def test_an_account_that_is_disabled_meanwhile_stays_so(at: House) -> None:
    """The form's handler read the account before the operator disabled it; it writes back nothing of that."""
    who, _, visitor = member(at, "meanwhile")
    for path, given, name in (
        ("/account/password/", {"password": PASSWORD, "new": "another long password"}, "hashed"),
        ("/account/second-step/", {}, "_keep"),
    ):
        _disabled_meanwhile(at, who, visitor, path, (given, name))


def _disabled_meanwhile(
    at: House, who: Account, visitor: Visitor, path: str, sent: tuple[dict[str, str], str]
) -> None:
    """Somebody disables the account after it was let in, before the function of that name does its part."""
    from clausewatch.web.accounts import own

    given, name = sent
    database = at.members.instance.database
    before = replace(who, totp="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    with database.write() as connection:
        accounts.change_account(connection, before)
    true = getattr(own, name)

    def slow(*given: object) -> object:
        with database.write() as connection:
            accounts.change_account(connection, replace(before, disabled=True))
        return true(*given)

    csrf = visitor.csrf("/account/password/")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(own, name, slow)
        answer = visitor.post(path, given, csrf=csrf)
    assert answer.status_code == 400
    with database.read() as connection:
        assert accounts.account(connection, who.id) == replace(before, disabled=True)


def test_a_link_to_reset_ends_when_the_password_is_changed(at: House) -> None:
    """Whoever could read the mail once does not keep a way in."""
    who, _, visitor = member(at, "changed")
    link = identity.ask_reset(at.members.people, who.email)
    assert link is not None
    visitor.post("/account/password/", {"password": PASSWORD, "new": "another long password"})
    assert not identity.reset(at.members.people, link.token, "the attacker's password")


def test_an_invitation_works_while_its_maker_may_invite(at: House) -> None:
    """Who is to be removed invites an address of his own beforehand."""
    _, of, owner = member(at, "staying")
    leaving = at.person("leaving@staying.example", of, Role.OWNER)
    his = at.visitor(leaving)
    for action, given in (("role", {"role": "reader"}), ("remove", None)):
        his.post(f"/account/{of.id}/members/invite/", {"email": f"{action}@evil.example", "role": "owner"})
        link = at.link()
        assert owner.post(f"/account/{of.id}/members/{leaving.id}/{action}/", given).status_code == 303
        visitor = at.visitor()
        assert visitor.get(link).status_code == 400
        token = link.partition("token=")[2]
        assert visitor.post("/sign-up/", {"token": token, "password": PASSWORD}).status_code == 400
        with at.members.instance.database.write() as connection:
            assert len(accounts.members(connection, of.id)) == (2 if action == "role" else 1)
            held = accounts.membership(connection, of.id, leaving.id)
            if held is not None:
                accounts.save_member(connection, replace(held, role=Role.OWNER))


def test_an_invitation_is_shown_withdrawn_and_replaced(at: House) -> None:
    _, of, owner = member(at, "mistaken")
    invite = f"/account/{of.id}/members/invite/"
    owner.post(invite, {"email": "guest@mistaken.example", "role": "owner"})
    first = at.link()
    owner.post(invite, {"email": "guest@mistaken.example", "role": "reader"})
    assert at.visitor().get(first).status_code == 400, "the newer one, with the lesser role, stands"
    link = at.link()
    members = owner.get(f"/account/{of.id}/members/")
    assert "guest@mistaken.example as reader" in words(members)
    with at.members.instance.database.read() as connection:
        (pending,) = sessions.invitations(connection, of.id, at.clock.at)
    _, other, stranger = member(at, "stranger")
    elsewhere = f"/account/{other.id}/invitations/{pending.key}/end/"
    assert stranger.post(elsewhere).status_code == 404
    assert at.visitor().get(link).status_code == 200
    assert owner.post(f"/account/{of.id}/invitations/{pending.key}/end/").status_code == 303
    assert at.visitor().get(link).status_code == 400
    assert "guest@mistaken.example" not in owner.get(f"/account/{of.id}/members/").text


def test_who_is_removed_takes_up_no_older_invitation(at: House) -> None:
    _, of, owner = member(at, "removing")
    gone = at.person("gone@removing.example", of, Role.EDITOR)
    owner.post(f"/account/{of.id}/members/invite/", {"email": gone.email, "role": "owner"})
    link = at.link()
    assert owner.post(f"/account/{of.id}/members/{gone.id}/remove/").status_code == 303
    assert at.visitor().get(link).status_code == 400


def test_a_secret_address_is_not_shown_to_readers(at: House) -> None:
    """Whoever has the address of a chat room's webhook can write into the room."""
    _, of, owner = member(at, "secretive")
    reader = at.visitor(at.person("reader@secretive.example", of, Role.READER))
    kept_watch(at, of, Channel.CHAT, SLACK)
    for visitor in (owner, reader):
        page = visitor.get(f"/account/{of.id}/").text
        assert "https://hooks.slack.com/…" in page
        assert "verysecret" not in page
        assert "verysecret" not in visitor.get("/account/export.json").text


def test_ones_data_are_all_there(at: House) -> None:
    who, of, visitor = member(at, "whole")
    made = ApiToken(
        new_id(), key_of("x"), of.id, who.id, "build", (TokenScope.READ,), at.clock.at, at.clock.at
    )
    with at.members.instance.database.write() as connection:
        sessions.add_token(connection, made)
    kept_watch(at, of, Channel.FEED)
    data = json.loads(visitor.get("/account/export.json").text)
    assert [(each["name"], each["scopes"]) for each in data["tokens"]] == [("build", ["read"])]
    assert made.key not in json.dumps(data)
    (watch,) = data["watches"]
    assert watch["platforms"] == ["birchwood"]
    assert watch["timing"]["pace"] == "weekly"


def test_who_leaves_an_organisation_to_others_leaves_nothing_behind(at: House) -> None:
    link = identity.invite(
        at.members.people, "founder@example.org", None, Role.OWNER, _by_operator(at, "founder@example.org")
    )
    founder = identity.join(at.members.people, link.token, PASSWORD)
    assert founder is not None
    with at.members.instance.database.read() as connection:
        (held,) = accounts.memberships(connection, founder.id)
        of = accounts.organisation(connection, held.organisation)
    assert of is not None
    visitor = at.visitor(founder)
    other = at.person("other@example.org", of, Role.OWNER)
    visitor.post(f"/account/{of.id}/members/{other.id}/role/", {"role": "reader"})
    at.visitor(founder).post(f"/account/{of.id}/members/{other.id}/role/", {"role": "owner"})
    at.visitor(other).post(f"/account/{of.id}/members/{founder.id}/role/", {"role": "editor"})
    watch = kept_watch(at, of, Channel.EMAIL, "Founder@Example.org")
    assert visitor.post("/account/delete/").headers["location"] == "/"
    with at.members.instance.database.read() as connection:
        left = [
            str(tuple(row))
            for table in ("account", "session", "one_time", "deed", "membership", "api_token", "organisation")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
        gone = subscriptions.watch(connection, watch.id)
    assert not [row for row in left if founder.email in row or founder.id in row]
    assert gone is not None
    assert (gone.active, gone.target) == (False, "")


def _by_operator(at: House, about: str) -> Deed:
    return Deed(at.clock.at, "invited", about, where="operator")


def test_a_member_leaves_without_being_removed(at: House) -> None:
    _, of, owner = member(at, "left")
    reader = at.person("reader@left.example", of, Role.READER)
    theirs = at.visitor(reader)
    assert owner.post(f"/account/{of.id}/leave/").status_code == 400, "the last owner stays"
    assert theirs.post(f"/account/{of.id}/leave/").headers["location"] == "/account/"
    assert theirs.get(f"/account/{of.id}/").status_code == 404
    assert "left the organisation" in words(owner.get(f"/account/{of.id}/log/"))


def test_an_owner_who_cannot_sign_in_is_none(at: House) -> None:
    """Else the others step down and nobody is left who could invite, or end a watch."""
    who, of, owner = member(at, "lonely")
    away = at.person("away@lonely.example", of, Role.OWNER)
    with at.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(away, disabled=True))
    at.person("third@lonely.example", of, Role.READER)
    for path, given in (
        (f"/account/{of.id}/members/{who.id}/role/", {"role": "reader"}),
        (f"/account/{of.id}/members/{who.id}/remove/", {}),
        (f"/account/{of.id}/leave/", {}),
        ("/account/delete/", {}),
    ):
        assert owner.post(path, given).status_code == 400
    gone = owner.post(f"/account/{of.id}/members/{away.id}/remove/")
    assert gone.headers["location"] == f"/account/{of.id}/members/"


def test_the_feed_of_a_watch_ends_with_it(at: House) -> None:
    _, of, owner = member(at, "feeding")
    watch = kept_watch(at, of, Channel.FEED)
    feed = f"/watch/{watch.id}/feed.atom"
    assert at.visitor().get(feed).status_code == 200
    assert owner.post(f"/account/{of.id}/watches/{watch.id}/end/").status_code == 303
    assert at.visitor().get(feed).status_code == 404


@pytest.mark.parametrize("path", ["/reset/", "/sign-up/"])
def test_whether_an_account_is_there_is_looked_for_after_the_answer(at: House, path: str) -> None:
    """Else the time of the answer tells it: what is written for one address only is written when it is out."""
    who, _, _ = member(at, f"timed{len(path)}")
    seen: list[int] = []
    email = who.email if path == "/reset/" else "unknown@timed.example"

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def out(message: Message) -> None:
            if message["type"] == "http.response.body" and scope["method"] == "POST":
                with at.members.instance.database.read() as connection:
                    seen.append(
                        int(connection.execute(select(func.count()).select_from(one_time)).scalar_one())
                    )
            await send(message)

        await at.app(scope, receive, out)

    with at.members.instance.database.read() as connection:
        before = int(connection.execute(select(func.count()).select_from(one_time)).scalar_one())
    client = TestClient(watched, base_url=BASE, follow_redirects=False)
    answer = Visitor(client).post(
        path, {"email": email, "password": PASSWORD} if "up" in path else {"email": email}
    )
    assert "Look into your mail" in answer.text
    assert seen[0] == before
    assert at.box.taken[-1].rcpt_tos == [email]


def test_a_session_of_an_account_that_is_gone_is_nobodys(at: House) -> None:
    _, _, visitor = member(at, "vanished")
    kept = at.visitor()
    kept.client.cookies.set(COOKIE, visitor.token, domain="watch.example", path="/")
    assert kept.get("/account/").status_code == 200
    visitor.post("/account/delete/")
    assert kept.get("/account/").status_code == 303


def test_an_invitation_by_nobody_is_the_operators(at: House) -> None:
    """Those that were made before their maker was noted go on."""
    of = at.organisation("older")
    at.person("owner@older.example", of)
    by = _by_operator(at, "new@older.example")
    link = identity.invite(at.members.people, "new@older.example", of.id, Role.READER, by)
    found = identity.invitation(at.members.people, link.token)
    assert isinstance(found, Pass)
    assert found.account is None
    assert identity.join(at.members.people, link.token, PASSWORD) is not None
