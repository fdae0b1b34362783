"""Comparable provisions: each theme is scored by a ranking and a threshold that saw nothing of it; beside it what ships."""

from __future__ import annotations

import json
import os
from pathlib import Path

from training.comparison import Query, held_apart, queries

from clausewatch.meaning.compare import Ranker, shipped_ranker
from clausewatch.pipeline import comparing
from clausewatch.wiring import open_instance
from evals.corpus import Corpus, clausewatch

_SHOWN = ("precision", "recall1", "recall3", "silent_kept")


def _collected(home: Path) -> comparing.Collection:
    instance = open_instance(home, os.environ)
    return comparing.collected(instance.database, instance.editions, instance.clock.now())


def comparison(corpus: Corpus) -> dict[str, float]:
    """The shared scorer's figures by leave-one-theme-out, and those of the shipped ranking (`shipped_...`)."""
    gold = corpus.use("data", "comparison", "gold.json")
    home = corpus.scratch / "home"
    clausewatch("--home", home, "init")
    clausewatch("--home", home, "import", "ota", corpus.use("data", "ota", "genai-eu-versions.bundle"))
    collection = _collected(home)
    some = queries(gold, corpus.shared / "tools", collection)
    corpus.size = f"{sum(len(query.comparable) for query in some)} cells"
    apart = _scored(corpus, collection, list(zip(some, held_apart(some), strict=True)))
    shipped = _scored(corpus, collection, [(query, shipped_ranker()) for query in some])
    return {key: apart[key] for key in _SHOWN} | {f"shipped_{key}": shipped[key] for key in _SHOWN}


def _scored(
    corpus: Corpus, collection: comparing.Collection, by: list[tuple[Query, Ranker]]
) -> dict[str, float]:
    names = {platform.id: platform.name for platform in collection.platforms}
    answers = {
        query.id: {
            names[other]: {
                "state": cell.state.value,
                "quotes": [{"text": shown.passage.asked.text} for shown in cell.quotes],
            }
            for other, cell in comparing.cells(collection, query.platform, query.asked, ranker).items()
        }
        for query, ranker in by
    }
    file = corpus.scratch / "cells.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    return corpus.score("score_comparison.py", corpus.shared / "data/comparison/gold.json", file)
