"""Train the judge of modality and bound party: what the rules read and words, weighed by labels of many platforms.

usage: python -m training.judge [--shared DIR] [--check]

Rows: the labelled items at half weight, since the rules were written on them, and the further labelled statements of which a
reader said modality and party (training/labelled.jsonl), on which they were not. Two multinomial logistic regressions, by
L-BFGS from zero: no random number enters. Both commands print how often modality, party and severity are right on companies
held out, beside the rules alone; --check writes nothing.
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

from clausewatch.meaning.buckets import BUCKETS, Bag
from clausewatch.meaning.judge import (
    LENGTHS,
    NAME,
    SURE_OF_PARTY,
    Judge,
    Judged,
    bags_at_hand,
    signs_of,
    write_judge,
)
from clausewatch.meaning.rules import severity_of
from clausewatch.meaning.rules.reading import reading
from clausewatch.nouns.finding import Asked, Modality, Party, TopicScore
from training.pointed import LABELLED, pointed
from training.sources import house, items
from training.topics import ROOT, SHARED

# The inverse of a ridge penalty: of .05, .1, .2 and .5 on companies held out .702, .709, .717 and .721 with words alone.
LOOSE = 0.2
OF_ITEMS = 0.5
SEEN_AT_LEAST = 2
GAINED_AT_LEAST = 2
FOLDS = 5
DOUBTING = 0.5
"""The lead of another party at which rules are held against the judge; what ships wants a larger one."""
_STEPS, _ENOUGH = 300, 1e-3

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Read:
    """A statement, what its reader said, where it comes from and what it counts."""

    asked: Asked
    topics: tuple[str, ...]
    modality: Modality
    party: Party
    severity: str
    platform: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the judge sees of a row."""

    signs: tuple[str, ...]
    bags: tuple[Bag, ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    rows = list(read(options.shared))
    seen = [_Seen(tuple(signs_of(row.asked)), bags_at_hand(row.asked)) for row in rows]
    everywhere = frozenset(reading(row.asked).rule for row in rows)
    asked_always = held_apart(rows, seen, everywhere, everywhere, DOUBTING)
    doubted, of_party = doubts(rows, asked_always)
    _tell("asked of every rule", rows, asked_always)
    _tell("asked of the rules it betters", rows, held_apart(rows, seen, doubted, of_party))
    judge = replace(fit(rows, seen), doubted=doubted, doubted_of_party=of_party)
    _tell("as shipped, on its own rows", rows, [judge.judged(row.asked) for row in rows])
    print(f"rules whose modality it betters: {len(doubted)}, whose party: {len(of_party)}")
    if not options.check:
        out = ROOT / "src/clausewatch" / NAME
        out.write_bytes(write_judge(judge))
        print(f"{out}: {len(rows)} rows, {out.stat().st_size / 1e6:.2f} MB")


def read(shared: Path) -> Iterator[Read]:
    """The labelled items, then the further statements whose modality and party a reader said."""
    lines = (shared / "data/topics/items.jsonl").read_text(encoding="utf-8").splitlines()
    for row, each in zip(items(shared), map(json.loads, lines), strict=True):
        yield _read(row.asked, each, row.platform, OF_ITEMS)
    further = LABELLED.read_text(encoding="utf-8").splitlines()
    for found, each in zip(pointed(shared), map(json.loads, further), strict=True):
        if found.modality:
            yield _read(found.asked, each, found.platform, 1.0)


def _read(asked: Asked, each: dict[str, str], platform: str, weight: float) -> Read:
    said = Modality(each["modality"]), Party(each["bound_party"])
    return Read(asked, tuple(each["topics"]), *said, each["severity"], platform, weight)


def fit(rows: Sequence[Read], seen: Sequence[_Seen]) -> Judge:
    """The judge of these rows. A provision always does something, so "none" is no answer of its own among modalities."""
    known = _known([each.signs for each in seen])
    rarity = _rarity([each.bags for each in seen])
    used = np.flatnonzero(rarity)
    signs = _signs(seen, known)
    words = _words([each.bags for each in seen], rarity)[:, used]
    matrix = hstack((signs, words)).tocsr()
    weight = np.array([row.weight for row in rows])
    does = np.array([row.modality is not Modality.NONE for row in rows])
    modalities, of_modality = _fitted(
        matrix[does], [row.modality for row in rows if row.modality is not Modality.NONE], weight[does]
    )
    parties, of_party = _fitted(matrix, [row.party for row in rows], weight)
    weights = np.hstack((of_modality, of_party)).astype(np.float32)
    buckets = np.zeros((BUCKETS, weights.shape[1]), np.float32)
    buckets[used] = weights[len(known) : -1]
    return Judge(
        *(frozenset(), frozenset()),
        tuple(map(Modality, modalities)),
        tuple(map(Party, parties)),
        known,
        *(weights[: len(known)], buckets, rarity, weights[-1]),
    )


def _known(many: Sequence[Sequence[str]]) -> dict[str, int]:
    counts = Counter(each for some in many for each in set(some))
    often = sorted(each for each in counts if counts[each] >= SEEN_AT_LEAST)
    return {each: at for at, each in enumerate(often)}


def _rarity(many: Sequence[tuple[Bag, ...]]) -> Array:
    """Inverse document frequency of each bucket that so many statements have; 0 of the others."""
    counts = np.zeros(BUCKETS)
    for bags in many:
        counts[np.unique(np.concatenate([buckets for buckets, _ in bags]))] += 1
    return np.where(counts >= SEEN_AT_LEAST, np.log((1 + len(many)) / (1 + counts)) + 1, 0).astype(np.float32)


def _signs(seen: Sequence[_Seen], known: dict[str, int]) -> csr_matrix:
    at = [[known[sign] for sign in each.signs if sign in known] for each in seen]
    return _sparse(at, [np.ones(len(each)) for each in at], len(known))


def _words(many: Sequence[tuple[Bag, ...]], rarity: Array) -> csr_matrix:
    at, values = [], []
    for bags in many:
        made = [
            _lengthened(counts * rarity[buckets], length)
            for (buckets, counts), length in zip(bags, LENGTHS, strict=True)
        ]
        at.append(np.concatenate([buckets for buckets, _ in bags]))
        values.append(np.concatenate(made))
    return _sparse(at, values, BUCKETS)


def _lengthened(values: Array, length: float) -> Array:
    norm = np.sqrt(values.dot(values))
    return values * np.float32(length / norm) if norm else values


def _sparse(at: Sequence[Sequence[int]], values: Sequence[Array], width: int) -> csr_matrix:
    """The rows; what stands twice in one is summed."""
    ends = np.cumsum([0, *map(len, at)])
    found = csr_matrix(
        (np.concatenate(values), np.concatenate([np.asarray(each, int) for each in at]), ends),
        (len(at), width),
    )
    found.sum_duplicates()
    return found


def _fitted(
    matrix: csr_matrix, answers: Sequence[str], weight: NDArray[np.float64]
) -> tuple[list[str], NDArray[np.float64]]:
    """The answers in their order, and the weights of each, its beginning last."""
    model = LogisticRegression(C=LOOSE, max_iter=_STEPS, tol=_ENOUGH)
    model.fit(matrix, np.array(answers, str), sample_weight=weight)
    return list(model.classes_), np.vstack((model.coef_.T, model.intercept_))


def held_apart(
    rows: Sequence[Read],
    seen: Sequence[_Seen],
    doubted: frozenset[str],
    of_party: frozenset[str],
    sure_of_party: float = SURE_OF_PARTY,
) -> list[Judged]:
    """What a judge that saw nothing of the row's company says of it: companies are dealt to folds, the largest first."""
    counts = Counter(house(row.platform) for row in rows)
    fold = {each: at % FOLDS for at, each in enumerate(sorted(counts, key=lambda it: (-counts[it], it)))}
    of = np.array([fold[house(row.platform)] for row in rows])
    found: list[Judged] = [Judged(Modality.NONE, Party.NONE, as_ruled=True) for _ in rows]
    for each in range(FOLDS):
        others = np.flatnonzero(of != each)
        judge = fit([rows[at] for at in others], [seen[at] for at in others])
        judge = replace(judge, doubted=doubted, doubted_of_party=of_party)
        for at in np.flatnonzero(of == each):
            found[at] = judge.judged(rows[at].asked, sure_of_party)
    return found


def doubts(rows: Sequence[Read], found: Sequence[Judged]) -> tuple[frozenset[str], frozenset[str]]:
    """The rules whose modality, and those whose party, is right of so many more of other readers' provisions when the judge is
    asked."""
    does: Counter[str] = Counter()
    binds: Counter[str] = Counter()
    for row, said in zip(rows, found, strict=True):
        if row.topics and row.weight == 1:
            made = reading(row.asked)
            does[made.rule] += (row.modality is said.modality) - (row.modality is made.modality)
            binds[made.rule] += (row.party is said.party) - (row.party is made.party)
    return _gained(does), _gained(binds)


def _gained(by_rule: Counter[str]) -> frozenset[str]:
    return frozenset(rule for rule, gain in by_rule.items() if gain >= GAINED_AT_LEAST)


def _tell(how: str, rows: Sequence[Read], found: Sequence[Judged]) -> None:
    print(how)
    for name, weight in (("items (the rules were written on them)", OF_ITEMS), ("other readers'", 1.0)):
        some = [
            (row, said, reading(row.asked))
            for row, said in zip(rows, found, strict=True)
            if row.topics and row.weight == weight
        ]
        modality = np.mean([row.modality is said.modality for row, said, _ in some])
        party = np.mean([row.party is said.party for row, said, _ in some])
        severity = np.mean([_severity(row, said.modality, said.party) for row, said, _ in some])
        ruled = np.mean([row.modality is made.modality for row, _, made in some])
        bound = np.mean([row.party is made.party for row, _, made in some])
        weighed = np.mean([_severity(row, made.modality, made.party) for row, _, made in some])
        print(
            f"  {name}: {len(some)} provisions; modality {modality:.3f} (rules {ruled:.3f}),"
            f" party {party:.3f} (rules {bound:.3f}), severity {severity:.3f} (rules {weighed:.3f})"
        )


def _severity(row: Read, modality: Modality, party: Party) -> bool:
    """Whether the severity that follows, with the labelled topics, is the reader's."""
    topics = tuple(TopicScore(each, 0.9) for each in row.topics)
    return severity_of(row.asked, topics, modality, party)[0].value == row.severity


if __name__ == "__main__":
    main()
