"""`blame` on a captured document, as its user runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.archive_home import clausewatch
from tests.cli.test_bad_input import TERMS, checked, declare, make_home
from tests.web_host import WebHost, html


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with WebHost() as host:
        made = make_home(tmp_path / "home", host)
        declare(made, "http://terms.example/terms")
        host.pages["/terms"] = html(TERMS)
        checked(made)
        yield made


def asked(home: Path, quote: str) -> tuple[int, list[dict[str, str | None]]]:
    done = clausewatch(
        "blame",
        "--platform",
        "Example",
        "--document",
        "Terms of Service",
        "--quote",
        quote,
        "--json",
        home=home,
    )
    return done.returncode, json.loads(done.stdout)["spells"] if done.returncode < 2 else []


def test_words_of_the_current_text_stand_to_this_day(home: Path) -> None:
    code, (spell,) = asked(home, "You may use  the service for\nyour own work.")
    assert (code, spell["until"]) == (0, None)


def test_words_it_never_said_exit_with_1(home: Path) -> None:
    assert asked(home, "You may resell the service.") == (1, [])


def test_an_empty_quotation_is_refused(home: Path) -> None:
    assert asked(home, "  ") == (2, [])
