"""Versions with their text: rows from storage, content from the archive."""

from __future__ import annotations

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
