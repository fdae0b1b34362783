"""In which state each platform is in each matter, and how many speak of it, without reading any words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from clausewatch.meaning.clauses import matter_of_perhaps
from clausewatch.meaning.compare import state_of
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import CellState, Holding
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import PlatformId
from clausewatch.pipeline.holdings import Held, holdings
from clausewatch.storage import Connection, catalog, clauses

Everyone = tuple[tuple[Platform, ...], Held]
"""All platforms, and what is held of them."""


def everyone(connection: Connection, now: datetime) -> Everyone:
    """All platforms, and what is held of them."""
    owners = catalog.platforms(connection)
    return owners, holdings(connection, owners, now)


def states_of(
    connection: Connection, owner: Platform, topics: Iterable[TopicId], now: datetime
) -> dict[TopicId, CellState]:
    """In which state the platform is in each of these matters now."""
    held = holdings(connection, (owner,), now).get(owner.id, ())
    names = tuple(dict.fromkeys(topics))
    known = clauses.matters_of(connection, said_or_perhaps(names), (owner.id,)).get(owner.id, frozenset())
    return {each: _state(each, held, known) for each in names}


def prevalence(connection: Connection, everyone: Everyone) -> dict[TopicId, tuple[int, int]]:
    """For each topic how many platforms speak of it now, out of how many: those that `side_by_side` counts."""
    owners, held = everyone
    names = tuple(each.id for each in taxonomy().topics)
    owner_of = {each.id: owner.id for owner in owners for each in owner.documents}
    found = clauses.documents_by_matter(connection, said_or_perhaps(names))
    speaking = {matter: set(map(owner_of.get, documents)) - {None} for matter, documents in found.items()}
    nobody: set[PlatformId | None] = set()
    counts = {}
    for topic in names:
        told, unsure = (speaking.get(matter, nobody) for matter in (topic, matter_of_perhaps(topic)))
        states = (
            state_of((topic,), held.get(owner.id, ()), speaks=False, perhaps=owner.id in unsure)
            for owner in owners
            if owner.id not in told
        )
        # Who speaks of it is counted whatever is held of them; of the others only who perhaps does or is silent.
        others = sum(state in (CellState.PERHAPS, CellState.SILENT) for state in states)
        counts[topic] = len(told), len(told) + others
    return counts


def said_or_perhaps(topics: Collection[TopicId]) -> tuple[str, ...]:
    """The matters of what speaks of these topics, and of what perhaps does."""
    return (*topics, *map(matter_of_perhaps, topics))


def _state(topic: TopicId, held: tuple[Holding, ...], known: Collection[str]) -> CellState:
    return state_of((topic,), held, speaks=topic in known, perhaps=matter_of_perhaps(topic) in known)
