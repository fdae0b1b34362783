"""Who may do what: every private route by every role, and every way around it that we know of, each tried and refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from tests.web.accounts_kit import BASE, PASSWORD, House, Visitor, house, words

from clausewatch.nouns.account import Account, Membership, Organisation, Role, TokenScope
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Pace, Timing, Watch
from clausewatch.pipeline.passkeys import relying_party
from clausewatch.storage import accounts, sessions, subscriptions
from clausewatch.web.accounts import DOORS

# By hand, and not from the application's own table: who is the least that may.
LEAST = {
    "GET /sign-in/": "anybody",
    "POST /sign-in/": "anybody",
    "GET /sign-up/": "anybody",
    "POST /sign-up/": "anybody",
    "GET /verify/": "anybody",
    "POST /verify/": "anybody",
    "GET /reset/": "anybody",
    "POST /reset/": "anybody",
    "GET /reset/new/": "anybody",
    "POST /reset/new/": "anybody",
    "POST /sign-in/passkey/options/": "anybody",
    "POST /sign-in/passkey/": "anybody",
    "POST /sign-in/code/": "anybody",
    "POST /sign-in/with/{provider}/": "anybody",
    "GET /sign-in/with/{provider}/back/": "anybody",
    "POST /sign-out/": "signed in",
    "GET /account/": "signed in",
    "POST /account/sessions/end/": "signed in",
    "GET /account/confirm/": "signed in",
    "POST /account/confirm/": "signed in",
    "GET /account/password/": "signed in",
    "POST /account/password/": "signed in",
    "GET /account/email/": "signed in",
    "POST /account/email/": "signed in",
    "GET /account/email/new/": "signed in",
    "POST /account/email/new/": "signed in",
    "GET /account/second-step/": "signed in",
    "POST /account/second-step/": "signed in",
    "GET /account/passkeys/": "signed in",
    "POST /account/passkeys/": "signed in",
    "POST /account/passkeys/options/": "signed in",
    "GET /account/providers/{provider}/": "signed in",
    "POST /account/providers/{provider}/": "signed in",
    "POST /account/ways/{way}/end/": "signed in",
    "GET /account/export.json": "signed in",
    "GET /account/delete/": "signed in",
    "POST /account/delete/": "signed in",
    "GET /account/{organisation}/": "reader",
    "POST /account/{organisation}/leave/": "reader",
    "GET /account/{organisation}/deliveries/": "reader",
    "POST /account/{organisation}/deliveries/{alert}/retry/": "editor",
    "GET /account/{organisation}/watches/new/": "editor",
    "POST /account/{organisation}/watches/new/": "editor",
    "GET /account/{organisation}/watches/{watch}/": "editor",
    "POST /account/{organisation}/watches/{watch}/": "editor",
    "POST /account/{organisation}/watches/{watch}/snooze/": "editor",
    "POST /account/{organisation}/watches/{watch}/mute/": "editor",
    "POST /account/{organisation}/watches/{watch}/test/": "editor",
    "POST /account/{organisation}/watches/{watch}/end/": "editor",
    "GET /account/{organisation}/tokens/": "editor",
    "POST /account/{organisation}/tokens/": "editor",
    "POST /account/{organisation}/tokens/{token}/end/": "editor",
    "GET /account/{organisation}/members/": "owner",
    "POST /account/{organisation}/members/invite/": "owner",
    "POST /account/{organisation}/invitations/{invitation}/end/": "owner",
    "POST /account/{organisation}/members/{account}/role/": "owner",
    "POST /account/{organisation}/members/{account}/remove/": "owner",
    "GET /account/{organisation}/log/": "owner",
}
RANK = ("anybody", "signed in", "reader", "editor", "owner")
PERSONAS = ("nobody", "disabled", "stranger", "reader", "editor", "owner")
MAY = {"nobody": 0, "disabled": 0, "stranger": 1, "reader": 2, "editor": 3, "owner": 4}


@dataclass
class World:
    house: House
    ours: Organisation
    theirs: Organisation
    people: dict[str, Account]

    def as_(self, persona: str) -> Visitor:
        """The browser of that persona, who is what the name says, whatever was done before."""
        if persona in list(Role):
            member = Membership(self.ours.id, self.people[persona].id, Role(persona), self.house.clock.at)
            with self.house.members.instance.database.write() as connection:
                accounts.save_member(connection, member)
        return self.house.visitor(self.people.get(persona))

    def watch_of(self, organisation: Organisation) -> Watch:
        """A watch of that organisation, as good as new."""
        made = Watch(
            f"watch-of-{organisation.name}",
            "Ours",
            Channel.FEED,
            "",
            ("birchwood",),
            (),
            Severity.LOW,
            self.house.clock.at,
            timing=Timing(Pace.WEEKLY),
            organisation=organisation.id,
        )
        with self.house.members.instance.database.write() as connection:
            subscriptions.save_watch(connection, made)
        return made

    def stored(self, identifier: str) -> Watch | None:
        with self.house.members.instance.database.read() as connection:
            return subscriptions.watch(connection, identifier)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with house(tmp_path_factory.mktemp("matrix")) as found:
        made = replace(found, members=replace(found.members, passkeys=relying_party(BASE)))
        ours, theirs = made.organisation("ours"), made.organisation("theirs")
        people = {each.value: made.person(f"{each.value}@ours.example", ours, each) for each in Role}
        people["stranger"] = made.person("owner@theirs.example", theirs)
        disabled = made.person("disabled@ours.example", ours)
        people["disabled"] = replace(disabled, disabled=True)
        with made.members.instance.database.write() as connection:
            accounts.change_account(connection, people["disabled"])
        yield World(made, ours, theirs, people)


def filled(world: World, path: str) -> str:
    """The door's address, with names that are there where the role decides, and not where anything else would."""
    names = dict.fromkeys(("token", "account", "way", "provider", "alert"), "0" * 16)
    return path.format(
        organisation=world.ours.id, watch=world.watch_of(world.ours).id, invitation="0" * 64, **names
    )


