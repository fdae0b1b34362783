"""Ways to sign in beside a password: providers that vouch for a person (OpenID Connect), and passkeys (WebAuthn)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.account import AccountId
from clausewatch.nouns.identity import Digest


@dataclass(frozen=True, slots=True)
class Provider:
    """Who vouches for people, as the operator configured it.

    `trust_email` lets it stand for the owner of an address that it calls verified: an account of that address is then
    linked at the first sign-in, and one may be made where anybody may sign up.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    trust_email: bool = False


@dataclass(frozen=True, slots=True)
class ProviderLink:
    """An account that the issuer's subject signs in to. `email` is what the issuer called it when it was linked."""

    id: str
    issuer: str
    subject: str
    account: AccountId
    email: str
    created_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passkey:
    """A public key that signs in to an account. `credential` is the authenticator's name for it; `attested` holds
    that name and the key (WebAuthn, 6.5.2); `counter` is the last signature's number, 0 where none are given."""

    id: str
    credential: bytes
    account: AccountId
    name: str
    attested: bytes
    counter: int
    created_at: datetime
    used_at: datetime | None = None


class CeremonyKind(StrEnum):
    """What was begun and waits for its answer."""

    PROVIDER_SIGN_IN = "provider sign-in"
    PROVIDER_LINK = "provider link"
    SECOND_STEP = "second step"
    PASSKEY_SIGN_IN = "passkey sign-in"
    PASSKEY_MAKE = "passkey make"


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Something begun in one browser that is finished there, once, before `expires_at`.

    `key` is the digest of its secret (a state, a challenge, a ticket), `session` that of the browser's token. `account`
    is whose it is where that is known; `provider` who was asked; `after` the page to go to; `invitation` the digest of
    the invitation that is taken up.
    """

    key: Digest
    kind: CeremonyKind
    session: Digest
    expires_at: datetime
    account: AccountId | None = None
    provider: str = ""
    after: str = ""
    invitation: Digest = ""
