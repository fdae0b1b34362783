"""Asks the API of the tests' small instance what nobody would, with schemathesis, over a real connection.

usage: python -m tools.fuzz_api [--examples N] [--seed N]

Two passes with every phase (examples, boundaries, random, sequences) and every check: addresses made up, so that failures
are asked for, and addresses of what the instance has, so that answers are. Exit code 1 where a check fails.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import click
from tests.web.api_kit import API, Whole, whole

from clausewatch.web import start_server

# What a schema cannot say (that a text is a date, or a cursor) is refused although it is valid by the schema.
_UNSAID = "positive_data_acceptance"


@click.command()
@click.option("--examples", default=200, show_default=True, help="Cases for each operation and pass.")
@click.option("--seed", default=20261126, show_default=True)
def main(examples: int, seed: int) -> None:
    """Serves the instance, runs both passes, and ends with the worse of their exit codes."""
    program = Path(sys.executable).with_name("schemathesis")
    with tempfile.TemporaryDirectory() as folder, whole(Path(folder)) as on:
        server = start_server(on.app, "127.0.0.1", 0)
        codes = []
        for number, settings in enumerate(("", _known(on))):
            written = Path(folder) / f"schemathesis-{number}.toml"
            written.write_text(settings, encoding="utf-8")
            asked = ("run", f"{server.url}{API}/openapi.json", "--checks", "all", "--exclude-checks", _UNSAID)
            bounds = ("--max-examples", str(examples), "--seed", str(seed + number), "--continue-on-failure")
            # What is filtered out is made up in vain, and no fault of the API.
            bounds += ("--suppress-health-check", "filter_too_much,too_slow")
            command = [str(program), "--config-file", str(written), *asked, *bounds]
            codes.append(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own program
        server.stop()
    sys.exit(max(codes))


def _known(on: Whole) -> str:
    """Settings that fill in the parts of addresses with what the instance has."""
    lines = [f'"path.{name}" = "{values[0]}"' for name, values in on.names.items()]
    return "\n".join(["[parameters]", *lines, ""])


if __name__ == "__main__":
    main()
