"""Topics that provisions perhaps speak of can be asked for; those of provisions on record are taken from their findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
import zstandard
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000
_TOPICS, _ABSTAIN = 1, 9
"""Places in a stored finding, as they were when this was written."""

_MOST_TOLD = 2
_LEAST_PERHAPS = 0.4


def upgrade() -> None:
    table = op.create_table(
        "provision_perhaps",
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["provision"], ["provision.id"], name=op.f("fk_provision_perhaps_provision")),
        sa.PrimaryKeyConstraint("provision", "topic", name=op.f("pk_provision_perhaps")),
    )
    op.create_index("ix_provision_perhaps_topic", "provision_perhaps", ["topic"])
    connection, last = op.get_bind(), ""
    provision = sa.table("provision", sa.column("id"), sa.column("said"))
    query = sa.select(provision.c.id, provision.c.said).order_by(provision.c.id).limit(_AT_ONCE)
    while rows := connection.execute(query.where(provision.c.id > last)).all():
        last = rows[-1].id
        made = [
            {"provision": row.id, "topic": topic, "score": score}
            for row in rows
            for topic, score in _perhaps(row.said)
        ]
        if made:
            op.bulk_insert(table, made)


def _perhaps(said: bytes) -> Iterator[tuple[str, float]]:
    try:
        findings: list[Any] = json.loads(zstandard.ZstdDecompressor().decompress(bytes(said)))[0]
        told = {topic for each in findings if not each[_ABSTAIN] for topic, _ in each[_TOPICS][:_MOST_TOLD]}
        best: dict[str, float] = {}
        for each in findings:
            if each[_ABSTAIN] and each[_TOPICS]:
                topic, score = each[_TOPICS][0]
                best[topic] = max(score, best.get(topic, 0.0))
    except (zstandard.ZstdError, ValueError, TypeError, IndexError):
        return  # `verify` names what is damaged; it does not stand in the way of what is whole.
    yield from (
        (topic, score) for topic, score in best.items() if score >= _LEAST_PERHAPS and topic not in told
    )
