"""Check the log: its files, its leaves among themselves, and that they and the database tell of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from clausewatch.errors import ClausewatchError, DamagedObjectError
from clausewatch.nouns.identity import Digest, digest
from clausewatch.pipeline.checkpoint import leaf_row
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.verify_rows import LONGEST_ROUND
from clausewatch.ports import SignedHead
from clausewatch.proof.check_leaves import instant_of
from clausewatch.proof.leaves import Head, capture_record, instant, report_digest
from clausewatch.proof.note import parse_key
from clausewatch.proof.periods import signed_by
from clausewatch.proof.statement import Leaf, LeafKind, parse_statement
from clausewatch.proof.tree import leaf_hash, nodes_over, root
from clausewatch.storage import Connection, captures, codec, derived, logged, stated, versions
from clausewatch.storage.logged import LeafRow

Problem = tuple[str, str]

UNREADABLE = codec.UNREADABLE
"""What reading a row raises that is not as it was written: `verify` names it and goes on."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_OTHER = "another signed it, or that key was lost before it signed, and `clausewatch log rotate-key` hands over to a new one"
_LATE = "no leaf is about it, though the log went on since; the next round logs it under its own date"


@dataclass(frozen=True, slots=True)
class LogVerified:
    """How many leaves were checked, how many things wait for theirs, and what fails. `told` are no failures."""

    leaves: int
    waiting: int
    problems: tuple[Problem, ...]
    told: tuple[str, ...] = ()


@dataclass(slots=True)
class _Walk:
    """What the leaves so far say: each track's last, the hashes for the roots that leaves name, analyses by version."""

    instance: Instance
    connection: Connection
    hashes: list[bytes] = field(default_factory=list)
    tracks: dict[str, LeafRow] = field(default_factory=dict)
    analyses: dict[str, tuple[LeafRow, Leaf]] = field(default_factory=dict)
    records: dict[Digest, frozenset[Digest]] = field(default_factory=dict)
    last: LeafRow | None = None
    keys: list[tuple[int, str]] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)
    backwards: int = 0
    begun: datetime | None = None
    logged: dict[str, datetime] = field(default_factory=dict)
    late: list[int] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)


def verify_log(instance: Instance) -> LogVerified:
    """(1) every tile and entry hashes to the signed root; (2) leaves are ours, follow one another in their tracks and name
    heads that the log had and still keeps, and the keys that they name signed its heads; (3) each is what the database has of its capture, version or analysis, and its record is in
    the archive; (4) the database remembers each, and nothing older than a round waits for one but what was there before the log."""
    # Before the head: rows follow leaves, so that a round meanwhile makes neither look short of the other.
    with instance.database.read() as connection:
        known = logged.known_size(connection)
    # (1):
    problems: list[Problem] = []
    try:
        head = instance.log.head()
        problems += instance.log.problems()
    except ClausewatchError as error:
        return LogVerified(0, 0, ((error.subject, error.reason),))
    if problems:
        return LogVerified(0, 0, tuple(problems))
    with instance.database.read() as connection:
        # The folder was looked at when nobody wrote: whoever wrote this head had made its rows, or was cut off.
        rows = logged.known_size(connection)
        if head is None:
            gone = (("the log", f"it is not there, and the database knows {known} leaves of it"),)
            return LogVerified(0, 0, gone if known else ())
        # (2) and (3):
        walk = _Walk(instance, connection)
        try:
            problems += _leaves(walk, head, known)
            problems += _unremembered(rows, head)
        except UNREADABLE as error:
            problems.append(("the database", f"a row cannot be read ({type(error).__name__}: {error})"))
        # (4):
        waits = logged.waiting(connection)
        last = logged.latest_leaves(connection, 1)
    # What is older than the log could be logged from its first leaf on; a first round that was cut off is no failure.
    begun, now = (walk.begun, last[0].at) if walk.begun and last else (None, None)
    late = [
        each
        for each in waits
        if each.since and begun and now and now - max(each.since, begun) > LONGEST_ROUND
    ]
    problems += [(f"{each.kind} {each.subject}", _LATE) for each in late]
    return LogVerified(head.checkpoint.size, len(waits), tuple(problems), tuple(_told(walk)))


def _told(walk: _Walk) -> Iterator[str]:
    """What is no failure, and should be known."""
    if walk.backwards:
        yield f"the clock went back between {walk.backwards} pairs of leaves"
    if walk.late:
        yield (
            f"{len(walk.late)} live captures or versions came into the log more than {LONGEST_ROUND.seconds // 3600} hours after they say "
            f"they were there, first leaf {walk.late[0]}: a fault kept them waiting, or they were put in later"
        )
    for number in walk.given_up:
        yield f"the key that leaf {number} names never signed: handing over to it was given up"


