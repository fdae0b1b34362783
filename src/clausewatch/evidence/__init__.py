"""The log on disk: tiles that are written once, a signed checkpoint, and the key that signs it."""

from clausewatch.evidence.log import FolderLog

__all__ = ["FolderLog"]
