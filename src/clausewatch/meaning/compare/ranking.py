"""The weights of the ranking and the threshold between a comparable clause and silence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from clausewatch.errors import BadInputError
from clausewatch.meaning.compare.pairs import FEATURES
from clausewatch.meaning.compare.terms import Array


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """A logistic model over `FEATURES`; under `threshold` (a chance, 0 to 1) nothing is shown."""

    centre: Array
    weights: Array
    base: float
    threshold: float
    version: str

    def chances(self, features: Array) -> Array:
        """For each row the chance that the passage is comparable, as calibrated on queries and platforms held out."""
        raw = (features - self.centre) @ self.weights + self.base
        found: Array = (1 / (1 + np.exp(-raw))).astype(np.float32)
        return found


@cache
def shipped_ranker() -> Ranker:
    """The ranking that comes with Clausewatch (made by `training/comparison.py`)."""
    name = "meaning/knowledge/comparison.json"
    return read_ranker(files("clausewatch.meaning").joinpath("knowledge/comparison.json").read_bytes(), name)


def read_ranker(data: bytes, name: str) -> Ranker:
    """The ranking of a weight file; anything else is a BadInputError."""
    mend = "Make it anew with `python -m training.comparison`, or restore the shipped file"
    try:
        raw = json.loads(data)
        weights = {each["feature"]: (float(each["centre"]), float(each["weight"])) for each in raw["weights"]}
        columns = np.array([weights[feature] for feature in FEATURES], np.float32)
        return Ranker(
            columns[:, 0], columns[:, 1], float(raw["base"]), float(raw["threshold"]), raw["version"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadInputError(name, f"is no weight file of the comparison ({error!r})", mend) from error
