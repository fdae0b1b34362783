"""Fit the ranking of comparable provisions on the dev gold, and say how it does on themes and platforms it never saw.

usage: python -m training.comparison HOME [--shared DIR]

HOME is an instance with the gold's archive imported. Steps: (1) every gold query is asked of the corpus; the passages read
closely are right (gold quotation, grade 1 or 2) or wrong; (2) a logistic model with a ridge penalty, every query weighing
the same; (3) leave one theme out; (4) the threshold that serves precision, recall and silence evenly on held-out scores.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from clausewatch.meaning.compare import Ranker
from clausewatch.meaning.compare.engine import candidates
from clausewatch.meaning.compare.pairs import FEATURES
from clausewatch.meaning.compare.question import question_of
from clausewatch.nouns.finding import Asked
from clausewatch.pipeline import comparing
from clausewatch.wiring import open_instance

SHIPPED = Path(__file__).resolve().parents[1] / "src/clausewatch/meaning/knowledge/comparison.json"
# Flat between .003 and .1 by leave-one-theme-out.
PENALTY = 0.03
# An adjacent clause is a weaker example than one on the same matter.
ADJACENT = 0.6
# What the threshold serves evenly: precision of what is shown first, recall, silence kept.
WANTED = (0.90, 0.80, 0.85)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Query:
    """A gold query with what was asked, the candidates' features, grades and platforms, and which cells are sure."""

    id: str
    theme: str
    platform: str
    asked: Asked
    features: Floats
    grades: NDArray[np.int64]
    of: NDArray[np.object_]
    comparable: dict[str, bool]


def _collected(home: Path) -> comparing.Collection:
    instance = open_instance(home, os.environ)
    return comparing.collected(instance.database, instance.editions, instance.clock.now())


def queries(gold: Path, tools: Path, collection: comparing.Collection) -> list[Query]:
    """The gold's queries; cells of low confidence are left out, as the scorer leaves them out."""
    sys.path.insert(0, str(tools))
    from plain import same_passage  # type: ignore[import-not-found]

    ids = {platform.name: platform.id for platform in collection.platforms}
    made = []
    for each in json.loads(gold.read_text(encoding="utf-8")):
        cells: dict[str, Any] = {
            ids[name]: cell for name, cell in each["cells"].items() if cell["confidence"] != "low"
        }
        own = ids[each["query"]["platform"]]
        asked = comparing.found(
            collection, _document(collection, own, each["query"]["path"]), each["query"]["quote"]
        )
        found = candidates(question_of(asked, collection.corpus), sorted(cells), collection.corpus)
        shown = [collection.corpus.passage(int(row)) for row in found.rows]
        grades = []
        for passage in shown:
            cell = cells[passage.platform]
            golds = (cell.get("quotes") or []) + (cell.get("more") or [])
            grades.append(
                max(
                    [one.get("grade", 1) for one in golds if same_passage(passage.asked.text, one["quote"])]
                    or [0]
                )
            )
        made.append(
            Query(
                each["id"],
                each["theme"],
                own,
                asked,
                found.features.astype(np.float64),
                np.array(grades),
                np.array([passage.platform for passage in shown], object),
                {platform: cell["state"] == "comparable" for platform, cell in cells.items()},
            )
        )
    return made


def _document(collection: comparing.Collection, platform: str, path: str) -> str:
    name = Path(path).stem
    owner = next(each for each in collection.platforms if each.id == platform)
    return next(each.id for each in owner.documents if each.name == name)


def fitted(some: list[Query], without: str = "") -> Ranker:
    """The ranking of these queries' candidates, those of the platform `without` left out; its threshold is still open."""
    features, right, weights = [], [], []
    for query in some:
        kept = query.of != without
        grades = query.grades[kept]
        if (grades > 0).any():
            features.append(query.features[kept])
            right.append(grades > 0)
            weights.append(np.where(grades == 1, ADJACENT, 1.0))
    return fitted_rows(features, right, weights)


