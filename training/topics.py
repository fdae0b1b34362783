"""Train the topic model.

usage: python -m training.topics [--shared DIR] [--out FILE.npz] [--with-quotations]

Without options: trains on our own rows, writes the weights that ship (src/clausewatch/meaning/knowledge/topics.npz), the
accuracy per topic beside them, and docs/reference/training-card.md. --with-quotations adds the volunteers' quotations (CC
BY-SA 3.0): such weights may not ship with the package, so --out must then name a file of yours.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from clausewatch.meaning.features import VIEWS
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.meaning.topics import (
    NO_PROVISION,
    STEPS,
    Calibration,
    TopicModel,
    Weights,
    shipped_model,
    write_model,
)
from training import card
from training.calibrate import calibrate, held_apart
from training.ridge import READ, SCALES, Array, Fitted, fit
from training.sources import Row, ours, quotations

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("CLAUSEWATCH_SHARED", ROOT.parent / "shared"))
KNOWLEDGE = ROOT / "src/clausewatch/meaning/knowledge"
BLIND = frozenset({"third", "broad"})
"""The examples that were written after misread items had been read; no figure is measured with them."""
VERSION = "3"


def main() -> None:
    options = _options()
    labels = label_names()
    rows = ours(options.shared)
    if options.with_quotations:
        if options.out is None:
            sys.exit(
                "--with-quotations: weights from CC BY-SA quotations do not ship. Name a file of yours with --out"
            )
        rows += list(quotations(options.shared))
    fitted = fit(rows, labels)
    read, unseen = unseen_scores(options.shared, labels)
    out = options.out or KNOWLEDGE / "topics.npz"
    out.write_bytes(write_model(_model(fitted, calibrate(unseen, read, labels), labels)))
    print(f"{out}: {len(rows)} rows, {out.stat().st_size / 1e6:.1f} MB")
    if options.out is None:
        labelled = [row for row in read if row.source == "items"]
        blind, full = (
            held_apart(scores[: len(labelled)], labelled, labels) for scores in (unseen, fitted.held_out)
        )
        others = list(zip(read, held_apart(unseen, read, labels), strict=True))[len(labelled) :]
        accuracy = {"version": VERSION, "topics": _accuracy(labelled, blind)}
        text = json.dumps(accuracy, indent=1, sort_keys=True) + "\n"
        (KNOWLEDGE / "topic-accuracy.json").write_text(text, encoding="utf-8")
        (ROOT / "docs/reference/training-card.md").write_text(
            card.card(rows, labelled, blind, full, others), encoding="utf-8"
        )


def label_names() -> tuple[str, ...]:
    """The model's labels in their order: the taxonomy's topics, then no provision."""
    return (*(topic.id for topic in taxonomy().topics), NO_PROVISION)


def blind_scores(shared: Path, labels: Sequence[str]) -> tuple[list[Row], Array]:
    """The labelled items and their raw scores by models that saw nothing of their company, nor any example that was
    written after misread items had been read."""
    read, scores = unseen_scores(shared, labels)
    own = [row for row in read if row.source == "items"]
    return own, scores[: len(own)]


def unseen_scores(shared: Path, labels: Sequence[str]) -> tuple[list[Row], Array]:
    """The same of all statements that a reader labelled where they stand, the labelled items first."""
    rows = ours(shared, without=BLIND)
    return [row for row in rows if row.source in READ], fit(rows, labels).held_out


def _model(fitted: Fitted, by: Calibration, labels: Sequence[str]) -> TopicModel:
    """What ships. It is calibrated on the scores of unseen platforms, all readers' together: those of its own rows flatter, and those of
    the labelled items alone do too, since settings and rules were chosen on them. The comparison's half stays as it is in the file
    that ships: its ranking (`comparison.json`) was fitted on those columns."""
    kept, many = shipped_model(), len(labels)
    weights = Weights.of(fitted.weights, STEPS), kept.weights[1]
    by_act = np.concatenate((fitted.likeness.by_act, kept.likeness.by_act[:, :, many:]), axis=2)
    scales = tuple(SCALES[view] for view in VIEWS)
    rarity = np.stack((fitted.rarity, kept.rarity[1]))
    return TopicModel(
        tuple(labels), weights, rarity, scales, replace(kept.likeness, by_act=by_act), by, VERSION
    )


def _accuracy(rows: Sequence[Row], found: Sequence[dict[str, object]]) -> dict[str, dict[str, int]]:
    """Per primary topic: how many labelled statements there are, and in how many the first topic said was one named."""
    out: dict[str, dict[str, int]] = defaultdict(lambda: {"statements": 0, "right": 0})
    for row, each in zip(rows, found, strict=True):
        if row.topics != (NO_PROVISION,):
            out[row.topics[0]]["statements"] += 1
            out[row.topics[0]]["right"] += card.right(row, each)
    return dict(out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--with-quotations", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
