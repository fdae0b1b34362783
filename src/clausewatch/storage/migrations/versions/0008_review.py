"""What editors ruled on what is said of texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEXTS = ("lineage", "words", "matter", "key", "ruling", "old", "new", "machine", "reason", "reviewer")


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("rests", sa.Text(), nullable=False),
        sa.Column("overridden", sa.Boolean(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_review_document")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_document"), "review", ["document"])
    op.create_index("ix_review_correction_number", "review", ["correction", "number"])
