"""From held-out scores to probabilities, the margin for no provision, and the threshold of abstention."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.topics import NO_PROVISION, Calibration, decide
from training.sources import Row, house

Array = NDArray[np.float32]

# Where NONE leads by less than this the statement is ranked and abstained from. Raw scores; right is about 1, wrong about 0.
NONE_MARGIN = 0.3
# When the model speaks it is to be right this often on the rows that the threshold is set on, 1.5 points above the .93 that
# is promised, because a threshold is always a little too well suited to the rows it was set on.
WANTED_PRECISION = 0.945
# It is to speak of at least this share: of the labelled items .80, whose provisions are plainer, and of further companies' what is
# promised of platforms never seen.
LEAST_COVERAGE = {"items": 0.80, "labelled": 0.70}
_CANDIDATES = 3


def calibrate(scores: Array, rows: Sequence[Row], labels: Sequence[str]) -> Calibration:
    """Logistic regression over the three best topics of each row that is a provision, then the lowest threshold at which
    enough is right, or the one that keeps the least coverage: of the statements on which no setting was chosen, where there are any."""
    real = [at for at, row in enumerate(rows) if row.topics != (NO_PROVISION,)]
    which = "labelled" if any(row.source == "labelled" for row in rows) else "items"
    features, truths, tops, hits, counted = [], [], [], [], []
    for at in real:
        topics = scores[at, :-1]
        order = np.argsort(-topics, kind="stable")[:_CANDIDATES]
        for place, label in enumerate(order):
            other = order[1] if place == 0 else order[0]
            features.append((topics[label], topics[label] - topics[other], 1.0))
            truths.append(labels[label] in rows[at].topics)
        tops.append(len(features) - _CANDIDATES)
        hits.append(truths[tops[-1]])
        counted.append(rows[at].source == which)
    slope, lead, base = _logistic(np.array(features), np.array(truths, float))
    raw = np.array(features) @ np.array([slope, lead, base])
    threshold = _threshold(
        (1 / (1 + np.exp(-raw[tops])))[counted], np.array(hits)[counted], LEAST_COVERAGE[which]
    )
    return Calibration(float(slope), float(lead), float(base), NONE_MARGIN, float(threshold))


def _logistic(features: NDArray[np.float64], truths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method, lightly penalised; converges in a dozen steps."""
    found = np.zeros(features.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-features @ found))
        slope = features.T @ (chances - truths) + 0.1 * found
        curve = (features * (chances * (1 - chances))[:, None]).T @ features + 0.1 * np.eye(len(found))
        found = found - np.linalg.solve(curve, slope)
    return found


def _threshold(chances: NDArray[np.float64], hits: NDArray[np.bool_], least: float) -> float:
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum(hits[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= WANTED_PRECISION)
    spoken = max(int(enough[-1]) + 1 if enough.size else 0, int(np.ceil(least * len(order))))
    return round(float(chances[order[spoken - 1]]) - 1e-6, 4)


def held_apart(scores: Array, rows: Sequence[Row], labels: Sequence[str]) -> list[dict[str, object]]:
    """What `classify` would say of each row if its company had no part in weights, calibration or threshold."""
    found: list[dict[str, object]] = [{} for _ in rows]
    houses = np.array([house(row.platform) for row in rows])
    for each in sorted(set(houses)):
        inside = houses == each
        others = [row for row, held in zip(rows, inside, strict=True) if not held]
        by = calibrate(scores[~inside], others, labels)
        for at in np.flatnonzero(inside):
            ranking = decide(tuple(labels), scores[at], by)
            found[at] = {
                "id": rows[at].id,
                "topics": [{"id": each.topic, "score": each.score} for each in ranking.topics],
                "abstain": ranking.abstain,
            }
    return found
