"""Secrets of second steps as they are kept: of no use without the instance's key, nor in another account's row."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from clausewatch.cli.watching import members_of
from clausewatch.config import load_settings
from clausewatch.nouns.account import Account
from clausewatch.pipeline import identity
from clausewatch.pipeline.enciphered import deciphered, encipher_waiting, enciphered
from clausewatch.pipeline.identity import People
from clausewatch.pipeline.passwords import hashed, key_of
from clausewatch.storage import Database, accounts
from clausewatch.wiring import open_instance

KEY, OTHER = bytes(range(32)), bytes(32)
AT = datetime(2026, 4, 1, tzinfo=UTC)
PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def ada(name: str = "a", totp: str = SECRET, **more: object) -> Account:
    made = Account(name, f"{name}@example.org", "", AT, AT, totp=totp)
    return replace(made, **more)  # type: ignore[arg-type]


def kept(database: Database, *those: Account) -> None:
    with database.write() as connection:
        for each in those:
            accounts.add_account(connection, each)


def secrets_of(database: Database) -> dict[str, str]:
    with database.read() as connection:
        return {each.id: each.totp for each in accounts.accounts(connection)}


def test_what_is_kept_tells_nothing_and_comes_back() -> None:
    one, two = enciphered(KEY, "a", SECRET), enciphered(KEY, "a", SECRET)
    assert one != two
    assert SECRET not in one
    assert deciphered(KEY, "a", one) == deciphered(KEY, "a", two) == SECRET


def test_it_opens_for_its_account_under_its_key_whole_and_not_else() -> None:
    one = enciphered(KEY, "a", SECRET)
    raw = bytearray(urlsafe_b64decode(one[2:]))
    raw[-1] ^= 1
    altered = "1:" + urlsafe_b64encode(raw).decode()
    assert deciphered(OTHER, "a", one) is None
    assert deciphered(KEY, "b", one) is None
    for each in (altered, one[:-8], "1:", "1:é", "1:A", SECRET, ""):
        assert deciphered(KEY, "a", each) is None, each


def test_what_was_kept_in_clear_is_enciphered_once(database: Database) -> None:
    done = enciphered(KEY, "c", SECRET)
    kept(database, ada("a"), ada("b", ""), ada("c", done))
    assert encipher_waiting(database, lambda: KEY) == 1
    found = secrets_of(database)
    assert deciphered(KEY, "a", found["a"]) == SECRET
    assert (found["b"], found["c"]) == ("", done)

    def unasked() -> bytes:
        raise AssertionError("nothing waits")

    assert encipher_waiting(database, unasked) == 0
    assert secrets_of(database) == found


def test_serving_an_instance_with_accounts_enciphers_what_waits_and_opening_it_does_not(
    tmp_path: Path,
) -> None:
    """Whose home has another key, a worker's say, would shut everybody's second step."""
    (tmp_path / "clausewatch.toml").write_text('[instance]\nmode = "accounts"\n')
    instance = open_instance(tmp_path, {})
    kept(instance.database, ada())
    instance.close()
    again = open_instance(tmp_path, {})
    assert list(secrets_of(again.database).values()) == [SECRET]
    assert not (tmp_path / "instance.key").exists()
    assert members_of(tmp_path, again, load_settings(tmp_path, {})) is not None
    (found,) = secrets_of(again.database).values()
    assert again.key is not None
    assert deciphered(again.key(), "a", found) == SECRET
    again.close()


# Named, because what is enciphered is another text each time, and every process must collect the same tests.
@pytest.mark.parametrize(
    "stored",
    [SECRET, enciphered(OTHER, "a", SECRET), enciphered(KEY, "b", SECRET), ""],
    ids=["clear", "another key", "another account", "nothing"],
)
def test_under_a_lost_key_recovery_codes_are_left(database: Database, stored: str) -> None:
    """And nobody passes by a secret that is in the row, but not of the key."""

    class Clock:
        def now(self) -> datetime:
            return AT

    people = People(database, Clock(), lambda: KEY)
    kept(database, ada(totp=stored or "1:", password=hashed(PASSWORD), recovery=(key_of("spare"),)))
    for code in (pyotp.TOTP(SECRET).at(AT), ""):
        assert identity.sign_in(people, "a@example.org", PASSWORD, code) is None
    assert identity.sign_in(people, "a@example.org", PASSWORD, "spare") is not None
    assert identity.sign_in(people, "a@example.org", PASSWORD, "spare") is None
