"""An account is given back the address that it lost, and only who reads mail there gets in; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.pipeline.test_identity import EMAIL, KEY, PASSWORD, START, MovedClock, later, member
from tests.pipeline.test_moving import NEW, asked, kept, mailing, moved, signed_in, watched

from clausewatch.alert import watch_id
from clausewatch.errors import UnknownNameError
from clausewatch.nouns.account import MOVED, Account, ApiToken, Deed, Role, TokenScope
from clausewatch.nouns.ways import Passkey, ProviderLink
from clausewatch.pipeline import identity
from clausewatch.pipeline.identity import People
from clausewatch.pipeline.moving import Moved, Unmoved, give_back
from clausewatch.pipeline.passwords import hashed
from clausewatch.pipeline.ways import Offered, ways_of
from clausewatch.storage import Database, accounts, sessions, subscriptions, ways

ISSUER = "https://login.example"


@pytest.fixture
def people(database: Database) -> People:
    return People(database, MovedClock(), lambda: KEY)


def given_back(people: People, who: Account, address: str = EMAIL) -> Moved | Unmoved:
    return give_back(people, who.id, address, Deed(people.clock.now(), "", "", who.id, where="operator"))


def test_whoever_took_the_account_gets_in_no_more(people: People) -> None:
    ada = member(people)
    here = signed_in(people, ada)
    with people.database.read() as connection:
        (own,) = accounts.memberships(connection, ada.id)
    mine = watched(people, mailing("mine", EMAIL, own.organisation))
    taken = moved(people, asked(people, ada), ada, here)
    assert isinstance(taken, Account)
    waiting = asked(people, taken, "third@new.example")
    reset = identity.ask_reset(people, NEW)
    assert reset is not None
    at = people.clock.now()
    token = ApiToken(
        "t", "key", own.organisation, ada.id, "ci", (TokenScope.READ,), at, at + timedelta(days=30)
    )
    with people.database.write() as connection:
        accounts.hold_account(connection, ada.id)
        accounts.change_account(connection, replace(taken, totp="1:theirs", recovery=("x",)))
        ways.add_passkey(connection, Passkey("p", b"c", ada.id, "theirs", b"a", 0, at))
        ways.add_link(connection, ProviderLink("l", ISSUER, "s", ada.id, NEW, at))
        sessions.add_token(connection, token)
    later(people, minutes=1)

    done = given_back(people, ada)

    assert isinstance(done, Moved)
    assert done.account == kept(people, ada) == replace(ada, password="")
    assert identity.signed_in(people, here.token) is None
    for email in (EMAIL, NEW):
        assert identity.sign_in(people, email, PASSWORD, "") is None
    assert identity.reset(people, reset.token, "another long password") is None
    with people.database.read() as connection:
        assert ways_of(connection, ada.id).usable(Offered(frozenset([ISSUER]), passkeys=True)) == 0
        assert sessions.tokens_by(connection, ada.id) == ()
        assert [each.organisation for each in accounts.memberships(connection, ada.id)] == [own.organisation]
        assert subscriptions.watches(connection) == (mine,)
        assert accounts.accounts_before(connection, NEW) == (done.account,), "it can be undone as well"
        (last, *_) = sessions.deeds_by(connection, ada.id)
    assert (last.what, last.about, last.where) == (MOVED, NEW, "operator")
    was = replace(mine, id=watch_id(replace(mine, target=NEW)), target=NEW)
    assert done.watches == ((was, mine),)
    link = identity.ask_reset(people, EMAIL)
    assert link is not None
    again = identity.reset(people, link.token, "another long password")
    assert again is not None
    assert moved(people, waiting, again, signed_in(people, again)) is Unmoved.OVER
    assert identity.sign_in(people, EMAIL, "another long password", "") == again


def test_who_was_invited_by_whoever_took_it_gets_in_no_more(people: People) -> None:
    ada = member(people)
    taken = moved(people, asked(people, ada), ada, signed_in(people, ada))
    assert isinstance(taken, Account)
    with people.database.read() as connection:
        (own,) = accounts.memberships(connection, ada.id)
    by = Deed(people.clock.now(), "invited", account=ada.id, organisation=own.organisation)
    theirs = identity.invite(people, "eve@new.example", own.organisation, Role.OWNER, by)
    assert isinstance(given_back(people, ada), Moved)
    assert identity.invitation(people, theirs.token) is None
    assert identity.join(people, theirs.token, "another long password") is None


def test_only_an_address_that_the_account_had(people: People) -> None:
    ada = member(people)
    for address in (EMAIL, "eve@example.org"):
        with pytest.raises(UnknownNameError, match="did not have it before"):
            given_back(people, ada, address)
    assert given_back(people, replace(ada, id="nobody")) is Unmoved.OVERTAKEN
    assert kept(people, ada) == ada


@pytest.mark.parametrize("proved", [True, False])
def test_who_has_the_address_by_now_keeps_it_if_they_proved_it(people: People, proved: bool) -> None:
    ada = member(people)
    taken = moved(people, asked(people, ada), ada, signed_in(people, ada))
    assert isinstance(taken, Account)
    other = Account("other", EMAIL, hashed(PASSWORD), START, START if proved else None)
    with people.database.write() as connection:
        accounts.add_account(connection, other)
    done = given_back(people, ada)
    with people.database.read() as connection:
        found = accounts.account(connection, other.id)
    if proved:
        assert (done, found, kept(people, ada)) == (Unmoved.TAKEN, other, taken)
    else:
        assert isinstance(done, Moved)
        assert (found, kept(people, ada).email) == (None, EMAIL)
