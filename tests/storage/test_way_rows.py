"""Rows of ways to sign in, on both databases: each belongs to one account, and what was begun is taken once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clausewatch.nouns.account import Account
from clausewatch.nouns.ways import Ceremony, CeremonyKind, Passkey, ProviderLink
from clausewatch.storage import Database, accounts, ways

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
ADA, EVE = (Account(each, f"{each}@example.org", "hash", AT, AT) for each in ("a", "e"))
LINK = ProviderLink("l", "https://login.example", "s", "a", "ada@login.example", AT)
KEY = Passkey("k", b"\x00\xff", "a", "Phone", b"\x01attested", 2**32 - 1, AT)
BEGUN = Ceremony(
    "c", CeremonyKind.PROVIDER_LINK, "session", AT + timedelta(minutes=10), "a", "example", "/account/", "i"
)


@pytest.fixture
def known(database: Database) -> Database:
    with database.write() as connection:
        for each in (ADA, EVE):
            assert accounts.add_account(connection, each)
    return database


def test_a_subject_is_linked_once(known: Database) -> None:
    with known.write() as connection:
        assert ways.add_link(connection, LINK)
        assert not ways.add_link(connection, replace(LINK, id="other", account="e"))
        assert ways.link_of(connection, LINK.issuer, "s") == LINK
        assert ways.link_of(connection, "https://other.example", "s") is None
        ways.used_link(connection, "l", AT)
        assert ways.links(connection, "a") == (replace(LINK, used_at=AT),)
        ways.end_link(connection, "e", "l")
        assert ways.links(connection, "a") != ()
        ways.end_link(connection, "a", "l")
        assert ways.links(connection, "a") == ()


def test_a_credential_is_of_one_account_and_its_counter_moves_once(known: Database) -> None:
    with known.write() as connection:
        assert ways.add_passkey(connection, KEY)
        assert not ways.add_passkey(connection, replace(KEY, id="other", account="e"))
        assert ways.passkey_of(connection, KEY.credential) == KEY
        assert ways.used_passkey(connection, KEY, 2**32, AT)
        assert not ways.used_passkey(connection, KEY, 2**32, AT), "another use came between"
        assert ways.passkeys(connection, "a") == (replace(KEY, counter=2**32, used_at=AT),)
        ways.end_passkey(connection, "e", "k")
        assert ways.passkeys(connection, "a") != ()


def test_what_was_begun_is_taken_once_where_it_was_begun(known: Database) -> None:
    kind, other = CeremonyKind.PROVIDER_LINK, CeremonyKind.PASSKEY_MAKE
    with known.write() as connection:
        ways.begin(connection, BEGUN, AT)
        for wrong in (
            ("x", kind, "session", AT),
            ("c", other, "session", AT),
            ("c", kind, "another", AT),
            ("c", kind, "session", BEGUN.expires_at),
        ):
            assert ways.take(connection, *wrong) is None
        assert ways.begun(connection, "c", kind, "session", AT) == BEGUN
        assert ways.take(connection, "c", kind, "session", AT) == BEGUN
        assert ways.take(connection, "c", kind, "session", AT) is None
        ways.begin(connection, BEGUN, AT)
        ways.begin(connection, replace(BEGUN, key="later"), BEGUN.expires_at)
        assert ways.begun(connection, "c", kind, "session", AT) is None, "what is over is swept"


def test_all_goes_with_the_account(known: Database) -> None:
    with known.write() as connection:
        assert accounts.hold_account(connection, "a") == ADA
        assert accounts.hold_account(connection, "nobody") is None
        ways.add_link(connection, LINK)
        ways.add_passkey(connection, KEY)
        ways.begin(connection, BEGUN, AT)
        accounts.forget_account(connection, ADA)
        assert ways.link_of(connection, LINK.issuer, "s") is None
        assert ways.passkey_of(connection, KEY.credential) is None
        assert accounts.accounts(connection) == (EVE,)
