"""`replay`: read the archive again by the present recipes."""

from __future__ import annotations

import sys

import click

from clausewatch.cli.home import bar, home_option, json_option, named_platform, opened, print_lines
from clausewatch.pipeline.replay import Replay
from clausewatch.pipeline.replay import replay as replayed


@click.command()
@home_option
@click.option("--platform", metavar="NAME", help="Only this platform's documents.")
@click.option("--again", is_flag=True, help="Also versions that the present recipe has read.")
@json_option
def replay(platform: str | None, *, again: bool, as_json: bool) -> None:
    """Read the archive again with the present reader, and prove that the change log says what it said.

    Better readings take the place of earlier ones, with the cause `reread`, and alert nobody. Exit code 1: the log or
    an alert changed, or a document could not be read again. A run that was broken off goes on where it stopped.
    """
    instance = opened()
    only = named_platform(instance.database, platform).id if platform else None
    with bar() as progress:
        task = progress.add_task("replay", total=None)
        found = replayed(
            instance,
            only,
            again=again,
            progress=lambda _stage, done, total: progress.update(task, completed=done, total=total),
        )
    for fault in found.faults:
        click.echo(f"fault of ours, kept for the next run: {fault}", err=True)
    if as_json:
        print_lines([_line(found)])
    else:
        _tell(found)
    if not found.proved:
        sys.exit(1)


def _line(found: Replay) -> dict[str, object]:
    return {
        "documents": len(found.documents),
        "confirmed": sum(each.read.confirmed for each in found.documents),
        "better": sum(each.read.better for each in found.documents),
        "refused": sum(each.read.refused for each in found.documents),
        "records": sum(each.records for each in found.documents),
        "otherwise": [
            {
                "record": one.record,
                "was": one.was.value,
                "would_be": one.would_be.value,
                "would_alert": one.would_alert,
            }
            for each in found.documents
            for one in each.otherwise
        ],
        "log_before": found.before,
        "log_after": found.after,
        "alerts": found.alerts,
        "proved": found.proved,
    }


def _tell(found: Replay) -> None:
    confirmed, better = (
        sum(each.read.confirmed for each in found.documents),
        sum(each.read.better for each in found.documents),
    )
    compared = sum(each.records for each in found.documents)
    otherwise = [one for each in found.documents for one in each.otherwise]
    click.echo(f"{confirmed} versions confirmed, {better} read better; {compared} records compared again.")
    for one in otherwise:
        verdict = (
            f"class {one.would_be.value}, was {one.was.value}" if one.was != one.would_be else "other words"
        )
        click.echo(f"would be told otherwise now ({verdict}): {one.record}")
    same = "the same" if found.before == found.after else "ANOTHER"
    click.echo(f"The change log is {same} as before: {found.after}")
    click.echo(f"Alerts that came of it: {found.alerts}")
