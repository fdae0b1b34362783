"""What is in the log and what is not yet, asked of rows that are made of the log's leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    insert,
    or_,
    select,
)

from clausewatch.nouns.catalog import Document
from clausewatch.nouns.document import Version
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import CaptureId, Digest, DocumentId, VersionId
from clausewatch.nouns.stated import Analysis
from clausewatch.storage import captures, catalog, versions
from clausewatch.storage.standing import chunks, places_of
from clausewatch.storage.stated import analysis_from
from clausewatch.storage.stating import digested
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import capture as captures_table
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import leaf as leaves
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import version as versions_table


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A leaf by its place in the log. `state` tells analyses of one version apart; `at` is when the leaf was made."""

    number: int
    kind: str
    subject: str
    state: str
    track: str
    seq: int
    hash: Digest
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that no leaf is about yet, of which kind, and since when it could have been."""

    kind: str
    subject: str
    since: datetime | None


def save_leaves(connection: Connection, rows: Sequence[LeafRow]) -> None:
    """Keeps the rows of leaves that were appended."""
    if rows:
        connection.execute(
            insert(leaves), [{name: getattr(row, name) for name in row.__slots__} for row in rows]
        )


def known_size(connection: Connection) -> int:
    """Of how many leaves from the log's beginning rows are kept."""
    found: int | None = connection.execute(select(func.max(leaves.c.number))).scalar()
    return 0 if found is None else found + 1


def last_of(connection: Connection, track: str) -> LeafRow | None:
    """The last leaf of that track."""
    query = select(leaves).where(leaves.c.track == track).order_by(leaves.c.seq.desc()).limit(1)
    return _first(connection, query)


def latest_leaves(connection: Connection, limit: int, below: int | None = None) -> tuple[LeafRow, ...]:
    """The last leaves of the log, or those before that place, newest first."""
    query = select(leaves).order_by(leaves.c.number.desc()).limit(limit)
    if below is not None:
        query = query.where(leaves.c.number < below)
    return tuple(_row(each) for each in connection.execute(query).mappings())


def leaf_about(connection: Connection, kind: str, subject: str) -> LeafRow | None:
    """The latest leaf of that kind about that."""
    query = (
        select(leaves)
        .where(leaves.c.kind == kind, leaves.c.subject == subject)
        .order_by(leaves.c.number.desc())
        .limit(1)
    )
    return _first(connection, query)


def leaves_about(connection: Connection, subjects: Iterable[str]) -> dict[str, int]:
    """Of those versions and captures that are in the log the number of the latest leaf about each."""
    found: dict[str, int] = {}
    for some in chunks(dict.fromkeys(subjects)):
        query = select(leaves.c.subject, func.max(leaves.c.number).label("number")).where(
            leaves.c.kind.in_(("capture", "version")), leaves.c.subject.in_(some)
        )
        found |= {row.subject: row.number for row in connection.execute(query.group_by(leaves.c.subject))}
    return found


def all_leaves(connection: Connection, stop: int) -> dict[int, LeafRow]:
    """The rows of the log's first `stop` leaves, by place."""
    query = select(leaves).where(leaves.c.number < stop)
    return {each["number"]: _row(each) for each in connection.execute(query).mappings()}


def naming(connection: Connection, key: Digest) -> tuple[tuple[str, str, DocumentId], ...]:
    """What names that object of the archive as what it brought or read: captures and versions, and of which document."""
    taken, read = captures_table.c, versions_table.c
    found = connection.execute(
        select(taken.id, taken.document)
        .where(or_(taken.body == key, taken.screenshot == key))
        .order_by(taken.observed_at)
    )
    named = [("capture", row.id, row.document) for row in found]
    texts = connection.execute(
        select(read.id, read.document).where(read.text == key).order_by(read.observed_at)
    )
    return (*named, *(("version", row.id, row.document) for row in texts))


def withheld(connection: Connection) -> frozenset[Digest]:
    """The objects of the archive that leaves say were withheld."""
    return frozenset(
        connection.execute(select(leaves.c.subject).where(leaves.c.kind == "tombstone")).scalars()
    )


def times(connection: Connection) -> tuple[tuple[int, datetime], ...]:
    """The place of every leaf that is known, and when it says it was made, in the log's order."""
    query = select(leaves.c.number, leaves.c.at).order_by(leaves.c.number)
    return tuple((row.number, row.at) for row in connection.execute(query))


def unlogged_captures(connection: Connection, limit: int) -> tuple[Capture, ...]:
    """Captures that no leaf is about, oldest first."""
    table = captures_table.c
    query = (
        select(table.id).where(~_has("capture", table.id)).order_by(table.observed_at, table.id).limit(limit)
    )
    found = (captures.capture(connection, each) for each in connection.execute(query).scalars())
    return tuple(each for each in found if each is not None)


