"""What an evidence pack is about: gathers editions, their captures and the quotations of a document, change or comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from clausewatch.errors import BadInputError, DamagedObjectError, UnknownNameError
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.comparison import Matrix, MatrixCell, Standing
from clausewatch.nouns.document import Edition, Span
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import DocumentId, ProvisionId, VersionId
from clausewatch.pipeline.editions import load_edition
from clausewatch.ports import BodyStore
from clausewatch.proof.leaves import instant
from clausewatch.proof.pack import Quoted
from clausewatch.publish.words import moment
from clausewatch.storage import Connection, Database, captures, catalog, records, versions


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pack is to be about: a version of a document, of it perhaps one provision; or a change of the document."""

    platform: Platform
    document: Document
    version: VersionId | None = None
    provision: ProvisionId | None = None
    record: ChangeRecord | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison that a pack is to be about; `path` is the address that pins it, without the instance's."""

    matrix: Matrix
    path: str


@dataclass(frozen=True, slots=True)
class Member:
    """An edition in a pack and whose it is; `chosen` are the provisions of which is told what is said (None for all)."""

    edition: Edition
    document: Document
    platform: Platform
    chosen: frozenset[int] | None
    reported: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """What was gathered. `comparison` is what the pack tells of one."""

    title: str
    path: str
    words: str
    members: tuple[Member, ...]
    captures: tuple[Capture, ...]
    quotes: tuple[Quoted, ...]
    comparison: Mapping[str, object] | None = None

    @property
    def editions(self) -> tuple[Edition, ...]:
        return tuple(each.edition for each in self.members)


@dataclass(slots=True)
class _Cells:
    """The cells of a comparison as they are gathered: quotations, and the provisions that hold them."""

    editions: Mapping[DocumentId, Edition]
    quotes: list[Quoted] = field(default_factory=list)
    chosen: dict[VersionId, set[int]] = field(default_factory=dict)


def gathered_about(database: Database, bodies: BodyStore, wanted: Wanted | Compared) -> About:
    """What the pack is about. BadInputError or UnknownNameError for what is not on record."""
    if isinstance(wanted, Compared):
        return _compared(database, bodies, wanted)
    return (_changed if wanted.record else _stood)(database, bodies, wanted)


def record_named(database: Database, identifier: str) -> ChangeRecord:
    """The change record. UnknownNameError where there is none."""
    with database.read() as connection:
        found = records.record(connection, identifier)
    if found is None:
        raise UnknownNameError(
            f"change {identifier!r}", "it is not on record", "`clausewatch changes` lists them"
        )
    return found


def _stood(database: Database, bodies: BodyStore, wanted: Wanted) -> About:
    with database.read() as connection:
        version = wanted.version or _current(connection, wanted)
        known = versions.version(connection, version)
        assert known is not None
        taken = _captures(connection, known.captures)
    edition = _edition(database, bodies, version)
    seen = moment(edition.version.observed_at)
    chosen, words = None, f"The text as it stood from {seen}."
    spans = [(each.start, each.end) for each in edition.outline.provisions]
    if wanted.provision is not None:
        at = _place(edition, wanted.provision)
        provision = edition.outline.provisions[at]
        spans = [(provision.start, provision.end), *((each.start, each.end) for each in provision.statements)]
        chosen = frozenset((at,))
        words = f"The provision “{provision.title}” ({provision.id}) as it stood from {seen}."
    quotes = tuple(Quoted(version, *each) for each in dict.fromkeys(spans))
    return _about(
        wanted, words, (Member(edition, wanted.document, wanted.platform, chosen),), (taken, quotes)
    )


def _changed(database: Database, bodies: BodyStore, wanted: Wanted) -> About:
    record = wanted.record
    assert record is not None
    sides = [each for each in (record.from_version, record.to_version) if each]
    editions = tuple(_edition(database, bodies, each) for each in sides)
    named = [each for edition in editions for each in edition.version.captures]
    with database.read() as connection:
        taken = _captures(connection, [*named, *([record.capture] if record.capture else [])])
    touched = {each.provision for each in record.changes}
    newest = editions[-1].outline.provisions
    chosen = frozenset(at for at, each in enumerate(newest) if each.id in touched)
    words = f"The change {record.id} observed {moment(record.observed_at)}: {record.headline}"
    members = tuple(
        Member(each, wanted.document, wanted.platform, chosen, reported=each is editions[-1])
        for each in editions
    )
    return _about(wanted, words, members, (taken, tuple(_of_record(record))))


def _about(
    wanted: Wanted,
    words: str,
    members: tuple[Member, ...],
    rest: tuple[tuple[Capture, ...], tuple[Quoted, ...]],
) -> About:
    title = f"{wanted.platform.name}: {wanted.document.name}"
    return About(title, f"/platform/{wanted.document.id}/", words, members, *rest)


