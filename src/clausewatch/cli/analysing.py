"""`provisions` and `facts`: how a document is made up, and what it means."""

from __future__ import annotations

from datetime import datetime

import click

from clausewatch.cli.home import (
    home_option,
    json_option,
    named_document,
    named_platform,
    opened,
    print_lines,
)
from clausewatch.cli.options import Instant
from clausewatch.cli.reading import provision_line
from clausewatch.errors import UnknownNameError
from clausewatch.meaning.analyse import Subject, analysed, names_of, told
from clausewatch.meaning.compose import composed_all
from clausewatch.meaning.context import Background
from clausewatch.meaning.gate import gate
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.quickfacts import quick_facts
from clausewatch.meaning.topics import shipped_model
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.document import Edition
from clausewatch.nouns.knowledge import QuickFact
from clausewatch.pipeline.instance import Instance
from clausewatch.publish import finding_line, sentence_line
from clausewatch.storage import versions


@click.command()
@home_option
@click.option("--platform", metavar="NAME", required=True)
@click.option("--document", metavar="NAME", required=True)
@click.option("--at", type=Instant(), metavar="DATE", help="As it stood then. [default: now]")
@json_option
def provisions(platform: str, document: str, at: datetime | None, *, as_json: bool) -> None:
    """Print a document's provisions, with --json also what each of them means and what it rests on."""
    instance = opened()
    owner = named_platform(instance.database, platform)
    named = named_document(instance.database, platform, document)
    edition = _edition(instance, named, at)
    if as_json:
        print_lines(_lines(edition, _subject(named, owner)))
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
    model = shipped_model()
    found = [
        each
        for document in owner.documents
        if (edition := _current(instance, document)) is not None
        for each in told(edition, _subject(document, owner), model)
    ]
    for fact in quick_facts(found):
        if as_json:
            print_lines([_fact(fact)])
        else:
            where = f"\n    {fact.document}: “{fact.quotation}”" if fact.found else ""
            click.echo(f"{fact.question} {fact.answer}{where}")


def _lines(edition: Edition, subject: Subject) -> list[dict[str, object]]:
    names, model = names_of(edition, subject), shipped_model()
    background = Background(knowledge(), regulations())
    made = [analysed(edition, each, subject, names, model) for each in edition.outline.provisions]
    texts = composed_all(made, gate, background)
    lineages = edition.lineage or ("",) * len(made)
    return [
        {
            **provision_line(each.provision, edition.text),
            "findings": [finding_line(finding) for finding in each.findings],
            "sentences": [sentence_line(sentence) for sentence in text.sentences],
            "lineage": lineage,
            "version": edition.version.id,
        }
        for each, text, lineage in zip(made, texts, lineages, strict=True)
    ]


def _fact(fact: QuickFact) -> dict[str, object]:
    return {
        "id": fact.id.value,
        "question": fact.question,
        "answer": fact.answer,
        "found": fact.found,
        "quotation": fact.quotation,
        "document": fact.document,
        "span": [fact.span.start, fact.span.end] if fact.span else None,
    }


def _subject(document: Document, owner: Platform) -> Subject:
    return Subject(document.name, document.type, owner.name, owner.company)


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
