"""Rows that benchmarks of scale write themselves, where only their number and place matter, and whether there are any."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, table

from clausewatch.errors import BadInputError
from clausewatch.storage import Database


def bare_version(name: str, observed_at: datetime) -> dict[str, object]:
    """A version without a text, of the document of the same name."""
    return {
        **dict.fromkeys(("text", "fingerprint", "title", "recipe"), ""),
        "id": name,
        # One without a state is one whose words are withheld.
        "state": name,
        "document": name,
        "observed_at": observed_at,
        "captures": "[]",
        "cause": "published",
        "language": "en",
        "words": 0,
        "dates": "[]",
        "layout": b"",
        "outline": b"",
        "provisions": 0,
    }


def to_be_filled(database: Database, rows: str, built: str | None, *, fill: bool) -> bool:
    """Whether the table of that name has to be filled. A database that was named as built is filled only where that is asked
    for: BadInputError where it is empty else, and where it is not but should be filled."""
    with database.read() as connection:
        empty = connection.execute(select(1).select_from(table(rows)).limit(1)).first() is None
    if built is not None and empty and not fill:
        raise BadInputError(
            f"--built {database.named}",
            "it holds no provision",
            "Name one that was filled, or give --fill as well",
        )
    if fill and not empty:
        raise BadInputError(
            f"--fill {database.named}", "it holds provisions", "Leave --fill out, or name an empty one"
        )
    return empty
