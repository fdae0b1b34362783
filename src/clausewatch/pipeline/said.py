"""What is said of an edition: as it was kept, or found out now where nothing is kept under the present recipe."""

from __future__ import annotations

from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.recipe import circumstances
from clausewatch.meaning.said import findings_of, said_of
from clausewatch.nouns.document import Edition
from clausewatch.nouns.finding import Finding
from clausewatch.nouns.stated import Said
from clausewatch.storage import Database, stated


def said_in(database: Database, edition: Edition, subject: Subject) -> tuple[Said, ...]:
    """What is said of each provision, in order. The answer is the same whether it was kept or not."""
    kept = _kept(database, edition, subject)
    return said_of(edition, subject) if kept is None else kept


def findings_in(database: Database, edition: Edition, subject: Subject) -> tuple[Finding, ...]:
    """The findings of all statements, in order; likewise."""
    kept = _kept(database, edition, subject)
    if kept is not None:
        return tuple(finding for each in kept for finding in each.findings)
    return tuple(finding for each in findings_of(edition, subject) for finding in each.findings)


def _kept(database: Database, edition: Edition, subject: Subject) -> tuple[Said, ...] | None:
    version = edition.version
    with database.read() as connection:
        analysis = stated.analysis_of(connection, version.id)
        if analysis is None or analysis.context != circumstances(version.document, subject):
            return None
        found = stated.stated_in(connection, version.id)
    if found is None or len(found) != len(edition.outline.provisions):
        return None
    return tuple(each.said for each in found)
