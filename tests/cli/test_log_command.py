"""`log` shows the checkpoint and proves; `verify` walks the log and names what fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.web.small_instance import BEGIN, FIRST, TERMS, Builder, _platform

from clausewatch.archive import FolderArchive
from clausewatch.cli import main
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.proof.checkpoint import check_proof, parse_proof
from clausewatch.proof.note import parse_key
from clausewatch.text.markdown import read_markdown
from clausewatch.wiring import open_instance


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An instance with one analysed version, not yet logged."""
    path = tmp_path / "home"
    instance = open_instance(path, {}, create=True)
    assert isinstance(instance.bodies, FolderArchive)
    builder = Builder(tmp_path)
    builder.database.close()
    builder.database, builder.bodies = instance.database, instance.bodies
    builder.declare(_platform("birchwood", "Birchwood", (TERMS, "Terms of Use")))
    builder.publish(TERMS, read_markdown(FIRST), BEGIN)
    analyse_current(instance, TERMS)
    yield path
    instance.close()


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--home", str(home)])


def logged(home: Path) -> int:
    instance = open_instance(home, {})
    done = log_waiting(instance)
    instance.close()
    assert done.faults == ()
    return done.leaves


def test_before_the_first_round_nothing_is_logged_and_everything_waits(home: Path) -> None:
    assert "Nothing was logged yet" in run(home, "log", "show").output
    assert json.loads(run(home, "log", "show", "--json").output)["size"] == 0
    result = run(home, "verify", "--json")
    assert result.exit_code == 0, result.output
    counts = json.loads(next(line for line in result.output.splitlines() if line.startswith("{")))
    assert (counts["leaves"], counts["ok"]) == (0, True)
    refused = run(home, "log", "prove", "--version", "nothing")
    assert refused.exit_code == 2
    assert "no leaf of the log is about it" in refused.output


def test_the_checkpoint_and_a_proof_hold_by_the_key_that_is_shown(home: Path) -> None:
    assert logged(home) >= 4
    shown = json.loads(run(home, "log", "show", "--json").output)
    text = run(home, "log", "show").output
    assert shown["key"] in text
    assert text.endswith(shown["checkpoint"])
    instance = open_instance(home, {})
    size = shown["size"]
    entries = list(instance.log.entries(0, size, size))
    instance.close()
    told = next(json.loads(each)["predicate"] for each in entries if b"leaf:version:" in each)
    for option in ("--version", "--analysis"):
        line = json.loads(run(home, "log", "prove", option, told["version"], "--json").output)
        assert run(home, "log", "prove", option, told["version"]).output == line["proof"]
        head = check_proof(parse_proof(line["proof"]), line["leaf"].encode(), parse_key(shown["key"]))
        assert head.size == size
        (home / "kept").write_text(json.dumps(line))
        assert run(home, "log", "check", str(home / "kept"), "--key", shown["key"]).exit_code == 0
    line = json.loads(run(home, "log", "prove", "--capture", told["captures"][0], "--json").output)
    check_proof(parse_proof(line["proof"]), line["leaf"].encode(), parse_key(shown["key"]))


def test_naming_nothing_or_two_things_is_refused(home: Path) -> None:
    for given in ((), ("--capture", "a", "--version", "b")):
        result = run(home, "log", "prove", *given)
        assert result.exit_code == 2
        assert "Name one" in result.output


def test_verify_names_a_leaf_that_was_altered(home: Path) -> None:
    logged(home)
    whole = run(home, "verify")
    assert whole.exit_code == 0, whole.output
    assert "The log: " in whole.output
    bundle = max((home / "log/tile/entries").rglob("*.p/*"), key=lambda each: int(each.name))
    bundle.write_bytes(bundle.read_bytes().replace(b'"seq":0', b'"seq":1', 1))
    result = run(home, "verify")
    assert result.exit_code == 1
    assert "entry 0 is another than the tiles say" in result.output


def test_a_pack_is_written_as_the_same_bytes_and_checked_with_the_key_that_is_shown(
    home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "terms.wacz"
    asked = ("evidence", "export", "--platform", "Birchwood", "--document", "Terms of Use", "--out")
    refused = run(home, *asked, str(out))
    assert refused.exit_code == 2
    assert "`clausewatch check` logs what waits" in refused.output
    assert logged(home) >= 4
    written = run(home, *asked, str(out))
    assert written.exit_code == 0, written.output
    key = json.loads(run(home, "log", "show", "--json").output)["key"]
    told = json.loads(run(home, "verify", str(out), "--key", key, "--json").output)
    assert (told["ok"], told["trusted"], told["failures"]) == (True, True, [])
    again = tmp_path / "again.wacz"
    assert run(home, *asked, str(again), "--at", "2026-01-06").exit_code == 0
    assert again.read_bytes() == out.read_bytes()
    one = run(home, *asked, str(again), "--provision", "fees")
    assert one.exit_code == 0, one.output
    for wrong, words in (
        (("--provision", "nowhere"), "none of that address"),
        (("--at", "2020-01-01"), "no version of Terms of Use was on record then"),
        (("--change", "none"), "it is not on record"),
        (("--change", "none", "--at", "2026-01-06"), "it stands for itself"),
    ):
        refused = run(home, *asked, str(again), *wrong)
        assert (refused.exit_code, words in refused.output) == (2, True), refused.output
    assert run(home, *asked, str(tmp_path / "none/x.wacz")).exit_code == 2
