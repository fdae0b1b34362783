"""`watch`: who is told about what."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, cast

import click

from clausewatch.alert import (
    SCOPE_KEYS,
    TIMING_KEYS,
    make_watch,
    parse_watches,
    watch_words,
    webhook_secret,
)
from clausewatch.cli.home import (
    home_option,
    json_option,
    named_document,
    named_platform,
    opened,
    print_lines,
)
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.change import ChangeClass, ChangeKind, Direction, Severity
from clausewatch.nouns.subscription import Channel, Pace, Watch
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.watching import Preview, settled
from clausewatch.pipeline.watching import preview as preview_of
from clausewatch.publish import watch_line
from clausewatch.storage import subscriptions


def _choice(words: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([each.value for each in words])


@click.group()
def watch() -> None:
    """Say whom to tell about what."""


_Command = TypeVar("_Command", bound=Callable[..., None])


def _asked(command: _Command) -> _Command:
    """The options that say what a watch is about and when it is told; they reach the command as `asked`."""

    @functools.wraps(command)
    def gathered(**given: object) -> None:
        asked = {key: given.pop(key) for key in _ASKED}
        command(**given, asked={key: value for key, value in asked.items() if value})

    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return cast("_Command", gathered)


_ASKED = ("platforms", "documents", "minimum", "muted", *SCOPE_KEYS, *TIMING_KEYS)
_OPTIONS = (
    click.option(
        "--platform", "platforms", multiple=True, metavar="NAME", help="Only this platform; repeatable."
    ),
    click.option(
        "--document",
        "documents",
        multiple=True,
        metavar="PLATFORM/DOCUMENT",
        help="Only this document; repeatable.",
    ),
    click.option(
        "--topic",
        "topics",
        multiple=True,
        metavar="TOPIC",
        help="Only changes of provisions on it; repeatable.",
    ),
    click.option(
        "--provision",
        "provisions",
        multiple=True,
        metavar="PLATFORM/DOCUMENT/PROVISION",
        help="Only changes of this provision, wherever it moves; repeatable.",
    ),
    click.option(
        "--regulation",
        "regulations",
        multiple=True,
        metavar="NAME",
        help="Only changes of provisions on which it bears; repeatable.",
    ),
    click.option("--search", metavar="WORDS", help="Only changes whose old or new words it finds."),
    click.option(
        "--kind", "kinds", multiple=True, type=_choice(ChangeKind), help="Only such changes; repeatable."
    ),
    click.option(
        "--direction",
        "directions",
        multiple=True,
        type=_choice(Direction),
        help="Only such changes; repeatable.",
    ),
    click.option(
        "--class",
        "classes",
        multiple=True,
        type=_choice(ChangeClass),
        help="Only records of this class, also those told to nobody else; repeatable.",
    ),
    click.option("--minimum", type=_choice(Severity), default="low", show_default=True),
    click.option(
        "--mute",
        "muted",
        multiple=True,
        metavar="NAME",
        help="Not this platform or PLATFORM/DOCUMENT; repeatable.",
    ),
    click.option(
        "--pace", type=_choice(Pace), default="immediate", show_default=True, help="At once, or gathered."
    ),
    click.option(
        "--at", metavar="HH:MM", help="When a digest goes, by the clock of --zone. [default: 08:00]"
    ),
    click.option("--weekday", metavar="DAY", help="When a weekly digest goes. [default: monday]"),
    click.option(
        "--quiet", metavar="HH:MM-HH:MM", help="When nothing is sent at once, by the clock of --zone."
    ),
    click.option("--zone", metavar="ZONE", help="A time zone, such as Europe/Berlin. [default: UTC]"),
)


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
@_asked
def add(
    *, email: str | None, webhook: str | None, secret: str, feed: bool, name: str, asked: dict[str, object]
) -> None:
    """Add a watch, or change when one that asks for the same is told."""
    given = ((Channel.EMAIL, email), (Channel.WEBHOOK, webhook), (Channel.FEED, "" if feed else None))
    chosen = [(channel, target) for channel, target in given if target is not None]
    if len(chosen) != 1:
        raise click.UsageError("Give one of --email, --webhook and --feed")
    ((channel, target),) = chosen
    instance = opened()
    fields = {
        "name": name or target or "feed",
        "channel": channel.value,
        **({"target": target} if target else {}),
        **({"secret": secret} if secret else {}),
    }
    made = _made(instance, {**fields, **asked}, "clausewatch watch add")
    told = preview_of(instance, made)
    with instance.database.write() as connection:
        new = subscriptions.save_watch(connection, made)
    click.echo(
        f"watch {made.id} {'added' if new else 'was there already; its timing and name are as given now'}"
    )
    click.echo(_preview_words(told))


@watch.command()
@home_option
@_asked
@json_option
def preview(*, asked: dict[str, object], as_json: bool) -> None:
    """Say what a watch would have told over the last 90 days. Nothing is kept."""
    instance = opened()
    made = _made(instance, {"name": "preview", "channel": "feed", **asked}, "clausewatch watch preview")
    told = preview_of(instance, replace(made, channel=Channel.EMAIL))
    if as_json:
        print_lines([_preview_line(told)])
        return
    click.echo(_preview_words(told))
    for each in told.records:
        click.echo(
            f"  {each.observed_at:%Y-%m-%d}  {each.severity.value:<6}  {each.document}: {each.headline}"
        )


def _made(instance: Instance, fields: dict[str, object], source: str) -> Watch:
    named = {
        **fields,
        "platforms": [named_platform(instance.database, str(each)).id for each in _all(fields, "platforms")],
        "documents": [
            named_document(instance.database, *_split(str(each))).id for each in _all(fields, "documents")
        ],
    }
    (made,) = settled(instance, (make_watch(named, source, instance.clock.now()),))
    return made


def _all(fields: dict[str, object], key: str) -> tuple[object, ...]:
    value = fields.get(key, ())
    return value if isinstance(value, tuple) else ()


def _preview_words(told: Preview) -> str:
    count = len(told.records)
    alerts = f"{count} alert{'' if count == 1 else 's'}"
    gathered = (
        "" if told.messages == count else f" in {told.messages} message{'' if told.messages == 1 else 's'}"
    )
    return f"It would have sent {alerts}{gathered} in the last {told.days} days."


def _preview_line(told: Preview) -> dict[str, object]:
    return {
        "days": told.days,
        "alerts": len(told.records),
        "messages": told.messages,
        "records": [
            {
                "id": each.id,
                "document": each.document,
                "observed_at": each.observed_at.isoformat(),
                "severity": each.severity.value,
                "headline": each.headline,
            }
            for each in told.records
        ],
    }


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
    found = settled(instance, parse_watches(content, str(file), instance.clock.now()))
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
        print_lines(watch_line(each) for each in found)
        return
    for each in found:
        click.echo(f"{each.id}  {each.channel.value} {each.target}  {watch_words(each)}  {each.name}")


@watch.command()
@home_option
@click.argument("identifier")
def remove(identifier: str) -> None:
    """End the watch of that IDENTIFIER. What it was told stays on record."""
    with opened().database.write() as connection:
        ended = subscriptions.end_watch(connection, identifier)
    if not ended:
        raise _no_watch(identifier)
    click.echo(f"watch {identifier} ended")


def _no_watch(identifier: str) -> UnknownNameError:
    return UnknownNameError(f"watch {identifier!r}", "there is none", "`clausewatch watch list` shows them")


@watch.command()
@home_option
@click.argument("identifier")
@click.option(
    "--days", type=click.FloatRange(0, 366), default=7.0, show_default=True, help="0 ends the snooze."
)
def snooze(identifier: str, days: float) -> None:
    """Hold back what the watch of that IDENTIFIER would be sent; it comes when the time is over."""
    instance = opened()
    until = instance.clock.now() + timedelta(days=days) if days else None
    with instance.database.write() as connection:
        known = subscriptions.snooze(connection, identifier, until)
    if not known:
        raise _no_watch(identifier)
    click.echo(f"watch {identifier} " + (f"waits until {until:%Y-%m-%d %H:%M} UTC" if until else "is awake"))


@watch.command()
@home_option
@click.argument("identifier")
@click.argument("names", nargs=-1)
def mute(identifier: str, names: tuple[str, ...]) -> None:
    """Tell the watch of that IDENTIFIER nothing of these platforms or PLATFORM/DOCUMENTs; without NAMES, mute nothing."""
    instance = opened()
    with instance.database.read() as connection:
        found = subscriptions.watch(connection, identifier)
    if found is None:
        raise _no_watch(identifier)
    muted = tuple(
        named_document(instance.database, *_split(each)).id
        if "/" in each
        else named_platform(instance.database, each).id
        for each in names
    )
    with instance.database.write() as connection:
        subscriptions.save_watch(connection, replace(found, muted=muted))
    click.echo(f"watch {identifier} mutes {', '.join(muted) or 'nothing'}")


@watch.command()
def secret() -> None:
    """Print a fresh webhook secret."""
    click.echo(webhook_secret(secrets.token_bytes(32)))
