"""The rows of a dataset, one document at a time: what stood at an instant, or everything on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from clausewatch.meaning.recipe import recipe
from clausewatch.meaning.said import gravest
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.document import Edition, Version, in_force
from clausewatch.nouns.review import Ruled
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.blame import blame
from clausewatch.pipeline.editions import load_edition
from clausewatch.pipeline.recipe import READING
from clausewatch.pipeline.said import as_ruled, ruled_in
from clausewatch.pipeline.sources import source_of
from clausewatch.ports import BodyStore
from clausewatch.publish import (
    document_line,
    finding_line,
    instant,
    provision_line,
    record_line,
    version_line,
)
from clausewatch.publish.dataset import Row, Table
from clausewatch.storage import Database, records, review, versions, withheld
from clausewatch.storage.records import RecordFilter

_OF_WORDS = (Table.PROVISIONS, Table.FINDINGS)
"""What is told of the words of the last version."""

_NOW = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Export:
    """What a dataset is made from; `at` None means everything on record."""

    database: Database
    bodies: BodyStore
    at: datetime | None

    @property
    def until(self) -> datetime:
        return self.at or _NOW

    def rows(self, table: Table, owner: Platform, document: Document) -> Iterator[Row]:
        """The table's rows of one document, in their order. Nothing of it is held beside the one at hand."""
        known = self.versions(document)
        if known and (table not in _OF_WORDS or not self._is_withheld(known[-1])):
            yield from _MAKERS[table](self, owner, document, known)

    def versions(self, document: Document) -> tuple[Version, ...]:
        """The document's versions until the instant, as read best, oldest first."""
        with self.database.read() as connection:
            known = in_force(versions.versions(connection, document.id))
        return tuple(each for each in reversed(known) if each.observed_at <= self.until)

    def _is_withheld(self, version: Version) -> bool:
        with self.database.read() as connection:
            return version.id in withheld.emptied_among(connection, (version.id,))

    def rulings(self, documents: tuple[Document, ...]) -> int:
        """How many rulings of editors there are on these documents."""
        with self.database.read() as connection:
            return sum(review.count(connection, each.id) for each in documents)


def recipes() -> dict[str, str]:
    """By which versions of our programs texts are read and findings made now."""
    return {"reading": READING, "findings": recipe()}


def _documents(
    _export: Export, owner: Platform, document: Document, known: tuple[Version, ...]
) -> Iterator[Row]:
    line = document_line(document)
    yield {
        **line,
        "platform_name": owner.name,
        "company": owner.company,
        "sources": [each.url for each in document.sources],
        "versions": len(known),
        "first_observed": instant(known[0].observed_at),
        "last_observed": instant(known[-1].observed_at),
    }


def _versions(
    export: Export, _owner: Platform, _document: Document, known: tuple[Version, ...]
) -> Iterator[Row]:
    with export.database.read() as connection:
        gone = withheld.emptied_among(connection, [each.id for each in known])
    for version, following in zip(known, (*known[1:], None), strict=True):
        yield {
            **version_line(version),
            "observed_to": instant(following.observed_at) if following else None,
            "text": None if version.id in gone else export.bodies.get(version.text).decode("utf-8"),
        }


def _provisions(
    export: Export, owner: Platform, document: Document, known: tuple[Version, ...]
) -> Iterator[Row]:
    edition, said = _edition(export, owner, document, known[-1])
    content = edition.text.content
    texts = tuple(content[each.start : each.end] for each in edition.outline.provisions)
    stood = blame(export.bodies, known[::-1], texts)
    for number, (provision, ruled) in enumerate(zip(edition.outline.provisions, said, strict=True)):
        first = stood[number][-1].since_at if stood[number] else None
        yield {
            **provision_line(provision, edition.text),
            **_place(edition, number),
            "start": provision.start,
            "end": provision.end,
            "statements": len(provision.statements),
            "observed_from": instant(first) if first else None,
            "severity": gravest(ruled.said.findings).value,
            "language": edition.version.language,
        }


def _findings(
    export: Export, owner: Platform, document: Document, known: tuple[Version, ...]
) -> Iterator[Row]:
    edition, said = _edition(export, owner, document, known[-1])
    for number, ruled in enumerate(said):
        for finding in ruled.said.findings:
            yield {
                **finding_line(finding),
                **_place(edition, number),
                "start": finding.statement.start,
                "end": finding.statement.end,
                "text": finding.statement.of(edition.text.content),
                "method": finding.recipe.method,
                "method_version": finding.recipe.version,
                "reviewed": bool(ruled.applied),
            }


def _changes(
    export: Export, owner: Platform, document: Document, _known: tuple[Version, ...]
) -> Iterator[Row]:
    with export.database.read() as connection:
        found = records.records(connection, RecordFilter(document=document.id))
        for record in as_ruled(connection, (each for each in found if each.observed_at <= export.until)):
            yield record_line(record, document, owner, source_of(connection, record))


def _place(edition: Edition, number: int) -> dict[str, object]:
    return {
        "document": edition.version.document,
        "version": edition.version.id,
        "provision": edition.outline.provisions[number].id,
        "lineage": edition.lineage[number] if edition.lineage else "",
    }


def _edition(
    export: Export, owner: Platform, document: Document, version: Version
) -> tuple[Edition, tuple[Ruled, ...]]:
    edition = load_edition(export.database, export.bodies, version.id)
    assert edition is not None
    return edition, ruled_in(export.database, edition, subject_of(document, owner)) or ()


_MAKERS: Mapping[Table, Callable[[Export, Platform, Document, tuple[Version, ...]], Iterator[Row]]] = {
    Table.DOCUMENTS: _documents,
    Table.VERSIONS: _versions,
    Table.PROVISIONS: _provisions,
    Table.FINDINGS: _findings,
    Table.CHANGES: _changes,
}
