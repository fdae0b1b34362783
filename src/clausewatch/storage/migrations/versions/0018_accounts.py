"""Accounts, organisations, sessions, tokens, the audit log and plans; watches may belong to an organisation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _secrets()
    op.create_table(
        "deed",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("account", sa.Text()),
        sa.Column("organisation", sa.Text()),
        sa.Column("place", sa.Text(), nullable=False),
    )
    op.create_index("ix_deed_account", "deed", ["account"])
    op.create_index("ix_deed_organisation_number", "deed", ["organisation", "number"])
    op.create_table(
        "plan_grant",
        sa.Column("organisation", sa.Text(), sa.ForeignKey("organisation.id"), primary_key=True),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("granted_at", Instant(), nullable=False),
    )
    op.add_column("watch", sa.Column("organisation", sa.Text()))
    op.create_index("ix_watch_organisation", "watch", ["organisation"])


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=False),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("verified_at", Instant()),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("email", name="uq_account_email"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
    )
    op.create_table(
        "membership",
        sa.Column("organisation", sa.Text(), sa.ForeignKey("organisation.id"), primary_key=True),
        sa.Column("account", sa.Text(), sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
    )
    op.create_index("ix_membership_account", "membership", ["account"])


def _secrets() -> None:
    op.create_table(
        "session",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("account", sa.Text(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "one_time",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), sa.ForeignKey("account.id")),
        sa.Column("organisation", sa.Text(), sa.ForeignKey("organisation.id")),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant()),
    )
    op.create_index("ix_one_time_account", "one_time", ["account"])
    op.create_index("ix_one_time_organisation", "one_time", ["organisation"])
    op.create_table(
        "api_token",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), sa.ForeignKey("organisation.id"), nullable=False),
        sa.Column("account", sa.Text(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant()),
        sa.UniqueConstraint("key", name="uq_api_token_key"),
    )
    op.create_index("ix_api_token_organisation", "api_token", ["organisation"])
    op.create_index("ix_api_token_account", "api_token", ["account"])
