"""The passages of every version in force, in columns: computed once for a version and kept beside the archive."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.errors import WithheldObjectError
from clausewatch.meaning.analyse import names_of
from clausewatch.meaning.classify import is_analysed
from clausewatch.meaning.compare import (
    FORM,
    Corpus,
    Index,
    Origin,
    Table,
    Tools,
    columns_of,
    corpus_over,
    index_from,
    index_of_tables,
    is_passage,
    table_of,
)
from clausewatch.meaning.lead_ins import lead_ins
from clausewatch.meaning.recipe import circumstances
from clausewatch.meaning.topics import shipped_model
from clausewatch.meaning.vectors import word_vectors
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import Passage
from clausewatch.nouns.document import Edition, Statement, StatementKind, Version
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import Digest, DocumentId, digest_of
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.ports import Columns, ColumnStore
from clausewatch.storage import Database, catalog, versions, withheld

_KEPT = "comparison"


@dataclass(frozen=True, slots=True)
class InForce:
    """A version in force and whose it is."""

    document: Document
    owner: Platform
    version: Version

    @property
    def analysed(self) -> bool:
        """Whether it is in a language whose statements can be compared."""
        return is_analysed(self.version.language)

    @property
    def origin(self) -> Origin:
        """What passages keep of it."""
        subject = subject_of(self.document, self.owner)
        return Origin(
            digest_of(FORM, circumstances(self.document.id, subject), self.version.id),
            *(self.owner.id, self.document.id, self.document.name, self.version.id, self.version.observed_at),
            *(self.document.type, self.owner.name, self.owner.company, self.document.readers),
        )


Making = Callable[[Sequence[InForce]], Mapping[DocumentId, Table]]
"""Gives the tables of versions of which none is kept."""


def in_force(database: Database, at: datetime | None = None) -> dict[DocumentId, InForce]:
    """The version in force, now or at that instant, of every document that has one whose words are not withheld; a platform's
    documents stand together."""
    with database.read() as connection:
        owners = catalog.platforms(connection)
        current = versions.versions_in_force(connection, at=at)
        gone = withheld.emptied_among(connection, [each.id for each in current.values()])
    current = {document: each for document, each in current.items() if each.id not in gone}
    return {
        document.id: InForce(document, owner, current[document.id])
        for owner in owners
        for document in owner.documents
        if document.id in current
    }


def tools() -> Tools:
    """The models that come with Clausewatch."""
    return Tools(shipped_model(), word_vectors())


def passages_in(place: InForce, editions: EditionShelf) -> tuple[Passage, ...]:
    """Everything the version states, also what says too little to be compared; nothing of what is withheld."""
    with suppress(WithheldObjectError):
        edition = editions.get(place.version.id)
        return () if edition is None else tuple(passages_of(edition, place.document, place.owner))
    return ()


def table_in(place: InForce, editions: EditionShelf) -> Table:
    """The version's passages in columns."""
    return table_of([each for each in passages_in(place, editions) if is_passage(each.asked)], tools())


def corpus_in(
    places: Sequence[InForce], make: Making, kept: ColumnStore | None, *, renew: bool = True
) -> Corpus:
    """The corpus of these versions: tables that are kept are used again, the others are made, and all are kept.

    Without `renew` what is kept stays as it is: for versions that are not those in force now.
    """
    origins = [each.origin for each in places]
    before = _Kept.of(kept.read(_KEPT) if kept else None)
    if before is not None and [each.key for each in origins] == list(before.rows):
        return corpus_over(origins, [len(each) for each in before.rows.values()], before.index, tools())
    known = {} if before is None else before.tables([each.key for each in origins])
    missing = [place for place, origin in zip(places, origins, strict=True) if origin.key not in known]
    made = make(missing) if missing else {}
    tables = [known[each.key] if each.key in known else made[each.document] for each in origins]
    return keep(origins, tables, kept if renew else None)


def keep(origins: Sequence[Origin], tables: Sequence[Table], kept: ColumnStore | None) -> Corpus:
    """The corpus of these tables, kept for the next run where there is a place for it."""
    index = index_of_tables(tables, tools())
    sizes = [len(each) for each in tables]
    if kept is not None:
        about = json.dumps([(origin.key, size) for origin, size in zip(origins, sizes, strict=True)])
        index = index_from(kept.write(_KEPT, Columns(about, columns_of(index))).arrays) or index
    return corpus_over(origins, sizes, index, tools())


def passages_of(edition: Edition, document: Document, platform: Platform) -> Iterator[Passage]:
    """Every statement of the edition, and every lead-in once: a list's opening says the matter as often as its items do."""
    names = names_of(edition, subject_of(document, platform))
    content, version = edition.text.content, edition.version
    seen: set[int] = set()
    for provision in edition.outline.provisions:
        lead_in = provision.lead_in
        opening = lead_in.of(content) if lead_in else ""
        base = Asked("", provision.path, opening, document.type, platform.name, platform.company, names)
        if lead_in is not None and lead_in.start not in seen:
            seen.add(lead_in.start)
            place = Statement(StatementKind.SENTENCE, lead_in.start, lead_in.end)
            yield Passage(
                replace(base, text=opening, lead_in=""),
                *(platform.id, document.id, document.name, version.id, version.observed_at, place),
                readers=document.readers,
            )
        for statement, before in zip(provision.statements, lead_ins(content, provision), strict=True):
            yield Passage(
                replace(base, text=statement.of(content)),
                *(platform.id, document.id, document.name, version.id, version.observed_at, statement),
                before if before != opening else "",
                document.readers,
            )


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """An index as it was kept, with the rows of each version by its key."""

    index: Index
    rows: Mapping[Digest, range]

    @staticmethod
    def of(columns: Columns | None) -> _Kept | None:
        index = index_from(columns.arrays) if columns else None
        if columns is None or index is None:
            return None
        rows, first = {}, 0
        for key, size in json.loads(columns.about):
            rows[key] = range(first, first + size)
            first += size
        return _Kept(index, rows) if first == len(index.table) else None

    def tables(self, keys: Sequence[Digest]) -> dict[Digest, Table]:
        """Those of the versions that are kept."""
        return {
            key: self.index.table.part(self.rows[key].start, self.rows[key].stop)
            for key in keys
            if key in self.rows
        }
