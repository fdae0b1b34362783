"""What alerts, and what changed: on the labelled history of the Open Terms Archive bundle."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from evals.corpus import Corpus, clausewatch


@cache
def _imported(bundle: Path) -> Path:
    """The change records of the whole bundle; made once for both measures."""
    folder = Path(mkdtemp(prefix="clausewatch-evals-bundle-"))
    clausewatch("import", "ota", bundle, "--home", folder / "home")
    found = folder / "changes.jsonl"
    clausewatch("changes", "--all", "--json", "--home", folder / "home", out=found)
    return found


def alerts(corpus: Corpus) -> dict[str, float]:
    """Alert precision and recall against the hand labels."""
    found = _imported(corpus.use("data", "ota", "genai-eu-versions.bundle"))
    labels = corpus.use("data", "changes", "genai-eu.labels.jsonl")
    corpus.size = f"{len(labels.read_text(encoding='utf-8').splitlines())} labelled transitions"
    scores = corpus.score("score_changes.py", labels, found)
    return {key: scores[key] for key in ("precision", "recall", "missed", "false")}


def provision_changes(corpus: Corpus) -> dict[str, float]:
    """Provision-level changes against the hand-made lists."""
    found = _imported(corpus.use("data", "ota", "genai-eu-versions.bundle"))
    gold = corpus.use("data", "provision-changes", "gold.json")
    read = json.loads(gold.read_text(encoding="utf-8"))
    transitions = read["transitions"] if isinstance(read, dict) else read
    corpus.size = (
        f"{sum(len(one['changes']) for one in transitions)} changes of {len(transitions)} transitions"
    )
    scores = corpus.score("score_provision_changes.py", gold, found)
    return {key: scores[key] for key in ("f1", "recall", "precision", "kind", "shift", "severity")}
