"""ACORD (The Atticus Project, CC BY 4.0): graded retrieval of clauses, on its test queries.

Peers on the same queries: BM25 nDCG@5 .44, character TF-IDF .51. `words` is the first stage of the comparison; `ranked`
is the second with weights that were fitted on ACORD's own train queries, since the shipped ones were fitted on whole
provisions and these queries are titles of a few words.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.comparison import fitted_rows

from clausewatch.meaning.compare import Corpus as Passages
from clausewatch.meaning.compare import Ranker, Tools, corpus_of, shipped_ranker
from clausewatch.meaning.compare.pairs import closely, everywhere
from clausewatch.meaning.compare.question import question_of
from clausewatch.meaning.topics import shipped_model
from clausewatch.meaning.vectors import word_vectors
from clausewatch.nouns.comparison import Passage
from clausewatch.nouns.document import Statement, StatementKind
from clausewatch.nouns.finding import Asked
from evals.corpus import Corpus

Grades = dict[str, dict[str, int]]

_DEPTH = 5
_READ_CLOSELY = 60
# From this grade on a clause is an example of a right answer when fitting.
_GOOD = 3


def acord(corpus: Corpus) -> dict[str, float]:
    """Mean nDCG@5 over the test queries, each ranking the clauses judged for it."""
    folder = corpus.use("data", "training", "acord")
    passages, rows = _passages(folder / "corpus.jsonl")
    test, train = _grades(folder / "test.qrels.tsv.gz"), _grades(folder / "train.qrels.tsv.gz")
    ranker = _fitted(train, passages, rows)
    words, ranked, shipped = [], [], []
    for query, judged in test.items():
        order, first, features = _read(query, judged, passages, rows)
        grades = [judged[each] for each in order]
        words.append(_ndcg(grades, first))
        ranked.append(_ndcg(grades, _second(first, features, ranker)))
        shipped.append(_ndcg(grades, _second(first, features, shipped_ranker())))
    corpus.size = f"{len(test)} queries"
    return {
        "words": round(float(np.mean(words)), 4),
        "ranked": round(float(np.mean(ranked)), 4),
        "as_shipped": round(float(np.mean(shipped)), 4),
    }


def _passages(file: Path) -> tuple[Passages, dict[str, int]]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    made = [
        Passage(
            Asked(each["text"]),
            "acord",
            each["_id"],
            each["_id"],
            "",
            datetime(2025, 1, 1, tzinfo=UTC),
            _whole(each),
        )
        for each in lines
    ]
    return corpus_of(made, Tools(shipped_model(), word_vectors())), {
        each["_id"]: at for at, each in enumerate(lines)
    }


def _whole(line: dict[str, str]) -> Statement:
    return Statement(StatementKind.SENTENCE, 0, len(line["text"]))


def _grades(file: Path) -> Grades:
    found: Grades = defaultdict(dict)
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            found[row["query-id"]][row["corpus-id"]] = int(row["score"])
    return found


def _read(
    query: str, judged: dict[str, int], passages: Passages, rows: dict[str, int]
) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """The judged clauses best first by the first stage, its scores, and the features of the first of them."""
    question = question_of(Asked(query), passages)
    likenesses = everywhere(question, passages)
    spread = likenesses.std(0)
    first = (likenesses / np.where(spread > 0, spread, 1)).sum(1)
    order = sorted((each for each in judged if each in rows), key=lambda each: (-first[rows[each]], each))
    near = [rows[each] for each in order[:_READ_CLOSELY]]
    features = np.concatenate(
        [likenesses[near], closely(question, np.array(near, np.int64), passages)], 1
    ).astype(np.float64)
    return order, np.array([float(first[rows[each]]) for each in order]), features


def _second(first: NDArray[np.float64], features: NDArray[np.float64], ranker: Ranker) -> NDArray[np.float64]:
    """First-stage scores with those read closely put above them in the ranker's order."""
    scores = first - first.max() - 1
    scores[: len(features)] = ranker.chances(features.astype(np.float32))
    return scores


def _fitted(train: Grades, passages: Passages, rows: dict[str, int]) -> Ranker:
    features, right = [], []
    for query, judged in train.items():
        order, _, found = _read(query, judged, passages, rows)
        features.append(found)
        right.append(np.array([judged[each] >= _GOOD for each in order[: len(found)]]))
    return fitted_rows(features, right, [np.ones(len(each)) for each in right])


def _ndcg(grades: list[int], scores: NDArray[np.float64]) -> float:
    """Normalised discounted cumulative gain at five with the grades as gains (Järvelin, Kekäläinen 2002), as BEIR has it."""
    gains = np.array(grades, float)
    discount = 1 / np.log2(np.arange(2, _DEPTH + 2))

    def total(ordered: NDArray[np.float64]) -> float:
        top = ordered[:_DEPTH]
        return float(top @ discount[: len(top)])

    best = total(np.sort(gains)[::-1])
    return total(gains[np.argsort(-scores, kind="stable")]) / best if best > 0 else 0.0
