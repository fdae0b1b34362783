"""Times of failing captures and who was told of them; a watch can be left by its receiver, and for a while have two secrets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("watch", sa.Column("left_at", Instant()))
    op.add_column(
        "watch", sa.Column("previous_secret", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("watch", sa.Column("previous_until", Instant()))
    op.create_table(
        "spell",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("document", sa.Text(), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
    )
    op.create_index("ix_spell_document_ended_at", "spell", ["document", "ended_at"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("watch", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", Instant()),
    )
    op.create_index("ix_notice_watch", "notice", ["watch"])
    op.create_index("ix_notice_state_next_attempt_at", "notice", ["state", "next_attempt_at"])
    op.create_table(
        "notice_spell",
        sa.Column("notice", sa.Text(), sa.ForeignKey("notice.id"), primary_key=True),
        sa.Column("spell", sa.Text(), sa.ForeignKey("spell.id"), primary_key=True),
    )
    op.create_index("ix_notice_spell_spell", "notice_spell", ["spell"])
    op.create_table(
        "notice_attempt",
        sa.Column("notice", sa.Text(), sa.ForeignKey("notice.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
    )
