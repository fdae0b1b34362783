"""Who may do what in an instance with accounts: people, organisations, roles, sessions, tokens, plans.

Of every secret only a digest is kept, or an argon2 hash of a password; the secret itself is shown once, or never. That of
one-time passwords is kept enciphered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.identity import Digest
from clausewatch.nouns.subscription import Pace

AccountId = str
OrganisationId = str


class Role(StrEnum):
    """What a member may do in an organisation; each includes those after it."""

    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"

    def covers(self, other: Role) -> bool:
        """Whether this role may do what the other may."""
        order = tuple(Role)
        return order.index(self) <= order.index(other)


@dataclass(frozen=True, slots=True)
class Account:
    """A person. `email` is in lower case and known once; nobody signs in before it is verified, nor while disabled.
    `password` is empty for who signs in by other ways alone.

    `totp` is the enciphered secret of one-time passwords (RFC 6238), empty for who uses none, and `totp_step` the last
    interval whose password was used; `recovery` are digests of the codes that stand in for one.
    """

    id: AccountId
    email: str
    password: str
    created_at: datetime
    verified_at: datetime | None = None
    disabled: bool = False
    totp: str = ""
    totp_step: int = 0
    recovery: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who owns watches and has a plan."""

    id: OrganisationId
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """What an account may do in an organisation."""

    organisation: OrganisationId
    account: AccountId
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in. `key` is the digest of its token; `agent` is what the browser calls itself.

    `proved_at` is when the person last proved themselves with something of theirs, None where nobody knows that they did.
    """

    key: Digest
    account: AccountId
    created_at: datetime
    seen_at: datetime
    agent: str = ""
    proved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody signs in by: when they proved themselves with something of theirs, None where a provider let them in that
    may have asked them nothing; and `how`, which the log tells where it was not by password."""

    at: datetime | None = None
    how: str = ""


UNPROVED = Proof()
"""Nobody knows who it was."""


class Purpose(StrEnum):
    """What a link that works once is for."""

    VERIFY = "verify"
    RESET = "reset"
    EMAIL = "email"
    INVITE = "invite"


@dataclass(frozen=True, slots=True)
class Pass:
    """A link that works once: `key` is the digest of its token. An invitation may be into an organisation, with a role.

    `account` is whose link it is; of an invitation, who invited, and nobody where the operator did.
    """

    key: Digest
    purpose: Purpose
    email: str
    created_at: datetime
    expires_at: datetime
    account: AccountId | None = None
    organisation: OrganisationId | None = None
    role: Role = Role.OWNER


class TokenScope(StrEnum):
    """What a program may do with a token of the API."""

    READ = "read"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What a program shows to act for an organisation; `key` is the digest of it."""

    id: str
    key: Digest
    organisation: OrganisationId
    account: AccountId
    name: str
    scopes: tuple[TokenScope, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


MOVED = "changed the e-mail address"
"""What a line of the audit log says where an account got another address; it is about the one before."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the audit log: who did what, about what, from where. It never holds a secret."""

    at: datetime
    what: str
    about: str = ""
    account: AccountId | None = None
    organisation: OrganisationId | None = None
    where: str = ""


class Feature(StrEnum):
    """What a plan may hold beside its number of platforms and its paces."""

    PROVISIONS = "provisions"
    REGULATIONS = "regulations"
    API = "api"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an organisation may have. `platforms` is how many it may watch; None sets no limit."""

    id: str
    name: str
    platforms: int | None
    paces: tuple[Pace, ...]
    features: tuple[Feature, ...]
    about: str = ""
