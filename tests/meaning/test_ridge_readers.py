"""Training tells readers apart: scores of a company left out are those of a model that never had it."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from training.sources import Row

from clausewatch.meaning.act import act_of
from clausewatch.meaning.features import VIEWS, bags_of
from clausewatch.nouns.finding import Asked

# Not by name: scipy, which it is made of, ships no types.
ridge = importlib.import_module("training.ridge")

LABELS = ("PAY.refund", "DATA.cookies", "NONE")
WORDS = (
    ("We pay back the price within ten days.", "PAY.refund"),
    ("Money is returned to buyers who cancel.", "PAY.refund"),
    ("Cookies tell us who visits the pages.", "DATA.cookies"),
    ("Pixels and cookies are set by our partners.", "DATA.cookies"),
    ("Skip to the main content", "NONE"),
)


def _rows() -> list[Row]:
    items = [
        Row("items", Asked(f"{name}: {text}"), (topic,), name)
        for name in ("Kestrel", "Plover")
        for text, topic in WORDS
    ]
    further = [
        Row("labelled", Asked(f"{text} So says {name}."), (topic,), name)
        for name in ("Kestrel", "Dunlin")
        for text, topic in WORDS[::2]
    ]
    return items + further + [Row("examples", Asked(text), (topic,)) for text, topic in WORDS]


def _scored(fitted: Any, row: Row) -> NDArray[np.float32]:
    scales = tuple(ridge.SCALES[view] for view in VIEWS)
    bare = ridge._matrix([bags_of(row.asked)], fitted.rarity, scales) @ fitted.weights
    found: NDArray[np.float32] = bare[0] + fitted.likeness.scores(row.asked, act_of(row.asked))
    return found


def test_what_is_left_out_is_scored_as_if_it_had_never_been_there() -> None:
    rows = _rows()
    read = [row for row in rows if row.source in ridge.READ]
    held_out = ridge.fit(rows, LABELS).held_out
    for company in ("Kestrel", "Plover", "Dunlin"):
        without = ridge.fit([row for row in rows if row.platform != company], LABELS)
        for row, scores in zip(read, held_out, strict=True):
            if row.platform == company:
                assert np.allclose(scores, _scored(without, row), atol=0.02)
