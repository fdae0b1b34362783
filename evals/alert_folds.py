"""What alerts, held apart by platform: how much the figures owe to the choice of the constants that decide a class.

usage: python -m evals.alert_folds HOME [--json]

HOME holds the imported bundle (`clausewatch import ota ... --home HOME`). For every platform the constants are chosen
anew on all other platforms, then that platform is scored with them; the sum of those scores is the held-apart figure. It
tells what the figures owe to the constants. It cannot tell what they owe to the written rules, which were read against
all platforms of this bundle: only other platforms tell that. The reading of the pages is not done anew.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from clausewatch import change
from clausewatch.change import collecting, differences, furniture, nature, pairing, parting, renames, rules
from clausewatch.nouns.change import PastState
from clausewatch.nouns.document import Edition
from clausewatch.nouns.evidence import Origin
from clausewatch.nouns.observed import Collected
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import captures, records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.wiring import open_instance
from evals.provision_folds import _set
from evals.run import SHARED

# Name, where it is read, the chosen value and others to try, one constant at a time.
GRID: tuple[tuple[str, tuple[ModuleType, ...], tuple[float, ...]], ...] = (
    ("FLAP_DAYS", (rules,), (10, 5, 20)),
    ("WHOLE_SHARE", (rules,), (0.5, 0.3, 0.7)),
    ("LOCALE_WORDS", (rules,), (2, 1, 4)),
    ("ALIKE_IN_PLACE", (pairing, parting), (0.5, 0.4, 0.6)),
    ("REPEATED_RUN", (differences,), (6, 3, 10)),
    ("LABEL_WORDS", (nature,), (3, 2, 4)),
    ("MENU_WORDS", (furniture,), (9, 6, 12)),
    ("NAMED_TIMES", (renames,), (3, 2, 5)),
    ("PAGE_WORDS", (collecting,), (40, 20, 80)),
)
Counts = Counter[str]


@dataclass(frozen=True, slots=True)
class Transition:
    """A labelled transition with all that its comparison is made of; `either` where the label may as well be another."""

    platform: str
    wanted: bool
    either: bool
    old: Edition
    new: Edition
    past: tuple[PastState, ...]
    collected: Collected
    seen: datetime | None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    # (1) The labelled transitions. Those without a record between two texts stay what they are under every constant.
    labels = _labels()
    instance = open_instance(options.home, os.environ)
    transitions = list(_transitions(instance, labels))
    instance.close()
    silent = _silent(labels)
    # (2) Counts of every platform under the constants as they are, and with one of them moved.
    trials = {"as they are": _counts(transitions, silent)}
    for name, modules, values in GRID:
        for value in values[1:]:
            with _set(modules, name, value):
                trials[f"{name}={value}"] = _counts(transitions, silent)
    # (3) For every platform the choice of the others; ties go to the constants as they are.
    held: Counts = Counter()
    lines: dict[str, Any] = {}
    for platform in sorted(trials["as they are"]):
        best = max(trials, key=lambda trial: _worth(_sum(trials[trial], but=platform)))
        held.update(trials[best][platform])
        lines[platform] = {"chosen": best, **_figures(trials[best][platform])}
    told = {
        "platforms": lines,
        "fitted on all": _figures(_sum(trials["as they are"])),
        "held apart": _figures(held),
        "range over all trials": {
            key: [edge(_figures(_sum(one))[key] for one in trials.values()) for edge in (min, max)]
            for key in ("precision", "recall")
        },
        "errors by platform": {
            name: one["missed"] + one["false"] for name, one in lines.items() if one["missed"] + one["false"]
        },
    }
    if options.json:
        print(json.dumps(told))
        return
    for name, figures in (*lines.items(), *list(told.items())[1:]):
        print(name, " ".join(f"{key}={value}" for key, value in figures.items()), sep=": ")


_Labels = dict[tuple[str, str], dict[str, Any]]


def _labels() -> _Labels:
    """The hand labels by commit and path; what has its record is taken out as it is found."""
    path = SHARED / "data" / "changes" / "genai-eu.labels.jsonl"
    read = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {(one["commit"], one["path"]): one for one in read}


def _transitions(instance: Instance, labels: _Labels) -> Iterator[Transition]:
    with instance.database.read() as connection:
        told = records.records(connection, RecordFilter())
    for record in told:
        if record.to_version is None:
            continue
        old, new = instance.editions.get(record.from_version), instance.editions.get(record.to_version)
        assert old is not None
        assert new is not None
        document, begun, ended = record.document, old.version.observed_at, new.version.observed_at
        trigger = new.version.trigger
        with instance.database.read() as connection:
            capture = captures.capture(connection, trigger)
            past = versions.past_states(connection, document, ended)
            collected = captures.collected(connection, document, begun, trigger)
            seen = captures.last_seen(connection, document, begun, ended)
        assert capture is not None
        assert capture.origin is Origin.OTA
        commit, _, path = capture.origin_ref.partition(":")
        label = labels.pop((commit, path), None)
        if label is not None:
            yield Transition(
                path.split("/")[0], _wanted(label), _either(label), old, new, past, collected, seen
            )


def _wanted(label: dict[str, Any]) -> bool:
    return bool(label["label"] == "substantive")


def _either(label: dict[str, Any]) -> bool:
    """Whether the second reader's label would decide the other way; then neither answer is an error."""
    other = label.get("alt_label")
    return bool(other) and (other == "substantive") != _wanted(label)


def _silent(labels: _Labels) -> dict[str, Counts]:
    """What is labelled and has no record between two texts: nothing alerts there."""
    found: dict[str, Counts] = {}
    for (_, path), label in labels.items():
        counts = found.setdefault(path.split("/")[0], Counter())
        counts["missed" if _wanted(label) and not _either(label) else "quiet"] += 1
    return found


def _counts(transitions: list[Transition], silent: dict[str, Counts]) -> dict[str, Counts]:
    found = {platform: Counter(counts) for platform, counts in silent.items()}
    for one in transitions:
        counts = found.setdefault(one.platform, Counter())
        record = change.compare(one.old, one.new, one.past, one.collected, one.seen).record
        if record.alert == one.wanted:
            counts["right" if one.wanted else "quiet"] += 1
        elif not one.either:
            counts["missed" if one.wanted else "false"] += 1
    return found


def _sum(counts: dict[str, Counts], but: str = "") -> Counts:
    total: Counts = Counter()
    for platform, each in counts.items():
        if platform != but:
            total.update(each)
    return total


def _figures(counts: Counts) -> dict[str, Any]:
    right = counts["right"]
    return {
        "precision": round(right / max(right + counts["false"], 1), 4),
        "recall": round(right / max(right + counts["missed"], 1), 4),
        "alerts": right + counts["false"],
        "missed": counts["missed"],
        "false": counts["false"],
    }


def _worth(counts: Counts) -> float:
    """What a choice is judged by: F1, a missed change weighing twice a false alert."""
    right = counts["right"]
    return right / max(right + counts["missed"] + counts["false"] / 2, 1)


if __name__ == "__main__":
    main()
