"""`compare`: bad input is told and mended; on the real archive, election rules of many platforms or honest silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.archive_home import clausewatch

from clausewatch.cli import main


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("compare") / "home"
    assert clausewatch("init", home=home).returncode == 0
    return home


def _compare(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "compare", *arguments])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "lacks --platform, --document or --quote"),
        (("--platform", "Nowhere", "--document", "Terms", "--quote", "words"), "'Nowhere'"),
        (("--batch", "missing.json"), "cannot be read"),
        (("--batch", "missing.json", "--quote", "words"), "stands alone"),
        (("--platform", "a", "--document", "b", "--quote", "c", "--at", "2999-01-01"), "lies ahead"),
        (("--platform", "a", "--document", "b", "--quote", "c", "--at", "soon"), "is no date"),
    ],
)
def test_unusable_input_is_named(empty_home: Path, arguments: tuple[str, ...], told: str) -> None:
    done = _compare(empty_home, *arguments)
    assert done.exit_code == 2
    assert told in done.stderr


@pytest.mark.parametrize("content", ["{", "{}", '[{"id": "1"}]', "[3]"])
def test_a_batch_of_another_form_is_refused(empty_home: Path, tmp_path: Path, content: str) -> None:
    batch = tmp_path / "queries.json"
    batch.write_text(content)
    done = _compare(empty_home, "--batch", str(batch))
    assert done.exit_code == 2
    assert "queries.json" in done.stderr


@pytest.mark.shared
def test_elections_and_advice_on_the_real_archive(archive_home: Path, shared: Path, tmp_path: Path) -> None:
    given = json.loads((shared / "data" / "comparison" / "queries.json").read_text())
    wanted = {"q01", "q10"}
    batch = tmp_path / "two.json"
    batch.write_text(json.dumps([each for each in given if each["id"] in wanted]))
    done = clausewatch("compare", "--batch", batch, "--json", home=archive_home)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    election = {name: cell for name, cell in answers["q01"].items() if cell["state"] == "comparable"}
    about = ("politic", "elect", "campaign", "vot", "civic", "democra")
    firsts = [cell["quotes"][0]["text"].casefold() for cell in election.values()]
    assert sum(any(word in text for word in about) for text in firsts) >= 5
    assert all(any(word in text for word in about) for text in firsts)
    advice = [quote["text"] for cell in answers["q10"].values() for quote in cell["quotes"]]
    assert len(advice) >= 5
    assert not any("copyright" in text.casefold() or "©" in text for text in advice)


@pytest.mark.shared
def test_words_that_are_not_there_are_refused(archive_home: Path) -> None:
    words = "no such sentence about purple elephants anywhere"
    named = ("--platform", "ChatGPT", "--document", "Terms of Service")
    done = clausewatch("compare", *named, "--quote", words, home=archive_home)
    assert done.returncode == 2
    assert "does not stand in the current version" in done.stderr
