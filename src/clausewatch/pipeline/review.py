"""Step: find what there is to review, and carry out an editor's ruling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.meaning.decide import Author, decided
from clausewatch.meaning.queue import Place, items_of, items_of_record
from clausewatch.meaning.review import findings_as_ruled
from clausewatch.meaning.said import gravest, topics_perhaps, topics_told
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.document import Edition
from clausewatch.nouns.identity import VersionId
from clausewatch.nouns.review import OF_FINDING, Decision, Item, ItemId, Reviewed
from clausewatch.pipeline.advise import about_provision, advised
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.said import ruled_in
from clausewatch.storage import (
    Connection,
    Database,
    advice,
    catalog,
    records,
    review,
    stated,
    stating,
    versions,
)
from clausewatch.storage.records import RecordFilter

Editions = Callable[[VersionId], Edition | None]


@dataclass(frozen=True, slots=True)
class Owned:
    """A document with the platform it belongs to."""

    owner: Platform
    document: Document


def owned(database: Database, platform: str | None = None, document: str | None = None) -> tuple[Owned, ...]:
    """Every document, or those of one platform, or one document, by their ids."""
    with database.read() as connection:
        owners = catalog.platforms(connection)
    return tuple(
        Owned(owner, each)
        for owner in owners
        if platform in (None, owner.id)
        for each in owner.documents
        if document in (None, each.id)
    )


def items_in(
    database: Database, editions: Editions, of: Owned, *, waiting: bool = False
) -> tuple[Item, ...] | None:
    """Everything that can be ruled on in the document's current version and its alerting changes, reviewed or not; with
    `waiting` at least all that waits for review.

    None where the version was not analysed by the present recipe: what is not kept is not reviewed.
    """
    with database.read() as connection:
        version = versions.version_at(connection, of.document.id, None)
        lineage = versions.lineage_of(connection, version.id) if version else ()
    edition = editions(version.id) if version else None
    if edition is None or len(lineage) != len(edition.outline.provisions):
        return None
    edition = replace(edition, lineage=lineage)
    ruled = ruled_in(database, edition, subject_of(of.document, of.owner), kept_only=True)
    if ruled is None:
        return None
    with database.read() as connection:
        asked = advice.subjects(connection, of.document.id)
        places = []
        for number, (provision, each) in enumerate(zip(edition.outline.provisions, ruled, strict=True)):
            subject = about_provision(of.owner, of.document, edition, provision)
            written = advised(connection, subject) if subject.id in asked else None
            places.append(Place(edition, number, each, written))
        wanted = RecordFilter(document=of.document.id, alerting=True)
        told = records.records(connection, wanted)
        rulings = review.on_records(connection, (of.document.id,))
    found = (*(item for each in places for item in items_of(each, waiting=waiting)),)
    return found + tuple(item for each in told for item in items_of_record(each, rulings))


def item_named(
    database: Database, editions: Editions, wanted: ItemId
) -> tuple[Item, Owned, tuple[Item, ...]]:
    """The item of that id, whose it is, and all items of its document. An unknown one is an UnknownNameError."""
    document = wanted.rpartition(":")[0]
    for of in owned(database, document.partition("/")[0], document):
        items = items_in(database, editions, of)
        if items is None:
            raise UnknownNameError(
                f"item {wanted!r}",
                "the current version of its document is not analysed by the present recipe",
                "Run `clausewatch analyse` first",
            )
        for each in items:
            if each.id == wanted:
                return each, of, items
    raise UnknownNameError(
        f"item {wanted!r}",
        "nothing in a current text or among the changes on record has that name",
        "See `clausewatch review list`; a ruling on a finding composes the sentences of its provision anew",
    )


def rule(
    database: Database, editions: Editions, wanted: ItemId, decision: Decision, at: datetime
) -> tuple[Reviewed, ...]:
    """Keeps the ruling, and lets the provision be found by what is shown from now on; both or neither.

    Raises BadInputError, and keeps nothing, where the ruling cannot be carried out or another one came between: what it
    found shown would be no more.
    """
    with database.read() as connection:
        before = review.count(connection, wanted.rpartition(":")[0])
    item, of, _ = item_named(database, editions, wanted)
    made = decided(item, decision, Author(of.owner.name, of.owner.company), at)
    with database.write() as connection:
        review.hold(connection)
        if review.count(connection, item.document) != before:
            mend = "Look with `clausewatch review show`, and rule again"
            raise BadInputError(f"item {wanted!r}", "its document was ruled on in this very moment", mend)
        kept = review.save(connection, made)
        if any(each.target.matter in OF_FINDING for each in kept):
            _retell(connection, item)
    return kept


def _retell(connection: Connection, item: Item) -> None:
    """Every row of the provision, at whatever time it stood: the ruling holds wherever its words do."""
    rulings = review.rulings(connection, item.document)
    for each in stated.stated_over_time(connection, item.document, item.lineage):
        findings = findings_as_ruled(each, rulings)
        perhaps = topics_perhaps(findings, each.text, each.place.start)
        stating.retell(connection, each.id, gravest(findings), topics_told(findings), perhaps)
    stating.choose_clauses(connection, item.document)


def siblings(item: Item, items: Iterable[Item]) -> tuple[Item, ...]:
    """What else can be ruled on in the same provision or record."""
    return tuple(each for each in items if each.subject == item.subject and each.id != item.id)
