"""What a browser adds to a capture: its name and a picture of the page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("capture", sa.Column("renderer", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("capture", sa.Column("screenshot", sa.Text(), nullable=True))