def test_the_table_is_whole() -> None:
    assert {f"{door.method} {door.path}": door.need.value for door in DOORS} == LEAST
    assert set(Role) < set(PERSONAS), "every role is tried"
    assert set(LEAST.values()) == set(RANK)


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("door", LEAST)
def test_every_route_by_every_role(world: World, door: str, persona: str) -> None:
    """A stranger owns another organisation. Whoever may, gets past the gate; whoever may not, does not."""
    method, _, path = door.partition(" ")
    path = filled(world, path)
    world.house.clock.later(hours=1)  # so that nobody meets the limits of the one before
    visitor = world.as_(persona)
    # A field that is not asked for, so that nobody really leaves.
    given = {"strange": "x"} if path == "/account/delete/" else None
    answer = visitor.get(path) if method == "GET" else visitor.post(path, given)
    least = RANK.index(LEAST[door])
    assert answer.headers["cache-control"] == "no-store"
    away = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in/?next=")
    if MAY[persona] >= least:
        assert not away
        # Not there is only what this names by an id that nobody has.
        nameless = any(
            each in door
            for each in ("{token}", "{account}", "{invitation}", "{way}", "{provider}", "{alert}")
        )
        assert answer.status_code in ((200, 303, 400, 404) if nameless else (200, 303, 400))
        assert "is not one of yours" not in answer.text
    elif persona in ("nobody", "disabled"):
        assert away
    elif persona == "stranger":
        assert answer.status_code == 404
        assert "is not one of yours" in answer.text
    else:
        assert answer.status_code == 403
        assert f"your role here is {persona}" in words(answer)


@pytest.mark.parametrize("door", [each for each in LEAST if each.startswith("POST")])
def test_no_form_from_elsewhere(world: World, door: str) -> None:
    """CSRF: another site, a sibling host, no origin at all, no token, another session's token."""
    path = filled(world, door.removeprefix("POST "))
    owner = world.as_("owner")
    good = owner.csrf()
    for origin in (
        "https://evil.example",
        "https://evil.watch.example",
        "http://watch.example:8080",
        "null",
        None,
    ):
        assert owner.post(path, origin=origin, csrf=good).status_code == 403, origin
    crossed = owner.client.post(
        path, data={"form": good}, headers={"origin": BASE, "sec-fetch-site": "same-site"}
    )
    assert crossed.status_code == 403
    for token in ("", "0" * 64, world.as_("editor").csrf()):
        assert owner.post(path, csrf=token).status_code == 403, token
    with world.house.members.instance.database.read() as connection:
        assert accounts.account(connection, world.people["owner"].id) is not None
    assert world.stored(world.watch_of(world.ours).id) is not None


@pytest.mark.parametrize("action", ["", "snooze/", "mute/", "end/", "test/"])
def test_anothers_watch_is_not_there(world: World, action: str) -> None:
    """IDOR: the address names our organisation, and a watch of another."""
    theirs = world.watch_of(world.theirs)
    path = f"/account/{world.ours.id}/watches/{theirs.id}/{action}"
    given = {
        "": {"name": "x", "channel": "feed", "do": "save"},
        "snooze/": {"days": "7"},
        "mute/": {"muted": "birchwood"},
    }
    answer = world.as_("owner").post(path, given.get(action))
    assert answer.status_code == 404
    assert world.stored(theirs.id) == theirs


