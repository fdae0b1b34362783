"""The tables of an instance with accounts; in one without, they stay empty. `metadata` holds all there are."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from clausewatch.storage.types import Instant
from clausewatch.storage.watch_tables import metadata

__all__ = [
    "account",
    "api_token",
    "ceremony",
    "deed",
    "membership",
    "metadata",
    "one_time",
    "organisation",
    "passkey",
    "plan_grant",
    "provider_link",
    "session",
]

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("totp", Text, nullable=False),
    Column("totp_step", BigInteger, nullable=False),
    Column("recovery", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("verified_at", Instant),
    Column("disabled", Boolean, nullable=False),
)

organisation = Table(
    "organisation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("organisation", Text, ForeignKey("organisation.id"), primary_key=True),
    Column("account", Text, ForeignKey("account.id"), primary_key=True, index=True),
    Column("role", Text, nullable=False),
    Column("since", Instant, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("key", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("agent", Text, nullable=False),
    Column("proved_at", Instant),
)

one_time = Table(
    "one_time",
    metadata,
    Column("key", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("account", Text, ForeignKey("account.id"), index=True),
    Column("organisation", Text, ForeignKey("organisation.id"), index=True),
    Column("role", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("organisation", Text, ForeignKey("organisation.id"), nullable=False, index=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Rows are added, never changed, but for the person in them who leaves.
deed = Table(
    "deed",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("account", Text, index=True),
    Column("organisation", Text),
    Column("place", Text, nullable=False),
    Index("ix_deed_organisation_number", "organisation", "number"),
)

plan_grant = Table(
    "plan_grant",
    metadata,
    Column("organisation", Text, ForeignKey("organisation.id"), primary_key=True),
    Column("plan", Text, nullable=False),
    Column("granted_at", Instant, nullable=False),
)

provider_link = Table(
    "provider_link",
    metadata,
    Column("id", Text, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("account", Text, ForeignKey("account.id"), nullable=False, index=True),
    Column("email", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    UniqueConstraint("issuer", "subject", name="uq_provider_link_subject"),
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", Text, primary_key=True),
    Column("credential", Text, nullable=False, unique=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("attested", Text, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Rows live for minutes: what was begun to sign in, in one browser.
ceremony = Table(
    "ceremony",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("account", Text, ForeignKey("account.id"), index=True),
    Column("provider", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("invitation", Text, nullable=False),
)
