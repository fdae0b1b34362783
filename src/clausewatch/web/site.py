"""What the pages are served from, as one frozen value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clausewatch.ports import Artist, BodyStore, Clock, ColumnStore, Log, Stamps, Typesetter, Witnesses
from clausewatch.storage import Database
from clausewatch.web.members import Members


@dataclass(frozen=True, slots=True)
class Site:
    """An instance as the pages see it.

    `base_url` begins every absolute address ("https://watch.example", no slash at the end). `notice` is shown above
    every page; the demonstration says there that its platforms are fictional. `typesetter` is None where the extra
    `reports` is not installed, `artist` where `charts` is not: the charts' tables then stand alone.
    `columns` keeps what comparing computed. `key` gives the secret that signs links with which a watch is left; without
    it no such link is right. `members` is there in an instance with accounts. `log` is what proves all that was logged;
    without it its pages say that nothing was. `requests_per_minute` is how often one address may ask the API; 0 sets no
    limit.
    """

    database: Database
    bodies: BodyStore
    clock: Clock
    base_url: str
    notice: str = ""
    typesetter: Typesetter | None = None
    artist: Artist | None = None
    columns: ColumnStore | None = None
    key: Callable[[], bytes] | None = None
    members: Members | None = None
    log: Log | None = None
    stamps: Stamps | None = None
    witnesses: Witnesses | None = None
    requests_per_minute: int = 0
