"""Rulings of editors. Rows are added and read, never changed.

Each carries a seal over itself and the seal before it, so that a row altered, put in or taken from between others shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, func, insert, select, text, true

from clausewatch.nouns.finding import Part
from clausewatch.nouns.identity import Digest, DocumentId, digest_of
from clausewatch.nouns.review import OF_RECORD, Matter, Reviewed, Ruling, Target
from clausewatch.storage import codec
from clausewatch.storage.standing import chunks
from clausewatch.storage.tables import advice as advices
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import record as records
from clausewatch.storage.tables import review as table
from clausewatch.storage.tables import version as versions
from clausewatch.storage.versions import EMPTIED

State = tuple[object, ...]


def hold(connection: Connection) -> None:
    """Lets no other writer add rulings until this transaction ends, and shows it all that were added before.

    Whoever rules on what it read takes this first. SQLite has one writer at a time from the start (`BEGIN IMMEDIATE`); on
    PostgreSQL others wait here, while readers go on.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE review IN SHARE ROW EXCLUSIVE MODE"))


def hold_still(connection: Connection) -> None:
    """Lets nobody add rulings until this transaction ends, for whoever writes what follows from them; several may hold."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE review IN SHARE MODE"))


def save(connection: Connection, made: Sequence[Reviewed]) -> tuple[Reviewed, ...]:
    """Adds the rulings and gives them back under the numbers they got; one writer after the other (see `hold`)."""
    hold(connection)
    newest = select(table.c.number, table.c.seal).order_by(table.c.number.desc()).limit(1)
    last = connection.execute(newest).first()
    number, seal = (0, "") if last is None else (last.number, last.seal)
    numbered = tuple(replace(each, number=number + n) for n, each in enumerate(made, 1))
    rows = []
    for each in numbered:
        seal = _seal(seal, each)
        rows.append({**_row(each), "seal": seal})
    if rows:
        connection.execute(insert(table), rows)
    return numbered


def broken(connection: Connection) -> tuple[int, ...]:
    """The numbers of the rulings that are not as they were made, or no longer follow the one they followed."""
    found, seal = [], ""
    for row in connection.execute(select(table).order_by(table.c.number)).mappings():
        try:
            expected = _seal(seal, _reviewed(row))
        except ValueError:
            expected = ""
        if row["seal"] != expected:
            found.append(row["number"])
        seal = row["seal"]
    return tuple(found)


def rulings(connection: Connection, document: DocumentId) -> tuple[Reviewed, ...]:
    """Every ruling on what is said of the document, oldest first, superseded ones included."""
    query = select(table).where(table.c.document == document).order_by(table.c.number)
    return tuple(_reviewed(row) for row in connection.execute(query).mappings())


def by_document(
    connection: Connection, documents: Iterable[DocumentId]
) -> dict[DocumentId, tuple[Reviewed, ...]]:
    """The rulings on each of these documents, oldest first; those that have none are left out."""
    ruled = frozenset(connection.execute(select(table.c.document).distinct()).scalars())
    return {each: rulings(connection, each) for each in sorted(ruled.intersection(documents))}


def on_records(connection: Connection, documents: Iterable[DocumentId]) -> tuple[Reviewed, ...]:
    """The rulings on change records of these documents, oldest first."""
    matters = [each.value for each in OF_RECORD]
    found: list[Reviewed] = []
    for some in chunks(sorted(set(documents))):
        query = select(table).where(table.c.document.in_(some), table.c.matter.in_(matters))
        found += (_reviewed(row) for row in connection.execute(query).mappings())
    return tuple(sorted(found, key=lambda each: each.number))


def corrections(
    connection: Connection, limit: int, offset: int = 0, below: int | None = None
) -> tuple[Reviewed, ...]:
    """The rulings that changed something published, newest first; with `below` only those of lower numbers."""
    query = (
        select(table)
        .where(table.c.correction, true() if below is None else table.c.number < below)
        .order_by(table.c.number.desc())
        .limit(limit)
        .offset(offset or None)
    )
    return tuple(_reviewed(row) for row in connection.execute(query).mappings())


def count_corrections(connection: Connection) -> int:
    """How many rulings changed something published."""
    query = select(func.count()).select_from(table).where(table.c.correction)
    return int(connection.execute(query).scalar_one())


def count(connection: Connection, document: DocumentId) -> int:
    """How many rulings there are on the document. As none ever goes, the same number means the same rulings."""
    query = select(func.count()).select_from(table).where(table.c.document == document)
    return int(connection.execute(query).scalar_one())


def count_each(connection: Connection, documents: Iterable[DocumentId]) -> dict[DocumentId, int]:
    """As `count`, for each of the documents that has rulings."""
    query = select(table.c.document, func.count()).where(table.c.document.in_(sorted(documents)))
    return {row[0]: row[1] for row in connection.execute(query.group_by(table.c.document))}


def states(connection: Connection) -> dict[DocumentId, State]:
    """For each analysed document what its items for review depend on: equal states, equal items."""
    sources = (
        select(analyses.c.document, func.max(analyses.c.at)),
        select(table.c.document, func.count()),
        select(advices.c.document, func.count()),
        select(records.c.document, func.count()).where(records.c.superseded.is_(False)),
        select(versions.c.document, func.count()).where(versions.c.state != EMPTIED),
    )
    found = []
    for query in sources:
        grouped = query.group_by(query.selected_columns[0])
        found.append({row[0]: row[1] for row in connection.execute(grouped)})
    return {document: tuple(each.get(document) for each in found) for document in found[0]}


def _seal(before: Digest, each: Reviewed) -> Digest:
    return digest_of(before, codec.dumps(each))


def _row(each: Reviewed) -> dict[str, object]:
    target = each.target
    return {
        "number": each.number,
        "document": target.document,
        "lineage": target.lineage,
        "words": " ".join(target.words),
        "matter": target.matter.value,
        "key": target.key,
        "ruling": each.ruling.value,
        "old": each.old,
        "new": each.new,
        "machine": each.machine,
        "reason": each.reason,
        "reviewer": each.reviewer,
        "at": each.at,
        "correction": each.correction,
        "about": each.about,
        "subject": each.subject,
        "part": each.part.value,
        "rests": " ".join(each.rests),
        "overridden": each.overridden,
    }


def _reviewed(row: RowMapping) -> Reviewed:
    words, matter = tuple(row["words"].split()), Matter(row["matter"])
    return Reviewed(
        number=row["number"],
        target=Target(row["document"], row["lineage"], words, matter, row["key"]),
        ruling=Ruling(row["ruling"]),
        old=row["old"],
        new=row["new"],
        machine=row["machine"],
        reason=row["reason"],
        reviewer=row["reviewer"],
        at=row["at"],
        correction=row["correction"],
        about=row["about"],
        subject=row["subject"],
        part=Part(row["part"]),
        rests=tuple(row["rests"].split()),
        overridden=row["overridden"],
    )
