"""`changes` and `diff`: what changed."""

from __future__ import annotations

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
from clausewatch.cli.options import AsOf, Instant
from clausewatch.errors import UnknownNameError
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord, Op, RowKind
from clausewatch.nouns.document import Edition
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.said import as_ruled
from clausewatch.pipeline.sources import source_of
from clausewatch.storage import catalog, records, versions
from clausewatch.storage.records import RecordFilter


@click.command()
@home_option
@click.option(
    "--all", "every", is_flag=True, help="Also those that do not alert, and our own better readings."
)
@click.option("--platform", metavar="NAME")
@click.option("--document", metavar="NAME", help="Needs --platform.")
@click.option("--since", type=Instant(), metavar="DATE")
@click.option("--silent", is_flag=True, help="Only changes under an unchanged printed date.")
@json_option
def changes(
    *,
    every: bool,
    platform: str | None,
    document: str | None,
    since: datetime | None,
    silent: bool,
    as_json: bool,
) -> None:
    """List change records in the order they were observed."""
    instance = opened()
    if document is not None and platform is None:
        raise click.UsageError("--document needs --platform: names are unique within a platform")
    wanted = RecordFilter(
        platform=named_platform(instance.database, platform).id if platform else None,
        document=named_document(instance.database, platform, document).id if platform and document else None,
        since=since,
        alerting=not every,
        silent=silent,
        rereads=every,
    )
    with instance.database.read() as connection:
        owners = {each.id: each for each in catalog.platforms(connection)}
        found = as_ruled(connection, records.records(connection, wanted))
        names = {each.id: each for owner in owners.values() for each in owner.documents}
        for record in found:
            named = names[record.document]
            if as_json:
                source = source_of(connection, record)
                print_lines([publish.record_line(record, named, owners[named.platform], source)])
            else:
                _print(record, named, owners[named.platform])


def _print(record: ChangeRecord, document: Document, platform: Platform) -> None:
    silent = ", silent edit" if record.dates.silent_edit else ""
    click.echo(
        f"{record.observed_at:%Y-%m-%d} {platform.name}: {document.name} "
        f"[{record.change_class.value}, {record.severity.value}{silent}] {record.headline}"
    )
    click.echo(f"    {record.id}")


@click.command()
@home_option
@click.option("--platform", metavar="NAME", required=True)
@click.option("--document", metavar="NAME", required=True)
@click.option(
    "--from",
    "start",
    type=AsOf(),
    metavar="DATE",
    required=True,
    help="The version in force then, or when that day ended (UTC).",
)
@click.option("--to", "end", type=AsOf(), metavar="DATE", help="As --from. [default: the latest]")
@click.option("--whole", is_flag=True, help="Also what did not change.")
@json_option
def diff(
    platform: str, document: str, start: datetime, end: datetime | None, *, whole: bool, as_json: bool
) -> None:
    """Show what changed between the texts of two days, as Markdown with [-removed-] and {+added+} words.

    With --json every row, one a line; `partner` is the row at the other end of a move, counted from 0.
    """
    from clausewatch import change

    instance = opened()
    named = named_document(instance.database, platform, document)
    old, new = _edition_at(instance, named, start), _edition_at(instance, named, end)
    rows = change.side_by_side(old, new)
    for row in rows:
        marked = "".join(_marked(piece.op, piece.text) for piece in row.pieces)
        if as_json:
            pieces = [[piece.op.value, piece.text] for piece in row.pieces]
            print_lines([{"kind": row.kind.value, "partner": row.partner, "pieces": pieces}])
        elif whole or row.kind is not RowKind.SAME:
            click.echo(f"{row.kind.value}: {marked}\n")


def _marked(op: Op, text: str) -> str:
    if op is Op.DELETED:
        return f"[-{text}-]"
    return f"{{+{text}+}}" if op is Op.INSERTED else text


def _edition_at(instance: Instance, document: Document, at: datetime | None) -> Edition:
    with instance.database.read() as connection:
        version = versions.version_at(connection, document.id, at)
    edition = instance.editions.get(version.id) if version else None
    if edition is None:
        day = f" on {at:%Y-%m-%d}" if at else ""
        raise UnknownNameError(
            f"{document.id}{day}", "no version is known", "`clausewatch changes --all` shows since when"
        )
    return edition
