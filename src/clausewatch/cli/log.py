"""`log`: the head of the log, and proofs that something is in it."""

from __future__ import annotations

import click

from clausewatch.cli.home import home_option, json_option, opened, print_lines
from clausewatch.errors import BadInputError
from clausewatch.pipeline.proving import Proved, prove
from clausewatch.proof.statement import LeafKind


@click.group()
def log() -> None:
    """Show the log of all that was captured, read and analysed, and prove what is in it."""


@log.command()
@home_option
@json_option
def show(*, as_json: bool) -> None:
    """Print the signed checkpoint and the key that checks it. Exit code 1 where the signature does not hold."""
    head = opened().log.head()
    if as_json:
        print_lines(
            [
                {
                    "origin": head.checkpoint.origin if head else None,
                    "size": head.checkpoint.size if head else 0,
                    "root": head.checkpoint.root.hex() if head else None,
                    "key": str(head.key) if head else None,
                    "checkpoint": head.note if head else None,
                }
            ]
        )
    elif head is None:
        click.echo("Nothing was logged yet. `clausewatch check` logs what waits.")
    else:
        click.echo(f"{head.checkpoint.size} leaves; the key that checks them is\n{head.key}\n")
        click.echo(head.note, nl=False)


@log.command(name="prove")
@click.option("--capture", metavar="ID", help="A capture.")
@click.option("--version", metavar="ID", help="A version of a document.")
@click.option("--analysis", metavar="ID", help="The analysis of that version.")
@home_option
@json_option
def prove_command(capture: str | None, version: str | None, analysis: str | None, *, as_json: bool) -> None:
    """Print the proof (C2SP tlog-proof) that something was logged; with --json also the leaf, byte for byte."""
    asked = {LeafKind.CAPTURE: capture, LeafKind.VERSION: version, LeafKind.ANALYSIS: analysis}
    given = [(kind, subject) for kind, subject in asked.items() if subject]
    if len(given) != 1:
        raise BadInputError(
            "log prove",
            f"{len(given)} things were named",
            "Name one: --capture ID, --version ID or --analysis ID",
        )
    proved = prove(opened(), *given[0])
    if as_json:
        print_lines([_line(proved)])
    else:
        click.echo(str(proved.proof), nl=False)


def _line(proved: Proved) -> dict[str, object]:
    return {
        "index": proved.row.number,
        "hash": proved.row.hash,
        "logged": proved.row.at.isoformat(),
        "leaf": proved.entry.decode(),
        "proof": str(proved.proof),
        "key": str(proved.head.key),
    }
