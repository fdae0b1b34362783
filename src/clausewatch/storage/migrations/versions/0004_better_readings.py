"""Versions that read the same bytes better take the place of those they re-read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite would make the table anew, and other tables' rows point to it.
    op.add_column(
        "version",
        sa.Column(
            "replaces", sa.Text(), sa.ForeignKey("version.id", name="fk_version_replaces"), nullable=True
        ),
        inline_references=True,
    )
    op.add_column(
        "version", sa.Column("replaced", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.add_column("version", sa.Column("confirmed_by", sa.Text(), nullable=True))
    op.create_index("ix_version_replaces", "version", ["replaces"])
