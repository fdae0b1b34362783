"""`log check` and `log consistent`: what was kept is held against the log, and what fails is named."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.evidence.log_kit import entry, open_log

from clausewatch.cli import main
from clausewatch.proof.checkpoint import TlogProof
from clausewatch.proof.tree import inclusion_proof, proves_consistency
from clausewatch.wiring import open_instance


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An instance whose log grew from 5 leaves (kept as `old`) to 12; `proof` is of leaf 3 and `leaf` that leaf."""
    path = tmp_path / "home"
    open_instance(path, {}, create=True).close()
    _append(path, 0, 5)
    shutil.copy(path / "log/checkpoint", tmp_path / "old")
    _append(path, 5, 12)
    log = open_log(path)
    head = log.head()
    assert head is not None
    (tmp_path / "proof").write_text(str(TlogProof(3, inclusion_proof(3, 12, log.nodes(12)), head.note)))
    (tmp_path / "leaf").write_bytes(entry(3))
    (tmp_path / "key").write_text(str(head.key))
    return path


def _append(home: Path, start: int, stop: int) -> None:
    with open_log(home).writing() as writer:
        writer.append([entry(at) for at in range(start, stop)])


def run(home: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["log", *map(str, arguments), "--home", str(home)])


def test_a_proof_holds_by_this_log_or_by_a_key_and_the_leaf_without_one(home: Path, tmp_path: Path) -> None:
    key = (tmp_path / "key").read_text()
    for place, more in (
        (home, ()),
        (home, ("--leaf", tmp_path / "leaf")),
        (tmp_path / "no home", ("--leaf", tmp_path / "leaf", "--key", key)),
    ):
        result = run(place, "check", tmp_path / "proof", *more)
        assert result.exit_code == 0, result.output
        assert "Leaf 3 is in the log clausewatch/" in result.output
        told = json.loads(run(place, "check", tmp_path / "proof", *more, "--json").output)
        assert (told["ok"], told["problem"], told["index"], told["size"], told["key"]) == (
            True,
            None,
            3,
            12,
            key,
        )
    assert not (tmp_path / "no home").exists()
    line = {"proof": (tmp_path / "proof").read_text(), "leaf": entry(3).decode(), "key": "not looked at"}
    (tmp_path / "line").write_text(json.dumps(line))
    assert run(tmp_path / "no home", "check", tmp_path / "line", "--key", key).exit_code == 0


def test_a_proof_that_does_not_hold_is_named(home: Path, tmp_path: Path) -> None:
    (tmp_path / "leaf").write_bytes(entry(4))
    _append(tmp_path / "other", 0, 1)
    other = (tmp_path / "other/log/key").read_text().strip()
    for more, why in (
        (("--leaf", tmp_path / "leaf"), "its path does not lead from the entry at 3 to the root"),
        (("--key", other), "it has no signatures by clausewatch/"),
    ):
        result = run(home, "check", tmp_path / "proof", *more)
        assert result.exit_code == 1
        assert f"The proof does not hold: {why}" in result.output
        result = run(home, "check", tmp_path / "proof", *more, "--json")
        assert result.exit_code == 1
        told = json.loads(result.output)
        assert told["ok"] is False
        assert why in told["problem"]


@pytest.mark.parametrize(
    "content",
    [b"", b"no proof", b"\xff", b"{", b"{}", b'{"proof": "x", "leaf": 3}', b"{" * 5000, b" " * 1_000_001],
)
@pytest.mark.parametrize("command", ["check", "consistent"])
def test_garbage_is_refused(home: Path, tmp_path: Path, command: str, content: bytes) -> None:
    (tmp_path / "garbage").write_bytes(content)
    result = run(home, command, tmp_path / "garbage")
    assert result.exit_code == 2, result.output
    assert "the proof: " in result.output or "the old checkpoint: " in result.output


