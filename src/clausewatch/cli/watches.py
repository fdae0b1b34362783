"""`watch`: who is told about what."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from clausewatch.alert import check_names, make_watch, parse_watches, webhook_secret
from clausewatch.cli.home import (
    home_option,
    json_option,
    named_document,
    named_platform,
    opened,
    print_lines,
)
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.storage import catalog, subscriptions


@click.group()
def watch() -> None:
    """Say whom to tell about what."""


@watch.command()
@home_option
@click.option("--email", metavar="ADDRESS", help="Tell by e-mail.")
@click.option("--webhook", metavar="URL", help="Tell by a signed webhook.")
@click.option(
    "--secret",
    default="",
    metavar="WHSEC",
    help="The webhook's secret; `clausewatch watch secret` makes one.",
)
@click.option("--feed", is_flag=True, help="An Atom feed to read at /watch/<id>/feed.atom.")
@click.option("--name", default="", help="What to call it.")
@click.option(
    "--platform", "platforms", multiple=True, metavar="NAME", help="Only this platform; repeatable."
)
@click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="PLATFORM/DOCUMENT",
    help="Only this document; repeatable.",
)
@click.option(
    "--minimum", type=click.Choice([each.value for each in Severity]), default="low", show_default=True
)
def add(
    *,
    email: str | None,
    webhook: str | None,
    secret: str,
    feed: bool,
    name: str,
    platforms: tuple[str, ...],
    documents: tuple[str, ...],
    minimum: str,
) -> None:
    """Add a watch."""
    chosen = [
        (channel, target)
        for channel, target in (
            (Channel.EMAIL, email),
            (Channel.WEBHOOK, webhook),
            (Channel.FEED, "" if feed else None),
        )
        if target is not None
    ]
    if len(chosen) != 1:
        raise click.UsageError("Give one of --email, --webhook and --feed")
    ((channel, target),) = chosen
    instance = opened()
    fields = {
        "name": name or target or "feed",
        "channel": channel.value,
        "minimum": minimum,
        "platforms": [named_platform(instance.database, each).id for each in platforms],
        "documents": [named_document(instance.database, *_split(each)).id for each in documents],
        **({"target": target} if target else {}),
        **({"secret": secret} if secret else {}),
    }
    made = make_watch(fields, "clausewatch watch add", instance.clock.now())
    with instance.database.write() as connection:
        new = subscriptions.save_watch(connection, made)
    click.echo(f"watch {made.id} {'added' if new else 'was there already'}")


def _split(name: str) -> tuple[str, str]:
    platform, separator, document = name.partition("/")
    if not separator:
        raise BadInputError(f"--document {name!r}", "the platform is missing", "Write PLATFORM/DOCUMENT")
    return platform, document


@watch.command()
@home_option
@click.argument("file", type=click.Path(path_type=Path))
def load(file: Path) -> None:
    """Add the watches of a TOML FILE; those that are there already stay."""
    instance = opened()
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(
            str(file), f"cannot be read ({error})", "Check the path and that it is UTF-8"
        ) from error
    found = parse_watches(content, str(file), instance.clock.now())
    with instance.database.read() as connection:
        known = catalog.platforms(connection)
    check_names(
        found, {each.id for each in known}, {document.id for each in known for document in each.documents}
    )
    with instance.database.write() as connection:
        new = sum(subscriptions.save_watch(connection, each) for each in found)
    click.echo(f"{len(found)} watches, {new} of them new")


@watch.command("list")
@home_option
@json_option
def list_(*, as_json: bool) -> None:
    """List the watches."""
    with opened().database.read() as connection:
        found = subscriptions.watches(connection)
    if as_json:
        print_lines(_line(each) for each in found)
        return
    for each in found:
        what = ", ".join((*each.platforms, *each.documents)) or "everything"
        click.echo(
            f"{each.id}  {each.channel.value} {each.target}  {what}, from {each.minimum.value}  {each.name}"
        )


def _line(each: Watch) -> dict[str, object]:
    return {
        "id": each.id,
        "name": each.name,
        "channel": each.channel.value,
        "target": each.target,
        "platforms": list(each.platforms),
        "documents": list(each.documents),
        "minimum": each.minimum.value,
        "created_at": each.created_at.isoformat(),
    }


@watch.command()
@home_option
@click.argument("identifier")
def remove(identifier: str) -> None:
    """End the watch of that IDENTIFIER. What it was told stays on record."""
    with opened().database.write() as connection:
        ended = subscriptions.end_watch(connection, identifier)
    if not ended:
        raise UnknownNameError(
            f"watch {identifier!r}", "there is none", "`clausewatch watch list` shows them"
        )
    click.echo(f"watch {identifier} ended")


@watch.command()
def secret() -> None:
    """Print a fresh webhook secret."""
    click.echo(webhook_secret(secrets.token_bytes(32)))
