"""The day before which no provision came is asked by every search as of a day."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_search_observed_from", "search", ["observed_from"])
