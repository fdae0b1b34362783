"""Train the last resort of modality: a linear model over words, for statements where no written rule tells.

usage: python -m training.modality [--shared DIR]

Rows: (1) the labelled provisions; (2) statements that a firm rule reads, with the modality it reads, at most 150 of each rule;
(3) statements of which no rule tells, as told, at little weight, since most of them are. Statements of (2) and (3) come from the
six labelled platforms' documents (Open Terms Archive, ODC-BY), from MUCD (CC BY 4.0) and from our own examples. No random
number enters but the order in which statements are drawn, which is fixed. Takes a minute or two.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from clausewatch.meaning.rules.reading import TOLD, plain_reading
from clausewatch.meaning.rules.resort import BUCKETS, NAME, Array, Resort, bag, features, write_resort
from clausewatch.meaning.rules.view import view
from clausewatch.nouns.finding import Asked, Modality
from training.sources import examples, items
from training.topics import ROOT, SHARED

MODALITIES = tuple(each for each in Modality if each is not Modality.NONE)
# Chosen on statements of other platforms of which no rule tells (docs/reference/training-card-rules.md): of .1, .25 and .5 the
# middle, and a penalty of 1 rather than .3.
PENALTY = 1.0
OF_RULES, UNTOLD = 0.4, 0.25
MOST_OF_A_RULE, MOST_OF_RULES, MOST_UNTOLD = 150, 6_500, 1_500
_STEPS = 80
_SEED = 2
_UNSURE = frozenset({"narrative", "imperative", "due", "lead: practice", "lead: told", "no provision"})

Labelled = tuple[Asked, Modality, float]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    rows = [*_labelled(shared), *_read(list(_unlabelled(shared)))]
    out = ROOT / "src/clausewatch" / NAME
    out.write_bytes(write_resort(fit(rows)))
    print(f"{out}: {len(rows)} rows, {out.stat().st_size / 1e6:.2f} MB")


def fit(rows: Sequence[Labelled]) -> Resort:
    """Multinomial logistic regression, by L-BFGS from zero; the same rows give the same weights."""
    bags = [bag(features(view(asked))) for asked, _, _ in rows]
    ends = np.concatenate(([0], np.cumsum([buckets.size for buckets, _ in bags])))
    places = np.concatenate([buckets for buckets, _ in bags])
    matrix = csr_matrix(
        (np.concatenate([values for _, values in bags]), places, ends), shape=(len(rows), BUCKETS)
    )
    wanted = np.array([[each is modality for each in MODALITIES] for _, modality, _ in rows], np.float32)
    weight = np.array([worth for _, _, worth in rows], np.float32)[:, None]
    columns = matrix.T.tocsr()

    def loss(flat: Array) -> tuple[float, Array]:
        found = flat.reshape(BUCKETS + 1, len(MODALITIES))
        scores = matrix @ found[:-1] + found[-1]
        scores -= scores.max(axis=1, keepdims=True)
        total = np.exp(scores).sum(axis=1, keepdims=True)
        off = weight * (np.exp(scores) / total - wanted)
        value = -(weight * wanted * (scores - np.log(total))).sum() + PENALTY / 2 * (found[:-1] ** 2).sum()
        return float(value), np.vstack(
            (columns @ off + PENALTY * found[:-1], off.sum(axis=0, keepdims=True))
        ).ravel()

    start = np.zeros((BUCKETS + 1) * len(MODALITIES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x
    weights = found.reshape(BUCKETS + 1, len(MODALITIES)).astype(np.float32)
    return Resort(MODALITIES, weights[:-1], weights[-1])


def _labelled(shared: Path) -> Iterator[Labelled]:
    for line in (shared / "data/topics/items.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        modality = Modality(each["modality"])
        if each["topics"] and modality is not Modality.NONE:
            asked = next(row.asked for row in items(shared) if row.id == each["id"])
            yield asked, modality, 1.0


def _read(statements: list[Asked]) -> Iterator[Labelled]:
    """What firm rules read, and what no rule tells of, in an order that is always the same."""
    random.Random(_SEED).shuffle(statements)
    fired: Counter[str] = Counter()
    untold = 0
    for asked in statements:
        found = plain_reading(asked)
        if found.rule in TOLD:
            untold += 1
            if untold <= MOST_UNTOLD:
                yield asked, Modality.DISCLOSURE, UNTOLD
        elif _is_sure(found.rule) and fired[found.rule] < MOST_OF_A_RULE and fired.total() < MOST_OF_RULES:
            fired[found.rule] += 1
            yield asked, found.modality, OF_RULES


def _is_sure(rule: str) -> bool:
    return rule not in _UNSURE and not rule.startswith("heading")


def _unlabelled(shared: Path) -> Iterator[Asked]:
    """Distinct statements: of the labelled platforms' documents, of MUCD, and our own examples."""
    seen: set[str] = set()
    for asked in (*_documents(shared), *_contracts(shared), *examples()):
        if asked.text.strip() and asked.text not in seen:
            seen.add(asked.text)
            yield asked


def _documents(shared: Path) -> Iterator[Asked]:
    platforms = sorted({row.platform for row in items(shared)})
    with tempfile.TemporaryDirectory() as folder:
        bundle = shared / "data/ota/genai-eu-versions.bundle"
        subprocess.run(["git", "clone", "--quiet", "--branch", "main", bundle, folder], check=True)
        pages = [page for each in platforms for page in sorted((Path(folder) / each).glob("*.md"))]
        batch = Path(folder) / "batch.jsonl"
        lines = [json.dumps({"file": str(page), "media_type": "text/markdown"}) for page in pages]
        batch.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "clausewatch", "read", "--batch", str(batch), "--json"]
        found = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout
    for page, line in zip(pages, found.splitlines(), strict=True):
        for provision in json.loads(line)["provisions"]:
            for statement in provision["statements"]:
                yield Asked(
                    statement["text"],
                    tuple(provision["path"]),
                    provision["lead_in"] or "",
                    page.stem,
                    page.parent.name,
                )


def _contracts(shared: Path) -> Iterator[Asked]:
    """Sentences of MUCD, whose documents are terms of service; those of the platforms we watch are left out."""
    watched = (
        "google",
        "microsoft",
        "facebook",
        "meta",
        "mozilla",
        "instagram",
        "whatsapp",
        "linkedin",
        "skype",
    )
    for line in (shared / "data/training/mucd_en.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        if 40 <= len(each["text"]) <= 400 and not any(name in each["doc"].lower() for name in watched):
            yield Asked(each["text"], ("Terms of Service",), "", "Terms of Service", each["doc"].title())


if __name__ == "__main__":
    main()
