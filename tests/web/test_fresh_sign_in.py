"""What changes how one signs in takes a fresh sign-in, and the owner is told of it by mail, once and without a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from tests.web.accounts_kit import BASE, PASSWORD, House, house, offering, words
from tests.web.authenticator_kit import Authenticator
from tests.web.provider_kit import Provider, configured, provided
from tests.web.small_instance import NOW
from tests.web.test_passkeys import HOST, enter, make
from tests.web.test_vouched import World, came_back, settings, signed_in

from clausewatch.pipeline import identity
from clausewatch.pipeline.identity import FRESH
from clausewatch.pipeline.passkeys import relying_party
from clausewatch.pipeline.passwords import key_of, new_totp
from clausewatch.storage import accounts, sessions, ways
from clausewatch.web.accounts import DOORS
from clausewatch.wiring.ways import issuers

NEW = "another long password"


@dataclass
class At(World):
    """Ada, whose house offers a provider and passkeys."""

    @property
    def address(self) -> str:
        return self.ada.email

    def way(self) -> str:
        """The path that ends Ada's only way beside her password."""
        with self.house.members.instance.database.read() as connection:
            found = [
                *(each.id for each in ways.links(connection, self.ada.id)),
                *(each.id for each in ways.passkeys(connection, self.ada.id)),
            ]
        (one,) = found
        return f"/account/ways/{one}/end/"

    def mails(self) -> list[tuple[str, str, str]]:
        """Subject, text and HTML of what was sent, all of it to Ada."""
        found = []
        for taken in self.house.box.taken:
            assert taken.rcpt_tos == [self.ada.email]
            assert isinstance(taken.content, bytes)
            mail = message_from_bytes(taken.content, policy=policy.default)
            bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
            text, html = (each.get_content() for each in bodies if each is not None)
            found.append((str(mail["Subject"]), text, html))
        return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Provider]]:
    with house(tmp_path_factory.mktemp("fresh")) as found, provided(found.clock.now) as provider:
        chosen = issuers(settings(configured(provider)), found.clock)
        yield offering(found, issuers=chosen, passkeys=relying_party(BASE)), provider


@pytest.fixture
def at(made: tuple[House, Provider], request: pytest.FixtureRequest) -> At:
    """Each test an hour later, with an account of its own and an empty mailbox."""
    found, provider = made
    found.clock.later(hours=1)
    found.box.taken.clear()
    of = found.organisation("Birds")
    name = request.node.name.partition("[")[0][-40:]
    provider.person = {"sub": f"{of.id}-at-provider"}
    return At(found, provider, found.person(f"{name}.{of.id}@ours.example", of))


def test_what_takes_a_fresh_sign_in_is_told_by_the_table() -> None:
    assert {f"{each.method} {each.path}" for each in DOORS if each.fresh} == {
        "GET /account/email/",
        "POST /account/email/",
        "GET /account/second-step/",
        "POST /account/second-step/",
        "GET /account/passkeys/",
        "GET /account/providers/{provider}/",
        "POST /account/providers/{provider}/",
        "POST /account/ways/{way}/end/",
        "GET /account/delete/",
        "POST /account/delete/",
    }


@pytest.mark.parametrize(
    "door", [each for each in DOORS if each.fresh], ids=lambda each: f"{each.method} {each.path}"
)
def test_who_signed_in_too_long_ago_does_so_again(at: At, door: object) -> None:
    method, path, page = (getattr(door, name) for name in ("method", "path", "page"))
    key = Authenticator(BASE, HOST)
    visitor = at.house.visitor(at.ada)
    make(visitor, key)
    path = path.format(provider="example", way=at.way().split("/")[3])
    at.house.clock.later(seconds=FRESH.total_seconds() + 1)
    answer = visitor.get(path) if method == "GET" else visitor.post(path)
    assert answer.headers["location"] == f"/account/confirm/?next={page or path}"
    assert at.house.visitor(at.ada).get("/account/").status_code == 200
    with at.house.members.instance.database.read() as connection:
        assert accounts.account(connection, at.ada.id) == at.ada
        assert len(ways.passkeys(connection, at.ada.id)) == 1


