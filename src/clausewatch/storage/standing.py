"""Over which time a provision stands as stated: rows stretched, cut and joined as versions are analysed.

A row covers an unbroken run of versions that state the very same and of which the very same is said. Versions may be
analysed in any order, again, or in the place of one they re-read; the rows come out as if it had been in order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from clausewatch.nouns.document import Version
from clausewatch.nouns.identity import Digest, DocumentId, VersionId, short_id
from clausewatch.storage import codec
from clausewatch.storage.indexing import forget_rows, index_rows
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_perhaps as maybes
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.tables import version as versions_table

_MOST_ASKED = 500
"""Identifiers in one question: both databases take as many."""


@dataclass(frozen=True, slots=True)
class Places:
    """Which rows a version is made of, in the order of its outline, with where each starts in its content; and under
    which names for the parties its findings were made."""

    names: Digest
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A provision of a version as it is to be kept. `digest` covers all of `columns` that must agree to be one row."""

    digest: Digest
    start: int
    columns: Mapping[str, Any]
    topics: tuple[Mapping[str, Any], ...]
    perhaps: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """`start` is where it starts in its first version; None where that is as it is stored."""

    id: str
    digest: Digest
    first_version: VersionId
    begins: datetime
    ends: datetime | None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class _Link:
    """One version of the document's chain, and whether it was analysed."""

    version: VersionId
    at: datetime
    analysed: bool


@dataclass(frozen=True, slots=True)
class _Slot:
    """The place of a version in its document's chain, with the rows of the versions beside it that were analysed.

    `own` are the rows that stand in its place now. Those `before` and `after` count as `near` where nothing lies between.
    `ended` is when the text of the version before came to an end, `resumed` the version after.
    """

    version: Version
    formerly: VersionId | None
    begins: datetime
    ends: datetime | None
    before: Mapping[Digest, _Row]
    own: Mapping[Digest, _Row]
    after: Mapping[Digest, _Row]
    near: tuple[bool, bool]
    ended: datetime | None
    resumed: _Link | None
    resumed_at: Mapping[str, int]
    younger: tuple[_Link, ...]

    def found(self, digest: Digest) -> list[_Row]:
        """The rows beside and in this place that say the same, oldest first."""
        sources = (self.before if self.near[0] else {}, self.own, self.after if self.near[1] else {})
        return list({row.id: row for each in sources if (row := each.get(digest))}.values())


@dataclass(slots=True)
class _Work:
    """What is to be written when all provisions of a version have found their rows."""

    new: dict[str, tuple[_Row, Made]] = field(default_factory=dict)
    changed: dict[str, _Row] = field(default_factory=dict)
    copies: dict[str, _Row] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def stand(connection: Connection, version: Version, made: Sequence[Made]) -> tuple[tuple[str, int], ...]:
    """The rows that the version is made of, in order, after every row of the document covers what it should.

    (1) A provision takes the row of the version before it, of its own place, or of the version after it; where it finds
    several they become one. (2) A row that is not taken ends here, begins after here, falls in two, or goes. (3) All is
    written, and later versions name the rows that took the place of theirs.
    """
    slot = _slot(connection, version)
    work = _Work()
    # (1):
    used = _in_use(connection, (_name(version.document, each.digest, version.id) for each in made))
    rows = tuple((_taken(connection, slot, each, work, used), each.start) for each in made)
    # (2):
    taken = {name for name, _ in rows} | work.gone
    for row in {row.id: row for row in (*slot.before.values(), *slot.own.values())}.values():
        if row.id not in taken:
            _untaken(connection, slot, row, work)
    # (3):
    _write(connection, work)
    _point(connection, slot.younger, work.moves)
    forget_rows(connection, work.gone)
    for some in chunks(work.gone):
        for table in (topics, maybes):
            connection.execute(delete(table).where(table.c.provision.in_(some)))
        connection.execute(delete(provisions).where(provisions.c.id.in_(some)))
    if slot.formerly is not None and slot.formerly != version.id:
        connection.execute(delete(analyses).where(analyses.c.version == slot.formerly))
    standing = (name for name, _ in rows)
    index_rows(connection, (*standing, *work.changed, *(row.id for row in work.copies.values())))
    return rows


