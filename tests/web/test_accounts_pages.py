"""Accounts as people go through them, over real mail: sign-up to deletion; sessions, limits, plans, watches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyotp
import pytest
from starlette.testclient import TestClient
from tests.web.accounts_kit import BASE, COOKIE, PASSWORD, House, Visitor, closed, house, words

from clausewatch.nouns.account import Account, Organisation, Role
from clausewatch.nouns.subscription import Channel
from clausewatch.storage import accounts, subscriptions
from clausewatch.web import Site, create_app

WATCH = {"name": "Birds", "channel": "feed", "pace": "weekly", "platforms": "birchwood", "minimum": "low"}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("accounts")) as made:
        yield made


@pytest.fixture
def at(lived: House) -> House:
    """Each test a day later, so that none meets the limits that another used up."""
    lived.clock.later(days=1)
    return lived


def member(at: House, name: str, plan: str = "professional") -> tuple[Account, Organisation, Visitor]:
    of = at.organisation(name, plan)
    who = at.person(f"{name}@example.org", of)
    return who, of, at.visitor(who)


def token_of(path: str) -> str:
    return path.partition("token=")[2]


def test_an_open_instance_has_none_of_it(at: House) -> None:
    site = replace(at.site, members=None)
    with TestClient(create_app(site), base_url=BASE, follow_redirects=False) as client:
        for path in ("/sign-in/", "/sign-up/", "/account/", "/hooks/plan", "/reset/"):
            assert client.get(path).status_code == 404
        assert "/account/" not in client.get("/changes/").text


def test_public_pages_are_the_same_for_everybody(at: House) -> None:
    _, _, inside = member(at, "same")
    assert inside.get("/changes/").text == at.visitor().get("/changes/").text
    assert "set-cookie" not in at.visitor().get("/changes/").headers
    assert 'href="/account/"' in inside.get("/changes/").text


def test_from_sign_up_to_the_account(at: House) -> None:
    visitor = at.visitor()
    answer = visitor.post("/sign-up/", {"email": "New@Example.org", "password": PASSWORD})
    assert "Look into your mail" in answer.text
    assert at.box.taken[-1].rcpt_tos == ["new@example.org"]
    link = at.link()
    assert link.startswith("/verify/")
    at_first = at.visitor().post("/sign-in/", {"email": "new@example.org", "password": PASSWORD})
    assert "Look into your mail" in at_first.text, "nobody signs in before the address is verified"
    newer = at.link()
    assert newer != link
    assert visitor.get(newer).status_code == 200
    wrong = visitor.post("/verify/", {"token": token_of(newer), "password": "not the password"})
    assert wrong.status_code == 400
    done = visitor.post("/verify/", {"token": token_of(newer), "password": PASSWORD})
    assert (done.status_code, done.headers["location"]) == (303, "/account/")
    assert "new@example.org" in visitor.get("/account/").text


def test_the_cookie_is_guarded(at: House) -> None:
    who, _, _ = member(at, "cookie")
    visitor = at.visitor()
    before = visitor.csrf()
    fixed = visitor.token
    answer = visitor.post("/sign-in/", {"email": who.email, "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert visitor.token != fixed, "no fixation: what the browser held before is worth nothing"
    stolen = at.visitor()
    stolen.client.cookies.set(COOKIE, fixed, domain="watch.example", path="/")
    assert stolen.get("/account/").status_code == 303
    assert visitor.csrf("/account/") != before


def test_a_token_of_the_visitors_choosing_is_not_taken_over(at: House) -> None:
    who, _, _ = member(at, "fixed")
    visitor = at.visitor()
    chosen = "A" * 43
    visitor.client.cookies.set(COOKIE, chosen, domain="watch.example", path="/")
    visitor.post("/sign-in/", {"email": who.email, "password": PASSWORD})
    attacker = at.visitor()
    attacker.client.cookies.set(COOKIE, chosen, domain="watch.example", path="/")
    assert attacker.get("/account/").status_code == 303


def test_signing_out_ends_the_session_here_and_there(at: House) -> None:
    who, _, visitor = member(at, "out")
    token = visitor.token
    other = at.visitor(who)
    assert visitor.post("/sign-out/").headers["location"] == "/"
    again = at.visitor()
    again.client.cookies.set(COOKIE, token, domain="watch.example", path="/")
    assert again.get("/account/").status_code == 303
    third = at.visitor(who)
    assert other.get("/account/").status_code == 200
    assert third.post("/account/sessions/end/").status_code == 303
    assert other.get("/account/").status_code == 303
    assert third.get("/account/").status_code == 200


def test_known_and_unknown_addresses_are_answered_alike(at: House) -> None:
    who, _, _ = member(at, "alike")
    answers = {}
    for email in (who.email, "nobody@nowhere.example"):
        reset = at.visitor().post("/reset/", {"email": email})
        signed = at.visitor().post("/sign-up/", {"email": email, "password": PASSWORD})
        wrong = at.visitor().post("/sign-in/", {"email": email, "password": "not the password"})
        answers[email] = [
            (each.status_code, re.sub(r'value="[^"]*"', "", each.text)) for each in (reset, signed, wrong)
        ]
    first, second = answers.values()
    assert first == second


def test_a_reset_over_mail(at: House) -> None:
    who, _, inside = member(at, "reset")
    visitor = at.visitor()
    visitor.post("/reset/", {"email": who.email})
    path = at.link()
    assert path.startswith("/reset/new/")
    short = visitor.post("/reset/new/", {"token": token_of(path), "password": "short"})
    assert short.status_code == 400
    done = visitor.post("/reset/new/", {"token": token_of(path), "password": "another long password"})
    assert done.headers["location"] == "/sign-in/"
    assert inside.get("/account/").status_code == 303, "every session ended"
    again = visitor.post("/reset/new/", {"token": token_of(path), "password": "yet another password"})
    assert again.status_code == 400
    assert "no longer works" in again.text
    assert visitor.post("/sign-in/", {"email": who.email, "password": PASSWORD}).status_code == 400
    assert (
        visitor.post("/sign-in/", {"email": who.email, "password": "another long password"}).status_code
        == 303
    )


def test_guessing_is_stopped_for_known_and_unknown_alike(at: House) -> None:
    who, _, _ = member(at, "guessed")
    for email in (who.email, "nobody@guessed.example"):
        visitor = at.visitor()
        found = [
            visitor.post("/sign-in/", {"email": email, "password": f"a wrong guess {each}"}).status_code
            for each in range(11)
        ]
        assert found == [400] * 10 + [429]
        stopped = visitor.post("/sign-in/", {"email": email.upper(), "password": PASSWORD})
        assert stopped.status_code == 429, "also with the right password, and however it is written"
        assert int(stopped.headers["retry-after"]) > 0


def test_letters_are_few(at: House) -> None:
    who, _, _ = member(at, "letters")
    visitor = at.visitor()
    before = len(at.box.taken)
    found = [visitor.post("/reset/", {"email": who.email}).status_code for _ in range(5)]
    assert found == [200, 200, 200, 429, 429]
    assert len(at.box.taken) == before + 3


def test_by_invitation_alone(at: House) -> None:
    made = closed(at)
    visitor = made.visitor()
    assert "by invitation" in visitor.get("/sign-up/").text
    before = len(at.box.taken)
    visitor.post("/sign-up/", {"email": "uninvited@example.org", "password": PASSWORD})
    with at.members.instance.database.read() as connection:
        assert accounts.account_of(connection, "uninvited@example.org") is None
    assert len(at.box.taken) == before
    _, of, owner = member(made, "inviting")
    owner.post(f"/account/{of.id}/members/invite/", {"email": "guest@example.org", "role": "reader"})
    path = at.link()
    assert path.startswith("/sign-up/?token=")
    asked = words(visitor.get(path))
    assert "as reader. The invitation is for guest@example.org. Choose a password for its account." in asked
    joined = visitor.post("/sign-up/", {"token": token_of(path), "password": "a password of her own"})
    assert joined.headers["location"] == "/account/"
    seen = visitor.get(f"/account/{of.id}/")
    assert "You are a reader here" in words(seen)
    assert visitor.get(f"/account/{of.id}/members/").status_code == 403
    assert "no longer works" in at.visitor().get(path).text


def test_a_second_step(at: House) -> None:
    who, _, visitor = member(at, "second")
    page = visitor.get("/account/second-step/").text
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', page)
    assert found is not None
    secret = found[1]
    code = pyotp.TOTP(secret).at(at.clock.at)
    wrong = visitor.post("/account/second-step/", {"secret": secret, "code": "000000"})
    assert wrong.status_code == 400
    done = visitor.post("/account/second-step/", {"secret": secret, "code": code})
    recovery = re.findall(r"\b[0-9a-f]{20}\b", done.text)
    assert len(recovery) == 8
    given = {"email": who.email, "password": PASSWORD}
    assert at.visitor().post("/sign-in/", given).status_code == 400
    assert at.visitor().post("/sign-in/", {**given, "code": code}).status_code == 400, "used up"
    assert at.visitor().post("/sign-in/", {**given, "code": recovery[3]}).status_code == 303
    at.clock.later(minutes=5)
    later = pyotp.TOTP(secret).at(at.clock.at)
    assert at.visitor().post("/sign-in/", {**given, "code": later}).status_code == 303
    with at.members.instance.database.read() as connection:
        kept = accounts.account(connection, who.id)
    assert kept is not None
    assert kept.totp
    assert secret not in kept.totp
    assert visitor.post("/account/second-step/").status_code == 303
    assert at.visitor().post("/sign-in/", given).status_code == 303


def test_a_watch_is_previewed_made_changed_and_ended(at: House) -> None:
    _, of, visitor = member(at, "watching")
    new = f"/account/{of.id}/watches/new/"
    shown = visitor.post(new, {**WATCH, "do": "preview"})
    assert re.search(r"It would have sent \d+ alerts? in \d+ messages? in the last 90 days", words(shown))
    with at.members.instance.database.read() as connection:
        assert subscriptions.watches_of(connection, of.id) == ()
    assert visitor.post(new, {**WATCH, "do": "save"}).headers["location"] == f"/account/{of.id}/"
    assert "made a watch “Birds”" in words(visitor.get(f"/account/{of.id}/log/"))
    with at.members.instance.database.read() as connection:
        (made,) = subscriptions.watches_of(connection, of.id)
    assert made.platforms == ("birchwood",)
    own = f"/account/{of.id}/watches/{made.id}/"
    assert 'value="birchwood" checked' in visitor.get(own).text
    changed = visitor.post(
        own, {**WATCH, "name": "Birds and trees", "platforms": ["birchwood", "nettle"], "do": "save"}
    )
    assert changed.status_code == 303
    with at.members.instance.database.read() as connection:
        (now,) = subscriptions.watches_of(connection, of.id)
    assert (now.name, now.platforms, now.created_at) == (
        "Birds and trees",
        ("birchwood", "nettle"),
        made.created_at,
    )
    own = f"/account/{of.id}/watches/{now.id}/"
    visitor.post(own + "snooze/", {"days": "7"})
    visitor.post(own + "mute/", {"muted": "nettle"})
    assert visitor.post(own + "mute/", {"muted": "no-such-platform"}).status_code == 404
    with at.members.instance.database.read() as connection:
        (now,) = subscriptions.watches_of(connection, of.id)
    assert now.muted == ("nettle",)
    assert now.snoozed_until is not None
    assert "snoozed until" in visitor.get(f"/account/{of.id}/").text
    assert visitor.post(own + "end/").status_code == 303
    with at.members.instance.database.read() as connection:
        assert subscriptions.watches_of(connection, of.id) == ()
    log = words(visitor.get(f"/account/{of.id}/log/"))
    for done in ("made a watch", "changed a watch", "held back a watch", "muted a watch", "ended a watch"):
        assert done in log


def test_what_is_wrong_with_a_watch_is_said_and_the_form_kept(at: House) -> None:
    _, of, visitor = member(at, "wrong")
    answer = visitor.post(f"/account/{of.id}/watches/new/", {**WATCH, "zone": "Europe/Berln", "do": "save"})
    assert answer.status_code == 400
    assert "Europe/Berlin" in words(answer), "the nearest name"
    assert 'value="Birds"' in answer.text


def test_mail_goes_to_members_alone(at: House) -> None:
    who, of, visitor = member(at, "mailing")
    given = {**WATCH, "channel": "email", "email": "victim@elsewhere.example", "do": "save"}
    assert "no address of a member" in words(visitor.post(f"/account/{of.id}/watches/new/", given))
    given["email"] = who.email
    assert visitor.post(f"/account/{of.id}/watches/new/", given).status_code == 303


def test_a_webhook_is_always_signed(at: House) -> None:
    _, of, visitor = member(at, "hooked")
    given = {**WATCH, "channel": "webhook", "webhook": "https://hooks.example/in", "do": "save"}
    told = visitor.post(f"/account/{of.id}/watches/new/", given)
    assert told.status_code == 200
    with at.members.instance.database.read() as connection:
        (made,) = subscriptions.watches_of(connection, of.id)
    assert made.channel is Channel.WEBHOOK
    assert made.secret.startswith("whsec_")
    assert f"signed with this secret, shown this once: {made.secret}" in words(told)
    assert made.secret not in visitor.get(f"/account/{of.id}/").text
    own = f"/account/{of.id}/watches/{made.id}/"
    assert made.secret not in visitor.get(own).text
    visitor.post(own, {**given, "name": "Renamed"})
    with at.members.instance.database.read() as connection:
        (renamed,) = subscriptions.watches_of(connection, of.id)
    assert (renamed.name, renamed.secret) == ("Renamed", made.secret)


def test_two_organisations_that_ask_for_the_same_have_two_watches(at: House) -> None:
    _, one, first = member(at, "twin-one")
    _, two, second = member(at, "twin-two")
    for of, visitor in ((one, first), (two, second)):
        assert visitor.post(f"/account/{of.id}/watches/new/", {**WATCH, "do": "save"}).status_code == 303
    with at.members.instance.database.read() as connection:
        (a,), (b,) = (subscriptions.watches_of(connection, each.id) for each in (one, two))
    assert a.id != b.id


def test_the_plan_bites_and_says_so(at: House) -> None:
    _, of, visitor = member(at, "small", "reader")
    new = f"/account/{of.id}/watches/new/"
    for given, reason in (
        ({"pace": "immediate"}, "tells weekly, not immediate"),
        ({"platforms": ["birchwood", "nettle"]}, "with this it would be 2"),
        ({"platforms": []}, "is about all"),
        ({"regulations": "gdpr-art-13"}, ""),
    ):
        for do in ("preview", "save"):
            answer = visitor.post(new, {**WATCH, **given, "do": do})
            assert answer.status_code == 400
            assert reason in words(answer)
    assert visitor.post(new, {**WATCH, "do": "save"}).status_code == 303
    second = visitor.post(new, {**WATCH, "platforms": "nettle", "do": "save"})
    assert "the plan Reader watches 1 platform" in words(second)
    assert "Watcher or Professional allows it" in words(second)
    assert "Platforms watched 1 of 1" in words(visitor.get(f"/account/{of.id}/"))
    tokens = visitor.get(f"/account/{of.id}/tokens/")
    assert "The plan Reader has no tokens for the API" in words(tokens)
    made = visitor.post(f"/account/{of.id}/tokens/", {"name": "ci", "scope": "read", "days": "30"})
    assert made.status_code == 403


def test_a_lesser_plan_shows_what_it_pauses(at: House) -> None:
    _, of, visitor = member(at, "lesser")
    new = f"/account/{of.id}/watches/new/"
    visitor.post(new, {**WATCH, "pace": "daily", "do": "save"})
    assert "Paused" not in words(visitor.get(f"/account/{of.id}/"))
    with at.members.instance.database.write() as connection:
        accounts.grant_plan(connection, of.id, "reader", at.clock.at)
    shown = words(visitor.get(f"/account/{of.id}/"))
    assert "Paused: the plan Reader tells weekly, not daily" in shown
    assert "1 watch is paused. Nothing is sent for what is paused" in shown
    assert "Platforms watched 0 of 1" in shown
    other = {**WATCH, "name": "Trees", "platforms": "nettle", "do": "save"}
    assert visitor.post(new, other).status_code == 303, "what is paused uses up nothing"
    assert visitor.post(new, {**other, "name": "Oak", "platforms": "birchwood"}).status_code == 400


def test_roles_change_and_members_leave(at: House) -> None:
    who, of, owner = member(at, "roles")
    other = at.person("second@roles.example", of, Role.READER)
    path = f"/account/{of.id}/members/{other.id}"
    assert owner.post(f"{path}/role/", {"role": "emperor"}).status_code == 400
    assert owner.post(f"{path}/role/", {"role": "owner"}).status_code == 303
    mine = f"/account/{of.id}/members/{who.id}/role/"
    assert owner.post(mine, {"role": "reader"}).headers["location"] == "/account/"
    assert owner.get(f"/account/{of.id}/members/").status_code == 403
    theirs = at.visitor(other)
    assert theirs.post(f"/account/{of.id}/members/{who.id}/remove/").status_code == 303
    assert owner.get(f"/account/{of.id}/").status_code == 404


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"pace": "daily", "at": "25:99"}, "“At” is '25:99', no time of day. Write \"08:30\"."),
        ({"channel": "webhook", "webhook": ""}, '“Address” is missing. Say where to send: "https://'),
        (
            {"documents": "birchwood/nope"},
            "This watch names the document 'birchwood/nope', which is not here.",
        ),
        (
            {"platforms": []},
            "This watch: the plan Professional watches up to 25 platforms, and a watch that names none",
        ),
    ],
)
def test_the_form_of_a_watch_speaks_of_its_fields(at: House, given: dict[str, object], problem: str) -> None:
    _, of, visitor = member(at, f"worded-{'-'.join(given)}")
    answer = visitor.post(f"/account/{of.id}/watches/new/", {**WATCH, **given, "do": "save"})
    assert answer.status_code == 400
    assert problem in words(answer)
    assert "key `" not in answer.text


def test_ones_data_goes_out_and_away(at: House) -> None:
    who, of, visitor = member(at, "leaving")
    visitor.post(f"/account/{of.id}/watches/new/", {**WATCH, "do": "save"})
    data = json.loads(visitor.get("/account/export.json").text)
    assert data["account"]["email"] == who.email
    assert [each["name"] for each in data["watches"]] == ["Birds"]
    assert "argon2" not in json.dumps(data)
    assert visitor.token not in json.dumps(data)
    assert visitor.post("/account/delete/", {"password": "is not asked for"}).status_code == 400
    gone = visitor.post("/account/delete/")
    assert gone.headers["location"] == "/"
    assert visitor.get("/account/").status_code == 303
    with at.members.instance.database.read() as connection:
        assert accounts.account(connection, who.id) is None
        assert accounts.organisation(connection, of.id) is None
        assert subscriptions.watches_of(connection, of.id) == ()


def test_a_password_is_changed_with_the_old_one(at: House) -> None:
    who, _, visitor = member(at, "changing")
    other = at.visitor(who)
    wrong = visitor.post("/account/password/", {"password": "no", "new": "another long password"})
    assert wrong.status_code == 400
    done = visitor.post("/account/password/", {"password": PASSWORD, "new": "another long password"})
    assert done.status_code == 303
    assert visitor.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 303


def test_large_and_broken_forms_are_refused(at: House) -> None:
    visitor = at.visitor()
    headers = {"origin": BASE, "content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/sign-in/", content=b"a=" + b"x" * 70_000, headers=headers).status_code == 413
    assert visitor.client.post("/sign-in/", content=b"a=\xff", headers=headers).status_code == 400
    many = "&".join(f"a{each}=1" for each in range(500)).encode()
    assert visitor.client.post("/sign-in/", content=many, headers=headers).status_code == 400


def test_without_mail_nothing_breaks(tmp_path: Path) -> None:
    with house(tmp_path, mail=False) as made:
        answer = made.visitor().post("/sign-up/", {"email": "new@example.org", "password": PASSWORD})
        assert "ask its operator" in words(answer)


def test_the_pages_need_no_script_and_are_in_no_index(at: House) -> None:
    _, of, visitor = member(at, "quiet")
    for path in (
        "/account/",
        f"/account/{of.id}/",
        f"/account/{of.id}/watches/new/",
        "/account/second-step/",
    ):
        page = visitor.get(path).text
        assert "<script" not in page
        assert '<meta name="robots" content="noindex">' in page
        assert 'rel="canonical"' not in page


def test_a_site_over_http_has_a_cookie_that_browsers_take(at: House) -> None:
    site = replace(at.site, base_url="http://127.0.0.1:8300")
    assert isinstance(site, Site)
    with TestClient(create_app(site), base_url="http://127.0.0.1:8300") as client:
        cookie = client.get("/sign-in/").headers["set-cookie"]
    assert cookie.startswith("clausewatch-session=")
    assert "Secure" not in cookie
