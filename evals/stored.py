"""What is kept of the whole imported archive: is every quotation shown verified, and no grounded sentence shown twice?"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from clausewatch.nouns.finding import SentenceKind
from clausewatch.storage import Database, catalog, stated, versions
from evals.corpus import Corpus, clausewatch


def stored(corpus: Corpus) -> dict[str, float]:
    """The bundle is imported and its current versions analysed; counted is what may not be."""
    bundle = corpus.use("data", "ota", "genai-eu-versions.bundle")
    home = corpus.scratch / "home"
    clausewatch("import", "ota", bundle, "--home", home)
    clausewatch("analyse", "--home", home)
    figures, shown = counted(home, corpus.scratch)
    corpus.size = f"{shown} sentences"
    return figures


def counted(home: Path, scratch: Path) -> tuple[dict[str, float], int]:
    """`unverified`: quotations and sentences shown beyond those that `verify` holds good. `identical`: grounded sentences
    that a document shows more than once. `failing`: what verify names. Then how many sentences are shown."""
    said = scratch / "verify.jsonl"
    clausewatch("verify", "--json", "--home", home, out=said)
    first, *failing = [json.loads(line) for line in said.read_text(encoding="utf-8").splitlines()]
    documents = _shown(Database(f"sqlite:///{home / 'clausewatch.db'}"))
    shown = sum(map(len, documents))
    identical = sum(times - 1 for each in documents for times in Counter(each).values())
    figures = {
        "unverified": max(0, shown - first["sentences"]) + len(failing),
        "identical": identical,
        "failing": len(failing),
    }
    return figures, shown


def _shown(database: Database) -> list[list[str]]:
    """The grounded sentences of each document's current version."""
    with database.read() as connection:
        documents = [each.id for owner in catalog.platforms(connection) for each in owner.documents]
        current = [versions.version_at(connection, each, None) for each in documents]
        kept = [stated.stated_in(connection, each.id) or () for each in current if each is not None]
    return [
        [one.text for each in rows for one in each.said.sentences if one.kind is SentenceKind.GROUNDED]
        for rows in kept
    ]
