"""What a kept clause does about its matter is kept with it: a list of all platforms then reads no words but those it shows. Of
clauses from before it is worked out from their words until they are chosen anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clause", sa.Column("stance", sa.Text()))
