"""Train the judge of modality and bound party: what the rules read, the last resort's scores and words, weighed by labels.

usage: python -m training.judge [--shared DIR] [--check]

Rows: the labelled items at half weight, since the rules were written on them, and the further labelled statements of which a
reader said modality and party (training/labelled.jsonl), on which they were not. Two multinomial logistic regressions, by
L-BFGS from zero: no random number enters. Both commands print how often modality and party are right on companies held out,
beside the rules alone; --check writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from clausewatch.meaning.judge import NAME, WORDS, Judge, Judged, known_of, resorted, signs_of, write_judge
from clausewatch.meaning.rules.reading import reading
from clausewatch.meaning.rules.resort import features
from clausewatch.meaning.rules.view import view
from clausewatch.nouns.finding import Asked, Modality, Party
from training.pointed import pointed
from training.sources import house, items
from training.topics import ROOT, SHARED

# Of .1, .2 and .3 the middle: flat on companies held out. The inverse of a ridge penalty.
LOOSE = 0.2
OF_ITEMS = 0.5
SEEN_AT_LEAST = 2
GAINED_AT_LEAST = 2
FOLDS = 5
_STEPS, _ENOUGH = 400, 1e-4

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Read:
    """A statement, what its reader said, where it comes from and what it counts."""

    asked: Asked
    modality: Modality
    party: Party
    platform: str
    provision: bool
    weight: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    rows = list(read(options.shared))
    found = held_apart(rows)
    doubted = doubts(rows, found)
    _tell("asked of every rule", rows, found)
    _tell("asked of the rules it betters", rows, _where(doubted, rows, found))
    print(f"rules it betters: {', '.join(sorted(doubted))}")
    if not options.check:
        out = ROOT / "src/clausewatch" / NAME
        out.write_bytes(write_judge(replace(fit(rows), doubted=doubted)))
        print(f"{out}: {len(rows)} rows, {out.stat().st_size / 1e6:.2f} MB")


def read(shared: Path) -> Iterator[Read]:
    """The labelled items, then the further statements whose modality and party a reader said."""
    lines = (shared / "data/topics/items.jsonl").read_text(encoding="utf-8").splitlines()
    for row, each in zip(items(shared), map(json.loads, lines), strict=True):
        said = Modality(each["modality"]), Party(each["bound_party"])
        yield Read(row.asked, *said, row.platform, bool(each["topics"]), OF_ITEMS)
    for found in pointed(shared):
        if found.modality:
            said = Modality(found.modality), Party(found.bound_party)
            yield Read(found.asked, *said, found.platform, bool(found.topics), 1.0)


def fit(rows: Sequence[Read]) -> Judge:
    """The judge of these rows. A provision always does something, so "none" is no answer of its own among modalities."""
    signs = _known([tuple(signs_of(row.asked)) for row in rows])
    words = [tuple(features(view(row.asked))) for row in rows]
    known = _known(words)
    rarity = _rarity(words, known)
    matrix = hstack((_signs(rows, signs), _words(words, known, rarity), _resorted(words))).tocsr()
    weight = np.array([row.weight for row in rows])
    does = np.array([row.modality is not Modality.NONE for row in rows])
    modalities, of_modality = _fitted(
        matrix[does], [row.modality for row in rows if row.modality is not Modality.NONE], weight[does]
    )
    parties, of_party = _fitted(matrix, [row.party for row in rows], weight)
    weights = np.hstack((of_modality, of_party)).astype(np.float32)
    of_signs, of_words, of_resort = np.split(weights[:-1], np.cumsum([len(signs), len(known)]))
    return Judge(
        frozenset(),
        tuple(map(Modality, modalities)),
        tuple(map(Party, parties)),
        signs,
        known,
        of_signs,
        of_words,
        rarity,
        of_resort,
        weights[-1],
    )


def _known(many: Sequence[Sequence[str]]) -> dict[str, int]:
    counts = Counter(each for some in many for each in set(some))
    often = sorted(each for each in counts if counts[each] >= SEEN_AT_LEAST)
    return {each: at for at, each in enumerate(often)}


def _rarity(many: Sequence[Sequence[str]], known: dict[str, int]) -> Array:
    """Inverse document frequency."""
    seen = Counter(known[each] for some in many for each in set(some) if each in known)
    counts = np.array([seen[at] for at in range(len(known))])
    return (np.log((1 + len(many)) / (1 + counts)) + 1).astype(np.float32)


def _signs(rows: Sequence[Read], signs: dict[str, int]) -> csr_matrix:
    at = [[signs[each] for each in signs_of(row.asked) if each in signs] for row in rows]
    return _sparse(at, [np.ones(len(each)) for each in at], len(signs))


def _words(many: Sequence[Sequence[str]], known: dict[str, int], rarity: Array) -> csr_matrix:
    at, values = [], []
    for some in many:
        places, counts = known_of(some, known)
        value = counts * rarity[places]
        at.append(places)
        values.append(value * (WORDS / np.sqrt(value @ value)) if places.size else value)
    return _sparse(at, values, len(known))


def _resorted(many: Sequence[Sequence[str]]) -> csr_matrix:
    return csr_matrix(np.array([resorted(some) for some in many]))


def _sparse(at: Sequence[Sequence[int]], values: Sequence[Array], width: int) -> csr_matrix:
    ends = np.cumsum([0, *map(len, at)])
    return csr_matrix(
        (np.concatenate(values), np.concatenate([np.asarray(each, int) for each in at]), ends),
        (len(at), width),
    )


def _fitted(
    matrix: csr_matrix, answers: Sequence[str], weight: NDArray[np.float64]
) -> tuple[list[str], NDArray[np.float64]]:
    """The answers in their order, and the weights of each, its beginning last."""
    model = LogisticRegression(C=LOOSE, max_iter=_STEPS, tol=_ENOUGH)
    model.fit(matrix, np.array(answers, str), sample_weight=weight)
    return list(model.classes_), np.vstack((model.coef_.T, model.intercept_))


def held_apart(rows: Sequence[Read]) -> list[Judged]:
    """What a judge that saw nothing of the row's company says of it: companies are dealt to folds, the largest first."""
    counts = Counter(house(row.platform) for row in rows)
    fold = {each: at % FOLDS for at, each in enumerate(sorted(counts, key=lambda it: (-counts[it], it)))}
    of = np.array([fold[house(row.platform)] for row in rows])
    found: list[Judged] = [Judged(Modality.NONE, Party.NONE, as_ruled=True) for _ in rows]
    for each in range(FOLDS):
        judge = fit([row for row, at in zip(rows, of, strict=True) if at != each])
        for at in np.flatnonzero(of == each):
            found[at] = judge.judged(rows[at].asked)
    return found


