"""Provisions as stated, with what is said of them: kept once for each time they stood, read as of any version."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, RowMapping, func, or_, select

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Finding, Modality, Party, TopicId, TopicScore
from clausewatch.nouns.identity import Digest, DocumentId, LineageId, ProvisionId, VersionId
from clausewatch.nouns.stated import Analysis, Marks, Said, Stated, StatedId, TopicTold
from clausewatch.storage import codec
from clausewatch.storage.standing import chunks, places_of
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_perhaps as maybes
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.tables import version as versions_table
from clausewatch.storage.versions import EMPTIED


@dataclass(frozen=True, slots=True)
class _Findings:
    """The first field of Said."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Unanalysed:
    """A version in force without findings of the present recipe; `context` is what it was analysed under before."""

    document: DocumentId
    version: VersionId
    observed_at: datetime
    context: Digest | None


def analysis_of(connection: Connection, version: VersionId) -> Analysis | None:
    """By what and when the version was analysed last; None before it was."""
    row = connection.execute(select(analyses).where(analyses.c.version == version)).mappings().first()
    return None if row is None else analysis_from(row)


def analyses_of(connection: Connection, document: DocumentId) -> tuple[Analysis, ...]:
    """All analyses of the document's versions in force, oldest version first."""
    query = (
        select(analyses)
        .join(versions_table, versions_table.c.id == analyses.c.version)
        .where(analyses.c.document == document, versions_table.c.replaced.is_(False))
        .order_by(versions_table.c.observed_at, versions_table.c.id)
    )
    return tuple(analysis_from(row) for row in connection.execute(query).mappings())


def names_of(connection: Connection, version: VersionId) -> Digest | None:
    """The digest of the names under which the version's findings were made; None before it was analysed."""
    places = places_of(connection, version)
    return None if places is None else places.names


def stated_in(connection: Connection, version: VersionId) -> tuple[Stated, ...] | None:
    """The provisions of that version, in the order of its outline, spans in its content; None before it was analysed."""
    places = places_of(connection, version)
    if places is None:
        return None
    rows = {row["id"]: row for row in _rows(connection, (name for name, _ in places.rows))}
    return tuple(stated_from(rows[name], version, start) for name, start in places.rows if name in rows)


def said_at_place(connection: Connection, version: VersionId, number: int) -> Said | None:
    """What is said of the provision at that place of the version's outline, spans in its content; None where none is kept."""
    places = places_of(connection, version)
    if places is None or number >= len(places.rows):
        return None
    name, start = places.rows[number]
    stored = connection.execute(select(provisions.c.said).where(provisions.c.id == name)).scalar()
    return None if stored is None else codec.unpack(Said, stored).moved(start)


def said_at_places(
    connection: Connection, version: VersionId, numbers: Collection[int]
) -> dict[int, Said] | None:
    """The same of those places, as far as something is kept of them; None before the version was analysed."""
    places = places_of(connection, version)
    if places is None:
        return None
    at = {number: places.rows[number] for number in numbers if number < len(places.rows)}
    kept: dict[StatedId, bytes] = {}
    for some in chunks(dict.fromkeys(name for name, _ in at.values())):
        query = select(provisions.c.id, provisions.c.said).where(provisions.c.id.in_(some))
        kept |= {row.id: row.said for row in connection.execute(query)}
    return {
        number: codec.unpack(Said, kept[name]).moved(start)
        for number, (name, start) in at.items()
        if name in kept
    }


def findings_at_places(
    connection: Connection, version: VersionId, among: Collection[TopicId] | None = None
) -> tuple[Said, ...] | None:
    """What `stated_in` says of each provision, without sentences: findings alone are read at half the cost.

    With `among` only those that have one of these topics for their first or second.
    """
    places = places_of(connection, version)
    if places is None:
        return None
    kept: dict[StatedId, _Findings] = {}
    only = None if among is None else codec.Only(("findings", "topics"), partial(_ranks, frozenset(among)))
    for some in chunks(dict.fromkeys(name for name, _ in places.rows)):
        query = select(provisions.c.id, provisions.c.said).where(provisions.c.id.in_(some))
        kept |= {row.id: codec.unpack_first(_Findings, row.said, only) for row in connection.execute(query)}
    return tuple(Said(kept[name].findings).moved(start) for name, start in places.rows if name in kept)


def _ranks(among: Collection[TopicId], topics: list[list[Any]]) -> bool:
    return any(each[0] in among for each in topics[:2])


def marks_in(connection: Connection, version: VersionId) -> dict[ProvisionId, Marks] | None:
    """The marks of that version's provisions by their address, as rulings left them; None before it was analysed."""
    places = places_of(connection, version)
    if places is None:
        return None
    names = list(dict.fromkeys(name for name, _ in places.rows))
    told = topics_of(connection, names)
    found: dict[ProvisionId, Marks] = {}
    table = provisions.c
    for some in chunks(names):
        query = select(table.id, table.address, table.severity).where(table.id.in_(some))
        for row in connection.execute(query):
            firsts = sorted(
                (each for each in told.get(row.id, ()) if each.first), key=lambda each: -each.score
            )
            topics_first = tuple(dict.fromkeys(each.topic for each in firsts))
            found[row.address] = Marks(Severity(row.severity), topics_first)
    return found


def rows_by_id(connection: Connection, names: Iterable[StatedId]) -> dict[StatedId, Stated]:
    """Those provisions by their identity, spans in the content of their first version; of what is said of them the findings
    alone."""
    return {
        row["id"]: stated_from(
            row,
            row["first_version"],
            row["start"],
            (
                row["start"],
                Said(codec.unpack_first(_Findings, row["said"]).findings).moved(row["start"]),
            ),
        )
        for row in _rows(connection, names)
    }


