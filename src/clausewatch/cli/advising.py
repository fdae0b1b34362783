"""`advise`: have a language model propose words for provisions or a change; only what the text bears is kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click

from clausewatch.cli.home import (
    bar,
    home_option,
    home_path,
    json_option,
    named_document,
    named_platform,
    opened,
    print_lines,
)
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.advice import Declined
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.document import Edition
from clausewatch.pipeline.advise import Outcome, Subject, about_change, about_provision, advise
from clausewatch.pipeline.instance import Instance
from clausewatch.publish import advice_line
from clausewatch.storage import records, versions
from clausewatch.wiring import adviser_budget

_STOPS = (Declined.OFF, Declined.OVER_BUDGET)


@click.command("advise")
@home_option
@click.option("--platform", metavar="NAME", required=True)
@click.option("--document", metavar="NAME", required=True)
@click.option(
    "--provision", metavar="ADDRESS", help="One provision, as in its page's address. [default: all]"
)
@click.option("--change", metavar="ID", help="A change record of the document instead of its provisions.")
@json_option
def advise_command(
    platform: str, document: str, provision: str | None, change: str | None, *, as_json: bool
) -> None:
    """Have the model under [adviser] propose titles, topics and sentences; publish only what the text bears.

    Exits 1 where the model gave no usable answer, 2 where none is set up.
    """
    instance = opened()
    owner = named_platform(instance.database, platform)
    named = named_document(instance.database, platform, document)
    if not instance.adviser.model:
        raise BadInputError(
            "[adviser]", "no model is set up", "Set model in clausewatch.toml; see the template's lines"
        )
    budget = adviser_budget(home_path(), os.environ)
    subjects = tuple(_subjects(instance, owner, named, (provision, change)))
    failed = False
    with bar() as progress:
        for subject in progress.track(subjects, description="advise"):
            outcome = advise(instance, subject, budget)
            failed = failed or outcome.advice is None
            _print(subject, outcome, as_json=as_json)
            if outcome.answer.declined in _STOPS:
                break
    sys.exit(1 if failed else 0)


def _subjects(
    instance: Instance, owner: Platform, document: Document, asked: tuple[str | None, str | None]
) -> Iterator[Subject]:
    address, change = asked
    if change is not None:
        with instance.database.read() as connection:
            record = records.record(connection, change)
        if record is None or record.document != document.id:
            raise UnknownNameError(
                f"change {change!r}",
                f"is no change record of {document.id}",
                "See `clausewatch changes --json`",
            )
        yield about_change(owner, document, record)
        return
    edition = _current(instance, document)
    chosen = [each for each in edition.outline.provisions if address in (None, each.id)]
    if not chosen:
        raise UnknownNameError(
            f"provision {address!r}",
            f"is not in the current {document.name}",
            "See `clausewatch provisions --json`",
        )
    for each in chosen:
        if each.statements:
            yield about_provision(owner, document, edition, each)


def _current(instance: Instance, document: Document) -> Edition:
    with instance.database.read() as connection:
        version = versions.version_at(connection, document.id, None)
    edition = instance.editions.get(version.id) if version else None
    if edition is None:
        raise UnknownNameError(document.id, "it has no version yet", "Capture it with `clausewatch check`")
    return edition


def _print(subject: Subject, outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        print_lines([advice_line(subject.id, outcome.advice, outcome.answer, cached=outcome.cached)])
        return
    click.echo(subject.id)
    if outcome.advice is None:
        declined = outcome.answer.declined
        click.echo(f"  nothing: {declined.value if declined else ''} ({outcome.answer.detail})")
        return
    if outcome.advice.title:
        click.echo(f"  {outcome.advice.title}")
    for each in outcome.advice.sentences:
        click.echo(f"  + {each.text}")
    for refused in outcome.advice.refused:
        click.echo(f"  - {refused.text}\n      refused: {'; '.join(refused.reasons)}")
