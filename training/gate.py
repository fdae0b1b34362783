"""Learns the weights of the claim gate's second opinion from claims with known labels; writes meaning/knowledge/gate-weights.json.

usage: python -m training.gate [--shared DIR] [--held-out]

A logistic model of the marks (`meaning.gate.marks`) with an L2 penalty. It learns from training/gate-claims.jsonl (claims by other
hands on real statements) and with a weight of its own from each set that the rules were fitted on: data/gate, evals/data/gate-own*,
the seeded sentences and tests/meaning/gate_claims.jsonl. evals/data/gate-unseen.jsonl is never read here. The same data give the same weights.
`--held-out` prints, instead of writing, what rules and second opinion rule on each set of claims without having learned from it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from evals.gate import sentences
from numpy.typing import NDArray
from scipy.optimize import minimize

from clausewatch.catalog import shipped
from clausewatch.meaning.gate.marks import Heard, Marks
from clausewatch.meaning.gate.ruling import heard_and_marked
from clausewatch.meaning.gate.second import Weights, opinion
from clausewatch.nouns.finding import Cited, Claim
from training.claims import found_again

HERE = Path(__file__).resolve().parent
CLAIMS = HERE / "gate-claims.jsonl"
OUT = HERE.parent / "src/clausewatch/meaning/knowledge/gate-weights.json"
PENALTY = 60.0
# A mark that fewer claims have is not learned.
LEAST_CLAIMS = 2
# Log odds from which a claim is refused, and up to which one is let pass; chosen on the claims with each fifth of the sets held out.
REFUSE = 0.75
LET_PASS = -0.6
# What a claim counts that the rules were fitted on, beside one of training/gate-claims.jsonl.
FITTED = {
    "data/gate": 3.0,
    "gate-own": 2.0,
    "gate-own-2": 2.0,
    "gate-own-3": 1.0,
    "gate-seeded": 1.0,
    "tests": 1.0,
}
_FOLDS = 5
_DIGITS = 4
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Learned:
    """A claim that comes to a second opinion: its set, its label, and what rules and marks say of it."""

    of: str
    false: bool
    heard: Heard
    marks: Marks

    @property
    def counts(self) -> float:
        return FITTED.get(self.of, 1.0)


def examples(shared: Path) -> list[Learned]:
    """All claims to learn from, those of training/gate-claims.jsonl first."""
    return [each for each in map(_learned, _given(shared)) if each is not None]


def _given(shared: Path) -> Iterator[tuple[str, bool, dict[str, Any]]]:
    for each in found_again(shared, CLAIMS):
        yield each.of, not each.supported, each.given
    fitted = {
        "data/gate": shared / "data/gate/claims.jsonl",
        "tests": HERE.parent / "tests/meaning/gate_claims.jsonl",
        **{name: HERE.parent / f"evals/data/{name}.jsonl" for name in FITTED if name.startswith("gate-own")},
    }
    items = (shared / "data/topics/items.jsonl").read_text(encoding="utf-8").splitlines()
    for row in sentences(list(map(json.loads, items))):
        yield "gate-seeded", row["label"] == "unsupported", row
    for name, path in fitted.items():
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield name, row["label"] == "unsupported", row


@cache
def _companies() -> dict[str, str]:
    """The company behind each platform of the catalogue, as `clausewatch gate` knows it."""
    return {key.lower(): each.company for each in shipped().platforms for key in (each.name, each.id)}


def _learned(given: tuple[str, bool, dict[str, Any]]) -> Learned | None:
    of, false, row = given
    platform = row["platform"] or ""
    company = _companies().get(platform.lower(), "")
    cited = tuple(Cited(each["id"], each["text"]) for each in row["statements"])
    found = heard_and_marked(Claim(row["claim"], cited, tuple(row["heading_path"] or ()), platform, company))
    return None if found is None else Learned(of, false, *found)


def learn(known: list[Learned]) -> Weights:
    """Weights learned from these claims."""
    seen = Counter(name for each in known if each.of not in FITTED for name in each.marks.sizes)
    names = sorted(name for name, count in seen.items() if count >= LEAST_CLAIMS)
    places = {name: at for at, name in enumerate(names)}
    sizes = np.zeros((len(known), len(names)))
    for row, each in enumerate(known):
        for name, size in each.marks.sizes.items():
            if name in places:
                sizes[row, places[name]] = size
    labels = np.array([float(each.false) for each in known])
    counts = np.array([each.counts for each in known])
    mean = np.average(sizes, axis=0, weights=counts)
    spread = np.sqrt(np.average((sizes - mean) ** 2, axis=0, weights=counts)) + 0.05
    bias, per = _fitted((sizes - mean) / spread, labels, counts)
    of = per / spread
    rounded = {name: round(float(each), _DIGITS) for name, each in zip(names, of, strict=True)}
    return Weights(
        round(bias - float(of @ mean), _DIGITS),
        {name: each for name, each in rounded.items() if each},
        REFUSE,
        LET_PASS,
    )


def _fitted(scaled: Floats, labels: Floats, counts: Floats) -> tuple[float, Floats]:
    def loss(values: Floats) -> tuple[float, Floats]:
        odds = values[0] + scaled @ values[1:]
        wrong = counts * (1 / (1 + np.exp(-odds)) - labels)
        total = (counts * (np.logaddexp(0, odds) - labels * odds)).sum() + PENALTY * (
            values[1:] @ values[1:]
        ) / 2
        return float(total), np.concatenate(([wrong.sum()], scaled.T @ wrong + PENALTY * values[1:]))

    values: Floats = minimize(
        loss, np.zeros(scaled.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 1000}
    ).x
    return float(values[0]), values[1:]


def refused(each: Learned, learned: Weights) -> bool:
    """Whether rules and second opinion refuse a claim, as `gate` does."""
    if each.heard.sure:
        return True
    second = opinion(each.marks, learned)
    return not second.favourable if each.heard.refused else bool(second.against)


def held_out(known: list[Learned]) -> Iterator[tuple[Learned, bool, float]]:
    """Each claim of training/gate-claims.jsonl, its ruling and its odds by weights that learned nothing of its fold of sets."""
    sets = sorted({each.of for each in known} - FITTED.keys())
    for fold in range(_FOLDS):
        apart = set(sets[fold::_FOLDS])
        learned = learn([each for each in known if each.of not in apart])
        for each in known:
            if each.of in apart:
                yield each, refused(each, learned), learned.odds(each.marks)


def shares(rulings: list[tuple[bool, bool]]) -> str:
    """The shares of false claims refused and of true ones passed, of pairs (false, refused)."""
    false = [was for is_false, was in rulings if is_false]
    true = [not was for is_false, was in rulings if not is_false]
    return f"refused {sum(false) / len(false):.3f} of {len(false)}, passed {sum(true) / len(true):.3f} of {len(true)}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared")
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    known = examples(options.shared)
    if options.held_out:
        found = list(held_out(known))
        print("rules alone:", shares([(each.false, each.heard.refused) for each, _, _ in found]))
        print("with the second opinion:", shares([(each.false, was) for each, was, _ in found]))
        return
    learned = learn(known)
    shown = {
        "refuse": learned.refuse,
        "let_pass": learned.let_pass,
        "bias": learned.bias,
        "of": dict(learned.of),
    }
    OUT.write_text(json.dumps(shown, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{OUT}: {len(learned.of)} weights from {len(known)} claims", file=sys.stderr)
    for name in FITTED:
        print(
            f"{name} (learned from): {shares([(each.false, refused(each, learned)) for each in known if each.of == name])}"
        )


if __name__ == "__main__":
    main()
