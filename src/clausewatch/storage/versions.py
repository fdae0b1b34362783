"""Versions: a document's text as it stood. The content itself lies in the archive under the version's text hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, or_, select, true, update

from clausewatch.nouns.change import PastState
from clausewatch.nouns.document import Block, Cause, Link, Mark, Outline, Part, PrintedDate, Text, Version
from clausewatch.nouns.identity import Digest, DocumentId, LineageId, PlatformId, VersionId, digest
from clausewatch.storage import codec
from clausewatch.storage.superseding import come_between
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import version as versions_table
from clausewatch.storage.upsert import insert_once

_FACTS = [
    versions_table.c[name]
    for name in (
        "id",
        "document",
        "observed_at",
        "captures",
        "cause",
        "text",
        "fingerprint",
        "title",
        "language",
        "words",
        "dates",
        "recipe",
        "replaces",
        "confirmed_by",
        "learned",
    )
]


EMPTIED = ""
"""State of a version whose words were withheld: no text has it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A text without its content, as it is stored beside a version."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    marks: tuple[Mark, ...]
    title: str
    language: str
    parts: tuple[Part, ...] = ()

    @staticmethod
    def of(text: Text) -> Layout:
        return Layout(text.blocks, text.links, text.marks, text.title, text.language, text.parts)

    def over(self, content: str) -> Text:
        """The text again, once its content is there."""
        return Text(content, self.blocks, self.links, self.marks, self.title, self.language, self.parts)


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """A version with everything but its content. `lineage` is empty until it was compared; `emptied` says that its words were
    withheld."""

    version: Version
    layout: Layout
    outline: Outline
    lineage: tuple[LineageId, ...]
    emptied: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbours in a document's history that nobody has compared; `old` is None for the first version."""

    document: DocumentId
    old: VersionId | None
    new: VersionId


def state_digest(text: Text) -> Digest:
    """What makes two texts the same state: content, blocks, links and emphasis; not from which addresses they came."""
    said = (text.blocks, text.links, text.marks, text.title, text.language)
    return digest((codec.dumps(said) + "\n" + text.content).encode())


def save_version(
    connection: Connection, version: Version, text: Text, outline: Outline, state: Digest
) -> bool:
    """Keeps the version unless it is known; says whether it was new. `state` is the text's `state_digest`.

    A version that falls between two known ones supersedes the record of changes between them; a better reading of a
    version takes its place and supersedes nothing.
    """
    layout = Layout.of(text)
    new = insert_once(
        connection,
        versions_table,
        {
            "id": version.id,
            "document": version.document,
            "observed_at": version.observed_at,
            "captures": codec.dumps(version.captures),
            "cause": version.cause.value,
            "text": version.text,
            "state": state,
            "fingerprint": version.fingerprint,
            "title": version.title,
            "language": version.language,
            "words": version.words,
            "dates": codec.dumps(version.dates),
            "recipe": version.recipe,
            "layout": codec.pack(layout),
            "outline": codec.pack(outline),
            "provisions": len(outline.provisions),
            "replaces": version.replaces,
            "learned": version.learned,
        },
    )
    if new and version.replaces is not None:
        replaced = versions_table.c.id == version.replaces
        connection.execute(update(versions_table).where(replaced).values(replaced=True))
        return True
    if new:
        come_between(connection, version)
    return new


def version(connection: Connection, identifier: VersionId) -> Version | None:
    """The facts of that version."""
    row = connection.execute(select(*_FACTS).where(versions_table.c.id == identifier)).mappings().first()
    return None if row is None else _version(row)


def stored_edition(connection: Connection, identifier: VersionId) -> StoredEdition | None:
    """The version with layout, outline and lineage."""
    query = select(versions_table).where(versions_table.c.id == identifier)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return StoredEdition(
        version=_version(row),
        layout=codec.unpack(Layout, row["layout"]),
        outline=codec.unpack(Outline, row["outline"]),
        lineage=codec.loads(tuple[str, ...], row["lineage"]) if row["lineage"] else (),
        emptied=row["state"] == EMPTIED,
    )


