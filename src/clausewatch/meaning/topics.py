"""The topic model: scores from a statement's bags and from its likeness to examples, then ranked, calibrated topics, or silence.

It scores each statement twice over the same labels in one pass: for its finding with all that readers labelled, and for the
comparison of provisions with the written examples and the labelled items alone. What a model has by heart of single platforms
helps to name a matter and hurts where likeness is weighed (docs/decisions/0015-unseen-platforms.md).
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from clausewatch.errors import BadInputError
from clausewatch.meaning.act import act_of
from clausewatch.meaning.buckets import BUCKETS, Bag
from clausewatch.meaning.features import VIEWS, Surroundings, around_at_hand, own_at_hand, surroundings_of
from clausewatch.meaning.likeness import Likeness
from clausewatch.nouns.finding import Asked, TopicId, TopicScore

NO_PROVISION = "NONE"
"""The model's last label: lead-in stubs, navigation, change logs, narrative."""

FORM = 3
"""The form of a weight file; another form is refused."""

_OWN_VIEWS = 2
"""Words and letters come first among the views, then what stands around the statement."""
_MOST_TOPICS = 3
_LIKENESS = ("centre", "common", "landmarks", "by_act")
_LEAST_SCORE = 0.1
STEPS = 127
"""What a byte holds; weights of the comparison have more steps, since half a step of a byte moves its cells."""
_REMEMBERED = 2048
"""Statements whose scores are at hand: the longest document of the shared archive has 1,804."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Calibration:
    """From raw scores to probabilities and decisions, fitted on held-out platforms.

    The probability that a reader names a topic is logistic(slope * score + lead * (score - best other score) + base).
    A statement is no provision when NONE's score leads the best topic's by `none_margin`; where it leads by less, that is in
    doubt, and the model ranks topics but abstains. Under `threshold` it abstains too.
    """

    slope: float
    lead: float
    base: float
    none_margin: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Topics best first, empty for what is no provision; `abstain` where the best is too unsure to be said."""

    topics: tuple[TopicScore, ...]
    abstain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A row of weights per bucket, in whole steps of the row's own size, which take less room than the weights. The farthest that a
    weight is moved is half a step."""

    steps: NDArray[np.int8] | NDArray[np.int16]
    sizes: NDArray[np.float32]

    @staticmethod
    def of(rows: NDArray[np.float32], most: int) -> Weights:
        """These weights to the nearest step, of which the largest of a row has `most`."""
        sizes = (np.abs(rows).max(axis=1) / most).astype(np.float32)
        whole = np.rint(rows / np.where(sizes > 0, sizes, 1)[:, None])
        return Weights(whole.astype(np.int8) if most <= STEPS else whole.astype(np.int16), sizes)

    def summed(self, buckets: NDArray[np.int64], values: NDArray[np.float32]) -> Scores:
        """The rows of these buckets, each times its value, together."""
        found: Scores = (values * self.sizes[buckets]) @ self.steps.take(buckets, axis=0).astype(np.float32)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """Weights per bucket and label (the last label is NO_PROVISION), rarity per bucket, a scale per view.

    Weights and rarity are those of findings, then those of the comparison; likeness has twice as many columns as there are labels.
    """

    labels: tuple[TopicId, ...]
    weights: tuple[Weights, Weights]
    rarity: NDArray[np.float32]
    scales: tuple[float, ...]
    likeness: Likeness
    calibration: Calibration
    version: str

    def rank(self, asked: Asked) -> Ranking:
        """The statement's topics; the same statement always gets the same ranking."""
        return decide(self.labels, self.scores(asked), self.calibration)

    def scores(self, asked: Asked) -> Scores:
        """One raw score per label."""
        return self._both(asked, 1.0)[: len(self.labels)]

    def compared(self, asked: Asked, likeness: float) -> Scores:
        """The same as the comparison weighs it; `likeness` is the weight of what word vectors add, 1 as the model was trained."""
        return self._both(asked, likeness)[len(self.labels) :]

    def _both(self, asked: Asked, likeness: float) -> Scores:
        alike, own, closing = _own(self, asked)
        total = likeness * alike
        for part in (*own, *_surroundings(self, surroundings_of(asked)), *closing):
            total += part
        return total

    def look_at(self, many: Sequence[Asked]) -> None:
        """Makes ready what `scores` needs of these statements, at most 1,000 at a time: in steps, for the reason that
        `classify_all` gives."""
        own_at_hand.look_at(many)
        around_at_hand.look_at(map(surroundings_of, many))
        for asked in many:
            _alike(self, asked)
        for asked in many:
            _own(self, asked)

    def parts(self, bags: tuple[Bag, ...], at: int) -> tuple[Scores, ...]:
        """What each bag that is not empty adds to the scores; the first bag is that of the view `at`."""
        scales = self.scales[at : at + len(bags)]
        finding, compared = self.weights
        return tuple(
            scale * np.concatenate((finding.summed(buckets, first), compared.summed(buckets, second)))
            for (buckets, first), (_, second), scale in zip(
                weighed(bags, self.rarity[0]), weighed(bags, self.rarity[1]), scales, strict=True
            )
            if buckets.size
        )


@lru_cache(maxsize=_REMEMBERED)
def _alike(model: TopicModel, asked: Asked) -> Scores:
    return model.likeness.scores(asked, act_of(asked))


