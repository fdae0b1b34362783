"""`backup` and `restore`: a copy of the whole instance while it works, and an instance made of one."""

from __future__ import annotations

import os
from pathlib import Path

import click

from clausewatch.cli.home import home_option, home_path, opened
from clausewatch.wiring.backups import back_up_instance, restore_instance


@click.command()
@click.option(
    "--to",
    "target",
    required=True,
    metavar="FOLDER|FILE.tar",
    help="A folder, to which only what is new is copied; or one tar file.",
)
@click.option(
    "--without-database",
    is_flag=True,
    help="Archive, log and settings alone, beside a pg_dump of PostgreSQL.",
)
@home_option
def backup(target: str, *, without_database: bool) -> None:
    """Copy database, archive, log, its private key and settings, with a manifest of digests, while rounds go on."""
    done = back_up_instance(opened(), home_path(), os.environ, Path(target), database=not without_database)
    click.echo(f"{done.files} files backed up at {target}; {done.copied} copied ({done.copied_bytes} bytes).")
    click.echo("The log's private key is among them: keep the backup where only you can read it.")


@click.command()
@click.option("--from", "source", required=True, metavar="FOLDER|FILE.tar", help="What `backup --to` wrote.")
@home_option
def restore(source: str) -> None:
    """Make the instance of a backup at --home, where none may be; every file is checked, and nothing appears if one fails."""
    done = restore_instance(Path(source), home_path(), os.environ)
    for told in done.told:
        click.echo(f"note: {told}", err=True)
    click.echo(f"{done.files} files restored to {home_path()}; `clausewatch verify` checks what they say.")