def test_the_operators_watch_is_nobodys(world: World) -> None:
    answer = world.as_("owner").post(f"/account/{world.ours.id}/watches/songbirds/end/")
    assert answer.status_code == 404
    kept = world.stored("songbirds")
    assert kept is not None
    assert kept.active


def test_anothers_token_and_member_are_not_there(world: World) -> None:
    stranger = world.as_("stranger")
    made = stranger.post(f"/account/{world.theirs.id}/tokens/", {"name": "ci", "scope": "read", "days": "30"})
    assert "cwt_" in made.text
    with world.house.members.instance.database.read() as connection:
        (token,) = sessions.tokens(connection, world.theirs.id)
    assert token.scopes == (TokenScope.READ,)
    owner = world.as_("owner")
    assert owner.post(f"/account/{world.ours.id}/tokens/{token.id}/end/").status_code == 404
    them = world.people["stranger"].id
    for action, given in (("role", {"role": "reader"}), ("remove", None)):
        assert owner.post(f"/account/{world.ours.id}/members/{them}/{action}/", given).status_code == 404
    with world.house.members.instance.database.read() as connection:
        assert sessions.tokens(connection, world.theirs.id) == (token,)
        held = accounts.membership(connection, world.theirs.id, them)
    assert held is not None
    assert held.role is Role.OWNER


@pytest.mark.parametrize("field", ["organisation", "id", "active", "created_at", "role", "target"])
def test_a_form_sets_only_what_it_shows(world: World, field: str) -> None:
    """Mass assignment."""
    given = {"name": "x", "channel": "feed", "pace": "weekly", "platforms": "birchwood", "do": "save"}
    path = f"/account/{world.ours.id}/watches/new/"
    answer = world.as_("editor").post(path, {**given, field: world.theirs.id})
    assert answer.status_code == 400
    assert "is not known here" in answer.text
    signed = world.as_("nobody").post(
        "/sign-up/", {"email": "new@ours.example", "password": PASSWORD, field: "owner"}
    )
    assert signed.status_code == 400


def test_the_last_owner_stays(world: World) -> None:
    me = world.people["owner"].id
    owner = world.as_("owner")
    for action, given in (("role", {"role": "reader"}), ("remove", None)):
        answer = owner.post(f"/account/{world.ours.id}/members/{me}/{action}/", given)
        assert answer.status_code == 400
        assert "keeps one owner" in answer.text
    answer = owner.post("/account/delete/")
    assert answer.status_code == 400
    assert "only owner" in answer.text


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/account//evil.example",
        "/account/../sign-out/",
        "javascript:alert(1)",
        "/account/\r\nx: y",
        "/changes/",
    ],
)
def test_signing_in_leads_nowhere_else(world: World, after: str) -> None:
    """Open redirect."""
    given = {"email": "reader@ours.example", "password": PASSWORD, "next": after}
    visitor = world.as_("nobody")
    world.house.clock.later(hours=1)
    answer = visitor.post("/sign-in/", given)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/")


def test_signing_in_leads_to_where_one_was_going(world: World) -> None:
    path = f"/account/{world.ours.id}/"
    world.house.clock.later(hours=1)
    visitor = world.as_("nobody")
    asked = visitor.get(path)
    assert asked.headers["location"] == f"/sign-in/?next={path}"
    given = {"email": "reader@ours.example", "password": PASSWORD, "next": path}
    answer = visitor.post("/sign-in/", given)
    assert (answer.status_code, answer.headers["location"]) == (303, path)


@pytest.mark.parametrize(
    "email", ["a@b.example\r\nBcc: c@d.example", "a@b.example\nX: y", "a@b.example, c@d.example"]
)
def test_no_address_writes_headers(world: World, email: str) -> None:
    """Header injection, in sign-up, reset, invitation and the target of a watch."""
    world.house.clock.later(hours=2)
    before = len(world.house.box.taken)
    assert world.as_("nobody").post("/sign-up/", {"email": email, "password": PASSWORD}).status_code == 400
    world.as_("nobody").post("/reset/", {"email": email})
    invited = world.as_("owner").post(
        f"/account/{world.ours.id}/members/invite/", {"email": email, "role": "reader"}
    )
    assert invited.status_code == 400
    given = {
        "name": "x",
        "channel": "email",
        "email": email,
        "pace": "weekly",
        "platforms": "birchwood",
        "do": "save",
    }
    assert world.as_("editor").post(f"/account/{world.ours.id}/watches/new/", given).status_code == 400
    assert len(world.house.box.taken) == before
