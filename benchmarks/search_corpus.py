"""Provisions of made-up words for the benchmark of search, written in bulk: only the index is made as it always is.

Words are drawn by Zipf's law from a vocabulary of 50,000, so that common, middling and rare words are as common, middling
and rare as in a language. Two of three provisions stand now; the others stood for a time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, insert, text
from sqlalchemy.dialects import sqlite

from clausewatch.meaning.folding import RECIPE
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.finding import Modality, Party
from clausewatch.nouns.search import Facet
from clausewatch.nouns.stated import Said
from clausewatch.storage import Database, codec
from clausewatch.storage.indexing import EDGE, TITLE, altered, facet_word
from clausewatch.storage.search_counts import count
from clausewatch.storage.search_times import times_of
from clausewatch.storage.tables import (
    document,
    platform,
    provision,
    provision_topic,
    search,
    search_word,
    version,
)

PLATFORMS, TYPES = 80, ("Terms of Service", "Privacy Policy", "Usage Policy", "Developer Terms")
SEVERITIES = ("none", "low", "medium", "high")
_VOCABULARY = 50_000
_WORDS = 90
_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_AT_ONCE = 20_000


def word_of(rank: int) -> str:
    """The word of that rank: pronounceable, all different, short ones first."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    rank += 40
    letters = ""
    while rank:
        rank, one = divmod(rank, len(consonants))
        rank, two = divmod(rank, len(vowels))
        letters += consonants[one] + vowels[two]
    return letters


@dataclass(frozen=True, slots=True)
class Made:
    """A provision as it is written, and what it is found by."""

    number: int
    owner: str
    words: list[str]
    came: datetime
    went: datetime | None
    severity: str
    told: list[tuple[str, str, str]]

    @property
    def title(self) -> str:
        return " ".join(self.words[:3])


