"""Topics that split or merged: what is stored under the old ones is found under the new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.stated import StatedId
from clausewatch.storage.indexing import index_rows
from clausewatch.storage.tables import provision_perhaps as maybes
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.upsert import upsert


def known_topics(connection: Connection) -> tuple[TopicId, ...]:
    """Every topic that some stored provision is found by."""
    return tuple(
        row[0] for row in connection.execute(select(topics.c.topic).distinct().order_by(topics.c.topic))
    )


def rename_topics(connection: Connection, moved: Mapping[TopicId, tuple[TopicId, ...]]) -> int:
    """What is found by a topic of `moved` is found by those it became; gives how many entries were renamed.

    Where a provision was found by one of them already, the surer score and the graver severity stay.
    """
    count = 0
    touched: set[StatedId] = set()
    for old, new in moved.items():
        rows = connection.execute(select(topics).where(topics.c.topic == old)).mappings().all()
        for row in rows:
            for topic in new:
                _add_topic(connection, {**row, "topic": topic})
        connection.execute(delete(topics).where(topics.c.topic == old))
        _rename_perhaps(connection, old, new)
        count += len(rows)
        touched.update(row["provision"] for row in rows)
    told = select(topics.c.provision).where(
        topics.c.provision == maybes.c.provision, topics.c.topic == maybes.c.topic
    )
    connection.execute(delete(maybes).where(told.exists()))
    index_rows(connection, sorted(touched))
    return count


def _rename_perhaps(connection: Connection, old: TopicId, new: Iterable[TopicId]) -> None:
    """The surer score stays where a provision perhaps spoke of the new one already."""
    rows = connection.execute(select(maybes).where(maybes.c.topic == old)).all()
    connection.execute(delete(maybes).where(maybes.c.topic == old))
    for row in rows:
        for topic in new:
            same = (maybes.c.provision == row.provision, maybes.c.topic == topic)
            known = connection.execute(select(maybes.c.score).where(*same)).scalar()
            values = {"provision": row.provision, "topic": topic, "score": max(row.score, known or 0.0)}
            upsert(connection, maybes, values)


def _add_topic(connection: Connection, row: Mapping[str, Any]) -> None:
    keys = ("provision", "topic", "modality", "party")
    same = [topics.c[key] == row[key] for key in keys]
    before = connection.execute(select(topics).where(*same)).mappings().first()
    if before is None:
        connection.execute(insert(topics), [dict(row)])
        return
    graver = max((before["severity"], row["severity"]), key=lambda each: Severity(each).rank)
    values = {
        "score": max(before["score"], row["score"]),
        "first": before["first"] or row["first"],
        "severity": graver,
    }
    connection.execute(update(topics).where(*same).values(values))
