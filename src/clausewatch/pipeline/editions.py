"""Versions with their text: rows from storage, content from the archive."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import Generic, TypeVar

from clausewatch.errors import DamagedObjectError, WithheldObjectError
from clausewatch.nouns.document import Edition
from clausewatch.nouns.identity import VersionId
from clausewatch.ports import BodyStore
from clausewatch.storage import Database, versions

Key = TypeVar("Key")
Value = TypeVar("Value")


def load_edition(database: Database, bodies: BodyStore, version: VersionId) -> Edition | None:
    """The version with text, outline and lineage; None when it is unknown.

    Raises DamagedObjectError when the archived content is not what was stored, and WithheldObjectError when its words were
    withheld, though the same text may have been captured again since: nothing else is kept of it any more.
    """
    with database.read() as connection:
        stored = versions.stored_edition(connection, version)
    if stored is None:
        return None
    if stored.emptied:
        # The archive says why, unless it has the same text again, or nothing of it.
        try:
            bodies.get(stored.version.text)
        except WithheldObjectError:
            raise
        except DamagedObjectError:
            pass
        raise WithheldObjectError(
            f"version {version}", "its words were withheld", "The log has a leaf that says so and why"
        )
    content = bodies.get(stored.version.text).decode("utf-8")
    return Edition(stored.version, stored.layout.over(content), stored.outline, stored.lineage)


class Shelf(Generic[Key, Value]):
    """What was used last, up to `size` things. Thread-safe."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._things: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Key) -> Value | None:
        """What lies under the key, if it is still at hand."""
        with self._lock:
            found = self._things.get(key)
            if found is not None:
                self._things.move_to_end(key)
            return found

    def put(self, key: Key, thing: Value) -> None:
        """Keeps the thing at hand; what was not used for longest makes room."""
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > self._size:
                self._things.popitem(last=False)


class EditionShelf:
    """The editions used last, so that reading and comparing a history loads each version once. Thread-safe."""

    def __init__(self, database: Database, bodies: BodyStore, size: int = 16) -> None:
        self._database = database
        self._bodies = bodies
        self._shelf: Shelf[VersionId, Edition] = Shelf(size)

    def get(self, version: VersionId) -> Edition | None:
        """The edition, from memory or from rest."""
        found = self._shelf.take(version)
        if found is None or self._may_be_withheld(found):
            found = load_edition(self._database, self._bodies, version)
        if found is not None:
            self.keep(found)
        return found

    def _may_be_withheld(self, edition: Edition) -> bool:
        """Whether it may be since it was read: then not even the same text, captured again, may be shown from memory."""
        text = edition.version.text
        return not self._bodies.has(text) or self._bodies.was_withheld(text)

    def keep(self, edition: Edition) -> None:
        """Remembers an edition just made or renewed."""
        self._shelf.put(edition.version.id, edition)

    def left(self, version: VersionId) -> Edition | None:
        """The edition; None also where its words were withheld, so that nothing can be compared with it."""
        with suppress(WithheldObjectError):
            return self.get(version)
        return None
