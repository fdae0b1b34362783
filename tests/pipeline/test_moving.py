"""An account's address is changed by who is signed in and has the new one, and by nobody else; on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.pipeline.test_identity import EMAIL, KEY, PASSWORD, START, MovedClock, later, member

from clausewatch.alert import watch_id
from clausewatch.errors import BadInputError
from clausewatch.nouns.account import MOVED, Account, Deed, Organisation, Pass, Purpose, Role
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.pipeline import identity
from clausewatch.pipeline.identity import Link, People
from clausewatch.pipeline.moving import Moved, Taken, Unmoved, ask_move, asked_address, move, new_address
from clausewatch.pipeline.passwords import hashed, key_of
from clausewatch.pipeline.ways import Browser
from clausewatch.storage import Database, accounts, sessions, subscriptions
from clausewatch.storage.account_tables import metadata

NEW = "ada@new.example"


@pytest.fixture
def people(database: Database) -> People:
    return People(database, MovedClock(), lambda: KEY)


def by(people: People, who: Account, what: str = "asked for another address", about: str = "") -> Deed:
    return Deed(people.clock.now(), what, about, who.id, None, "192.0.2.1")


def signed_in(people: People, who: Account) -> Browser:
    return Browser(identity.begin_session(people, who, "a browser", "192.0.2.1", ""), "192.0.2.1")


def asked(people: People, who: Account, address: str = NEW) -> str:
    link = ask_move(people, who, address, signed_in(people, who), by(people, who))
    assert isinstance(link, Link)
    assert link.email == address
    return link.token


def moved(people: People, token: str, who: Account, browser: Browser) -> Account | Unmoved:
    found = move(people, token, who, browser, by(people, who, MOVED, who.email))
    return found.account if isinstance(found, Moved) else found


def kept(people: People, who: Account) -> Account:
    with people.database.read() as connection:
        found = accounts.account(connection, who.id)
    assert found is not None
    return found


def test_the_new_address_signs_in_and_the_old_one_no_more(people: People) -> None:
    ada = member(people)
    here, elsewhere = signed_in(people, ada), signed_in(people, ada)
    reset = identity.ask_reset(people, EMAIL)
    assert reset is not None
    earlier, token = asked(people, ada, "ada@typo.example"), asked(people, ada)
    assert asked_address(people, earlier, ada) is None, "a newer link ends it"
    assert asked_address(people, token, ada) == NEW
    assert kept(people, ada) == ada
    found = moved(people, token, ada, here)
    assert found == kept(people, ada) == replace(ada, email=NEW)
    assert identity.sign_in(people, EMAIL, PASSWORD, "") is None
    assert identity.sign_in(people, NEW, PASSWORD, "") == found
    assert identity.signed_in(people, here.token) is not None
    assert identity.signed_in(people, elsewhere.token) is None, "other sessions end"
    assert identity.reset(people, reset.token, "another long password") is None, "it went to the old address"
    assert moved(people, token, replace(ada, email=NEW), here) is Unmoved.OVER, "a link works once"
    with people.database.read() as connection:
        deeds = [(each.what, each.about) for each in sessions.deeds_by(connection, ada.id)]
        (own,) = accounts.memberships(connection, ada.id)
        assert accounts.organisation(connection, own.organisation) == Organisation(
            own.organisation, NEW, START
        )
        assert accounts.accounts_before(connection, EMAIL) == (found,), (
            "it can be found by the address it lost"
        )
        assert accounts.accounts_before(connection, NEW) == ()
    assert (deeds[0], deeds[1][0]) == ((MOVED, EMAIL), "asked for another address")


def test_an_hour_and_no_longer(people: People) -> None:
    ada = member(people)
    token, browser = asked(people, ada), signed_in(people, ada)
    later(people, minutes=60)
    assert asked_address(people, token, ada) is None
    assert moved(people, token, ada, browser) is Unmoved.OVER
    assert kept(people, ada) == ada


@pytest.mark.parametrize("given", [" ADA@example.org ", "no address", "a@b.example\r\nBcc: c@d.example", ""])
def test_what_is_no_other_address_is_refused(people: People, given: str) -> None:
    with pytest.raises(BadInputError):
        new_address(given, member(people))


def test_nobody_else_moves_it(people: People) -> None:
    """A mistyped address is somebody's; the link is nothing to them, nor to who is signed in to another account."""
    ada = member(people)
    eve = Account("eve", "eve@example.org", ada.password, START, START)
    with people.database.write() as connection:
        accounts.add_account(connection, eve)
    token = asked(people, ada)
    assert asked_address(people, token, eve) is None
    assert moved(people, token, eve, signed_in(people, eve)) is Unmoved.OVER
    assert moved(people, token, ada, signed_in(people, eve)) is Unmoved.OVERTAKEN
    assert moved(people, token, ada, Browser("nobody", "")) is Unmoved.OVERTAKEN
    assert (kept(people, ada), kept(people, eve)) == (ada, eve)


