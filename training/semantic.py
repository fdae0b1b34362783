"""What sentence embeddings would add to the topic model: a trial of any model's vectors. Nothing of it ships.

usage: python -m training.semantic texts FILE.jsonl [--shared DIR]
       python -m training.semantic score FILE.npy [--shared DIR]

`texts` writes what is to be embedded, one JSON string a line. Embed it with whatever runs the model, in that order, one row
of an array each. `score` sets the shipped model beside the same one with the Gaussian kernel of these vectors added, each with
the platform held out and without the examples that were written after misread items had been read. "chosen apart" takes the
weight of each platform from the others' scores: it is the figure to decide by. docs/decisions/0010-semantic.md tells what came of it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from clausewatch.meaning.topics import NO_PROVISION
from clausewatch.nouns.finding import Asked
from training.calibrate import held_apart
from training.card import family_right, right
from training.ridge import Array, fit
from training.sources import Row, ours
from training.topics import BLIND, SHARED, label_names

# Half, all and twice what the word vectors weigh (training.ridge.LIKENESS); 0 is what ships. Not tuned.
WEIGHTS = (0.0, 0.75, 1.5, 3.0)

Found = Sequence[dict[str, object]]


def main() -> None:
    options = _options()
    rows = ours(options.shared, without=BLIND)
    strings = to_embed(rows)
    if options.step == "texts":
        options.file.write_text("".join(json.dumps(text) + "\n" for text in strings), encoding="utf-8")
        return
    vectors = np.load(options.file, allow_pickle=False)
    if vectors.ndim != 2 or len(vectors) != len(strings):
        message = f"{options.file}: has the shape {vectors.shape}, wanted are {len(strings)} rows; embed what `texts` writes"
        raise SystemExit(message)
    beside = kernel(rows, dict(zip(strings, vectors.astype(np.float32), strict=True)))
    labelled = [row for row in rows if row.source == "items"]
    # The labelled items come first among what is held out.
    scores = [
        fit(rows, label_names(), beside=weight * beside).held_out[: len(labelled)] for weight in WEIGHTS
    ]
    shipped = held_apart(scores[0], labelled, label_names())
    print(f"{'':14} top   family  coverage  right when it speaks   statements won and lost: top, family")
    for weight, each in zip(WEIGHTS, scores, strict=True):
        _tell(f"weight {weight}", labelled, held_apart(each, labelled, label_names()), shipped)
    _tell(
        "chosen apart", labelled, held_apart(chosen_apart(scores, labelled), labelled, label_names()), shipped
    )


def joined(asked: Asked) -> str:
    """What is embedded: own heading, lead-in and text as one string, since such models read words by what stands around them."""
    heading = asked.path[-1] + "." if asked.path else ""
    return " ".join(part for part in (heading, asked.lead_in, asked.text) if part)


def to_embed(rows: Sequence[Row]) -> list[str]:
    """The strings of all rows once, shortest first, so that batches waste little."""
    return sorted({joined(row.asked) for row in rows}, key=lambda text: (len(text), text))


def kernel(rows: Sequence[Row], vectors: dict[str, Array]) -> Array:
    """The Gaussian kernel between rows, built as that of the word vectors is: without what the rows of no platform share."""
    own = np.array([not row.platform for row in rows])
    place = np.array([vectors[joined(row.asked)] for row in rows])
    place -= place[own].mean(0)
    common = np.linalg.svd(place[own], full_matrices=False)[2][0]
    place -= np.outer(place @ common, common)
    place /= np.linalg.norm(place, axis=1, keepdims=True) + 1e-9
    found: Array = np.exp(-np.maximum(2 - 2 * place @ place.T, 0))
    return found


def chosen_apart(scores: Sequence[Array], rows: Sequence[Row]) -> Array:
    """For each platform the scores whose top topic and family are right most often on the other platforms."""
    labels = label_names()
    found = np.zeros_like(scores[0])
    for platform in sorted({row.platform for row in rows}):
        others = [at for at, row in enumerate(rows) if platform != row.platform and _is_provision(row)]
        best = max(
            scores, key=lambda each: sum(_hits(rows[at], labels[each[at, :-1].argmax()]) for at in others)
        )
        inside = np.array([row.platform == platform for row in rows])
        found[inside] = best[inside]
    return found


def _hits(row: Row, top: str) -> int:
    said: dict[str, object] = {"topics": [{"id": top}]}
    return right(row, said) + family_right(row, said)


def _is_provision(row: Row) -> bool:
    return row.topics != (NO_PROVISION,)


def _tell(name: str, rows: Sequence[Row], found: Found, shipped: Found) -> None:
    pairs = [each for each in zip(rows, found, shipped, strict=True) if _is_provision(each[0])]
    spoken = [(row, said) for row, said, _ in pairs if said["topics"] and not said["abstain"]]

    def share(judge: Callable[[Row, dict[str, object]], bool]) -> float:
        return sum(judge(row, said) for row, said, _ in pairs) / len(pairs)

    def moved(judge: Callable[[Row, dict[str, object]], bool]) -> str:
        change = [judge(row, said) - judge(row, before) for row, said, before in pairs]
        return f"+{change.count(1)} -{change.count(-1)}"

    speaks = sum(right(*each) for each in spoken) / len(spoken)
    print(
        f"{name:14} {share(right):.4f} {share(family_right):.4f} {len(spoken) / len(pairs):.4f}"
        f"    {speaks:.4f}                 {moved(right)}, {moved(family_right)}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=("texts", "score"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--shared", type=Path, default=SHARED)
    return parser.parse_args()


if __name__ == "__main__":
    main()
