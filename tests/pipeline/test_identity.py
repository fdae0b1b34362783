"""Accounts from sign-up to deletion, on both databases: what is kept, and what is refused."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from clausewatch.errors import BadInputError
from clausewatch.nouns.account import Account, Deed, Purpose, Role
from clausewatch.pipeline import identity
from clausewatch.pipeline.enciphered import enciphered
from clausewatch.pipeline.identity import Known, Link, People
from clausewatch.pipeline.passwords import fits, hashed, key_of, new_recovery_codes, new_totp, totp_step
from clausewatch.storage import Database, accounts, sessions

EMAIL, PASSWORD = "ada@example.org", "correct horse battery"
START = datetime(2026, 4, 1, 12, tzinfo=UTC)
KEY = bytes(range(32))


@dataclass
class MovedClock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def people(database: Database) -> People:
    return People(database, MovedClock(), lambda: KEY)


def later(people: People, **by: float) -> None:
    clock = people.clock
    assert isinstance(clock, MovedClock)
    clock.at += timedelta(**by)


def signed_up(people: People) -> Link:
    made = identity.sign_up(people, " Ada@Example.org ", PASSWORD)
    assert isinstance(made, Link)
    return made


def member(people: People) -> Account:
    found = identity.verify(people, signed_up(people).token, PASSWORD)
    assert found is not None
    return found


def test_an_account_waits_for_its_address(people: People) -> None:
    link = signed_up(people)
    assert (link.purpose, link.email) == (Purpose.VERIFY, EMAIL)
    assert identity.verify(people, link.token, "not the password") is None
    assert identity.verify(people, "no token", PASSWORD) is None
    found = identity.verify(people, link.token, PASSWORD)
    assert found is not None
    assert found.verified_at == START
    assert identity.verify(people, link.token, PASSWORD) is None, "a link works once"
    with people.database.read() as connection:
        (own,) = accounts.memberships(connection, found.id)
    assert own.role is Role.OWNER


def test_no_secret_is_kept(people: People) -> None:
    link = signed_up(people)
    account = identity.verify(people, link.token, PASSWORD)
    assert account is not None
    token = identity.begin_session(people, account, "browser", "192.0.2.1", "")
    with people.database.read() as connection:
        rows = [
            str(tuple(row))
            for table in ("account", "session", "one_time", "deed")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
    assert rows
    assert not [row for row in rows for secret in (PASSWORD, link.token, token) if secret in row]
    assert any("argon2id" in row for row in rows)


def test_who_signs_up_first_with_anothers_address_gains_nothing(people: People) -> None:
    first = signed_up(people)
    again = identity.sign_up(people, EMAIL, "the true owner's words")
    assert isinstance(again, Link)
    assert identity.verify(people, first.token, PASSWORD) is None
    assert identity.verify(people, again.token, PASSWORD) is None
    assert identity.verify(people, again.token, "the true owner's words") is not None
    assert identity.sign_up(people, EMAIL, PASSWORD) == Known(EMAIL)
    assert identity.sign_in(people, EMAIL, PASSWORD, "") is None


@pytest.mark.parametrize("password", ["short", "x" * 129, "password123", "aaaaaaaaaaaa", EMAIL])
def test_passwords_that_are_refused(people: People, password: str) -> None:
    with pytest.raises(BadInputError, match="password"):
        identity.sign_up(people, EMAIL, password)


@pytest.mark.parametrize(
    "email", ["ada", "a@b\r\nBcc: all@example.org", "a b@example.org", "a@b@c\n", "a,b@c.org"]
)
def test_addresses_that_would_write_headers_are_refused(people: People, email: str) -> None:
    with pytest.raises(BadInputError):
        identity.sign_up(people, email, PASSWORD)
    with pytest.raises(BadInputError):
        identity.invite(people, email, None, Role.OWNER, Deed(START, "invited"))


def test_links_end_by_themselves(people: People) -> None:
    link = signed_up(people)
    later(people, days=2)
    assert identity.verify(people, link.token, PASSWORD) is None
    asked = identity.ask_reset(people, EMAIL)
    assert asked is not None
    later(people, hours=1)
    assert not identity.reset(people, asked.token, "another long password")


def test_a_link_of_one_purpose_is_no_other(people: People) -> None:
    link = signed_up(people)
    assert not identity.reset(people, link.token, "another long password")
    assert identity.join(people, link.token, "another long password") is None


def test_a_reset_ends_every_session(people: People) -> None:
    account = member(people)
    token = identity.begin_session(people, account, "", "", "")
    assert identity.signed_in(people, token) is not None
    link = identity.ask_reset(people, EMAIL.upper())
    assert link is not None
    assert identity.reset(people, link.token, "another long password")
    assert not identity.reset(people, link.token, "yet another password")
    assert identity.signed_in(people, token) is None
    assert identity.sign_in(people, EMAIL, PASSWORD, "") is None
    assert identity.sign_in(people, EMAIL, "another long password", "") is not None
    assert identity.ask_reset(people, "nobody@example.org") is None


def test_sessions_end_when_they_rest_and_when_they_are_old(people: People) -> None:
    account = member(people)
    token = identity.begin_session(people, account, "", "", "")
    for _ in range(4):
        later(people, days=6)
        assert identity.signed_in(people, token) is not None
    later(people, days=6, seconds=1)
    assert identity.signed_in(people, token) is None, "30 days after it began"
    fresh = identity.begin_session(people, account, "", "", "")
    later(people, days=7, seconds=1)
    assert identity.signed_in(people, fresh) is None, "not used for 7 days"
    with people.database.read() as connection:
        assert [each.key for each in sessions.sessions(connection, account.id)] == [key_of(fresh)]


def test_signing_in_ends_the_session_that_was_there(people: People) -> None:
    account = member(people)
    old = identity.begin_session(people, account, "", "", "")
    new = identity.begin_session(people, account, "", "", old)
    assert new != old
    assert identity.signed_in(people, old) is None
    assert identity.signed_in(people, new) is not None


def test_a_disabled_account_may_nothing(people: People) -> None:
    account = member(people)
    token = identity.begin_session(people, account, "", "", "")
    with people.database.write() as connection:
        accounts.change_account(connection, replace(account, disabled=True))
    assert identity.signed_in(people, token) is None
    assert identity.sign_in(people, EMAIL, PASSWORD, "") is None
    assert identity.ask_reset(people, EMAIL) is None
    assert identity.sign_up(people, EMAIL, PASSWORD) == Known(EMAIL)


def test_an_invitation_brings_into_the_organisation(people: People) -> None:
    owner = member(people)
    with people.database.read() as connection:
        (own,) = accounts.memberships(connection, owner.id)
    by = Deed(START, "invited", "ben@example.org", owner.id, own.organisation)
    link = identity.invite(people, "ben@example.org", own.organisation, Role.READER, by)
    ben = identity.join(people, link.token, "a password of his own")
    assert ben is not None
    assert ben.verified_at is not None
    assert identity.join(people, link.token, "a password of his own") is None
    with people.database.read() as connection:
        (held,) = accounts.memberships(connection, ben.id)
    assert (held.organisation, held.role) == (own.organisation, Role.READER)
    again = identity.invite(people, "ben@example.org", own.organisation, Role.EDITOR, by)
    assert identity.join(people, again.token, "not his password") is None
    assert identity.join(people, again.token, "a password of his own") is not None
    with people.database.read() as connection:
        (held,) = accounts.memberships(connection, ben.id)
    assert held.role is Role.EDITOR


def test_a_one_time_password_works_once(people: People) -> None:
    account = member(people)
    secret, codes = new_totp(), new_recovery_codes()
    kept = replace(
        account, totp=enciphered(KEY, account.id, secret), recovery=tuple(key_of(each) for each in codes)
    )
    with people.database.write() as connection:
        accounts.change_account(connection, kept)
    code = pyotp.TOTP(secret).at(START)
    assert identity.sign_in(people, EMAIL, PASSWORD, "") is None
    assert identity.sign_in(people, EMAIL, "wrong password", code) is None
    assert identity.sign_in(people, EMAIL, PASSWORD, f"{code[:3]} {code[3:]}") is not None
    assert identity.sign_in(people, EMAIL, PASSWORD, code) is None
    assert identity.sign_in(people, EMAIL, PASSWORD, codes[0]) is not None
    assert identity.sign_in(people, EMAIL, PASSWORD, codes[0]) is None
    later(people, minutes=1)
    assert identity.sign_in(people, EMAIL, PASSWORD, pyotp.TOTP(secret).at(people.clock.now())) is not None
    assert identity.sign_in(people, EMAIL, PASSWORD, code) is None, "an old one"


def test_of_two_that_bring_the_same_code_at_once_one_is_let_in(people: People) -> None:
    account, secret = member(people), new_totp()
    with people.database.write() as connection:
        accounts.change_account(connection, replace(account, totp=enciphered(KEY, account.id, secret)))
    code = pyotp.TOTP(secret).at(START)
    found: list[Account | None] = []
    second = threading.Thread(target=lambda: found.append(identity.sign_in(people, EMAIL, PASSWORD, code)))
    with people.database.write() as connection:
        held = accounts.hold_account(connection, account.id)
        assert held is not None
        second.start()
        second.join(0.7)  # it has read the account by now, and waits
        used = totp_step(secret, code, START, 0)
        assert used is not None
        accounts.change_account(connection, replace(held, totp_step=used))
    second.join()
    assert found == [None]


def test_of_two_invitations_taken_up_at_once_one_makes_the_account(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = member(people)
    with people.database.read() as connection:
        (own,) = accounts.memberships(connection, owner.id)
    first, second = (
        identity.invite(people, "new@example.org", of, Role.READER, Deed(START, "invited"))
        for of in (own.organisation, None)
    )
    true_hashed = hashed

    def meanwhile(password: str) -> str:
        monkeypatch.setattr(identity, "hashed", true_hashed)
        assert identity.join(people, second.token, "the sooner one's words") is not None
        return true_hashed(password)

    monkeypatch.setattr(identity, "hashed", meanwhile)
    assert identity.join(people, first.token, PASSWORD) is None
    assert identity.invitation(people, first.token) is not None, "nothing is used up by it"
    assert identity.join(people, first.token, "the sooner one's words") is not None


def test_who_is_disabled_while_verifying_stays_so(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    link = signed_up(people)
    true_fits = fits

    def meanwhile(owner: Account | None, password: str) -> bool:
        assert owner is not None
        with people.database.write() as connection:
            accounts.change_account(connection, replace(owner, disabled=True))
        return true_fits(owner, password)

    monkeypatch.setattr(identity, "fits", meanwhile)
    assert identity.verify(people, link.token, PASSWORD) is None
    with people.database.read() as connection:
        found = accounts.account_of(connection, EMAIL)
    assert found is not None
    assert (found.disabled, found.verified_at) == (True, None)


def test_deleting_leaves_nothing_of_the_person(people: People) -> None:
    account = member(people)
    identity.begin_session(people, account, "browser", "192.0.2.1", "")
    identity.ask_reset(people, EMAIL)
    with people.database.write() as connection:
        accounts.forget_account(connection, account)
    with people.database.read() as connection:
        assert accounts.accounts(connection) == ()
        assert accounts.organisations(connection) == ()
        left = [
            str(tuple(row))
            for table in ("account", "session", "one_time", "deed", "membership", "api_token")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
    assert not [row for row in left if EMAIL in row or account.id in row or "192.0.2.1" in row]
