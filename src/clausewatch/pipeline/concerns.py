"""What each change of a record concerns: the topics its provision speaks of, and the regulations that bear on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.regulate import all_bearing, case_of
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import Change, ChangeRecord
from clausewatch.nouns.document import Edition, Provision
from clausewatch.nouns.identity import LineageId, ProvisionId, VersionId
from clausewatch.nouns.review import Ruled
from clausewatch.nouns.subscription import NO_CONCERN, Concern, Watch
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.said import ruled_in
from clausewatch.storage import Database, versions

Editions = Callable[[VersionId], Edition | None]


def asked_by(watches: Iterable[Watch]) -> bool:
    """Whether some of the watches look at what changes concern."""
    return any(
        each.scope.topics or each.scope.regulations or "topic:" in each.scope.search.casefold()
        for each in watches
    )


def concerns(
    database: Database, editions: Editions, record: ChangeRecord, document: Document, owner: Platform
) -> tuple[Concern, ...]:
    """Of each change, in order: what its provision concerned before and concerns after. What an editor ruled counts."""
    sides = [
        _Side(database, edition, document, owner)
        for version in (record.from_version, record.to_version)
        if record.changes and version is not None and (edition := editions(version)) is not None
    ]
    return tuple(_joined(side.concern(change) for side in sides) for change in record.changes)


class _Side:
    """One of the two versions: its provisions by lineage and address, each looked at once."""

    def __init__(self, database: Database, edition: Edition, document: Document, owner: Platform) -> None:
        self._edition = edition
        self._document = document
        self._ruled = ruled_in(database, edition, subject_of(document, owner)) or ()
        provisions = edition.outline.provisions
        with database.read() as connection:
            lineage = versions.lineage_of(connection, edition.version.id)
        self._by_lineage: dict[LineageId, int] = dict(zip(lineage, range(len(provisions)), strict=False))
        self._by_address: dict[ProvisionId, int] = {each.id: at for at, each in enumerate(provisions)}
        self._known: dict[int, Concern] = {}

    def concern(self, change: Change) -> Concern:
        """Of the provision that the change names; nothing where it is not on this side."""
        place = self._by_lineage.get(change.lineage)
        if place is None and not self._by_lineage:
            place = self._by_address.get(change.provision)
        if place is None or place >= len(self._ruled):
            return NO_CONCERN
        if place not in self._known:
            self._known[place] = self._looked_at(self._edition.outline.provisions[place], self._ruled[place])
        return self._known[place]

    def _looked_at(self, provision: Provision, ruled: Ruled) -> Concern:
        words = self._edition.text.content[provision.start : provision.end]
        case = case_of(ruled.said.findings, words, self._document.type)
        return Concern(
            frozenset(case.topics), frozenset(each.id for each in all_bearing(case, regulations()))
        )


def _joined(parts: Iterable[Concern]) -> Concern:
    known = tuple(parts)
    return Concern(
        frozenset(topic for each in known for topic in each.topics),
        frozenset(entry for each in known for entry in each.regulations),
    )
