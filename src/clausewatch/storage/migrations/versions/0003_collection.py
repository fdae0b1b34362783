"""How texts were collected, beside captures (as their archive tells) and readings (as the text was put together)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("capture", sa.Column("collection", sa.Text(), nullable=True))
    op.add_column("reading", sa.Column("collection", sa.Text(), nullable=True))
