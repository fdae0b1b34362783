"""The clauses that say most about each matter are kept by document, so that no page reads all that speak of it.

They are chosen when the instance is opened next (storage/clauses.py), because how is no matter of the schema.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clause",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_clause_document")),
        sa.PrimaryKeyConstraint("document", "matter", "place", name=op.f("pk_clause")),
    )
    op.create_index("ix_clause_matter_place_document", "clause", ["matter", "place", "document"])
    op.create_table(
        "clause_state",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_clause_state_document")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_clause_state")),
    )
