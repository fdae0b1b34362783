"""Rows of accounts on both databases: tokens, the log, plans, watches of organisations; nothing crosses over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from clausewatch.nouns.account import (
    Account,
    ApiToken,
    Deed,
    Membership,
    Organisation,
    Pass,
    Purpose,
    Role,
    Session,
    TokenScope,
)
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.storage import Database, accounts, sessions, subscriptions

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
ADA = Account("a", "ada@example.org", "hash", AT, AT, totp="SECRET", totp_step=7, recovery=("x", "y"))


@pytest.fixture
def known(database: Database) -> Database:
    with database.write() as connection:
        assert accounts.add_account(connection, ADA)
        for identifier in ("one", "two"):
            accounts.add_organisation(connection, Organisation(identifier, identifier.title(), AT))
        accounts.save_member(connection, Membership("one", "a", Role.OWNER, AT))
    return database


def test_accounts_are_read_back_whole_and_an_address_is_known_once(known: Database) -> None:
    with known.write() as connection:
        assert accounts.account_of(connection, ADA.email) == accounts.account(connection, "a") == ADA
        assert not accounts.add_account(connection, Account("b", ADA.email, "other", AT))
        assert accounts.accounts(connection) == (ADA,)
        assert accounts.hold(connection, "one") == Organisation("one", "One", AT)
        assert accounts.hold(connection, "three") is None


def test_a_session_keeps_when_somebody_proved_themselves_and_that_nobody_knows(known: Database) -> None:
    proved, unproved = (
        Session(key, "a", AT, AT, "a browser", at) for key, at in (("proved", AT), ("unproved", None))
    )
    with known.write() as connection:
        for each in (proved, unproved):
            sessions.open_session(connection, each)
            assert sessions.session(connection, each.key) == each
        assert sessions.sessions(connection, "a") == (proved, unproved)


def test_a_plan_is_granted_in_place_of_the_one_before(known: Database) -> None:
    with known.write() as connection:
        assert accounts.granted_plan(connection, "one") is None
        accounts.grant_plan(connection, "one", "watcher", AT)
        accounts.grant_plan(connection, "one", "reader", AT + timedelta(1))
        assert accounts.granted_plan(connection, "one") == "reader"
        assert accounts.granted_at(connection, "one") == AT + timedelta(1)
        assert accounts.granted_plan(connection, "two") is None


def test_tokens_are_of_one_organisation(known: Database) -> None:
    made = ApiToken("t", "key", "one", "a", "ci", (TokenScope.READ, TokenScope.WATCH), AT, AT + timedelta(9))
    with known.write() as connection:
        sessions.add_token(connection, made)
        assert sessions.token(connection, "key") == made
        assert sessions.tokens(connection, "two") == ()
        assert not sessions.end_token(connection, "two", "t")
        sessions.used_token(connection, "t", AT)
        assert sessions.tokens(connection, "one")[0].used_at == AT
        accounts.remove_member(connection, "one", "a")
        assert sessions.token(connection, "key") is None, "who leaves takes the tokens along"


def test_a_link_is_taken_once(known: Database) -> None:
    made = Pass(
        "k", Purpose.INVITE, "b@example.org", AT, AT + timedelta(1), organisation="one", role=Role.READER
    )
    with known.write() as connection:
        sessions.save_pass(connection, made)
        assert sessions.take_pass(connection, "k", Purpose.RESET, AT) is None
        assert sessions.take_pass(connection, "k", Purpose.INVITE, AT + timedelta(1)) is None
        assert sessions.take_pass(connection, "k", Purpose.INVITE, AT) == made
        assert sessions.take_pass(connection, "k", Purpose.INVITE, AT) is None


def test_the_log_is_newest_first_and_of_one_organisation(known: Database) -> None:
    with known.write() as connection:
        for what in ("first", "second", "third"):
            sessions.note(connection, Deed(AT, what, "about", "a", "one", "192.0.2.1"))
        sessions.note(connection, Deed(AT, "elsewhere", organisation="two"))
        assert [each.what for each in sessions.deeds(connection, "one", 2)] == ["third", "second"]
        assert len(sessions.deeds_by(connection, "a")) == 3


def test_watches_belong_to_their_organisation_and_go_with_it(known: Database) -> None:
    def watch(identifier: str, organisation: str, target: str) -> Watch:
        return Watch(
            identifier, "n", Channel.EMAIL, target, (), (), Severity.LOW, AT, organisation=organisation
        )

    with known.write() as connection:
        for each in (
            watch("w1", "one", "x@y.example"),
            watch("w2", "two", ADA.email),
            watch("w3", "", ADA.email),
        ):
            subscriptions.save_watch(connection, each)
        assert [each.id for each in subscriptions.watches_of(connection, "one")] == ["w1"]
        accounts.forget_account(connection, ADA)
        assert [each.id for each in subscriptions.watches(connection)] == ["w3"], "the operator's own stays"
        gone = subscriptions.watch(connection, "w2")
    assert gone is not None
    assert (gone.target, gone.name) == ("", "")
