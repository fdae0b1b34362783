"""Step: find out what the provisions of a document's versions mean, and keep it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.errors import WithheldObjectError
from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.recipe import circumstances, recipe
from clausewatch.meaning.review import laid_over
from clausewatch.meaning.said import Notes, gravest, said_of, topics_perhaps, topics_told
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.document import Edition
from clausewatch.nouns.finding import SentenceKind
from clausewatch.nouns.identity import Digest, DocumentId, PlatformId, VersionId
from clausewatch.nouns.stated import Analysis, Said
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import Database, catalog, renaming, review, stated, stating, versions, withheld
from clausewatch.storage.stated import Unanalysed
from clausewatch.storage.stating import Given


@dataclass(frozen=True, slots=True)
class Analysed:
    """How many versions were analysed, with their statements, sentences and what the gate refused; and the faults of
    ours that kept a document from it."""

    versions: int = 0
    statements: int = 0
    sentences: int = 0
    refused: int = 0
    faults: tuple[str, ...] = ()

    def __add__(self, other: Analysed) -> Analysed:
        return Analysed(
            self.versions + other.versions,
            self.statements + other.statements,
            self.sentences + other.sentences,
            self.refused + other.refused,
            self.faults + other.faults,
        )


def subject_of(document: Document, owner: Platform) -> Subject:
    """Whose document it is, as findings depend on it."""
    return Subject(document.name, document.type, owner.name, owner.company)


def subjects(database: Database, platform: PlatformId | None = None) -> dict[DocumentId, Subject]:
    """The subject of every document, or of one platform's."""
    with database.read() as connection:
        one = None if platform is None else catalog.platform(connection, platform)
        owners = catalog.platforms(connection) if platform is None else (one,) if one is not None else ()
    return {each.id: subject_of(each, owner) for owner in owners for each in owner.documents}


def waiting_versions(
    database: Database, platform: PlatformId | None = None, *, everything: bool
) -> dict[DocumentId, tuple[VersionId, ...]]:
    """The versions to be analysed, in the order in which that is done.

    What is newer than anything that was analysed of its document comes first, oldest first: of a document of which
    nothing was, that is its current version alone. With `everything` its history follows, newest first, so that a run
    that is broken off leaves no gap between what was analysed and now.
    """
    return _waiting(database, subjects(database, platform), None, everything=everything)


def _waiting(
    database: Database, known: Mapping[DocumentId, Subject], only: DocumentId | None, *, everything: bool
) -> dict[DocumentId, tuple[VersionId, ...]]:
    contexts = _contexts(known)
    with database.read() as connection:
        pending = stated.unanalysed(connection, frozenset(contexts.values()), only)
        newest = stated.newest_analysed(connection, frozenset(contexts.values()))
    by_document: dict[DocumentId, list[Unanalysed]] = {}
    for each in pending:
        if each.document in contexts:
            by_document.setdefault(each.document, []).append(each)
    ordered = {
        document: _ordered(waiting, newest.get(document), everything=everything)
        for document, waiting in by_document.items()
    }
    return {document: chosen for document, chosen in ordered.items() if chosen}


def analyse_current(instance: Instance, document: DocumentId) -> Analysed:
    """Analyses the document's current version, and those that came since one was analysed."""
    return _analyse(instance, document, everything=False)


def analyse_all(instance: Instance, document: DocumentId) -> Analysed:
    """Analyses every version of the document in force that was not, by the present recipe."""
    return _analyse(instance, document, everything=True)


def adopt_taxonomy(database: Database) -> int:
    """Lets provisions be found by today's topics where theirs were split or merged since; gives how many entries moved."""
    moves = taxonomy().moves
    with database.read() as connection:
        known = frozenset(renaming.known_topics(connection)) if moves else frozenset()
    moved = {old: new for old in known if (new := taxonomy().today(old)) != (old,)}
    if not moved:
        return 0
    with database.write() as connection:
        return renaming.rename_topics(connection, moved)


def _analyse(instance: Instance, document: DocumentId, *, everything: bool) -> Analysed:
    """One transaction for each version: what was kept stays kept, and the next run goes on from there."""
    subject = subjects(instance.database, document.partition("/")[0])[document]
    known = {document: subject}
    waiting = _waiting(instance.database, known, document, everything=everything).get(document, ())
    notes = _notes(instance.database, document, subject)
    done = Analysed()
    for version in waiting:
        # What was withheld is not analysed, and keeps nothing else from it.
        with suppress(WithheldObjectError):
            done += _analyse_version(instance, version, subject, notes)
    return done


def _analyse_version(instance: Instance, version: VersionId, subject: Subject, notes: Notes) -> Analysed:
    edition = _compared(instance, version)
    said = said_of(edition, subject, notes)
    analysis = Analysis(
        version=version,
        document=edition.version.document,
        recipe=recipe(),
        context=circumstances(edition.version.document, subject),
        at=instance.clock.now(),
        statements=sum(len(each.findings) for each in said),
        sentences=sum(map(grounded_in, said)),
        refused=sum(len(each.refused) for each in said),
    )
    with instance.database.write() as connection:
        review.hold_still(connection)
        if withheld.emptied_among(connection, (version,)):
            raise WithheldObjectError(
                f"version {version}", "its words were withheld meanwhile", "The log has a leaf that says so"
            )
        rulings = review.rulings(connection, analysis.document)
        shown = [each.said.findings for each in laid_over(edition, subject, said, rulings)]
        content = edition.text.content
        given = [
            Given(each, gravest(found), topics_told(found), topics_perhaps(found, content))
            for each, found in zip(said, shown, strict=True)
        ]
        stating.save_analysis(connection, edition, given, analysis, notes.names)
    return Analysed(1, analysis.statements, analysis.sentences, analysis.refused)


def grounded_in(said: Said) -> int:
    """How many sentences speak about the document itself."""
    return sum(each.kind is SentenceKind.GROUNDED for each in said.sentences)


def _compared(instance: Instance, version: VersionId) -> Edition:
    """The edition with its lineage as it is stored now."""
    edition = instance.editions.get(version)
    with instance.database.read() as connection:
        lineage = versions.lineage_of(connection, version)
    if edition is None or len(lineage) != len(edition.outline.provisions):
        raise LookupError(f"version {version} is named by storage but is not there or was not compared")
    return replace(edition, lineage=lineage)


def _notes(database: Database, document: DocumentId, subject: Subject) -> Notes:
    """What the newest analysed version tells about statements that come up again."""
    notes = Notes()
    with database.read() as connection:
        known = stated.analyses_of(connection, document)
        same = [each for each in known if each.context == circumstances(document, subject)]
        if same:
            notes.names = stated.names_of(connection, same[-1].version) or ""
            for each in stated.stated_in(connection, same[-1].version) or ():
                notes.remember(each)
    return notes


def _contexts(known: Mapping[DocumentId, Subject]) -> dict[DocumentId, Digest]:
    return {document: circumstances(document, subject) for document, subject in known.items()}


def _ordered(
    waiting: list[Unanalysed], newest: datetime | None, *, everything: bool
) -> tuple[VersionId, ...]:
    fresh = [each for each in waiting if newest is None or each.observed_at > newest]
    if newest is None:
        fresh = fresh[-1:]
    past = [each for each in reversed(waiting) if each not in fresh] if everything else []
    return tuple(each.version for each in (*fresh, *past))
