"""Which version of a document a team accepted: rows are added only, the newest of an owner and document counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "baseline",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_baseline_document")),
        sa.ForeignKeyConstraint(["version"], ["version.id"], name=op.f("fk_baseline_version")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_baseline")),
    )
    op.create_index("ix_baseline_owner_document_number", "baseline", ["owner", "document", "number"])
