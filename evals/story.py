"""The demonstration's story: nine months of five fictional platforms, found against told."""

from __future__ import annotations

import json

from evals.corpus import REPOSITORY, Corpus, clausewatch


def story(corpus: Corpus) -> dict[str, float]:
    """Alerts and classes of the built-in story, as `clausewatch demo --once --json` reports them."""
    corpus.own(REPOSITORY / "src/clausewatch/demo/pages")
    corpus.size = "the demonstration's nine months"
    found = corpus.scratch / "story.json"
    clausewatch("demo", "--once", "--json", "--home", corpus.scratch / "home", out=found)
    totals = json.loads(found.read_text(encoding="utf-8").splitlines()[-1])
    return {
        key: float(totals[key]) for key in ("alerts_missed", "alerts_false", "classes_right", "changes_found")
    }
