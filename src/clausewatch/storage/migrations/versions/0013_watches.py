"""Watches say more: topics, provisions, searches, when they are told; and alerts may go together in a digest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = sa.text("''")
    for name in ("scope", "timing", "muted"):
        op.add_column("watch", sa.Column(name, sa.Text(), nullable=False, server_default=empty))
    op.add_column("watch", sa.Column("snoozed_until", Instant()))
    op.add_column("alert", sa.Column("digest", sa.Text(), nullable=False, server_default=empty))
    op.create_index("ix_alert_digest", "alert", ["digest"])
