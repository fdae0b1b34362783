"""Which watch a changed one became, told by name and no more by an equal beginning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# As it was told before: the one watch of the organisation that goes on from the same beginning. Where more than one does,
# nobody can say which it became.
_HEIRS = """
UPDATE watch SET became = (
    SELECT CASE WHEN count(*) = 1 THEN min(other.id) END FROM watch AS other
    WHERE other.organisation = watch.organisation AND other.created_at = watch.created_at AND other.active
      AND other.id <> watch.id
)
WHERE organisation IS NOT NULL AND NOT active
"""


def upgrade() -> None:
    op.add_column("watch", sa.Column("became", sa.Text()))
    op.create_index("ix_watch_became", "watch", ["became"])
    op.execute(_HEIRS)
