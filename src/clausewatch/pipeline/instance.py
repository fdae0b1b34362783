"""What the steps work with: the shells that wiring chose, as one frozen value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clausewatch.nouns.account import Plan
from clausewatch.nouns.catalog import Source
from clausewatch.nouns.document import Reading
from clausewatch.nouns.identity import Digest
from clausewatch.pipeline.editions import EditionShelf, Shelf
from clausewatch.ports import (
    Adviser,
    Artist,
    BodyStore,
    Clock,
    ColumnStore,
    Courier,
    Fetcher,
    Log,
    Stamps,
    Witnesses,
)
from clausewatch.storage import Database

ReadingKey = tuple[Digest, Source]
"""A body and the source whose declaration says how to read it."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance at work. `reopen` makes the same instance in another process (it must be picklable).

    `threads` capture side by side, `processes` read side by side: this one among them, unless it is `serving` pages meanwhile,
    which would wait for it. `columns` keeps what comparing computed.
    `stamps` and `witnesses` have outsiders see the log.
    `artist` draws for messages, None where nobody can.
    `key` gives the secret that signs links with which a watch can be left; without it there are none. Second steps of
    accounts are kept under it.
    `plans` are those of an instance with accounts, the least first; one without has none.
    `operator` is the e-mail address that is told when a document was not captured well in `failing_rounds` turns.
    """

    database: Database
    bodies: BodyStore
    log: Log
    clock: Clock
    fetcher: Fetcher
    courier: Courier
    adviser: Adviser
    editions: EditionShelf
    readings: Shelf[ReadingKey, Reading]
    reopen: Callable[[], Instance]
    base_url: str
    key: Callable[[], bytes] | None = None
    columns: ColumnStore | None = None
    stamps: Stamps | None = None
    witnesses: Witnesses | None = None
    artist: Artist | None = None
    operator: str = ""
    plans: tuple[Plan, ...] = ()
    failing_rounds: int = 4
    threads: int = 8
    processes: int = 1
    serving: bool = False

    def close(self) -> None:
        """Lets go of the database's connections and the network's."""
        self.database.close()
        self.fetcher.close()
        if self.artist is not None:
            self.artist.close()
