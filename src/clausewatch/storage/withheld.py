"""The words of texts that were withheld: taken out of every row that holds them, so that no page, search or export can show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, or_, select, update

from clausewatch.nouns.change import RecordDates
from clausewatch.nouns.document import Outline, Version
from clausewatch.nouns.identity import CaptureId, Digest, DocumentId, RecordId, VersionId
from clausewatch.storage import codec, records, stating, versions
from clausewatch.storage.indexing import EDGE
from clausewatch.storage.standing import chunks, places_of, stand
from clausewatch.storage.tables import advice as advices
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import capture as captures_table
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import reading as readings
from clausewatch.storage.tables import record as records_table
from clausewatch.storage.tables import search as searched
from clausewatch.storage.tables import search_word as vocabulary
from clausewatch.storage.tables import version as versions_table
from clausewatch.storage.versions import EMPTIED, Layout

HEADLINE = "What changed here is withheld"
"""Of a change record that quoted a text which is withheld."""

_AT_ONCE = 1_000
_REASONS = ("A text that it quoted was withheld; a leaf of the log says so and why.",)


@dataclass(frozen=True, slots=True)
class Emptied:
    """How many versions have no words any more, how many provisions went with them, and how many change records quote nothing."""

    versions: int = 0
    provisions: int = 0
    records: int = 0


def empty(connection: Connection, text: Digest) -> Emptied:
    """Takes the words of that text out of every row that holds them, and what was said of them.

    (1) Provisions go that stood in no other version, with their place in the search; (2) words go by which nothing else can be
    found; (3) layout, outline, title and dates of its versions are emptied; (4) change records that quoted it keep when, between
    what and how grave, and are sealed anew; (5) what models proposed about it goes. Doing it again changes nothing.
    """
    named = versions_of(connection, text)
    # (1):
    before = _standing(connection, named)
    words = _words_of(connection, before)
    for each in named:
        _unsaid(connection, each)
    gone = before - _standing(connection, named, before)
    # (2):
    _unlearn(connection, words)
    # (3):
    for each in named:
        emptied = {
            "state": EMPTIED,
            "title": "",
            "dates": codec.dumps(()),
            "layout": codec.pack(Layout((), (), (), "", each.language)),
            "outline": codec.pack(Outline(())),
        }
        connection.execute(update(versions_table).where(versions_table.c.id == each.id).values(emptied))
    # (4):
    quoting = _quoting(connection, [each.id for each in named])
    # (5):
    _unadvise(connection, [each.id for each in named], quoting)
    for document in dict.fromkeys(each.document for each in named):
        stating.choose_clauses(connection, document)
    return Emptied(len(named), len(gone), len(quoting))


def versions_of(connection: Connection, text: Digest) -> tuple[Version, ...]:
    """The versions with that text, replaced ones too, oldest first."""
    table = versions_table.c
    query = select(table.id).where(table.text == text).order_by(table.observed_at, table.id)
    found = (versions.version(connection, each) for each in connection.execute(query).scalars())
    return tuple(each for each in found if each is not None)


def beside(connection: Connection, key: Digest) -> tuple[Digest, ...]:
    """Other objects of the archive that hold the words of this body, picture or text: what the captures brought that showed
    the same versions, and other readings of those."""
    captured = captures_table.c
    taken = set(
        connection.execute(
            select(captured.id).where(or_(captured.body == key, captured.screenshot == key))
        ).scalars()
    )
    shown = {each.id for each in versions_of(connection, key)}
    shown = _readings(connection, shown | _shown(connection, taken))
    found: set[Digest] = set()
    for some in chunks(shown):
        found.update(
            connection.execute(select(versions_table.c.text).where(versions_table.c.id.in_(some))).scalars()
        )
        showing = select(readings.c.capture).where(readings.c.version.in_(some))
        brought = select(captured.body, captured.screenshot).where(captured.id.in_(showing))
        for row in connection.execute(brought):
            found.update(each for each in row if each)
    return tuple(sorted(found - {key}))


def _shown(connection: Connection, taken: Collection[CaptureId]) -> set[VersionId]:
    """The versions that these captures brought or confirmed."""
    found: set[VersionId] = set()
    for some in chunks(taken):
        query = select(readings.c.version).where(
            readings.c.capture.in_(some), readings.c.version.is_not(None)
        )
        found.update(connection.execute(query).scalars())
    return found


def _readings(connection: Connection, some: Iterable[VersionId]) -> set[VersionId]:
    """These versions, what they read better, and what reads them better."""
    table = versions_table.c
    found: set[VersionId] = set()
    waiting = set(some)
    while waiting:
        found |= waiting
        near: set[VersionId] = set()
        for part in chunks(waiting):
            query = select(table.id, table.replaces).where(or_(table.id.in_(part), table.replaces.in_(part)))
            near |= {each for row in connection.execute(query) for each in row if each}
        waiting = near - found
    return found


def _standing(
    connection: Connection, named: Collection[Version], among: Collection[str] | None = None
) -> set[str]:
    """The provisions that these versions are made of; of `among` those that are there."""
    if among is None:
        places = (places_of(connection, each.id) for each in named)
        among = {name for each in places if each is not None for name, _ in each.rows}
    found: set[str] = set()
    for some in chunks(among):
        found.update(connection.execute(select(provisions.c.id).where(provisions.c.id.in_(some))).scalars())
    return found


def _unsaid(connection: Connection, version: Version) -> None:
    """As if the version had never been analysed."""
    if connection.execute(select(analyses.c.version).where(analyses.c.version == version.id)).first() is None:
        return
    # A better reading that waits to be analysed stands in the place of what it replaces.
    best = versions.version(connection, versions.reading_in_force(connection, version.id))
    assert best is not None
    stand(connection, best, ())
    connection.execute(delete(analyses).where(analyses.c.version == version.id))


def _words_of(connection: Connection, rows: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in chunks(rows):
        query = select(searched.c.words).where(searched.c.provision.in_(some))
        for words in connection.execute(query).scalars():
            found.update(words.split())
    return {each for each in found if not each.startswith(EDGE)}


def _unlearn(connection: Connection, words: set[str]) -> None:
    """Those words that no provision holds any more are no longer offered to who searches."""
    left = set(words)
    if left:
        query = select(searched.c.words).execution_options(yield_per=_AT_ONCE)
        for held in connection.execute(query).scalars():
            left.difference_update(held.split())
            if not left:
                return
    for some in chunks(sorted(left)):
        connection.execute(delete(vocabulary).where(vocabulary.c.word.in_(some)))


def _quoting(connection: Connection, named: Collection[VersionId]) -> tuple[RecordId, ...]:
    """Empties the records that lead to or from these versions."""
    table = records_table.c
    sides = or_(table.from_version.in_(named), table.to_version.in_(named))
    query = select(table.id).where(sides, table.to_version.is_not(None)).order_by(table.id)
    found = tuple(connection.execute(query).scalars())
    for each in records.by_id(connection, found).values():
        dates = RecordDates(silent_edit=each.dates.silent_edit, last_seen=each.dates.last_seen)
        records.renew(connection, replace(each, headline=HEADLINE, reasons=_REASONS, changes=(), dates=dates))
    return found


def _unadvise(connection: Connection, named: Collection[VersionId], quoting: Collection[RecordId]) -> None:
    subjects = advices.c.subject
    for each in named:
        connection.execute(delete(advices).where(subjects.startswith(f"{each}#", autoescape=True)))
    for some in chunks(quoting):
        connection.execute(delete(advices).where(subjects.in_(some)))


def emptied_of(connection: Connection, document: DocumentId) -> frozenset[VersionId]:
    """The versions of the document of which there are no words any more."""
    table = versions_table.c
    query = select(table.id).where(table.document == document, table.state == EMPTIED)
    return frozenset(connection.execute(query).scalars())


def emptied_among(connection: Connection, some: Iterable[VersionId]) -> frozenset[VersionId]:
    """Those of the versions of which there are no words any more."""
    found: set[VersionId] = set()
    for part in chunks(some):
        query = select(versions_table.c.id).where(
            versions_table.c.id.in_(part), versions_table.c.state == EMPTIED
        )
        found.update(connection.execute(query).scalars())
    return frozenset(found)
