"""Bytes at rest: content-addressed, compressed against what they resemble, checked on every read."""

from clausewatch.archive.columns import ColumnFolder
from clausewatch.archive.folder import ArchiveStats, DamagedObject, FolderArchive

__all__ = ["ArchiveStats", "ColumnFolder", "DamagedObject", "FolderArchive"]