@lru_cache(maxsize=_REMEMBERED)
def _own(model: TopicModel, asked: Asked) -> tuple[Scores, tuple[Scores, ...], tuple[Scores, ...]]:
    """What likeness to examples adds, and the statement's own bags before and after those of its surroundings: asked for once
    for its finding and once for the comparison, which weighs likeness otherwise."""
    words, letters, *last = own_at_hand(asked)
    return (
        _alike(model, asked),
        model.parts((words, letters), 0),
        model.parts(tuple(last), len(VIEWS) - len(last)),
    )


@lru_cache(maxsize=_REMEMBERED)
def _surroundings(model: TopicModel, around: Surroundings) -> tuple[Scores, ...]:
    """What the surroundings add: the statements of a provision share them."""
    return model.parts(around_at_hand(around), _OWN_VIEWS)


def weighed(bags: tuple[Bag, ...], rarity: NDArray[np.float32]) -> tuple[Bag, ...]:
    """The bags weighted by rarity and set to unit length."""
    found = []
    for buckets, counts in bags:
        values = counts * rarity[buckets]
        # The length as `np.linalg.norm` has it, without its questions about shapes.
        found.append((buckets, values / np.sqrt(values.dot(values)) if buckets.size else values))
    return tuple(found)


def decide(labels: tuple[TopicId, ...], scores: Scores, by: Calibration) -> Ranking:
    """What raw scores say under a calibration."""
    topics, none = scores[:-1], scores[-1]
    order = np.argsort(-topics, kind="stable")[: _MOST_TOPICS + 1]
    if none >= topics[order[0]] + by.none_margin:
        return Ranking((), abstain=False)
    chances = [
        chance(topics, int(at), int(order[1] if at == order[0] else order[0]), by)
        for at in order[:_MOST_TOPICS]
    ]
    ranked = tuple(
        TopicScore(labels[at], round(p, 4))
        for place, (at, p) in enumerate(zip(order, chances, strict=False))
        if place == 0 or p >= _LEAST_SCORE
    )
    return Ranking(ranked, abstain=chances[0] < by.threshold or bool(none >= topics[order[0]]))


def chance(topics: Scores, at: int, other: int, by: Calibration) -> float:
    """The calibrated probability of the topic `at`, given the best of the others."""
    raw = by.slope * topics[at] + by.lead * (topics[at] - topics[other]) + by.base
    return float(1 / (1 + np.exp(-raw)))


@cache
def shipped_model() -> TopicModel:
    """The model that comes with Clausewatch; loaded once."""
    name = "meaning/knowledge/topics.npz"
    return read_model(files("clausewatch.meaning").joinpath("knowledge/topics.npz").read_bytes(), name)


def read_model(data: bytes, name: str) -> TopicModel:
    """The model of a weight file. Anything else is a BadInputError."""
    mend = "Train it with `make train`, or restore the shipped file"
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            about = json.loads(bytes(stored["about"]))
            weights = _weights_in(stored, "finding"), _weights_in(stored, "compared")
            rarity = stored["rarity"].astype(np.float32)
            likeness = Likeness(*(stored[each].astype(np.float32) for each in _LIKENESS))
    except (ValueError, KeyError, OSError, EOFError, IndexError, TypeError, BadZipFile) as error:
        raise BadInputError(name, f"is no weight file of the topic model ({error})", mend) from error
    if about.get("form") != FORM or len(about["scales"]) != len(VIEWS) or rarity.shape != (2, BUCKETS):
        raise BadInputError(name, "is a weight file of another form", mend)
    return TopicModel(
        tuple(about["labels"]),
        weights,
        rarity,
        tuple(about["scales"]),
        likeness,
        Calibration(**about["calibration"]),
        about["version"],
    )


def write_model(model: TopicModel) -> bytes:
    """The weight file: the steps of the buckets in use, compressed, the same bytes for the same model."""
    about = {
        "form": FORM,
        "labels": list(model.labels),
        "scales": list(model.scales),
        "version": model.version,
        "calibration": {key: getattr(model.calibration, key) for key in Calibration.__slots__},
    }
    out = io.BytesIO()
    held: dict[str, NDArray[Any]] = {
        "about": np.frombuffer(json.dumps(about).encode(), np.uint8),
        **_stored(model.weights[0], "finding"),
        **_stored(model.weights[1], "compared"),
        "rarity": model.rarity.astype(np.float16),
        **{each: getattr(model.likeness, each).astype(np.float16) for each in _LIKENESS},
    }
    np.savez_compressed(out, allow_pickle=False, **held)
    return out.getvalue()


def _stored(weights: Weights, name: str) -> dict[str, NDArray[Any]]:
    """The rows in use, bytes of one place together, which compresses better."""
    rows = np.flatnonzero(weights.sizes)
    steps = weights.steps[rows]
    planes = steps.view(np.uint8).reshape(*steps.shape, steps.itemsize).transpose(2, 0, 1)
    return {
        f"{name}_rows": rows.astype(np.uint32),
        f"{name}_steps": np.ascontiguousarray(planes),
        f"{name}_sizes": weights.sizes[rows],
    }


def _weights_in(stored: Mapping[str, NDArray[Any]], name: str) -> Weights:
    rows, planes = stored[f"{name}_rows"], stored[f"{name}_steps"]
    kind = {1: np.int8, 2: np.int16}[len(planes)]
    steps = np.zeros((BUCKETS, planes.shape[2]), kind)
    steps[rows] = np.ascontiguousarray(planes.transpose(1, 2, 0)).view(kind)[:, :, 0]
    sizes = np.zeros(BUCKETS, np.float32)
    sizes[rows] = stored[f"{name}_sizes"]
    return Weights(steps, sizes)
