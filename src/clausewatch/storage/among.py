"""Which rows have one of many values: PostgreSQL is given them in one, as a question with a hundred of them takes longer to
write and to read than to answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, Column, ColumnElement, Connection, Text, any_, literal


def among(connection: Connection, column: Column[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """The condition that the column of texts has one of these values."""
    names = sorted(set(values))
    if connection.dialect.name == "postgresql":
        return column == any_(literal(names, ARRAY(Text)))
    return column.in_(names)