def test_a_password_that_is_set_anew_ends_the_link(people: People) -> None:
    """So the old address, which is told, can stop somebody who found a browser open."""
    ada = member(people)
    token, reset = asked(people, ada), identity.ask_reset(people, EMAIL)
    assert reset is not None
    fresh = identity.reset(people, reset.token, "another long password")
    assert fresh is not None
    assert moved(people, token, fresh, signed_in(people, fresh)) is Unmoved.OVER


def test_an_address_that_has_an_account_is_not_taken_over(people: People) -> None:
    ada = member(people)
    token, here = asked(people, ada), signed_in(people, ada)
    other = Account("other", NEW, "", START, START)
    with people.database.write() as connection:
        accounts.add_account(connection, other)
    assert moved(people, token, ada, here) is Unmoved.TAKEN
    assert ask_move(people, ada, NEW, here, by(people, ada)) == Taken(NEW)
    assert (kept(people, ada), kept(people, other)) == (ada, other)
    with people.database.write() as connection:
        assert not accounts.move_account(connection, ada, NEW)
        assert accounts.account(connection, ada.id) == ada, "the transaction goes on"


@pytest.mark.parametrize("disabled", [False, True])
def test_who_never_proved_the_address_loses_it_and_who_is_disabled_keeps_it(
    people: People, disabled: bool
) -> None:
    ada = member(people)
    token, here = asked(people, ada), signed_in(people, ada)
    squatter = Account("squatter", NEW, hashed(PASSWORD), START, disabled=disabled)
    with people.database.write() as connection:
        accounts.add_account(connection, squatter)
    found = moved(people, token, ada, here)
    assert (found is Unmoved.TAKEN) is disabled
    with people.database.read() as connection:
        assert (accounts.account(connection, squatter.id) is None) is not disabled