def test_a_proof_whose_checkpoint_is_none_and_what_is_not_there_are_refused(
    home: Path, tmp_path: Path
) -> None:
    text = (tmp_path / "proof").read_text()
    (tmp_path / "bad").write_text(text.replace("\n12\n", "\ntwelve\n"))
    assert "its size is no number" in run(home, "check", tmp_path / "bad").output
    for given in (
        ("check", tmp_path / "bad"),
        ("check", tmp_path / "nothing"),
        ("check", tmp_path),
        ("check", tmp_path / "proof", "--key", "none"),
        ("consistent", tmp_path / "old", "--key", "none"),
        ("consistent", tmp_path / "nothing"),
    ):
        assert run(home, *given).exit_code == 2


@pytest.mark.usefixtures("home")
def test_an_instance_that_logged_nothing_asks_for_key_and_leaf(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    open_instance(fresh, {}, create=True).close()
    result = run(fresh, "check", tmp_path / "proof")
    assert (result.exit_code, "Give --key" in result.output) == (2, True)
    _append(fresh, 0, 2)
    result = run(fresh, "check", tmp_path / "proof")
    assert (result.exit_code, "the log here has 2 leaves" in result.output) == (2, True)


def test_the_log_of_today_begins_with_the_one_that_was_kept(home: Path, tmp_path: Path) -> None:
    result = run(home, "consistent", tmp_path / "old")
    assert (result.exit_code, result.output) == (
        0,
        "The log of 12 leaves begins with the 5 of the old checkpoint.\n",
    )
    key = (tmp_path / "key").read_text()
    told = json.loads(run(home, "consistent", tmp_path / "old", "--key", key, "--json").output)
    assert (told["ok"], told["problem"]) == (True, None)
    sizes = told["old"]["size"], told["new"]["size"]
    roots = bytes.fromhex(told["old"]["root"]), bytes.fromhex(told["new"]["root"])
    assert sizes == (5, 12)
    assert proves_consistency(sizes, roots, [base64.b64decode(each) for each in told["proof"]])


def _anew(home: Path, *entries: bytes) -> None:
    """What the operator does who writes the log anew under its own key."""
    shutil.rmtree(home / "log")
    log = open_log(home)
    (home / "log").mkdir()
    with log.writing() as writer:
        writer.append(entries)


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        (
            [entry(at) for at in range(4)],
            "the log has fewer leaves than it: the log was cut (the old checkpoint has 5 leaves, the log 4)",
        ),
        (
            [entry(at + 1) for at in range(9)],
            (
                "the log of now does not begin with the log of then: it was rewritten, or its key signed another history "
                "(the old checkpoint has 5 leaves, the log 9)"
            ),
        ),
        (
            [entry(at + 1) for at in range(5)],
            (
                "the log signed another head of the same size: it showed two histories "
                "(the old checkpoint has 5 leaves, the log 5)"
            ),
        ),
    ],
)
def test_a_log_that_its_own_operator_cut_or_wrote_anew_is_named(
    home: Path, tmp_path: Path, entries: list[bytes], why: str
) -> None:
    _anew(home, *entries)
    result = run(home, "consistent", tmp_path / "old")
    assert result.exit_code == 1
    assert result.output == f"The log is not consistent with the old checkpoint: {why}.\n"
    result = run(home, "consistent", tmp_path / "old", "--json")
    assert (result.exit_code, json.loads(result.output)["problem"]) == (1, why)


def test_a_log_under_another_key_and_one_that_is_gone_are_named(home: Path, tmp_path: Path) -> None:
    key = (tmp_path / "key").read_text()
    (home / "log.key").unlink()
    _anew(home, *(entry(at) for at in range(12)))
    for more, why in (
        ((), "no key of this log signed it"),
        (("--key", key), "the log's checkpoint: it has no"),
    ):
        result = run(home, "consistent", tmp_path / "old", *more)
        assert (result.exit_code, why in result.output) == (1, True), result.output
    shutil.rmtree(home / "log")
    result = run(home, "consistent", tmp_path / "old")
    assert result.exit_code == 1
    assert "nothing is logged here, and the old checkpoint has 5 leaves" in result.output
