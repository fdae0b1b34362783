"""Score the stages on the development data of ../shared against floors.json.

usage: python -m evals.run [--only NAME ...] [--raise] [--json]

Each measure runs the real command and the shared scorer, so a figure here is the figure an outsider gets. A floor names
a digest of its corpus: a changed corpus must be pinned anew. `--raise` lifts floors to what was measured, never lowers,
and writes what was measured to the file that the methodology's page shows.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from evals import acord, changes, comparison, findings, findings_rules, gate, reading, stored, story
from evals.corpus import Corpus

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("CLAUSEWATCH_SHARED", HERE.parents[1] / "shared"))
FLOORS = HERE / "floors.json"
SHOWN = HERE.parent / "src" / "clausewatch" / "web" / "data" / "measured.json"
# Figures where less is better: their floor is a ceiling.
CEILINGS = frozenset(
    {
        "false_accept",
        "false_reject",
        "missed",
        "false",
        "documents_under_95",
        "alerts_missed",
        "alerts_false",
        "none_wrongly",
        "unverified",
        "identical",
        "failing",
    }
)

Measure = Callable[[Corpus], dict[str, float]]
MEASURES: dict[str, Measure] = {
    "reading": reading.extraction,
    "verdicts": reading.verdicts,
    "alerts": changes.alerts,
    "provision-changes": changes.provision_changes,
    "topics": findings.topics,
    "findings-unseen": findings.unseen,
    "findings-unseen-2": findings.unseen_2,
    "findings-rules": findings_rules.findings_rules,
    "findings-own": findings_rules.own,
    "story": story.story,
    "comparison": comparison.comparison,
    "acord": acord.acord,
    "gate": gate.gate,
    "gate-seeded": gate.seeded,
    "gate-own": gate.own,
    "gate-own-2": gate.own_2,
    "gate-own-3": gate.own_3,
    "gate-unseen": gate.unseen,
    "stored-findings": stored.stored,
}


def main() -> None:
    options = _options()
    if not (SHARED / "data").is_dir():
        print(f"skipped: the development data are not at {SHARED} (set CLAUSEWATCH_SHARED)")
        sys.exit(1 if os.environ.get("CI") else 0)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    shown = json.loads(SHOWN.read_text(encoding="utf-8")) if SHOWN.exists() else {}
    failed = False
    for name in options.only or MEASURES:
        with Corpus(SHARED, name) as corpus:
            figures = MEASURES[name](corpus)
            digest, size = corpus.digest(), corpus.size
        found = {"corpus": digest, "figures": figures}
        if options.lift:
            floors[name] = _lifted(floors.get(name), found)
            shown[name] = {**found, "size": size, "measured_on": datetime.now(UTC).date().isoformat()}
        complaints = _complaints(floors.get(name), found)
        failed |= bool(complaints)
        print(
            json.dumps({"measure": name, **found, "below": complaints})
            if options.json
            else _line(name, figures)
        )
        for complaint in complaints:
            print(f"  BELOW FLOOR {complaint}", file=sys.stderr)
    if options.lift:
        for path, content in ((FLOORS, floors), (SHOWN, shown)):
            path.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", choices=sorted(MEASURES))
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _line(name: str, figures: dict[str, float]) -> str:
    return f"{name}: " + " ".join(f"{key}={value}" for key, value in figures.items())


def _better(key: str, one: float, other: float) -> float:
    return min(one, other) if key in CEILINGS else max(one, other)


def _lifted(floor: dict[str, object] | None, found: dict[str, object]) -> dict[str, object]:
    if floor is None or floor["corpus"] != found["corpus"]:
        return found
    old, new = floor["figures"], found["figures"]
    assert isinstance(old, dict)
    assert isinstance(new, dict)
    return {
        "corpus": found["corpus"],
        "figures": {key: _better(key, value, old.get(key, value)) for key, value in new.items()},
    }


def _complaints(floor: dict[str, object] | None, found: dict[str, object]) -> list[str]:
    if floor is None:
        return ["no floor is pinned for this measure (run with --raise)"]
    if floor["corpus"] != found["corpus"]:
        return [f"the corpus is {found['corpus']}, the floor was pinned on {floor['corpus']}"]
    pinned, figures = floor["figures"], found["figures"]
    assert isinstance(pinned, dict)
    assert isinstance(figures, dict)
    return [
        f"{key}: {figures.get(key)} against {value}"
        for key, value in pinned.items()
        if key not in figures or _better(key, figures[key], value) != figures[key]
    ]


if __name__ == "__main__":
    main()
