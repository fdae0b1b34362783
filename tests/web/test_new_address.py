"""The pages that change one's e-mail address: asked for just after signing in, confirmed from the new one, told to the old one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from tests.web.accounts_kit import BASE, House, Visitor, house, words
from tests.web.test_changed_watch import alerts, decided, kept, only, outside

from clausewatch.alert.leaving import leave_link
from clausewatch.nouns.account import Account
from clausewatch.nouns.subscription import AlertState
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.identity import FRESH
from clausewatch.storage import accounts, sessions

ASKED = "/account/email/"
CONFIRMED = "/account/email/new/"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("moving")) as found:
        yield found


@pytest.fixture
def ada(made: House, request: pytest.FixtureRequest) -> Account:
    """Each test a day later, with an account of its own and an empty mailbox."""
    made.clock.later(days=1)
    made.box.taken.clear()
    of = made.organisation("Birds")
    return made.person(f"{request.node.originalname[-20:]}.{of.id}@ours.example", of)


def mails(on: House) -> dict[str, tuple[str, str]]:
    """Subject and text of what was sent, by receiver."""
    found = {}
    for taken in on.box.taken:
        assert isinstance(taken.content, bytes)
        mail = message_from_bytes(taken.content, policy=policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        (to,) = taken.rcpt_tos
        found[to] = str(mail["Subject"]), " ".join(body.get_content().split())
    assert len(found) == len(on.box.taken)
    return found


def link_in(text: str) -> str:
    found = re.search(rf"{BASE}({CONFIRMED}\?token=[A-Za-z0-9_-]+)", text)
    assert found is not None, text
    return found[1]


def token_of(path: str) -> str:
    return path.partition("token=")[2]


def asked(on: House, visitor: Visitor, address: str) -> str:
    answer = visitor.post(ASKED, {"email": address})
    assert (answer.status_code, "on its way" in words(answer)) == (200, True)
    return link_in(mails(on)[address][1])


def account(on: House, who: Account) -> Account:
    with on.members.instance.database.read() as connection:
        found = accounts.account(connection, who.id)
    assert found is not None
    return found


def test_all_the_way(made: House, ada: Account) -> None:
    visitor, elsewhere = made.visitor(ada), made.visitor(ada)
    assert "Change your e-mail address" in words(visitor.get("/account/"))
    assert ada.email in words(visitor.get(ASKED))
    new = f"new.{ada.email}"
    path = asked(made, visitor, new)
    assert list(mails(made)) == [ada.email, new], "the owner is told first"
    subject, text = mails(made)[ada.email]
    assert subject == "Clausewatch: Another address was asked for"
    assert new not in text, "the old mailbox need not be the person's any more"
    assert "token=" not in text
    assert f"{BASE}/reset/" in text
    made.box.taken.clear()
    page = visitor.get(path)
    assert new in words(page)
    assert account(made, ada).email == ada.email, "programs that look through mail open links"
    done = visitor.post(CONFIRMED, {"token": token_of(path)})
    assert (done.status_code, done.headers["location"]) == (303, "/account/")
    assert f"Signed in as {new}" in words(visitor.get("/account/"))
    assert elsewhere.get("/account/").headers["location"].startswith("/sign-in/")
    assert list(mails(made)) == [ada.email]
    subject, text = mails(made)[ada.email]
    assert subject == "Clausewatch: Your e-mail address was changed"
    assert "tell whoever runs this instance" in text
    assert f"whose id is {ada.id}." in text
    assert new not in text
    with made.members.instance.database.read() as connection:
        log = [(each.what, each.about) for each in sessions.deeds_by(connection, ada.id)]
    assert log[0] == ("changed the e-mail address", ada.email)
    assert ("asked for another address", "") in log
    again = visitor.post(CONFIRMED, {"token": token_of(path)})
    assert (again.status_code, "works once" in words(again)) == (400, True)


def test_it_takes_that_one_proved_oneself_just_now(made: House, ada: Account) -> None:
    visitor = made.visitor(ada)
    made.clock.later(seconds=FRESH.total_seconds() + 1)
    for answer in (visitor.get(ASKED), visitor.post(ASKED, {"email": "new@ours.example"})):
        assert answer.headers["location"] == f"/account/confirm/?next={ASKED}"
    assert mails(made) == {}


def test_an_address_with_an_account_gets_the_same_answer_and_no_link(made: House, ada: Account) -> None:
    other = made.person(f"other.{ada.email}")
    visitor = made.visitor(ada)
    free = words(visitor.post(ASKED, {"email": f"free.{ada.email}"}))
    made.box.taken.clear()
    assert words(visitor.post(ASKED, {"email": other.email})) == free
    subject, text = mails(made)[other.email]
    assert subject == "Clausewatch: You have an account"
    assert "token=" not in text
    assert ada.email not in text


@pytest.mark.parametrize(
    "given", ["", "no address", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"]
)
def test_what_is_no_address_is_refused_and_nobody_written_to(made: House, ada: Account, given: str) -> None:
    answer = made.visitor(ada).post(ASKED, {"email": given})
    assert answer.status_code == 400
    assert mails(made) == {}
    own = made.visitor(ada).post(ASKED, {"email": ada.email.upper()})
    assert "is the one that you have" in words(own)


def test_the_link_is_nothing_to_anybody_else(made: House, ada: Account) -> None:
    path = asked(made, made.visitor(ada), f"typo.{ada.email}")
    nobody = made.visitor()
    assert nobody.get(path).headers["location"] == f"/sign-in/?next={CONFIRMED}"
    assert nobody.post(CONFIRMED, {"token": token_of(path)}).headers["location"].startswith("/sign-in/")
    eve = made.visitor(made.person(f"eve.{ada.email}"))
    assert eve.get(path).status_code == 400
    assert eve.post(CONFIRMED, {"token": token_of(path)}).status_code == 400
    assert account(made, ada) == ada


def test_who_signs_in_first_is_told_to_open_the_link_again(made: House, ada: Account) -> None:
    page = made.visitor(ada).get(CONFIRMED)
    assert (page.status_code, "Open the link in your mail again" in words(page)) == (200, True)


def test_mail_is_sent_only_so_often(made: House, ada: Account) -> None:
    visitor = made.visitor(ada)
    csrf = visitor.csrf("/account/")
    codes = [
        visitor.post(ASKED, {"email": f"{number}.{ada.email}"}, csrf=csrf).status_code for number in range(5)
    ]
    assert codes == [200, 200, 200, 429, 429]
    # One address is not written to by many accounts either.
    target = f"target.{ada.email}"
    for number in range(4):
        one = made.visitor(made.person(f"one{number}.{ada.email}"))
        code = one.post(ASKED, {"email": target}).status_code
        assert code == (429 if number == 3 else 200)


def test_a_new_password_ends_the_link(made: House, ada: Account) -> None:
    visitor = made.visitor(ada)
    path = asked(made, visitor, f"new.{ada.email}")
    given = {"password": "correct horse battery", "new": "another long password"}
    assert visitor.post("/account/password/", given).status_code == 303
    assert visitor.post(CONFIRMED, {"token": token_of(path)}).status_code == 400
    assert account(made, ada).email == ada.email


def test_what_waits_for_a_watch_is_told_to_the_new_address_and_old_links_end_nothing(
    made: House, ada: Account
) -> None:
    visitor = made.visitor(ada)
    deliver(made.members.instance)  # what is there beforehand
    made.box.taken.clear()
    with made.members.instance.database.read() as connection:
        (own,) = accounts.memberships(connection, ada.id)
        of = accounts.organisation(connection, own.organisation)
    assert of is not None
    watch = kept(made, of, target=ada.email)
    decided(made, watch)
    new = f"new.{ada.email}"
    path = asked(made, visitor, new)
    assert visitor.post(CONFIRMED, {"token": token_of(path)}).status_code == 303
    made.box.taken.clear()
    assert {each.state for each in alerts(made, watch.id)} == {AlertState.WITHDRAWN}
    made.clock.later(days=1)
    deliver(made.members.instance)
    assert list(mails(made)) == [new]
    key = made.members.instance.key
    assert key is not None
    link = urlsplit(leave_link(key(), watch.id, BASE))
    assert outside(made).post(f"{link.path}?{link.query}").status_code == 200
    assert only(made, of).target == new
