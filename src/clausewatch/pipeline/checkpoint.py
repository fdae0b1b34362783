"""Step: log what no leaf is about yet, and sign the head that has it."""

from __future__ import annotations

import platform
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clausewatch import __version__
from clausewatch.errors import ClausewatchError, DamagedObjectError
from clausewatch.nouns.document import Version
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import digest
from clausewatch.nouns.stated import Analysis
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import LogWriter
from clausewatch.proof.leaves import (
    Head,
    Place,
    analysis_leaf,
    capture_leaf,
    capture_record,
    key_leaf,
    report_digest,
    roster_leaf,
    roster_record,
    version_leaf,
)
from clausewatch.proof.statement import Leaf, LeafKind, parse_statement, statement
from clausewatch.proof.tree import leaf_hash
from clausewatch.storage import logged
from clausewatch.storage.logged import LeafRow

_BATCH = 500
_ROSTER_EVERY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MEND = "Restore log and database from one backup; nothing is appended until then"
_LATER = "What waits is logged by the first round that can"

Waiting = tuple[str, Callable[[Place], Leaf]]
"""The track of a leaf, and what makes it once its place is known."""


@dataclass(frozen=True, slots=True)
class Logged:
    """How many leaves were appended, and how many the log has. `told` is for the operator to know; `faults` are why
    what waits could not be logged."""

    leaves: int = 0
    size: int = 0
    told: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def log_waiting(instance: Instance) -> Logged:
    """Appends a leaf for every capture, version and analysis that has none, and the roster where it changed or a day passed.

    The log is written before the rows that remember it: after a crash in between they are made of the log. What the
    log, its key, its disk or a leaf refuses is told in `faults` and not raised.
    """
    try:
        with instance.log.writing() as writer:
            before = writer.head.size
            told = [*writer.told, *adopt(instance, writer), *_clock(instance)]
            _begin(instance, writer)
            _roster(instance, writer)
            for waiting in _batches(instance):
                append_leaves(instance, writer, waiting)
            return Logged(writer.head.size - before, writer.head.size, tuple(told))
    except ClausewatchError as error:
        return Logged(faults=(f"the log: {error}",))
    except (OSError, ValueError) as error:
        # The archive's disk, or what has no leaf: whatever the log cannot do must not keep alerts from going out.
        return Logged(faults=(f"the log: it could not be appended to ({error}). {_LATER}",))


def leaf_row(number: int, entry: bytes) -> LeafRow:
    """What is remembered of a leaf. ValueError where it is none of ours."""
    leaf = parse_statement(entry)
    said = leaf.said
    try:
        at = datetime.fromisoformat(said["logged"])
        if at.tzinfo is None:
            raise ValueError("its time has no zone")
        return LeafRow(
            number=number,
            kind=leaf.kind.value,
            subject=_subject(leaf),
            state=_micros(said["t0"]) if leaf.kind is LeafKind.ANALYSIS else "",
            track=str(said["track"]),
            seq=int(said["seq"]),
            hash=leaf_hash(entry).hex(),
            at=at,
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"it lacks {error}") from error


def _subject(leaf: Leaf) -> str:
    if leaf.kind in (LeafKind.KEY, LeafKind.ROSTER):
        return leaf.subjects[leaf.kind.value]
    if leaf.kind is LeafKind.TOMBSTONE:
        return leaf.subjects["object"]
    return str(leaf.said["capture" if leaf.kind is LeafKind.CAPTURE else "version"])


