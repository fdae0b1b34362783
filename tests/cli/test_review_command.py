"""`review` on the command line: the queue, a ruling, and everything that is refused with exit code 2."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.pipeline.live_kit import live

from clausewatch.cli import main, reviewing

_PAGE = (
    "<html lang=en><title>Terms</title><main><h1>Terms of Service</h1>"
    "<h2>Age</h2><p>You must be at least 16 years old.</p>"
    + "".join(
        f"<h2>Part {n}</h2><p>Matter {n} is settled in writing between you and us.</p>" for n in range(6)
    )
    + "</main></html>"
).encode()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Runs `review` on an instance with one analysed document."""
    with live(tmp_path, "terms") as on:
        on.answers.pages["https://birchwood.example/terms"] = _PAGE
        on.round()
        monkeypatch.setattr(reviewing, "opened", lambda: on.instance)

        def ask(*arguments: str) -> Result:
            return CliRunner().invoke(main, ["review", *arguments])

        yield ask


def _lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_queue_is_listed_shown_and_ruled_on(run) -> None:  # type: ignore[no-untyped-def]
    waiting = _lines(run("list", "--json"))
    (item,) = [each for each in waiting if each["kind"] == "finding" and "16" in str(each["about"])]
    assert item["document"] == "birchwood/terms"
    name = str(item["item"])
    assert _lines(run("show", name, "--json")) == [item]
    assert "You must be at least 16 years old." in run("show", name).output
    ruled = _lines(
        run("replace", name, "--topic", "ACCESS.account", "--party", "customer", "--reviewer", "Ada", "--reason", "so", "--json")
    )  # fmt: skip
    assert [(each["field"], each["new"], each["correction"]) for each in ruled] == [
        ("topic", "ACCESS.account", True),
        ("party", "customer", True),
    ]
    assert name not in [each["item"] for each in _lines(run("list", "--json"))]
    assert (
        _lines(run("accept", name, "--reviewer", "Bo", "--field", "topic", "--json"))[0]["correction"]
        is False
    )
    sentence = next(
        str(each["item"])
        for each in _lines(run("list", "--platform", "Birchwood", "--document", "Terms", "--json"))
        if each["kind"] == "sentence" and "16" in str(each["about"])
    )
    done = run("edit", sentence, "--text", "Users must be at least 16 years old.", "--reviewer", "Ada", "--reason", "plainer")  # fmt: skip
    assert done.exit_code == 0
    assert "in the corrections log" in done.output
    assert run("reject", sentence, "--reviewer", "Ada", "--reason", "after all not").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("accept", "birchwood/terms:0123456789ab", "--reviewer", "Ada"), "item 'birchwood/terms:0123456789ab'"),
        (("accept", "ITEM"), "--reviewer"),
        (("reject", "ITEM", "--reviewer", "Ada"), "--reason: is empty"),
        (("edit", "ITEM", "--reviewer", "Ada", "--topic", "ACCESS.age2", "--reason", "so"), "topic 'ACCESS.age2'"),
        (("edit", "ITEM", "--reviewer", "Ada", "--severity", "grave", "--reason", "so"), "'grave'"),
        (("replace", "SENTENCE", "--reviewer", "Ada", "--reason", "so", "--text", "Age 16.", "--span", "9-x"), "9-x"),
        (
            ("replace", "SENTENCE", "--reviewer", "Ada", "--reason", "so", "--text", "Age 16.", "--span", "0-1"),
            "lies in no statement",
        ),
        (
            ("edit", "SENTENCE", "--reviewer", "Ada", "--reason", "so", "--text", "You must be 21 years old."),
            "the gate refuses it",
        ),
        (("list", "--document", "Terms"), "--platform"),
        (("list", "--platform", "Nowhere"), "'Nowhere'"),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_is_saved(run, arguments: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    waiting = _lines(run("list", "--json"))
    about = [each for each in waiting if "16" in str(each["about"])]
    names = {
        "ITEM": next(str(each["item"]) for each in about if each["kind"] == "finding"),
        "SENTENCE": next(str(each["item"]) for each in about if each["kind"] == "sentence"),
    }
    done = run(*(names.get(each, each) for each in arguments))
    assert done.exit_code == 2
    assert said in done.output
    assert _lines(run("list", "--json")) == waiting
