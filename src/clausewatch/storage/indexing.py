"""Provisions made ready to be searched, in the transaction that writes them.

A row of `search` holds a provision's folded words, and its facets as words that no text holds, so that one look into
the full-text index answers words and filters together, on both databases alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, exists, insert, select, update

from clausewatch.meaning.folding import RECIPE, folded
from clausewatch.nouns.search import Facet
from clausewatch.nouns.stated import StatedId
from clausewatch.storage import codec
from clausewatch.storage.search_counts import count
from clausewatch.storage.search_times import times_of
from clausewatch.storage.tables import document as documents
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.tables import search as searched
from clausewatch.storage.tables import search_word as vocabulary
from clausewatch.storage.upsert import insert_into

EDGE = "ǂ"
"""Stands between heading, path, lead-in and text: no phrase reaches across."""

TITLE = "ǂw"
"""Begins a word's second entry, which says that it stands in the title."""

_LETTER = {facet: EDGE + "ftkmpsl"[place] for place, facet in enumerate(Facet)}
_FACET = {letter: facet for facet, letter in _LETTER.items()}
_MOST_WORDS = 15_000
"""Words of one provision that are found by their place: a tsvector counts to 16,383."""

_AT_ONCE = 500


def facet_word(facet: Facet, value: str) -> str:
    """The value as the index holds it: one word of letters, whatever the value is made of."""
    return _LETTER[facet] + re.sub(r"[^A-Za-z0-9]", lambda found: f"ǃ{ord(found.group()):x}ǃ", value)


def facets_of(words: str) -> dict[Facet, tuple[str, ...]]:
    """The values under each facet that a row's facet words say."""
    found: dict[Facet, list[str]] = {facet: [] for facet in Facet}
    for word in words.split():
        facet = _FACET.get(word[:2])
        if facet is not None:
            found[facet].append(facet_value(word))
    return {facet: tuple(values) for facet, values in found.items()}


def facet_of(word: str) -> Facet | None:
    """Which facet the word is a value of; None for other words."""
    return _FACET.get(word[:2])


@lru_cache(maxsize=10_000)
def facet_value(word: str) -> str:
    """The value that the facet's word stands for."""
    return re.sub(r"ǃ([0-9a-f]+)ǃ", lambda found: chr(int(found.group(1), 16)), word[2:])


def index_rows(connection: Connection, rows: Iterable[StatedId]) -> int:
    """Makes these provisions found as they are stored now; gives how many of them were not."""
    changed = 0
    counted: list[_Change] = []
    for some in _some(rows):
        changed += _index(connection, some, counted)
    count(connection, counted)
    return changed


def forget_rows(connection: Connection, rows: Iterable[StatedId]) -> None:
    """Provisions that are about to go are found no more."""
    counted: list[_Change] = []
    for some in _some(rows):
        held = select(searched.c.facets, searched.c.observed_to).where(searched.c.provision.in_(some))
        counted += (_counted(*row, by=-1) for row in connection.execute(held))
        connection.execute(delete(searched).where(searched.c.provision.in_(some)))
    count(connection, counted)


def altered(connection: Connection, rows: Iterable[StatedId]) -> tuple[StatedId, ...]:
    """Those that would be found by other words than they hold. Rows that were not indexed yet are not among them."""
    found: list[StatedId] = []
    for some in _some(rows):
        kept = {
            row.provision: row
            for row in connection.execute(
                select(searched).where(searched.c.provision.in_(some), searched.c.recipe == RECIPE)
            )
        }
        found += (
            values["provision"]
            for values in _values(connection, [each for each in some if each in kept])
            if any(getattr(kept[values["provision"]], name) != value for name, value in values.items())
        )
    return tuple(found)


def unindexed(connection: Connection, most: int) -> tuple[StatedId, ...]:
    """Provisions, at most so many, that cannot be searched yet or were made ready by another recipe."""
    ready = exists().where(searched.c.provision == provisions.c.id, searched.c.recipe == RECIPE)
    return tuple(connection.execute(select(provisions.c.id).where(~ready).limit(most)).scalars())


_Change = tuple[str, str, int]


