"""A watch can be left by its receiver, and for a while have two secrets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0019"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("watch", sa.Column("left_at", Instant()))
    op.add_column(
        "watch", sa.Column("previous_secret", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("watch", sa.Column("previous_until", Instant()))