def _leaves(walk: _Walk, head: SignedHead, known: int) -> Iterator[Problem]:
    size = head.checkpoint.size
    nodes = nodes_over(walk.hashes)
    roots: dict[int, str] = {}
    rows = logged.all_leaves(walk.connection, size)
    if known > size:
        yield "the log", f"it has {size} leaves, and the database knows {known}"
    for number, entry in enumerate(walk.instance.log.entries(0, size, size)):
        subject = f"leaf {number}"
        try:
            leaf, row = parse_statement(entry), leaf_row(number, entry)
            came_after = _after(leaf)
        except ValueError as error:
            yield subject, str(error)
            walk.hashes.append(leaf_hash(entry))
            continue
        walk.heads.setdefault(came_after.size, number)
        if came_after.size not in roots and came_after.size <= number:
            roots[came_after.size] = root(came_after.size, nodes).hex()
        if roots.get(came_after.size) != came_after.root:
            yield subject, "the head it says it came after is none that this log had"
        walk.hashes.append(leaf_hash(entry))
        yield from ((subject, why) for why in _in_track(walk, row, leaf))
        # Those that it does not remember at the log's end are told together.
        if number < known and rows.get(number) != row:
            yield (
                subject,
                "the database remembers another in its place" if number in rows else "the database lost it",
            )
        yield from (
            (f"{subject}, {leaf.kind.value} {row.subject}", why) for why in _as_stored(walk, row, leaf)
        )
    yield from _keys(walk, head)
    yield from _kept(walk, size)
    for row, leaf in walk.analyses.values():
        yield from (
            (f"leaf {row.number}, analysis of {row.subject}", why) for why in _analysis(walk, row, leaf)
        )


def _unremembered(rows: int, head: SignedHead) -> Iterator[Problem]:
    """Leaves at the log's end without rows. The next round makes them: a round may have been cut off, or rows were taken away."""
    size = head.checkpoint.size
    if rows < size:
        yield (
            f"leaf {rows}" if rows + 1 == size else f"leaves {rows} to {size - 1}",
            "the database has no row of it, though the log has it: a round was cut off, or it was taken away; the next makes it again",
        )


def _keys(walk: _Walk, head: SignedHead) -> Iterator[Problem]:
    """Whether heads are signed by the keys that the leaves name, each from its leaf on, and each handed over by the one before."""
    known = [(each.start, str(each.key)) for each in walk.instance.log.periods()]
    named = walk.keys[-1][1] if walk.keys else None
    # Keys that were lost before they signed alone, and that the log was not handed over to but to a later one.
    lost = [each for each in walk.keys[1:-1] if each not in known]
    walk.given_up += [start - 1 for start, _ in lost]
    walk.keys = [each for each in walk.keys if each not in lost]
    # A hand-over that was cut off, which a round tells of: its leaf stands under a head that both keys signed.
    begun = bool(known) and walk.keys[:-1] == known and named != known[-1][1]
    if begun and named and signed_by(head.note, parse_key(named)):
        return
    if known != walk.keys:
        if named != str(head.key):
            why = f"its head is signed by {head.key}, and the key that its leaves name last is {named}"
            yield "the log", f"{why}: {_OTHER}"
        else:
            yield "the log", "its leaves name other keys, or from other heads on, than it is read by"
        return
    for (_, before), (start, _) in pairwise(known):
        kept = walk.instance.log.head(start)
        if kept is not None and not signed_by(kept.note, parse_key(before)):
            yield (
                f"the head of {start} leaves",
                "it hands over to a new key, and the key before did not sign it",
            )


def _kept(walk: _Walk, size: int) -> Iterator[Problem]:
    """Heads that were signed, since a leaf tells that it came after them, and that are no longer kept."""
    there = {0, *walk.instance.log.heads()}
    # Heads are kept from some release on, and since then without a gap.
    begun = min(there - {0}, default=size)
    for each in sorted(each for each in {*walk.heads, size} - there if each >= begun):
        after = f"which leaf {walk.heads[each]} came after" if each in walk.heads else "the last one"
        yield "the log", f"the head of {each} leaves, {after}, is no longer kept"


def _after(leaf: Leaf) -> Head:
    """The head that the leaf says it came after. ValueError where it says none, or lacks what else is looked at here."""
    wanted = ("after", "prev", "records") if leaf.kind is LeafKind.CAPTURE else ("after", "prev")
    lacks = [name for name in wanted if name not in leaf.said]
    if lacks:
        raise ValueError(f"it lacks {' and '.join(lacks)}")
    after = leaf.said["after"]
    size, top = (after.get("size"), after.get("root")) if isinstance(after, dict) else (None, None)
    # A bool is an int; a negative size would have the empty tree's root.
    if type(size) is not int or size < 0 or not isinstance(top, str):
        raise ValueError("what it says it came after is no head")
    if not all(_DIGEST.fullmatch(str(each)) for each in _archived_of(leaf)):
        raise ValueError("what it names of the archive is no digest")
    return Head(size, top)


def _archived_of(leaf: Leaf) -> tuple[object, ...]:
    """The names of archived objects that are looked up as the leaf gives them."""
    if leaf.kind is LeafKind.CAPTURE:
        return (leaf.said["records"],)
    return (leaf.subjects["roster"],) if leaf.kind is LeafKind.ROSTER else ()


