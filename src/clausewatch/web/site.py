"""What the pages are served from, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.ports import Artist, BodyStore, Clock, ColumnStore, Log, Typesetter
from clausewatch.storage import Database


@dataclass(frozen=True, slots=True)
class Site:
    """An instance as the pages see it.

    `base_url` begins every absolute address ("https://watch.example", no slash at the end). `notice` is shown above
    every page; the demonstration says there that its platforms are fictional. `typesetter` is None where the extra
    `reports` is not installed, `artist` where `charts` is not: the charts' tables then stand alone.
    `columns` keeps what comparing computed. `log` is what proves all that was logged; None where nothing is.
    `requests_per_minute` is how often one address may ask the API; 0 sets no limit.
    """

    database: Database
    bodies: BodyStore
    clock: Clock
    base_url: str
    notice: str = ""
    typesetter: Typesetter | None = None
    artist: Artist | None = None
    columns: ColumnStore | None = None
    log: Log | None = None
    requests_per_minute: int = 0
