"""Editions in force that nobody analysed: of what they would say nothing is known, so it is not called silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from clausewatch.meaning.compare import would_say
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import CellState, Matrix, Unread
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import PlatformId
from clausewatch.storage import Connection
from clausewatch.storage.adoption import editions_at

UnreadOf = Mapping[PlatformId, tuple[Unread, ...]]
"""The unread editions in force of each platform, in the order of its documents."""


def unread(connection: Connection, owners: Iterable[Platform], at: datetime | None = None) -> UnreadOf:
    """The editions in force, now or at that instant, that are not analysed; platforms without any are left out."""
    held = {each.document: each for each in editions_at(connection, at) if not each.analysed}
    found = {
        owner.id: tuple(
            Unread(owner.id, document.id, document.type, document.name, each.version, each.observed_at)
            for document in owner.documents
            if (each := held.get(document.id)) is not None
        )
        for owner in owners
    }
    return {owner: editions for owner, editions in found.items() if editions}


def bearing_on(editions: Iterable[Unread], topics: Collection[TopicId]) -> tuple[Unread, ...]:
    """Those of a kind that would speak of one of the topics."""
    return tuple(each for each in editions if any(would_say(topic, (each.type,)) for topic in topics))


def unread_told(matrix: Matrix, editions: UnreadOf) -> Matrix:
    """The matrix with its unread editions; where one of them bears on a matter, no silence is claimed of its platform."""
    cells = tuple(
        tuple(
            replace(cell, state=CellState.WAITING)
            if cell.state in (CellState.SILENT, CellState.NOT_CAPTURED)
            and bearing_on(editions.get(platform, ()), (topic,))
            else cell
            for cell, (platform, _) in zip(row, matrix.platforms, strict=True)
        )
        for row, (topic, _) in zip(matrix.cells, matrix.topics, strict=True)
    )
    told = tuple(each for platform, _ in matrix.platforms for each in editions.get(platform, ()))
    return replace(matrix, cells=cells, unread=told)
