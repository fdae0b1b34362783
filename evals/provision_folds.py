"""The tuned constants of provision changes held apart by platform.

usage: python -m evals.provision_folds HOME [--json]

HOME holds the imported bundle (`clausewatch import ota ... --home HOME`). For every platform of the hand lists the
constants are chosen anew on the other platforms alone, then that platform is scored with them; the sum of those scores is
the held-apart figure. It tells how much the figures owe to the choice of constants. It cannot tell what they owe to the
written rules, which were read against all platforms: that only other platforms tell.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from clausewatch import change
from clausewatch.change import differences, pairing, parting, weighing
from clausewatch.nouns.document import Edition
from clausewatch.pipeline.editions import load_edition
from clausewatch.storage import records
from clausewatch.wiring import open_instance
from evals.corpus import clausewatch
from evals.run import SHARED

# Name, where it is read, the chosen value and others to try, one constant at a time.
GRID: tuple[tuple[str, tuple[ModuleType, ...], tuple[float, ...]], ...] = (
    ("FEW", (pairing,), (8, 4, 12)),
    ("KIN_AMONG_FEW", (pairing, parting), (0.3, 0.2, 0.4)),
    ("KIN_ALONE", (pairing,), (0.2, 0.1, 0.3)),
    ("ALIKE_IN_PLACE", (pairing, parting), (0.5, 0.45, 0.6)),
    ("ALIKE_ELSEWHERE", (pairing,), (0.72, 0.6, 0.8)),
    ("HELD_SHARE", (pairing,), (0.8, 0.9)),
    ("PHRASED_SHARE", (differences,), (0.5, 0.7)),
    ("MUCH", (weighing,), (9, 6, 12)),
    ("OPENING_WORDS", (weighing,), (20, 10, 30)),
)
Transition = tuple[dict[str, Any], Edition, Edition]
Counts = Counter[str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    # (1) Every hand-listed transition with both its editions.
    transitions = list(_transitions(options.home))
    # (2) Counts of every platform under the constants as they are, and with one of them moved.
    trials: dict[str, dict[str, Counts]] = {"as they are": _counts(transitions)}
    for name, modules, values in GRID:
        for value in values[1:]:
            with _set(modules, name, value):
                trials[f"{name}={value}"] = _counts(transitions)
    # (3) For every platform the choice of the others.
    held: Counts = Counter()
    lines: dict[str, Any] = {}
    for platform in trials["as they are"]:
        best = max(trials, key=lambda trial: _worth(_sum(trials[trial], but=platform)))
        held.update(trials[best][platform])
        lines[platform] = {"chosen": best, **_figures(trials[best][platform])}
    told = {
        "fitted on all": _figures(_sum(trials["as they are"])),
        "held apart": _figures(held),
        "platforms": lines,
    }
    if options.json:
        print(json.dumps(told))
        return
    for name, figures in (*lines.items(), *list(told.items())[:2]):
        print(name, " ".join(f"{key}={value}" for key, value in figures.items()), sep=": ")


def _transitions(home: Path) -> Iterator[Transition]:
    instance = open_instance(home, os.environ)
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "changes.jsonl"
        clausewatch("changes", "--all", "--json", "--home", home, out=listing)
        lines = [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines()]
    named = {(one["source"].get("commit"), one["source"].get("path")): one["id"] for one in lines}
    gold = json.loads((SHARED / "data" / "provision-changes" / "gold.json").read_text(encoding="utf-8"))
    for one in gold:
        with instance.database.read() as connection:
            record = records.record(connection, named[one["commit"], one["path"]])
        assert record is not None
        assert record.to_version is not None
        old = load_edition(instance.database, instance.bodies, record.from_version)
        new = load_edition(instance.database, instance.bodies, record.to_version)
        assert old is not None
        assert new is not None
        yield one, old, new
    instance.close()


@contextmanager
def _set(modules: tuple[ModuleType, ...], name: str, value: float) -> Iterator[None]:
    before = getattr(modules[0], name)
    for module in modules:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module in modules:
            setattr(module, name, before)


def _counts(transitions: list[Transition]) -> dict[str, Counts]:
    """Per platform what the shared scorer counts."""
    sys.path.insert(0, str(SHARED / "tools"))
    holds = importlib.import_module("score_provision_changes").holds

    found: dict[str, Counts] = {}
    for gold, old, new in transitions:
        changes = change.compare(old, new).record.changes
        counts = found.setdefault(gold["path"].split("/")[0], Counter())
        for wanted in gold["changes"]:
            counts["gold"] += 1
            hits = [one for one in changes if holds(wanted["old"], one.old) and holds(wanted["new"], one.new)]
            if hits:
                best = next((one for one in hits if one.kind.value == wanted["kind"]), hits[0])
                shifts = {one.value for one in best.shift}
                counts["found"] += 1
                counts["kind"] += best.kind.value == wanted["kind"] or wanted["kind"] in ("split", "merged")
                counts["shift"] += bool(shifts & set(wanted["shift"])) or not wanted["shift"]
                counts["severity"] += best.severity.value == wanted["severity"]
                counts["direction"] += best.direction.value == wanted["direction"]
        for one in changes:
            if one.severity.value != "none":
                counts["told"] += 1
                counts["right"] += any(
                    holds(each["old"], one.old) and holds(each["new"], one.new) for each in gold["changes"]
                )
    return found


def _sum(counts: dict[str, Counts], but: str = "") -> Counts:
    total: Counts = Counter()
    for platform, each in counts.items():
        if platform != but:
            total.update(each)
    return total


def _figures(counts: Counts) -> dict[str, float]:
    recall, precision = counts["found"] / counts["gold"], counts["right"] / max(counts["told"], 1)
    figures = {"f1": 2 * recall * precision / max(recall + precision, 1e-9)}
    for key in ("kind", "shift", "severity", "direction"):
        figures[key] = counts[key] / max(counts["found"], 1)
    return {key: round(value, 4) for key, value in figures.items()}


def _worth(counts: Counts) -> float:
    figures = _figures(counts)
    return figures["f1"] + (figures["kind"] + figures["shift"] + figures["severity"]) / 3


if __name__ == "__main__":
    main()
