"""The topic model: scores from a statement's bags and from its likeness to examples, then ranked, calibrated topics, or silence.

It scores each statement twice over the same labels in one pass: for its finding with all that readers labelled, and for the
comparison of provisions with the written examples and the labelled items alone. What a model has by heart of single platforms
helps to name a matter and hurts where likeness is weighed (docs/decisions/0015-unseen-platforms.md).
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from clausewatch.errors import BadInputError
from clausewatch.meaning.act import act_of
from clausewatch.meaning.features import BUCKETS, VIEWS, Bag, own_bags, surrounding_bags
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
_STEPS = 127
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
    """A row of weights per bucket, in whole steps of the row's own size: a quarter of the memory of single precision, and as quick to
    sum. The farthest that a weight is moved is half a 127th of its row's largest."""

    steps: NDArray[np.int8]
    sizes: NDArray[np.float32]

    @staticmethod
    def of(rows: NDArray[np.float32]) -> Weights:
        """These weights to the nearest step."""
        sizes = (np.abs(rows).max(axis=1) / _STEPS).astype(np.float32)
        whole = np.where(sizes > 0, sizes, 1).astype(np.float32)
        return Weights(np.rint(rows / whole[:, None]).astype(np.int8), sizes)

    def summed(self, buckets: NDArray[np.int64], values: NDArray[np.float32]) -> Scores:
        """The rows of these buckets, each times its value, together."""
        found: Scores = (values * self.sizes[buckets]) @ self.steps.take(buckets, axis=0).astype(np.float32)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """Weights per bucket and label (the last label is NO_PROVISION), rarity per bucket, a scale per view.

    Weights, and those of likeness, have twice as many columns as there are labels: those of findings, then those of the comparison.
    """

    labels: tuple[TopicId, ...]
    weights: Weights
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
        for part in (*own, *_surroundings(self, asked.path, asked.lead_in, asked.document_type), *closing):
            total += part
        return total

    def look_at(self, many: Sequence[Asked]) -> None:
        """Makes ready what `scores` needs of these statements, at most 1,000 at a time: in steps, for the reason that
        `classify_all` gives."""
        for asked in many:
            _bags(asked)
        for asked in many:
            _alike(self, asked)
        for asked in many:
            _own(self, asked)

    def parts(self, bags: tuple[Bag, ...], at: int) -> tuple[Scores, ...]:
        """What each bag that is not empty adds to the scores; the first bag is that of the view `at`."""
        scales = self.scales[at : at + len(bags)]
        return tuple(
            scale * self.weights.summed(buckets, values)
            for (buckets, values), scale in zip(weighed(bags, self.rarity), scales, strict=True)
            if buckets.size
        )


_bags = lru_cache(maxsize=_REMEMBERED)(own_bags)


@lru_cache(maxsize=_REMEMBERED)
def _alike(model: TopicModel, asked: Asked) -> Scores:
    return model.likeness.scores(asked, act_of(asked))


@lru_cache(maxsize=_REMEMBERED)
def _own(model: TopicModel, asked: Asked) -> tuple[Scores, tuple[Scores, ...], tuple[Scores, ...]]:
    """What likeness to examples adds, and the statement's own bags before and after those of its surroundings: asked for once
    for its finding and once for the comparison, which weighs likeness otherwise."""
    words, letters, *last = _bags(asked)
    return (
        _alike(model, asked),
        model.parts((words, letters), 0),
        model.parts(tuple(last), len(VIEWS) - len(last)),
    )


@lru_cache(maxsize=512)
def _surroundings(
    model: TopicModel, path: tuple[str, ...], lead_in: str, document_type: str
) -> tuple[Scores, ...]:
    """What the surroundings add: the statements of a provision share them, and mostly come one after the other."""
    return model.parts(surrounding_bags(path, lead_in, document_type), _OWN_VIEWS)


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
            rows, wide = stored["rows"], 2 * len(about["labels"])
            weights = Weights(np.zeros((BUCKETS, wide), np.int8), np.zeros(BUCKETS, np.float32))
            weights.steps[rows] = stored["steps"]
            weights.sizes[rows] = stored["sizes"]
            rarity = stored["rarity"].astype(np.float32)
            likeness = Likeness(*(stored[each].astype(np.float32) for each in _LIKENESS))
    except (ValueError, KeyError, OSError, EOFError, IndexError, TypeError, BadZipFile) as error:
        raise BadInputError(name, f"is no weight file of the topic model ({error})", mend) from error
    if about.get("form") != FORM or len(about["scales"]) != len(VIEWS) or rarity.shape != (BUCKETS,):
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
    rows = np.flatnonzero(model.weights.sizes)
    out = io.BytesIO()
    np.savez_compressed(
        out,
        about=np.frombuffer(json.dumps(about).encode(), np.uint8),
        rows=rows.astype(np.uint32),
        steps=model.weights.steps[rows],
        sizes=model.weights.sizes[rows],
        rarity=model.rarity.astype(np.float16),
        **{each: getattr(model.likeness, each).astype(np.float16) for each in _LIKENESS},
    )
    return out.getvalue()
