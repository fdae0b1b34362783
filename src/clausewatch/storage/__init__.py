"""Rows at rest: all SQL, one file per noun. Functions take a connection and give nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from clausewatch.storage.database import Database

__all__ = ["Connection", "Database"]


def __getattr__(name: str) -> object:
    """SQLAlchemy is loaded when one of the two is asked for: the child that reads a PDF takes only the codec from here."""
    if name == "Connection":
        from sqlalchemy import Connection

        return Connection
    if name == "Database":
        from clausewatch.storage.database import Database

        return Database
    raise AttributeError(name)
