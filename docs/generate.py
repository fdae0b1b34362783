"""Writes the documents that are generated from the code; `--check` fails when one is out of step.

usage: python docs/generate.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from client_types import client_types

from clausewatch.cli import main as root

HERE = Path(__file__).resolve().parent


def command_line() -> str:
    """docs/reference/command-line.md: the help of every command."""
    parts = [
        "# The command line\n",
        "Generated from the commands themselves by `make docs`; do not edit.\n",
        *_commands(root, "clausewatch"),
    ]
    return "\n".join(parts)


def _commands(command: click.Command, name: str) -> list[str]:
    context = click.Context(command, info_name=name, max_content_width=100)
    found = [f"## {name}\n", "```", command.get_help(context), "```\n"]
    if isinstance(command, click.Group):
        for key in sorted(command.list_commands(context)):
            member = command.get_command(context, key)
            assert member is not None
            found += _commands(member, f"{name} {key}")
    return found


GENERATED = {
    HERE / "reference" / "command-line.md": command_line,
    HERE.parent / "src" / "clausewatch" / "client" / "answers.py": client_types,
}


def main() -> None:
    stale = []
    for path, make in GENERATED.items():
        wanted = make()
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        stale.append(path.name)
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"out of step with the code: {', '.join(stale)}; run `make docs`", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
