"""What the pages of an instance with accounts work with, beside what they show."""

from __future__ import annotations

from dataclasses import dataclass, field

from clausewatch.nouns.account import Plan
from clausewatch.pipeline.identity import People
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.oidc_issuer import Issuer
from clausewatch.pipeline.passkeys import RelyingParty
from clausewatch.pipeline.ways import Offered


@dataclass(frozen=True, slots=True)
class Members:
    """The instance whose accounts these are. `open_sign_up` lets anybody make one; else it takes an invitation.

    `public` lets the API be read without a token. `plan_secret` signs what grants plans; empty for nobody may.
    `issuers` are the providers that people may sign in by, `passkeys` this site as passkeys know it, None for without.
    """

    instance: Instance
    plans: tuple[Plan, ...]
    open_sign_up: bool = False
    public: bool = True
    plan_secret: str = field(default="", repr=False)
    issuers: tuple[Issuer, ...] = ()
    passkeys: RelyingParty | None = None

    @property
    def people(self) -> People:
        assert self.instance.key is not None, "an instance with accounts has a key"
        return People(self.instance.database, self.instance.clock, self.instance.key)

    @property
    def offered(self) -> Offered:
        """Ways to sign in beside a password."""
        return Offered(frozenset(each.provider.issuer for each in self.issuers), self.passkeys is not None)