def worded_by_id(connection: Connection, names: Iterable[StatedId]) -> dict[StatedId, Stated]:
    """What `rows_by_id` gives, with nothing of what is said of them: to read that takes longer than all else."""
    return {
        row["id"]: stated_from(row, row["first_version"], row["start"], (row["start"], Said()))
        for row in _rows(connection, names)
    }


def stated_at(connection: Connection, document: DocumentId, at: datetime) -> tuple[Stated, ...]:
    """The provisions of the document that stood at that instant, spans in the content of their first version."""
    table = provisions.c
    query = (
        select(provisions)
        .where(table.document == document, table.observed_from <= at)
        .where(or_(table.observed_to.is_(None), table.observed_to > at))
        .order_by(table.start, table.id)
    )
    return tuple(
        stated_from(row, row["first_version"], row["start"]) for row in connection.execute(query).mappings()
    )


def stated_over_time(
    connection: Connection, document: DocumentId, lineage: LineageId | None = None
) -> tuple[Stated, ...]:
    """Everything the document ever stated, or what one provision did, oldest first; spans as in `stated_at`."""
    table = provisions.c
    query = select(provisions).where(table.document == document)
    if lineage is not None:
        query = query.where(table.lineage == lineage)
    query = query.order_by(table.observed_from, table.start, table.id)
    return tuple(
        stated_from(row, row["first_version"], row["start"]) for row in connection.execute(query).mappings()
    )


def perhaps_of(connection: Connection, rows: Iterable[StatedId]) -> dict[StatedId, tuple[TopicScore, ...]]:
    """Of which topics these provisions perhaps speak."""
    found: dict[StatedId, list[TopicScore]] = {}
    for some in chunks(rows):
        query = (
            select(maybes).where(maybes.c.provision.in_(some)).order_by(maybes.c.provision, maybes.c.topic)
        )
        for row in connection.execute(query):
            found.setdefault(row.provision, []).append(TopicScore(row.topic, row.score))
    return {row: tuple(each) for row, each in found.items()}


def topics_of(connection: Connection, rows: Iterable[StatedId]) -> dict[StatedId, tuple[TopicTold, ...]]:
    """Of which topics these provisions speak."""
    found: dict[StatedId, list[TopicTold]] = {}
    order = (topics.c.provision, topics.c.topic, topics.c.modality, topics.c.party)
    for some in chunks(rows):
        query = select(topics).where(topics.c.provision.in_(some)).order_by(*order)
        for row in connection.execute(query).mappings():
            found.setdefault(row["provision"], []).append(_topic(row))
    return {row: tuple(told) for row, told in found.items()}


def unanalysed(
    connection: Connection, contexts: Collection[Digest], document: DocumentId | None = None
) -> tuple[Unanalysed, ...]:
    """Compared versions in force that were analysed under none of `contexts`, by document, oldest first; none whose words are
    withheld."""
    table = versions_table.c
    query = (
        select(table.document, table.id, table.observed_at, analyses.c.context)
        .select_from(versions_table.outerjoin(analyses, analyses.c.version == table.id))
        .where(table.replaced.is_(False), table.lineage.is_not(None), table.state != EMPTIED)
        .order_by(table.document, table.observed_at, table.id)
    )
    if document is not None:
        query = query.where(table.document == document)
    known = frozenset(contexts)
    return tuple(Unanalysed(*row) for row in connection.execute(query) if row.context not in known)


def newest_analysed(connection: Connection, contexts: Collection[Digest]) -> dict[DocumentId, datetime]:
    """When the newest version of each document was observed that was analysed under one of `contexts`."""
    table = versions_table.c
    query = (
        select(table.document, analyses.c.context, func.max(table.observed_at))
        .join(analyses, analyses.c.version == table.id)
        .where(table.replaced.is_(False))
        .group_by(table.document, analyses.c.context)
    )
    known = frozenset(contexts)
    return {document: at for document, context, at in connection.execute(query) if context in known}


def _rows(connection: Connection, names: Iterable[StatedId]) -> Iterable[RowMapping]:
    for some in chunks(dict.fromkeys(names)):
        yield from connection.execute(select(provisions).where(provisions.c.id.in_(some))).mappings()


def stated_from(
    row: RowMapping, version: VersionId, start: int, known: tuple[int, Said] | None = None
) -> Stated:
    """The row as it stands in that version, from that place of its content on; `known` is what is said of it at a start."""
    said = known[1] if known and known[0] == start else codec.unpack(Said, row["said"]).moved(start)
    return Stated(
        id=row["id"],
        document=row["document"],
        lineage=row["lineage"],
        address=row["address"],
        path=codec.loads(tuple[str, ...], row["path"]),
        title=row["title"],
        number=row["number"],
        lead_in=row["lead_in"],
        text=row["text"],
        place=Span(start, start + len(row["text"])),
        said=said,
        language=row["language"],
        severity=Severity(row["severity"]),
        version=version,
        first_version=row["first_version"],
        observed_from=row["observed_from"],
        observed_to=row["observed_to"],
    )


def analysis_from(row: RowMapping) -> Analysis:
    """The analysis that the row keeps."""
    names = ("version", "document", "recipe", "context", "at", "statements", "sentences", "refused")
    return Analysis(**{name: row[name] for name in names})


def _topic(row: RowMapping) -> TopicTold:
    return TopicTold(
        topic=row["topic"],
        score=row["score"],
        first=row["first"],
        modality=Modality(row["modality"]),
        party=Party(row["party"]),
        severity=Severity(row["severity"]),
    )
