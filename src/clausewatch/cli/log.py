"""`log`: the head of the log, and proofs that something is in it."""

from __future__ import annotations

import click

from clausewatch.cli.home import home_option, json_option, opened, print_lines
from clausewatch.errors import BadInputError
from clausewatch.pipeline.proving import Proved, prove
from clausewatch.proof.statement import LeafKind
from clausewatch.publish import head_line, instant, proof_line


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
        checkpoint, key = (head.checkpoint, head.key) if head else (None, None)
        print_lines([head_line(checkpoint, key, head.note if head else None)])
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
    instance = opened()
    proved = prove(instance.database, instance.log, *given[0])
    if as_json:
        print_lines([_line(proved)])
    else:
        click.echo(str(proved.proof), nl=False)


def _line(proved: Proved) -> dict[str, object]:
    told = {"hash": proved.row.hash, "logged": instant(proved.row.at)}
    return {**told, **proof_line(proved.proof, proved.entry, proved.head.key)}
