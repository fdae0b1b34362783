"""The ways to sign in that an account has, and how one is taken away: never the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clausewatch.errors import UnknownNameError
from clausewatch.nouns.account import AccountId, Deed
from clausewatch.nouns.identity import Digest
from clausewatch.nouns.ways import Passkey, ProviderLink
from clausewatch.pipeline.identity import People
from clausewatch.pipeline.passwords import key_of
from clausewatch.storage import Connection, accounts, sessions, ways

CEREMONY_LASTS = timedelta(minutes=10)
"""So long somebody may take at a provider's page, or over a passkey."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Who asks: the token of the browser's session, also that of nobody's, and the address it comes from."""

    token: str
    where: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What this instance lets people sign in with beside a password: providers by issuer, and passkeys."""

    issuers: frozenset[str] = frozenset()
    passkeys: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """An account's ways to sign in."""

    password: bool
    links: tuple[ProviderLink, ...] = ()
    passkeys: tuple[Passkey, ...] = ()

    def without(self, identifier: str) -> Ways:
        """The same but for that one."""
        return Ways(
            self.password,
            tuple(each for each in self.links if each.id != identifier),
            tuple(each for each in self.passkeys if each.id != identifier),
        )

    def usable(self, offered: Offered) -> int:
        """How many of them work here: one whose provider is configured no more does not."""
        linked = sum(each.issuer in offered.issuers for each in self.links)
        return self.password + linked + (len(self.passkeys) if offered.passkeys else 0)


def ways_of(connection: Connection, who: AccountId) -> Ways:
    """The account's ways to sign in."""
    found = accounts.account(connection, who)
    password = found is not None and bool(found.password)
    return Ways(password, ways.links(connection, who), ways.passkeys(connection, who))


def still_signed_in(connection: Connection, who: AccountId, browser: Browser) -> bool:
    """Whether the browser's session is the account's now, which is held: what ended it since the page was asked for (a new
    password, disabling, deletion) came first."""
    fresh = accounts.hold_account(connection, who)
    session = sessions.session(connection, key_of(browser.token))
    return fresh is not None and not fresh.disabled and session is not None and session.account == who


def end_way(
    people: People, identifier: str, offered: Offered, by: Deed, kept: Digest
) -> ProviderLink | Passkey | None:
    """The link or passkey that is taken from the account of the deed; its sessions but the one `kept` end.

    None, and nothing taken, where it is the last way that works. Raises UnknownNameError where the account has none
    of that id.
    """
    who = by.account or ""
    with people.database.write() as connection:
        accounts.hold_account(connection, who)
        found = ways_of(connection, who)
        those: tuple[ProviderLink | Passkey, ...] = (*found.links, *found.passkeys)
        gone = next((each for each in those if each.id == identifier), None)
        if gone is None:
            raise UnknownNameError("This way to sign in", "is not there", "Your account lists those that are")
        if not found.without(identifier).usable(offered):
            return None
        ways.end_link(connection, who, identifier)
        ways.end_passkey(connection, who, identifier)
        sessions.end_sessions(connection, who, kept)
        sessions.note(connection, by)
    return gone
