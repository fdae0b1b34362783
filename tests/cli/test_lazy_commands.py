"""The entry point lists its commands without loading them, and says of each what it says itself."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from clausewatch.cli import COMMANDS, main

HEAVY = {
    *("sqlalchemy", "alembic", "numpy", "pydantic", "yaml", "lxml", "selectolax", "rapidfuzz", "pypdfium2", "urllib3"),
    *("starlette", "fastapi", "jinja2", "dulwich", "playwright", "pydantic_ai", "typst", "vl_convert", "rich"),
    *("clausewatch.wiring", "clausewatch.web", "clausewatch.storage", "clausewatch.meaning", "clausewatch.pipeline"),
}  # fmt: skip


def loaded_by(*arguments: str) -> set[str]:
    """The modules that this command line loads, in a process of its own."""
    code = (
        "import json, sys\nfrom clausewatch.cli import main\n"
        f"sys.argv[1:] = {list(arguments)!r}\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("no-such-command",)])
def test_without_a_command_nothing_heavy_is_loaded(arguments: tuple[str, ...]) -> None:
    assert not HEAVY & loaded_by(*arguments)


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (("status", "--home", "{home}"), {"numpy", "alembic", "urllib3", "starlette", "clausewatch.meaning.rules"}),
        (("changes", "--home", "{home}"), {"numpy", "alembic", "urllib3", "starlette", "clausewatch.meaning.rules"}),
        (("read", "{page}"), {"numpy", "sqlalchemy", "urllib3", "starlette", "pypdfium2"}),
        (("gate", "{empty}"), {"numpy", "sqlalchemy", "urllib3", "starlette"}),
        (("classify", "{empty}"), {"sqlalchemy", "urllib3", "starlette"}),
    ],
)  # fmt: skip
def test_a_command_loads_no_library_that_it_does_not_use(
    tmp_path_factory: pytest.TempPathFactory, arguments: tuple[str, ...], spared: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("lazy")
    home, page, empty = folder / "home", folder / "page.html", folder / "empty.jsonl"
    page.write_text("<h1>Terms</h1><p>You keep what is yours.</p>", encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    if "{home}" in arguments:
        assert CliRunner().invoke(main, ["init", "--home", str(home)]).exit_code == 0
    given = (each.format(home=home, page=page, empty=empty) for each in arguments)
    assert not spared & loaded_by(*given)


def test_every_command_says_in_the_list_what_it_says_of_itself() -> None:
    context = click.Context(main)
    listed = {}
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
        listed[name] = command.get_short_help_str(limit=10_000)
    assert listed == {name: said for name, (_, said) in COMMANDS.items()}


def test_the_list_names_every_command() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    lines = shown.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines] == sorted(COMMANDS)
