"""The connection to the rows: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError as BadAddress
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import PoolProxiedConnection

from clausewatch.errors import BadInputError, ClausewatchError

_BUSY_SECONDS = 60


class Database:
    """Rows at rest. `read()` gives a snapshot, `write()` one transaction that is taken or left whole."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._engine = _engine(address)
        self._aside: PoolProxiedConnection | None = None
        self._lock = threading.Lock()

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @property
    def named(self) -> str:
        """The address as it may be told: without its password."""
        return _redacted(self.address)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and changes nothing."""
        with self._engine.connect() as connection:
            if self.dialect == "postgresql":
                # Its usual level shows each question what was committed by then: an answer would be of several states.
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed when the block ends, undone when it raises. ClausewatchError where the database cannot be
        written to, as on a full disk."""
        try:
            with self._engine.connect().execution_options(write=True) as connection, connection.begin():
                yield connection
        except OperationalError as error:
            raise ClausewatchError(
                "the database",
                f"it cannot be written to ({error.orig})",
                "Make room, or let its server be reached",
            ) from error

    def state(self) -> Hashable:
        """What differs as soon as anything was committed, by whichever process: while it is the same, so is all that is read.

        It is asked for before what is read, never after: what is committed in between is then read under an older name.
        PostgreSQL counts what is committed to any database of its server, so that it differs more often than it must.
        """
        if self.dialect == "postgresql":
            # Which transactions are seen. Every one that writes has a number of its own, and is seen when it is over.
            with self.read() as connection:
                return str(connection.scalar(text("SELECT CAST(pg_current_snapshot() AS text)")))
        # The number counts what others than this one connection commit, so it is one that never writes.
        with self._lock:
            if self._aside is None:
                self._aside = self._engine.raw_connection()
                self._aside.detach()
            cursor = self._aside.cursor()
            version = cursor.execute("PRAGMA data_version").fetchone()[0]
            cursor.close()
            return int(version)

    def migrate(self) -> None:
        """Brings the schema to this program's revision; does nothing when it is there."""
        from alembic import command
        from alembic.config import Config

        with as_file(files("clausewatch.storage") / "migrations") as folder, self.write() as connection:
            config = Config()
            config.set_main_option("script_location", str(folder))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def ready(self) -> bool:
        """Whether the schema stands at this program's revision."""
        with self.read() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            stands: object = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return stands == newest_revision()

    def close(self) -> None:
        with self._lock:
            if self._aside is not None:
                self._aside.close()
                self._aside = None
        self._engine.dispose()


def newest_revision() -> str:
    """The revision that the migrations lead to: their files begin with it, so Alembic need not be loaded to tell."""
    steps = files("clausewatch.storage") / "migrations" / "versions"
    return max(each.name.partition("_")[0] for each in steps.iterdir() if each.name.endswith(".py"))


def _engine(address: str) -> Engine:
    if not address.startswith(("sqlite:", "postgresql:", "postgres:")):
        raise BadInputError(
            f"database address {_redacted(address)!r}",
            "it names neither SQLite nor PostgreSQL",
            "Give sqlite:///path/to/file.db or postgresql://user@host/name",
        )
    try:
        engine = create_engine(_with_driver(address), pool_pre_ping=not address.startswith("sqlite"))
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        with engine.connect():
            pass
    except (BadAddress, NoSuchModuleError) as error:
        raise BadInputError(
            f"database address {_redacted(address)!r}",
            str(error).splitlines()[0],
            "Give sqlite:///path/to/file.db or postgresql://user@host/name",
        ) from error
    except ModuleNotFoundError as error:
        raise ClausewatchError(
            f"database address {_redacted(address)!r}",
            f"the driver is not installed ({error.name})",
            "Install the extra: pip install 'clausewatch[postgres]'",
        ) from error
    except (OperationalError, DBAPIError) as error:
        raise BadInputError(
            f"database {_redacted(address)!r}",
            f"cannot be opened ({str(error.orig).strip().splitlines()[0]})",
            "Check that the server runs, or that the folder exists and the file is a database you may write",
        ) from error
    return engine


def _with_driver(address: str) -> str:
    scheme, separator, rest = address.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in ("postgres", "postgresql") else address


def _redacted(address: str) -> str:
    """The address without its password."""
    scheme, separator, rest = address.partition("://")
    login, at, host = rest.rpartition("@")
    return f"{scheme}{separator}{login.partition(':')[0]}{at}{host}"


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401
        # The driver's own transaction handling is switched off so that writes can BEGIN IMMEDIATE.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={_BUSY_SECONDS * 1000}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