def doubts(rows: Sequence[Read], found: Sequence[Judged]) -> frozenset[str]:
    """The rules whose readings of other readers' provisions are more often right when the judge is asked: by at least so many."""
    gained: Counter[str] = Counter()
    for row, said in zip(rows, found, strict=True):
        if row.provision and row.weight == 1:
            made = reading(row.asked)
            gained[made.rule] += _hits(row, said.modality, said.party) - _hits(row, made.modality, made.party)
    return frozenset(rule for rule, gain in gained.items() if gain >= GAINED_AT_LEAST)


def _hits(row: Read, modality: Modality, party: Party) -> int:
    return (row.modality is modality) + (row.party is party)


def _where(doubted: frozenset[str], rows: Sequence[Read], found: Sequence[Judged]) -> list[Judged]:
    """What is said where the judge is asked of those rules alone, and of provisions in which no rule finds anything."""
    out = []
    for row, said in zip(rows, found, strict=True):
        made = reading(row.asked)
        ask = made.rule in doubted or made.modality is Modality.NONE
        out.append(said if ask else Judged(made.modality, made.party, as_ruled=True))
    return out


def _tell(how: str, rows: Sequence[Read], found: Sequence[Judged]) -> None:
    print(how)
    for name, weight in (("items (the rules were written on them)", OF_ITEMS), ("other readers'", 1.0)):
        some = [
            (row, said, reading(row.asked))
            for row, said in zip(rows, found, strict=True)
            if row.provision and row.weight == weight
        ]
        modality = np.mean([row.modality is said.modality for row, said, _ in some])
        party = np.mean([row.party is said.party for row, said, _ in some])
        ruled = np.mean([row.modality is made.modality for row, _, made in some])
        bound = np.mean([row.party is made.party for row, _, made in some])
        print(
            f"  {name}: {len(some)} provisions; modality {modality:.3f} (rules {ruled:.3f}),"
            f" party {party:.3f} (rules {bound:.3f})"
        )


if __name__ == "__main__":
    main()