def test_a_password_signs_in_again_and_the_session_before_ends(at: At) -> None:
    visitor = at.house.visitor(at.ada)
    at.house.clock.later(minutes=11)
    led = visitor.get("/account/delete/").headers["location"]
    assert "within the last ten minutes" in words(visitor.get(led))
    given = {"password": PASSWORD, "next": "/account/delete/"}
    before = visitor.token
    wrong = visitor.post("/account/confirm/", {**given, "password": "not the password"})
    assert wrong.status_code == 400
    assert "does not fit" in words(wrong)
    assert visitor.get("/account/delete/").status_code == 303
    assert visitor.post("/account/confirm/", given).headers["location"] == "/account/delete/"
    assert visitor.token != before
    assert visitor.get("/account/delete/").status_code == 200
    assert ("signed in", "again") in at.log(at.ada)
    with at.house.members.instance.database.read() as connection:
        assert sessions.session(connection, key_of(before)) is None


def test_who_uses_a_second_step_gives_its_code_as_well(at: At) -> None:
    secret = new_totp()
    people = at.house.members.people
    kept = replace(at.ada, totp=identity.kept_secret(people, at.ada.id, secret))
    with people.database.write() as connection:
        accounts.change_account(connection, kept)
    visitor = at.house.visitor(kept)
    at.house.clock.later(minutes=11)
    given = {"password": PASSWORD, "next": "/account/second-step/"}
    assert visitor.post("/account/confirm/", given).status_code == 400
    code = pyotp.TOTP(secret).at(at.house.clock.at)
    assert visitor.post("/account/confirm/", {**given, "code": code}).status_code == 303
    assert visitor.post("/account/second-step/").status_code == 303
    assert [subject for subject, _, _ in at.mails()] == ["Clausewatch: Your second step was given up"]


def test_a_passkey_or_a_provider_signs_in_again_and_only_what_one_has_is_offered(at: At) -> None:
    visitor, key = at.house.visitor(at.ada), Authenticator(BASE, HOST)
    path = "/account/confirm/?next=/account/second-step/"
    page = words(visitor.get(path))
    assert "Use a passkey" not in page
    assert "Example Login" not in page
    make(visitor, key)
    page = words(visitor.get(path))
    assert "Use a passkey" in page
    at.house.clock.later(minutes=11)
    assert enter(visitor, key, "/account/second-step/").headers["location"] == "/account/second-step/"
    assert visitor.get("/account/second-step/").status_code == 200
    came_back(visitor, at.provider.visited(at.onward(visitor, "/account/providers/example/")))
    at.house.clock.later(minutes=11)
    assert "Sign in with Example Login" in words(visitor.get(path))
    back = at.provider.visited(at.onward(visitor, given={"next": "/account/second-step/"}))
    assert came_back(visitor, back).headers["location"] == "/account/second-step/"
    assert visitor.get("/account/second-step/").status_code == 200


ASKED_BEFORE = "did not ask you to sign in anew"
UNSAID = "does not say whether it asked you to sign in anew"
TO_COME = "too old, or of a time to come"


