"""What a language model was asked and proposed, and what it took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advice",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("declined", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("proposal", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_advice_document")),
        sa.PrimaryKeyConstraint("key", "asked_at", name=op.f("pk_advice")),
    )
    op.create_index(op.f("ix_advice_document"), "advice", ["document"])
    op.create_index("ix_advice_asked_at", "advice", ["asked_at"])
    op.create_index("ix_advice_subject", "advice", ["subject"])
