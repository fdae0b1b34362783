"""Two that hold several things do not wait for each other: on PostgreSQL, where writers go side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.pipeline.test_identity import EMAIL, PASSWORD, START, MovedClock, member
from tests.pipeline.test_vouched_at_once import ADA, BROWSER, PROVIDER, entering

from clausewatch.errors import UnknownNameError
from clausewatch.nouns.account import Account, Deed, Membership, Organisation, Role
from clausewatch.nouns.ways import Ceremony, CeremonyKind
from clausewatch.pipeline import identity, vouching
from clausewatch.pipeline.identity import IDLE, People
from clausewatch.pipeline.oidc_tokens import Vouched
from clausewatch.pipeline.passwords import hashed
from clausewatch.pipeline.vouching import Linked, Stranger
from clausewatch.storage import Connection, Database, accounts, sessions, ways

pytestmark = pytest.mark.postgres
NEW = "new@example.org"
EVES = "eve's"


@pytest.fixture
def people(postgres_database: Database) -> People:
    return People(postgres_database, MovedClock(), lambda: bytes(32))


@pytest.fixture
def ada(people: People) -> Account:
    """Beside her there is Eve, with an organisation as well."""
    eve = Account("eve", "eve@example.org", hashed(PASSWORD), START, START)
    with people.database.write() as connection:
        accounts.add_account(connection, eve)
        accounts.add_organisation(connection, Organisation(EVES, "Eve's", START))
        accounts.save_member(connection, Membership(EVES, eve.id, Role.OWNER, START))
    return member(people)


def owned_by(people: People, who: Account) -> str:
    with people.database.read() as connection:
        (own,) = accounts.memberships(connection, who.id)
    return own.organisation


def invited(people: People, email: str, of: str, by: str) -> str:
    deed = Deed(people.clock.now(), "invited", email, by, of)
    return identity.invite(people, email, of, Role.EDITOR, deed).token


def meanwhile(
    people: People,
    held: Callable[[Connection], object],
    other: Callable[[], object],
    then: Callable[[Connection], object],
) -> object:
    """What `other` came to that began while `held` was held, and before `then` was done in the same transaction."""
    found: list[object] = []

    def run() -> None:
        try:
            found.append(other())
        except Exception as error:  # noqa: BLE001 (told to who asked)
            found.append(error)

    thread = threading.Thread(target=run)
    with people.database.write() as connection:
        held(connection)
        thread.start()
        until(lambda: waits(people) or not thread.is_alive())
        then(connection)
    thread.join(30)
    return found[0]


def until(there: Callable[[], bool]) -> None:
    for _ in range(400):
        if there():
            return
        time.sleep(0.05)
    pytest.fail("it neither ended nor waited")


def waits(people: People) -> bool:
    """Whether somebody waits for what another holds."""
    query = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with people.database.read() as connection:
        return bool(connection.execute(query).scalar())


def forget(who: Account) -> Callable[[Connection], object]:
    return lambda connection: accounts.forget_account(connection, who)


def hold_all(who: Account) -> Callable[[Connection], object]:
    def held(connection: Connection) -> None:
        accounts.hold_memberships(connection, who.id)
        accounts.hold_account(connection, who.id)

    return held


def test_who_invites_again_and_who_deletes_the_organisation(people: People, ada: Account) -> None:
    of = owned_by(people, ada)
    invited(people, NEW, of, ada.id)
    came = meanwhile(
        people,
        lambda connection: accounts.hold_memberships(connection, ada.id),
        lambda: invited(people, NEW, of, ada.id),
        forget(ada),
    )
    assert isinstance(came, UnknownNameError)


def test_who_invites_and_is_removed_meanwhile_does_not(people: People, ada: Account) -> None:
    with people.database.write() as connection:
        accounts.save_member(connection, Membership(EVES, ada.id, Role.OWNER, START))
    came = meanwhile(
        people,
        lambda connection: accounts.hold(connection, EVES),
        lambda: invited(people, NEW, EVES, ada.id),
        lambda connection: accounts.remove_member(connection, EVES, ada.id),
    )
    assert isinstance(came, UnknownNameError)


@pytest.mark.parametrize("email", ["eve@example.org", NEW])
def test_who_takes_up_an_invitation_and_who_deletes_its_organisation(
    people: People, ada: Account, email: str
) -> None:
    token = invited(people, email, owned_by(people, ada), ada.id)
    came = meanwhile(
        people,
        lambda connection: accounts.hold_memberships(connection, ada.id),
        lambda: identity.join(people, token, PASSWORD),
        forget(ada),
    )
    assert came is None


def test_who_takes_up_an_invitation_and_deletes_the_account(people: People, ada: Account) -> None:
    token = invited(people, EMAIL, EVES, "eve")
    came = meanwhile(people, hold_all(ada), lambda: identity.join(people, token, PASSWORD), forget(ada))
    assert came is None


def test_who_takes_up_an_invitation_with_a_provider_and_who_deletes_its_organisation(
    people: People, ada: Account
) -> None:
    token = invited(people, NEW, owned_by(people, ada), ada.id)
    new = Vouched("new-there", NEW, email_verified=True)
    came = meanwhile(
        people,
        lambda connection: accounts.hold_memberships(connection, ada.id),
        lambda: entering(people, new, token),
        forget(ada),
    )
    assert came is Stranger.OVER
    with people.database.read() as connection:
        assert accounts.account_of(connection, NEW) is None


def test_who_signs_in_with_a_provider_and_deletes_the_account(people: People, ada: Account) -> None:
    with people.database.write() as connection:
        accounts.hold_account(connection, ada.id)
        accounts.change_account(connection, replace(ada, totp="1:enciphered"))
    signed_in = replace(BROWSER, token=identity.begin_session(people, ada, "", "", ""))
    assert isinstance(vouching.link(people, PROVIDER, ADA, ada, signed_in), Linked)
    came = meanwhile(people, hold_all(ada), lambda: entering(people), forget(ada))
    assert came is Stranger.OVERTAKEN


def test_who_signs_in_and_ends_old_sessions(people: People, ada: Account) -> None:
    identity.begin_session(people, ada, "", "", "")
    clock = people.clock
    assert isinstance(clock, MovedClock)
    clock.at += IDLE + timedelta(minutes=1)
    came = meanwhile(
        people,
        lambda connection: accounts.hold_account(connection, ada.id),
        lambda: identity.begin_session(people, ada, "", "", ""),
        lambda connection: sessions.end_sessions(connection, ada.id),
    )
    assert isinstance(came, str)
    with people.database.read() as connection:
        assert len(sessions.sessions(connection, ada.id)) == 1


def test_who_begins_to_sign_in_and_who_clears_away(people: People, ada: Account) -> None:
    def begin(connection: Connection, key: str, who: str | None) -> None:
        now = people.clock.now()
        made = Ceremony(key, CeremonyKind.PASSKEY_MAKE, "s", now + timedelta(minutes=1), who)
        ways.begin(connection, made, now)

    def other() -> None:
        with people.database.write() as connection:
            begin(connection, "another", ada.id)

    with people.database.write() as connection:
        begin(connection, "stale", ada.id)
    clock = people.clock
    assert isinstance(clock, MovedClock)
    clock.at += timedelta(hours=1)
    came = meanwhile(
        people,
        lambda connection: accounts.hold_account(connection, ada.id),
        other,
        lambda connection: begin(connection, "of nobody", None),
    )
    assert came is None


def test_what_was_joined_meanwhile_is_not_told_as_held(people: People, ada: Account) -> None:
    of = owned_by(people, ada)

    def held() -> object:
        with people.database.write() as connection:
            return [each.organisation for each in accounts.hold_memberships(connection, ada.id)]

    came = meanwhile(
        people,
        lambda connection: accounts.hold(connection, of),
        held,
        lambda connection: accounts.save_member(connection, Membership(EVES, ada.id, Role.READER, START)),
    )
    assert came == [of]


def test_organisations_named_after_the_account_are_held_with_those_it_is_in(
    people: People, ada: Account
) -> None:
    """Deleting the account renames them."""
    with people.database.write() as connection:
        accounts.add_organisation(connection, Organisation("another's", EMAIL, START))
    query = text("SELECT id FROM organisation ORDER BY id FOR UPDATE SKIP LOCKED")
    with people.database.write() as connection, people.database.write() as second:
        accounts.hold_memberships(connection, ada.id)
        assert second.execute(query).scalars().all() == [EVES]
