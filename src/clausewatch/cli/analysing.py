"""`analyse`, `provisions` and `facts`: how a document is made up, and what it means."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from clausewatch.cli.home import (
    bar,
    home_option,
    json_option,
    named_document,
    named_platform,
    opened,
    print_lines,
)
from clausewatch.cli.options import AsOf
from clausewatch.errors import UnknownNameError
from clausewatch.meaning.quickfacts import quick_facts
from clausewatch.meaning.said import told_of
from clausewatch.nouns.catalog import Document
from clausewatch.nouns.document import Edition
from clausewatch.nouns.knowledge import Told
from clausewatch.pipeline.analyse import Analysed, subject_of, waiting_versions
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.comparing import analysed_and_gathered
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.said import findings_in, ruled_in
from clausewatch.publish import analysed_lines, fact_line
from clausewatch.storage import versions


@click.command()
@home_option
@click.option("--platform", metavar="NAME", required=True)
@click.option("--document", metavar="NAME", required=True)
@click.option(
    "--at", type=AsOf(), metavar="DATE", help="As it stood then, or when that day ended (UTC). [default: now]"
)
@json_option
def provisions(platform: str, document: str, at: datetime | None, *, as_json: bool) -> None:
    """Print a document's provisions, with --json also what each of them means and what it rests on."""
    instance = opened()
    owner = named_platform(instance.database, platform)
    named = named_document(instance.database, platform, document)
    edition = _edition(instance, named, at)
    if as_json:
        print_lines(
            analysed_lines(edition, ruled_in(instance.database, edition, subject_of(named, owner)) or ())
        )
        return
    for each in edition.outline.provisions:
        click.echo(f"{' > '.join(each.path) or each.title}  [{len(each.statements)} statements]")


@click.command()
@home_option
@click.option("--platform", metavar="NAME", required=True)
@json_option
def facts(platform: str, *, as_json: bool) -> None:
    """Answer the questions asked most of a platform, each with its quotation, or say that none was found."""
    instance = opened()
    owner = named_platform(instance.database, platform)
    found: list[Told] = []
    for document in owner.documents:
        edition, subject = _current(instance, document), subject_of(document, owner)
        if edition is not None:
            found += told_of(edition, subject, findings_in(instance.database, edition, subject))
    for fact in quick_facts(found, {each.name: each.readers for each in owner.documents}):
        if as_json:
            print_lines([fact_line(fact)])
        else:
            where = f"\n    {fact.document} (for {fact.readers}): “{fact.quotation}”" if fact.found else ""
            click.echo(f"{fact.question} {fact.answer}{where}")


@click.command()
@home_option
@click.option("--platform", metavar="NAME", help="Only this platform's documents.")
@click.option("--all", "everything", is_flag=True, help="Also the versions before the current ones.")
@json_option
def analyse(platform: str | None, *, everything: bool, as_json: bool) -> None:
    """Find out what provisions mean, and keep it. Without --all: current versions, and those that came since.

    What was analysed by the present recipe is passed over, so a run that was broken off goes on where it stopped.
    Findings of an earlier recipe are replaced. Nothing of this is a change, and nobody is alerted. What comparing with
    other platforms needs is computed and kept as well.
    """
    instance = opened()
    only = named_platform(instance.database, platform).id if platform else None
    with bar() as progress:
        task = progress.add_task("analyse", total=None)
        done = analysed_and_gathered(
            instance,
            only,
            everything=everything,
            progress=lambda _stage, done, total: progress.update(task, completed=done, total=total),
        )
    left = sum(map(len, waiting_versions(instance.database, only, everything=True).values()))
    done += Analysed(faults=log_waiting(instance).faults)
    for fault in done.faults:
        click.echo(f"fault of ours, kept for the next run: {fault}", err=True)
    if as_json:
        print_lines([_analysed(done, left)])
    else:
        click.echo(
            f"{done.versions} versions analysed: {done.statements} statements, {done.sentences} sentences, "
            f"{done.refused} refused by the gate; {left} versions wait{'' if everything else ' (--all)'}."
        )
    if done.faults:
        sys.exit(1)


def _analysed(done: Analysed, left: int) -> dict[str, object]:
    return {
        "versions": done.versions,
        "statements": done.statements,
        "sentences": done.sentences,
        "refused": done.refused,
        "waiting": left,
        "faults": list(done.faults),
    }


def _current(instance: Instance, document: Document) -> Edition | None:
    with instance.database.read() as connection:
        version = versions.version_at(connection, document.id, None)
    return instance.editions.get(version.id) if version else None


def _edition(instance: Instance, document: Document, at: datetime | None) -> Edition:
    with instance.database.read() as connection:
        version = versions.version_at(connection, document.id, at)
    edition = instance.editions.get(version.id) if version else None
    if edition is None:
        raise UnknownNameError(
            document.id,
            "it has no version at that time",
            "Check --at, or capture it with `clausewatch check`",
        )
    return edition