def test_who_proves_the_address_at_the_last_moment_keeps_it(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = member(people)
    token, here = asked(people, ada), signed_in(people, ada)
    other = Account("other", NEW, "", START, START)
    with people.database.write() as connection:
        accounts.add_account(connection, other)
    # As it was when it was looked for.
    monkeypatch.setattr(accounts, "account_of", lambda *_: replace(other, verified_at=None))
    assert moved(people, token, ada, here) is Unmoved.TAKEN
    assert kept(people, other) == other


def test_invitations_of_the_new_address_stay(people: People) -> None:
    """They are for who has the address, and go with nobody who only began an account with it."""
    ada = member(people)
    with people.database.write() as connection:
        accounts.add_account(connection, Account("squatter", NEW, hashed(PASSWORD), START))
        accounts.add_organisation(connection, Organisation("another's", "Birds", START))
    invited = Deed(people.clock.now(), "invited", NEW, None, "another's")
    link = identity.invite(people, NEW, "another's", Role.READER, invited)
    assert isinstance(moved(people, asked(people, ada), ada, signed_in(people, ada)), Account)
    assert identity.invitation(people, link.token) is not None
    with people.database.read() as connection:
        assert sessions.deeds(connection, "another's", 9) == (invited,)


def test_a_disabled_account_is_not_moved(people: People) -> None:
    ada = member(people)
    token, here = asked(people, ada), signed_in(people, ada)
    with people.database.write() as connection:
        accounts.hold_account(connection, ada.id)
        accounts.change_account(connection, replace(ada, disabled=True))
    assert moved(people, token, ada, here) is Unmoved.OVERTAKEN
    assert ask_move(people, ada, NEW, here, by(people, ada)) is None


def test_who_asked_before_the_address_was_changed_or_the_session_ended_gets_no_link(people: People) -> None:
    """Of two that ask at once, one may wait until the other's link was followed."""
    ada = member(people)
    here = signed_in(people, ada)
    assert isinstance(moved(people, asked(people, ada), ada, here), Account)
    assert ask_move(people, ada, NEW, here, by(people, ada)) is None
    now = replace(ada, email=NEW)
    assert ask_move(people, now, EMAIL, Browser("nobody", ""), by(people, ada)) is None
    assert isinstance(ask_move(people, now, EMAIL, here, by(people, ada)), Link)


def test_a_link_to_the_address_that_the_account_has_does_nothing(people: People) -> None:
    """Least of all that it deletes the account as one that had the address before."""
    ada = member(people)
    here, now = signed_in(people, ada), people.clock.now()
    link, made = identity.link_made(now, Pass("", Purpose.EMAIL, EMAIL, now, now, ada.id))
    with people.database.write() as connection:
        sessions.save_pass(connection, made)
    assert moved(people, link.token, ada, here) is Unmoved.OVER
    assert kept(people, ada) == ada


def test_who_is_shown_another_address_than_the_account_has_does_not_move_it(people: People) -> None:
    ada = member(people)
    here = signed_in(people, ada)
    assert isinstance(moved(people, asked(people, ada), ada, here), Account)
    token = asked(people, replace(ada, email=NEW), "third@new.example")
    assert moved(people, token, ada, here) is Unmoved.OVERTAKEN
    assert kept(people, ada).email == NEW


def test_no_link_to_the_old_address_is_made_or_works_once_the_account_has_another(people: People) -> None:
    """Somebody may ask for one while the address is changed: whoever reads the old mailbox is to get no way in."""
    ada = member(people)
    here, now = signed_in(people, ada), people.clock.now()
    assert isinstance(moved(people, asked(people, ada), ada, here), Account)
    assert identity.verify_again(people, ada) is None
    link, made = identity.link_made(now, Pass("", Purpose.RESET, EMAIL, now, now, ada.id))
    with people.database.write() as connection:
        sessions.save_pass(connection, made)
    assert identity.reset(people, link.token, "another long password") is None
    assert kept(people, ada) == replace(ada, email=NEW)
    assert identity.signed_in(people, here.token) is not None


def watched(people: People, watch: Watch) -> Watch:
    """Kept under the id that it has by what it asks for."""
    made = replace(watch, id=watch_id(watch))
    with people.database.write() as connection:
        subscriptions.save_watch(connection, made)
    return made


def mailing(name: str, target: str, of: str) -> Watch:
    return Watch("", name, Channel.EMAIL, target, (), (name,), Severity.LOW, START, organisation=of)


def test_watches_mail_the_new_address_and_others_stay(people: People) -> None:
    ada = member(people)
    with people.database.write() as connection:
        (own,) = accounts.memberships(connection, ada.id)
    mine = watched(people, mailing("mine", "Ada@example.org", own.organisation))
    others = {
        watched(people, each)
        for each in (
            replace(mailing("over", EMAIL, own.organisation), active=False),
            mailing("another's", "eve@example.org", own.organisation),
            mailing("the operator's", EMAIL, ""),
            replace(
                mailing("a hook", f"https://hooks.example/{EMAIL}", own.organisation), channel=Channel.WEBHOOK
            ),
        )
    }
    later(people, minutes=1)
    found = move(people, asked(people, ada), ada, signed_in(people, ada), by(people, ada, MOVED, EMAIL))
    assert isinstance(found, Moved)
    with people.database.read() as connection:
        kept = set(subscriptions.watches(connection, active_only=False))
        over = subscriptions.watch(connection, mine.id)
        assert over == replace(mine, active=False), (
            "links in old mail end no watch that mails the new address"
        )
        new = subscriptions.heir(connection, over)
    assert new == replace(mine, id=watch_id(replace(mine, target=NEW)), target=NEW)
    assert found.watches == ((mine, new),)
    assert kept == {*others, over, new}


def test_an_organisation_that_the_account_is_not_in_learns_nothing_of_the_new_address(people: People) -> None:
    ada = member(people)
    with people.database.write() as connection:
        accounts.add_organisation(connection, Organisation("another's", EMAIL, START))
    left = watched(people, mailing("left behind", EMAIL, "another's"))
    assert isinstance(moved(people, asked(people, ada), ada, signed_in(people, ada)), Account)
    with people.database.read() as connection:
        assert subscriptions.watches_of(connection, "another's") == (left,)
        assert accounts.organisation(connection, "another's") == Organisation("another's", EMAIL, START)


def test_a_watch_comes_back_with_the_address(people: People) -> None:
    ada = member(people)
    with people.database.write() as connection:
        (own,) = accounts.memberships(connection, ada.id)
    mine = watched(people, mailing("mine", EMAIL, own.organisation))
    here = signed_in(people, ada)
    for address in (NEW, EMAIL):
        found = moved(people, asked(people, ada, address), ada, here)
        assert isinstance(found, Account)
        ada = found
    with people.database.read() as connection:
        assert subscriptions.watches(connection) == (mine,)


def test_of_two_that_move_to_one_address_at_once_one_does(people: People) -> None:
    ada = member(people)
    eve = Account("eve", "eve@example.org", ada.password, START, START)
    with people.database.write() as connection:
        accounts.add_account(connection, eve)
    found: list[Account | Unmoved] = []
    turns = [(asked(people, each), each, signed_in(people, each)) for each in (ada, eve)]
    threads = [
        threading.Thread(target=lambda turn=turn: found.append(moved(people, *turn))) for turn in turns
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(isinstance(each, Account) for each in found) == [False, True]
    assert Unmoved.TAKEN in found


def test_who_holds_the_organisation_first_and_then_the_account_is_not_in_its_way(people: People) -> None:
    """As deleting the account does; the other way round, each would wait for the other."""
    ada = member(people)
    turn = (asked(people, ada), ada, signed_in(people, ada))
    with people.database.read() as connection:
        (own,) = accounts.memberships(connection, ada.id)
    found: list[Account | Unmoved] = []
    thread = threading.Thread(target=lambda: found.append(moved(people, *turn)))
    with people.database.write() as connection:
        accounts.hold(connection, own.organisation)
        thread.start()
        thread.join(1)
        assert thread.is_alive()
        assert accounts.hold_account(connection, ada.id) == ada
    thread.join()
    assert isinstance(found[0], Account)


def test_what_is_forgotten_is_forgotten_under_every_address_it_had(people: People) -> None:
    ada = member(people)
    eve = Account("eve", "eve@example.org", ada.password, START, START)
    with people.database.write() as connection:
        (own,) = accounts.memberships(connection, ada.id)
        accounts.add_account(connection, eve)
        accounts.save_member(connection, replace(own, account=eve.id))
        accounts.add_organisation(connection, Organisation("another's", EMAIL, START))
        now = people.clock.now()
        for purpose, of in ((Purpose.INVITE, "another's"), (Purpose.INVITE, own.organisation)):
            _, made = identity.link_made(now, Pass("", purpose, EMAIL, now, now, eve.id, of))
            sessions.save_pass(connection, made)
            sessions.note(connection, Deed(now, "invited", EMAIL, eve.id, of))
    watched(people, replace(mailing("over", EMAIL, own.organisation), active=False))
    watched(people, mailing("mine", EMAIL, own.organisation))
    watched(people, mailing("left behind", EMAIL, "another's"))
    here = signed_in(people, ada)
    for address in (NEW, "third@new.example"):
        found = moved(people, asked(people, ada, address), ada, here)
        assert isinstance(found, Account)
        ada = found
    with people.database.write() as connection:
        accounts.forget_account(connection, ada)
    with people.database.read() as connection:
        assert accounts.accounts(connection) == (eve,)
        assert sessions.session(connection, key_of(here.token)) is None
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert [row for row in rows for each in (EMAIL, NEW, ada.email, ada.id) if each in row] == []


def test_what_names_a_former_address_that_is_anothers_now_stays(people: People) -> None:
    ada = member(people)
    found = moved(people, asked(people, ada), ada, signed_in(people, ada))
    assert isinstance(found, Account)
    eve = Account("eve", EMAIL, ada.password, START, START)
    with people.database.write() as connection:
        accounts.add_account(connection, eve)
        identity.own_organisation(connection, eve, START)
        (own,) = accounts.memberships(connection, eve.id)
    hers = watched(people, mailing("hers", EMAIL, own.organisation))
    with people.database.write() as connection:
        accounts.forget_account(connection, found)
        assert subscriptions.watches(connection) == (hers,)
        assert accounts.organisations(connection) == (Organisation(own.organisation, EMAIL, START),)


def test_feeds_have_no_address_and_stay_where_a_former_one_was_blanked(people: People) -> None:
    """Whoever had it next was forgotten first."""
    ada = member(people)
    found = moved(people, asked(people, ada), ada, signed_in(people, ada))
    assert isinstance(found, Account)
    eve = Account("eve", EMAIL, ada.password, START, START)
    feed = watched(people, replace(mailing("a feed", "", "another's"), channel=Channel.FEED))
    with people.database.write() as connection:
        accounts.add_account(connection, eve)
        accounts.forget_account(connection, eve)
        accounts.forget_account(connection, found)
        assert subscriptions.watches(connection) == (feed,)
