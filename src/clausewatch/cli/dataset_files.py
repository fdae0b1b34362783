"""Tables as files: each writer takes row after row and holds no more than a batch of them."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from clausewatch.errors import BadInputError
from clausewatch.publish.dataset import COLUMNS, Form, Kind, Row, Table, json_line, text_cells, typed_cell

# Rows of one Parquet group: enough for its columns to compress, few enough for versions with their whole texts.
_GROUP = 256


class Writer(ABC):
    """A file of one table, being written; a context that closes it."""

    @abstractmethod
    def write(self, row: Row) -> None:
        """Adds the row."""

    @abstractmethod
    def close(self) -> None:
        """Writes what is left, and lets go of the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def writer(form: Form, table: Table, path: Path) -> Writer:
    """A writer of that form. BadInputError names the extra that Parquet needs."""
    made: dict[Form, Callable[[Table, Path], Writer]] = {
        Form.JSONL: _Lines,
        Form.CSV: _Csv,
        Form.PARQUET: _Parquet,
    }
    return made[form](table, path)


def must_be_able(form: Form) -> None:
    """BadInputError, before anything is written, where what the form needs is not installed."""
    if form is Form.PARQUET:
        _pyarrow()


class _Lines(Writer):
    def __init__(self, table: Table, path: Path) -> None:
        self._table = table
        self._file = path.open("w", encoding="utf-8", newline="")

    def write(self, row: Row) -> None:
        self._file.write(json_line(self._table, row))

    def close(self) -> None:
        self._file.close()


class _Csv(Writer):
    def __init__(self, table: Table, path: Path) -> None:
        self._table = table
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow([each.name for each in COLUMNS[table]])

    def write(self, row: Row) -> None:
        self._rows.writerow(text_cells(self._table, row))

    def close(self) -> None:
        self._file.close()


class _Parquet(Writer):
    def __init__(self, table: Table, path: Path) -> None:
        self._arrow, parquet = _pyarrow()
        kinds = {Kind.INTEGER: self._arrow.int64(), Kind.FLAG: self._arrow.bool_()}
        self._columns = COLUMNS[table]
        fields = [(each.name, kinds.get(each.kind, self._arrow.string())) for each in self._columns]
        self._schema = self._arrow.schema(fields)
        self._file = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._batch: list[dict[str, object]] = []

    def write(self, row: Row) -> None:
        self._batch.append({each.name: typed_cell(each.kind, row[each.name]) for each in self._columns})
        if len(self._batch) >= _GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._batch:
            self._file.write_table(self._arrow.Table.from_pylist(self._batch, schema=self._schema))
            self._batch = []


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise BadInputError(
            "--format parquet",
            "pyarrow is not installed",
            "Install the extra: pip install 'clausewatch[parquet]', or take --format jsonl",
        ) from error
    return pa, parquet
