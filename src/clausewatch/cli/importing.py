"""`import`: take over other archives."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from clausewatch.catalog import open_captures, open_ota
from clausewatch.cli.home import bar, home_option, json_option, opened, print_lines
from clausewatch.cli.options import Instant
from clausewatch.nouns.evidence import Origin
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.importing import import_captures
from clausewatch.pipeline.local import process_waiting
from clausewatch.pipeline.notify import notify
from clausewatch.ports import Importer


@click.group("import")
def import_() -> None:
    """Take over another archive's history. Repeating an import changes nothing."""


@import_.command()
@click.argument("repository", type=click.Path(path_type=Path))
@click.option("--platform", metavar="NAME", help="Only this platform's documents.")
@click.option("--since", type=Instant(), metavar="DATE", help="Only commits from that day on.")
@home_option
@json_option
def ota(repository: Path, platform: str | None, since: datetime | None, *, as_json: bool) -> None:
    """Import an Open Terms Archive versions REPOSITORY: a directory, bare or not, or a .bundle."""
    _import(open_ota(repository, platform, since), Origin.OTA, as_json=as_json)


@import_.command()
@click.argument("archive", type=click.Path(path_type=Path))
@home_option
@json_option
def captures(archive: Path, *, as_json: bool) -> None:
    """Import dated raw pages with their manifest.jsonl: a directory or a tar ARCHIVE (.tar, .tar.gz, .tar.zst)."""
    _import(open_captures(archive), Origin.CAPTURES, as_json=as_json)


def _import(importer: Importer, origin: Origin, *, as_json: bool) -> None:
    instance = opened(create=True)
    with closing(importer), bar() as progress:
        task = progress.add_task("import", total=len(importer))
        new = import_captures(instance, importer, origin, lambda count: progress.advance(task, count))
        reading = progress.add_task("read", total=None)
        done = process_waiting(
            instance,
            lambda _stage, done, total: progress.update(reading, completed=done, total=total),
        )
    logged = log_waiting(instance)
    notify(instance)
    faults = (*done.faults, *logged.faults)
    for fault in faults:
        click.echo(f"fault of ours, kept for the next run: {fault}", err=True)
    line = {"captures": len(importer), "new": new, "read": done.read, "compared": done.compared}
    if as_json:
        print_lines([line])
    else:
        click.echo(
            f"{len(importer)} captures, {new} of them new; {done.read} read, {done.compared} versions compared."
        )
    if faults:
        sys.exit(1)
