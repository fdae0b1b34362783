"""`export`: the same bytes again, as of an instant, tame in spreadsheets, whole in Parquet, and refused politely."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet
from tests.web.small_instance import BEGIN, FIRST, SECOND, TERMS, Builder, _platform

from clausewatch.archive import FolderArchive
from clausewatch.cli import main
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.instance import Instance
from clausewatch.publish.dataset import COLUMNS, Table
from clausewatch.text.markdown import read_markdown
from clausewatch.wiring import open_instance

FORMULA = "=HYPERLINK(1)"
TABLES = [each.value for each in Table]


class Home:
    """An instance of the command line, filled by hand."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "home"
        self.instance: Instance = open_instance(self.path, {}, create=True)
        assert isinstance(self.instance.bodies, FolderArchive)
        self.builder = Builder(folder)
        self.builder.database.close()
        self.builder.database, self.builder.bodies = self.instance.database, self.instance.bodies
        self.builder.declare(_platform("birchwood", FORMULA, (TERMS, "Terms of Use")))

    def publish(self, source: str, day: int) -> None:
        self.builder.publish(TERMS, read_markdown(source), BEGIN + timedelta(days=day))

    def export(self, out: Path, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["export", "--home", str(self.path), "--out", str(out), *arguments])


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    found = Home(tmp_path)
    found.publish(FIRST, 0)
    found.publish(SECOND, 20)
    analyse_current(found.instance, TERMS)
    yield found
    found.instance.close()


def files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text("utf-8").splitlines()]


def test_a_dataset_holds_what_stands_with_places_that_fit_and_sums_that_agree(
    home: Home, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = home.export(out)
    assert result.exit_code == 0, result.output
    assert set(files(out)) == {*(f"{each}.jsonl" for each in TABLES), "README.md", "SHA256SUMS"}
    for line in (out / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    texts = {each["id"]: each["text"] for each in rows(out, "versions")}
    assert len(texts) == 2
    assert [each["observed_to"] for each in rows(out, "versions")] == ["2026-01-25T09:00:00Z", None]
    for table in ("provisions", "findings"):
        found = rows(out, table)
        assert found
        for each in found:
            assert texts[each["version"]][each["start"] : each["end"]] == each["text"]
    assert rows(out, "provisions")[0]["observed_from"] == "2026-01-05T09:00:00Z"
    (change,) = rows(out, "changes")
    printed = CliRunner().invoke(main, ["changes", "--all", "--json", "--home", str(home.path)])
    assert change == json.loads(printed.stdout)
    for table in Table:
        names = [each.name for each in COLUMNS[table]]
        assert all(list(each) == names for each in rows(out, table.value))
    card = (out / "README.md").read_text("utf-8")
    assert "Quotations and texts belong to the platforms" in card
    for table in TABLES:
        assert f"| {table}.jsonl | {len(rows(out, table))} |" in card


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_as_of_a_date_the_bytes_stay_the_same_whatever_comes_later(
    home: Home, tmp_path: Path, form: str
) -> None:
    arguments = ("--at", "2026-02-01", "--format", form)
    assert home.export(tmp_path / "before", *arguments).exit_code == 0
    assert home.export(tmp_path / "again", *arguments).exit_code == 0
    home.publish(FIRST.replace("Fees", "Prices").replace("14 days", "21 days"), 60)
    analyse_current(home.instance, TERMS)
    assert home.export(tmp_path / "after", *arguments).exit_code == 0
    before = files(tmp_path / "before")
    assert before == files(tmp_path / "again")
    assert before == files(tmp_path / "after")
    assert home.export(tmp_path / "now", "--format", form).exit_code == 0
    now = files(tmp_path / "now")
    assert {name for name in before if before[name] == now[name]} == set()


def test_an_earlier_date_shows_the_text_of_then(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert home.export(out, "--at", "2026-01-10").exit_code == 0
    assert rows(out, "changes") == []
    assert any("30 days" in each["text"] for each in rows(out, "provisions"))
    assert home.export(tmp_path / "empty", "--at", "2020-01-01").exit_code == 0
    assert all(rows(tmp_path / "empty", each) == [] for each in TABLES)


def test_no_cell_of_a_csv_begins_a_formula(home: Home, tmp_path: Path) -> None:
    hostile = FIRST.replace("You may use the service", "=1+2 you may @use the service").replace(
        "## Fees", "## +Fees"
    )
    home.publish(hostile, 30)
    out = tmp_path / "out"
    assert home.export(out, "--format", "csv").exit_code == 0
    seen = ""
    for table in TABLES:
        with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.reader(file))
        assert found[0] == [each.name for each in COLUMNS[Table(table)]]
        assert len(found) > 1
        for row in found[1:]:
            assert len(row) == len(found[0])
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        seen += (out / f"{table}.csv").read_text("utf-8")
    assert f"'{FORMULA}" in seen
    assert "'=1+2 you may @use" in seen
    assert "'+Fees" in seen


def test_parquet_holds_the_same_rows_with_types(home: Home, tmp_path: Path) -> None:
    assert home.export(tmp_path / "lines").exit_code == 0
    assert home.export(tmp_path / "out", "--format", "parquet").exit_code == 0
    for table in TABLES:
        read = parquet.read_table(tmp_path / "out" / f"{table}.parquet").to_pylist()
        for typed, plain in zip(read, rows(tmp_path / "lines", table), strict=True):
            assert list(typed) == list(plain)
            for name, value in plain.items():
                told = json.loads(typed[name]) if isinstance(value, (list, dict)) else typed[name]
                assert told == value, (table, name)


def test_parquet_without_its_extra_names_it_and_writes_nothing(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = home.export(tmp_path / "out", "--format", "parquet")
    assert result.exit_code == 2
    assert "clausewatch[parquet]" in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_in_use_is_refused_and_forced_only_where_it_is_ours(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    refused = home.export(out)
    assert refused.exit_code == 2
    assert "--force" in refused.output
    assert list(files(out)) == ["mine.txt"]
    assert home.export(out, "--force", "--format", "csv").exit_code == 0
    assert home.export(out, "--force", "--what", "changes,documents").exit_code == 0
    assert set(files(out)) == {"mine.txt", "changes.jsonl", "documents.jsonl", "README.md", "SHA256SUMS"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--what", "everything"), "documents,versions"),
        (("--what", ","), "names no table"),
        (("--platform", "Birchwod"), "not known here"),
        (("--at", "soon"), "is no date"),
        (("--format", "xml"), "xml"),
    ],
)
def test_bad_input_is_told_with_its_mend(
    home: Home, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = home.export(tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert told in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_told(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = home.export(tmp_path / "file" / "out")
    assert result.exit_code == 2
    assert "cannot be written" in result.output
