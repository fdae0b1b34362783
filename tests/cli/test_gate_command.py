"""`clausewatch gate`: rulings line by line, and bad lines named with number and mend."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from clausewatch.cli import main

GOOD = {
    "id": "c1",
    "claim": "Tern keeps logs for 30 days.",
    "statements": [{"id": "s1", "text": "We keep logs for thirty (30) days."}],
    "heading_path": ["Privacy"],
    "platform": "Tern",
}


def run(*lines: object) -> Result:
    given = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    return CliRunner().invoke(main, ["gate", "--json"], input=given)


def test_each_line_gets_a_ruling_with_reasons() -> None:
    done = run(
        GOOD,
        "",
        GOOD | {"id": "c2", "claim": "Tern keeps logs for 40 days.", "note": "extra fields are let be"},
    )
    assert done.exit_code == 0, done.output
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {"id": "c1", "pass": True, "reasons": []}
    assert (second["id"], second["pass"]) == ("c2", False)
    assert "40 days" in second["reasons"][0]


def test_the_company_of_a_known_platform_is_its_publisher() -> None:
    claim = GOOD | {
        "platform": "ChatGPT",
        "claim": "You must tell OpenAI.",
        "statements": [{"id": "s", "text": "You must tell us."}],
    }
    assert json.loads(run(claim).stdout)["pass"]
    assert not json.loads(run(claim | {"claim": "You must tell Europol."}).stdout)["pass"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "is no object"),
        (GOOD | {"claim": ""}, "“claim” is missing"),
        (GOOD | {"claim": 5}, "“claim” is missing, empty or no text"),
        (GOOD | {"id": None}, "“id” is missing"),
        (GOOD | {"statements": []}, "“statements” is missing"),
        (GOOD | {"statements": ["text"]}, "a statement is no object"),
        (GOOD | {"statements": [{"id": "s", "text": " "}]}, "“text” is missing"),
        (GOOD | {"statements": [{"id": "s", "text": "x" * 20_001}]}, "20,001 characters"),
        (GOOD | {"claim": "word " * 5000}, "5,000 words"),
        (GOOD | {"heading_path": "Privacy"}, "heading_path"),
    ],
)
def test_a_bad_line_exits_with_2_and_names_line_reason_and_mend(line: object, reason: str) -> None:
    done = run(GOOD, line)
    assert done.exit_code == 2
    assert "standard input line 2" in done.stderr
    assert reason in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_a_file_that_is_not_there_exits_with_2() -> None:
    done = CliRunner().invoke(main, ["gate", "--json", "/nowhere/claims.jsonl"])
    assert done.exit_code == 2
    assert "/nowhere/claims.jsonl" in done.stderr
