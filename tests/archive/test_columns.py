"""Columns at rest: what is written is mapped back; what is damaged, cut short or cannot be written is no error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clausewatch.archive import ColumnFolder
from clausewatch.ports import Columns

COLUMNS = Columns(
    "from these",
    {
        "words": np.array([b"alder", b"birch"], "S40"),
        "rows": np.arange(12, dtype=np.float32).reshape(3, 4),
        "none": np.empty((0, 5), np.int64),
    },
)


def test_columns_come_back_mapped_and_replace_one_another(tmp_path: Path) -> None:
    folder = ColumnFolder(tmp_path / "derived")
    assert folder.read("index") is None
    for columns in (Columns("before", {"rows": np.zeros(3)}), COLUMNS):
        found = folder.write("index", columns)
        assert found.about == columns.about
        assert found.arrays.keys() == columns.arrays.keys()
        for name, array in columns.arrays.items():
            assert np.array_equal(found.arrays[name], array)
            assert found.arrays[name].dtype == array.dtype
            assert not found.arrays[name].flags.writeable
    assert [each.name for each in (tmp_path / "derived").iterdir()] == ["index"]


def test_who_has_the_old_file_mapped_keeps_it(tmp_path: Path) -> None:
    folder = ColumnFolder(tmp_path)
    old = folder.write("index", COLUMNS)
    folder.write("index", Columns("", {"rows": np.zeros(1)}))
    assert np.array_equal(old.arrays["rows"], COLUMNS.arrays["rows"])


@pytest.mark.parametrize("damage", ["cut", "other", "empty", "longer"])
def test_a_damaged_file_is_no_file(tmp_path: Path, damage: str) -> None:
    folder = ColumnFolder(tmp_path)
    folder.write("index", COLUMNS)
    file = tmp_path / "index"
    whole = file.read_bytes()
    file.write_bytes(
        {"cut": whole[:-1], "other": b"PK" + whole[2:], "empty": b"", "longer": whole + b"\0"}[damage]
    )
    assert folder.read("index") is None


def test_where_nothing_can_be_written_the_columns_serve_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert ColumnFolder(tmp_path / "file").write("index", COLUMNS) is COLUMNS
