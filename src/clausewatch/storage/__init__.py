"""Rows at rest: all SQL, one file per noun. Functions take a connection and give nouns."""

from sqlalchemy import Connection

from clausewatch.storage.database import Database

__all__ = ["Connection", "Database"]
