"""Signing in by a provider, and what others do at the same moment: on PostgreSQL, where writers do not wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from clausewatch.nouns.account import Account, Deed, Purpose, Role, Session
from clausewatch.nouns.ways import Ceremony, CeremonyKind, Provider
from clausewatch.pipeline import identity, vouching
from clausewatch.pipeline.identity import People
from clausewatch.pipeline.oidc_tokens import Fault, Vouched
from clausewatch.pipeline.passwords import hashed, key_of
from clausewatch.pipeline.vouching import Entered, Stranger
from clausewatch.pipeline.ways import Browser
from clausewatch.storage import Database, accounts, sessions, ways

pytestmark = pytest.mark.postgres
START = datetime(2026, 4, 1, 12, tzinfo=UTC)
PROVIDER = Provider("example", "Example", "https://login.example", "us", trust_email=True)
ADA = Vouched("ada-there", "ada@example.org", email_verified=True)
BROWSER = Browser("x" * 43, "192.0.2.1")


class Clock:
    def now(self) -> datetime:
        return START


@pytest.fixture
def people(postgres_database: Database) -> People:
    return People(postgres_database, Clock(), lambda: bytes(32))


def entering(people: People, who: Vouched = ADA, token: str = "") -> Entered | Stranger | Fault:
    kind = CeremonyKind.PROVIDER_SIGN_IN
    begun = Ceremony("k", kind, "s", START, invitation=key_of(token) if token else "")
    return vouching.enter(people, PROVIDER, who, begun, BROWSER, anybody=True)


def once_before(monkeypatch: pytest.MonkeyPatch, name: str, meanwhile: Callable[[], object]) -> None:
    """Before that function of the step runs for the first time, something else happens whole."""
    true = getattr(vouching, name)

    def instead(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(vouching, name, true)
        meanwhile()
        return true(*given, **named)

    monkeypatch.setattr(vouching, name, instead)


def invited(people: People, email: str) -> str:
    return identity.invite(people, email, None, Role.OWNER, Deed(START, "invited", email)).token


def everybody(people: People) -> tuple[Account, ...]:
    with people.database.read() as connection:
        return accounts.accounts(connection)


def test_of_two_first_sign_ins_at_once_one_makes_the_account(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    sooner: list[object] = []
    once_before(monkeypatch, "_new", lambda: sooner.append(entering(people)))
    assert entering(people) is Stranger.OVERTAKEN
    assert isinstance(sooner[0], Entered)
    (made,) = everybody(people)
    with people.database.read() as connection:
        assert len(accounts.memberships(connection, made.id)) == 1
        assert len(ways.links(connection, made.id)) == 1
        assert len(accounts.organisations(connection)) == 1
    again = entering(people)
    assert isinstance(again, Entered)
    assert again.account.id == made.id


def test_who_proves_the_address_at_the_same_moment_keeps_the_password(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an invitation before the address is looked up again, and by the link of a sign-up just before it is held."""
    token = invited(people, "ada@example.org")
    once_before(monkeypatch, "_new", lambda: identity.join(people, token, "a password of hers"))
    assert entering(people) is Stranger.OVERTAKEN
    assert identity.sign_in(people, "ada@example.org", "a password of hers", "") is not None

    signed_up = identity.sign_up(people, "ben@example.org", "a password of his")
    assert isinstance(signed_up, identity.Link)
    ben = Vouched("ben-there", "ben@example.org", email_verified=True)
    once_before(monkeypatch, "renewed", lambda: identity.verify(people, signed_up.token, "a password of his"))
    assert entering(people, ben) is Stranger.OVERTAKEN
    assert identity.sign_in(people, "ben@example.org", "a password of his", "") is not None


def test_many_first_sign_ins_at_once(people: People) -> None:
    found: list[object] = []
    gate = threading.Barrier(6)

    def one() -> None:
        gate.wait()
        found.append(entering(people))

    threads = [threading.Thread(target=one) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 6, "nobody met an error"
    assert {each.account.email for each in found if isinstance(each, Entered)} == {"ada@example.org"}
    assert all(isinstance(each, Entered) or each is Stranger.OVERTAKEN for each in found)
    assert len(everybody(people)) == 1


def test_an_invitation_that_is_withdrawn_meanwhile_is_not_taken_up(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = invited(people, "new@example.org")

    def withdrawn() -> None:
        with people.database.write() as connection:
            assert sessions.take_pass(connection, key_of(token), Purpose.INVITE, START)

    once_before(monkeypatch, "may_invite", withdrawn)
    assert entering(people, Vouched("new-there", "", email_verified=False), token) is Stranger.OVER
    assert everybody(people) == ()


def test_a_sign_in_that_takes_up_two_invitations_at_once_is_of_one_account(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account of the other would be one that nobody can sign in to."""
    one, two = invited(people, "one@example.org"), invited(people, "two@example.org")
    who = Vouched("new-there", "", email_verified=False)
    once_before(monkeypatch, "renewed", lambda: entering(people, who, one))
    assert entering(people, who, two) is Stranger.OVERTAKEN
    assert [each.email for each in everybody(people)] == ["one@example.org"]
    assert identity.invitation(people, two) is not None, "nothing is used up by it"


def test_somebody_signs_in_while_the_account_is_deleted(people: People) -> None:
    """Neither is refused, and nothing of the person stays."""
    who = Account("ada", "ada@example.org", hashed("a long password"), START, START)
    with people.database.write() as connection:
        accounts.add_account(connection, who)
    failed: list[DBAPIError] = []

    def deleted() -> None:
        try:
            with people.database.write() as connection:
                accounts.forget_account(connection, who)
        except DBAPIError as error:
            failed.append(error)

    second = threading.Thread(target=deleted)
    with people.database.write() as connection:
        session = Session(key_of("token"), who.id, START, START, "a browser")
        sessions.open_session(connection, session)
        second.start()
        second.join(0.7)
    second.join()
    assert failed == []
    assert everybody(people) == ()
