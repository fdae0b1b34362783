"""Rows at rest: all SQL, one file per noun. Functions take a connection and give nouns."""

from clausewatch.storage.database import Database

__all__ = ["Database"]