def version_at(connection: Connection, document: DocumentId, at: datetime | None) -> Version | None:
    """The version in force at that instant, the latest when no instant is given."""
    query = _newest_first(document).where(versions_table.c.replaced.is_(False)).limit(1)
    if at is not None:
        query = query.where(versions_table.c.observed_at <= at)
    row = connection.execute(query).mappings().first()
    return None if row is None else _version(row)


def versions_in_force(
    connection: Connection, platform: PlatformId | None = None, at: datetime | None = None
) -> dict[DocumentId, Version]:
    """The version in force, now or at that instant, of every document that has one, or of those of the platform."""
    table, owned = versions_table.c, documents_table.c
    newest = versions_table.alias()
    latest = (
        select(newest.c.id)
        .where(newest.c.document == owned.id, newest.c.replaced.is_(False))
        .where(true() if at is None else newest.c.observed_at <= at)
        .order_by(newest.c.observed_at.desc(), newest.c.id.desc())
        .limit(1)
        .correlate(documents_table)
        .scalar_subquery()
    )
    query = select(*_FACTS).select_from(versions_table.join(documents_table, table.id == latest))
    if platform is not None:
        query = query.where(owned.platform == platform)
    return {row["document"]: _version(row) for row in connection.execute(query).mappings()}


def version_before(connection: Connection, document: DocumentId, at: datetime) -> Version | None:
    """The latest version observed before that instant."""
    table = versions_table.c
    query = _newest_first(document).where(table.observed_at < at, table.replaced.is_(False)).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else _version(row)


