"""`init`, `platforms`, `documents`, `status`: what is here and what is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clausewatch.cli.home import (
    console,
    home_option,
    home_path,
    json_option,
    named_platform,
    opened,
    print_lines,
)
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.storage import catalog, health, records, subscriptions
from clausewatch.storage.records import RecordFilter
from clausewatch.wiring import renew_catalogue

if TYPE_CHECKING:
    from clausewatch.pipeline.instance import Instance


@click.command()
@home_option
def init() -> None:
    """Make an instance: its folder, settings, database and catalogue."""
    instance = opened(create=True)
    loaded = renew_catalogue(home_path(), instance)
    for problem in loaded.problems:
        click.echo(f"warning: {problem}", err=True)
    count = sum(len(each.documents) for each in loaded.platforms)
    click.echo(f"{home_path()}: ready, {len(loaded.platforms)} platforms with {count} documents declared.")
    click.echo("Next: `clausewatch watch add`, then `clausewatch run`.")


@click.command()
@home_option
@json_option
def platforms(*, as_json: bool) -> None:
    """List the platforms."""
    with opened().database.read() as connection:
        found = catalog.platforms(connection)
    if as_json:
        print_lines(_platform_line(each) for each in found)
        return
    from rich.table import Table

    table = Table("Platform", "Company", "Group", "Documents", box=None)
    for each in found:
        table.add_row(each.name, each.company, each.group, str(len(each.documents)))
    console().print(table)


def _platform_line(platform: Platform) -> dict[str, object]:
    return {
        "id": platform.id,
        "name": platform.name,
        "company": platform.company,
        "group": platform.group,
        "documents": len(platform.documents),
    }


@click.command()
@home_option
@click.option("--platform", metavar="NAME", help="Only this platform's.")
@json_option
def documents(platform: str | None, *, as_json: bool) -> None:
    """List the documents with their addresses."""
    database = opened().database
    if platform is not None:
        found: tuple[Platform, ...] = (named_platform(database, platform),)
    else:
        with database.read() as connection:
            found = catalog.platforms(connection)
    rows = [(owner, each) for owner in found for each in owner.documents]
    if as_json:
        print_lines(_document_line(owner, each) for owner, each in rows)
        return
    from rich.table import Table

    table = Table("Platform", "Document", "Type", "Language", "Addresses", "", box=None)
    for owner, each in rows:
        mark = "" if each.verified else "unverified"
        addresses = "\n".join(source.url for source in each.sources)
        table.add_row(owner.name, each.name, each.type, each.language, addresses, mark)
    console().print(table)


def _document_line(platform: Platform, document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "platform": platform.name,
        "name": document.name,
        "type": document.type,
        "language": document.language,
        "audience": document.readers_named,
        "jurisdiction": document.jurisdiction,
        "tier": document.tier,
        "cadence_hours": document.cadence_hours,
        "verified": document.verified,
        "sources": [source.url for source in document.sources],
    }


def _seen(instance: Instance) -> dict[str, str]:
    """By name what each time stamping authority and witness did last."""
    found = {}
    for each in instance.stamps.states() if instance.stamps else ():
        good = f"stamped the head of {each.good} leaves" if each.good else "stamped nothing yet"
        fails = f"; fails since {each.since:%Y-%m-%d %H:%M}: {each.reason}" if each.since else ""
        found[each.name] = good + fails
    for other in instance.witnesses.states() if instance.witnesses else ():
        good = f"cosigned the head of {other.size} leaves" if other.size else "cosigned nothing yet"
        found[other.name] = good + (f"; fails: {other.fault}" if other.fault else "")
    return found


@click.command()
@home_option
@json_option
def status(*, as_json: bool) -> None:
    """Say what is stored, what is waiting and what was told."""
    instance = opened()
    with instance.database.read() as connection:
        facts = health.document_facts(connection)
        classes = records.count_by_class(connection, RecordFilter())
        alerts = subscriptions.count_alerts(connection)
        due = catalog.next_due(connection)
    line = {
        "documents": len(facts),
        "versions": sum(each.versions for each in facts.values()),
        "provisions": sum(each.provisions for each in facts.values()),
        "records": {key.value: classes[key] for key in sorted(classes)},
        "alerts": {key.value: alerts[key] for key in sorted(alerts)},
        "next_due": due.isoformat() if due else None,
        "outside_the_log": _seen(instance),
    }
    if as_json:
        print_lines([line])
        return
    for key, value in line.items():
        click.echo(f"{key}: {value}")
