"""Editions in force that nobody analysed: of what they would say nothing is known, so it is not called silence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import Unread
from clausewatch.storage import Connection
from clausewatch.storage.adoption import editions_at


def unread(
    connection: Connection, owners: Collection[Platform], at: datetime | None = None
) -> tuple[Unread, ...]:
    """The editions in force, now or at that instant, that are not analysed, in the order of the platforms' documents."""
    wanted = [document.id for owner in owners for document in owner.documents]
    held = {each.document: each for each in editions_at(connection, at, wanted) if not each.analysed}
    return tuple(
        Unread(owner.id, document.id, document.type, document.name, each.version, each.observed_at)
        for owner in owners
        for document in owner.documents
        if (each := held.get(document.id)) is not None
    )
