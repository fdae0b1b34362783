"""What a team accepted, and what changed since: acceptances are kept, drift is worked out when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from clausewatch import change
from clausewatch.errors import BadInputError, UnknownNameError, WithheldObjectError
from clausewatch.nouns.baseline import OPEN, Acceptance, Drift
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.document import Cause, Edition, Version, in_force
from clausewatch.nouns.identity import PlatformId, VersionId
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import Connection, Database, baselines, catalog, records, versions
from clausewatch.storage.records import RecordFilter

MOST_NAME, MOST_NOTE = 200, 2000
_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)
_LEAST_ID = 6


def version_named(connection: Connection, document: Document, given: str) -> Version:
    """The version of that number, counted from 1 for the oldest, or of that identifier or its first letters."""
    known = in_force(versions.versions(connection, document.id))
    if _NUMBER.fullmatch(given):
        place = int(given)
        if 1 <= place <= len(known):
            return known[-place]
        mend = f"It has {len(known)}: 1 is the oldest, {len(known)} the current one"
        raise UnknownNameError(f"version {given} of {document.id}", "there is no such version", mend)
    found = [each for each in known if len(given) >= _LEAST_ID and each.id.startswith(given)]
    if len(found) != 1:
        reason = "several versions begin so" if found else "it is not known here"
        mend = f"Give a number from 1 (the oldest) to {len(known)}, or at least {_LEAST_ID} letters of its id"
        raise UnknownNameError(f"version {given[:80]!r} of {document.id}", reason, mend)
    return found[0]


def version_as_of(connection: Connection, document: Document, at: datetime | None) -> Version:
    """The version in force at that instant, or now."""
    found = versions.version_at(connection, document.id, at)
    if found is None:
        raise UnknownNameError(
            document.id,
            "it has no version at that time",
            "Check --at, or capture it with `clausewatch check`",
        )
    return found


def acceptance(document: Document, version: VersionId | None, at: datetime, by: str, note: str) -> Acceptance:
    """The acceptance to be saved, its words in one line each and of bounded length."""
    name, remark = " ".join(by.split()), " ".join(note.split())
    for what, words, most in (("--by", name, MOST_NAME), ("--note", remark, MOST_NOTE)):
        if len(words) > most or not words.isprintable():
            raise BadInputError(
                what, f"it is over {most} characters or holds control characters", "Write it plainer"
            )
    return Acceptance(document.id, version, at, name, remark)


def drifts(
    database: Database, editions: EditionShelf, platform: PlatformId | None = None, owner: str = OPEN
) -> Iterator[Drift]:
    """The drift of every document that has a baseline, by platform and document in the order of the catalogue."""
    with database.read() as connection:
        owners = catalog.platforms(connection)
        known = baselines.baselines(connection, owner)
    for each in owners:
        for document in each.documents:
            accepted = known.get(document.id)
            if accepted is not None and platform in (None, each.id):
                yield drift_of(database, editions, (each, document), accepted)


def drift_of(
    database: Database, editions: EditionShelf, of: tuple[Platform, Document], accepted: Acceptance
) -> Drift:
    """What changed in the document since that acceptance."""
    platform, document = of
    assert accepted.version is not None
    with database.read() as connection:
        was = versions.version(connection, versions.reading_in_force(connection, accepted.version))
        now = versions.version_at(connection, document.id, None)
        if was is None or now is None:
            raise LookupError(f"version {accepted.version} was accepted but is not on record")
        later = records.records(connection, RecordFilter(document=document.id, since=was.observed_at))
        between = tuple(each for each in as_ruled(connection, later) if each.observed_at > was.observed_at)
    found = Drift(
        platform, document, accepted, was, now, tuple(sorted(between, key=lambda each: each.observed_at))
    )
    if was.id == now.id:
        return found
    tongues = was.language.split("-")[0], now.language.split("-")[0]
    if all(tongues) and tongues[0] != tongues[1]:
        return replace(found, languages=(was.language, now.language))
    try:
        return replace(found, combined=_combined(_edition(editions, was.id), _edition(editions, now.id)))
    except WithheldObjectError:
        return replace(found, withheld=True)


def _combined(old: Edition, new: Edition) -> ChangeRecord:
    # Whoever read the new side best, between the two stands what the platform did.
    published = replace(new, version=replace(new.version, cause=Cause.PUBLISHED))
    record = change.compare(old, published).record
    return replace(record, changes=tuple(sorted(record.changes, key=lambda each: -each.severity.rank)))


def _edition(editions: EditionShelf, version: VersionId) -> Edition:
    found = editions.get(version)
    if found is None:
        raise LookupError(f"version {version} is named by storage but is not there")
    return found
