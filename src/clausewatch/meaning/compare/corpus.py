"""All passages of all platforms with what is computed of each: terms, sentence vectors, topic scores.

`index_of_tables` depends on the tables and their order alone, never on how they came together: an index that was renewed
document by document is the index that would have been made at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.compare import yardstick
from clausewatch.meaning.compare.answering import places_of, stems_at
from clausewatch.meaning.compare.postings import TermIndex, index_of, packed
from clausewatch.meaning.compare.ragged import Ids, Rows
from clausewatch.meaning.compare.table import Table, Tools, as_words, joined, table_of
from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.compare.yardstick import Middle, Sketch, Spread
from clausewatch.meaning.stems import stem
from clausewatch.nouns.audience import Audience
from clausewatch.nouns.comparison import Passage
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import Digest, DocumentId, PlatformId, VersionId


@dataclass(frozen=True, slots=True)
class Origin:
    """The version that passages stand in. `key` differs when anything differs that its table depends on."""

    key: Digest
    platform: PlatformId
    document: DocumentId
    document_name: str
    version: VersionId
    observed_at: datetime
    document_type: str
    owner: str
    company: str
    readers: Audience = Audience.EVERYONE


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Passages in rows with what they are found by. `stem_of` has the place in `stems` of each of the table's words."""

    table: Table
    stems: NDArray[np.bytes_]
    stem_of: Ids
    plain: Array
    phrases: TermIndex
    context: TermIndex
    topics: TermIndex
    vectors: Array
    middle: Middle
    spread: Spread
    sketch: Sketch


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """An index with where its rows come from: origin n has the rows from `bounds[n]` up to `bounds[n + 1]`.

    A platform's rows stand together. `spoken` has the place of the vector of each of the table's words.
    """

    origins: tuple[Origin, ...]
    bounds: Rows
    index: Index
    platforms: Mapping[PlatformId, slice]
    tools: Tools
    spoken: Ids

    def __len__(self) -> int:
        return len(self.index.table)

    @property
    def names(self) -> tuple[PlatformId, ...]:
        """The platforms with at least one passage."""
        return tuple(self.platforms)

    def origin(self, row: int) -> Origin:
        """Where the passage stands."""
        return self.origins[int(np.searchsorted(self.bounds, row, side="right")) - 1]

    def passage(self, row: int) -> Passage:
        """The passage in words. What its document calls the parties is left out: its sides are known already."""
        origin = self.origin(row)
        text, path, lead_in = self.index.table.asked(row)
        asked = Asked(text, path, lead_in, origin.document_type, origin.owner, origin.company)
        return Passage(
            asked,
            *(origin.platform, origin.document, origin.document_name, origin.version, origin.observed_at),
            self.index.table.statement(row),
            readers=origin.readers,
        )

    def stem_places(self, words: Sequence[str]) -> list[int | None]:
        """The place of each word's stem; None where no passage has it."""
        stems = self.index.stems
        wanted = as_words([stem(word) for word in words])
        places = np.searchsorted(stems, wanted)
        return [
            int(at) if at < len(stems) and stems[at] == each else None
            for at, each in zip(places, wanted, strict=True)
        ]

    def rarity(self, words: Sequence[str]) -> list[float]:
        """How telling each word is: high where few passages hold it."""
        found: list[float] = self.rarity_at(stems_at(self.stem_places(words))).tolist()
        return found

    def rarity_at(self, stems: Ids) -> Array:
        """The same of the stems at these places, negative ones being unseen."""
        unseen = np.float32(np.log(2 * max(1, len(self))))
        found = np.full(len(stems), unseen, np.float32)
        seen = stems >= 0
        found[seen] = self.index.plain[stems[seen]]
        return found


def corpus_of(passages: Sequence[Passage], tools: Tools) -> Corpus:
    """The passages with everything that does not depend on what is asked; a platform's passages stand together."""
    made = [
        (origin, table_of(tuple(some), tools)) for origin, some in itertools.groupby(passages, _origin_of)
    ]
    tables = [table for _, table in made]
    return corpus_over([origin for origin, _ in made], sizes(tables), index_of_tables(tables, tools), tools)


def corpus_over(origins: Sequence[Origin], rows: Sequence[int], index: Index, tools: Tools) -> Corpus:
    """The index as the passages of these origins, so many rows each, in order."""
    bounds = np.zeros(len(origins) + 1, np.int64)
    np.cumsum(rows, out=bounds[1:])
    platforms: dict[PlatformId, slice] = {}
    for place, origin in enumerate(origins):
        first, last = int(bounds[place]), int(bounds[place + 1])
        if last > first:
            known = platforms.get(origin.platform, slice(first, first))
            platforms[origin.platform] = slice(known.start, last)
    spoken = places_of((word.decode("ascii") for word in index.table.words.tolist()), tools.vectors)
    return Corpus(tuple(origins), bounds, index, platforms, tools, spoken)


def sizes(tables: Sequence[Table]) -> list[int]:
    """How many rows each has."""
    return [len(table) for table in tables]


def index_of_tables(tables: Sequence[Table], tools: Tools) -> Index:
    """The index of all their rows."""
    table = joined(tables, len(tools.topics.labels))
    size = len(table)
    spoken = [stem(word.decode("ascii")) for word in table.words.tolist()]
    stems, places = np.unique(as_words(spoken), return_inverse=True)
    stem_of: Ids = places.astype(np.int32)
    plain = yardstick.rarity_of(stem_of[table.own.values], table.own.owners(), len(stems), size)
    both = (packed(stem_of[each.values], each.owners(), size) for each in (table.own, table.around))
    context = index_of(np.concatenate(list(both)), size)
    phrases = index_of(yardstick.phrase_keys(table.own, stem_of, len(stems)), size)
    vectors = yardstick.raw_vectors(table, stem_of, plain, tools.vectors)
    middle = yardstick.middle_of(vectors, table.scores)
    yardstick.centre(vectors, middle)
    spread = yardstick.spread_of(vectors, table.scores, middle)
    sketch = yardstick.sketch_of(vectors, table.scores, middle)
    topics = yardstick.topic_index(table.scores)
    return Index(table, stems, stem_of, plain, phrases, context, topics, vectors, middle, spread, sketch)


def _origin_of(passage: Passage) -> Origin:
    asked = passage.asked
    return Origin(
        "",
        *(passage.platform, passage.document, passage.document_name, passage.version, passage.observed_at),
        *(asked.document_type, asked.platform, asked.company, passage.readers),
    )
