"""`verify`: is what is stored what was stored, and stands every quotation where it is said to stand, and is the log whole?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from clausewatch.cli.checking_packs import verify_pack
from clausewatch.cli.home import bar, home_option, json_option, opened, print_lines
from clausewatch.errors import BadInputError

if TYPE_CHECKING:
    from clausewatch.pipeline.verify import Finding, Verification


@click.command()
@click.argument("pack", required=False)
@click.option(
    "--key", metavar="KEY", help="The key of the log that a pack must be of, or a file that has it."
)
@click.option(
    "--trust",
    metavar="FOLDER",
    help="A folder of files with such keys, and root certificates (PEM) of time-stamping authorities.",
)
@home_option
@json_option
def verify(pack: str | None, key: str | None, trust: str | None, *, as_json: bool) -> None:
    """Check every archived object, quotation, sentence and leaf of the log; or an evidence pack.

    A pack needs no instance. Its key comes from you: without one the pack is only held against itself, and so are time
    stamps, without certificates of their authorities. Nothing in a pack is run. Exit code 1 names what fails.
    """
    if pack is not None:
        verify_pack(pack, key, trust, as_json=as_json)
        return
    if key or trust:
        raise BadInputError("--key or --trust", "these are for a pack", "Name the pack's file")
    # A pack is checked without any of this.
    from clausewatch.pipeline.unproved import UNPROVED
    from clausewatch.pipeline.verify import verify_instance

    instance = opened()
    with bar() as progress:
        task = progress.add_task("verify", total=None)
        result = verify_instance(
            instance, lambda done, total: progress.update(task, completed=done, total=total)
        )
    if as_json:
        counts = {
            "objects": result.objects,
            "quotations": result.quotations,
            "sentences": result.sentences,
            "sentences_of_other_recipes": result.ungated,
            "leaves": result.leaves,
            "stamps": result.stamps,
            "waiting_for_the_log": result.waiting,
        }
        print_lines([{**counts, "ok": not result.findings, "not_proved": list(UNPROVED.values())}])
        print_lines(_line(each) for each in result.findings)
    else:
        for each in result.findings:
            click.echo(f"FAILS {each.subject}: {each.reason}")
        click.echo(
            f"{result.objects} objects, {result.quotations} quotations and {result.sentences} sentences checked, "
            f"{len(result.findings)} fail."
        )
        _print_log(result)
        if result.ungated:
            click.echo(
                f"{result.ungated} sentences were made under another recipe: their places were checked, "
                "the gate was not asked again. `clausewatch analyse --all` makes them anew."
            )
        click.echo("NOT shown, beside what the bytes themselves cannot show:")
        for said in UNPROVED.values():
            click.echo(f"  {said}")
    if result.findings:
        sys.exit(1)


def _print_log(result: Verification) -> None:
    waits = (
        f"; {result.waiting} captures, versions and analyses wait for the next round"
        if result.waiting
        else ""
    )
    click.echo(
        f"The log: {result.leaves} leaves checked{waits}; {result.stamps} time stamps and cosignatures hold."
    )
    for told in result.told:
        click.echo(f"The log: {told}.")


def _line(finding: Finding) -> dict[str, object]:
    return {"subject": finding.subject, "reason": finding.reason}
