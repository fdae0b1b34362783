"""`clausewatch classify`: lines in, findings out, and what it says of bad lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausewatch.cli import main


def _run(given: str | bytes, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["classify", *arguments], input=given)


def _line(**given: object) -> str:
    return json.dumps({"id": "1", "text": "You may not resell access to the service.", **given}) + "\n"


def test_a_finding_a_line_in_order() -> None:
    given = _line(
        heading_path=["Use"], lead_in=None, document_type="Terms of Service", platform="Acme"
    ) + _line(id="2", text="These terms are governed by the law of Norway.")
    found = [json.loads(line) for line in _run(given, "--json").output.splitlines()]
    assert [each["id"] for each in found] == ["1", "2"]
    assert [each["topics"][0]["id"] for each in found] == ["ACCESS.licence_grant", "DISPUTE.law"]
    assert {"modality", "bound_party", "severity", "abstain", "language"} <= found[0].keys()
    assert found[0]["modality"] == "prohibition"


def test_for_people_it_is_words() -> None:
    shown = _run(_line()).output
    assert "ACCESS.licence_grant" in shown
    assert "prohibition" in shown


def test_another_language_is_not_analysed() -> None:
    german = "Die Nutzung der Dienste ist nur für Personen gestattet, die das Alter von achtzehn Jahren erreicht haben und die wir nicht von der Nutzung ausgeschlossen haben."
    found = json.loads(_run(_line(text=german), "--json").output)
    assert (found["topics"], found["language"], found["abstain"]) == ([], "de", True)
    assert found["severity_reasons"] == ["not analysed (language de)"]


def test_an_oversized_or_empty_statement_is_refused_and_the_rest_goes_on() -> None:
    given = _line(text="word " * 5_000) + _line(id="2", text=" ") + _line(id="3")
    long, empty, good = (json.loads(line) for line in _run(given, "--json").output.splitlines())
    assert "20,000 characters" in long["refused"]
    assert empty["refused"]
    assert good["topics"]


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[1]",
        '{"id": "1"}',
        '{"text": "x"}',
        _line(heading_path="Use"),
        _line(lead_in=3),
        _line(heading_path=[1]),
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named_and_nothing_is_printed(bad: str) -> None:
    result = _run(_line() + bad, "--json")
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert result.stdout == ""


def test_bytes_that_are_no_text_are_told() -> None:
    assert _run(b"\xff\xfe\x00", "--json").exit_code == 2


def test_weights_of_ones_own_must_be_weights(tmp_path: Path) -> None:
    mine = tmp_path / "mine.npz"
    mine.write_bytes(b"no")
    result = _run(_line(), "--weights", str(mine))
    assert result.exit_code == 2
    assert "no weight file" in result.stderr


def test_doc_type_is_read_where_document_type_is_missing() -> None:
    given = "".join(
        _line(text="You must not share keys.", **{key: "Developer Terms"})
        for key in ("doc_type", "document_type")
    )
    first, second = (json.loads(line) for line in _run(given, "--json").output.splitlines())
    assert first["bound_party"] == second["bound_party"] == "operator/developer"