def places_of(connection: Connection, version: VersionId) -> Places | None:
    """The rows that the version is made of; None before it was analysed."""
    stored = connection.execute(select(analyses.c.places).where(analyses.c.version == version)).scalar()
    return None if stored is None else codec.unpack(Places, stored)


def chunks(identifiers: Iterable[str]) -> Iterator[list[str]]:
    """The identifiers, as many at once as a question may name."""
    every = list(identifiers)
    for at in range(0, len(every), _MOST_ASKED):
        yield every[at : at + _MOST_ASKED]


def _slot(connection: Connection, version: Version) -> _Slot:
    chain = _chain(connection, version.document)
    here = next(place for place, link in enumerate(chain) if link.version == version.id)
    before = next((at for at in range(here - 1, -1, -1) if chain[at].analysed), None)
    after = next((at for at in range(here + 1, len(chain)) if chain[at].analysed), None)
    formerly = _in_its_place(connection, version)
    resumed = None if after is None else chain[after]
    later = None if resumed is None else places_of(connection, resumed.version)
    return _Slot(
        version=version,
        formerly=formerly,
        begins=chain[here].at,
        ends=chain[here + 1].at if here + 1 < len(chain) else None,
        before=_rows_of(connection, None if before is None else chain[before].version),
        own=_rows_of(connection, formerly),
        after=_rows_of(connection, None if resumed is None else resumed.version),
        near=(before is not None and before == here - 1, after == here + 1),
        ended=None if before is None else chain[before + 1].at,
        resumed=resumed,
        resumed_at=dict(later.rows) if later is not None else {},
        younger=tuple(link for link in chain[here + 1 :] if link.analysed),
    )


def _chain(connection: Connection, document: DocumentId) -> list[_Link]:
    table = versions_table.c
    query = (
        select(table.id, table.observed_at, analyses.c.version)
        .select_from(versions_table.outerjoin(analyses, analyses.c.version == table.id))
        .where(table.document == document, table.replaced.is_(False))
        .order_by(table.observed_at, table.id)
    )
    return [_Link(row[0], row[1], row[2] is not None) for row in connection.execute(query)]


def _in_its_place(connection: Connection, version: Version) -> VersionId | None:
    """The version whose rows stand in this one's place: itself when it was analysed before, or what it reads better."""
    at: VersionId | None = version.id
    while at is not None:
        if connection.execute(select(analyses.c.version).where(analyses.c.version == at)).first():
            return at
        at = connection.execute(select(versions_table.c.replaces).where(versions_table.c.id == at)).scalar()
    return None


def _rows_of(connection: Connection, version: VersionId | None) -> dict[Digest, _Row]:
    places = places_of(connection, version) if version is not None else None
    if places is None:
        return {}
    table = provisions.c
    columns = (table.id, table.digest, table.first_version, table.observed_from, table.observed_to)
    found: dict[Digest, _Row] = {}
    for some in chunks(name for name, _ in places.rows):
        for row in connection.execute(select(*columns).where(table.id.in_(some))):
            found[row.digest] = _Row(*row)
    return found


def _taken(connection: Connection, slot: _Slot, made: Made, work: _Work, used: Collection[str]) -> str:
    """The row that the provision takes, reaching as far as all that it found and its own place."""
    found = slot.found(made.digest)
    if not found:
        name = _name(slot.version.document, made.digest, slot.version.id)
        if name in used:
            name = _free_name(connection, slot.version.document, made.digest, slot.version.id)
        row = _Row(name, made.digest, slot.version.id, slot.begins, slot.ends, made.start)
        work.new[name] = row, made
        return name
    kept, others = found[0], found[1:]
    stops = [slot.ends, *(row.ends for row in found)]
    ends = None if None in stops else max(stop for stop in stops if stop is not None)
    stretched = replace(kept, ends=ends)
    if slot.begins < kept.begins or kept.first_version == slot.formerly != slot.version.id:
        stretched = replace(stretched, begins=slot.begins, first_version=slot.version.id, start=made.start)
    if stretched != kept:
        work.changed[kept.id] = stretched
    for row in others:
        work.moves[row.id] = kept.id
        work.gone.add(row.id)
    return kept.id