def _counted(facets: str, went: datetime | None, by: int) -> _Change:
    """What the row counts for: nothing once it stands no more."""
    return facets_of(facets)[Facet.PLATFORM][0], "" if went else facets, by


def _index(connection: Connection, rows: list[StatedId], counted: list[_Change]) -> int:
    before = {
        row.provision: row
        for row in connection.execute(select(searched).where(searched.c.provision.in_(rows)))
    }
    new, renewed = [], []
    # In the order that is given, whatever order the database reads in: of equals the older number comes first.
    place = {name: at for at, name in enumerate(rows)}
    for values in sorted(_values(connection, rows), key=lambda each: place[each["provision"]]):
        old = before.get(values["provision"])
        if old is None:
            new.append(values)
        elif any(getattr(old, name) != value for name, value in values.items()):
            renewed.append({**values, "number": old.number})
            counted.append(_counted(old.facets, old.observed_to, by=-1))
    if new:
        connection.execute(insert(searched), new)
    for values in renewed:
        connection.execute(update(searched).where(searched.c.number == values["number"]).values(values))
    counted += (_counted(each["facets"], each["observed_to"], by=1) for each in (*new, *renewed))
    _learn(connection, (values["words"] for values in (*new, *renewed)))
    return len(new) + len(renewed)


def _values(connection: Connection, rows: list[StatedId]) -> Iterator[dict[str, Any]]:
    kept, owner = provisions.c, documents.c
    told: dict[StatedId, set[str]] = {}
    named = select(topics.c.provision, topics.c.topic, topics.c.modality, topics.c.party)
    for provision, topic, modality, party in connection.execute(named.where(topics.c.provision.in_(rows))):
        told.setdefault(provision, set()).update(
            (
                facet_word(Facet.TOPIC, topic),
                facet_word(Facet.MODALITY, modality),
                facet_word(Facet.PARTY, party),
            )
        )
    query = (
        select(
            *(kept.id, kept.title, kept.number, kept.path, kept.lead_in, kept.text, kept.language),
            *(kept.severity, kept.observed_from, kept.observed_to, owner.platform, owner.type),
        )
        .join(documents, owner.id == kept.document)
        .where(kept.id.in_(rows))
    )
    for row in connection.execute(query).mappings():
        yield {
            "provision": row["id"],
            "observed_from": row["observed_from"],
            "observed_to": row["observed_to"],
            "recipe": RECIPE,
            "facets": _facets(row, told.get(row["id"], set())),
            "times": " ".join(times_of(row["observed_from"], row["observed_to"])),
            "words": _words(row),
        }


def _words(row: RowMapping) -> str:
    title = folded(row["title"])
    path = folded(" ".join(codec.loads(tuple[str, ...], row["path"])[:-1]))
    parts = (title, path, folded(row["lead_in"]), folded(row["text"])[:_MOST_WORDS])
    marked = (TITLE + word for word in dict.fromkeys(title))
    # Spaces at both ends, so that every word can be told by the spaces around it.
    return f" {f' {EDGE} '.join(' '.join(each) for each in parts)} {EDGE} {' '.join(marked)} "


def _facets(row: RowMapping, told: set[str]) -> str:
    language = row["language"].partition("-")[0].lower() or "und"
    single = (
        (Facet.PLATFORM, row["platform"]),
        (Facet.TYPE, row["type"]),
        (Facet.SEVERITY, row["severity"]),
        (Facet.LANGUAGE, language),
    )
    return " ".join((*(facet_word(facet, value) for facet, value in single), *sorted(told)))


def _learn(connection: Connection, texts: Iterable[str]) -> None:
    """Keeps the words themselves, in order, so that two writers never wait for each other in a ring."""
    words = sorted({word for text in texts for word in text.split() if not word.startswith(EDGE)})
    if words:
        connection.execute(
            insert_into(connection, vocabulary).on_conflict_do_nothing(index_elements=["word"]),
            [{"word": word} for word in words],
        )


def _some(rows: Iterable[StatedId]) -> Iterator[list[StatedId]]:
    every = list(dict.fromkeys(rows))
    for at in range(0, len(every), _AT_ONCE):
        yield every[at : at + _AT_ONCE]
