"""What a statement does where no written rule tells: a small linear model over its words, as the last resort.

The model learned from labelled statements and from what the rules say of thousands of others where they are sure. It is asked
only where they are not, since it is no better than they where they hold (docs/reference/training-card-rules.md).
"""

from __future__ import annotations

import io
import itertools
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from clausewatch.errors import BadInputError
from clausewatch.meaning.rules.view import View
from clausewatch.nouns.finding import Modality

NAME = "meaning/knowledge/modality.npz"

BUCKETS = 1 << 15
LENGTH = 4.0
"""The features of a statement are set to this length: with the penalty it says how far one word can decide."""

_HEADING = 0.5
_WORDS, _LEAD_WORDS, _FIRST_WORDS = 60, 25, 4
_TOKEN = re.compile(r"[a-z0-9$%@']+|[:;?]")
_SUBJECTS = frozenset({"zplat", "zyou", "zuser", "zcust", "be", "is", "are"})
_TELLING = frozenset({"zplat", "zyou", "may", "will", "not"})

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Resort:
    """Weights per bucket and modality, and what each modality begins with."""

    modalities: tuple[Modality, ...]
    weights: Array
    base: Array

    def modality(self, seen: View) -> Modality:
        """The likeliest modality of a statement, the same for the same words and surroundings."""
        return self.modalities[int(np.argmax(self.scores(features(seen))))]

    def scores(self, words: Iterable[str]) -> Array:
        """One score per modality, from the features of a statement."""
        buckets, values = bag(words)
        found: Array = values @ self.weights[buckets] + self.base
        return found


class _Places(dict[str, tuple[int, float]]):
    """The bucket and the value of each feature; it fills itself, since looking up is quicker than hashing anew."""

    _MOST = 50_000

    def __missing__(self, feature: str) -> tuple[int, float]:
        if len(self) >= self._MOST:
            self.clear()
        at = zlib.crc32(feature.encode()) % BUCKETS
        found = self[feature] = (at, _HEADING if feature[0] == "h" else 1.0)
        return found


_PLACES = _Places()


def bag(words: Iterable[str]) -> tuple[NDArray[np.int64], Array]:
    """The distinct buckets of a statement's features and their values, of length `LENGTH` together."""
    found: dict[int, float] = {}
    for at, value in map(_PLACES.__getitem__, words):
        if found.get(at, 0.0) < value:
            found[at] = value
    values = np.fromiter(found.values(), np.float32, len(found))
    return np.fromiter(found, np.int64, len(found)), values * np.float32(LENGTH / np.sqrt(values @ values))


def features(seen: View) -> Iterator[str]:
    """Words, pairs, triples about who acts, the first words by place, the lead-in's words, the headings' and the kind of
    document. The first letter tells which."""
    words = _tokens(seen.own)[:_WORDS]
    yield from (f"w{word}" for word in words)
    yield from (f"b{one} {two}" for one, two in itertools.pairwise(words))
    for one, two, three in zip(words, words[1:], words[2:], strict=False):
        if one in _SUBJECTS or two in _TELLING:
            yield f"t{one} {two} {three}"
    yield from (f"p{place}{word}" for place, word in enumerate(words[:_FIRST_WORDS]))
    yield f"q{' '.join(words[:2])}"
    lead = _tokens(seen.lead_text)[-_LEAD_WORDS:]
    yield from (f"l{word}" for word in lead)
    yield from (f"m{one} {two}" for one, two in itertools.pairwise(lead))
    yield "under a lead-in" if lead else "alone"
    yield f"e{seen.bare[-1:]}"
    yield from (f"h{word}" for word in _tokens(" ".join(seen.asked.path[1:]).lower()))
    yield f"d{seen.asked.document_type.lower()}"


def _tokens(text: str) -> list[str]:
    """Words and the marks that tell of lists and questions; numbers are one word."""
    return ["0" if each.isdigit() else each for each in _TOKEN.findall(text)]


@cache
def last_resort() -> Resort:
    """The model that comes with Clausewatch; loaded once."""
    return read_resort(files("clausewatch.meaning").joinpath("knowledge/modality.npz").read_bytes(), NAME)


def read_resort(data: bytes, name: str) -> Resort:
    """The model of a weight file. Anything else is a BadInputError."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            named = tuple(Modality(each) for each in json.loads(bytes(stored["about"]))["modalities"])
            weights = np.zeros((BUCKETS, len(named)), np.float32)
            weights[stored["rows"]] = stored["weights"]
            return Resort(named, weights, stored["base"].astype(np.float32))
    except (ValueError, KeyError, OSError, EOFError, IndexError, TypeError, BadZipFile) as error:
        mend = "Train it with `python -m training.modality`, or restore the shipped file"
        raise BadInputError(name, f"is no weight file of the modality model ({error})", mend) from error


def write_resort(model: Resort) -> bytes:
    """The weight file: half-precision rows of the buckets in use, compressed, the same bytes for the same model."""
    rows = np.flatnonzero(np.abs(model.weights).max(axis=1) > 0)
    out = io.BytesIO()
    about = json.dumps({"modalities": [each.value for each in model.modalities]})
    np.savez_compressed(
        out,
        about=np.frombuffer(about.encode(), np.uint8),
        rows=rows.astype(np.uint32),
        weights=model.weights[rows].astype(np.float16),
        base=model.base.astype(np.float16),
    )
    return out.getvalue()
