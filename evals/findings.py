"""Topics of labelled statements: each platform is scored by a model that saw nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

from training.calibrate import held_apart
from training.topics import blind_scores, label_names

from evals.corpus import Corpus, clausewatch
from evals.pointed import found_again

UNSEEN = Path(__file__).parent / "data" / "findings-unseen.jsonl"
UNSEEN_2 = Path(__file__).parent / "data" / "findings-unseen-2.jsonl"
_LABELS = ("topics", "modality", "bound_party", "severity")
_SHOWN = ("top1_any", "family", "coverage", "said_right", "modality", "party", "severity")


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


def unseen(corpus: Corpus) -> dict[str, float]:
    """The shared scorer's figures of the shipped model and rules, by the command an outsider runs, on statements of some forty
    platforms of which no example, label or rule is: pages of the verdicts' data, labelled by one reader who saw neither."""
    return _of_pages(corpus, UNSEEN)


def unseen_2(corpus: Corpus) -> dict[str, float]:
    """The same of 288 other statements of those platforms, labelled by another reader who saw neither."""
    return _of_pages(corpus, UNSEEN_2)


def _of_pages(corpus: Corpus, labelled: Path) -> dict[str, float]:
    corpus.use("data", "verdicts", "index.json")
    items, asked, found = (corpus.scratch / name for name in ("items.jsonl", "asked.jsonl", "found.jsonl"))
    rows, bare = [], []
    for row, statement in found_again(corpus.shared / "data", corpus.own(labelled)):
        bare.append(
            {
                "id": row["id"],
                "platform": statement.platform,
                "text": statement.text,
                "heading_path": list(statement.path),
                "lead_in": statement.lead_in,
                "document_type": statement.document_type,
            }
        )
        rows.append(bare[-1] | {key: row[key] for key in _LABELS})
    items.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    asked.write_text("".join(json.dumps(each) + "\n" for each in bare), encoding="utf-8")
    clausewatch("classify", "--json", asked, out=found)
    scores = corpus.score("score_topics.py", items, found)
    corpus.size = f"{len(rows)} statements of {len({each['platform'] for each in rows})} platforms"
    return {key: scores[key] for key in _SHOWN}