def _untaken(connection: Connection, slot: _Slot, row: _Row, work: _Work) -> None:
    """A row that stood before or in this place, and is not stated here."""
    stood = any(row.id == each.id for each in slot.before.values())
    resumed = slot.resumed if row.id in slot.resumed_at else None
    if stood:
        ends = slot.ended if row.ends is None or (slot.ended and slot.ended < row.ends) else row.ends
        work.changed[row.id] = replace(row, ends=ends)
    if resumed is None:
        if not stood:
            work.gone.add(row.id)
        return
    again = replace(row, begins=resumed.at, first_version=resumed.version, start=slot.resumed_at[row.id])
    if stood:
        name = _free_name(connection, slot.version.document, row.digest, resumed.version)
        work.copies[row.id] = replace(again, id=name)
        work.moves[row.id] = name
    else:
        work.changed[row.id] = again


def _free_name(connection: Connection, document: DocumentId, digest: Digest, version: VersionId) -> str:
    """Named after what is stated and the version it was first found in; numbered should that name be in use."""
    number = 0
    while True:
        name = _name(document, digest, version, number)
        if connection.execute(select(provisions.c.id).where(provisions.c.id == name)).first() is None:
            return name
        number += 1


def _name(document: DocumentId, digest: Digest, version: VersionId, number: int = 0) -> str:
    return short_id("provision", document, digest, version, *([str(number)] if number else []))


def _in_use(connection: Connection, names: Iterable[str]) -> frozenset[str]:
    """Those of the names that rows have: in one question, since hardly any has."""
    column = provisions.c.id
    return frozenset(
        name
        for some in chunks(names)
        for name in connection.execute(select(column).where(column.in_(some))).scalars()
    )


def _write(connection: Connection, work: _Work) -> None:
    if work.new:
        rows = [
            {
                **made.columns,
                "id": row.id,
                "digest": row.digest,
                "first_version": row.first_version,
                **_times(row),
            }
            for row, made in work.new.values()
        ]
        connection.execute(insert(provisions), rows)
        told = [
            {**topic, "provision": row.id, "document": made.columns["document"], **_times(row)}
            for row, made in work.new.values()
            for topic in made.topics
        ]
        if told:
            connection.execute(insert(topics), told)
        perhaps = [
            {**topic, "provision": row.id} for row, made in work.new.values() for topic in made.perhaps
        ]
        if perhaps:
            connection.execute(insert(maybes), perhaps)
    for old, row in work.copies.items():
        _copy(connection, old, row)
    ends = [{"row": row.id, "ends": row.ends} for row in work.changed.values()]
    if ends:
        for table, name in ((provisions, provisions.c.id), (topics, topics.c.provision)):
            one = update(table).where(name == bindparam("row"))
            connection.execute(one.values(observed_to=bindparam("ends")), ends)
    for row in work.changed.values():
        if row.start is not None:
            connection.execute(update(provisions).where(provisions.c.id == row.id).values(_begun(row)))
            of_row = update(topics).where(topics.c.provision == row.id)
            connection.execute(of_row.values(observed_from=row.begins))


def _copy(connection: Connection, old: str, row: _Row) -> None:
    """The same row under another name, for the time after this version."""
    stored = connection.execute(select(provisions).where(provisions.c.id == old)).mappings().one()
    made = {**stored, "id": row.id, "observed_to": row.ends}
    connection.execute(insert(provisions), [made])
    connection.execute(update(provisions).where(provisions.c.id == row.id).values(_begun(row)))
    for table, times in ((topics, _times(row)), (maybes, {})):
        told = connection.execute(select(table).where(table.c.provision == old)).mappings().all()
        if told:
            connection.execute(insert(table), [{**each, **times, "provision": row.id} for each in told])


def _times(row: _Row) -> dict[str, Any]:
    return {"observed_from": row.begins, "observed_to": row.ends}


def _begun(row: _Row) -> dict[str, Any]:
    return {
        "observed_from": row.begins,
        "first_version": row.first_version,
        "start": row.start,
        "stop": provisions.c.stop - provisions.c.start + row.start,
    }


def _point(connection: Connection, younger: Sequence[_Link], moves: Mapping[str, str]) -> None:
    """Later versions name the rows that took the place of theirs, as far as those reached."""
    if not moves:
        return
    for link in younger:
        places = places_of(connection, link.version)
        if places is None or not any(name in moves for name, _ in places.rows):
            return
        rows = tuple((moves.get(name, name), start) for name, start in places.rows)
        moved = codec.pack(replace(places, rows=rows))
        connection.execute(update(analyses).where(analyses.c.version == link.version).values(places=moved))