def fill(database: Database, provisions: int) -> float:
    """Writes the provisions and their index; gives the seconds that it took."""
    documents = _declared(database)
    began = time.perf_counter()
    with database.write() as connection:
        later = _without_gin(connection) if database.dialect == "postgresql" else ""
        _copy(connection, search_word, [{"word": each} for each in sorted(map(word_of, range(_VOCABULARY)))])
    for some in _drawn(provisions, documents):
        with database.write() as connection:
            _copy(connection, provision, map(_row, some))
            _copy(connection, provision_topic, (each for made in some for each in _told(made)))
            indexed = [_indexed(made) for made in some]
            _copy(connection, search, indexed)
            count(
                connection,
                [
                    (made.owner.partition("/")[0], "" if made.went else row["facets"], 1)
                    for made, row in zip(some, indexed, strict=True)
                ],
            )
    if later:
        with database.write() as connection:
            connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
            connection.exec_driver_sql(later)
        with database.write() as connection:
            connection.execute(text("ANALYZE"))
    taken = time.perf_counter() - began
    with database.read() as connection:
        sample = [f"r{number}" for number in range(0, provisions, max(1, provisions // 200))]
        wrong = altered(connection, sample)
    if wrong:
        raise AssertionError(f"{wrong[0]} is not written as indexing.py writes it")
    return taken


def more(database: Database, first: int, provisions: int) -> list[str]:
    """Writes provisions that are not indexed; gives their names."""
    with database.write() as connection:
        documents = list(connection.execute(text("SELECT id FROM document ORDER BY id")).scalars())
        for some in _drawn(provisions, documents, first):
            _copy(connection, provision, map(_row, some))
            _copy(connection, provision_topic, (each for made in some for each in _told(made)))
    return [f"r{number}" for number in range(first, first + provisions)]


def _drawn(provisions: int, documents: list[str], first: int = 0) -> Iterator[list[Made]]:
    words = np.array([word_of(rank) for rank in range(_VOCABULARY)], dtype=object)
    chances = 1 / np.arange(1, _VOCABULARY + 1)
    edges = np.cumsum(chances / chances.sum())
    draw, chance = np.random.default_rng(7 + first), random.Random(7 + first)
    for begin in range(first, first + provisions, _AT_ONCE):
        size = min(_AT_ONCE, first + provisions - begin)
        ranks = np.searchsorted(edges, draw.random((size, _WORDS)))
        drawn = words[np.minimum(ranks, _VOCABULARY - 1)].tolist()
        yield [_made(begin + place, documents, own, chance) for place, own in enumerate(drawn)]


def _made(number: int, documents: list[str], words: list[str], chance: random.Random) -> Made:
    came = _BEGIN + timedelta(days=chance.randrange(2_000))
    went = came + timedelta(days=chance.randrange(1, 900)) if number % 3 == 0 else None
    modality, party = chance.choice(_MODALITIES), chance.choice(_PARTIES)
    told = [(each, modality, party) for each in chance.sample(_TOPICS, chance.randrange(1, 4))]
    owner = documents[number // 50 % len(documents)]
    return Made(number, owner, words, came, went, chance.choice(SEVERITIES), told)


_MODALITIES, _PARTIES = [each.value for each in Modality], [each.value for each in Party]
_TOPICS = [each.id for each in taxonomy().topics]
_SAID = codec.pack(Said())
_FACETS = {
    (facet, value): facet_word(facet, value)
    for facet, values in (
        (Facet.PLATFORM, [f"p{each}" for each in range(PLATFORMS)]),
        (Facet.TYPE, TYPES),
        (Facet.TOPIC, _TOPICS),
        (Facet.MODALITY, _MODALITIES),
        (Facet.PARTY, _PARTIES),
        (Facet.SEVERITY, SEVERITIES),
        (Facet.LANGUAGE, ["en"]),
    )
    for value in values
}


def _row(made: Made) -> dict[str, Any]:
    title, written = made.title, " ".join(made.words[3:])
    return {
        "id": f"r{made.number}",
        "document": made.owner,
        "lineage": f"l{made.number}",
        "digest": f"d{made.number}",
        "path": codec.dumps((made.words[3], title)),
        "title": title,
        "number": "",
        "lead_in": "",
        "text": f"{title}\n\n{written}.",
        "first_version": made.owner,
        "observed_from": made.came,
        "observed_to": made.went,
        "address": f"a{made.number}",
        "start": 0,
        "stop": len(title) + len(written) + 3,
        "language": "en",
        "severity": made.severity,
        "recipe": "",
        "said": _SAID,
    }


def _told(made: Made) -> Iterator[dict[str, Any]]:
    for topic, modality, party in made.told:
        yield {
            "provision": f"r{made.number}",
            "topic": topic,
            "modality": modality,
            "party": party,
            "score": 0.5,
            "first": True,
            "severity": "low",
            "document": made.owner,
            "observed_from": made.came,
            "observed_to": made.went,
        }


def _indexed(made: Made) -> dict[str, Any]:
    """The row as storage/indexing.py makes it, without reading the provision again: `fill` compares some of them."""
    owner, _, place = made.owner.partition("/d")
    told = {
        _FACETS[facet, value]
        for each in made.told
        for facet, value in zip((Facet.TOPIC, Facet.MODALITY, Facet.PARTY), each, strict=True)
    }
    single = (
        (Facet.PLATFORM, owner),
        (Facet.TYPE, TYPES[int(place)]),
        (Facet.SEVERITY, made.severity),
        (Facet.LANGUAGE, "en"),
    )
    words = made.words
    marked = " ".join(TITLE + word for word in dict.fromkeys(words[:3]))
    parts = (made.title, words[3], "", " ".join(words), marked)
    return {
        "provision": f"r{made.number}",
        "observed_from": made.came,
        "observed_to": made.went,
        "recipe": RECIPE,
        "facets": " ".join((*(_FACETS[each] for each in single), *sorted(told))),
        "times": " ".join(times_of(made.came, made.went)),
        "words": f" {f' {EDGE} '.join(parts)} ",
    }


def _copy(connection: Connection, into: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Many rows at once, by each driver's own way."""
    listed = list(rows)
    if not listed:
        return
    names = list(listed[0])
    kinds = [into.c[name].type.bind_processor(sqlite.dialect()) for name in names]
    values = [
        tuple(value if kind is None else kind(value) for kind, value in zip(kinds, row.values(), strict=True))
        for row in listed
    ]
    driver: Any = connection.connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        booleans = [place for place, name in enumerate(names) if into.c[name].type.python_type is bool]
        with driver.cursor().copy(f"COPY {into.name} ({columns}) FROM STDIN") as copy:
            for each in values:
                copy.write_row([bool(one) if at in booleans else one for at, one in enumerate(each)])
        return
    marks = ", ".join("?" * len(names))
    driver.executemany(f"INSERT INTO {into.name} ({columns}) VALUES ({marks})", values)


def _without_gin(connection: Connection) -> str:
    """Takes PostgreSQL's index away; gives the statement that makes it again. It is faster made of all rows at once."""
    made = str(connection.execute(text("SELECT pg_get_indexdef('search_index'::regclass)")).scalar_one())
    connection.execute(text("DROP INDEX search_index"))
    return made


def _declared(database: Database) -> list[str]:
    owners = [
        {"id": f"p{each}", "name": f"P{each}", "company": "", "group_name": ""} for each in range(PLATFORMS)
    ]
    kept = [
        (f"p{each}", f"p{each}/d{place}", place) for each in range(PLATFORMS) for place in range(len(TYPES))
    ]
    documents = [
        {
            "id": name,
            "platform": owner,
            "name": TYPES[place],
            "type": TYPES[place],
            "position": place,
            "watched": True,
            "cadence_hours": 12.0,
            "details": "{}",
        }
        for owner, name, place in kept
    ]
    versions = [
        {
            "id": name,
            "document": name,
            "observed_at": _BEGIN,
            "captures": "[]",
            "cause": "published",
            "text": "",
            "state": "",
            "fingerprint": "",
            "title": "",
            "language": "en",
            "words": 0,
            "dates": "[]",
            "recipe": "",
            "layout": b"",
            "outline": b"",
            "provisions": 0,
        }
        for _, name, _ in kept
    ]
    with database.write() as connection:
        connection.execute(insert(platform), owners)
        connection.execute(insert(document), documents)
        connection.execute(insert(version), versions)
    return [name for _, name, _ in kept]
