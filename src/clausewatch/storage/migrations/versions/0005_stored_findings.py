"""What provisions mean is kept: provisions as stated over a time, their topics, and which version was analysed how."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _provision()
    op.create_table(
        "provision_topic",
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["provision"], ["provision.id"], name=op.f("fk_provision_topic_provision")),
        sa.PrimaryKeyConstraint("provision", "topic", "modality", "party", name=op.f("pk_provision_topic")),
    )
    op.create_index("ix_provision_topic_topic_modality", "provision_topic", ["topic", "modality"])
    op.create_table(
        "analysis",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("sentences", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["version.id"], name=op.f("fk_analysis_version")),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_analysis_document")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_analysis")),
    )
    op.create_index(op.f("ix_analysis_document"), "analysis", ["document"])


def _provision() -> None:
    op.create_table(
        "provision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("lead_in", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_version", sa.Text(), nullable=False),
        sa.Column("observed_from", Instant(), nullable=False),
        sa.Column("observed_to", Instant(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_provision_document")),
        sa.ForeignKeyConstraint(["first_version"], ["version.id"], name=op.f("fk_provision_first_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision")),
    )
    op.create_index(op.f("ix_provision_lineage"), "provision", ["lineage"])
    op.create_index("ix_provision_document_observed_from", "provision", ["document", "observed_from"])
    op.create_index("ix_provision_document_observed_to", "provision", ["document", "observed_to"])