@pytest.mark.parametrize(
    ("ago", "why"),
    [
        (0, ""),
        (60, ""),
        (61, ASKED_BEFORE),
        (599, ASKED_BEFORE),
        (-61, TO_COME),
        (None, UNSAID),
        ("0", UNSAID),
    ],
)
def test_a_provider_is_to_ask_anew_and_to_say_when_it_did(at: At, ago: object, why: str) -> None:
    """An open session there must not stand for a person here: who is at the browser can take `prompt` out of the address."""
    at.link()
    visitor = at.house.visitor(at.ada)
    at.house.clock.later(minutes=11)
    address = at.onward(visitor, given={"next": "/account/second-step/"})
    asked = parse_qs(urlsplit(address).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    then = int(at.house.clock.at.timestamp()) - ago if isinstance(ago, int) else ago
    at.provider.claims = {"auth_time": then}
    answer = came_back(visitor, at.provider.visited(address))
    at.provider.claims = {}
    assert answer.status_code == (400 if why else 303)
    assert why in words(answer)
    assert (visitor.get("/account/second-step/").status_code == 200) is not bool(why)


@pytest.mark.parametrize("said", [{}, {"auth_time": 0}, {"auth_time": int(NOW.timestamp()) + 10**9}])
def test_who_signs_in_by_a_providers_open_session_has_proved_nothing(at: At, said: dict[str, object]) -> None:
    """After signing out here, with the provider's session alive: whatever it says of when, nobody was to be asked."""
    at.link()
    visitor = at.house.visitor(at.ada)
    visitor.post("/sign-out/")
    at.provider.claims = said
    assert at.back(visitor).headers["location"] == "/account/"
    at.provider.claims = {}
    assert signed_in(visitor) == at.ada.email
    assert visitor.get("/account/delete/").headers["location"] == "/account/confirm/?next=/account/delete/"
    back = at.provider.visited(at.onward(visitor, given={"next": "/account/delete/"}))
    assert came_back(visitor, back).headers["location"] == "/account/delete/"
    assert visitor.get("/account/delete/").status_code == 200


def test_it_counts_from_when_the_provider_asked(at: At) -> None:
    at.link()
    visitor = at.house.visitor(at.ada)
    address = at.onward(visitor, given={"next": "/account/delete/"})
    at.provider.claims = {"auth_time": int(at.house.clock.at.timestamp())}
    at.house.clock.later(minutes=9)
    assert came_back(visitor, at.provider.visited(address)).status_code == 303
    at.provider.claims = {}
    at.house.clock.later(minutes=1)
    assert visitor.get("/account/delete/").status_code == 200
    at.house.clock.later(seconds=1)
    assert visitor.get("/account/delete/").status_code == 303


def test_the_code_of_a_second_step_proves_who_came_by_a_provider(at: At) -> None:
    secret = new_totp()
    people = at.house.members.people
    at.link()
    with people.database.write() as connection:
        found = accounts.account(connection, at.ada.id)
        assert found is not None
        kept = replace(found, totp=identity.kept_secret(people, at.ada.id, secret))
        accounts.change_account(connection, kept)
    visitor = at.house.visitor()
    at.provider.claims = {"auth_time": None}
    for path in ("/account/", "/account/delete/"):
        at.house.clock.later(minutes=11)
        answer = came_back(visitor, at.provider.visited(at.onward(visitor, given={"next": path})))
        ticket = re.search(r'name="ticket" value="([^"]+)"', answer.text)
        assert ticket is not None, words(answer)
        code = pyotp.TOTP(secret).at(at.house.clock.at)
        done = visitor.post("/sign-in/code/", {"code": code, "ticket": ticket[1]})
        assert done.headers["location"] == path
        assert visitor.get("/account/delete/").status_code == 200
    at.provider.claims = {}


def test_who_signs_in_for_the_first_time_is_asked_as_the_provider_likes(at: At) -> None:
    asked = parse_qs(urlsplit(at.onward(at.house.visitor())).query)
    assert not {"prompt", "max_age"} & set(asked)


def test_the_sign_in_of_another_account_does_not_do(at: At) -> None:
    at.link()
    eve = at.house.visitor(at.house.person(f"eve.{at.ada.email}"))
    answer = came_back(eve, at.provider.visited(at.onward(eve)))
    assert answer.status_code == 400
    assert "another account" in words(answer)
    assert signed_in(eve) == f"eve.{at.ada.email}"


def test_who_has_no_password_is_not_asked_for_one(at: At) -> None:
    at.link()
    with at.house.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(at.ada, password=""))
    visitor = at.house.visitor(at.ada)
    at.house.clock.later(minutes=11)
    led = visitor.get("/account/password/").headers["location"]
    assert led == "/account/confirm/?next=/account/password/"
    page = visitor.get(led)
    assert 'type="password"' not in page.text
    assert "Sign in with Example Login" in words(page)
    assert visitor.post("/account/password/", {"new": NEW}).headers["location"] == led
    assert visitor.post("/account/confirm/", {"password": "", "next": ""}).status_code == 400


@pytest.mark.parametrize("given", ["https://evil.example/", "//evil.example/", "/account/../x", "/"])
def test_nothing_leads_out_of_the_account(at: At, given: str) -> None:
    visitor = at.house.visitor(at.ada)
    answer = visitor.post("/account/confirm/", {"password": PASSWORD, "next": given})
    assert answer.headers["location"] == "/account/"


def test_tries_are_counted(at: At) -> None:
    visitor = at.house.visitor(at.ada)
    csrf = visitor.csrf("/account/")
    codes = [
        visitor.post("/account/confirm/", {"password": "a wrong guess"}, csrf=csrf).status_code
        for _ in range(11)
    ]
    assert codes == [400] * 10 + [429]


def told(at: At, subject: str, *more: str) -> str:
    """The one mail that was sent, whose subject that is and which holds these words; its text."""
    ((found, text, html),) = at.mails()
    assert found == f"Clausewatch: {subject}"
    for each in (subject, at.ada.email, f"{BASE}/reset/", "If that was you, there is nothing to do", *more):
        assert each in " ".join(text.split()), text
        assert each in " ".join(html.split()), html
    for secret in (PASSWORD, NEW, "token=", "next="):
        assert secret not in text + html
    at.house.box.taken.clear()
    return text


