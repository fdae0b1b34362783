"""A second opinion on a claim that no rule is sure of: many faint marks together may speak for or against it.

The rules' ruling stands unless the marks are clear. Their weights were learned from claims with known labels by
`python -m training.gate`; `docs/decisions/0016-second-opinion.md` says how and what it gains. A refusal names the marks that
speak most against the claim; where none has words, there is none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from clausewatch.meaning.gate.marks import Marks

WEIGHTS = "knowledge/gate-weights.json"
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds that a claim is false: `bias` and for each mark `of` times its size. From `refuse` on a claim falls that the rules
    let pass, up to `let_pass` one passes that they refuse without being sure."""

    bias: float
    of: Mapping[str, float]
    refuse: float
    let_pass: float

    def odds(self, found: Marks) -> float:
        """Log odds that a claim with these marks is false, as if half of all claims were."""
        return self.bias + sum(self.of.get(name, 0.0) * size for name, size in found.sizes.items())


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the marks say: that it is false for these reasons, true, or, where both are empty, nothing clear."""

    against: tuple[str, ...] = ()
    favourable: bool = False


@cache
def weights() -> Weights:
    """The shipped weights, read at first use."""
    read = json.loads(files("clausewatch.meaning").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return Weights(read["bias"], read["of"], read["refuse"], read["let_pass"])


def opinion(found: Marks, learned: Weights | None = None) -> Opinion:
    """The opinion that the marks give rise to; by the shipped weights unless others are given."""
    learned = learned or weights()
    odds = learned.odds(found)
    if odds > learned.refuse:
        return Opinion(against=_reasons(found, learned))
    return Opinion(favourable=odds < learned.let_pass)


def _reasons(found: Marks, learned: Weights) -> tuple[str, ...]:
    """The words of the marks that add most to the odds."""
    adding = {name: learned.of.get(name, 0.0) * found.sizes[name] for name in found.words}
    order = sorted((name for name in adding if adding[name] > 0), key=lambda name: (-adding[name], name))
    return tuple(dict.fromkeys(found.words[name] for name in order))[:_MOST_REASONS]
