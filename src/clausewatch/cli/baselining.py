"""`baseline`: which version of a document was accepted, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from clausewatch import publish
from clausewatch.cli.home import (
    home_option,
    json_option,
    named_document,
    named_platform,
    opened,
    print_lines,
)
from clausewatch.cli.options import AsOf
from clausewatch.errors import UnknownNameError
from clausewatch.nouns.baseline import Drift
from clausewatch.storage import baselines, catalog

_MOST_CHANGES = 20


@click.group()
def baseline() -> None:
    """Record which version was accepted, and tell what changed since."""


@baseline.command()
@home_option
@click.option("--platform", metavar="NAME", required=True)
@click.option("--document", metavar="NAME", required=True)
@click.option(
    "--version", metavar="N|ID", help="By its number, 1 the oldest, or its id. [default: the current one]"
)
@click.option(
    "--at", type=AsOf(), metavar="DATE", help="The version in force then, or when that day ended (UTC)."
)
@click.option("--by", default="", metavar="NAME", help="Who accepted it.")
@click.option("--note", default="", metavar="TEXT")
def accept(
    platform: str, document: str, version: str | None, at: datetime | None, by: str, note: str
) -> None:
    """Record that a version was accepted. What was accepted before stays on record."""
    from clausewatch.pipeline.baselines import acceptance, version_as_of, version_named

    if version is not None and at is not None:
        raise click.UsageError("Give one of --version and --at")
    instance = opened()
    named = named_document(instance.database, platform, document)
    with instance.database.read() as connection:
        chosen = (
            version_named(connection, named, version) if version else version_as_of(connection, named, at)
        )
    made = acceptance(named, chosen.id, instance.clock.now(), by, note)
    with instance.database.write() as connection:
        baselines.save(connection, made)
    click.echo(f"Accepted: {named.id}, version {chosen.id[:12]} of {chosen.observed_at:%Y-%m-%d}")


@baseline.command("list")
@home_option
@click.option("--platform", metavar="NAME", help="Only this platform's documents.")
@click.option("--history", "everything", is_flag=True, help="Also what was accepted or dropped before.")
@json_option
def list_(platform: str | None, *, everything: bool, as_json: bool) -> None:
    """List what was accepted, by whom and when."""
    instance = opened()
    only = named_platform(instance.database, platform).id if platform else None
    with instance.database.read() as connection:
        owners = {each.id: each for each in catalog.platforms(connection)}
        rows = (
            baselines.history(connection) if everything else tuple(baselines.baselines(connection).values())
        )
    named = {each.id: each for owner in owners.values() for each in owner.documents}
    for each in rows:
        document = named.get(each.document)
        if document is None or only not in (None, document.platform):
            continue
        owner = owners[document.platform]
        if as_json:
            print_lines([publish.acceptance_line(each, document, owner)])
            continue
        what = f"version {each.version[:12]}" if each.version else "baseline dropped"
        by = f" by {each.by}" if each.by else ""
        note = f"  ({each.note})" if each.note else ""
        click.echo(publish.seen(f"{each.at:%Y-%m-%d} {owner.name}: {document.name}  {what}{by}{note}"))


@baseline.command()
@home_option
@click.option("--platform", metavar="NAME", required=True)
@click.option("--document", metavar="NAME", required=True)
@click.option("--by", default="", metavar="NAME", help="Who dropped it.")
@click.option("--note", default="", metavar="TEXT")
def drop(platform: str, document: str, by: str, note: str) -> None:
    """Let a document have no baseline any more. What was accepted stays on record."""
    from clausewatch.pipeline.baselines import acceptance

    instance = opened()
    named = named_document(instance.database, platform, document)
    with instance.database.read() as connection:
        known = baselines.baselines(connection)
    if named.id not in known:
        raise UnknownNameError(
            named.id, "it has no baseline", "`clausewatch baseline list` shows what was accepted"
        )
    made = acceptance(named, None, instance.clock.now(), by, note)
    with instance.database.write() as connection:
        baselines.save(connection, made)
    click.echo(f"Dropped: {named.id}")


@baseline.command()
@home_option
@click.option("--platform", metavar="NAME", help="Only this platform's documents.")
@json_option
def drift(platform: str | None, *, as_json: bool) -> None:
    """Tell what changed since the accepted versions, the gravest first, with quotations."""
    from clausewatch.pipeline.baselines import drifts

    instance = opened()
    only = named_platform(instance.database, platform).id if platform else None
    found = False
    for each in drifts(instance.database, instance.editions, only):
        found = True
        if as_json:
            print_lines([publish.drift_line(each)])
        else:
            click.echo("\n".join(map(publish.seen, _told(each))))
    if not found and not as_json:
        click.echo("No baseline is recorded here: `clausewatch baseline accept` records one.")


def _told(drift: Drift) -> Iterator[str]:
    was, now = drift.accepted, drift.current
    by = f" by {drift.acceptance.by}" if drift.acceptance.by else ""
    yield f"{drift.platform.name}: {drift.document.name}, accepted {drift.acceptance.at:%Y-%m-%d}{by}"
    yield f"  accepted version {was.id[:12]} of {was.observed_at:%Y-%m-%d}, current {now.id[:12]} of {now.observed_at:%Y-%m-%d}"
    if was.id == now.id:
        yield "  It is still the current version."
        return
    if drift.languages is not None:
        yield f"  The versions are in different languages ({' and '.join(drift.languages)}) and are not compared."
        return
    if drift.withheld:
        yield "  The text of one of the two versions is withheld: they are not compared."
        return
    counts = [f"{count} {severity.value}" for severity, count in drift.counts.items() if count]
    silent = f"; {drift.silent} silent edits" if drift.silent else ""
    yield f"  {len(drift.between)} change records since{silent}; changes by severity: {', '.join(counts) or 'none'}"
    changes = drift.combined.changes if drift.combined else ()
    for each in changes[:_MOST_CHANGES]:
        yield f"  [{each.severity.value}] {each.section or 'no heading'}: {each.summary}"
        for sign, text in (("-", each.old), ("+", each.new)):
            if text is not None:
                yield f"      {sign} {' '.join(text.split())}"
    if more := len(changes[_MOST_CHANGES:]):
        yield f"  ... and {more} more (--json lists all)"