def version_after(connection: Connection, document: DocumentId, at: datetime) -> Version | None:
    """The earliest version observed at that instant or later."""
    table = versions_table.c
    query = (
        select(*_FACTS)
        .where(table.document == document, table.observed_at >= at, table.replaced.is_(False))
        .order_by(table.observed_at, table.id)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else _version(row)


def latest_in_language(
    connection: Connection, document: DocumentId, language: str, before: datetime
) -> VersionId | None:
    """The latest compared version observed before that instant in that language, whatever its region ("en-GB" is "en")."""
    table = versions_table.c
    tongue = language.split("-", maxsplit=1)[0]
    query = (
        select(table.id)
        .where(table.document == document, table.observed_at < before, table.replaced.is_(False))
        .where(or_(table.language == tongue, table.language.startswith(f"{tongue}-")))
        .where(table.lineage.is_not(None), table.state != EMPTIED)
        .order_by(table.observed_at.desc(), table.id.desc())
        .limit(1)
    )
    found: str | None = connection.execute(query).scalar()
    return found


def state_of(connection: Connection, identifier: VersionId) -> Digest | None:
    """The version's state digest (see `state_digest`)."""
    found: str | None = connection.execute(
        select(versions_table.c.state).where(versions_table.c.id == identifier)
    ).scalar()
    return found


def versions(connection: Connection, document: DocumentId) -> tuple[Version, ...]:
    """All versions of the document, newest first; those that were read better since are among them (see `in_force`)."""
    return tuple(_version(row) for row in connection.execute(_newest_first(document)).mappings())


def past_states(
    connection: Connection, document: DocumentId, before: datetime | None = None
) -> tuple[PastState, ...]:
    """Every state of the document, or every one earlier than `before`, newest last."""
    table = versions_table.c
    earlier = true() if before is None else table.observed_at < before
    query = (
        select(table.id, table.observed_at, table.fingerprint, table.text)
        .where(table.document == document, earlier, table.replaced.is_(False))
        .order_by(table.observed_at, table.id)
    )
    return tuple(
        PastState(row.id, row.observed_at, row.fingerprint, row.text) for row in connection.execute(query)
    )


def uncompared(connection: Connection, document: DocumentId | None = None) -> tuple[Pair, ...]:
    """Neighbouring versions that were never compared, in the order of history; none whose words are withheld."""
    table = versions_table.c
    neighbours = select(
        table.id,
        table.document,
        table.observed_at,
        table.lineage,
        table.state,
        func.lag(table.id)
        .over(partition_by=table.document, order_by=(table.observed_at, table.id))
        .label("previous"),
    ).where(table.replaced.is_(False))
    if document is not None:
        neighbours = neighbours.where(table.document == document)
    pairs = neighbours.subquery()
    query = (
        select(pairs.c.document, pairs.c.previous, pairs.c.id)
        .where(pairs.c.lineage.is_(None), pairs.c.state != EMPTIED)
        .order_by(pairs.c.document, pairs.c.observed_at, pairs.c.id)
    )
    return tuple(Pair(row.document, row.previous, row.id) for row in connection.execute(query))


def reading_in_force(connection: Connection, version: VersionId) -> VersionId:
    """The version that reads these bytes best now: itself, or what replaced it, however often."""
    at = version
    while True:
        query = select(versions_table.c.id).where(versions_table.c.replaces == at)
        better: str | None = connection.execute(query).scalar()
        if better is None:
            return at
        at = better


def confirm(connection: Connection, version: VersionId, recipe: str, learned: Digest | None) -> None:
    """Remembers that this recipe, without what was learned as furniture, reads the version's bytes as it stands."""
    known = versions_table.c.id == version
    connection.execute(update(versions_table).where(known).values(confirmed_by=recipe, learned=learned))


def save_lineage(connection: Connection, version: VersionId, lineage: tuple[LineageId, ...]) -> None:
    """Keeps which lineage each provision of the version belongs to: the mark that it was compared."""
    connection.execute(
        update(versions_table).where(versions_table.c.id == version).values(lineage=codec.dumps(lineage))
    )


def lineage_of(connection: Connection, version: VersionId) -> tuple[LineageId, ...]:
    """The lineage of each of the version's provisions, in their order; empty until it was compared."""
    stored = connection.execute(
        select(versions_table.c.lineage).where(versions_table.c.id == version)
    ).scalar()
    return codec.loads(tuple[str, ...], stored) if stored else ()


def newest_mark(connection: Connection, at: datetime | None = None) -> tuple[int, int]:
    """What differs as soon as a version is added, replaced or withheld: how many there are, which grows, and of how many of them
    the words stand, which else gets less.

    With `at` only of versions that were there at that instant.
    """
    table = versions_table.c
    then = () if at is None else (table.observed_at <= at,)
    stands = table.replaced.is_(False) & (table.state != EMPTIED)
    query = select(func.count(), func.count().filter(stands)).select_from(versions_table).where(*then)
    everything, standing = connection.execute(query).one()
    return int(everything), int(standing)


def count_provisions(connection: Connection, identifiers: tuple[VersionId, ...]) -> dict[VersionId, int]:
    """How many provisions each of these versions has."""
    query = select(versions_table.c.id, versions_table.c.provisions).where(
        versions_table.c.id.in_(identifiers)
    )
    return {row.id: row.provisions for row in connection.execute(query)}


def _newest_first(document: DocumentId) -> Select[Any]:
    return (
        select(*_FACTS)
        .where(versions_table.c.document == document)
        .order_by(versions_table.c.observed_at.desc(), versions_table.c.id.desc())
    )


def _version(row: RowMapping) -> Version:
    return Version(
        id=row["id"],
        document=row["document"],
        observed_at=row["observed_at"],
        captures=codec.loads(tuple[str, ...], row["captures"]),
        cause=Cause(row["cause"]),
        text=row["text"],
        fingerprint=row["fingerprint"],
        title=row["title"],
        language=row["language"],
        words=row["words"],
        dates=codec.loads(tuple[PrintedDate, ...], row["dates"]),
        recipe=row["confirmed_by"] or row["recipe"],
        replaces=row["replaces"],
        learned=row["learned"],
    )