def fitted_rows(features: list[Floats], right: list[NDArray[np.bool_]], weights: list[Floats]) -> Ranker:
    """The ranking of these queries' rows, a query's right rows together weighing half of its wrong ones."""
    weighed = []
    for good, weight in zip(right, weights, strict=True):
        own = weight.copy()
        own[good] /= max(own[good].sum(), 1e-9)
        own[~good] *= 2 / max(1, int((~good).sum()))
        weighed.append(own)
    rows = np.vstack(features)
    centre, spread = rows.mean(0), rows.std(0)
    spread[spread == 0] = 1
    model = LogisticRegression(C=PENALTY, max_iter=1000)
    weight = np.concatenate(weighed) * len(features) * 4
    model.fit((rows - centre) / spread, np.concatenate(right), sample_weight=weight)
    return Ranker(
        centre.astype(np.float32),
        (model.coef_[0] / spread).astype(np.float32),
        float(model.intercept_[0]),
        0.5,
        "",
    )


Tops = list[tuple[float, bool, bool]]
"""For each cell: the best passage's chance, whether it is right, whether the cell is comparable."""


def tops(query: Query, ranker: Ranker, only: str = "") -> Tops:
    """The best passage of each sure cell."""
    chances = ranker.chances(query.features.astype(np.float32))
    found = []
    for platform, comparable in query.comparable.items():
        at = np.flatnonzero(query.of == platform)
        if at.size and only in ("", platform):
            best = at[chances[at].argmax()]
            found.append((float(chances[best]), bool(query.grades[best] > 0), comparable))
    return found


def figures(cells: Tops, threshold: float) -> tuple[float, float, float]:
    """Precision of what is shown first, recall, silence kept."""
    shown = [cell for cell in cells if cell[0] >= threshold]
    right = sum(cell[1] for cell in shown)
    silent = [cell for cell in cells if not cell[2]]
    kept = sum(cell[0] < threshold for cell in silent)
    return (
        right / max(1, len(shown)),
        right / max(1, sum(cell[2] for cell in cells)),
        kept / max(1, len(silent)),
    )


def threshold_of(cells: Tops) -> float:
    """The threshold by which the worst served of the three wanted figures is served best."""

    def served(threshold: float) -> float:
        return min(found / wanted for found, wanted in zip(figures(cells, threshold), WANTED, strict=True))

    scores = sorted(cell[0] for cell in cells)
    between = [(one + other) / 2 for one, other in itertools.pairwise(scores)]
    return max(between, key=served)


def held_apart(some: list[Query]) -> list[Ranker]:
    """For each query the ranking that saw neither it nor its theme, with a threshold from the other themes' held-out scores."""
    rankers = [fitted([other for other in some if other.theme != query.theme]) for query in some]
    held = [tops(query, ranker) for query, ranker in zip(some, rankers, strict=True)]
    return [
        replace(
            ranker,
            threshold=threshold_of(
                [
                    cell
                    for other, cells in zip(some, held, strict=True)
                    if other.theme != query.theme
                    for cell in cells
                ]
            ),
        )
        for query, ranker in zip(some, rankers, strict=True)
    ]


def shipped(some: list[Query]) -> Ranker:
    """The ranking of all queries; its threshold is chosen on held-out scores."""
    held = [
        cell for query, ranker in zip(some, held_apart(some), strict=True) for cell in tops(query, ranker)
    ]
    return replace(fitted(some), threshold=threshold_of(held), version="1")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", type=Path)
    default = os.environ.get("CLAUSEWATCH_SHARED", str(Path(__file__).resolve().parents[2] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(default))
    options = parser.parse_args()
    collection = _collected(options.home)
    some = queries(options.shared / "data/comparison/gold.json", options.shared / "tools", collection)
    apart = held_apart(some)
    by_theme = [
        (chance >= ranker.threshold, right, comparable)
        for query, ranker in zip(some, apart, strict=True)
        for chance, right, comparable in tops(query, ranker)
    ]
    print("leave one theme out:", figures([(float(a), b, c) for a, b, c in by_theme], 0.5))
    ranker = shipped(some)
    platforms = sorted({platform for query in some for platform in query.comparable})
    by_platform: Tops = []
    for platform in platforms:
        blind = fitted(some, platform)
        by_platform += [cell for query in some for cell in tops(query, blind, platform)]
    print("leave one platform out:", figures(by_platform, ranker.threshold))
    print("as shipped:", figures([cell for query in some for cell in tops(query, ranker)], ranker.threshold))
    weights = [
        {"feature": name, "centre": round(float(centre), 6), "weight": round(float(weight), 6)}
        for name, centre, weight in zip(FEATURES, ranker.centre, ranker.weights, strict=True)
    ]
    written = {
        "version": "1",
        "base": round(ranker.base, 6),
        "threshold": round(ranker.threshold, 4),
        "weights": weights,
    }
    SHIPPED.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
