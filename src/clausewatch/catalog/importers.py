"""The importers of other archives, each read when one is opened: reading git repositories takes a library of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from clausewatch.ports import Importer


def open_ota(path: Path, platform: str | None = None, since: datetime | None = None) -> Importer:
    """The versions of the Open Terms Archive repository or bundle at `path`; with `platform` or `since` only those.

    Raises BadInputError, having changed nothing, for what is missing, no repository, damaged, incomplete or empty.
    """
    from clausewatch.catalog.ota import OtaRepository

    return OtaRepository(path, platform, since)


def open_captures(path: Path) -> Importer:
    """The dated pages at `path`. Raises BadInputError, having changed nothing, for what cannot be used."""
    from clausewatch.catalog.captures import DatedPages

    return DatedPages(path)