def _in_track(walk: _Walk, row: LeafRow, leaf: Leaf) -> Iterator[str]:
    before = walk.tracks.get(row.track)
    expected = (0, None) if before is None else (before.seq + 1, before.hash)
    if (row.seq, leaf.said["prev"]) != expected:
        yield f"it does not follow the leaf before it of {row.track}"
    walk.begun = walk.begun or row.at
    walk.backwards += walk.last is not None and row.at < walk.last.at
    walk.tracks[row.track] = walk.last = row


def _as_stored(walk: _Walk, row: LeafRow, leaf: Leaf) -> Iterator[str]:
    if leaf.kind is LeafKind.CAPTURE:
        if leaf.said.get("kind") == "live":
            _timely(walk, row, instant_of(leaf.said["t0"]))
        walk.logged[row.subject] = row.at
        yield from _capture(walk, row, leaf)
    elif leaf.kind is LeafKind.VERSION:
        # Read better it may be at any time.
        if leaf.said.get("cause") == "published":
            of = (walk.logged.get(each, row.at) for each in leaf.said.get("captures", ()))
            _timely(walk, row, max(of, default=row.at))
        yield from _version(walk, row, leaf)
    elif leaf.kind is LeafKind.ANALYSIS:
        walk.analyses[row.subject] = row, leaf
    elif leaf.kind is LeafKind.ROSTER:
        yield from _archived(walk, leaf.subjects["roster"])
    elif leaf.kind is LeafKind.KEY:
        key = str(leaf.said.get("key"))
        walk.keys.append((row.number + 1 if walk.keys else 0, key))
        if digest(key.encode()) != row.subject:
            yield "the key it tells is not the one that its digest names"


def _timely(walk: _Walk, row: LeafRow, since: datetime) -> None:
    """Notes a leaf about what was there long before, though the log had begun."""
    if walk.begun is not None and since > walk.begun and row.at - since > LONGEST_ROUND:
        walk.late.append(row.number)


def _capture(walk: _Walk, row: LeafRow, leaf: Leaf) -> Iterator[str]:
    records = leaf.said["records"]
    if records not in walk.records:
        try:
            lines = walk.instance.bodies.get(records).split(b"\n")
            walk.records[records] = frozenset(map(digest, lines))
        except DamagedObjectError as error:
            walk.records[records] = frozenset()
            yield str(error)
    if leaf.subjects.get("record") not in walk.records[records]:
        yield "its record is not in the archive"
    found = captures.capture(walk.connection, row.subject)
    if found is None:
        yield "the database has no such capture"
        return
    if found.exchange.renderer != derived.renderer_of(walk.connection, row.subject):
        yield "it is kept as rendered by another browser than its exchange says"
    if digest(capture_record(found)) != leaf.subjects.get("record"):
        yield "the capture in the database is not the one that was logged"
    if found.body != leaf.subjects.get("body") or found.screenshot != leaf.subjects.get("screenshot"):
        yield "its body or picture in the database is not the one that was logged"


def _version(walk: _Walk, row: LeafRow, leaf: Leaf) -> Iterator[str]:
    found = versions.version(walk.connection, row.subject)
    if found is None:
        yield "the database has no such version"
        return
    stored = {
        "document": found.document,
        "t0": instant(found.observed_at),
        "captures": list(found.captures),
        "bodies": list(logged.bodies_of(walk.connection, found.captures)),
        "cause": found.cause.value,
        "replaces": found.replaces,
        "fingerprint": found.fingerprint,
    }
    wrong = sorted(name for name, value in stored.items() if leaf.said.get(name) != value)
    if found.text != leaf.subjects.get("text"):
        wrong.append("text")
    wrong += _as_read(walk, row, leaf)
    if wrong:
        yield f"the version in the database has another {' and '.join(wrong)} than was logged"


def _as_read(walk: _Walk, row: LeafRow, leaf: Leaf) -> Iterator[str]:
    """Of the recipe and what was learned: both may be others since a later recipe confirmed the reading."""
    found, extractor = derived.version_row(walk.connection, row.subject), leaf.said.get("extractor")
    if found is None or not isinstance(extractor, dict):
        return
    if found.confirmed_by is None and extractor.get("recipe") != found.recipe:
        yield "recipe"
    if found.confirmed_by is None and found.learned != leaf.subjects.get("learned"):
        yield "lesson"


def _analysis(walk: _Walk, row: LeafRow, leaf: Leaf) -> Iterator[str]:
    """The last leaf about a version against its analysis, where that was not made anew since or left with a reading."""
    found = stated.analysis_of(walk.connection, row.subject)
    if found is None:
        of = derived.version_row(walk.connection, row.subject)
        if of is not None and not of.replaced and not of.emptied:
            yield "the database lost it"
        return
    if instant(found.at) != leaf.said["t0"]:
        return
    rows = logged.report_rows(walk.connection, row.subject)
    if report_digest(row.subject, rows) != leaf.subjects.get("report"):
        yield "what the database has of it is not what was logged"


def _archived(walk: _Walk, name: Digest) -> Iterator[str]:
    try:
        walk.instance.bodies.get(name)
    except DamagedObjectError as error:
        yield str(error)
