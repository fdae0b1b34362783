"""Withhold something that was captured or read: bytes and words go, and a leaf of the log says that they did and why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.errors import BadInputError, ClausewatchError, UnknownNameError
from clausewatch.nouns.identity import Digest, DocumentId
from clausewatch.pipeline.checkpoint import adopt, append_leaves, log_waiting
from clausewatch.pipeline.instance import Instance
from clausewatch.proof.leaves import tombstone_leaf
from clausewatch.storage import Connection, captures, logged, review, versions, withheld
from clausewatch.storage.withheld import Emptied

_KEY = re.compile(r"[0-9a-f]{64}")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Withheld:
    """The leaf that says so, what named the object, what went from the database with it, and which other objects hold words of the
    same versions and are not withheld."""

    leaf: int
    named_by: tuple[str, ...]
    emptied: Emptied
    beside: tuple[Digest, ...] = ()


def withhold(instance: Instance, key: Digest, reason: str) -> Withheld:
    """Takes the archived body, picture or text of that SHA-256 away for good.

    (1) What names it is in the log; (2) a leaf says that it is withheld; (3) the bytes go, and (4) with a text every word of it
    that the database has and no other version does: provisions and what is said of them, quotations, the search index. A crash
    in between leaves a leaf, and calling again ends it. Leaves that name the object stay. BadInputError for what cannot be
    withheld, or not while the next capture is compared with it.
    """
    if not _KEY.fullmatch(key):
        raise BadInputError(f"object {key!r}", "it is no SHA-256", "Give 64 lowercase hexadecimal digits")
    if not reason.strip() or len(reason) > _LONGEST or not reason.isprintable():
        raise BadInputError(
            "the reason",
            f"it is empty, longer than {_LONGEST} characters or of several lines",
            "Say in a sentence why: the log keeps it for good, so name nobody in it",
        )
    # (1):
    with instance.database.read() as connection:
        named = logged.naming(connection, key)
        in_use = next((each for _, _, each in named if _in_use(connection, each, key)), None)
    if not named:
        raise UnknownNameError(
            f"object {key}", "no capture brought it and no version has it as its text", _WHICH
        )
    if in_use is not None:
        raise BadInputError(
            f"object {key}",
            f"the next capture of {in_use} is compared with it",
            "Stop watching that document first",
        )
    waiting = log_waiting(instance)
    if waiting.faults:
        raise ClausewatchError("the log", waiting.faults[0], "Nothing was withheld")
    # (2):
    with instance.log.writing() as writer:
        tuple(adopt(instance, writer))
        with instance.database.read() as connection:
            row = logged.leaf_about(connection, "tombstone", key)
        number = row.number if row else writer.head.size
        if row is None:
            told = [f"{kind} {name}" for kind, name, _ in named]
            append_leaves(
                instance, writer, [("tombstone", lambda place: tombstone_leaf(key, told, reason, place))]
            )
    # (3):
    instance.bodies.withhold(key, reason)
    # (4):
    with instance.database.write() as connection:
        # A round that is analysing or comparing the text ends first, or finds it emptied before it writes.
        review.hold(connection)
        emptied = withheld.empty(connection, key)
        held = withheld.beside(connection, key)
    return Withheld(
        number,
        tuple(f"{kind} {name}" for kind, name, _ in named),
        emptied,
        tuple(each for each in held if instance.bodies.has(each)),
    )


_WHICH = "`clausewatch log prove --version ID --json` names what a leaf is about"


def _in_use(connection: Connection, document: DocumentId, key: Digest) -> bool:
    """Whether rounds still need the object: the document is watched, and this is what it says now or last answered."""
    watched = next((each for each in logged.watched_documents(connection) if each.id == document), None)
    if watched is None:
        return False
    current = versions.version_at(connection, document, None)
    needed: set[Digest | None] = set()
    if current is not None:
        needed = {current.text, *logged.bodies_of(connection, current.captures)}
    for source in watched.sources:
        last = captures.last_with_body(connection, source.id)
        needed |= set() if last is None else {last.body, last.screenshot}
    return key in needed
