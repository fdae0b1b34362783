"""What is said of an edition: as it was kept, or found out now where nothing is kept under the present recipe; and over
it what editors ruled. Whatever is shown of a text comes through here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.document import Edition
from clausewatch.nouns.finding import Finding, TopicId
from clausewatch.nouns.review import Reviewed, Ruled
from clausewatch.nouns.stated import Said
from clausewatch.storage import Connection, Database, review, stated, versions
from clausewatch.storage.withheld import HEADLINE

# What finds out meanings is loaded where it is needed: a list of changes, or an edition as it was kept, needs little of it.
if TYPE_CHECKING:
    from clausewatch.meaning.analyse import Subject


def ruled_in(
    database: Database, edition: Edition, subject: Subject, *, kept_only: bool = False
) -> tuple[Ruled, ...] | None:
    """What is said of each provision, in order, with the rulings on it. The answer is the same whether it was kept or not;
    with `kept_only` it is None where it was not."""
    from clausewatch.meaning.review import laid_over
    from clausewatch.meaning.said import said_of

    kept = _kept(database, edition, subject)
    if kept is None and kept_only:
        return None
    said = said_of(edition, subject) if kept is None else kept
    rulings, compared = _rulings(database, edition)
    return laid_over(compared, subject, said, rulings)


def earlier_in(
    database: Database, edition: Edition, subject: Subject
) -> tuple[datetime, tuple[Ruled, ...]] | None:
    """What an earlier recipe said of each provision, with the rulings on it, and when; None where none of them did.

    Its sentences passed the gate of then. What is shown of them is to say that they are of an earlier analysis.
    """
    from clausewatch.meaning.review import laid_over

    with database.read() as connection:
        analysis = stated.analysis_of(connection, edition.version.id)
        found = stated.stated_in(connection, edition.version.id) if analysis else None
    if analysis is None or found is None or len(found) != len(edition.outline.provisions):
        return None
    rulings, compared = _rulings(database, edition)
    return analysis.at, laid_over(compared, subject, tuple(each.said for each in found), rulings)


def ruled_at(database: Database, edition: Edition, number: int, subject: Subject) -> Ruled | None:
    """What `ruled_in` gives for the provision at that place, and only that was read; None where a ruling or what is kept
    asks for all of them."""
    with database.read() as connection:
        document = edition.version.document
        if review.count(connection, document) or not _stands(connection, edition, subject):
            return None
        said = stated.said_at_place(connection, edition.version.id, number)
    return None if said is None else Ruled(said, said, said)


def ruled_among(
    database: Database, edition: Edition, numbers: Collection[int], subject: Subject
) -> dict[int, Ruled]:
    """What `ruled_in` gives for the provisions at those places of an edition that was analysed. Only they are read, unless a
    ruling asks for all of them."""
    with database.read() as connection:
        ruled = bool(review.count(connection, edition.version.document))
        said = None if ruled else stated.said_at_places(connection, edition.version.id, numbers)
    if said is None or len(said) < len(set(numbers)):
        every = ruled_in(database, edition, subject) or ()
        return {number: every[number] for number in numbers}
    return {number: Ruled(each, each, each) for number, each in said.items()}


def analysed(database: Database, edition: Edition, subject: Subject) -> bool:
    """Whether what is said of the edition under these circumstances is kept."""
    with database.read() as connection:
        return _stands(connection, edition, subject)


def said_in(database: Database, edition: Edition, subject: Subject) -> tuple[Said, ...]:
    """What is shown of each provision, in order."""
    return tuple(each.said for each in ruled_in(database, edition, subject) or ())


def findings_in(
    database: Database, edition: Edition, subject: Subject, among: Collection[TopicId] | None = None
) -> tuple[Finding, ...]:
    """The findings of all statements as they are shown, in order.

    With `among` at least those that have one of these topics for their first or second, and perhaps others: the rest is not
    read where that is possible.
    """
    from clausewatch.meaning.review import laid_over
    from clausewatch.meaning.said import findings_of

    rulings, compared = _rulings(database, edition)
    kept = _kept_findings(database, edition, subject, None if rulings else among)
    if kept is None:
        kept = tuple(Said(each.findings) for each in findings_of(edition, subject))
    shown = laid_over(compared, subject, kept, rulings)
    return tuple(finding for each in shown for finding in each.said.findings)


def as_ruled(connection: Connection, found: Iterable[ChangeRecord]) -> tuple[ChangeRecord, ...]:
    """The records as they are shown: with the headlines and summaries that editors gave them.

    Where the text that one quoted is withheld it stays as it was emptied: an editor's words may quote it too.
    """
    known = tuple(found)
    rulings = review.on_records(connection, (each.document for each in known))
    if not rulings:
        return known
    from clausewatch.meaning.review import ruled_record

    return tuple(each if each.headline == HEADLINE else ruled_record(each, rulings) for each in known)


def _rulings(database: Database, edition: Edition) -> tuple[tuple[Reviewed, ...], Edition]:
    """The rulings on the document, and the edition with its lineage as it is stored now."""
    with database.read() as connection:
        rulings = review.rulings(connection, edition.version.document)
        lineage = versions.lineage_of(connection, edition.version.id) if rulings else ()
    fits = len(lineage) == len(edition.outline.provisions)
    return (rulings, replace(edition, lineage=lineage)) if fits else ((), edition)


def _kept(database: Database, edition: Edition, subject: Subject) -> tuple[Said, ...] | None:
    with database.read() as connection:
        if not _stands(connection, edition, subject):
            return None
        found = tuple([each.said for each in stated.stated_in(connection, edition.version.id) or ()])
    return found if len(found) == len(edition.outline.provisions) else None


def _kept_findings(
    database: Database, edition: Edition, subject: Subject, among: Collection[TopicId] | None
) -> tuple[Said, ...] | None:
    with database.read() as connection:
        if not _stands(connection, edition, subject):
            return None
        found = stated.findings_at_places(connection, edition.version.id, among)
    return found if found is not None and len(found) == len(edition.outline.provisions) else None


def _stands(connection: Connection, edition: Edition, subject: Subject) -> bool:
    from clausewatch.meaning.recipe import circumstances

    version = edition.version
    analysis = stated.analysis_of(connection, version.id)
    return analysis is not None and analysis.context == circumstances(version.document, subject)
