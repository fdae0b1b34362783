"""Versions with their text: rows from storage, content from the archive."""

from __future__ import annotations

import threading
from collections import OrderedDict

from clausewatch.nouns.document import Edition
from clausewatch.nouns.identity import VersionId
from clausewatch.ports import BodyStore
from clausewatch.storage import Database, versions


def load_edition(database: Database, bodies: BodyStore, version: VersionId) -> Edition | None:
    """The version with text, outline and lineage; None when it is unknown.

    Raises DamagedObjectError when the archived content is not what was stored.
    """
    with database.read() as connection:
        stored = versions.stored_edition(connection, version)
    if stored is None:
        return None
    content = bodies.get(stored.version.text).decode("utf-8")
    return Edition(stored.version, stored.layout.over(content), stored.outline, stored.lineage)


class EditionShelf:
    """The editions used last, so that reading and comparing a history loads each version once. Thread-safe."""

    def __init__(self, database: Database, bodies: BodyStore, size: int = 16) -> None:
        self._database = database
        self._bodies = bodies
        self._size = size
        self._editions: OrderedDict[VersionId, Edition] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version: VersionId) -> Edition | None:
        """The edition, from memory or from rest."""
        with self._lock:
            found = self._editions.get(version)
            if found is not None:
                self._editions.move_to_end(version)
                return found
        loaded = load_edition(self._database, self._bodies, version)
        if loaded is not None:
            self.keep(loaded)
        return loaded

    def keep(self, edition: Edition) -> None:
        """Remembers an edition just made or renewed."""
        with self._lock:
            self._editions[edition.version.id] = edition
            self._editions.move_to_end(edition.version.id)
            while len(self._editions) > self._size:
                self._editions.popitem(last=False)
