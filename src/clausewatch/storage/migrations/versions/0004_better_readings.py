"""Versions that read the same bytes better take the place of those they re-read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("version") as table:
        table.add_column(sa.Column("replaces", sa.Text(), nullable=True))
        table.add_column(sa.Column("replaced", sa.Boolean(), nullable=False, server_default=sa.text("false")))
        table.add_column(sa.Column("confirmed_by", sa.Text(), nullable=True))
        table.create_foreign_key("fk_version_replaces", "version", ["replaces"], ["id"])