def test_a_changed_password_is_told(at: At) -> None:
    visitor = at.house.visitor(at.ada)
    assert visitor.post("/account/password/", {"password": "wrong one it is", "new": NEW}).status_code == 400
    assert at.mails() == []
    assert visitor.post("/account/password/", {"password": PASSWORD, "new": NEW}).status_code == 303
    text = told(at, "Your password was changed", "from testclient on ", " UTC")
    assert "token" not in text


def test_a_password_that_is_set_anew_by_a_link_is_told(at: At) -> None:
    link = identity.ask_reset(at.house.members.people, at.ada.email)
    assert link is not None
    visitor = at.house.visitor()
    given = {"token": link.token, "password": NEW}
    assert visitor.post("/reset/new/", given).headers["location"] == "/sign-in/"
    told(at, "Your password was changed")
    assert visitor.post("/reset/new/", given).status_code == 400
    assert at.mails() == []


def test_a_second_step_is_told_when_it_comes_and_when_it_goes(at: At) -> None:
    visitor, secret = at.house.visitor(at.ada), new_totp()
    code = pyotp.TOTP(secret).at(at.house.clock.at)
    done = visitor.post("/account/second-step/", {"secret": secret, "code": code})
    assert done.status_code == 200
    text = told(at, "A second step was set up")
    assert secret not in text
    assert visitor.post("/account/second-step/").status_code == 303
    told(at, "Your second step was given up")


def test_a_passkey_is_told_when_it_comes_and_when_it_goes(at: At) -> None:
    visitor = at.house.visitor(at.ada)
    assert make(visitor, Authenticator(BASE, HOST), "My <b>phone</b>\u202e").status_code == 303
    ((subject, text, html),) = at.mails()
    assert subject == "Clausewatch: A passkey was added"
    assert "A passkey was added: My <b>phone</b>\\u202e. This was done" in " ".join(text.split())
    assert "My &lt;b&gt;phone&lt;/b&gt;" in html
    at.house.box.taken.clear()
    assert visitor.post(at.way()).status_code == 303
    assert at.mails()[0][0] == "Clausewatch: A passkey was removed"


def test_a_linked_sign_in_is_told_when_it_comes_and_when_it_goes(at: At) -> None:
    at.link()
    told(at, "A sign-in was linked", "A sign-in was linked: Example Login.")
    at.link()
    assert at.mails() == [], "it was linked before"
    visitor = at.house.visitor(at.ada)
    assert visitor.post(at.way()).status_code == 303
    told(at, "A sign-in was unlinked", "Example Login")


def test_a_sign_in_that_links_itself_by_its_address_is_told(at: At) -> None:
    trusting = issuers(settings(configured(at.provider, trust_email=True)), at.house.clock)
    at.house = offering(at.house, issuers=trusting)
    at.provider.person = {"sub": at.ada.id, "email": at.ada.email, "email_verified": True}
    for _ in range(2):
        visitor = at.house.visitor()
        assert at.back(visitor).status_code == 303
        assert signed_in(visitor) == at.ada.email
    told(at, "A sign-in was linked", "Example Login")


def test_what_is_refused_is_told_to_nobody(at: At) -> None:
    with at.house.members.instance.database.write() as connection:
        accounts.change_account(connection, replace(at.ada, password=""))
    at.link()
    at.house.box.taken.clear()
    visitor = at.house.visitor(at.ada)
    assert visitor.post(at.way()).status_code == 400, "the last way"
    assert visitor.post("/account/second-step/", {"secret": new_totp(), "code": "1"}).status_code == 400
    assert visitor.post(f"/account/ways/{'0' * 16}/end/").status_code == 404
    assert at.mails() == []


def test_a_refused_sign_in_links_nothing(at: At) -> None:
    """A trusted provider says Ada's address, while somebody else is signed in here."""
    trusting = issuers(settings(configured(at.provider, trust_email=True)), at.house.clock)
    at.house = offering(at.house, issuers=trusting)
    at.provider.person = {"sub": at.ada.id, "email": at.ada.email, "email_verified": True}
    eve = at.house.visitor(at.house.person(f"eve.{at.ada.email}"))
    answer = came_back(eve, at.provider.visited(at.onward(eve)))
    assert answer.status_code == 400
    assert "another account" in words(answer)
    with at.house.members.instance.database.read() as connection:
        assert ways.links(connection, at.ada.id) == ()
    assert at.mails() == []
