"""How many provisions in force each platform has, by the values of each facet: kept with the index, so that counting
all of them costs no more than reading a few hundred numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, select

from clausewatch.nouns.identity import PlatformId
from clausewatch.storage.tables import search_count as counts
from clausewatch.storage.upsert import insert_into

Counted = Iterable[tuple[PlatformId, str, int]]
"""Of a platform, facet words, and how many rows (fewer: below zero) now have them all."""


def count(connection: Connection, changes: Counted) -> None:
    """Adds to what was counted, in the transaction that changes the rows.

    In the order of the keys, so that two writers never wait for each other in a ring.
    """
    told: Counter[tuple[PlatformId, str]] = Counter()
    for platform, facets, by in changes:
        for word in facets.split():
            told[platform, word] += by
    rows = [
        {"platform": platform, "word": word, "provisions": by}
        for (platform, word), by in sorted(told.items())
        if by
    ]
    if not rows:
        return
    added = insert_into(connection, counts)
    total = counts.c.provisions + added.excluded.provisions
    connection.execute(
        added.on_conflict_do_update(index_elements=["platform", "word"], set_={"provisions": total}), rows
    )
    gone = {platform for platform, _ in told}
    connection.execute(delete(counts).where(counts.c.platform.in_(gone), counts.c.provisions == 0))


def counted(connection: Connection, platform: PlatformId | None = None) -> dict[str, int]:
    """How many provisions in force have each facet word: all, or those of one platform."""
    query = select(counts.c.word, func.sum(counts.c.provisions)).group_by(counts.c.word)
    if platform is not None:
        query = query.where(counts.c.platform == platform)
    return {word: int(number) for word, number in connection.execute(query)}