def _micros(at: str) -> str:
    return str((datetime.fromisoformat(at) - _EPOCH) // timedelta(microseconds=1))


def adopt(instance: Instance, writer: LogWriter) -> Iterator[str]:
    """Makes the rows of leaves that a crash kept from the database, or that it never had."""
    size = writer.head.size
    with instance.database.read() as connection:
        known, last = logged.known_size(connection), logged.latest_leaves(connection, 1)
    if known > size:
        raise DamagedObjectError("the log", f"it has {size} leaves, and the database knows {known}", _MEND)
    for row in last:
        (entry,) = instance.log.entries(row.number, row.number + 1, size)
        if leaf_hash(entry).hex() != row.hash:
            raise DamagedObjectError("the log", f"leaf {row.number} is not the one the database knows", _MEND)
    for start in range(known, size, _BATCH):
        _remember(instance, start, list(instance.log.entries(start, min(size, start + _BATCH), size)))
    if known < size:
        yield f"{size - known} leaves of the log were not in the database; they are now"


def _clock(instance: Instance) -> Iterator[str]:
    now = instance.clock.now()
    with instance.database.read() as connection:
        last = logged.latest_leaves(connection, 1)
    if last and last[0].at > now:
        yield f"the clock says {now.isoformat()}, before the log's last leaf ({last[0].at.isoformat()}): check it"


def _begin(instance: Instance, writer: LogWriter) -> None:
    if not writer.head.size:
        verifier = str(writer.key)
        append_leaves(instance, writer, [("key", lambda place: key_leaf(verifier, place))])


def _roster(instance: Instance, writer: LogWriter) -> None:
    with instance.database.read() as connection:
        watched = logged.watched_documents(connection)
        last = logged.last_of(connection, "roster")
    record = roster_record(watched)
    changed = last is None or last.subject != digest(record)
    if changed or (last is not None and instance.clock.now() - last.at >= _ROSTER_EVERY):
        roster = instance.bodies.put(record)
        append_leaves(instance, writer, [("roster", lambda place: roster_leaf(roster, len(watched), place))])


def _batches(instance: Instance) -> Iterator[list[Waiting]]:
    """What waits, a batch at a time: captures first, so that what was made of them comes after them."""
    steps: tuple[Callable[[Instance], list[Waiting]], ...] = (_captures, _versions, _analyses)
    for step in steps:
        while batch := step(instance):
            yield batch


def _captures(instance: Instance) -> list[Waiting]:
    with instance.database.read() as connection:
        found = logged.unlogged_captures(connection, _BATCH)
    if not found:
        return []
    # One object for all of them: a sync of the disk each would cost more than everything else here.
    records = instance.bodies.put(b"\n".join(capture_record(each) for each in found))
    return [(f"capture:{each.source}", _of_capture(each, records)) for each in found]


def _of_capture(capture: Capture, records: str) -> Callable[[Place], Leaf]:
    collector = {"name": "clausewatch", "version": __version__}
    return lambda place: capture_leaf(capture, records, place, collector)


def _versions(instance: Instance) -> list[Waiting]:
    with instance.database.read() as connection:
        found = logged.unlogged_versions(connection, _BATCH)
        bodies = [logged.bodies_of(connection, each.captures) for each in found]
    return [
        (f"version:{each.document}", _of_version(each, of)) for each, of in zip(found, bodies, strict=True)
    ]


def _of_version(version: Version, bodies: Sequence[str]) -> Callable[[Place], Leaf]:
    return lambda place: version_leaf(version, bodies, place, _program(version.recipe))


def _analyses(instance: Instance) -> list[Waiting]:
    with instance.database.read() as connection:
        found = logged.unlogged_analyses(connection, _BATCH)
        reports = [
            report_digest(each.version, logged.report_rows(connection, each.version)) for each in found
        ]
    return [
        (f"analysis:{each.document}", _of_analysis(each, report))
        for each, report in zip(found, reports, strict=True)
    ]


def _of_analysis(analysis: Analysis, report: str) -> Callable[[Place], Leaf]:
    return lambda place: analysis_leaf(analysis, report, place, _program(analysis.recipe))


def _program(recipe: str) -> dict[str, str]:
    """What decides what is read from bytes: this program, its recipe, and what it runs on."""
    return {
        "name": "clausewatch",
        "version": __version__,
        "recipe": recipe,
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
    }


def append_leaves(instance: Instance, writer: LogWriter, waiting: Sequence[Waiting]) -> None:
    """Gives each leaf its place in its track, appends them, and remembers them."""
    now, after = instance.clock.now(), Head(writer.head.size, writer.head.root.hex())
    ends: dict[str, tuple[int, str | None]] = {}
    with instance.database.read() as connection:
        for track in dict.fromkeys(track for track, _ in waiting):
            last = logged.last_of(connection, track)
            ends[track] = (-1, None) if last is None else (last.seq, last.hash)
    entries = []
    for track, make in waiting:
        seq, prev = ends[track]
        entry = statement(make(Place(track, seq + 1, prev, now, after)))
        ends[track] = seq + 1, leaf_hash(entry).hex()
        entries.append(entry)
    _remember(instance, writer.append(entries), entries)


def _remember(instance: Instance, first: int, entries: Sequence[bytes]) -> None:
    try:
        rows = [leaf_row(number, entry) for number, entry in enumerate(entries, first)]
    except ValueError as error:
        raise DamagedObjectError("the log", f"it has a leaf that is none of ours ({error})", _MEND) from error
    with instance.database.write() as connection:
        logged.save_leaves(connection, rows)
