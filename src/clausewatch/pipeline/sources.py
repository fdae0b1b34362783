"""Where a change record came from: the captures, or the commit of an imported archive."""

from __future__ import annotations

from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.evidence import Origin
from clausewatch.publish import SourceRef
from clausewatch.storage import Connection, captures, versions


def source_of(connection: Connection, record: ChangeRecord) -> SourceRef:
    """The evidence the record rests on, by name."""
    version = versions.version(connection, record.to_version) if record.to_version else None
    identifiers = version.captures if version else (record.capture,) if record.capture else ()
    first = captures.capture(connection, identifiers[0]) if identifiers else None
    if first is not None and first.origin is Origin.OTA:
        commit, _, path = first.origin_ref.partition(":")
        return SourceRef(first.origin.value, commit, first.origin_parent or None, path)
    return SourceRef(first.origin.value if first else Origin.LIVE.value, captures=identifiers)
