"""Topics of labelled statements: each platform is scored by a model that saw nothing of it."""

from __future__ import annotations

import json

from training.calibrate import held_apart
from training.topics import blind_scores, label_names

from evals.corpus import Corpus


def topics(corpus: Corpus) -> dict[str, float]:
    """The shared scorer's figures on held-out platforms.

    Weights, calibration and threshold are fitted without the platform, and without the examples that were written after
    reading misread items (third.yaml and broad.yaml of training/examples). Ridge regression gives all six models in one solution (the block
    form of its leave-one-out identity), so this costs one training.
    """
    items = corpus.use("data", "topics", "items.jsonl")
    for used in ("data/training/aup_probe_labels.csv", "reference/taxonomy.yaml", "reference/knowledge.yaml"):
        corpus.use(*used.split("/"))
    labelled, held_out = blind_scores(corpus.shared, label_names())
    findings = held_apart(held_out, labelled, label_names())
    found = corpus.scratch / "findings.jsonl"
    found.write_text("".join(json.dumps(each) + "\n" for each in findings), encoding="utf-8")
    scores = corpus.score("score_topics.py", items, found)
    corpus.size = f"{len(labelled)} statements"
    return {
        key: scores[key]
        for key in ("top1_any", "top3", "family", "coverage", "said_right", "non_provision_f1")
    }
