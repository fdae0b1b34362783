"""How many provisions in force speak of each topic, and how they do."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.storage.tables import document as documents
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_topic as topics


@dataclass(frozen=True, slots=True)
class Facets:
    """Provisions by each value, the most frequent first: a provision counts once for each topic it speaks of."""

    provisions: int
    topics: tuple[tuple[str, int], ...]
    modalities: tuple[tuple[str, int], ...]
    parties: tuple[tuple[str, int], ...]
    severities: tuple[tuple[str, int], ...]


def facets(
    connection: Connection, platform: PlatformId | None = None, document: DocumentId | None = None
) -> Facets:
    """What the provisions in force are found by: of all documents, of a platform, or of one document."""
    kept: list[ColumnElement[bool]] = [provisions.c.observed_to.is_(None)]
    if platform is not None:
        kept.append(provisions.c.document.in_(select(documents.c.id).where(documents.c.platform == platform)))
    if document is not None:
        kept.append(provisions.c.document == document)
    total = connection.execute(select(func.count()).select_from(provisions).where(*kept)).scalar_one()

    def counted(name: str) -> tuple[tuple[str, int], ...]:
        column = topics.c[name]
        count = func.count(provisions.c.id.distinct())
        query = (
            select(column, count)
            .join(provisions, provisions.c.id == topics.c.provision)
            .where(*kept)
            .group_by(column)
            .order_by(count.desc(), column)
        )
        return tuple((str(value), int(number)) for value, number in connection.execute(query))

    severity = provisions.c.severity
    graded = select(severity, func.count()).where(*kept).group_by(severity).order_by(severity)
    return Facets(
        provisions=int(total),
        topics=counted("topic"),
        modalities=counted("modality"),
        parties=counted("party"),
        severities=tuple((str(value), int(number)) for value, number in connection.execute(graded)),
    )
