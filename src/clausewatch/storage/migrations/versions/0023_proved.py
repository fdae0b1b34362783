"""When somebody last proved themselves is kept with their session. Of sessions from before nobody knows: a sensitive action
then asks once more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("proved_at", Instant()))