def unlogged_versions(connection: Connection, limit: int) -> tuple[Version, ...]:
    """Versions that no leaf is about, oldest first."""
    table = versions_table.c
    query = (
        select(table.id).where(~_has("version", table.id)).order_by(table.observed_at, table.id).limit(limit)
    )
    found = (versions.version(connection, each) for each in connection.execute(query).scalars())
    return tuple(each for each in found if each is not None)


def unlogged_analyses(connection: Connection, limit: int) -> tuple[Analysis, ...]:
    """Analyses as they stand that no leaf is about, oldest first."""
    query = select(analyses).where(~_told()).order_by(analyses.c.at, analyses.c.version).limit(limit)
    return tuple(analysis_from(row) for row in connection.execute(query).mappings())


def analyses_standing(connection: Connection, document: DocumentId) -> tuple[Analysis, ...]:
    """Every analysis of the document that stands, also of versions that were read better since."""
    query = select(analyses).where(analyses.c.document == document)
    return tuple(analysis_from(row) for row in connection.execute(query).mappings())


def waiting(connection: Connection) -> tuple[Waiting, ...]:
    """All that no leaf is about yet. Since when is told of live captures and of analyses, whose times are our own."""
    table = captures_table.c
    taken = connection.execute(
        select(table.id, table.origin, table.observed_at).where(~_has("capture", table.id))
    )
    found = [
        Waiting("capture", each.id, each.observed_at if each.origin == "live" else None) for each in taken
    ]
    read = connection.execute(select(versions_table.c.id).where(~_has("version", versions_table.c.id)))
    found += [Waiting("version", each, None) for each in read.scalars()]
    told = connection.execute(select(analyses.c.version, analyses.c.at).where(~_told()))
    return (*found, *(Waiting("analysis", each.version, each.at) for each in told))


def bodies_of(connection: Connection, some: Iterable[CaptureId]) -> tuple[Digest, ...]:
    """The bodies of these captures, each once, in their order."""
    found = (captures.capture(connection, each) for each in some)
    return tuple(dict.fromkeys(each.body for each in found if each is not None and each.body is not None))


def report_rows(connection: Connection, version: VersionId) -> tuple[tuple[Digest, int], ...]:
    """The digest of each provision of an analysed version with all that is said of it, and where it starts, in order."""
    places = places_of(connection, version)
    if places is None:
        return ()
    digests: dict[str, Digest] = {}
    for some in chunks(name for name, _ in places.rows):
        query = select(provisions.c.id, provisions.c.digest).where(provisions.c.id.in_(some))
        digests.update((row.id, row.digest) for row in connection.execute(query))
    return tuple((digests.get(name, ""), start) for name, start in places.rows)


def report_parts(
    connection: Connection, version: VersionId, chosen: Collection[int] | None = None
) -> tuple[dict[str, str], ...]:
    """The parts that `report_rows` digests, of every provision of an analysed version or of those at these places."""
    places = places_of(connection, version)
    names = [] if places is None else [name for name, _ in places.rows]
    names = [name for at, name in enumerate(names) if chosen is None or at in chosen]
    rows: dict[str, RowMapping] = {}
    for some in chunks(names):
        query = select(provisions).where(provisions.c.id.in_(some))
        rows.update((row["id"], row) for row in connection.execute(query).mappings())
    return tuple(digested(rows[name]) for name in names)


def watched_documents(connection: Connection) -> tuple[Document, ...]:
    """Every document that is to be captured."""
    query = select(documents_table.c.id).where(documents_table.c.watched)
    watched = frozenset(connection.execute(query).scalars())
    return tuple(
        each for owner in catalog.platforms(connection) for each in owner.documents if each.id in watched
    )


def _has(kind: str, subject: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(and_(leaves.c.kind == kind, leaves.c.subject == subject))


def _told() -> ColumnElement[bool]:
    """An analysis is a new one whenever it was made anew: its instant, in microseconds, tells."""
    return exists().where(
        leaves.c.kind == "analysis",
        leaves.c.subject == analyses.c.version,
        leaves.c.state == cast(analyses.c.at, Text),
    )


def _first(connection: Connection, query: Select[tuple[object, ...]]) -> LeafRow | None:
    row = connection.execute(query).mappings().first()
    return None if row is None else _row(row)


def _row(row: RowMapping) -> LeafRow:
    return LeafRow(**{name: row[name] for name in LeafRow.__slots__})