def _of_record(record: ChangeRecord) -> Iterator[Quoted]:
    for each in record.changes:
        sides: tuple[tuple[VersionId | None, Span | None], ...] = (
            (record.from_version, each.old_span),
            (record.to_version, each.new_span),
        )
        for version, span in sides:
            if version is not None and span is not None and span.start < span.end:
                yield Quoted(version, span.start, span.end)


def _compared(database: Database, bodies: BodyStore, wanted: Compared) -> About:
    """(1) the editions in force then of all these platforms, (2) the cells, each clause found in its edition, (3) what they
    were read from."""
    matrix = wanted.matrix
    # (1):
    with database.read() as connection:
        owners = [catalog.platform(connection, each) for each, _ in matrix.platforms]
        current = versions.versions_in_force(connection, at=matrix.at)
    whose = {
        each.id: (each, owner) for owner in owners if owner for each in owner.documents if each.id in current
    }
    editions = {each: _edition(database, bodies, current[each].id) for each in whose}
    if not editions:
        raise BadInputError(
            "the comparison", "no version of these platforms was on record then", "Choose a later day"
        )
    # (2):
    cells = _Cells(editions)
    told: dict[str, object] = {
        "at": instant(matrix.at),
        "platforms": [{"id": each, "name": name} for each, name in matrix.platforms],
        "topics": [{"id": each, "name": name} for each, name in matrix.topics],
        "cells": [[_cell(cells, each) for each in row] for row in matrix.cells],
        "texts": {each: edition.version.id for each, edition in editions.items()},
    }
    # (3):
    members = tuple(
        Member(edition, *whose[each], frozenset(cells.chosen.get(edition.version.id, ())))
        for each, edition in editions.items()
    )
    with database.read() as connection:
        taken = _captures(connection, (one for each in editions.values() for one in each.version.captures))
    names = ", ".join(name for _, name in matrix.platforms)
    beside, matters = len(matrix.platforms), len(matrix.topics)
    count = f"{beside} platform{'' if beside == 1 else 's'} on {matters} matter{'' if matters == 1 else 's'}"
    words = f"A comparison of {count}, as on record at {moment(matrix.at)}: {names}"
    quotes = tuple(dict.fromkeys(cells.quotes))
    return About(f"Compared: {names}", wanted.path, words, members, taken, quotes, told)


def _cell(cells: _Cells, cell: MatrixCell) -> dict[str, object]:
    return {
        "state": cell.state.value,
        "clause": None if cell.standing is None else _clause(cells, cell.standing),
        "elsewhere": [_clause(cells, each) for each in cell.elsewhere],
        "more": cell.more,
        "near": cell.near,
    }


def _clause(cells: _Cells, standing: Standing) -> dict[str, object]:
    """What a cell says, with the place where its words stand in the edition."""
    edition = cells.editions.get(standing.of)
    content = "" if edition is None else edition.text.content
    provisions = () if edition is None else edition.outline.provisions
    for at, each in enumerate(provisions):
        start = content.find(standing.quotation, each.start, each.end) if each.id == standing.address else -1
        if edition is not None and start >= 0:
            cells.quotes.append(Quoted(edition.version.id, start, start + len(standing.quotation)))
            cells.chosen.setdefault(edition.version.id, set()).add(at)
            return {
                "version": edition.version.id,
                "document": standing.of,
                "provision": standing.address,
                "readers": standing.readers,
                "stance": standing.stance.value,
                "quotation": standing.quotation,
                "clipped": standing.clipped,
                "start": start,
            }
    raise DamagedObjectError(
        f"a clause of {standing.of}",
        "its words do not stand in the text that was in force then",
        "`clausewatch verify` says more",
    )


def _captures(connection: Connection, some: Iterable[str]) -> tuple[Capture, ...]:
    """These captures, and those that brought the bodies which some of them confirmed, oldest first."""
    found = [each for name in some if (each := captures.capture(connection, name)) is not None]
    confirmed = [each for each in found if each.exchange.not_modified and each.body is not None]
    found += [each for one in confirmed if (each := captures.brought(connection, one)) is not None]
    unique = {each.id: each for each in found}
    return tuple(sorted(unique.values(), key=lambda each: (each.observed_at, each.id)))


def _edition(database: Database, bodies: BodyStore, version: VersionId) -> Edition:
    found = load_edition(database, bodies, version)
    if found is None:
        raise UnknownNameError(
            f"version {version!r}", "it is not on record", "`clausewatch verify` says more"
        )
    return found


def _current(connection: Connection, wanted: Wanted) -> VersionId:
    found = versions.version_at(connection, wanted.document.id, None)
    if found is None:
        raise BadInputError(
            wanted.document.id, "no version of it is on record", "`clausewatch check` captures it"
        )
    return found.id


def _place(edition: Edition, asked: ProvisionId) -> int:
    found = (at for at, each in enumerate(edition.outline.provisions) if each.id == asked)
    at = next(found, None)
    if at is None:
        raise UnknownNameError(
            f"provision {asked!r}", "the text has none of that address", "`clausewatch provisions` lists them"
        )
    return at
