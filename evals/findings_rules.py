"""Findings by rules: modality, bound party and severity of the hand-labelled statements.

usage: python -m evals.findings_rules ITEMS.jsonl [--by platform|sampling|modality] [--fired]

Severity is measured twice: with the labelled topics, and with none, since at run time topics are guesses.
"""

from __future__ import annotations

import argparse
import collections
import json
from pathlib import Path
from typing import Any

from clausewatch.meaning.rules import modality_of, party_of, severity_of
from clausewatch.meaning.rules.reading import reading
from clausewatch.nouns.finding import Asked, TopicScore
from evals.corpus import Corpus, clausewatch

Row = dict[str, Any]

OWN = Path(__file__).parent / "data" / "findings-own.jsonl"
APART = (2,)
"""Batches whose errors nobody read, labelled before the rules were looked at. Batches 1 and 3 served to mend the rules."""


def findings_rules(corpus: Corpus) -> dict[str, float]:
    """Shares right over the provisions of the development items; `none_*` over the items that are no provisions."""
    found = rows(corpus.use("data", "topics", "items.jsonl"))
    corpus.size = f"{len(found)} statements"
    return figures(found)


def own(corpus: Corpus) -> dict[str, float]:
    """Shares right of our own statements, of the batches held apart, by the command an outsider runs."""
    asked = [
        each for each in map(json.loads, corpus.own(OWN).open(encoding="utf-8")) if each["batch"] in APART
    ]
    hidden = ("modality", "bound_party", "severity", "batch")
    items, said = corpus.scratch / "statements.jsonl", corpus.scratch / "findings.jsonl"
    items.write_text(
        "".join(json.dumps({key: each[key] for key in each if key not in hidden}) + "\n" for each in asked),
        encoding="utf-8",
    )
    clausewatch("classify", "--json", items, out=said)
    found = {each["id"]: each for each in map(json.loads, said.open(encoding="utf-8"))}
    corpus.size = f"{len(asked)} statements"
    return {
        name: _share([found[each["id"]].get(key) == each[key] for each in asked])
        for name, key in (("modality", "modality"), ("party", "bound_party"), ("severity", "severity"))
    }


def rows(items: Path) -> list[Row]:
    """The items with what the rules say of each."""
    return [
        _found(json.loads(line)) for line in items.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def asked_of(item: Row) -> Asked:
    """The item as the rules are asked about it."""
    return Asked(
        item["text"],
        tuple(item.get("heading_path") or ()),
        item.get("lead_in") or "",
        item.get("doc_type") or item.get("document_type") or "",
        item.get("platform") or "",
    )


def figures(found: list[Row]) -> dict[str, float]:
    """Accuracy on provisions, rounded to four places; how many non-provisions the rules also call none."""
    provisions = [row for row in found if row["topics"]]
    others = [row for row in found if not row["topics"]]
    return {
        "modality": _share([row["found_modality"] == row["modality"] for row in provisions]),
        "party": _share([row["found_party"] == row["bound_party"] for row in provisions]),
        "severity": _share([row["found_severity"] == row["severity"] for row in provisions]),
        "severity_no_topics": _share([row["found_severity_bare"] == row["severity"] for row in provisions]),
        "none_kept": _share([row["found_modality"] == "none" for row in others]),
        "none_wrongly": _share([row["found_modality"] == "none" for row in provisions]),
    }


def _share(hits: list[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


def _found(item: Row) -> Row:
    asked = asked_of(item)
    modality, party = modality_of(asked), party_of(asked)
    labelled = tuple(TopicScore(topic, 0.9) for topic in item["topics"])
    weighed, reasons = severity_of(asked, labelled, modality, party)
    bare, _ = severity_of(asked, (), modality, party)
    return item | {
        "found_modality": modality.value,
        "found_party": party.value,
        "found_severity": weighed.value,
        "found_severity_bare": bare.value,
        "rule": reading(asked).rule,
        "reason": reasons[0],
    }


def _fired(found: list[Row]) -> None:
    """How often each rule fires on each platform, and how often it is right about modality."""
    provisions = [row for row in found if row["topics"]]
    by_rule: dict[str, list[Row]] = collections.defaultdict(list)
    for row in provisions:
        by_rule[row["rule"]].append(row)
    for rule, hits in sorted(by_rule.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        right = sum(row["found_modality"] == row["modality"] for row in hits)
        platforms = collections.Counter(row["platform"] for row in hits)
        print(
            f"{rule:45} {right:3}/{len(hits):3}  " + ", ".join(f"{n} {c}" for n, c in platforms.most_common())
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("items", type=Path)
    parser.add_argument("--by", choices=["platform", "sampling", "modality", "doc_type"])
    parser.add_argument("--fired", action="store_true", help="how each rule fires per platform")
    options = parser.parse_args()
    found = rows(options.items)
    print("all", figures(found))
    groups: dict[str, list[Row]] = collections.defaultdict(list)
    for row in found if options.by else []:
        groups[row[options.by]].append(row)
    for name, group in sorted(groups.items()):
        print(name, len(group), figures(group))
    if options.fired:
        _fired(found)


if __name__ == "__main__":
    main()
