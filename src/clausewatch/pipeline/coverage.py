"""Whether a document is watched well: what every page says about coverage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.identity import DocumentId
from clausewatch.storage.health import SourceHealth

# A source that missed three turns is not merely late; the floor keeps hourly cadences from crying wolf over a night.
_MISSED_TURNS = 3
_FLOOR = timedelta(hours=24)


class State(StrEnum):
    """How a document stands."""

    FRESH = "up to date"
    STALE = "stale"
    FAILING = "failing"
    NEVER = "never captured"
    IMPORTED = "imported, not watched"
    TAKEN_OVER = "imported, not yet captured here"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The worst of a document's sources, when the last good capture was, and what to say about it.

    `imported_until` is the last good capture of the archive that a document was taken over from, while none was made here.
    """

    state: State
    last_good: datetime | None
    sources: tuple[SourceHealth, ...]
    imported_until: datetime | None = None

    @property
    def troubled(self) -> bool:
        return self.state in (State.STALE, State.FAILING, State.NEVER, State.TAKEN_OVER)


_WORST_FIRST = (State.NEVER, State.FAILING, State.STALE, State.IMPORTED, State.FRESH)


def coverage(sources: tuple[SourceHealth, ...], now: datetime) -> Coverage:
    """What is known of the document's captures. With several sources the oldest good capture counts.

    What was only ever captured for another archive, by a source that is not the one declared here, is taken over.
    """
    states = {source_state(each, now) for each in sources}
    worst = next((state for state in _WORST_FIRST if state in states), State.NEVER)
    good = [each.last_good for each in sources if each.last_good is not None]
    elsewhere = [each.document_good for each in sources if each.document_good is not None]
    if worst is State.NEVER and elsewhere and not good:
        return Coverage(State.TAKEN_OVER, None, sources, max(elsewhere))
    return Coverage(worst, min(good) if len(good) == len(sources) and good else None, sources)


def coverages(
    platforms: Iterable[Platform], sources: Iterable[SourceHealth], now: datetime
) -> dict[DocumentId, Coverage]:
    """The coverage of every document of these platforms."""
    by_document: dict[DocumentId, list[SourceHealth]] = {}
    for each in sources:
        by_document.setdefault(each.document, []).append(each)
    return {
        document.id: coverage(tuple(by_document.get(document.id, ())), now)
        for platform in platforms
        for document in platform.documents
    }


def source_state(source: SourceHealth, now: datetime) -> State:
    """How one source stands at that instant."""
    if not source.watched and (source.verdict is None or source.verdict.good):
        return State.IMPORTED if source.last_good is not None else State.NEVER
    if source.last_good is None:
        return State.NEVER
    if source.verdict is not None and not source.verdict.good:
        return State.FAILING
    allowed = max(_MISSED_TURNS * timedelta(hours=source.cadence_hours), _FLOOR)
    return State.STALE if now - source.last_good > allowed else State.FRESH
