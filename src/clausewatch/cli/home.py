"""What commands share: which instance, how to open it, how to print."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from clausewatch.errors import UnknownNameError
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.identity import slug

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from clausewatch.pipeline.instance import Instance
    from clausewatch.storage import Database

Command = TypeVar("Command", bound=Callable[..., Any])


def home_option(command: Command) -> Command:
    """`--home` after the command's name; before it works as well."""
    return click.option(
        "--home", metavar="DIR", expose_value=False, callback=_remember, help="The instance's folder."
    )(command)


def _remember(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.find_root().obj = value


def home_path() -> Path:
    """The folder of the instance this command works on."""
    given = click.get_current_context().find_root().obj
    return Path(given or os.environ.get("CLAUSEWATCH_HOME") or Path.home() / ".clausewatch").expanduser()


def opened(*, create: bool = False) -> Instance:
    """The instance this command works on; `create` makes it where there is none."""
    from clausewatch.wiring import open_instance

    return open_instance(home_path(), os.environ, create=create)


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")


def print_lines(lines: Iterable[object]) -> None:
    """JSON lines on standard output."""
    for line in lines:
        click.echo(json.dumps(line, ensure_ascii=False))


def console() -> Console:
    """For people: plain when it is not a terminal."""
    from rich.console import Console

    return Console(highlight=False)


def bar() -> Progress:
    """A progress bar on standard error; silent when that is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def named_platform(database: Database, name: str) -> Platform:
    """The platform of that name or slug, or an error that lists the nearest ones."""
    from clausewatch.storage import catalog

    with database.read() as connection:
        found = catalog.platform(connection, name)
        if found is not None:
            return found
        known = [each.name for each in catalog.platforms(connection)]
    raise UnknownNameError(f"platform {name!r}", "it is not known here", _suggest(name, known))


def named_document(database: Database, platform: str, name: str) -> Document:
    """The platform's document of that name or slug, or an error that lists the nearest ones."""
    owner = named_platform(database, platform)
    wanted = slug(name.rpartition("/")[2])
    for each in owner.documents:
        if each.name == name or each.id.partition("/")[2] == wanted:
            return each
    names = [each.name for each in owner.documents]
    raise UnknownNameError(
        f"document {name!r} of {owner.name}", "it is not known here", _suggest(name, names)
    )


def _suggest(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    if near:
        return "Did you mean " + " or ".join(repr(each) for each in near) + "?"
    return "`clausewatch platforms` lists what is known"
