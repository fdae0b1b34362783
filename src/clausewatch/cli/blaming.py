"""`blame`: since when a document says something."""

from __future__ import annotations

import sys

import click

from clausewatch.cli.home import home_option, json_option, named_document, opened, print_lines
from clausewatch.errors import UnknownNameError
from clausewatch.nouns.change import Spell
from clausewatch.nouns.document import in_force
from clausewatch.pipeline.blame import blame as blamed
from clausewatch.storage import versions


@click.command()
@home_option
@click.option("--platform", metavar="NAME", required=True)
@click.option("--document", metavar="NAME", required=True)
@click.option("--quote", metavar="TEXT", required=True, help="The words, as the document prints them.")
@json_option
def blame(platform: str, document: str, quote: str, *, as_json: bool) -> None:
    """Say since when a document has said something, and when it did not. Exit code 1: it never did."""
    instance = opened()
    named = named_document(instance.database, platform, document)
    if not quote.strip():
        raise UnknownNameError("--quote", "it holds no word", "Give words as the document prints them")
    with instance.database.read() as connection:
        history = in_force(versions.versions(connection, named.id))
    if not history:
        raise UnknownNameError(named.id, "it has no version yet", "Capture it with `clausewatch check`")
    (found,) = blamed(instance.bodies, history, (quote,))
    if as_json:
        print_lines([{"platform": platform, "document": named.name, "quote": quote, "spells": _told(found)}])
    else:
        click.echo("\n".join(map(_line, found)) or f"None of {len(history)} versions says this.")
    if not found:
        sys.exit(1)


def _told(found: tuple[Spell, ...]) -> list[dict[str, str | None]]:
    return [
        {
            "since": each.since_at.isoformat(),
            "since_version": each.since,
            "until": each.until_at.isoformat() if each.until_at else None,
            "until_version": each.until,
        }
        for each in found
    ]


def _line(each: Spell) -> str:
    end = f"until {each.until_at:%Y-%m-%d} (version {each.until})" if each.until_at else "to this day"
    return f"since {each.since_at:%Y-%m-%d} (version {each.since}) {end}"
