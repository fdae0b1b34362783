"""How many provisions in force speak of each topic, and how they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.search import Facet
from clausewatch.storage.indexing import facet_of, facet_value
from clausewatch.storage.search_counts import counted
from clausewatch.storage.tables import document as documents
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import search as searched


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
    if document is None:
        words: Mapping[str, int] = counted(connection, platform)
    else:
        kept = select(searched.c.facets).join(provisions, provisions.c.id == searched.c.provision)
        kept = kept.where(provisions.c.document == document, provisions.c.observed_to.is_(None))
        if platform is not None:
            kept = kept.join(documents, documents.c.id == provisions.c.document)
            kept = kept.where(documents.c.platform == platform)
        words = Counter(word for row in connection.execute(kept).scalars() for word in row.split())

    def values(facet: Facet) -> tuple[tuple[str, int], ...]:
        told = ((facet_value(word), number) for word, number in words.items() if facet_of(word) is facet)
        return tuple(sorted(told, key=lambda each: (-each[1], each[0])))

    return Facets(
        provisions=sum(number for _, number in values(Facet.PLATFORM)),
        topics=values(Facet.TOPIC),
        modalities=values(Facet.MODALITY),
        parties=values(Facet.PARTY),
        severities=tuple(sorted(values(Facet.SEVERITY))),
    )
